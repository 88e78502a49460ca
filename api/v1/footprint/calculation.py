"""An inventory from the lines of a body: computed, answered with all that explains it, and forgotten."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.records import ProgramNumber, record
from api.serializers import Exact, Strict
from api.v1.footprint.examples import EXAMPLES, SCORED
from api.views import OpenView
from footprint import queries
from footprint.choices import flag_in_words, told
from footprint.engine.lines import Line
from footprint.engine.methods import METHODS, Method
from footprint.engine.products import Product
from footprint.engine.totals import Total
from kernel.sentences import listed
from reference.queries import catalogue

MOST_LINES, MOST_PRODUCTS = 500, 100


def _line_kind(name: str) -> type[serializers.Serializer[Any]]:
    """Return the record of a method with its name as its first field."""
    method: Any = METHODS[name]
    kind: Any = record(method)
    fields = {"method": serializers.ChoiceField(choices=[name]), "__doc__": kind.__doc__, "Meta": kind.Meta}
    return type(f"{method.__name__}LineIn", (kind,), fields)


KINDS: Any = {name: _line_kind(name) for name in METHODS}


@extend_schema_field(
    PolymorphicProxySerializer("CalculationLineIn", serializers=KINDS, resource_type_field_name="method")
)
class LineField(serializers.Field[Any, Any, Any, Any]):
    """One line, read as its method says."""

    def to_internal_value(self, data: Any) -> Method:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(_("The body is an object of names and values."), code="invalid")
        name = data.get("method")
        if not isinstance(name, str) or name not in METHODS:
            message = _("Choose one of: %(methods)s.") % {"methods": listed(METHODS)}
            raise serializers.ValidationError({"method": [message]}, code="invalid_choice")
        rest = {key: value for key, value in data.items() if key != "method"}
        kind: Any = METHODS[name]
        line: Method = record(kind)(context=self.context).run_validation(rest)
        return line


class PerIn(Strict):
    """What the intensities divide by; each that is given has one."""

    revenue_mad = ProgramNumber(required=False, help_text="Turnover of the year in MAD.")
    employees = ProgramNumber(required=False)
    tonnes = ProgramNumber(required=False, help_text="Tonnes made in the year.")
    pieces = ProgramNumber(required=False)


class CalculationIn(Strict):
    year = serializers.IntegerField()
    gwp_set = serializers.ChoiceField(choices=["AR4", "AR5", "AR6"], default="AR5")
    sector = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    lines = serializers.ListField(child=LineField(), min_length=1, max_length=MOST_LINES)
    products = serializers.ListField(child=record(Product)(), required=False, default=list, max_length=MOST_PRODUCTS)
    shared_by = serializers.ChoiceField(choices=["mass", "energy", "economic"], default="mass")
    per = PerIn(required=False)

    def validate_sector(self, value: str) -> str:
        if value and value not in catalogue().sectors:
            raise serializers.ValidationError(_("This sector is not in the list."), code="sector_unknown")
        return value


class TotalOut(serializers.Serializer[Any]):
    """A sum in kg CO2e with its half-width and bounds at 95 %; zero has none."""

    kg = Exact()
    uncertainty_pct = Exact(places=4, allow_null=True)
    low_kg, high_kg = Exact(places=4, allow_null=True), Exact(places=4, allow_null=True)


class WeighingFactorOut(serializers.Serializer[Any]):
    """What the amount was multiplied by: `id` is a row of the table or `own:…`, `evidence` A to D."""

    id = serializers.CharField()
    kgco2e_per_unit = Exact()
    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.CharField(allow_blank=True)
    geography = serializers.CharField(allow_blank=True)
    uncertainty_pct = Exact(places=4)


class CalculatedLineOut(TotalOut):
    key, part = serializers.CharField(), serializers.CharField()
    totals = serializers.CharField(help_text="Which of the two electricity totals: both, location or market.")
    activity = serializers.CharField(allow_blank=True)
    scope = serializers.CharField()
    category = serializers.CharField(allow_null=True, help_text="Category of scope 3.")
    quantity, unit = Exact(places=10), serializers.CharField()
    factor = WeighingFactorOut()
    gases = serializers.DictField(child=Exact(), help_text="kg CO2e of each gas.")
    gas_masses_kg = serializers.DictField(child=Exact())
    biogenic_kg = Exact()
    toe = Exact(places=10, allow_null=True)
    evidence, grade = serializers.CharField(), serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())


class AvoidedOut(serializers.Serializer[Any]):
    """What a project avoids, in kg CO2e: by the operating margin of the grid, or by its factor; never both, in no total."""

    operating_margin_kg, location_kg = Exact(), Exact()


class CarriedOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    kg, shared_kg, direct_kg = Exact(), Exact(), Exact()
    share_pct = Exact(places=6)
    unit = serializers.CharField()
    kg_per_unit, exported_kg = Exact(places=10, allow_null=True), Exact(places=10, allow_null=True)


class IntensityOut(serializers.Serializer[Any]):
    name, unit = serializers.CharField(), serializers.CharField()
    scope12_kg, total_kg = Exact(places=10), Exact(places=10)


class DoubtOut(serializers.Serializer[Any]):
    """What looks like a slip in a line; it was counted as it was sent."""

    key, code, sentence = serializers.CharField(), serializers.CharField(), serializers.CharField()
    field = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    beside = serializers.CharField(allow_blank=True, help_text="Key of the other bill that it is about.")


class CalculationOut(serializers.Serializer[Any]):
    """The location-based total first; every line with the row that weighed it."""

    engine, edition = serializers.CharField(), serializers.CharField()
    year, gwp_set = serializers.IntegerField(), serializers.CharField()
    total, market = TotalOut(), TotalOut()
    scopes = serializers.DictField(child=TotalOut())
    scopes_market = serializers.DictField(child=TotalOut())
    categories = serializers.DictField(child=Exact(), help_text="kg CO2e of each category of scope 3.")
    gases = serializers.DictField(child=Exact(), help_text="kg CO2e of each gas.")
    gas_masses_kg = serializers.DictField(child=Exact())
    biogenic_kg = Exact(help_text="kg CO2 outside the scopes.")
    memo_kg = Exact(help_text="kg CO2e outside the total by the rules.")
    toe = Exact(places=10)
    grade = serializers.CharField(allow_blank=True)
    on_invoices_pct = Exact(places=4, allow_null=True)
    avoided = AvoidedOut()
    lines = CalculatedLineOut(many=True)
    avoided_lines = CalculatedLineOut(many=True)
    products = CarriedOut(many=True)
    intensities = IntensityOut(many=True)
    doubts = DoubtOut(many=True)


class Calculate(OpenView):
    """The footprint of lines that are sent, by the engine of the pages; open to everybody, nothing is kept."""

    serializer_class = CalculationOut

    @extend_schema(
        operation_id="footprint_calculate",
        request=CalculationIn,
        responses={200: CalculationOut},
        examples=[
            OpenApiExample(name, value={"year": 2024, "lines": [line]}, request_only=True)
            for name, line in [*EXAMPLES.items(), ("quality of a factor", SCORED)]
        ],
    )
    def post(self, _request: Request) -> Response:
        return self.answer(calculated(self.body(CalculationIn)))


def calculated(body: dict[str, Any]) -> dict[str, Any]:
    """Compute a body that was read, as its answer shows it."""
    found = queries.calculated(
        body["lines"],
        year=body["year"],
        gwp_set=body["gwp_set"],
        sector=body["sector"],
        products=body["products"],
        shared_by=body["shared_by"],
        per=body.get("per"),
    )
    inventory, quality = found.calculation.inventory, found.calculation.inventory.quality
    return {
        "engine": found.engine,
        "edition": inventory.edition,
        "year": inventory.year,
        "gwp_set": inventory.gwp_set,
        "total": _total(inventory.total),
        "market": _total(inventory.market),
        "scopes": {scope: _total(total) for scope, total in inventory.scopes.items()},
        "scopes_market": {scope: _total(total) for scope, total in inventory.scopes_market.items()},
        "categories": inventory.by_category,
        "gases": inventory.by_gas,
        "gas_masses_kg": inventory.gas_masses_kg,
        "biogenic_kg": inventory.biogenic_kg,
        "memo_kg": inventory.memo_kg,
        "toe": inventory.toe,
        "grade": quality.grade if quality else "",
        "on_invoices_pct": quality.on_invoices_pct if quality else None,
        "avoided": {
            "operating_margin_kg": found.calculation.avoided_margin_kg,
            "location_kg": found.calculation.avoided_location_kg,
        },
        "lines": [_line(line) for line in inventory.lines],
        "avoided_lines": [_line(line) for line in found.calculation.avoided],
        "products": [asdict(one) for one in found.products],
        "intensities": [asdict(one) for one in found.intensities],
        "doubts": [_doubt(one) for one in found.calculation.questions],
    }


def _total(total: Total | Line) -> dict[str, Decimal | None]:
    low, high = (total.interval.low, total.interval.high) if total.interval else (None, None)
    return {"kg": total.kg, "uncertainty_pct": total.uncertainty_pct, "low_kg": low, "high_kg": high}


def _line(line: Line) -> dict[str, Any]:
    return _total(line) | {
        "key": line.entry_key,
        "part": line.part,
        "totals": line.method,
        "activity": line.activity_id,
        "scope": line.scope,
        "category": line.category,
        "quantity": line.quantity,
        "unit": line.unit,
        "factor": _factor(line),
        "gases": line.kg_by_gas,
        "gas_masses_kg": line.gas_masses_kg,
        "biogenic_kg": line.biogenic_kg,
        "toe": line.toe,
        "evidence": line.evidence,
        "grade": line.grade,
        "notes": [flag_in_words(flag, line.factor_year) for flag in line.flags],
    }


def _factor(line: Line) -> dict[str, Any]:
    row = catalogue().factors.get(line.factor_id)
    return {
        "id": line.factor_id,
        "kgco2e_per_unit": line.factor,
        "year": line.factor_year,
        "source": row.source if row else line.factor_id.partition(":")[2].rpartition(":")[0] or line.factor_id,
        "source_url": (row.source_url or "") if row else "",
        "geography": row.geography if row else "",
        "uncertainty_pct": line.factor_pct,
    }


def _doubt(question: Any) -> dict[str, str]:
    sentence, params = told(question)
    beside = question.params.get("beside", "")
    return {
        "key": question.key,
        "field": question.params.get("field", ""),
        "code": question.code,
        "sentence": str(sentence) % params,
        "beside": beside if beside not in {"own", "limit"} else "",
    }
