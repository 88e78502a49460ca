"""The sentence of each code that the engine answers with: what is wrong with a bill, what is asked about it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# code: the field it stands beside, the sentence.
REFUSALS: dict[str, tuple[str, Any]] = {
    "activity_unknown": ("activity_id", _("This activity is not in the list.")),
    "ends_before_start": ("ends_on", _("The last day is before the first.")),
    "not_a_number": ("quantity", _("This is not a number.")),
    "negative_without_credit_note": (
        "quantity",
        _("A quantity below zero belongs to a credit note. Is this document one?"),
    ),
    "negative_factor": ("quantity", _("A factor cannot be below zero.")),
    "period_below_zero": (
        "quantity",
        _("With this credit note the period from %(starts_on)s to %(ends_on)s totals below zero."),
    ),
    "unit_incompatible": ("unit", _("This unit does not fit. Choose one of: %(offered)s.")),
    "not_energy": ("unit", _("kVA, kW and kVArh are no energy. Look for the line in kWh; choose one of: %(offered)s.")),
    "ambiguous_ton": ("unit", _("Which ton: metric (t), short or long? Choose one of: %(offered)s.")),
    "density_unknown": ("unit", _("We have no density to convert this. Choose one of: %(offered)s.")),
    "gross_or_net": ("unit", _("No ratio of gross to net energy is known for this. Choose one of: %(offered)s.")),
}

QUESTIONS: dict[str, Any] = {
    "mwh_or_kwh": _(
        "%(quantity)s %(unit)s is about %(times)s times the most we expect of a site. Did you mean %(reading)s?"
    ),
    "thousand_times": _(
        "%(quantity)s %(unit)s is about %(times)s times the most we expect of a site. Did you mean %(reading)s?"
    ),
    "thousandth": _("%(quantity)s %(unit)s is very little for a site. Did you mean %(reading)s?"),
    "nothing_used": _("%(quantity)s %(unit)s: was nothing used in this time, or is the figure missing?"),
    "above_plausible": _("%(quantity)s %(unit)s is more than we expect of a firm. Is it right?"),
    "in_future": _("This bill ends on %(ends_on)s, which has not come yet. Is the date right?"),
    "overlap": _("Another bill covers %(first)s to %(last)s already. Do both hold?"),
    "entered_already": _("The same delivery, on the same days, was entered already. Were there two?"),
}

# The same doubt when the site has other bills to stand beside.
BESIDE_ITS_OWN: dict[str, Any] = {
    code: _("%(quantity)s %(unit)s is about %(times)s times your other bills. Did you mean %(reading)s?")
    for code in ("mwh_or_kwh", "thousand_times")
} | {
    "thousandth": _(
        "%(quantity)s %(unit)s is about %(times)s times less than your other bills. Did you mean %(reading)s?"
    )
}

# What a customs code may be asked about; its sentences are those of its status.
CODE_DOUBTS = ("lost_zero", "superseded")

FLAGS: dict[str, Any] = {
    "factor_of_other_year": _("Factor of %(year)s: the list has none of the year of use."),
    "factor_of_default_year": _("Factor of %(year)s, the default: the list has none of the year of use or before."),
    "upstream_not_counted": _("What comes before the use is not counted: no factor was found."),
    "upstream_inside": _("What comes before the use is inside this factor."),
    "not_switchable": _("No split by gas: the total cannot be switched to another set of warming potentials."),
    "supplier_factor": _("Your supplier's factor."),
    "supplier_factor_without_document": _("Your supplier's factor, without its document."),
    "own_factor": _("A factor that you gave."),
    "own_factor_without_document": _("A factor that you gave, without a document."),
    "reported": _("A figure that somebody else computed."),
    "spend_based": _("By money spent: the roughest method."),
    "evidence_of_method": _("An estimate by its method: it is not graded like an invoice."),
    "toe_unknown": _("The final energy is not known: give the net heating value, or the ratio of net to gross."),
    "losses_of_the_grid": _(
        "The losses of the Moroccan grid, whoever supplies it. Of another grid, give the share that is lost."
    ),
    "instrument_unused": _("Not used: other instruments cover all the electricity already."),
    "green_contract_without_proof": _("Without its proof, a green contract counts as the grid."),
    "credit_note": _("A credit note: it is taken off."),
    "memo_outside_total": _("Outside the total by the rules: shown apart."),
    "no_factor": _("This line is not counted: no factor found. The total is a minimum."),
    "no_factor_in_gwp_set": _("This line is not counted: no factor in this set of warming potentials."),
}


def flag_in_words(flag: str, year: int) -> str:
    """Return what a flag says of a line whose factor is of this year."""
    return str(FLAGS[flag]).replace("%(year)s", str(year))
