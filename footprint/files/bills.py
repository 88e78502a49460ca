"""The columns of a firm's list of bills: those of the template, and those that suppliers' own tables have."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from footprint.engine import units_for
from footprint.files.called import called, documents_called, units_called
from kernel.imports.fields import Example, Field
from kernel.sheets.layout import key
from reference import queries as reference

PACKS = {
    "kWh_net": ("kWh PCI", "كيلوواط ساعة بالقيمة الدنيا", "kWh net"),
    "MWh_net": ("MWh PCI", "ميغاواط ساعة بالقيمة الدنيا", "MWh net"),
    "GWh_net": ("GWh PCI", "غيغاواط ساعة بالقيمة الدنيا", "GWh net"),
    "L": ("litres", "لتر", "litres"),
    "m3": ("m³", "متر مكعب", "m³"),
    "kg": ("kilogrammes", "كيلوغرام", "kilograms"),
    "t": ("tonnes", "طن", "tonnes"),
    "bottle_3kg": ("bouteilles de 3 kg", "قنينات 3 كغ", "bottles of 3 kg"),
    "bottle_6kg": ("bouteilles de 6 kg", "قنينات 6 كغ", "bottles of 6 kg"),
    "bottle_12kg": ("bouteilles de 12 kg", "قنينات 12 كغ", "bottles of 12 kg"),
    "bottle_35kg": ("bouteilles de 35 kg", "قنينات 35 كغ", "bottles of 35 kg"),
    "bag_50kg": ("sacs de 50 kg", "أكياس 50 كغ", "bags of 50 kg"),
    "drum_200l": ("fûts de 200 L", "براميل 200 لتر", "drums of 200 L"),
}
PARTS = ("quantity", "quantity_off_peak", "quantity_full", "quantity_peak")
EXAMPLE_KEY = {"fr": "EXEMPLE", "ar": "مثال", "en": "EXAMPLE"}
_AT = {"fr": 0, "ar": 1, "en": 2}
_DOCUMENTS = {
    "fr": {"invoice": "Facture", "credit_note": "Avoir", "estimate": "Estimation"},
    "ar": {"invoice": "فاتورة", "credit_note": "إشعار دائن", "estimate": "تقدير"},
    "en": {"invoice": "Bill", "credit_note": "Credit note", "estimate": "Estimate"},
}
_EVIDENCE = {
    "fr": {"invoice": "Facture ou bon", "meter": "Relevé", "extrapolated": "Complété", "guess": "Sans document"},
    "ar": {"invoice": "فاتورة أو وصل", "meter": "قراءة العداد", "extrapolated": "مكمَّل", "guess": "بلا وثيقة"},
    "en": {"invoice": "Bill or note", "meter": "Reading", "extrapolated": "Filled in", "guess": "No document"},
}


@cache
def _activities(language: str) -> Mapping[str, str]:
    return reference.names("activity", language)


@cache
def units(language: str) -> Mapping[str, str]:
    """Return every unit that an activity takes, by code."""
    found = dict.fromkeys(unit for kind in reference.catalogue().activities.values() for unit in units_for(kind))
    return {code: PACKS[code][_AT[language]] if code in PACKS else code for code in found}


def _field(name: str, kind: str, fr: str, ar: str, en: str, *also: str, **more: Any) -> Field:
    return Field(name, kind, {"fr": fr, "ar": ar, "en": en}, also, **more)


FIELDS = (
    _field("source_key", "text", "Numéro du document", "رقم الوثيقة", "Document number", "Numéro", "N°", "N° facture", "Numéro de facture", "N° de facture", "Référence", "Votre référence", "Reference", "Bill number", "Invoice number", "رقم الفاتورة", "الرقم", "المرجع", length=100),
    _field("site", "text", "Site", "الموقع", "Site", "Établissement", "Usine", length=120),
    _field("activity_id", "one", "Activité", "النشاط", "Activity", "Énergie", "Poste", "What the bill is for", "Objet de la facture", "Désignation", "Type d’énergie", "Combustible", "الطاقة", options=_activities, called=called),
    _field("month", "period", "Mois ou année", "الشهر أو السنة", "Month or year", "Mois", "Période", "Année", "Month", "Period", "Year", "الشهر", "الفترة", "السنة"),
    _field("starts_on", "day", "Premier jour", "اليوم الأول", "First day", "Début", "Du", "Date début", "Date de début", "Start", "From", "Start date", "من"),
    _field("ends_on", "day", "Dernier jour", "اليوم الأخير", "Last day", "Fin", "Au", "Date fin", "Date de fin", "End", "To", "End date", "إلى"),
    _field("quantity", "measured", "Quantité", "الكمية", "Quantity", "Consommation", "Énergie active", "Consumption", "Active energy", "الاستهلاك", "kWh", "MWh", "Litres", "m3", options=units, called=units_called),
    _field("quantity_off_peak", "measured", "Énergie active, creuses", "الطاقة النشطة، ساعات الانخفاض", "Active energy, off-peak", "Énergie active creuses", "Creuses", "Heures creuses", "Off-peak", options=units, called=units_called, is_offered=False),
    _field("quantity_full", "measured", "Énergie active, pleines", "الطاقة النشطة، الساعات العادية", "Active energy, full", "Énergie active pleines", "Pleines", "Heures pleines", "Full", options=units, called=units_called, is_offered=False),
    _field("quantity_peak", "measured", "Énergie active, pointe", "الطاقة النشطة، ساعات الذروة", "Active energy, peak", "Énergie active pointe", "Pointe", "Heures de pointe", "Peak", options=units, called=units_called, is_offered=False),
    _field("unit", "one", "Unité", "الوحدة", "Unit", options=units, called=units_called),
    _field("amount_mad", "number", "Montant TTC", "المبلغ شاملا الضريبة", "Amount, tax included", "Total TTC", "TTC", unit="MAD"),
    _field("tax_mad", "number", "Dont TVA", "منه الضريبة على القيمة المضافة", "Of which tax", "TVA", "Montant TVA", "VAT", "Tax", unit="MAD"),
    _field("amount_net_mad", "number", "Montant HT, gardé avec sa TVA seulement", "المبلغ دون ضريبة، يُحفظ مع ضريبته فقط", "Amount without tax, kept with its tax only", "Montant HT", "Total HT", "HT", unit="MAD", is_offered=False),
    _field("document", "one", "Nature du document", "نوع الوثيقة", "Kind of document", "Type", "Document", "Type de document", "Nature", options=_DOCUMENTS.__getitem__, called=documents_called),
    _field("evidence", "one", "Ce sur quoi il repose", "ما يستند إليه", "What it rests on", "Justificatif", options=_EVIDENCE.__getitem__),
    _field("proof_kept", "yes_no", "Contrat vert, preuve gardée", "عقد أخضر وإثباته محفوظ", "Green contract, proof kept"),
    _field("customer_pays", "yes_no", "Transport payé par le client", "نقل يدفعه الزبون", "Transport paid by the customer"),
    _field("supplier_factor", "number", "Facteur du fournisseur, kg CO2e par unité de la facture", "معامل المورد، كغ CO2e لكل وحدة في الفاتورة", "Factor of the supplier, kg CO2e per unit of the bill", "Facteur du fournisseur", "Supplier factor", unit="kg CO2e"),
    _field("supplier_document", "yes_no", "Document de ce facteur gardé", "وثيقة هذا المعامل محفوظة", "Document of this factor kept"),
    _field("note", "text", "Remarque", "ملاحظة", "Note", "Commentaire", "Remarques", length=300),
    _field("power", "text", "Puissance ou énergie réactive, non comptée", "القدرة أو الطاقة الردية، لا تُحتسب", "Power or reactive energy, not counted", "Puissance", "Puissance appelée", "Puissance souscrite", "Énergie réactive", "kVA", "kVArh", is_offered=False, length=200),
)  # fmt: skip


def unit_in(name: str) -> str:
    """Return the unit that the name of a column holds, in brackets or as its last word, else nothing."""
    words = [part.strip(" ()[]") for part in name.replace("[", "(").replace("]", "(").replace(")", "(").split("(")]
    words += [word for part in words for word in part.split()[-1:]]
    codes = BY_NAME["quantity"].codes
    return next((codes[key(word)] for word in words if word and key(word) in codes), "")


def is_example(values: Mapping[str, Any]) -> bool:
    """Return whether a row is the example of a template, left as it was."""
    return any(
        all(values.get(name) == example[name] for name in ("source_key", "starts_on", "quantity"))
        for example in map(_example, EXAMPLE_KEY)
    )


def _example(language: str) -> Mapping[str, str]:
    return {
        "source_key": EXAMPLE_KEY[language],
        "activity_id": _activities(language)["electricity_grid"],
        "starts_on": "2025-01-15",
        "ends_on": "2025-02-14",
        "quantity": "12450",
        "unit": "kWh",
        "amount_mad": "15872",
        "document": _DOCUMENTS[language]["invoice"],
        "evidence": _EVIDENCE[language]["invoice"],
    }


def _sheet(language: str) -> tuple[str, Sequence[str], Iterable[Sequence[str]]]:
    title, *heads = {
        "fr": ("Activités", "Ce que l’on peut écrire sous « Activité »", "Et sous « Unité »"),
        "ar": ("الأنشطة", "ما يُكتب تحت «النشاط»", "وتحت «الوحدة»"),
        "en": ("Activities", "What may stand under “Activity”", "And under “Unit”"),
    }[language]
    named = units(language)
    rows = (
        (name, "; ".join(named[unit] for unit in units_for(reference.catalogue().activities[code])))
        for code, name in _activities(language).items()
    )
    return title, heads, rows


BY_NAME = {one.name: one for one in FIELDS}
EXAMPLE = Example(_example, _sheet)
