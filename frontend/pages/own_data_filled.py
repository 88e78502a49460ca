"""All forms of the page of own data together: filled with what is kept, read into what is to be kept."""

from typing import Any

from footprint import actions
from frontend import formats
from frontend.asking import NumberField
from frontend.pages.own_data_forms import KINDS, FlowForm, InsideForm, MaterialForm, ProcessForm, said

MATERIALS, INSIDE, FLOWS = 2, 1, 3


class OwnForms:
    """Every form of the page, filled with what is kept or with what was typed."""

    def __init__(self, data: Any, product: Any) -> None:
        kept = product.own or {}
        made = kept.get("process") or {}
        self.kept_process = made if made and not _expressible(made) else None
        flows = [] if self.kept_process else [_of_flow(row) for row in made.get("flows", ())]
        first = kept if self.kept_process else kept | {"output_t": made.get("output_t")}
        self.process = ProcessForm(data, product=product, initial=written(first))
        self.flows = [] if self.kept_process else _many(FlowForm, "f", data, flows, FLOWS)
        bought = kept.get("precursors", [])
        self.materials = _many(MaterialForm, "m", data, bought, MATERIALS)
        for at, form in enumerate(self.materials):
            inside = bought[at].get("precursors", []) if at < len(bought) else []
            form.inside = _many(InsideForm, f"m{at}-i", data, inside, INSIDE)
        self.every = [
            self.process,
            *self.flows,
            *(one for form in self.materials for one in (form, *form.inside)),
        ]

    @property
    def by_flows(self) -> bool:
        """Return whether the flows stand open: some are kept, or were typed."""
        return any(form["kind"].value() or form.errors for form in self.flows) or bool(self.process["output_t"].errors)

    def values(self) -> dict[str, Any]:
        """Return what was typed, as it is kept; only of forms that are valid."""
        own = said(self.process)
        made = {"output_t": own.pop("output_t", None), "flows": [form.said() for form in self.filled_flows()]}
        if self.kept_process:
            made = exact(self.kept_process)
        bought = [
            said(form) | {"precursors": [said(one) for one in form.inside if said(one)]} for form in self.filled()
        ]
        return own | {"process": made, "precursors": bought}

    def filled(self) -> list[Any]:
        return [form for form in self.materials if said(form) or any(said(one) for one in form.inside)]

    def filled_flows(self) -> list[Any]:
        return [form for form in self.flows if said(form)]

    def place(self, path: str) -> tuple[Any, str | None]:
        """Return the form and field that a path of what is kept is about."""
        first, *rest = path.split(".")
        if first == "process" and len(rest) == 3 and not self.kept_process:
            form = self.filled_flows()[int(rest[1])]
            field = form.names().get(rest[2], rest[2])
        elif first == "precursors" and rest:
            form = self.filled()[int(rest[0])]
            if len(rest) > 2:
                form = [one for one in form.inside if said(one)][int(rest[2])]
            field = rest[-1]
        else:
            form, field = self.process, "output_t" if path in {"process.output_t", "process.flows"} else first
        return form, field if field in form.fields else None


def _many(kind: Any, prefix: str, data: Any, rows: Any, least: int) -> list[Any]:
    """Return a form for each row and one more to fill."""
    count = min(max(least, len(rows) + 1), actions.MOST_PRECURSORS)
    return [
        kind(data, prefix=f"{prefix}{at}", initial=written(rows[at]) if at < len(rows) else {}) for at in range(count)
    ]


def _expressible(made: Any) -> bool:
    """Return whether the forms hold all that is kept of a process; a program can say more."""
    known = {"key", "kind", "leaves"}
    return len(made["flows"]) < actions.MOST_PRECURSORS and all(
        flow["kind"] in KINDS and set(flow) <= known | set(KINDS[flow["kind"]][1:]) for flow in made["flows"]
    )


def _of_flow(flow: Any) -> dict[str, Any]:
    _words, amount, factor = KINDS[flow["kind"]]
    names = {amount: "amount", factor: "factor"}
    return {names.get(name, name): "yes" if value is True else value for name, value in flow.items()}


def written(kept: Any) -> dict[str, Any]:
    numbers = {
        name
        for form in (ProcessForm, FlowForm, MaterialForm)
        for name, field in form.base_fields.items()
        if isinstance(field, NumberField)
    }
    return {
        name: formats.number(formats.exact(value), most=9) if name in numbers else value
        for name, value in kept.items()
        if not isinstance(value, list | dict) and value is not None
    }


def exact(made: Any) -> dict[str, Any]:
    """Return a kept process with its numbers as numbers, so that no language reads them another way."""
    words = {"key", "kind", "leaves"}
    flows = [
        {name: value if name in words else formats.exact(value) for name, value in flow.items()}
        for flow in made["flows"]
    ]
    return {"output_t": formats.exact(made["output_t"]), "flows": flows}
