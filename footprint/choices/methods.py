"""What is wrong with a line of a calculation, and what would mend it: the sentence of each code of the engine."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# code: the field it stands beside unless the problem names one, the sentence.
METHOD_REFUSALS: dict[str, tuple[str, Any]] = {
    "above_hundred": ("", _("A share is between 0 and 100 per cent.")),
    "activity_of_other_method": ("activity", _("This activity belongs to another method.")),
    "activity_or_factor": ("factor", _("Name an activity of the list, or give a factor.")),
    "ambiguous_unit": ("unit", _("Which one is meant? Write one of: %(offered)s.")),
    "amount_needed": ("", _("Give at least one of the amounts of this method: nothing is no zero.")),
    "balance_below_zero": ("", _("More leaves than was there: the balance is below zero. Check the stocks.")),
    "category_needed": ("category", _("Say in which category of scope 3 this line counts.")),
    "category_outside_scope_3": (
        "category",
        _(
            "This line is of scope %(scope)s and has no category: leave it out, or say scope 3 for what is leased or franchised."
        ),
    ),
    "cod_needed": ("cod", _("Give the COD as a mass, or the flow and the concentration.")),
    "consignment_incomplete": ("consignments", _("Each consignment needs what the run is shared by.")),
    "direct_above_total": ("direct_kg", _("The products alone carry more than the total.")),
    "emissions_or_revenue": ("emissions", _("Give the emissions of the firm, or its revenue and a factor.")),
    "export_above_output": ("exported", _("More is exported than is made.")),
    "factor_empty": ("factor", _("A factor has a total or at least one gas.")),
    "factor_needed": ("factor", _("This approach needs a factor of its own.")),
    "factor_twice": ("factor", _("Give the total or the gases, not both: they would count twice.")),
    "fraction_above_one": ("", _("A fraction between 0 and 1: 80 per cent is written 0.8.")),
    "gross_or_net": (
        "gross_to_net",
        _("No ratio of gross to net energy is known for this: give it, or send net energy."),
    ),
    "heating_value_needed": (
        "heating_value",
        _("Give the density or the heating value that leads from %(unit)s to %(expected)s."),
    ),
    "instruments_above_amount": ("instruments", _("The instruments cover more than was used.")),
    "key_twice": ("key", _("This key stands twice: give each its own.")),
    "list_empty": ("", _("This list is empty: give at least one, or leave the line out.")),
    "more_answers_than_staff": ("employees", _("More people answered than work here.")),
    "negative_amount": ("", _("An amount cannot be below zero.")),
    "no_factor": ("activity", _("No factor was found for this activity: give one of its own.")),
    "no_factor_in_gwp_set": ("activity", _("No factor was found in this set of warming potentials.")),
    "not_with_activity": (
        "",
        _("The list knows this of its activities: leave it out, or give a factor instead of the activity."),
    ),
    "other_day_needed": (
        "ends_on",
        _("Give the first and the last day of the bill, or neither when it is of the whole year."),
    ),
    "nothing_carried": ("consignments", _("The consignments weigh nothing.")),
    "nothing_mine": ("consignments", _("No consignment is yours: mark the one that is.")),
    "nothing_made": ("products", _("No product weighs anything.")),
    "out_of_bounds": (
        "",
        _("%(value)s cannot be right: we expect %(low)s to %(high)s. Check the unit and the decimal point."),
    ),
    "outside_year": (
        "starts_on",
        _("This bill runs from %(starts_on)s to %(ends_on)s, outside %(year)s: send it with the year it belongs to."),
    ),
    "scope_of_method": ("scope", _("This line is of scope %(scope)s: leave the scope out, or say 3.")),
    "score_out_of_range": ("quality", _("A score is a whole number from 1 (very poor) to 5 (very good).")),
    "shares_above_hundred": ("modes", _("Together the modes carry more than all the staff.")),
    "too_large": ("", _("This number is too large to be right.")),
    "treatment_needed": ("methane_correction", _("Name the treatment, or give its methane correction factor.")),
    "uncertainty_twice": ("quality", _("Give the uncertainty of the factor or its scores, not both.")),
    "unit_needed": ("unit", _("Write the unit: we do not guess it.")),
    "not_energy": ("unit", _("kVA, kW and kVArh are no energy. Write the line in %(expected)s.")),
    "unit_incompatible": ("unit", _("%(unit)s does not fit: expected something in %(expected)s.")),
    "unit_unknown": ("unit", _("We do not know this unit.")),
    "use_needed": ("energy_per_use", _("Give the energy of one use, or what a piece emits.")),
    "waste_carries_nothing": ("direct_kg", _("Waste carries no emissions.")),
    "weight_needed": ("weight", _("Give what this product is weighed by.")),
    "weights_differ": ("weight", _("All products are weighed in one unit; expected %(expected)s.")),
    "year_out_of_range": ("year", _("A year from %(first)s to %(last)s.")),
    "zero_efficiency": ("", _("An efficiency of zero leaves nothing.")),
}

# What is asked beside the result of a calculation; the slips of bills are in QUESTIONS.
METHOD_QUESTIONS: dict[str, Any] = {
    "above_a_year": _("%(quantity)s years in a year's inventory. Is it right?"),
    "fraction_or_percent": _("%(quantity)s per cent in “%(field)s”. Did you mean %(reading)s?"),
    "gap": _("No bill covers %(first)s to %(last)s: those days count nothing. Is a bill missing?"),
    "year_to_come": _("%(year)s has not come yet. Is the year right?"),
    "read_as_gross": _(
        "%(quantity)s %(unit)s of gas was read as gross energy, as on a bill. If it is net, write %(net)s."
    ),
}
