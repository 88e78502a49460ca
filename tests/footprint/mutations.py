"""
Each formula of the engine is broken once: `python -m tests.footprint.mutations [MODULE …]` says how many the tests catch.

A mutation is a module, the text as it stands (once in it) and the text broken: a sign, a factor, a unit, a bound. The tests of the
engine run on a copy of the rooms; a mutation that none of them notices is named.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "__pycache__", ".*_cache", "screenshots", "locale", "node_modules", "journeys"
)
TESTS = ("tests/footprint/engine",)

MUTATIONS = (
    ("amounts", '"kWh": "18/5"', '"kWh": "36/5"'),
    ("amounts", '"toe": "41868"', '"toe": "41858"'),
    ("amounts", '"MMBtu": "1055.05585262"', '"MMBtu": "1054.05585262"'),
    ("amounts", '"short_ton": "907.18474"', '"short_ton": "1000"'),
    ("amounts", '"mi": "1.609344"', '"mi": "1.852"'),
    ("amounts", '"gal_us": "3.785411784"', '"gal_us": "4.54609"'),
    ("amounts", '((above or "1", 1), (below if slash else "1", -1))', '((above or "1", 1), (below if slash else "1", 1))'),
    ("amounts", "if _dimension(powers) != wanted.dimension:", "if False:"),
    ("units", 'CONTEXT.divide(amount.to("MJ"), kind.ncv_mj_per_unit)', 'amount.to("MJ") * kind.ncv_mj_per_unit'),
    ("units", "return energy if basis == NET else energy * kind.gross_to_net", "return energy if basis == GROSS else energy * kind.gross_to_net"),
    ("units", 'CONTEXT.divide(base, kind.density_kg_per_l) if typed == "kg" else base * kind.density_kg_per_l', 'base * kind.density_kg_per_l if typed == "kg" else CONTEXT.divide(base, kind.density_kg_per_l)'),
    ("factors", '"AR5": _weights("28", 265,', '"AR5": _weights("25", 265,'),
    ("factors", "265, 6630, 11100", "265, 7390, 12200"),
    ("factors", '"AR6": _weights("27.9", 273, 7380', '"AR6": _weights("27.9", 265, 7380'),
    ("factors", 'LOSSES = Decimal("0.1503")', 'LOSSES = Decimal("0.1305")'),
    ("factors", "CONTEXT.divide(LOSSES, 1 - LOSSES)", "LOSSES"),
    ("factors", "by_year[max(earlier)], max(earlier)", "by_year[min(by_year)], min(by_year)"),
    ("factors", "floor = Decimal(30) if documented else Decimal(100)", "floor = Decimal(30)"),
    ("lines", "return -abs(quantity) if entry.is_credit_note", "return abs(quantity) if entry.is_credit_note"),
    ("lines", "CONTEXT.divide(entry.supplier_factor, in_activity_unit(ONE, entry.unit, kind))", "entry.supplier_factor"),
    ("lines", "kept(term.quantity * chosen.biogenic_per_unit)", "kept(chosen.biogenic_per_unit)"),
    ("lines", "grade=max(chosen.evidence, GRADE_OF[term.evidence])", "grade=min(chosen.evidence, GRADE_OF[term.evidence])"),
    ("terms", 'scope=kind.scope if part == "direct" else "3"', "scope=kind.scope"),
    ("terms", "FIRST_OWNER[category][use.customer_pays]", "FIRST_OWNER[category][0]"),
    ("terms", "return use.quantity * use.kind.toe_per_unit", "return use.kind.toe_per_unit"),
    ("terms", ' and "upstream_inside" not in direct.flags', ""),
    ("terms", '"location" if contract else "both"', '"both"'),
    ("uncertainty", "root(activity_pct * activity_pct + factor_pct * factor_pct)", "activity_pct + factor_pct"),
    ("uncertainty", "spread = share + root(ONE + share * share)", "spread = ONE + share"),
    ("uncertainty", "LARGE = Decimal(60)", "LARGE = Decimal(160)"),
    ("uncertainty", "source = line.factor_id", "source = (line.factor_id, line.entry_key)"),
    ("uncertainty", "CONTEXT.divide(grown - CONTEXT.divide(ONE, grown), Decimal(2))", "CONTEXT.divide(grown + CONTEXT.divide(ONE, grown), Decimal(2))"),
    ("days", "return (self.last - self.first).days + 1", "return (self.last - self.first).days"),
    ("entries", "return (self.ends_on - self.starts_on).days + 1", "return (self.ends_on - self.starts_on).days"),
    ("totals", '("A", Decimal("3.5"))', '("A", Decimal("3.95"))'),
    ("audit", "toe > (threshold or INDUSTRY)", "toe >= (threshold or INDUSTRY)"),
    ("audit", "INDUSTRY = Decimal(1500)", "INDUSTRY = Decimal(500)"),
    ("pedigree", '"temporal": tuple(map(Decimal, ("1.5"', '"temporal": tuple(map(Decimal, ("1.4"'),
    ("pedigree", "squares += log * log", "squares += log"),
    ("pedigree", "CONTEXT.divide(gsd2 - CONTEXT.divide(ONE, gsd2), Decimal(2))", "gsd2 - ONE"),
    ("methods/base", 'term.part not in {"direct", "avoided"}', 'term.part == "direct"'),
    ("checks", "if not quantity and _is_metered(kind)", "if quantity and _is_metered(kind)"),
    ("checks", "yearly < least, CONTEXT.divide(least, yearly)", "yearly > least, CONTEXT.divide(least, yearly)"),
    ("pedigree", "CONTEXT.divide(kg * CONTEXT.ln(gsd2), total) ** 2", "CONTEXT.divide(kg * CONTEXT.ln(gsd2), total)"),
    ("products", "shared = total_kg - sum((one.direct_kg for one in carriers), ZERO)", "shared = total_kg"),
    ("products", "carriers = [one for one in products if not one.is_waste]", "carriers = list(products)"),
    ("products", "CONTEXT.divide(kg * one.exported.to(one.output.unit), made)", "kg"),
    ("change", "CONTEXT.divide((after[0] - before[0]) * before[1], before[0])", "CONTEXT.divide((after[0] - before[0]) * after[1], after[0])"),
    ("change", "abs(pct) > threshold_pct", "pct > threshold_pct"),
    ("change", "CONTEXT.divide(scope12, value)", "CONTEXT.divide(inventory.total.kg, value)"),
    ("calculation", 'if one.part != "avoided"]', "]"),
    ("methods/base", "share = CONTEXT.divide(self.share_pct, HUNDRED)", "share = CONTEXT.divide(HUNDRED, self.share_pct or HUNDRED)"),
    ("methods/base", "share_of(biogenic_pct), share_of(oxidation_pct))", "share_of(biogenic_pct))"),
    ("methods/base", "key=lambda one: GRADE_OF[one]", "key=lambda one: -ord(GRADE_OF[one])"),
    ("methods/base", "toe=None if term.toe is None or is_moved else term.toe * share", "toe=None if term.toe is None else term.toe * share"),
    ("methods/checks", "if number < 0 and", "if number < -1 and"),
    ("methods/checks", '("kg/L", Decimal("0.0005"), Decimal(25))', '("kg/L", Decimal("0.0005"), Decimal(2500))'),
    ("methods/checks", '_in(value, "") > ONE', '_in(value, "") > HUNDRED'),
    ("methods/checks", "if ZERO < pct <= ONE", "if ZERO < pct <= 0"),
    ("formulas", 'CO2_PER_C: Final = Decimal("3.664")', 'CO2_PER_C: Final = Decimal("3.667")'),
    ("formulas", "made = CONTEXT.multiply(co2, reacted_share)", "made = co2"),
    ("formulas", "return CONTEXT.subtract(made, biogenic), biogenic", "return made, biogenic"),
    ("formulas", "return CONTEXT.multiply(slope, minutes_per_cell_day)", "return CONTEXT.add(slope, minutes_per_cell_day)"),
    ("formulas", "return CONTEXT.divide(CONTEXT.multiply(coefficient, millivolts), efficiency_pct)", "return CONTEXT.multiply(coefficient, millivolts)"),
    ("formulas", "return CONTEXT.multiply(cf4, share)", "return share"),
    ("methods/energy", 'return self.gross_to_net if self.basis == "gross" else CONTEXT.divide(ONE, self.gross_to_net)', 'return self.gross_to_net if self.basis == "net" else CONTEXT.divide(ONE, self.gross_to_net)'),
    ("methods/energy", "Amount(CONTEXT.divide(amount.value, gross_to_net), amount.unit)", "Amount(amount.value * gross_to_net, amount.unit)"),
    ("methods/energy", "parts.append(bridge if sign > 0 else _inverse(bridge))", "parts.append(bridge)"),
    ("methods/energy", "left -= taken", "left -= 0"),
    ("methods/energy", "CONTEXT.divide(self.losses_pct, HUNDRED - self.losses_pct)", "CONTEXT.divide(self.losses_pct, HUNDRED)"),
    ("methods/energy", "CONTEXT.divide(self.amount.value, useful)", "self.amount.value * useful"),
    ("methods/energy", 'HIERARCHY: tuple[InstrumentKind, ...] = ("certificate", "contract", "supplier", "residual_mix")', 'HIERARCHY: tuple[InstrumentKind, ...] = ("residual_mix", "supplier", "contract", "certificate")'),
    ("methods/energy", 'OPERATING_MARGIN = "elec_ma_operating_margin_2021"', 'OPERATING_MARGIN = "elec_ma_ember_2024"'),
    ("methods/refrigerants", 'came - self.kg("returned") - self.kg("closing_stock")', 'came - self.kg("returned") + self.kg("closing_stock")'),
    ("methods/refrigerants", '- self.kg("capacity_increase")', ""),
    ("methods/refrigerants", 'self.kg("new_charge") - self.kg("new_capacity")', 'self.kg("new_charge") + self.kg("new_capacity")'),
    ("methods/refrigerants", 'self.kg("scrapped_capacity") - self.kg("recovered")', 'self.kg("scrapped_capacity")'),
    ("methods/refrigerants", "left * (ONE - recovered)", "left * recovered"),
    ("methods/refrigerants", 'in_use = self.kg("charge") * yearly * self.years', 'in_use = self.kg("charge") * self.years'),
    ("methods/refrigerants", '"chillers": _rates("0.01", "0.15", "1", "0.95")', '"chillers": _rates("0.01", "0.15", "1", "0.9")'),
    ("methods/transport", "LEGS.index(self.leg) >= SELLER_PAYS[self.incoterm]", "LEGS.index(self.leg) > SELLER_PAYS[self.incoterm]"),
    ("methods/transport", '"FOB": 1', '"FOB": 2'),
    ("methods/transport", "share = CONTEXT.divide(mine, total)", "share = ONE"),
    ("methods/transport", "staff * self.days_per_year * 2)", "staff * self.days_per_year)"),
    ("methods/transport", "one.days_per_year * 2):", "one.days_per_year):"),
    ("methods/transport", "scale = CONTEXT.divide(self.employees, Decimal(len(self.answers)))", "scale = self.employees"),
    ("methods/waste", 'B0: Final = Amount(Decimal("0.25"), "kg/kg")', 'B0: Final = Amount(Decimal("0.6"), "kg/kg")'),
    ("methods/waste", "N2O_PER_N: Final = CONTEXT.divide(Decimal(44), Decimal(28))", "N2O_PER_N: Final = CONTEXT.divide(Decimal(28), Decimal(44))"),
    ("methods/waste", 'cod = self._cod() - of_amounts(self, "kg", "sludge_cod", self.sludge_cod)', "cod = self._cod()"),
    ("methods/waste", 'methane = made - of_amounts(self, "kg", "recovered_methane", self.recovered_methane)', "methane = made"),
    ("methods/waste", "self.leached_fraction * self.leached_factor", "self.leached_fraction"),
    ("methods/goods", "self.amount.value * self.years", "self.amount.value"),
    ("methods/goods", "times = self.sold * self.uses_per_life", "times = self.sold + self.uses_per_life"),
    ("methods/goods", "term.quantity * share_of(self.held_pct)", "term.quantity * self.held_pct"),
    ("methods/goods", '"10" if self.stage == "processing" else "12"', '"12" if self.stage == "processing" else "10"'),
    ("cbam/own", "CONTEXT.multiply(part.tonnes_per_tonne, getattr(part, name))", "getattr(part, name)"),
    ("cbam/own", "return direct + (indirect or ZERO), (), ()", "return direct, (), ()"),
    ("cbam/own", "CONTEXT.multiply(CONTEXT.multiply(factor_of(terms.year), terms.cscf), row.benchmark_tco2_t)", "CONTEXT.multiply(factor_of(terms.year), row.benchmark_tco2_t)"),
    ("cbam/own", 'rows = benchmarks(cn8, "A", terms.year, catalogue)', 'rows = benchmarks(cn8, "B", terms.year, catalogue)'),
    ("cbam/own", "row = max(rows, key=lambda each: marked_up(each, terms.year))", "row = min(rows, key=lambda each: marked_up(each, terms.year))"),
    ("cbam/prices", "min(ONE, CONTEXT.divide(paid_eur_per_t, price.eur_per_t))", "CONTEXT.divide(paid_eur_per_t, price.eur_per_t)"),
    ("cbam/prices", "CONTEXT.subtract(CONTEXT.subtract(see, free), covered(see, price, paid_eur_per_t))", "CONTEXT.subtract(see, covered(see, price, paid_eur_per_t))"),
    ("cbam/prices", 'Decimal("75.36")', 'Decimal("75.63")'),
    ("cbam/threshold", "known > THRESHOLD_T", "known >= THRESHOLD_T"),
    ("cbam/threshold", 'NEVER_EXEMPT = frozenset({"hydrogen", "electricity"})', 'NEVER_EXEMPT = frozenset({"hydrogen"})'),
    ("cbam/process", 'GWP["AR5"]["n2o"]', 'GWP["AR4"]["n2o"]'),
    ("cbam/process", 'return Counted(one.key, "electricity", -tco2e)', 'return Counted(one.key, "electricity", tco2e)'),
    ("cbam/process", "sign = -ONE if leaves else ONE", "sign = ONE"),
    ("cbam/cogeneration", "CONTEXT.multiply(heat, plant.reference_electricity)", "CONTEXT.multiply(heat, plant.reference_heat)"),
    ("cbam/cogeneration", 'GJ_PER_MWH: Final = Decimal("3.6")', 'GJ_PER_MWH: Final = Decimal("1")'),
    ("cbam/pfc", 'GWP["AR5"]["cf4"], GWP["AR5"]["c2f6"]', 'GWP["AR4"]["cf4"], GWP["AR4"]["c2f6"]'),
    ("methods/industry", 'carbon += kg if one.flow == "in" else -kg', "carbon += kg"),
    ("methods/industry", "self.amount.value * share_of(self.conversion_pct)", "self.amount.value"),
    ("methods/industry", 'Amount(one.hours, "h")', 'Amount(one.hours, "min")'),
)  # fmt: skip


def is_caught(number: int, workshop: Path) -> bool:
    """Break one formula in a copy of the rooms, and say whether a test of the engine fails."""
    module, before, after = MUTATIONS[number]
    copy = workshop / str(number)
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    path = copy / "footprint" / "engine" / f"{module}.py"
    text = path.read_text()
    assert text.count(before) == 1, f"{module}: {before!r} stands there {text.count(before)} times"
    path.write_text(text.replace(before, after))
    command = [
        sys.executable,
        "-m",
        "pytest",
        *TESTS,
        "-x",
        "-q",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
    ]
    done = subprocess.run(
        command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, check=False
    )
    shutil.rmtree(copy)
    return done.returncode == 1


def main() -> None:
    """Break each formula in turn, or those of the modules that are named, and tell whose break no test notices."""
    wanted = [number for number, one in enumerate(MUTATIONS) if not sys.argv[1:] or one[0] in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as two:
        caught = list(two.map(lambda number: is_caught(number, Path(folder)), wanted))
    for number, noticed in zip(wanted, caught, strict=True):
        module, before, after = MUTATIONS[number]
        if not noticed:
            print(f"not noticed: {module}: {before} -> {after}")
    print(f"{sum(caught)} of {len(caught)} broken formulas are caught")
    sys.exit(0 if all(caught) else 1)


if __name__ == "__main__":
    main()
