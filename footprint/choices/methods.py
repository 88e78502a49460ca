"""What is wrong with a line of a calculation, and what would mend it: the sentence of each code of the engine."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# code: the field it stands beside unless the problem names one, the sentence.
METHOD_REFUSALS: dict[str, tuple[str, Any]] = {
    "above_hundred": ("", _("A share is between 0 and 100 per cent.")),
    "activity_of_other_method": ("activity", _("This activity belongs to another method.")),
    "activity_or_factor": ("factor", _("Name an activity of the list, or give a factor.")),
    "ambiguous_unit": ("unit", _("Which one is meant? Write one of: %(offered)s.")),
    "balance_below_zero": ("", _("More leaves than was there: the balance is below zero. Check the stocks.")),
    "cod_needed": ("cod", _("Give the COD as a mass, or the flow and the concentration.")),
    "consignment_incomplete": ("consignments", _("Each consignment needs what the run is shared by.")),
    "direct_above_total": ("direct_kg", _("The products alone carry more than the total.")),
    "emissions_or_revenue": ("emissions", _("Give the emissions of the firm, or its revenue and a factor.")),
    "export_above_output": ("exported", _("More is exported than is made.")),
    "factor_empty": ("factor", _("A factor has a total or at least one gas.")),
    "factor_needed": ("factor", _("This approach needs a factor of its own.")),
    "factor_twice": ("factor", _("Give the total or the gases, not both: they would count twice.")),
    "heating_value_needed": (
        "heating_value",
        _("Give the density or the heating value that leads from %(unit)s to %(expected)s."),
    ),
    "instruments_above_amount": ("instruments", _("The instruments cover more than was used.")),
    "key_twice": ("key", _("Two lines have this key.")),
    "more_answers_than_staff": ("employees", _("More people answered than work here.")),
    "negative_amount": ("", _("An amount cannot be below zero.")),
    "no_answers": ("answers", _("A survey needs at least one answer.")),
    "no_factor": ("activity", _("No factor was found for this activity: give one of its own.")),
    "no_factor_in_gwp_set": ("activity", _("No factor was found in this set of warming potentials.")),
    "not_with_activity": (
        "",
        _("The list knows this of its activities: leave it out, or give a factor instead of the activity."),
    ),
    "nothing_carried": ("consignments", _("The consignments weigh nothing.")),
    "nothing_made": ("products", _("No product weighs anything.")),
    "shares_above_hundred": ("modes", _("Together the modes carry more than all the staff.")),
    "too_large": ("", _("This number is too large to be right.")),
    "treatment_needed": ("methane_correction", _("Name the treatment, or give its methane correction factor.")),
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
