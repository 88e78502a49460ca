"""What a firm is told of the carbon border tax and of the rules that concern it beside: codes and their sentences."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from footprint.choices.cbam import CBAM_FLAGS

CODE_STATUSES: dict[str, Any] = {
    "covered": _("Covered by the carbon border tax."),
    "covered_needs_8": _("Covered; the amount depends on the eight digits."),
    "part_concerned": _("Part of this heading is covered: give more digits."),
    "not_concerned": _("A valid code, not covered."),
    "lost_zero": _("A zero seems to be lost in front."),
    "superseded": _("This line was replaced: choose the one that holds today."),
    "unknown": _("This code is not in the list."),
    "unreadable": _("This is not a customs code."),
}

CODE_NOTES: dict[str, Any] = {
    "prefix_dropped": _("The letters in front were left out."),
    "last_two_digits_ignored": _("The last two digits of the tariff do not count here."),
    "only_six_digits_used": _("From a Moroccan declaration only six digits count in the EU."),
    "digits_7_8_not_checked": _("Digits 7 and 8 were not checked; they cannot change this answer."),
    "only_line_taken": _("The only line of this subheading was taken."),
    "calcined_only": _("Only when the clay is calcined."),
    "no_such_chapter": _("No chapter of goods begins like this."),
    "near_covered_goods": _("Near covered goods, but outside the list."),
}

COST_FLAGS: dict[str, Any] = {
    "cscf_provisional": _("The correction factor is not published yet: 1 is used."),
    "certificate_rounding_not_settled": _("Certificates keep their decimals: their rounding is not settled."),
    "default_price": _("Price of the first quarter of 2026; later prices will differ."),
    "no_default_value": _("No default value was found for a line."),
    "no_default_electricity": _(
        "No figure on default values for electricity: they rest on data that may not be copied here. Your own data give one; its unit is the MWh, not the tonne."
    ),
    "other_countries_value": _("Morocco has no value of its own here: that of other countries is used."),
    "other_origin_value": _("The country of origin has no value of its own here: that of other countries is used."),
    "origin_not_copied": _(
        "Our copy of the default values does not hold the country of origin: that of other countries is used, its own may differ."
    ),
    "cement_estimate": _("An estimate: the unit for cement is not settled."),
    "highest_benchmark_taken": _("Route unknown: the highest benchmark is used."),
    "benchmark_after_2030": _("Benchmarks after 2030 are not published."),
    "no_benchmark": _("No benchmark was found for a line."),
    **CBAM_FLAGS,
}

EXEMPTIONS: dict[str, Any] = {
    "never_exempt": _("No threshold applies to these goods."),
    "probably_exempt": _("This importer stays at or below 50 t a year: probably exempt."),
    "not_exempt": _("This importer is above 50 t a year."),
    "unknown": _("Not known: ask this importer how many tonnes of these goods it brings in a year, from everybody."),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who will ask an exporter for carbon or origin data, beside the border tax."""

    name: Any
    what: Any
    when: Any
    source: str


ASKERS: dict[str, Asker] = {
    "csrd": Asker(
        _("Large buyers that report on their supply chain"),
        _("A carbon questionnaire: your footprint, by product when they can get it."),
        _("With their yearly report"),
        "Directive (EU) 2022/2464",
    ),
    "organic": Asker(
        _("Buyers of organic goods"),
        _("A certificate of a control body recognised for Morocco and the category."),
        _("In force since 1 January 2025"),
        "Regulation (EU) 2018/848; Regulation (EU) 2021/1378",
    ),
    "eudr": Asker(
        _("EU importers under the deforestation rule"),
        _("Where the goods grew or were raised."),
        _("From 30 December 2026; micro and small operators from 30 June 2027"),
        "Regulation (EU) 2023/1115",
    ),
    "textile": Asker(
        _("Textile and clothing brands"),
        _("Fibres, chemicals and energy of the mill; a product passport is to come."),
        _("As buyers ask"),
        "COM(2022) 141",
    ),
    "catch": Asker(
        _("EU importers of fish"),
        _("A validated catch certificate for each lot, with the vessel and the zone."),
        _("In force since 1 January 2010; electronic since 10 January 2026"),
        "Regulation (EC) 1005/2008; Regulation (EU) 2023/2842",
    ),
    "battery": Asker(
        _("Buyers of batteries"),
        _("A carbon footprint declaration by model and plant; recycled content to come."),
        _("By category of battery, as its acts come"),
        "Regulation (EU) 2023/1542",
    ),
    "metals": Asker(
        _("Makers of goods of iron, steel and aluminium"),
        _("Carbon and recycled content of the metal, for the passport of their products."),
        _("Acts planned for steel in 2026, for aluminium in 2027"),
        "Regulation (EU) 2024/1781; COM(2025) 187",
    ),
    "ppwr": Asker(
        _("Importers of packed goods"),
        _("Weight, material and recycled content of the packaging."),
        _("Since 12 August 2026"),
        "Regulation (EU) 2025/40",
    ),
    "audit_yes": Asker(
        _("The State: mandatory energy audit"),
        _("Your energy use is above the threshold: an approved auditor every five years."),
        _("In force since December 2019"),
        "Law 47-09; decree 2-17-746",
    ),
    "audit_unknown": Asker(
        _("The State: mandatory energy audit"),
        _("A whole year of bills tells whether you are above the threshold."),
        _("In force since December 2019"),
        "Law 47-09; decree 2-17-746",
    ),
}
