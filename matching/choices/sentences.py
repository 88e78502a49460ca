"""How a criterion, a repair and a question read; the engine knows their codes only."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Worded:
    """
    How one criterion reads when it speaks for the offer, when it speaks against, and when a fact is missing.

    `beside` is for what no fact would tell: there is nothing to count.
    """

    strong: Any
    weak: Any
    missing: Any
    beside: Any = None


CRITERION_FACTS: dict[str, Worded] = {
    "goal": Worded(
        _("Answers what was asked for: %(answers)s."),
        _("Answers none of the stated goals."),
        _("No goal is stated."),
    ),
    "cover": Worded(
        _("Covers what weighs most at the site: %(measures)s."),
        _("Covers little of what weighs most at the site."),
        _("What it covers is not known yet."),
        _("Advice saves nothing by itself: not counted."),
    ),
    "carbon": Worded(
        _("Its measures touch uses that make %(share)s of scopes 1 and 2."),
        _("Its measures touch few uses: %(share)s of scopes 1 and 2."),
        _("Its part of the footprint is not known yet."),
        _("Advice takes off no tonne by itself: not counted."),
    ),
    "economics": Worded(
        _("Pays back quickly at the prices of the site."),
        _("Pays back slowly at the prices of the site."),
        _("The payback cannot be computed yet."),
        _("Nothing of it pays back at this site: not counted."),
    ),
    "relief": Worded(
        _("Takes off much of the up-front cost."),
        _("Takes off little of the up-front cost."),
        _("What it takes off is not known yet."),
    ),
    "compliance": Worded(
        _("Settles what is asked of the firm: %(settles)s."),
        _("Settles nothing that is asked of the firm today."),
        _("No open obligation is known."),
    ),
    "ticket": Worded(
        _("The project is of its size."),
        _("The project is outside its usual size."),
        _("The size of the project is not known yet."),
    ),
    "certainty": Worded(
        _("Its status is fresh."),
        _("Its status is old or ends soon."),
        _("Its status is not known."),
    ),
    "waiting": Worded(
        _("Can begin soon."),
        _("Has a long wait."),
        _("Its waiting time is not known."),
    ),
    "sector_proof": Worded(
        _("Has done it in this sector."),
        _("Has little proof in this sector."),
        _("Its references are not known."),
    ),
    "proximity": Worded(
        _("Works near the site, or needs no visit."),
        _("Works far from the site."),
        _("Its places are not known."),
    ),
    "trust": Worded(
        _("Good outcomes so far."),
        _("Poor outcomes so far."),
        _("Too few outcomes to tell; a newcomer is not held back."),
    ),
    "speed": Worded(
        _("Answers quickly."),
        _("Answers slowly."),
        _("Too few requests to tell how fast it answers."),
    ),
    "room": Worded(
        _("Has room this month."),
        _("Has little room left this month."),
        _("Its room this month is not known."),
    ),
    "language": Worded(
        _("A working language in common."),
        _("No working language in common."),
        _("The working languages are not known."),
    ),
}

RAISES: dict[str, Any] = {
    "as_of": _("Status confirmed today"),
    "capacity_month": _("Room for %(value)s requests a month"),
    "languages": _("A working language in common"),
    "remote": _("Work without a visit"),
    "available_in_days": _("A start within %(value)s days"),
    "ticket_min_mad": _("Smallest project lowered to %(value)s MAD"),
    "ticket_max_mad": _("Largest project raised to %(value)s MAD"),
    "references": _("One more verified reference in this sector"),
    "accreditation_valid_until": _("Accreditation renewed until %(value)s"),
    "budget_mad": _("%(value)s MAD to invest"),
    "status": _("Confirmed as open"),
}

MENDS: dict[str, Any] = {
    "serve_region": _("The partner could serve this region."),
    "raise_budget": _("A larger budget would do, or finance."),
    "join_cgem": _("Membership of the CGEM would do."),
    "plan_jobs": _("More planned jobs would do."),
    "get_accredited": _("The partner would have to be accredited."),
    "renew_accreditation": _("The partner would have to renew its accreditation."),
    "raise_own_funds": _("More own funds would do."),
    "ask_landlord": _("A written agreement of the landlord would do."),
    "add_measures": _("More measures together might do; the offer takes those that fit your site."),
}

# who can tell a missing fact: as the firm reads it, as the partner reads it.
WHO: dict[str, tuple[Any, Any]] = {
    "sme": (_("You can tell."), _("The firm can tell.")),
    "partner": (_("The partner can tell."), _("You can tell.")),
    "nobody": ("", ""),
}
