from typing import Any

from rest_framework import serializers

from api.serializers import Exact, ReadNumber, Strict, TypedNumber
from api.v1.footprint.serializers import CheckedCodeOut
from footprint.choices import PRECURSOR_SOURCES
from footprint.queries.cbam_reading import FLOW_FIELDS, FLOW_KINDS

MOST_GOODS, MOST_PRECURSORS, MOST_BUYERS, MOST_FLOWS = 20, 20, 50, 50
LONGEST_NAME, LONGEST_CODE = 60, 40
ROUTES = tuple("ABCDEFGHJKL")
ORIGIN = "Two letters of the country, or EU"


def _name(**options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True, **options)


def _code() -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_CODE, help_text="A customs code, as you write it.")


def _route() -> serializers.ChoiceField:
    return serializers.ChoiceField(ROUTES, required=False, allow_null=True, help_text="Letter of the production route.")


def _many(kind: Any, most: int, **options: Any) -> Any:
    return kind(many=True, max_length=most, **{"required": False, **options})


def _needed(**options: Any) -> ReadNumber:
    return ReadNumber(required=True, allow_null=False, **options)


class BuyerIn(Strict):
    """An EU importer; rows of one key count together for its threshold of 50 t."""

    key = _name(help_text="A word of your own, no name of a person.")
    tonnes = _needed(help_text="t of this good a year.")
    importer_tonnes = ReadNumber(help_text="t of CBAM goods that it imports a year, from everybody.")


class InnerPrecursorIn(Strict):
    """A material inside a measured precursor: its route says the free allocation."""

    key, code, route = _name(), _code(), _route()
    tonnes_per_tonne = ReadNumber(help_text="t per t of the material that it is inside.")
    origin = _name(allow_null=True, help_text=f"{ORIGIN}, or unknown.")
    source = serializers.ChoiceField(PRECURSOR_SOURCES, required=False, allow_null=True)  # type: ignore[assignment]
    free_allocation_t = ReadNumber(help_text="t CO2e per t, as its maker reports for the year.")


class PrecursorIn(InnerPrecursorIn):
    """A bought material; measured emissions are what its maker reports, its own precursors included."""

    tonnes_per_tonne = ReadNumber(help_text="t per t of good.")
    direct_tco2e_t = ReadNumber(help_text="t CO2e per t, measured.")
    indirect_tco2e_t = ReadNumber(help_text="t CO2e per t, measured, of the electricity used.")
    precursors = _many(InnerPrecursorIn, MOST_PRECURSORS, allow_null=True)


class FlowIn(Strict):
    """One flow of a process: of each kind some fields are needed, the others are refused."""

    key = _name()
    kind = serializers.ChoiceField(FLOW_KINDS)
    leaves = serializers.BooleanField(required=False, help_text="It leaves the process: it is taken off.")

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{name: ReadNumber() for name in FLOW_FIELDS}}


class ProcessIn(Strict):
    """A production process by its flows; shares and efficiencies run from 0 to 1."""

    output_t = _needed(help_text="t of good that it made.")
    flows = _many(FlowIn, MOST_FLOWS, required=True, min_length=1)


class OwnIn(Strict):
    """Own data of the good: emissions of the own process per tonne, or the process by its flows; and what is bought."""

    direct_tco2e_t = ReadNumber(help_text="t CO2e per t of good, of the own process alone.")
    indirect_tco2e_t = ReadNumber(help_text="t CO2e per t of good, of the electricity used.")
    route = _route()
    process = ProcessIn(required=False, allow_null=True)
    precursors = _many(PrecursorIn, MOST_PRECURSORS, allow_null=True)


class GoodIn(Strict):
    key, code, route = _name(), _code(), _route()
    origin = _name(help_text=f"{ORIGIN} of origin; MA when left out.")
    own = OwnIn(required=False, allow_null=True)
    buyers = _many(BuyerIn, MOST_BUYERS)


class PlantIn(Strict):
    """A cogeneration plant; what is not measured takes the default efficiencies 0.55 (heat) and 0.25 (electricity)."""

    key = _name()
    tco2e, fuel_tj = _needed(), _needed(help_text="TJ, net.")
    reference_electricity = _needed(help_text="Efficiency of making electricity alone, from 0 to 1.")
    reference_heat = ReadNumber(help_text="0.70 when left out.")
    heat_tj, electricity_mwh = ReadNumber(), ReadNumber()


class CalculateIn(Strict):
    year = serializers.IntegerField(min_value=2026, max_value=2060, help_text="Year of import.")
    price_eur = ReadNumber(help_text="EUR per t CO2e, with its date; the official price of Q1 2026 when left out.")
    price_as_of = serializers.DateField(required=False, allow_null=True)
    cscf = ReadNumber(help_text="Cross-sectoral correction factor; 1 when left out.")
    carbon_price_paid_eur = ReadNumber(help_text="EUR per t CO2e effectively paid in the country of origin; 0.")
    goods = _many(GoodIn, MOST_GOODS, required=True, min_length=1)
    cogeneration = _many(PlantIn, 5)


class FlagOut(serializers.Serializer[Any]):
    code, sentence = serializers.CharField(), serializers.CharField()


class DefaultRowOut(serializers.Serializer[Any]):
    """The row of the default values that was used; `tco2e_t` holds the mark-up."""

    country, code, route = serializers.CharField(), serializers.CharField(), serializers.CharField()
    without_markup_tco2e_t, tco2e_t = Exact(allow_null=True), Exact()
    column, act = serializers.CharField(), serializers.CharField()


class BenchmarkOut(serializers.Serializer[Any]):
    cn8, column = serializers.CharField(), serializers.CharField(help_text="A own data, B default values.")
    route, years, act = serializers.CharField(), serializers.CharField(), serializers.CharField()
    tco2_t = Exact()


class RouteOut(serializers.Serializer[Any]):
    cn8 = serializers.CharField()
    default = DefaultRowOut()  # type: ignore[assignment]
    benchmark = BenchmarkOut(allow_null=True)
    free_tco2e_t, certificates_per_t, eur_per_t = Exact(), Exact(), Exact()
    flags = FlagOut(many=True)


class CertificatesOut(serializers.Serializer[Any]):
    """With all their decimals: on default values (a), on own data (b)."""

    default_low, default_high, own = (Exact(allow_null=True) for _ in range(3))


class EurosOut(CertificatesOut):
    """EUR: (a) on default values, (b) on own data, (c) what measuring is worth; null is not known."""

    worth_low, worth_high = Exact(allow_null=True), Exact(allow_null=True)


class EurosAtOut(EurosOut):
    price_eur = Exact()


class NumbersOut(serializers.Serializer[Any]):
    """`band` holds the same at the low, the given and the high price."""

    certificates, eur = CertificatesOut(), EurosOut()
    band = EurosAtOut(many=True)


class BuyerOut(NumbersOut):
    key = serializers.CharField()
    tonnes, importer_tonnes = Exact(), Exact(allow_null=True)
    exemption, exemption_sentence = serializers.CharField(), serializers.CharField()
    is_counted = serializers.BooleanField(help_text="False when this buyer is probably exempt: no total holds it.")


class PartOut(serializers.Serializer[Any]):
    of = serializers.CharField()
    kind = serializers.ChoiceField(("process", "default", "measured", "exempt"))
    cn8, country = serializers.CharField(), serializers.CharField()
    tonnes_per_tonne, see_tco2e_t, free_tco2e_t = Exact(), Exact(), Exact()
    default = DefaultRowOut(allow_null=True)  # type: ignore[assignment]
    benchmark = BenchmarkOut(allow_null=True)
    flags = FlagOut(many=True)


class FlowOut(serializers.Serializer[Any]):
    of, kind = serializers.CharField(), serializers.CharField()
    direct_tco2e, indirect_tco2e, biomass_tco2 = Exact(), Exact(), Exact()


class ProcessOut(serializers.Serializer[Any]):
    direct_tco2e, biomass_tco2 = Exact(), Exact()
    indirect_tco2e = Exact(allow_null=True, help_text="Null while no flow tells the electricity used, be it zero.")
    direct_tco2e_t, indirect_tco2e_t = Exact(), Exact(allow_null=True)
    flows = FlowOut(many=True)
    flags = FlagOut(many=True)


class OwnOut(serializers.Serializer[Any]):
    see_tco2e_t = Exact(allow_null=True, help_text="Specific embedded emissions, t CO2e per t.")
    free_tco2e_t = Exact(allow_null=True, help_text="Free allocation still deducted, t CO2e per t.")
    share_on_defaults_pct = Exact(places=1, allow_null=True)
    parts = PartOut(many=True)
    process = ProcessOut(allow_null=True)


class MissingOut(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Dotted path of what to send.")  # type: ignore[assignment]
    what, of, sentence = serializers.CharField(), serializers.CharField(), serializers.CharField()


class GoodOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    code = CheckedCodeOut()
    scope = serializers.CharField(help_text="direct or direct+indirect.")
    is_complex = serializers.BooleanField(allow_null=True)
    default_rows = RouteOut(many=True)
    own = OwnOut(allow_null=True)
    per_tonne = NumbersOut(allow_null=True)
    buyers = BuyerOut(many=True)
    missing = MissingOut(many=True)
    flags = FlagOut(many=True)


class PlantOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    heat_share, heat_tco2e, electricity_tco2e = Exact(), Exact(), Exact()
    heat_tco2e_per_tj, electricity_tco2e_per_mwh = Exact(allow_null=True), Exact(allow_null=True)
    flags = FlagOut(many=True)


class PriceOut(serializers.Serializer[Any]):
    eur_per_t = Exact()
    as_of = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]


class DateOut(serializers.Serializer[Any]):
    code, day, sentence = serializers.CharField(), serializers.DateField(), serializers.CharField()
    is_proposal = serializers.BooleanField(help_text="Not law yet.")


class ActOut(serializers.Serializer[Any]):
    of, act, url = serializers.CharField(), serializers.CharField(), serializers.URLField()


class CalculateOut(serializers.Serializer[Any]):
    """Certificates keep their decimals, euros are to the cent; every figure has its row, its act and what is provisional."""

    year = serializers.IntegerField()
    price = PriceOut()
    band_eur_per_t = serializers.ListField(child=Exact())
    cscf, cbam_factor, carbon_price_paid_eur = Exact(), Exact(), Exact()
    edition = serializers.CharField(help_text="Digest of the reference files that the figures rest on.")
    goods = GoodOut(many=True)
    totals = NumbersOut(allow_null=True, help_text="Sums over the buyers that are counted.")
    cogeneration = PlantOut(many=True)
    flags = FlagOut(many=True)
    dates = DateOut(many=True)
    sources = ActOut(many=True)
    confidence = serializers.CharField()


def _text(**options: Any) -> serializers.CharField:
    return serializers.CharField(**{"required": False, "allow_null": True, "allow_blank": True, **options})


class KeptInnerPrecursorIn(Strict):
    """A material inside a bought one; what is left out is not known."""

    key, code = _text(help_text="A word of your own."), _text(help_text="A customs code, as you write it.")
    tonnes_per_tonne = TypedNumber(help_text="t per t of what it is inside.")
    origin = _text(help_text=f"{ORIGIN}, or unknown.")
    source = serializers.ChoiceField(PRECURSOR_SOURCES, required=False, allow_null=True)  # type: ignore[assignment]
    route = _text(help_text="Letter of the production route.")
    free_allocation_t = TypedNumber(help_text="t CO2e per t, as its maker reports for the year.")


class KeptPrecursorIn(KeptInnerPrecursorIn):
    """A bought material; what is left out is not known."""

    direct_tco2e_t, indirect_tco2e_t = TypedNumber(help_text="t CO2e per t, measured."), TypedNumber()
    precursors = _many(KeptInnerPrecursorIn, MOST_PRECURSORS)


class KeptFlowIn(Strict):
    """One flow of the process, as for a calculation."""

    key, kind = _text(), serializers.ChoiceField(FLOW_KINDS)
    leaves = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{name: TypedNumber() for name in FLOW_FIELDS}}


class KeptProcessIn(Strict):
    """The process by its flows, in place of its emissions per tonne."""

    output_t = TypedNumber(help_text="t of good that it made.")
    flows = _many(KeptFlowIn, MOST_FLOWS)


class OwnDataIn(Strict):
    """All own data of a good: they take the place of what was kept; nothing takes it away."""

    direct_tco2e_t, indirect_tco2e_t = TypedNumber(help_text="t CO2e per t of good."), TypedNumber()
    route = _text(help_text="Letter of the production route.")
    process = KeptProcessIn(required=False, allow_null=True)
    precursors = _many(KeptPrecursorIn, MOST_PRECURSORS)


class OwnDataOut(serializers.Serializer[Any]):
    own = serializers.DictField(allow_null=True, help_text="As kept: exact numbers by field.")
    routes = serializers.ListField(child=serializers.CharField(), help_text="Letters to choose the own route from.")
    counts_electricity = serializers.BooleanField()
    answer = CalculateOut()
