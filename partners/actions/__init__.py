from partners.actions.absences import add_absence, remove_absence, set_full
from partners.actions.imports import ImportReport, import_offers, keep_offers
from partners.actions.merging import absorb
from partners.actions.offers import (
    archive_offer,
    change_offer,
    create_offer,
    keep_offer,
    pause_offer,
    publish_offer,
)
from partners.actions.profiles import save_profile
from partners.actions.references import confirm_references
from partners.actions.schemes import sync_schemes
from partners.actions.sheets import OFFERS, answer_offers_file, apply_offers_file, take_offers_file
from partners.actions.suspension import close, lift_suspension, reopen, suspend
from partners.actions.verification import refuse, send_credential, take_back_credential, verify

__all__ = [
    "OFFERS",
    "ImportReport",
    "absorb",
    "add_absence",
    "answer_offers_file",
    "apply_offers_file",
    "archive_offer",
    "change_offer",
    "close",
    "confirm_references",
    "create_offer",
    "import_offers",
    "keep_offer",
    "keep_offers",
    "lift_suspension",
    "pause_offer",
    "publish_offer",
    "refuse",
    "remove_absence",
    "reopen",
    "save_profile",
    "send_credential",
    "set_full",
    "suspend",
    "sync_schemes",
    "take_back_credential",
    "take_offers_file",
    "verify",
]
