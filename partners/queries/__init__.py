from partners.queries.directory import directory
from partners.queries.offers import exchange, offer, offers, open_offers, own_offers, scheme_of
from partners.queries.profiles import profile, profiles

__all__ = [
    "directory",
    "exchange",
    "offer",
    "offers",
    "open_offers",
    "own_offers",
    "profile",
    "profiles",
    "scheme_of",
]
