"""The columns of a table of offers: the fields of the exchange format under names that people write."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import override

from kernel.imports.fields import Field
from kernel.numbers import parse_date
from kernel.sheets.layout import key
from kernel.text import ascii_digits
from partners.choices import Intake
from reference import queries as reference

_LANGUAGE_NAMES = {
    "fr": ("français", "الفرنسية", "French"),
    "ar": ("arabe", "العربية", "Arabic"),
    "en": ("anglais", "الإنجليزية", "English"),
    "zgh": ("amazighe", "الأمازيغية", "Amazigh"),
    "es": ("espagnol", "الإسبانية", "Spanish"),
    "de": ("allemand", "الألمانية", "German"),
    "it": ("italien", "الإيطالية", "Italian"),
    "pt": ("portugais", "البرتغالية", "Portuguese"),
    "nl": ("néerlandais", "الهولندية", "Dutch"),
    "tr": ("turc", "التركية", "Turkish"),
    "zh": ("chinois", "الصينية", "Chinese"),
}
_BASES = {
    "project": ("projet", "المشروع", "project"),
    "loan": ("prêt", "القرض", "loan"),
    "guarantee": ("garantie", "الضمان", "guarantee"),
    "grant": ("subvention", "المنحة", "grant"),
}
_VOLTAGES = {
    "LV": ("basse tension", "جهد منخفض", "low voltage"),
    "MV": ("moyenne tension", "جهد متوسط", "medium voltage"),
    "HV": ("haute tension", "جهد عال", "high voltage"),
    "off_grid": ("hors réseau", "خارج الشبكة", "off grid"),
}
_ORDER = ("fr", "ar", "en")
_YEAR_LAST = re.compile(r"(?P<sector>.+?)[\s,،:|(]+(?P<year>\d{4})\)?")
_DAY_LIKE = re.compile(r"[\d/.\- ]{8,}").fullmatch


def _written(names: Mapping[str, tuple[str, str, str]]) -> Callable[[str], Mapping[str, str]]:
    return lambda language: {code: three[_ORDER.index(language)] for code, three in names.items()}


def _known(kind: str) -> Callable[[str], Mapping[str, str]]:
    return lambda language: reference.names(kind, language)


def _measures(language: str) -> Mapping[str, str]:
    """Return measures and their categories, of which each stands for all its measures."""
    return {**reference.names("measure_category", language), **reference.names("measure", language)}


def _intakes(language: str) -> Mapping[str, str]:
    with override(language):
        return {code: str(label) for code, label in Intake.choices}


def _field(name: str, kind: str, fr: str, ar: str, en: str, *also: str, **more: Any) -> Field:
    return Field(name, kind, {"fr": fr, "ar": ar, "en": en}, also, **more)


def _reference(text: str, field: Field) -> dict[str, Any]:
    """
    Read a project: a sector, then its year. Whether somebody verified it is not the partner's to say.

    :raises ValueError: when it is none
    """
    match = _YEAR_LAST.fullmatch(ascii_digits(text))
    code = field.codes.get(key(match["sector"])) if match else None
    if match is None or code is None:
        raise ValueError(text)
    return {"sector": code, "year": int(match["year"])}


def _claim(text: str, _field: Field) -> dict[str, Any]:
    """
    Read a statement, the document that shows it and its last day, parted by bars; a day of two readings is none.

    :raises ValueError: when it is none
    """
    what, *others = (part.strip() for part in text.split("|"))
    claim: dict[str, Any] = {"what": what}
    if len(others) == 2 or (others and _DAY_LIKE(ascii_digits(others[0]))):
        claim["valid_until"] = parse_date(others.pop(), "en").isoformat()
    if others:
        claim["document"] = others.pop()
    if others or not all(claim.values()):
        raise ValueError(text)
    return claim


FIELDS = (
    _field("source_key", "text", "Votre référence", "مرجعكم", "Your reference", "offer_id", "Référence", "Reference", "Réf", "Ref", "المرجع", "Code", is_needed=True, length=80, example="PV-01"),
    _field("name_fr", "text", "Nom en français", "الاسم بالفرنسية", "Name in French", "Nom", "Offre", "Intitulé", "Titre", "Désignation", length=200, example="Photovoltaïque en toiture"),
    _field("name_ar", "text", "Nom en arabe", "الاسم بالعربية", "Name in Arabic", "الاسم", "العرض", length=200),
    _field("name_en", "text", "Nom en anglais", "الاسم بالإنجليزية", "Name in English", "Name", "Offer", "Title", length=200),
    _field("description_fr", "text", "Description en français", "الوصف بالفرنسية", "Description in French", length=4000),
    _field("description_ar", "text", "Description en arabe", "الوصف بالعربية", "Description in Arabic", "الوصف", length=4000),
    _field("description_en", "text", "Description en anglais", "الوصف بالإنجليزية", "Description in English", length=4000),
    _field("languages", "many", "Langues de travail", "لغات العمل", "Working languages", "Langues", options=_written(_LANGUAGE_NAMES), example="fr; ar"),
    _field("regions_served", "many", "Régions desservies", "الجهات المشمولة", "Regions served", "Régions", "Région", "Regions", "الجهات", "الجهة", options=_known("region"), each=True, example="MA-06"),
    _field("sectors_served", "many", "Secteurs desservis", "القطاعات المشمولة", "Sectors served", "Secteurs", "Secteur", "Sectors", "القطاعات", options=_known("sector"), every=True, example="*"),
    _field("excluded_sectors", "many", "Secteurs exclus", "القطاعات المستثناة", "Excluded sectors", options=_known("sector")),
    _field("measures", "many", "Mesures", "التدابير", "Measures", "Mesure", "Measure", options=_measures, every=True, example="pv_rooftop"),
    _field("end_uses", "many", "Usages", "الاستعمالات", "End uses", options=_known("end_use")),
    _field("instrument", "one", "Instrument", "الأداة", "Instrument", "Type de financement", options=_known("instrument")),
    _field("intake", "one", "Demandes", "الطلبات", "Requests", "status", "Statut", "Status", "الحالة", options=_intakes, example="open"),
    _field("as_of", "day", "Statut constaté le", "تاريخ معاينة الحالة", "Status seen on", "Date du statut", example="2026-11-02"),
    _field("closes_on", "day", "Dernier jour de dépôt", "آخر يوم للتقديم", "Last day to apply", "Date limite", "Deadline", "Clôture"),
    _field("ticket_min_mad", "number", "Projet minimum", "أصغر مشروع", "Smallest project", "Ticket min", "Montant minimum", "Montant min", unit="MAD", example="100000"),
    _field("ticket_max_mad", "number", "Projet maximum", "أكبر مشروع", "Largest project", "Ticket max", "Montant maximum", "Montant max", unit="MAD", example="2000000"),
    _field("note_ticket", "text", "Note sur le montant", "ملاحظة حول المبلغ", "Note on the amount", length=2000),
    _field("ticket_basis", "one", "Base du montant", "أساس المبلغ", "What the amount is of", options=_written(_BASES)),
    _field("employees_max", "count", "Effectif maximum", "أقصى عدد من الأجراء", "Most employees"),
    _field("revenue_min_mad", "number", "Chiffre d’affaires minimum", "أدنى رقم معاملات", "Least turnover", "CA min", unit="MAD"),
    _field("revenue_max_mad", "number", "Chiffre d’affaires maximum", "أقصى رقم معاملات", "Most turnover", "CA max", unit="MAD"),
    _field("own_funds_min_pct", "percent", "Fonds propres minimum", "أدنى تمويل ذاتي", "Least own funds", "Apport", unit="%"),
    _field("grant_pct", "percent", "Part de subvention", "نسبة المنحة", "Grant share", "Subvention", "Grant", unit="%"),
    _field("min_stable_jobs_per_mmad", "number", "Emplois stables par million", "مناصب قارة لكل مليون", "Stable jobs per million"),
    _field("min_stable_jobs_per_mmad_tourism", "number", "Emplois stables par million, tourisme", "مناصب قارة لكل مليون، سياحة", "Stable jobs per million, tourism"),
    _field("max_share_held_by_large_group_pct", "percent", "Part maximum d’un grand groupe", "أقصى حصة لمجموعة كبيرة", "Largest share of a big group", unit="%"),
    _field("requires_cgem_member", "yes_no", "Membre de la CGEM exigé", "عضوية الاتحاد العام لمقاولات المغرب مطلوبة", "CGEM member required"),
    _field("min_years_operating", "number", "Années d’activité minimum", "أدنى سنوات نشاط", "Least years operating"),
    _field("min_energy_reduction_pct", "percent", "Économie d’énergie minimum", "أدنى توفير للطاقة", "Least energy saved", unit="%"),
    _field("standards_accredited", "many", "Normes accréditées", "المعايير المعتمدة", "Accredited standards", "Normes", "Standards", options=_known("standard")),
    _field("accreditation_valid_until", "day", "Accréditation valable jusqu’au", "الاعتماد صالح إلى", "Accreditation valid until"),
    _field("approved_auditor_law_47_09", "yes_no", "Auditeur agréé loi 47-09", "مدقق معتمد وفق القانون 47-09", "Auditor approved under law 47-09"),
    _field("available_in_days", "count", "Disponible dans", "متاح بعد", "Free in", "Délai", unit="j"),
    _field("base_provinces", "many", "Provinces d’implantation", "أقاليم التواجد", "Provinces worked from", options=_known("province")),
    _field("remote", "yes_no", "À distance", "عن بعد", "Remote"),
    _field("interpreter", "many", "Interprète", "ترجمة فورية", "Interpreter", options=_written(_LANGUAGE_NAMES)),
    _field("price_low_mad", "number", "Prix, de", "السعر، من", "Price, from", "Prix min", "Prix", "Price", unit="MAD"),
    _field("price_high_mad", "number", "Prix, à", "السعر، إلى", "Price, to", "Prix max", unit="MAD"),
    _field("price_unit", "text", "Unité du prix", "وحدة السعر", "Price unit", "Unité", length=20, example="kWp"),
    _field("references", "records", "Références (secteur, année)", "مشاريع سابقة (القطاع، السنة)", "Past projects (sector, year)", "references", "Projets réalisés", "References", "Past projects", "مشاريع سابقة", options=_known("sector"), read=_reference, example="olive_oil, 2024; argan, 2023"),
    _field("claims", "records", "Qualifications (titre | document | fin)", "مؤهلات (العنوان | الوثيقة | النهاية)", "Qualifications (title | document | end)", "claims", "Qualifications", "Labels", "Certificats", "مؤهلات", read=_claim, example="ISO 9001 | certificat.pdf | 2027-05-31; Taqa Pro"),
    _field("capacity_month", "count", "Demandes par mois", "طلبات في الشهر", "Requests a month", "Capacité"),
    _field("requires_voltage", "many", "Tension exigée", "الجهد المطلوب", "Voltage required", "Tension", options=_written(_VOLTAGES)),
    _field("requires_roof_ownership", "yes_no", "Toiture en propriété exigée", "ملكية السطح مطلوبة", "Roof ownership required"),
    _field("min_roof_m2", "number", "Toiture minimum", "أدنى مساحة للسطح", "Least roof", unit="m²"),
    _field("min_annual_kwh", "number", "Électricité par an minimum", "أدنى استهلاك سنوي للكهرباء", "Least electricity a year", unit="kWh"),
    _field("min_energy_bill_mad", "number", "Facture d’énergie minimum", "أدنى فاتورة للطاقة", "Least energy bill", unit="MAD"),
    _field("min_organic_waste_t", "number", "Déchets organiques minimum", "أدنى نفايات عضوية", "Least organic waste", unit="t"),
    _field("min_containers_yr", "number", "Conteneurs par an minimum", "أدنى حاويات في السنة", "Least containers a year"),
)  # fmt: skip
