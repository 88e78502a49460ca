"""What is sent to be calculated becomes goods of the engine; each line is known by its path, so that a refusal names it."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, Final

from babel import Locale
from django.core.exceptions import ValidationError

from footprint.choices import CBAM_REFUSALS, COUNTRIES, EXEMPT_ORIGINS, written
from footprint.engine import Problem, Refusal, cbam
from footprint.engine.cbam import cogeneration, pfc, process

Values = Mapping[str, Any]
FLOWS: Final[dict[str, type]] = {
    "fuel": process.Fuel,
    "process": process.Material,
    "mass_balance": process.Stream,
    "heat": process.Heat,
    "waste_gas": process.WasteGas,
    "electricity": process.Electricity,
    "n2o": process.Oxide,
    "pfc_slope": pfc.Slope,
    "pfc_overvoltage": pfc.Overvoltage,
}
FLOW_KINDS: Final = tuple(FLOWS)
FLOW_FIELDS: Final = tuple(
    sorted({field.name for flow in FLOWS.values() for field in fields(flow) if field.name not in {"key", "leaves"}})
)
AMOUNTS = ("direct_tco2e_t", "indirect_tco2e_t")


class Reading:
    """
    The goods of one request; `names` says what each path is called, `processes` what the flows of each came to.

    :raises ValidationError: naming each field that is wrong, by its path
    """

    def __init__(self, values: Values) -> None:
        self.problems: list[Problem] = []
        self.names: dict[str, str] = {}
        self.processes: dict[str, process.Attributed] = {}
        self.terms = self._terms(values)
        self.goods = tuple(self._good(f"goods.{at}", row) for at, row in enumerate(values["goods"]))
        self.plants = tuple(
            self._plant(f"cogeneration.{at}", row) for at, row in enumerate(values.get("cogeneration") or ())
        )
        self.check(())

    def check(self, problems: Any) -> None:
        """
        Raise what was found here and by the engine.

        :raises ValidationError: when there is any
        """
        found = [*self.problems, *problems]
        if found:
            raise ValidationError(dict(self._errors(found)))

    def _errors(self, problems: list[Problem]) -> Iterator[tuple[str, list[ValidationError]]]:
        by_path: dict[str, list[ValidationError]] = {}
        for problem in problems:
            field = problem.params.get("field") or {"year_without_payment": "year", "year_too_far": "year"}.get(
                problem.code, ""
            )
            params = {name: written(value) for name, value in problem.params.items()}
            words = str(CBAM_REFUSALS[problem.code] % params)
            name = self.names.get(problem.key, "")
            error = ValidationError(f"{name}: {words}" if name else words, code=problem.code)
            by_path.setdefault(".".join(filter(None, (problem.key, str(field)))), []).append(error)
        yield from by_path.items()

    def _terms(self, values: Values) -> cbam.Terms:
        price = cbam.PRICE
        eur, as_of = values.get("price_eur"), values.get("price_as_of")
        if eur is not None and as_of is not None:
            price = cbam.Price(Decimal(eur), as_of, "")
        elif eur is not None or as_of is not None:
            code, field = ("date_needed", "price_as_of") if as_of is None else ("price_needed", "price_eur")
            self.problems.append(Problem(code, "", {"field": field}))
        cscf, paid = values.get("cscf"), values.get("carbon_price_paid_eur")
        return cbam.Terms(
            values["year"],
            price,
            cbam.CSCF if cscf is None else Decimal(cscf),
            Decimal(0) if paid is None else Decimal(paid),
        )

    def _good(self, path: str, row: Values) -> cbam.Good:
        self.names[path] = row.get("key") or row["code"]
        own = row.get("own")
        buyers = tuple(self._buyer(f"{path}.buyers.{at}", one) for at, one in enumerate(row.get("buyers") or ()))
        return cbam.Good(
            key=path,
            code=row["code"],
            country=self._country(path, "origin", row.get("origin") or "MA"),
            route=row.get("route"),
            own=None if own is None else self._own(f"{path}.own", own),
            buyers=buyers,
        )

    def _buyer(self, path: str, row: Values) -> cbam.Buyer:
        self.names[path] = importer = row.get("key") or ""
        return cbam.Buyer(path, Decimal(row["tonnes"]), number(row, "importer_tonnes"), importer)

    def _own(self, path: str, row: Values) -> cbam.OwnData:
        self.names[path] = self.names[path.removesuffix(".own")]
        direct, indirect = (number(row, name) for name in AMOUNTS)
        if row.get("process") is not None:
            if direct is not None or indirect is not None:
                self.problems.append(Problem("said_twice", path, {"field": "process"}))
            if (made := self._process(f"{path}.process", row["process"])) is not None:
                direct, indirect = made.direct_tco2e_t, made.indirect_tco2e_t
        bought = row.get("precursors")
        precursors = None
        if bought is not None:
            precursors = tuple(self._precursor(f"{path}.precursors.{at}", one) for at, one in enumerate(bought))
        return cbam.OwnData(direct, indirect, row.get("route"), precursors, key=path)

    def _precursor(self, path: str, row: Values) -> cbam.Precursor:
        self.names[path] = row.get("key") or row["code"]
        origin = row.get("origin")
        if origin is not None and origin != cbam.UNKNOWN_ORIGIN:
            origin = self._country(path, "origin", origin)
        inside = row.get("precursors")
        return cbam.Precursor(
            key=path,
            code=row["code"],
            tonnes_per_tonne=number(row, "tonnes_per_tonne"),
            origin=origin,
            source=row.get("source"),
            route=row.get("route"),
            direct_tco2e_t=number(row, "direct_tco2e_t"),
            indirect_tco2e_t=number(row, "indirect_tco2e_t"),
            free_allocation_t=number(row, "free_allocation_t"),
            precursors=None
            if inside is None
            else tuple(self._precursor(f"{path}.precursors.{at}", one) for at, one in enumerate(inside)),
        )

    def _country(self, path: str, field: str, code: str) -> str:
        code = code.upper()
        if code in EXEMPT_ORIGINS:
            return cbam.EXEMPT_ORIGIN
        if code not in COUNTRIES:
            self.problems.append(Problem("origin_unknown", path, {"field": field}))
            return ""
        return str(Locale("en").territories[code])

    def _process(self, path: str, row: Values) -> process.Attributed | None:
        flows = []
        for at, one in enumerate(row["flows"]):
            inside = f"{path}.flows.{at}"
            self.names[inside] = one.get("key") or one["kind"]
            if (flow := self._flow(inside, one)) is not None:
                flows.append(flow)
        try:
            made = process.attributed(path, Decimal(row["output_t"]), flows)
        except Refusal as refusal:
            self.problems += refusal.problems
            return None
        self.processes[path] = made
        return made

    def _flow(self, path: str, row: Values) -> Any:
        kind = FLOWS[row["kind"]]
        known = {field.name: field for field in fields(kind) if field.name != "key"}
        given = {name: row[name] for name in (*FLOW_FIELDS, "leaves") if row.get(name) is not None}
        foreign = [name for name in given if name not in known and given[name] is not False]
        lacking = [name for name, field in known.items() if field.default is MISSING and name not in given]
        self.problems += [Problem("field_of_another_kind", path, {"field": name}) for name in foreign]
        self.problems += [Problem("field_needed", path, {"field": name}) for name in lacking]
        if foreign or lacking:
            return None
        values = {name: value if name == "leaves" else Decimal(value) for name, value in given.items() if name in known}
        return kind(key=path, **values)

    def _plant(self, path: str, row: Values) -> tuple[str, cogeneration.Split | None]:
        self.names[path] = row.get("key") or ""
        given = {
            name: number(row, name)
            for name in ("tco2e", "fuel_tj", "reference_electricity", "heat_tj", "electricity_mwh", "reference_heat")
            if row.get(name) is not None
        }
        try:
            return path, cogeneration.split(cogeneration.Cogeneration(path, **given))  # type: ignore[arg-type]
        except Refusal as refusal:
            self.problems += refusal.problems
            return path, None


def number(row: Values, name: str) -> Decimal | None:
    """Return an exact value of a row, None when nobody gave it."""
    value = row.get(name)
    return None if value is None else Decimal(value)
