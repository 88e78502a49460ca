"""Numbers, amounts and dates in the three languages, as Morocco writes them."""

import re
import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from frontend import formats

NARROW, SPACE, MINUS = "\u202f", "\u00a0", "\u2212"


def said(language, write):
    with translation.override(language):
        return write()


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"412{NARROW}000,5"), ("ar", "412.000,5"), ("en", "412,000.5")],
)
def test_a_number_is_grouped_as_the_language_does(language, expected):
    assert said(language, lambda: formats.number(Decimal("412000.50"))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"{MINUS}2{NARROW}150"), ("ar", f"{MINUS}2.150"), ("en", f"{MINUS}2,150")],
)
def test_a_minus_is_a_minus_and_not_a_hyphen(language, expected):
    assert said(language, lambda: formats.number(-2150)) == expected


def test_what_rounds_to_zero_has_no_sign():
    assert formats.number(Decimal("-0.001")) == "0"


def test_rounding_is_half_up():
    assert [formats.number(Decimal(text), 0) for text in ("0.5", "1.5", "2.5")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2670.4", "2670"),
        ("999.6", "1000"),
        ("0.5784", "0.578"),
        ("0", "0"),
        ("-12.349", "-12.3"),
        ("123456", "123000"),
    ],
)
def test_three_significant_figures(value, expected):
    assert formats.significant(Decimal(value)) == Decimal(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"2{NARROW}670{SPACE}tCO₂e"), ("ar", f"2.670{SPACE}طن مكافئ CO₂"), ("en", f"2,670{SPACE}tCO₂e")],
)
def test_a_mass_of_a_tonne_or_more_is_in_tonnes(language, expected):
    assert said(language, lambda: str(formats.mass(Decimal(2_669_800)))) == expected


def test_a_mass_below_a_tonne_is_in_kilograms():
    assert str(formats.mass(Decimal("998.4"))) == f"998{SPACE}kgCO₂e"


def test_an_interval_takes_the_unit_of_its_middle():
    mass = formats.mass(Decimal(950), Decimal(700), Decimal(1240))
    assert (mass.value, mass.low, mass.high, mass.unit) == ("950", "700", f"1{NARROW}240", "kgCO₂e")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"54{NARROW}190,20{SPACE}MAD"), ("ar", f"54.190,20{SPACE}درهم"), ("en", f"54,190.20{SPACE}MAD")],
)
def test_a_bill_keeps_its_cents(language, expected):
    assert said(language, lambda: formats.money(Decimal("54190.2"), 2)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "1,53 MMAD"), ("ar", "1,53 مليون درهم"), ("en", "1.53 million MAD")],
)
def test_a_large_amount_is_said_in_millions(language, expected):
    assert said(language, lambda: formats.millions(1_530_000)) == expected


def test_an_amount_below_a_million_stays_whole():
    assert formats.millions(600_000) == formats.money(600_000)


@pytest.mark.parametrize(("language", "expected"), [("fr", f"91{SPACE}%"), ("ar", "91%"), ("en", "91%")])
def test_a_share_is_a_percentage(language, expected):
    assert said(language, lambda: formats.percent(Decimal("0.914"))) == expected


@pytest.mark.parametrize(
    ("language", "style", "expected"),
    [
        ("fr", "long", "26 août 2026"),
        ("fr", "weekday", "mercredi 26 août"),
        ("ar", "long", "26 غشت 2026"),
        ("ar", "month", "غشت"),
        ("en", "long", "26 August 2026"),
    ],
)
def test_a_day_in_each_language(language, style, expected):
    assert said(language, lambda: formats.day(date(2026, 8, 26), style)) == expected


@pytest.mark.parametrize("month", range(1, 13))
def test_arabic_months_are_the_moroccan_ones(month):
    moroccan = [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ]
    assert said("ar", lambda: formats.day(date(2026, month, 1), "month")) == moroccan[month - 1]


INSTANTS = {
    "2026-02-14T12:00Z": ("14 février 2026", "13:00 GMT+1"),
    "2026-02-16T12:00Z": ("16 février 2026", "12:00 GMT"),
    "2026-06-15T12:00Z": ("15 juin 2026", "13:00 GMT+1"),
    "2026-07-01T23:30Z": ("2 juillet 2026", "0:30 GMT+1"),
    "2026-09-20T00:59Z": ("20 septembre 2026", "1:59 GMT+1"),
    "2026-09-20T01:00Z": ("20 septembre 2026", "1:00 GMT"),
    "2026-11-25T12:00Z": ("25 novembre 2026", "12:00 GMT"),
    "2027-03-01T12:00Z": ("1er mars 2027", "12:00 GMT"),
}


@pytest.mark.parametrize(("instant", "shown"), INSTANTS.items())
def test_an_instant_is_told_on_the_clocks_of_morocco_and_names_the_zone(instant, shown):
    moment = datetime.fromisoformat(instant)
    assert (formats.day(moment), formats.hour(moment).replace("\u00a0", " ")) == shown


def test_an_hour_of_no_day_names_no_zone():
    assert formats.hour(time(9, 5)) == "9:05"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Est-ce sûr ? Oui !", f"Est-ce sûr{SPACE}? Oui{SPACE}!"),
        ("Reste : 20 %; fini", f"Reste{SPACE}: 20{SPACE}%; fini"),
        ("« Bonjour »", f"«{SPACE}Bonjour{SPACE}»"),
        ("à 10:42 http://a.ma", "à 10:42 http://a.ma"),
    ],
)
def test_french_punctuation_holds_to_its_word(given, expected):
    assert formats.french_spaces(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("+212600123456", "+212 6 00 12 34 56"),
        ("0522001234", "+212 5 22 00 12 34"),
        ("+33142685300", "+33 1 42 68 53 00"),
        ("standard 12", "standard 12"),
    ],
)
def test_a_phone_is_written_in_groups(given, expected):
    assert formats.phone(given) == expected


ROOT = Path(__file__).resolve().parents[2]
LETTER_FIRST = """
from datetime import date
from babel.dates import format_date
from kernel.locales import of_days
for pattern in ("MMMM", "LLLL"):
    print(format_date(date(2026, 8, 1), pattern, locale=of_days("ar")))
"""


def test_only_one_module_names_the_locales_so_that_no_letter_spoils_the_months_of_a_page():
    """Days asked in plain `ar`, in a letter, once left their months to every page of the process."""
    apart = re.compile(r"locale=(?!of_days\(|NUMBERS|DAYS)[\w\"'(]")
    rooms = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {".venv", "tests", "benchmarks"}
    ]
    guilty = [str(path) for path in rooms if "babel" in (text := path.read_text()) and apart.search(text)]
    assert len(rooms) > 300
    assert not guilty
    told = subprocess.run([sys.executable, "-c", LETTER_FIRST], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["غشت", "غشت"]
