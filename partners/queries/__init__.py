from partners.policies import may_publish_offers as may_prove
from partners.queries.directory import directory, partners_by_region
from partners.queries.imports import offers_files
from partners.queries.merging import both_wait, profiles_differ
from partners.queries.offers import (
    Version,
    exchange,
    in_language,
    offer,
    offer_rows,
    offers,
    on_the_shelf,
    open_offers,
    open_versions,
    own_offers,
    scheme_of,
    told,
)
from partners.queries.profiles import profile, profiles
from partners.queries.verification import (
    SOON,
    Verified,
    case_to_tell,
    cases,
    cases_to_verify,
    credentials,
    last_decision,
    latest_until,
    own_credentials,
    verified,
)

__all__ = [
    "SOON",
    "Verified",
    "Version",
    "both_wait",
    "case_to_tell",
    "cases",
    "cases_to_verify",
    "credentials",
    "directory",
    "exchange",
    "in_language",
    "last_decision",
    "latest_until",
    "may_prove",
    "offer",
    "offer_rows",
    "offers",
    "offers_files",
    "on_the_shelf",
    "open_offers",
    "open_versions",
    "own_credentials",
    "own_offers",
    "partners_by_region",
    "profile",
    "profiles",
    "profiles_differ",
    "scheme_of",
    "told",
    "verified",
]
