"""A quote on paper: in three languages, hostile words as words, made in time or not at all."""

import io
import re

import pytest
from django.utils import translation
from pypdf import PdfReader

from kernel import typesetting
from kernel.typesetting import NotTypeset, typeset
from marketplace import queries
from marketplace.files import quotes as files
from tests.factories.quotes import make_quote

HOSTILE = '#eval("1+1") @ref $x^2$ *gras* _it_ `raw` = titre <label> \\ #import "x.typ" https://a.example //'


def text_of(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Devis, version 1"), ("en", "Quote, version 1"), ("ar", "1 494 000,00|1.494.000,00")]
)
def test_a_quote_is_a_pdf_in_each_language(language, words):
    deal, quote = make_quote(guarantees="Modules : 25 ans\nضمان عشر سنوات", payback_years="5")
    with translation.override(language):
        pdf = files.quote_pdf(queries.quote(deal.sme, quote.pk))
    assert pdf.startswith(b"%PDF")
    found = text_of(pdf)
    assert any(one in found for one in words.split("|")), found
    assert "Chams" in found


@pytest.mark.django_db
def test_words_of_users_are_never_markup():
    deal, quote = make_quote(guarantees=HOSTILE, notes="#panic()\n#while true {}")
    found = text_of(files.quote_pdf(queries.quote(deal.partner, quote.pk)))
    for word in ('#eval("1+1")', "@ref", "$x^2$", "*gras*", "`raw`", "#panic()", "#while true {}"):
        assert word in found


@pytest.mark.django_db
def test_many_long_lines_take_several_pages():
    deal, quote = make_quote(notes="\n".join(["mot " * 40] * 12), guarantees="x" * 1500)
    assert len(PdfReader(io.BytesIO(files.quote_pdf(queries.quote(deal.sme, quote.pk)))).pages) > 1


def test_a_page_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    endless = tmp_path / "endless.typ"
    endless.write_text("#for a in range(1000000) { for b in range(1000000) { let c = a * b } }")
    monkeypatch.setattr(typesetting, "PATIENCE", 1.0)
    with pytest.raises(NotTypeset):
        typeset(endless, {})
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("#nothing-of-this-name")
    monkeypatch.setattr(typesetting, "PATIENCE", 15.0)
    with pytest.raises(NotTypeset, match="nothing-of-this-name"):
        typeset(wrong, {})
