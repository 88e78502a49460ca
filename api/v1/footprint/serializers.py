from typing import Any

from rest_framework import serializers

from api.serializers import Exact, Strict, TypedNumber, confirmed
from footprint.choices import CODE_DOUBTS, FACTS, QUESTIONS, Document, Evidence, MissingDays, SharedBy, Voltage


def _text(**options: Any) -> serializers.CharField:
    return serializers.CharField(**{"required": False, "allow_null": True, "allow_blank": True, **options})


def _yes_no(**options: Any) -> serializers.BooleanField:
    return serializers.BooleanField(required=False, allow_null=True, **options)


def _words() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)


class CompanyIn(Strict):
    """What the firm says about itself; a field left out stays, null is unknown."""

    sector, legal_form, head_office_region = _text(), _text(), _text()
    employees, years_operating, planned_stable_jobs = TypedNumber(), TypedNumber(), TypedNumber()
    revenue_mad, budget_mad, own_funds_mad = TypedNumber(), TypedNumber(), TypedNumber()
    share_held_by_large_group_pct = TypedNumber()
    cgem_member = _yes_no()
    languages, goals, export_markets, certifications_held = _words(), _words(), _words(), _words()


class CompanyOut(CompanyIn):
    can_change = serializers.BooleanField()


class SiteIn(Strict):
    """A place of the firm; its other facts are answered apart, each under its name."""

    name, region, province, city = _text(), _text(), _text(), _text()
    voltage = serializers.ChoiceField(choices=Voltage.choices, required=False, allow_null=True, allow_blank=True)
    owns_building, landlord_agreement, heritage_roof = _yes_no(), _yes_no(), _yes_no()
    roof_m2 = TypedNumber()
    shared_by = serializers.ChoiceField(
        choices=SharedBy.choices, required=False, help_text="The rule that shares the site out over its products."
    )


class SiteOut(SiteIn):
    id = serializers.UUIDField()
    facts = serializers.DictField(help_text="Answers to the questions of the needs, by the name of the fact.")
    updated_at = serializers.DateTimeField()
    can_change = serializers.BooleanField()
    can_enter_bill = serializers.BooleanField()


class FactsIn(Strict):
    """Facts that sharpen the needs of a site, with the names and units of the measures method."""

    def get_fields(self) -> dict[str, Any]:
        return {name: self._field(fact) for name, fact in FACTS.items()}

    def _field(self, fact: Any) -> Any:
        if fact.kind == "yes_no":
            return _yes_no()
        if fact.kind == "choice":
            return serializers.ChoiceField(choices=fact.options, required=False, allow_null=True)
        return TypedNumber(help_text=fact.unit)


class BillIn(Strict):
    """One bill as printed, or a line of freight, travel, materials, waste, water: quantity as typed, both days included."""

    activity_id = _text(help_text="Code of the list of activities.")
    quantity = TypedNumber(help_text="Below zero in a credit note alone.")
    unit = _text()
    starts_on, ends_on = _text(help_text="Included."), _text(help_text="Included.")
    document = serializers.ChoiceField(choices=Document.choices, required=False)
    evidence = serializers.ChoiceField(choices=Evidence.choices, required=False)
    amount_mad, tax_mad = TypedNumber(), TypedNumber()
    source_key = _text(help_text="A key of your own; the same one again is refused.")
    note = _text()
    proof_kept = _yes_no(help_text="Whether the proof of a green contract is kept.")
    customer_pays = _yes_no(help_text="Whether the customer pays this transport.")
    supplier_factor = TypedNumber(help_text="The supplier's own factor, in kg CO2e per unit of the bill.")
    supplier_document = _yes_no(help_text="Whether the document of this factor is kept.")
    confirmed = confirmed(QUESTIONS)


class BillOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    site_id = serializers.UUIDField()
    activity_id = serializers.CharField()
    quantity = Exact()
    unit = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    document = serializers.ChoiceField(choices=Document.choices)
    evidence = serializers.ChoiceField(choices=Evidence.choices)
    amount_mad = Exact(allow_null=True)
    tax_mad = Exact(allow_null=True)
    source_key = serializers.CharField()
    note = serializers.CharField()
    proof_kept = serializers.BooleanField()
    customer_pays = serializers.BooleanField()
    supplier_factor = Exact(allow_null=True)
    supplier_document = serializers.BooleanField()
    paper_id = serializers.UUIDField(allow_null=True, help_text="Its photo or PDF, among the documents of the firm.")
    entered_at = serializers.DateTimeField()
    can_change = serializers.BooleanField()
    can_remove = serializers.BooleanField()


class PaperIn(Strict):
    file = serializers.FileField(help_text="PDF, PNG, JPEG or WebP, at most 10 MB.")


class ExportIn(Strict):
    code = _text(help_text="A customs code, as you write it.")
    tonnes_year = TypedNumber()
    market = _text(help_text="Country of the buyer, two letters.")
    importer_name = _text()
    importer_tonnes = TypedNumber(help_text="Tonnes of CBAM goods that the EU importer brings in a year.")
    confirmed = confirmed(CODE_DOUBTS)


class ExportOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    resolved = serializers.CharField()
    tonnes_year = Exact(allow_null=True)
    market = serializers.CharField()
    importer_name = serializers.CharField()
    importer_tonnes = Exact(allow_null=True)
    updated_at = serializers.DateTimeField()
    can_change = serializers.BooleanField()
    can_remove = serializers.BooleanField()


class FigureOut(serializers.Serializer[Any]):
    """One figure: rounded in its unit, exact in kg, with its interval where there is one."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = Exact()
    unit = serializers.CharField(help_text="kg or t of CO2e.")
    kg = Exact()
    low_kg = Exact(allow_null=True)
    high_kg = Exact(allow_null=True)
    uncertainty_pct = serializers.IntegerField(allow_null=True)
    share_pct = Exact(places=1, allow_null=True)


class FootprintIn(Strict):
    missing_days = serializers.ChoiceField(
        choices=MissingDays.values,
        help_text="What the days without a bill were: not known, filled in at the mean of the others, or nothing used.",
    )


class FootprintOut(serializers.Serializer[Any]):
    """The footprint of one site and year; lines, coverage and what is missing are as the method names them."""

    site_id = serializers.UUIDField()
    year = serializers.IntegerField()
    computed_at = serializers.DateTimeField()
    edition = serializers.CharField(help_text="Digest of the reference files that the figures rest on.")
    gwp_set = serializers.CharField()
    sector = serializers.CharField()
    is_complete = serializers.BooleanField(help_text="Every bill has its factor, and every day of the year its bill.")
    is_a_year = serializers.BooleanField(
        help_text="Eleven months or more are billed, or the other days are told; else every figure is a minimum."
    )
    missing_days = serializers.ChoiceField(choices=MissingDays.values)
    total = FigureOut()
    market = FigureOut(help_text="The total with electricity as contracted.")
    scopes = FigureOut(many=True)
    scope12 = FigureOut()
    carriers = FigureOut(many=True)
    end_uses = FigureOut(many=True)
    categories = FigureOut(many=True)
    gases = FigureOut(many=True)
    biogenic = FigureOut()
    memo = FigureOut()
    toe = Exact()
    grade = serializers.CharField(help_text="Quality of the data, A the best.")
    on_invoices_pct = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.DictField())
    lines = serializers.ListField(child=serializers.DictField())
    coverage = serializers.ListField(child=serializers.DictField())
    sources = serializers.ListField(child=serializers.CharField())


class YearsOut(serializers.Serializer[Any]):
    years = serializers.ListField(child=serializers.IntegerField(), help_text="Newest first.")


class CheckedCodeOut(serializers.Serializer[Any]):
    """What a customs code means for the carbon border tax; null is not known, never no."""

    typed = serializers.CharField()
    status = serializers.CharField()
    sentence = serializers.CharField()
    code = serializers.CharField()
    resolved = serializers.CharField()
    title = serializers.CharField()
    title_language = serializers.CharField(help_text="The language of the title: fr, ar or en; empty without a title.")
    is_concerned = serializers.BooleanField(allow_null=True)
    lines = serializers.ListField(child=serializers.CharField())
    neighbours = serializers.ListField(child=serializers.CharField())
    proposals = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())


class CostOut(serializers.Serializer[Any]):
    """The cost to the importer on default values, in EUR."""

    year = serializers.IntegerField()
    low_per_t = Exact()
    high_per_t = Exact()
    low_year = Exact(allow_null=True)
    high_year = Exact(allow_null=True)
    price_eur = Exact()
    price_date = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    flags = serializers.ListField(child=serializers.CharField())


class CbamLineOut(serializers.Serializer[Any]):
    export = ExportOut(allow_null=True)
    checked = CheckedCodeOut()
    exemption = serializers.CharField()
    exemption_sentence = serializers.CharField()
    cost = CostOut(allow_null=True)
    no_cost = serializers.CharField(help_text="Why a covered code has no cost; empty otherwise.")


class AskerOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    what = serializers.CharField()
    when = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class CbamAnswerOut(serializers.Serializer[Any]):
    """Does the carbon border tax concern the firm; and who else will ask."""

    kind = serializers.ChoiceField(choices=["no", "probably_exempt", "yes", "unknown"])
    lines = CbamLineOut(many=True)
    askers = AskerOut(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Codes of what would settle the answer.")
