"""The tags of the pages: isolation of numbers, shapes with their words, forms and addresses."""

from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from frontend.shown.cbam import act
from frontend.templatetags import controls, shapes, words


def render(source, **values):
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    "value",
    [
        "+212 6 00 12 34 56",
        "05 22 00 12 34",
        "MA64 0110 0000",
        "10-20 %",
        "01/03/2026 – 31/03/2026",
        "ISO 50001:2018",
    ],
)
def test_what_reads_left_to_right_is_one_unit_inside_an_arabic_sentence(value):
    with translation.override("ar"):
        html = words.isolate(f"هذا هو {value}، كما كتبتموه")
    assert html == f'هذا هو <bdi dir="ltr">{value}</bdi>، كما كتبتموه'


def test_isolating_a_text_still_escapes_it():
    assert words.isolate("<b>12</b> & 13") == '&lt;b&gt;<bdi dir="ltr">12</bdi>&lt;/b&gt; &amp; <bdi dir="ltr">13</bdi>'


def test_a_phone_copies_as_digits_and_reads_in_groups():
    html = words.phone("+212600123456")
    assert html == '<a href="tel:+212600123456"><bdi class="num" dir="ltr">+212 6 00 12 34 56</bdi></a>'


def test_a_number_in_a_page_stands_alone():
    with translation.override("ar"):
        assert render("{{ n|number|num }}", n=1234) == '<bdi class="num">1.234</bdi>'
    assert render("{{ n|ltr }}", n="1509 20") == '<bdi class="num" dir="ltr">1509 20</bdi>'
    assert render("{{ n|num }}", n=None) == ""


@pytest.mark.parametrize(
    "name", ["number", "money", "cents", "mass", "percent", "millions", "day", "hour", "signed", "iso"]
)
def test_a_missing_value_is_written_as_nothing_and_never_as_zero(name):
    assert render("{{ value|" + name + " }}", value=None) == ""


def test_an_interval_is_said_in_words():
    with translation.override("ar"):
        said = words.between(80, 86)
    assert said == 'بين <bdi class="num">80</bdi> و<bdi class="num">86</bdi>'
    assert "±" not in words.between(Decimal(2180), Decimal(3240))


@pytest.mark.parametrize(
    ("state", "word"), [("met", "Rempli"), ("missing", "Manque"), ("unknown", "À confirmer"), ("open", "À ajouter")]
)
def test_a_verdict_has_a_shape_and_a_word(state, word):
    html = shapes.shape(state)
    assert f"#i-{state}" in html
    assert word in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Chams Solaire", "CS"),
        ("Argane", "AR"),
        ("شمس سولير", "ش"),
        ("الأطلس واط", "أ"),
        ("Huilerie de Meknès", "HM"),
        ("", "?"),
    ],
)
def test_a_monogram_has_two_latin_letters_or_one_arabic(name, letters):
    assert words.monogram(name) == letters


def test_the_tint_of_an_organization_never_changes():
    assert words.tint("0199-a") == words.tint("0199-a")
    assert len({words.tint(str(key)) for key in range(100)}) == 5


class Bill(forms.Form):
    energy = forms.DecimalField(label="Énergie", help_text="Sur la facture.", max_value=10)
    note = forms.CharField(required=False)


def test_a_control_names_its_hint_its_error_and_its_unit():
    form = Bill({"energy": "41"})
    html = controls.control(form["energy"], "id_energy_unit")
    assert 'aria-describedby="id_energy_helptext id_energy_error id_energy_unit"' in html
    assert 'aria-invalid="true"' in html


def test_the_error_summary_links_to_the_fields():
    form = Bill({"energy": "41"})
    assert [(error["id"], error["label"]) for error in controls.error_list(form, [])] == [("id_energy", "Énergie")]
    assert controls.error_list(Bill(), []) == []
    form.add_error("energy", "Encore.")
    assert len(controls.error_list(form, [])) == 1, "fields are counted, not what is wrong with them"


def test_a_sentence_is_set_as_its_language_asks():
    with translation.override("ar"):
        assert words.prose("القانون 09-08") == 'القانون <bdi dir="ltr">09-08</bdi>'
        assert words.prose("بين 3,05 و3,58 طن") == 'بين <bdi dir="ltr">3,05</bdi> و<bdi dir="ltr">3,58</bdi> طن'
        assert words.prose("النطاقان 1 و2، بـ1.200 درهم") == (
            'النطاقان <bdi dir="ltr">1</bdi> و<bdi dir="ltr">2</bdi>، بـ<bdi dir="ltr">1.200</bdi> درهم'
        )
        assert words.prose("R404A و CO2,5") == "R404A و CO2,5"  # the digits of a name stay in it
        assert words.prose(words.num("09-08")) == '<bdi class="num">09-08</bdi>'
        assert words.prose("&<12") == '&amp;&lt;<bdi dir="ltr">12</bdi>'
    assert render("{{ text|prose }}", text="Prêt ? <b>") == "Prêt\u00a0? &lt;b&gt;"


def test_an_escaped_apostrophe_is_no_number():
    with translation.override("ar"):
        assert words.isolate("l'huile") == "l&#x27;huile"


def test_acts_are_parted_as_the_language_does():
    one = "Regulation (EU) 2018/848; Regulation (EU) 2021/1378"
    with translation.override("ar"):
        assert act(one) == "لائحة الاتحاد الأوروبي 2018/848، لائحة الاتحاد الأوروبي 2021/1378"
    with translation.override("fr"):
        assert act(one) == "Règlement (UE) 2018/848, Règlement (UE) 2021/1378"
