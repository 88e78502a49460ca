"""The columns of an institution's list of firms: what it may prepare for each, until the firm itself answers."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.imports.fields import Field
from reference import queries as reference

_LANGUAGES = {
    "fr": {"fr": "français", "ar": "arabe", "en": "anglais"},
    "ar": {"fr": "الفرنسية", "ar": "العربية", "en": "الإنجليزية"},
    "en": {"fr": "French", "ar": "Arabic", "en": "English"},
}


def _known(kind: str) -> Callable[[str], Mapping[str, str]]:
    return lambda language: reference.names(kind, language)


def _field(name: str, kind: str, fr: str, ar: str, en: str, *also: str, **more: Any) -> Field:
    return Field(name, kind, {"fr": fr, "ar": ar, "en": en}, also, **more)


FIELDS = (
    _field("source_key", "text", "Votre référence", "مرجعكم", "Your reference", "sme_id", "Référence", "Reference", "Réf", "المرجع", "N° adhérent", is_needed=True, length=80, example="F-001"),
    _field("name", "text", "Raison sociale", "اسم الشركة", "Company name", "Nom", "Entreprise", "Société", "Name", "Company", "الشركة", "الاسم", is_needed=True, length=160, example="Dattes du Ziz"),
    _field("email", "text", "E-mail", "البريد الإلكتروني", "E-mail", "Email", "Courriel", "Contact", "Adresse e-mail", is_needed=True, length=254, example="contact@dattes.example"),
    _field("language", "one", "Langue", "اللغة", "Language", options=_LANGUAGES.__getitem__, example="fr"),
    _field("ice", "digits", "ICE", "التعريف الموحد للمقاولة", "ICE", "N° ICE", "Numéro ICE", length=60),
    _field("region", "one", "Région", "الجهة", "Region", options=_known("region"), example="MA-08"),
    _field("city", "text", "Ville", "المدينة", "City", length=80),
    _field("sector", "one", "Secteur", "القطاع", "Sector", "Activité", options=_known("sector")),
    _field("employees", "count", "Effectif", "عدد الأجراء", "Employees", "Nombre de salariés"),
    _field("revenue_mad", "number", "Chiffre d’affaires", "رقم المعاملات", "Turnover", "CA", unit="MAD"),
    _field("years_operating", "count", "Années d’activité", "سنوات النشاط", "Years operating"),
    _field("cgem_member", "yes_no", "Membre de la CGEM", "عضو الاتحاد العام لمقاولات المغرب", "CGEM member"),
)  # fmt: skip
FACTS = ("sector", "employees", "revenue_mad", "years_operating", "cgem_member")
