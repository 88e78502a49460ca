"""How a criterion, a repair and a question read; the engine knows their codes only."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Worded:
    """How one criterion reads when it speaks for the offer, when it speaks against, and when a fact is missing."""

    strong: Any
    weak: Any
    missing: Any


CRITERION_FACTS: dict[str, Worded] = {
    "goal": Worded(
        _("Answers what you asked for: %(answers)s."),
        _("Answers none of the goals you stated."),
        _("You stated no goal."),
    ),
    "cover": Worded(
        _("Does %(measures)s, which weigh most at your site."),
        _("Little of what weighs most at your site."),
        _("What it covers is not known yet."),
    ),
    "carbon": Worded(
        _("Acts on %(share)s of your scopes 1 and 2."),
        _("Acts on little of your scopes 1 and 2: %(share)s."),
        _("Its part of your footprint is not known yet."),
    ),
    "economics": Worded(
        _("Pays back quickly with your prices."),
        _("Pays back slowly with your prices."),
        _("The payback cannot be computed yet."),
    ),
    "relief": Worded(
        _("Takes off much of what you would pay up front."),
        _("Takes off little of what you would pay up front."),
        _("What it takes off is not known yet."),
    ),
    "compliance": Worded(
        _("Settles what is asked of you: %(settles)s."),
        _("Settles nothing that is asked of you today."),
        _("No open obligation is known."),
    ),
    "ticket": Worded(
        _("Your project is of its size."),
        _("Your project is outside its usual size."),
        _("The size of your project is not known yet."),
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
        _("Has done it in your sector."),
        _("Has little proof in your sector."),
        _("Its references are not known."),
    ),
    "proximity": Worded(
        _("Works near your site, or needs no visit."),
        _("Works far from your site."),
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
        _("Works in one of your languages."),
        _("Shares no working language with you."),
        _("Its working languages are not known."),
    ),
}

RAISES: dict[str, Any] = {
    "as_of": _("If it confirms its status today"),
    "capacity_month": _("If it makes room for %(value)s requests a month"),
    "languages": _("If it also works in your language"),
    "remote": _("If it works without a visit"),
    "available_in_days": _("If it can begin within %(value)s days"),
    "ticket_min_mad": _("If it lowers its smallest project to %(value)s MAD"),
    "ticket_max_mad": _("If it raises its largest project to %(value)s MAD"),
    "references": _("If it shows one more verified reference in your sector"),
    "accreditation_valid_until": _("If its accreditation is renewed until %(value)s"),
    "budget_mad": _("If you can invest %(value)s MAD"),
    "status": _("If it confirms that it is open"),
}

MENDS: dict[str, Any] = {
    "serve_region": _("The partner could serve your region."),
    "raise_budget": _("A larger budget would do, or finance."),
    "join_cgem": _("Membership of the CGEM would do."),
    "plan_jobs": _("More planned jobs would do."),
    "get_accredited": _("The partner would have to be accredited."),
    "renew_accreditation": _("The partner would have to renew its accreditation."),
    "raise_own_funds": _("More of your own money would do."),
    "ask_landlord": _("A written agreement of your landlord would do."),
    "add_measures": _("More measures together would do."),
}

WHO: dict[str, Any] = {
    "sme": _("You can tell."),
    "partner": _("The partner can tell."),
    "nobody": "",
}
