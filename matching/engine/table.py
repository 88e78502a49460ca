"""The report of the match bench as lines of text."""

from matching.engine.bench import Measures, Report


def as_table(report: Report) -> str:
    rows = [("engine", report.engine), *report.baselines.items()]
    lines = [f"{'':<26}{'nDCG@5':>8}{'3 on top':>10}{'hard violations':>17}"]
    lines += [_row(name.replace("_", " "), one) for name, one in rows]
    lines.append("")
    lines.append(f"refusals whose code agrees: {report.code_agreement}")
    lines.append(f"{report.cases} cases, {report.offers} offers, {report.ms_per_offer} ms an offer")
    lines += [f"differs: {one}" for one in report.disagreements]
    return "\n".join(lines)


def _row(name: str, one: Measures) -> str:
    return f"{name:<26}{one.ndcg_at_5:>8}{one.grade_3_on_top:>10}{one.hard_violations:>17}"
