"""The ranking against graded judgements, and what an offer costs, against hard rules with the overlap of words."""

from datetime import date
from pathlib import Path

from matching.engine.bench import bench
from matching.engine.judgements import read_judgements
from matching.engine.rules import RULES
from matching.engine.table import as_table
from reference.files import load

CASES = Path(__file__).resolve().parent.parent / "tests/matching/data/judgements.json"
DAY = date(2026, 11, 25)


def main() -> None:
    catalogue = load()
    cases, _problems = read_judgements(CASES.read_text(), catalogue, frozenset(RULES))
    report = bench(cases, catalogue, DAY)
    print(as_table(report))
    baseline = max(one.ndcg_at_5 for one in report.baselines.values())
    print(f"nDCG@5 of the engine / of the best baseline: {report.engine.ndcg_at_5 / baseline:.3f}")


if __name__ == "__main__":
    main()
