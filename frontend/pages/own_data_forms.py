"""The forms of own data of a good: its process, per tonne or by its flows, and the materials bought, with what is inside them."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.asking import AskingForm, NumberField
from frontend.shown import own_data as shown

TONNES, EMISSIONS = _("t per t"), _("t CO₂e per t")
SOURCES = [("", _("I do not know yet")), ("default", _("Default value")), ("measured", _("Measured by its maker"))]
LEAVES = [("", _("Used or made here")), ("yes", _("Leaves the process: it is taken off"))]
# kind of flow: what it is called, and the fields of its amount and of its factor.
KINDS: Final[dict[str, tuple[Any, str, str]]] = {
    "fuel": (_("Fuel: TJ, t CO₂ per TJ"), "energy_tj", "tco2_per_tj"),
    "electricity": (_("Electricity: MWh, t CO₂e per MWh"), "mwh", "tco2e_per_mwh"),
    "heat": (_("Heat: TJ, t CO₂e per TJ"), "energy_tj", "tco2e_per_tj"),
    "process": (_("Material that gives off CO₂: t, t CO₂ per t"), "tonnes", "tco2_per_t"),
    "mass_balance": (_("Carbon in a material: t, t of carbon per t"), "tonnes", "carbon_t_per_t"),
    "waste_gas": (_("Waste gas: TJ, no factor"), "energy_tj", ""),
    "n2o": (_("Nitrous oxide: t, no factor"), "tonnes", ""),
}


class ProcessForm(AskingForm):
    """What the firm's own process emits per tonne of good."""

    direct_tco2e_t = NumberField(
        label=_("Direct emissions of your process"),
        help_text=_("Fuels burnt and process gases of your workshop, without what you buy"),
        unit=EMISSIONS,
        required=False,
    )
    indirect_tco2e_t = NumberField(label=_("Emissions of the electricity used"), unit=EMISSIONS, required=False)
    route = forms.ChoiceField(label=_("Production route"), required=False)
    output_t = NumberField(label=_("Tonnes of good that the process made in the year"), unit=_("t"), required=False)

    def __init__(self, *args: Any, product: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["route"].choices = [("", gettext("I do not know yet")), *shown.routes(product.routes)]
        if not product.routes:
            del fields["route"]
        if not product.counts_electricity:
            del fields["indirect_tco2e_t"]


class FlowForm(AskingForm):
    """One flow of the process over the year: an amount and its factor."""

    kind = forms.ChoiceField(label=_("Kind of flow"), required=False)
    key = forms.CharField(label=_("Name of the flow"), max_length=60, required=False)
    amount = NumberField(label=_("Quantity, in the unit of its kind"), required=False)
    factor = NumberField(label=_("Factor, in the unit of its kind"), required=False)
    leaves = forms.ChoiceField(label=_("Direction"), choices=LEAVES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", gettext("Choose")), *((kind, words) for kind, (words, *_) in KINDS.items())]

    def names(self) -> dict[str, str]:
        """Return the field of this form for each field of the flow that was chosen."""
        _words, amount, factor = KINDS.get(self.cleaned_data.get("kind", ""), ("", "amount", "factor"))
        return {amount: "amount", factor or "factor": "factor"}

    def said(self) -> dict[str, Any]:
        """Return the flow as it is kept."""
        names = {mine: theirs for theirs, mine in self.names().items()}
        return {names.get(name, name): value for name, value in said(self).items()}


class InsideForm(AskingForm):
    """A material inside a bought one: its emissions are among those that the maker reports, its free allocation is not."""

    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)  # a program's name of it stays
    code = forms.CharField(
        label=_("Customs code of the material"),
        help_text=_("Wire rod 7213, unwrought aluminium 7601, clinker 2523 10…"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    tonnes_per_tonne = NumberField(label=_("Tonnes of it per tonne of good"), unit=TONNES, required=False)
    origin = forms.ChoiceField(label=_("Country where it was made"), required=False)
    source = forms.ChoiceField(label=_("Its emissions"), choices=SOURCES, required=False)
    route = forms.ChoiceField(label=_("Production route"), required=False)
    free_allocation_t = NumberField(label=_("Free allocation that its maker reports"), unit=EMISSIONS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["origin"].choices = [("", gettext("Choose")), ("unknown", gettext("I do not know")), *shown.origins()]
        fields["route"].choices = [("", gettext("I do not know yet")), *shown.routes(tuple("ABCDEFGHJKL"))]


class MaterialForm(InsideForm):
    """One material that is bought to make the good."""

    direct_tco2e_t = NumberField(label=_("Direct emissions that its maker reports"), unit=EMISSIONS, required=False)
    indirect_tco2e_t = NumberField(
        label=_("Emissions of electricity that its maker reports"), unit=EMISSIONS, required=False
    )


def said(form: Any) -> dict[str, Any]:
    """Return what a form says, nothing when it holds a name alone."""
    found = {name: value for name, value in form.cleaned_data.items() if value not in {None, ""}}
    return found if found.keys() - {"key"} else {}
