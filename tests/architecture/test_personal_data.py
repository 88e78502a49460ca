"""Each field that the database holds is declared once in `config/personal_data.csv`; a new one fails until somebody says what it is."""

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import Organization
from config.management.commands.personal_data import DOCUMENT, table
from kernel import personal
from kernel.ids import uuid7

STRAIGHT = re.compile(r"(?!.*__)[a-z_]+=id")


def fields_of(model):
    return {field.name for field in model._meta.get_fields() if field.concrete}


def unclassified(models, lines):
    """Return each field that no line names."""
    declared = {(line.model, name) for line in lines for name in line.fields.split()}
    return sorted(
        f"{model._meta.label}.{name}"
        for model in models
        for name in fields_of(model)
        if (model._meta.label, name) not in declared
    )


def test_every_field_of_every_model_is_classified():
    missing = unclassified(apps.get_models(include_auto_created=True), personal.lines())
    assert not missing, f"say what they are in {settings.PERSONAL_DATA.name}: {missing}"


def test_a_field_that_nobody_classified_is_seen():
    lines = [replace(line, fields=line.fields.replace(" phone ", " ")) for line in personal.lines()]
    assert unclassified([apps.get_model("accounts.Organization")], lines) == ["accounts.Organization.phone"]


@pytest.mark.parametrize("line", personal.lines(), ids=lambda line: f"{line.model}:{line.fields[:20]}")
@pytest.mark.django_db
def test_each_line_says_what_it_needs_and_names_what_there_is(line):
    assert line.whose in {"person", "organization", "nobody"}
    assert line.erase in {"delete", "blank", "keep", ""}
    assert line.merge in (
        {"move", "join", "keep"} if STRAIGHT.fullmatch(line.found) and line.whose == "organization" else {""}
    )
    assert line.purpose
    assert line.kept
    assert line.basis or line.whose == "nobody"
    assert bool(line.found) == (line.whose != "nobody")
    assert line.why or line.erase != "keep", "what is kept has its reason"
    assert line.why or line.copy or line.whose == "nobody" or line.erase in {"delete", "blank"}
    assert {name for name in line.fields.split() if "__" not in name} <= fields_of(line.cls)
    if line.found:
        list(line.rows({"id": uuid7(), "email": "x@y.example"}).values(*line.fields.split())[:1])


def test_whatever_leads_to_an_organization_follows_when_it_is_merged_or_is_written_once():
    declared = {(line.model, line.found.partition("_id=")[0]) for line in personal.lines() if line.merge}
    stay = {"accounts.Consent", "documents.ReadLog", "marketplace.LeadStep", "accounts.Organization"}
    forgotten = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Organization and model._meta.label not in stay
        if (model._meta.label, field.name) not in declared
    ]
    assert not forgotten, "say what becomes of them when two organizations become one"


def test_what_is_deleted_goes_after_what_it_is_about():
    """Rows that are written once go only after their subject: the lines stand in that order."""
    order = [(line.model, line.whose) for line in personal.lines() if line.erase == "delete"]
    first = order.index
    for whose in ("person", "organization"):
        for parent, child in [
            ("documents.Document", "documents.ReadLog"),
            ("marketplace.Lead", "marketplace.LeadStep"),
        ]:
            if (child, whose) in order:
                assert first((parent, whose)) < first((child, whose))


def test_files_beside_rows_have_somebody_who_finds_them():
    for model, path in settings.COPIED_FILES.items():
        assert callable(import_string(path))
        assert any(line.model == model and line.copy for line in personal.lines())


def test_the_table_of_the_docs_is_the_declaration():
    assert table() in DOCUMENT.read_text(), "run manage.py personal_data --write"
