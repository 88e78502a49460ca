"""The words of a result and of its report: codes of the statements and their sentences, said by the page and on paper alike."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django.utils.translation import get_language, gettext, ngettext, npgettext
from django.utils.translation import gettext_lazy as _

from footprint.choices.doubts import FLAGS
from footprint.choices.labels import MissingDays
from reference.queries import name

PARTS: dict[str, Any] = {
    "direct": _("The use itself"),
    "losses": _("Losses of the grid"),
    "upstream": _("What comes before the use"),
}
METHODS: dict[str, Any] = {
    "location": _("In the total by the grid alone"),
    "market": _("In the total with your contracts alone"),
}
FACTOR_EVIDENCE: dict[str, Any] = {
    "A": _("read in its source, checked"),
    "B": _("second hand, or computed by us"),
    "C": _("a weak stand-in"),
    "D": _("from memory, not checked"),
}
COMPARISON_DOUBTS: dict[str, Any] = {
    "before_in_part": _("Bills do not cover the whole of the earlier year: only what both years cover is compared."),
    "after_in_part": _("Bills do not cover the whole of the later year: only what both years cover is compared."),
    "other_sites": _("The two years do not have the same sites: only those that have both are compared."),
    "line_missing": _("A line is not counted in one of the years."),
    "other_edition": _(
        "The two years rest on different editions of the factors: part of the factor effect comes from that."
    ),
    "other_method": _("The two years were computed by different versions of the method."),
}
BASE_REASONS: dict[str, Any] = {
    "sites": _("its sites are not the same any more"),
    "factors": _("the factors have a new edition"),
    "method": _("the method has a new version"),
    "bills": _("bills of that year were added or corrected"),
}
MENDS: dict[str, Any] = {
    "enter_bill": _("Enter the bill in place of the guess"),
    "bill_for_reading": _("Enter the bill in place of the reading"),
    "bills_of_days": _("Enter the bills of the days that were filled in"),
    "ask_haulier": _("Ask the carrier for its own figure, with a document"),
    "ask_treatment": _("Ask who treats it how, with a document"),
    "ask_supplier": _("Ask the supplier for its own figure, with a document"),
    "keep_document": _("Keep the document of the supplier’s factor"),
}
LACKING = _("The total is a minimum. What is missing comes first: %(items)s.")
NO_MEND = _("No paper of yours would narrow it: what is left is the uncertainty of published factors.")
GASES: dict[str, Any] = {
    "co2": "CO₂",
    "ch4": "CH₄",
    "n2o": "N₂O",
    "refrigerants": _("Refrigerants"),
    "not_split": _("Not split by gas in its source"),
}
RATIOS: dict[str, Any] = {
    "revenue_mad": _("For each thousand dirhams of sales"),
    "employees": _("For each employee"),
    "tonnes": _("For each tonne made"),
    "pieces": _("For each piece made"),
}
RATIO_LACKS: dict[str, Any] = {
    "revenue_mad": _("Unknown: give the sales of the company."),
    "employees": _("Unknown: give how many people the company employs."),
    "tonnes": _("Unknown: tell all that each site made, and the mass of pieces."),
    "pieces": _("Unknown: tell all that each site made."),
}
PRODUCT_PROBLEMS: dict[str, Any] = {
    "mass": _("Tell the mass of what was made, in kg: pieces are shared out by mass too."),
    "energy": _("Tell the energy that all of it holds, in MJ: the rule of this site is energy."),
    "economic": _("Tell the sales of all of it, in MAD: the rule of this site is sales."),
    "others_needed": _("Unknown as long as another product of this site lacks something."),
    "nothing_made": _("All that is entered is waste, which carries nothing: enter what you sell."),
}
PART_OF_A_YEAR = _(
    "Bills cover a part of the year; output, sales and people are those of all of it: by product and for each of these, "
    "the figures are too low."
)
UNITS: dict[str, Any] = {
    "kWh": _("kWh"),
    "L": _("L"),
    "kg": _("kg"),
    "t": _("t"),
    "m3": _("m³"),
    "km": _("km"),
    "t.km": _("t·km"),
    "passenger.km": _("passenger·km"),
    "room.night": _("nights"),
    "kg COD removed": _("kg of COD removed"),
    "kg N": _("kg of nitrogen"),
    "piece": _("piece"),
}
PLACES: dict[str, Any] = {
    "World": _("World"),
    "International": _("International"),
    "France consumption mix": _("France, mix of what is eaten there"),
    "France (imported products)": _("France, imported products"),
    "Europe": _("Europe"),
    "Egypt as proxy for Morocco": _("Egypt, standing for Morocco"),
    "World (other countries default)": _("Countries without a value of their own"),
    "Dry climate": _("Dry climates"),
}
OF_A_UK_TABLE = " (UK table)"
NOT_REFRIGERANTS = frozenset({"co2", "ch4", "n2o"})


def unknown() -> str:
    """Return what stands in place of a figure that nobody can tell yet."""
    return gettext("unknown")


def unit_word(code: str) -> str:
    """Return what a unit is called."""
    return str(UNITS.get(code, code))


def many_word(code: str, amount: Decimal) -> str:
    """Return what a unit is called beside an amount."""
    return npgettext("made", "piece", "pieces", int(amount)) if code == "piece" else unit_word(code)


def place_word(geography: str) -> str:
    """Return where a factor was found to hold."""
    plain = geography.removesuffix(OF_A_UK_TABLE)
    if plain in PLACES:
        return str(PLACES[plain])
    language = (get_language() or "fr")[:2]
    code = _territories().get({"UK": "United Kingdom"}.get(plain, plain), "")
    return str(Locale(language).territories.get(code, plain))


@cache
def _territories() -> dict[str, str]:
    return {name: code for code, name in Locale("en").territories.items()}


def ratio_times(code: str) -> int:
    """Return for how many of its units an intensity is told."""
    return 1000 if code == "revenue_mad" else 1


def product_problem(sheet: Any) -> str:
    """Say what a product lacks, nothing when nothing does."""
    code = sheet.shared_by if sheet.problem == "weight_needed" else sheet.problem
    return str(PRODUCT_PROBLEMS[code]) if code else ""


def mend_in_words(mend: Any) -> str:
    """Say what to do, and about which item."""
    return str(MENDS[mend.act]) + gettext(": ") + mend.label


def missing_in_words(problem: Any, site: str = "") -> str:
    """Say which item of which site is not counted, and why."""
    return _item(problem["params"]["activity"], site) + gettext(": ") + str(FLAGS.get(problem["code"], problem["code"]))


def mends_in_words(found: Any) -> str:
    """Say why nothing is advised: what is missing comes first, else nothing that the firm has would help."""
    if found.mends or found.total.uncertainty_pct is None:
        return ""
    sites = {one.site_id: one.name for one in found.places}
    items = [_item(problem["params"]["activity"], sites[problem["site_id"]]) for problem in found.missing]
    for place in found.places:
        if place.answer is not None and place.answer.missing_days == MissingDays.UNKNOWN:
            items += _days_missing(place)
    return str(LACKING) % {"items": gettext("; ").join(items)} if items else str(NO_MEND)


def _item(activity_id: str, site: str) -> str:
    item = name("activity", activity_id)
    return f"{item} ({site})" if site else item


def _days_missing(place: Any) -> list[str]:
    if not place.answer.coverage and not place.answer.is_a_year:
        return [gettext("%(site)s, whether these are all its deliveries") % {"site": place.name}]
    words = gettext("%(item)s, %(covered)s of %(days)s days")
    return [
        words
        % {
            "item": _item(part["activity_id"], place.name),
            "covered": part["days_covered"],
            "days": part["days_in_year"],
        }
        for part in place.answer.coverage
        if part["days_covered"] < part["days_in_year"]
    ]


def doubts_in_words(compared: Any, *, several: bool) -> list[str]:
    """Say why two years are not alike, and which items are compared on some days only, or not at all."""
    said = [str(COMPARISON_DOUBTS[code]) for code in compared.doubts]
    by_days: dict[int, list[str]] = {}
    for one in compared.covers:
        by_days.setdefault(one.days, []).append(f"{one.label} ({one.site})" if several else one.label)
    for days, items in sorted(by_days.items(), reverse=True):
        some = ngettext(
            "Compared on the %(count)s day that the bills of both years cover: %(items)s.",
            "Compared on the %(count)s days that the bills of both years cover: %(items)s.",
            days,
        )
        none = gettext("Not compared, for bills do not tell of the same days of both years: %(items)s.")
        said.append((some if days else none) % {"count": days, "items": gettext("; ").join(items)})
    return said


def compared_in_words(compared: Any, mass: Callable[[Decimal], str], *, to_others: bool = False) -> str:
    """Say how much changed in all, and of what; nothing where nothing can be compared."""
    if not compared.effects:
        return gettext("They cannot be compared: no item has the same days in both years.")
    words = (
        gettext("%(change)s: %(activity)s by what was used, %(factor)s by the factors.")
        if to_others
        else gettext("%(change)s: %(activity)s by what you used, %(factor)s by the factors.")
    )
    return words % {
        "change": mass(compared.difference_kg),
        "activity": mass(compared.activity_kg),
        "factor": mass(compared.factor_kg),
    }


def effects_in_words(
    effect: Any, mass: Callable[[Decimal], str], least_kg: Decimal, *, to_others: bool = False
) -> list[str]:
    """
    Say what one item changed, and why: `mass` writes a change with its sign, less than `least_kg` is not told.

    On paper it is said `to_others` than the firm itself.
    """
    if not effect.before_kg:
        return [gettext("new: %(mass)s") % {"mass": mass(effect.activity_kg)}]
    if not effect.after_kg:
        return [gettext("no longer used: %(mass)s") % {"mass": mass(effect.activity_kg)}]
    said = []
    if abs(effect.activity_kg) >= least_kg:
        said.append(_of_use(effect, to_others=to_others) % {"mass": mass(effect.activity_kg)})
    if abs(effect.factor_kg) >= least_kg:
        said.append(_of_factor(effect) % {"mass": mass(effect.factor_kg)})
    return said or [gettext("as before")]


def _of_use(effect: Any, *, to_others: bool) -> str:
    if to_others:
        return gettext("more was used: %(mass)s") if effect.activity_kg > 0 else gettext("less was used: %(mass)s")
    return gettext("you used more: %(mass)s") if effect.activity_kg > 0 else gettext("you used less: %(mass)s")


def _of_factor(effect: Any) -> str:
    if effect.activity_id == "electricity_grid":
        return (
            gettext("the grid emits more: %(mass)s")
            if effect.factor_kg > 0
            else gettext("the grid emits less: %(mass)s")
        )
    return (
        gettext("its factor is higher: %(mass)s") if effect.factor_kg > 0 else gettext("its factor is lower: %(mass)s")
    )
