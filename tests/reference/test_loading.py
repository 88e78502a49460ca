"""`load_reference` writes an edition once, whole, or names the bad row and changes nothing."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reference import actions, models, queries
from reference.files import DATA, BadReference

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def rewrite(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def empty():
    """Tables as before the first load, whatever the migrations or the session's set-up loaded."""
    models.Province.objects.all().delete()
    for model in models.Named.__subclasses__():
        model.objects.all().delete()
    models.Edition.objects.all().delete()


def test_the_first_load_fills_every_table(empty):
    loaded = actions.load_reference(now=NOW)
    assert loaded.changed
    assert {
        name: model.objects.count() for model in models.Named.__subclasses__() if (name := model._meta.model_name)
    } == loaded.counts
    assert loaded.counts["cbamdefault"] == 2621
    assert queries.edition_loaded().digest == queries.catalogue().edition
    assert queries.edition_is_current()
    row = models.Measure.objects.get(pk="pv_rooftop")
    assert (row.state, row.confidence, row.facts["capex_low"]) == ("priced", "sourced", "7394")
    assert models.Province.objects.get(pk="01.511").region.name_en == "Tangier-Tetouan-Al Hoceima"


def test_the_same_edition_again_changes_nothing(empty):
    actions.load_reference(now=NOW)
    again = actions.load_reference(now=LATER)
    assert not again.changed
    assert queries.edition_loaded().loaded_at == NOW


def test_another_edition_changes_and_drops_rows(empty, folder):
    actions.load_reference(now=NOW)
    rewrite(folder, "energy_prices.csv", "0.7636", "0.7637")
    rewrite(folder, "certifications.csv", "ISO 14001,", "ISO 14001:2026,")
    lines = (folder / "certifications.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "certifications.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    loaded = actions.load_reference(folder=folder, now=LATER)
    assert loaded.changed
    assert models.Standard.objects.count() == 44
    assert models.Standard.objects.get(pk="iso_14001").name_fr == "ISO 14001:2026"
    assert models.Edition.objects.count() == 1
    assert not queries.edition_is_current()


def test_a_bad_row_is_named_and_nothing_changes(empty, folder):
    actions.load_reference(now=NOW)
    rewrite(folder, "regions.csv", "Oriental", "Orient")
    rewrite(folder, "provinces.csv", "MA-01", "MA-77")
    with pytest.raises(BadReference, match=r"provinces.csv, line 2, column region_code: 'MA-77' is not known"):
        actions.load_reference(folder=folder, now=LATER)
    assert models.Region.objects.get(pk="MA-02").name_fr == "Oriental"
    assert queries.edition_is_current()


def test_the_command_says_what_it_did(empty, folder):
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    call_command("load_reference", stdout=out)
    first, second = out.getvalue().splitlines()
    assert "12 region, 83 province" in first
    assert second.endswith("is already loaded: nothing to do")
    rewrite(folder, "sectors.csv", "01.63", "")
    with pytest.raises(
        CommandError, match=r"sectors.csv, line 2, column nace_rev2: is empty\nNothing was loaded: 1 problem"
    ):
        call_command("load_reference", folder=folder)
