"""A partner's spreadsheet: read without writing, asked about, then written whole and once."""

import json
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from kernel import clock
from kernel.errors import Conflict, Refused
from kernel.imports.templates import xlsx_template
from kernel.models import Import, ImportRow
from kernel.retention import forget_old
from partners import actions, queries
from partners.actions.sheets import OFFERS
from partners.models import Offer
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_offer, make_partner
from tests.queue import drain

pytestmark = pytest.mark.django_db

FRENCH = """Offres de Chams Solaire 2026;;;;;;
;;;;;;
Référence;Nom;Régions desservies;Mesures;Projet minimum (MAD);Statut constaté le;À distance;Secteurs
PV-01;Toiture solaire;Casablanca-Settat;pv_rooftop;1 250 000,50;03/04/2026;oui;*
PV-02;Pompage;MA-06, MA-07;pv_rooftop;900,5;13/04/2026;non;tous
"""


@pytest.fixture
def chams(db):
    return make_partner()


def send(actor, text, *, encoding="utf-8", name="offres.csv"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    job = actions.take_offers_file(actor, filename=name, content=content, now=clock.now())
    drain()
    return queries.offers_files(actor).get(pk=job.pk)


def answer(actor, job, **answers):
    actions.answer_offers_file(actor, import_id=job.pk, answers={k.replace("__", ":"): v for k, v in answers.items()})
    drain()
    return queries.offers_files(actor).get(pk=job.pk)


def write(actor, job):
    actions.apply_offers_file(actor, import_id=job.pk)
    drain()
    return queries.offers_files(actor).get(pk=job.pk)


def outcomes(job):
    return list(job.rows.values_list("number", "outcome"))


def said(job, language="fr"):
    return [(row.number, one["column"], one["said"][language]) for row in job.rows.all() for one in row.problems]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_french_file_is_read_right_and_nothing_is_written_before_it_is_told_to(chams, encoding):
    job = send(chams, FRENCH, encoding=encoding)
    assert (job.state, outcomes(job)) == ("ready", [(4, "new"), (5, "new")])
    assert job.counts["header"] == 3
    assert not queries.own_offers(chams).exists()
    assert write(chams, job).state == "applied"
    first, second = queries.own_offers(chams).order_by("source_key")
    assert str(first.ticket_min_mad) == "1250000.50"
    assert first.as_of.isoformat() == "2026-04-03"
    assert first.terms["remote"] is True
    assert second.terms["regions_served"] == ["MA-06", "MA-07"]
    assert first.shelf == "published"


@pytest.mark.parametrize("everywhere", ["*", "Toutes", "الكل"])
def test_everywhere_is_each_of_the_twelve_regions(chams, everywhere):
    write(chams, send(chams, f"Référence;Nom;Régions desservies\nPV-01;Toiture;{everywhere}\n"))
    assert len(queries.own_offers(chams).get().terms["regions_served"]) == 12


def test_the_same_file_again_changes_the_same_offers_and_a_blank_cell_changes_nothing(chams):
    write(chams, send(chams, FRENCH))
    again = send(chams, "Référence;Nom;Projet minimum (MAD)\nPV-01;Toiture;\nPV-03;Autre;5\n")
    assert outcomes(again) == [(2, "changed"), (3, "new")]
    write(chams, again)
    assert queries.own_offers(chams).count() == 3
    kept = queries.own_offers(chams).get(source_key="PV-01")
    assert (kept.name_fr, str(kept.ticket_min_mad)) == ("Toiture", "1250000.50")


def test_one_wrong_row_holds_the_whole_file_back_and_is_named_in_each_language(chams):
    job = send(chams, FRENCH + "PV-03;X;Atlantide;pv_rooftop;12x;31/02/2026;peut-être;*\n")
    assert job.state == "refused"
    assert {column for _, column, _ in said(job)} == {
        "Régions desservies",
        "Projet minimum (MAD)",
        "Statut constaté le",
        "À distance",
    }
    assert {number for number, *_ in said(job)} == {6}
    for language in ("fr", "ar", "en"):
        assert any("Atlantide" in words for *_, words in said(job, language))
    assert len({said(job, language)[0][2] for language in ("fr", "ar", "en")}) == 3
    with pytest.raises(Conflict):
        actions.apply_offers_file(chams, import_id=job.pk)
    assert not queries.own_offers(chams).exists()


def test_what_has_two_readings_is_asked_once_and_read_as_answered(chams):
    text = "Référence;Nom;Projet minimum (MAD)\nA;X;1.250\nB;Y;2.500\n"
    job = send(chams, text)
    assert job.state == "asked"
    assert [one["code"] for one in job.doubts] == ["decimal_mark"]
    with pytest.raises(ValidationError):
        actions.answer_offers_file(chams, import_id=job.pk, answers={"marks": "perhaps"})
    with pytest.raises(Conflict):
        actions.apply_offers_file(chams, import_id=job.pk)
    points = answer(chams, job, marks=".")
    assert [row.values["ticket_min_mad"] for row in points.rows.all()] == ["1.25", "2.5"]
    commas = answer(chams, points, marks=",")
    assert [row.values["ticket_min_mad"] for row in commas.rows.all()] == ["1250", "2500"]
    assert commas.state == "ready"


def test_other_numbers_of_the_file_settle_the_mark(chams):
    job = send(chams, "Référence;Nom;Projet minimum;Projet maximum\nA;X;1.250;2500,75\n")
    assert (job.state, job.rows.get().values["ticket_min_mad"]) == ("ready", "1250")


def test_an_english_reader_is_asked_the_order_of_days(chams):
    reader = actor_of(make_organization("Sunrise", "provider", language="en"))
    text = "Reference;Name;Status seen on\nA;X;03/04/2026\n"
    job = send(reader, text)
    assert [one["code"] for one in job.doubts] == ["day_order"]
    assert answer(reader, job, order="mdy").rows.get().values["as_of"] == "2026-03-04"
    assert send(chams, text).rows.get().values["as_of"] == "2026-04-03"


def test_a_day_of_the_other_order_is_refused_with_both_readings(chams):
    job = send(chams, "Référence;Nom;Statut constaté le\nA;X;13/04/2026\nB;Y;04/13/2026\n")
    assert outcomes(job) == [(2, "new"), (3, "refused")]
    assert "04/13/2026" in said(job)[0][2]
    assert "2026-04-13" in said(job)[0][2]


def workbook(rows, change=lambda sheet: None):
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(file)
    return file.getvalue()


def test_a_workbook_with_percents_serial_days_hidden_rows_and_totals(chams):
    def change(sheet):
        sheet["C2"].number_format = "0%"
        sheet.row_dimensions[4].hidden = True
        sheet.sheet_view.rightToLeft = True

    rows = [
        ["المرجع", "الاسم بالعربية", "نسبة المنحة (%)", "تاريخ معاينة الحالة", "عن بعد"],
        [101, "لوحات شمسية", 0.25, 46115, "نعم"],
        ["B", "ضخ", "٢٥٫٥", datetime(2026, 5, 3), "لا"],
        ["C", "مخفي", None, None, None],
        ["المجموع", None, 0.25, None, None],
    ]
    job = send(chams, workbook(rows, change), name="عروض.xlsx")
    assert job.state == "asked"
    assert {one["code"] for one in job.doubts} == {"serial_days", "totals", "hidden"}
    job = answer(chams, job, serial__D="days", totals="leave_out", hidden="leave_out")
    assert outcomes(job) == [(2, "new"), (3, "new"), (4, "left_out"), (5, "left_out")]
    first, second = job.rows.filter(outcome="new")
    assert (first.values["source_key"], first.values["grant_pct"], first.values["as_of"]) == ("101", "25", "2026-04-03")
    assert (second.values["grant_pct"], second.values["remote"]) == ("25.5", False)


def test_shares_between_zero_and_one_unknown_columns_and_twins_are_asked(chams):
    text = "Référence;Nom;Subvention;Bonus;Nom\nA;X;0,25;oui;Y\n"
    job = send(chams, text)
    assert [one["id"] for one in job.doubts] == ["column:D", "twice:name_fr", "share:C"]
    job = answer(chams, job, column__D="leave_out", twice__name_fr="E", share__C="fraction")
    assert job.rows.get().values == {"source_key": "A", "name_fr": "Y", "grant_pct": "25"}


def test_repeated_headers_and_empty_columns_are_passed_over_and_a_key_twice_is_refused(chams):
    text = "Référence;;Nom\nA;;X\nRéférence;;Nom\nB;;Y\n;;\nA;;Z\n"
    job = send(chams, text)
    assert outcomes(job) == [(2, "new"), (4, "new"), (6, "refused")]
    assert "2" in said(job)[0][2]


def test_a_formula_without_a_result_is_refused_not_blank(chams):
    job = send(chams, workbook([["Référence", "Nom", "Projet minimum"], ["A", "X", "=1+1"]]))
    assert outcomes(job) == [(2, "refused")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.4 x", "not_a_table"), (b"Nom;Prix min\nX;3\n", "no_key_column"), (b"Reference;Nom\n", "empty_file")],
)
def test_a_file_that_is_none_says_why(chams, content, code):
    job = send(chams, content)
    assert job.state in {"failed", "asked"}
    assert job.error.get("code") == code or job.doubts


def test_a_file_of_no_known_column_asks_which_line_names_them_and_what_they_are(chams):
    job = send(chams, "Liste\nalpha;beta\nA;X\n")
    assert [one["code"] for one in job.doubts] == ["which_header"]
    job = answer(chams, job, header="2")
    assert {one["id"] for one in job.doubts} >= {"column:A", "column:B"}
    job = answer(chams, job, column__A="source_key", column__B="name_fr")
    assert (job.state, outcomes(job)) == ("ready", [(3, "new")])


def test_an_import_is_its_organizations_alone_and_a_reader_only_looks(chams):
    job = send(chams, FRENCH)
    rival = make_partner("Rival")
    assert not queries.offers_files(rival).exists()
    with pytest.raises(Import.DoesNotExist):
        actions.apply_offers_file(rival, import_id=job.pk)
    reader = actor_of(
        Offer._meta.get_field("organization").related_model.objects.get(pk=chams.organization_id), "reader"
    )
    assert queries.offers_files(reader).get().can_apply is False
    for act in (
        lambda: actions.apply_offers_file(reader, import_id=job.pk),
        lambda: actions.answer_offers_file(reader, import_id=job.pk, answers={}),
        lambda: actions.take_offers_file(reader, filename="x.csv", content=b"x", now=clock.now()),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        actions.take_offers_file(actor_of(make_organization()), filename="x", content=b"x", now=clock.now())


def test_pressing_twice_writes_once_and_an_offer_changed_meanwhile_keeps_its_other_fields(chams):
    offer = make_offer(chams, source_key="PV-01", capacity_month=4)
    job = send(chams, FRENCH)
    actions.change_offer(chams, offer_id=offer.pk, values={"capacity_month": 7}, now=clock.now())
    actions.apply_offers_file(chams, import_id=job.pk)
    actions.apply_offers_file(chams, import_id=job.pk)
    drain()
    actions.apply_offers_file(chams, import_id=job.pk)
    drain()
    assert queries.own_offers(chams).count() == 2
    assert queries.own_offers(chams).get(source_key="PV-01").terms["capacity_month"] == 7


def test_whoever_lost_the_right_meanwhile_writes_nothing(chams):
    job = send(chams, FRENCH)
    actions.apply_offers_file(chams, import_id=job.pk)
    Offer._meta.get_field("organization").related_model.objects.update(suspended_at=clock.now())
    drain()
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == ("failed", "no_right")
    assert not Offer.objects.filter(source_key="PV-01").exists()


def test_files_are_forgotten_after_thirty_days(chams):
    send(chams, FRENCH)
    assert forget_old(clock.now() + timedelta(days=29))["kernel.imports.jobs.forget"] == 0
    forget_old(clock.now() + timedelta(days=31))
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


def test_a_reading_that_was_cut_begins_again_and_stages_each_row_once(chams, monkeypatch):
    job = actions.take_offers_file(chams, filename="x.csv", content=FRENCH.encode(), now=clock.now())
    ImportRow.objects.create(job=job, round=0, number=4, outcome="new", values={"source_key": "half"})
    drain()
    assert outcomes(job) == [(4, "new"), (5, "new")]
    assert json.dumps(list(job.rows.values_list("key", flat=True))) == '["PV-01", "PV-02"]'


RECORDS = """Référence;Nom;Références (secteur, année);Qualifications (titre | document | fin)
PV-01;Toiture;"Argan (huile alimentaire et cosmétique, coopératives), 2023; olive_oil ٢٠٢٢";"ISO 9001 | certificat.pdf | 31/05/2027; Taqa Pro; QUALIT’EnR | 2026-12-31"
"""


def test_past_projects_and_qualifications_are_read_and_none_is_verified_by_its_own_partner(chams):
    job = send(chams, RECORDS)
    assert job.state == "ready", said(job)
    assert not queries.own_offers(chams).exists(), "nothing is written before it is told to"
    write(chams, job)
    row = queries.own_offers(chams).get()
    assert row.terms["references"] == [{"sector": "argan", "year": 2023}, {"sector": "olive_oil", "year": 2022}]
    assert row.terms["claims"] == [
        {"what": "ISO 9001", "document": "certificat.pdf", "valid_until": "2027-05-31"},
        {"what": "Taqa Pro"},
        {"what": "QUALIT’EnR", "valid_until": "2026-12-31"},
    ]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Références (secteur, année)", "Huile d’olive"),
        ("Références (secteur, année)", "Atlantide, 2023"),
        ("Références (secteur, année)", "olive_oil, 2023, verified"),
        ("Qualifications (titre | document | fin)", "ISO 9001 | a.pdf | bientôt"),
        ("Qualifications (titre | document | fin)", "ISO 9001 | a.pdf | 03/04/2027"),
        ("Qualifications (titre | document | fin)", "ISO 9001 | a.pdf | 2027-05-31 | b"),
        ("Qualifications (titre | document | fin)", "| a.pdf"),
    ],
)
def test_a_record_that_is_not_written_as_the_example_is_named_with_it(chams, column, cell):
    job = send(chams, f'Référence;Nom;{column}\nPV-01;Toiture;"{cell}"\n')
    assert job.state == "refused"
    ((row, named, text),) = said(job)
    assert (row, named) == (2, column)
    assert "n’est pas écrit comme dans l’exemple" in text


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_template_of_each_language_has_columns_of_records_and_reads_back(chams, language):
    book = load_workbook(BytesIO(xlsx_template(OFFERS, language)))
    heads = [cell.value for cell in book.worksheets[0][1]]
    example = {field.name: field.example for field in OFFERS.fields}
    titles = {field.name: field.title(language) for field in OFFERS.fields}
    assert {titles["references"], titles["claims"]} <= set(heads)
    for name in ("source_key", f"name_{language}", "references", "claims"):
        book.worksheets[0].cell(2, heads.index(titles[name]) + 1, example[name] or "Toiture")
    file = BytesIO()
    book.save(file)
    job = send(chams, file.getvalue(), name="offres.xlsx")
    assert job.state == "ready", said(job)
    write(chams, job)
    terms = queries.own_offers(chams).get().terms
    assert [one["sector"] for one in terms["references"]] == ["olive_oil", "argan"]
    assert [one["what"] for one in terms["claims"]] == ["ISO 9001", "Taqa Pro"]
