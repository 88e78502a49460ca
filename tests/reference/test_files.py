"""The reference files are read whole or not at all, and every bad cell is named."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from reference.files import DATA, BadReference, load

COUNTS = {
    "regions": 12,
    "provinces": 83,
    "sectors": 38,
    "measures": 66,
    "triggers": 66,
    "prices": 26,
    "standards": 45,
    "schemes": 30,
    "factors": 407,
    "activities": 138,
    "cbam_goods": 69,
    "cbam_lines": 572,
    "hs": 6936,
    "holidays": 66,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def spoil(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(BadReference) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_every_row_is_loaded():
    catalogue = load()
    assert {name: len(getattr(catalogue, name)) for name in COUNTS} == COUNTS
    assert sum(map(len, catalogue.cbam_defaults.values())) == 2621
    assert sum(map(len, catalogue.cbam_benchmarks.values())) == 2465
    assert sum(map(len, catalogue.end_use_shares.values())) == 602


def test_every_file_of_the_folder_is_read(folder):
    digests = {load(folder).edition}
    for path in sorted(folder.glob("*.csv")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        digests.add(load(folder).edition)
    assert len(digests) == 18


def test_the_own_folder_is_read_once_and_has_the_digest_of_its_files(folder):
    assert load() is load()
    assert load(folder).edition == load().edition


def test_cells_become_values():
    catalogue = load()
    grid = catalogue.activities["electricity_grid"]
    assert grid.factor_ids_by_year == {2023: "elec_ma_ember_2023", 2024: "elec_ma_ember_2024"}
    assert grid.density_kg_per_l is None
    assert grid.offer_first is True
    assert catalogue.activities["butane"].entry_packs["bottle_12kg"] == Decimal(12)
    assert catalogue.sectors["fresh_fruit_veg"].hs_chapters == ("07", "08")
    assert catalogue.regions["MA-06"].pv_yield_kwh_kwp_yr_measured.middle == Decimal("1642.5")
    assert catalogue.schemes["charte_tpme"].as_of_day.isoformat() == "2025-11-08"
    assert catalogue.cbam_lines["31021010"].heirs == ("31021012", "31021015", "31021019")


def test_end_use_shares_of_a_sector_and_carrier_add_up_to_100():
    for sector, rows in load().end_use_shares.items():
        sums: dict[tuple[str, ...], Decimal] = {}
        for row in rows:
            if row.share_pct_typical is not None:
                sums[row.carrier_base] = sums.get(row.carrier_base, Decimal(0)) + row.share_pct_typical
        assert set(sums.values()) <= {Decimal(100)}, sector


def test_the_only_default_values_of_uncovered_goods_are_cookware():
    catalogue = load()
    covered = "\n".join(catalogue.cbam_lines)
    stems = {digits for _, digits in catalogue.cbam_defaults if f"\n{digits}" not in f"\n{covered}"}
    assert stems == {"76151010", "76151030", "76151080", "76152000"}


@pytest.mark.parametrize(
    ("file", "before", "after", "named"),
    [
        ("regions.csv", "4030222", "4 030 222", "regions.csv, line 2, column population_2024: '4 030 222'"),
        ("regions.csv", "MA-02,02", "MA-01,02", "regions.csv, line 3, column code: 'MA-01' stands twice"),
        ("regions.csv", "hcp_code", "hcp", "regions.csv, line 1, column hcp_code: the column is missing"),
        ("provinces.csv", "MA-01", "MA-13", "provinces.csv, line 2, column region_code: 'MA-13' is not known"),
        ("provinces.csv", "35.76727", "NaN", "provinces.csv, line 2, column lat: 'NaN' is not a number"),
        ("sectors.csv", ",agrifood,", ",farming,", "sectors.csv, line 2, column group: 'farming' is none of"),
        ("measure_triggers.csv", "pv_rooftop,", "pv_moon,", "column measure_id: 'pv_moon' is not known"),
        ("activities.csv", "diesel_road_l,,", "diesel_moon_l,,", "column factor_id: 'diesel_moon_l' is not known"),
        ("activities.csv", "wtt_butane_kg", "wtt_lpg_l", "'wtt_lpg_l' is per L, the activity is in kg"),
        ("activities.csv", "2024:elec_ma_ember_2024", "2024:gone", "column factor_ids_by_year: 'gone' is not known"),
        ("activities.csv", ",waste_t,", ",waste_kg,", "column tells_fact: 'waste_kg' is none of"),
        ("end_use_shares.csv", "tourism_hotel", "tourism_moon", "column sector_id: 'tourism_moon' is not known"),
        ("finance_products.csv", ",grant,open,", ",gift,open,", "column kind: 'gift' is none of"),
        ("cbam_benchmarks.csv", "25070080", "25070081", "column cn8: '25070081' is not known"),
        ("cbam_defaults.csv", "25231000", "99991000", "'99991000' is not in the Harmonized System"),
        ("cbam_cn8.csv", "superseded by 31021012", "superseded by 31021011", "names no known heir"),
        ("hs_headings.csv", "010121,6,0101", "010121,6", "hs_headings.csv, line 4, column -: holds 3 cells"),
    ],
)
def test_a_bad_row_is_named(folder, file, before, after, named):
    spoil(folder, file, before, after)
    assert any(named in problem for problem in problems_of(folder))


def test_all_problems_are_told_at_once(folder):
    spoil(folder, "regions.csv", "4030222", "many")
    spoil(folder, "measures.csv", "7394", "7,394")
    spoil(folder, "sectors.csv", "01.63", "")
    assert len({problem.split(",")[0] for problem in problems_of(folder)}) == 3


def test_a_missing_file_is_named(folder):
    (folder / "measures.csv").unlink()
    assert problems_of(folder) == ["measures.csv, line 0, column -: No such file or directory"]


def test_holidays_of_each_year_go_on_and_those_of_the_moon_say_that_they_are_expected():
    from datetime import date

    from reference.queries import is_holiday

    assert is_holiday(date(2045, 7, 30))
    assert is_holiday(date(2026, 10, 31))
    assert not is_holiday(date(2025, 10, 31))  # decided in November 2025
    assert is_holiday(date(2027, 3, 10))
    assert not is_holiday(date(2026, 3, 10))
    moon = [row for row in load().holidays.values() if row.day.year]
    assert {row.state for row in moon} == {"expected"}
    assert {row.day.year for row in moon} == {2026, 2027, 2028, 2029, 2030}


def test_a_day_that_is_none_is_named(folder):
    spoil(folder, "holidays.csv", "2027-03-09,2027-03-09", "2027-03-09,2027-02-30")
    spoil(folder, "holidays.csv", "fitr-2027-03-10,2027-03-10", "fitr-2027-03-10,31")
    found = problems_of(folder)
    assert len(found) == 2
    assert "2027-02-30" in found[0]
