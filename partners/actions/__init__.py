from partners.actions.imports import ImportReport, import_offers
from partners.actions.offers import (
    archive_offer,
    change_offer,
    create_offer,
    keep_offer,
    pause_offer,
    publish_offer,
)
from partners.actions.profiles import save_profile
from partners.actions.schemes import sync_schemes
from partners.actions.sheets import OFFERS, answer_offers_file, apply_offers_file, take_offers_file

__all__ = [
    "OFFERS",
    "ImportReport",
    "answer_offers_file",
    "apply_offers_file",
    "archive_offer",
    "change_offer",
    "create_offer",
    "import_offers",
    "keep_offer",
    "pause_offer",
    "publish_offer",
    "save_profile",
    "sync_schemes",
    "take_offers_file",
]
