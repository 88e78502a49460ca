"""Company number, phone and region as people type them: repaired where one reading is sure, asked about otherwise."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.ma import ice as ice_number

from kernel.errors import Question
from kernel.text import ascii_digits, fold, one_line
from reference import queries as reference

_ADDRESS = re.compile(r"://|\bwww\.|\bhttps?\b", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?e\+?\d+$", re.IGNORECASE)
_HEIRS = {
    "souss massa draa": ("MA-09", "MA-08"),
    "grand casablanca": ("MA-06",),
    "rabat sale zemmour zaer": ("MA-04",),
    "doukkala abda": ("MA-06", "MA-07"),
    "chaouia ouardigha": ("MA-06", "MA-05"),
    "marrakech tensift al haouz": ("MA-07",),
    "meknes tafilalet": ("MA-03", "MA-08"),
    "fes boulemane": ("MA-03",),
    "taza al hoceima taounate": ("MA-03", "MA-01"),
    "gharb chrarda beni hssen": ("MA-04",),
    "tadla azilal": ("MA-05",),
    "tanger tetouan": ("MA-01",),
    "guelmim es semara": ("MA-10", "MA-11"),
    "laayoune boujdour sakia el hamra": ("MA-11",),
    "oued ed dahab lagouira": ("MA-12",),
}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A value fit to keep, and whether it differs from what was typed."""

    value: str
    repaired: bool = False
    sure: bool = True


def repair_name(text: str, *, longest: int) -> Repaired:
    """
    Return the name of a person or an organization on one line.

    :raises ValidationError: when it is too long, or holds an address: names stand in letters that others trust
    """
    name = one_line(text)
    if len(name) > longest:
        problem = ValidationError(_("At most %(longest)s characters."), "max_length", {"longest": longest})
    elif _ADDRESS.search(name):
        problem = ValidationError(_("A name holds no web address."), "address")
    else:
        return Repaired(name, repaired=name != text)
    raise ValidationError({"name": problem})


def repair_ice(text: str, *, confirmed: Collection[str] = ()) -> Repaired:
    """
    Return the 15 digits of a company number; an odd one is kept only when that doubt is confirmed, and marked as not sure.

    :raises Question: when zeros seem lost (one reading) or the check digits do not fit (none)
    """
    typed = ascii_digits(text).strip()
    if not typed:
        return Repaired("")
    unreadable = bool(_SCIENTIFIC.match(typed))
    digits = _NOT_DIGITS.sub("", re.sub(r"\.0+$", "", typed))
    if not unreadable and len(digits) == 15 and ice_number.is_valid(digits):
        return Repaired(digits, repaired=digits != text)
    padded = digits.zfill(15)
    if not unreadable and 9 <= len(digits) < 15 and ice_number.is_valid(padded):
        if "lost_zeros" in confirmed:
            return Repaired(padded, repaired=True)
        raise Question(
            "ice",
            _("Is it %(reading)s? Spreadsheets drop the first zeros."),
            code="lost_zeros",
            readings=(padded,),
            reading=padded,
        )
    if not 9 <= len(digits) <= 15 or unreadable:
        raise ValidationError({"ice": ValidationError(_("An ICE has 15 digits. Copy it from an invoice."), "ice")})
    if "check_digits" in confirmed:
        return Repaired(digits, repaired=digits != text, sure=False)
    raise Question(
        "ice",
        _("The check digits of this ICE do not fit. Is it right as typed?"),
        code="check_digits",
        readings=(digits,),
    )


def repair_phone(text: str) -> Repaired:
    """
    Return the number in the E.164 form, read as Moroccan when it has no country code.

    :raises ValidationError: when it is no possible number
    """
    typed = ascii_digits(text).strip()
    if not typed:
        return Repaired("")
    try:
        number = phonenumbers.parse(typed, "MA")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(
            {"phone": ValidationError(_("This is no phone number we can read. Example: 06 12 34 56 78."), "phone")}
        )
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Repaired(value, repaired=value != text)


def repair_region(text: str) -> Repaired:
    """
    Return the ISO 3166-2 code of a region written as code, name in any language, capital, province or name before 2015.

    :raises Question: when an old region has two heirs
    :raises ValidationError: when nothing fits
    """
    if not text.strip():
        return Repaired("")
    catalogue = reference.catalogue()
    key = _plain(text)
    for code, region in catalogue.regions.items():
        known = (code, region.name_fr, region.name_ar, region.name_en, region.capital_fr, region.capital_ar)
        if key in {_plain(name) for name in known}:
            return Repaired(code, repaired=code != text)
    heirs = _HEIRS.get(key) or tuple(
        {province.region_code for province in catalogue.provinces.values() if key in _province_names(province)}
    )
    if len(heirs) == 1:
        return Repaired(heirs[0], repaired=True)
    if heirs:
        raise Question(
            "region",
            _("This region of before 2015 is now divided. In which one is your site?"),
            code="two_heirs",
            readings=heirs,
        )
    raise ValidationError({"region": ValidationError(_("Choose one of the 12 regions."), "region")})


def _province_names(province: object) -> set[str]:
    return {_plain(getattr(province, "name_fr", "")), _plain(getattr(province, "name_ar", ""))}


def _plain(name: str) -> str:
    folded = re.sub(r"[^\w]+", " ", fold(name)).strip()
    return folded.removeprefix("l ").removeprefix("region ").strip()
