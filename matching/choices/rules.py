"""The sentence of each hard rule, by its code and its verdict; the engine knows codes only."""

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
        _("Works where your site is."),
        _("Does not work there: site in %(actual)s."),
        _("Does this partner work where the site is?"),
    ),
    "sector": Rule(
        _("Sector"),
        _("Works for your sector."),
        _("Does not work for this sector."),
        _("What is your sector?"),
    ),
    "closed": Rule(
        _("Open"),
        _("Takes requests now."),
        _("Takes no request now."),
        _("Does it take requests now? The last status is old or not known."),
    ),
    "ticket_min": Rule(
        _("Smallest project"),
        _("Your budget reaches its smallest project."),
        _("Starts at %(required)s; your budget is %(actual)s."),
        _("How much could you invest at most? It starts at %(required)s."),
    ),
    "employees": Rule(
        _("Headcount"),
        _("Your headcount is inside its limit."),
        _("Up to %(required)s employees; you are %(actual)s."),
        _("How many employees are you? The limit is %(required)s."),
    ),
    "revenue": Rule(
        _("Turnover"),
        _("Your turnover is inside its limits."),
        _("Turnover must be %(required)s; yours is %(actual)s."),
        _("What is your yearly turnover? It must be %(required)s."),
    ),
    "ownership": Rule(
        _("Ownership"),
        _("The share held by a large group is inside the limit."),
        _("A large group may hold at most %(required)s; yours is %(actual)s."),
        _("What share of your firm does a large group hold? At most %(required)s is allowed."),
    ),
    "age": Rule(
        _("Years of activity"),
        _("You have worked long enough."),
        _("Needs %(required)s of activity; you have %(actual)s."),
        _("For how many years have you worked? It needs %(required)s."),
    ),
    "membership": Rule(
        _("CGEM membership"),
        _("You are a member of the CGEM, or it is not asked."),
        _("For members of the CGEM only."),
        _("Are you a member of the CGEM?"),
    ),
    "jobs": Rule(
        _("Stable jobs"),
        _("The jobs you plan are enough."),
        _("Needs %(required)s stable jobs per million invested; you plan %(actual)s."),
        _("How many stable jobs do you plan? It needs %(required)s per million invested."),
    ),
    "accreditation_missing": Rule(
        _("Accreditation"),
        _("Accredited for what you ask."),
        _("Not accredited for what you ask."),
        _("Is it accredited for what you ask?"),
    ),
    "accreditation_expired": Rule(
        _("Accreditation date"),
        _("The accreditation is valid."),
        _("The accreditation ended on %(required)s."),
        _("Until when is the accreditation valid?"),
    ),
    "end_use": Rule(
        _("What it acts on"),
        _("Acts on something your site uses."),
        _("Acts on nothing your site uses."),
        _("Do you use what it acts on? Your bills would tell."),
    ),
    "own_funds": Rule(
        _("Own funds"),
        _("Your own funds are enough."),
        _("Asks for %(required)s of own funds; you have %(actual)s."),
        _("How much of your own money can you put in? It asks for %(required)s."),
    ),
    "voltage": Rule(
        _("Voltage"),
        _("Accepts your voltage."),
        _("Works on %(required)s; your site is on %(actual)s."),
        _("Is your site on low or medium voltage? It works on %(required)s."),
    ),
    "roof": Rule(
        _("Roof"),
        _("Your roof is large enough."),
        _("Needs %(required)s of roof; you have %(actual)s."),
        _("How large is your roof? It needs %(required)s."),
    ),
    "roof_owner": Rule(
        _("Roof owner"),
        _("You may use the roof."),
        _("The owner of the building has not agreed."),
        _("Do you own the building, or does your landlord agree in writing?"),
    ),
    "annual_kwh": Rule(
        _("Electricity use"),
        _("You use enough electricity."),
        _("Needs %(required)s a year; you use %(actual)s."),
        _("How much electricity do you use a year? It needs %(required)s."),
    ),
    "bill": Rule(
        _("Energy bill"),
        _("Your energy bill is large enough."),
        _("Needs a yearly energy bill of %(required)s; yours is %(actual)s."),
        _("What is your energy bill a year? It must reach %(required)s."),
    ),
    "feedstock": Rule(
        _("Organic waste"),
        _("You have enough organic waste."),
        _("Needs %(required)s of organic waste a year; you have %(actual)s."),
        _("How many tonnes of organic waste do you make a year? It needs %(required)s."),
    ),
    "containers": Rule(
        _("Containers"),
        _("You ship enough containers."),
        _("Needs %(required)s containers a year; you ship %(actual)s."),
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
        _("The rule it answers concerns you."),
        _("The rule it answers does not concern you."),
        _("Does the rule it answers concern you? Your customs codes would tell."),
    ),
}
