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

__all__ = [
    "ImportReport",
    "archive_offer",
    "change_offer",
    "create_offer",
    "import_offers",
    "keep_offer",
    "pause_offer",
    "publish_offer",
    "save_profile",
    "sync_schemes",
]
