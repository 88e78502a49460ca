from partners.queries.directory import directory, partners_by_region
from partners.queries.imports import offers_files
from partners.queries.offers import exchange, in_language, offer, offers, open_offers, own_offers, scheme_of
from partners.queries.profiles import profile, profiles

__all__ = [
    "directory",
    "exchange",
    "in_language",
    "offer",
    "offers",
    "offers_files",
    "open_offers",
    "own_offers",
    "partners_by_region",
    "profile",
    "profiles",
    "scheme_of",
]
