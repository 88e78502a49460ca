"""
The sentence of each hard rule, by its code and its verdict; the engine knows codes only.

Both sides read the same sentences, so they speak of the site and the firm; a question is put to the firm alone.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Sentence = Any


@dataclass(frozen=True, slots=True)
class Rule:
    """How a rule reads when it is met, when it is not, and when a fact is missing (then it is a question)."""

    label: Sentence
    met: Sentence
    failed: Sentence
    unknown: Sentence


RULES: dict[str, Rule] = {
    "region": Rule(
        _("Region"),
        _("Works where the site is."),
        _("Does not work there: site in %(actual)s."),
        _("Does this partner work where the site is?"),
    ),
    "sector": Rule(
        _("Sector"),
        _("Works for this sector."),
        _("Does not work for this sector."),
        _("What is your sector?"),
    ),
    "closed": Rule(
        _("Takes requests"),
        _("Takes requests now."),
        _("Takes no request now."),
        _("Does it take requests now? The last status is old or not known."),
    ),
    "ticket_min": Rule(
        _("Smallest project"),
        _("The budget reaches its smallest project."),
        _("Starts at %(required)s; the budget is %(actual)s."),
        _("How much could you invest at most? It starts at %(required)s."),
    ),
    "employees": Rule(
        _("Headcount"),
        _("The headcount is inside its limit."),
        _("Up to %(required)s employees; there are %(actual)s."),
        _("How many employees are you? The limit is %(required)s."),
    ),
    "revenue": Rule(
        _("Turnover"),
        _("The turnover is inside its limits."),
        _("The turnover must be %(required)s; it is %(actual)s."),
        _("What is your yearly turnover? It must be %(required)s."),
    ),
    "ownership": Rule(
        _("Ownership"),
        _("The share held by a large group is inside its limit."),
        _("A large group may hold at most %(required)s; it holds %(actual)s."),
        _("What share of your firm does a large group hold? At most %(required)s is allowed."),
    ),
    "age": Rule(
        _("Years of activity"),
        _("The firm has worked long enough."),
        _("Needs %(required)s of activity; there are %(actual)s."),
        _("For how many years have you worked? It needs %(required)s."),
    ),
    "membership": Rule(
        _("CGEM membership"),
        _("The firm is a member of the CGEM."),
        _("For members of the CGEM only."),
        _("Are you a member of the CGEM?"),
    ),
    "jobs": Rule(
        _("Stable jobs"),
        _("The planned jobs are enough."),
        _("Needs %(required)s stable jobs per million invested; %(actual)s are planned."),
        _("How many stable jobs do you plan? It needs %(required)s per million invested."),
    ),
    "accreditation_missing": Rule(
        _("Accreditation"),
        _("Accredited for what is asked."),
        _("Not accredited for what is asked."),
        _("Is it accredited for what is asked?"),
    ),
    "accreditation_expired": Rule(
        _("Accreditation date"),
        _("The accreditation is valid."),
        _("The accreditation is no longer valid."),
        _("Until when is the accreditation valid?"),
    ),
    "end_use": Rule(
        _("What it acts on"),
        _("Acts on something the site uses."),
        _("Acts on nothing the site uses."),
        _("Do you use what it acts on? Your bills would tell."),
    ),
    "own_funds": Rule(
        _("Own funds"),
        _("The own funds are enough."),
        _("Asks for %(required)s of own funds; there are %(actual)s."),
        _("How much of your own money can you put in? It asks for %(required)s."),
    ),
    "voltage": Rule(
        _("Voltage"),
        _("Accepts the voltage of the site."),
        _("Works on %(required)s; the site is on %(actual)s."),
        _("Is your site on low or medium voltage? It works on %(required)s."),
    ),
    "roof": Rule(
        _("Roof"),
        _("The roof is large enough."),
        _("Needs %(required)s of roof; there are %(actual)s."),
        _("How large is your roof? It needs %(required)s."),
    ),
    "roof_owner": Rule(
        _("Roof owner"),
        _("The firm may use the roof."),
        _("The owner of the building has not agreed."),
        _("Do you own the building, or does your landlord agree in writing?"),
    ),
    "annual_kwh": Rule(
        _("Electricity use"),
        _("The site uses enough electricity."),
        _("Needs %(required)s a year; the site uses %(actual)s."),
        _("How much electricity do you use in a whole year? It needs %(required)s."),
    ),
    "bill": Rule(
        _("Energy bill"),
        _("The energy bill is large enough."),
        _("Needs a yearly energy bill of %(required)s; it is %(actual)s."),
        _("What is your energy bill a year? It must reach %(required)s."),
    ),
    "feedstock": Rule(
        _("Organic waste"),
        _("There is enough organic waste."),
        _("Needs %(required)s of organic waste a year; there are %(actual)s."),
        _("How many tonnes of organic waste do you make a year? It needs %(required)s."),
    ),
    "containers": Rule(
        _("Containers"),
        _("Enough containers are shipped."),
        _("Needs %(required)s containers a year; %(actual)s are shipped."),
        _("How many containers do you ship a year? It needs %(required)s."),
    ),
    "energy_reduction": Rule(
        _("Energy saved"),
        _("The measure saves enough of the site's energy."),
        _("Must save %(required)s of the site's energy; the measure saves %(actual)s."),
        _("How much of the site's energy will be saved? It must reach %(required)s."),
    ),
    "scope": Rule(
        _("Rule concerned"),
        _("The rule it answers concerns this firm."),
        _("The rule it answers does not concern this firm."),
        _("Does the rule it answers concern you? Your customs codes would tell."),
    ),
}
