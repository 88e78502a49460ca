"""The words of the calculation of the carbon border tax: what is refused, what is missing, what is provisional, the dates."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PRECURSOR_SOURCES = ("default", "measured")

CBAM_REFUSALS: dict[str, Any] = {
    "not_a_number": _("This is not a number."),
    "below_zero": _("This cannot be below zero."),
    "too_large": _("%(value)s is above %(highest)s, the most that can be right here: check the unit."),
    "attributed_below_zero": _(
        "More is given away than is emitted (%(value)s t CO2e): add the fuels and materials that the heat, gas, electricity or carbon given away comes from."
    ),
    "measured_beside_default": _(
        "A material on its default value takes no figure of its maker: leave it out, or say measured."
    ),
    "above_benchmark": _(
        "%(value)s is above %(highest)s, the free allocation of the highest benchmark of this material: ask its maker again."
    ),
    "zero_amount": _("This has to be above zero."),
    "below_sold": _(
        "From everybody this importer cannot bring in less than the %(sold)s t that it buys here: check both."
    ),
    "price_of_zero": _("The price has to be above zero."),
    "year_without_payment": _("Nothing is paid before %(first_year)s: give a year from then on."),
    "year_too_far": _("Years up to %(last_year)s can be answered."),
    "code_unknown": _("The code %(code)s is in no list. Near it: %(near)s."),
    "code_unreadable": _("%(code)s is not a customs code."),
    "code_lost_zero": _("The code %(code)s seems to lack its first zero. Send one of: %(near)s."),
    "code_superseded": _("The code %(code)s was replaced. Send one of: %(near)s."),
    "code_outside": _("The material %(code)s is outside the mechanism and counts zero: leave it out."),
    "route_unknown": _("No production route %(route)s here. Choose one of: %(offered)s."),
    "no_routes": _("Goods of this code are made in one way: leave the production route %(route)s out."),
    "no_default_value": _("There is no default value for %(code)s: give measured data."),
    "too_many_levels": _("Precursors inside precursors go %(most)s levels deep at most."),
    "zero_efficiency": _("The current efficiency has to be above zero, in per cent."),
    "more_energy_than_fuel": _("More heat and electricity come out than the fuel holds: check the units."),
    "nothing_made": _("Neither heat nor electricity is made: there is nothing to share out."),
    "origin_unknown": _("Two letters of a country, EU, or the word unknown."),
    "field_needed": _("This is needed for a flow of this kind."),
    "field_of_another_kind": _("A flow of this kind does not take this."),
    "said_twice": _("Give the emissions per tonne or the flows of the process, not both."),
    "date_needed": _("A price comes with its date."),
    "price_needed": _("A date comes with its price."),
}

CBAM_MISSING: dict[str, Any] = {
    "own": _("Your own data: emissions of your process per tonne, and what you buy to make the good"),
    "own_again": _("Your own data once more: something that was kept is refused today; keep them again to see what"),
    "digits": _("The eight digits of this code"),
    "precursors": _("The materials bought: code, tonnes per tonne, origin, measured or default"),
    "origin": _("The country where this material was made; the word unknown counts the highest value"),
    "tonnes_per_tonne": _("Tonnes of this material per tonne of good"),
    "source": _("Whether the data of this material are measured or default"),
    "direct_tco2e_t": _("Direct emissions per tonne"),
    "indirect_tco2e_t": _("Emissions of the electricity used, per tonne"),
    "route": _("The production route"),
    "free_allocation_t": _("The free allocation that the maker of this material reports, or the materials it used"),
}

# What is said of a calculation beside the flags of default values.
CBAM_FLAGS: dict[str, Any] = {
    "cscf_own": _("A correction factor of your own is used; none is published yet."),
    "carbon_price_provisional": _(
        "How a carbon price paid at home is deducted is a draft: the deduction is not a promise."
    ),
    "no_free_allocation": _("This good has no free allocation."),
    "indirect_not_counted": _("For this good the emissions of electricity do not count: they were left out."),
    "no_precursor_counted": _("No bought material was counted."),
    "precursor_on_defaults": _("A bought material stands on its default value, mark-up inside."),
    "precursor_of_other_countries": _(
        "The origin of a material has no value of its own: that of other countries is used."
    ),
    "precursor_not_copied": _(
        "Our copy of the default values does not hold the country of a material: that of other countries is used, its own may differ."
    ),
    "precursors_implausible": _(
        "The tonnes of material bought for a tonne of good are unusual: below 0.9 or above 2. Check them before you show this."
    ),
    "origin_unknown": _("The origin of a material is unknown: the highest value of any country is used."),
    "precursor_exempt": _(
        "A material made in the EU, Iceland, Liechtenstein, Norway or Switzerland does not count; that its free allocation does not either is our cautious reading."
    ),
    "origin_exempt": _(
        "Goods made in the EU, Iceland, Liechtenstein, Norway or Switzerland are outside the mechanism."
    ),
    "highest_default_taken": _("The route of a material is unknown: its highest default value is used."),
    "free_allocation_reported": _("The free allocation of a material is the one that its maker reports."),
    "own_data_to_verify": _(
        "Own data count only once an accredited verifier has checked them; ask for its price and hold it against the gain."
    ),
    "downstream_proposal": _(
        "A proposal would add about 180 lines of steel and aluminium goods from 2028; it is not law."
    ),
    "waste_gas_provisional": _("The correction of waste gases is unverified."),
    "default_efficiencies": _("Heat or electricity was not measured: default efficiencies are used."),
}

CBAM_DATES: dict[str, Any] = {
    "certificates_on_sale": _("Certificates go on sale"),
    "half_held_q1": _("Your buyer holds certificates for half of the emissions since January"),
    "half_held_q2": _("Your buyer holds certificates for half of the emissions since January (second quarter)"),
    "half_held_q3": _("Your buyer holds certificates for half of the emissions since January (third quarter)"),
    "half_held_q4": _("Your buyer holds certificates for half of the emissions since January (fourth quarter)"),
    "declaration": _("Your buyer declares the year before and hands certificates in"),
    "repurchase": _("Last day to ask for certificates to be bought back"),
    "cancellation": _("Unused certificates are cancelled"),
    "downstream": _("More goods of steel and aluminium, if the proposal passes"),
    "no_free_allocation": _("No free allocation is left: all emissions are paid"),
}
