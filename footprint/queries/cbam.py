from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from footprint.choices import (
    ASKERS,
    CBAM_REFUSALS,
    CODE_NOTES,
    CODE_STATUSES,
    COST_FLAGS,
    EXEMPTIONS,
    Asker,
    askers_of_goods,
    written,
)
from footprint.engine import AuditAnswer, Problem, Refusal, cbam, mandatory_audit
from footprint.engine.cbam.checks import problems_of
from footprint.models import ExportLine, Footprint, Result, Site, SmeProfile
from footprint.policies import FOOTPRINT
from footprint.queries.company import company, exports, sites
from footprint.queries.results import Answer, answer_of, chosen_of, is_a_year, latest_result, newest_first
from kernel.actor import Actor
from kernel.text import fold
from reference.files import Sector
from reference.queries import catalogue, language_of, name_of

FIRST_YEAR = 2026


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """What one customs code means for the carbon border tax."""

    typed: str
    status: str
    sentence: str
    code: str
    resolved: str
    title: str
    title_language: str
    is_concerned: bool | None
    lines: tuple[str, ...]
    neighbours: tuple[str, ...]
    proposals: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost to the importer on default values, in EUR; low and high differ when the code stands for several lines."""

    year: int
    low_per_t: Decimal
    high_per_t: Decimal
    low_year: Decimal | None
    high_year: Decimal | None
    price_eur: Decimal
    price_date: date
    source: str
    flags: tuple[str, ...]
    band: tuple["CostAt", ...] = ()


@dataclass(frozen=True, slots=True)
class CostAt:
    """The same cost at one price of the band."""

    price_eur: Decimal
    low_per_t: Decimal
    high_per_t: Decimal
    low_year: Decimal | None
    high_year: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """One declared export: its code's answer, its importer's threshold, its cost, or why a covered one has none."""

    export: ExportLine | None
    checked: CheckedCode
    exemption: str
    exemption_sentence: str
    cost: Cost | None
    tonnes: Decimal | None = None
    importer_tonnes: Decimal | None = None
    no_cost: str = ""


@dataclass(frozen=True, slots=True)
class CbamAnswer:
    """
    `kind` is no, probably_exempt, yes or unknown; a firm that declared no code is unknown, never no.

    A covered good of a buyer whose imports nobody knows is unknown.
    """

    kind: str
    lines: tuple[Line, ...]
    askers: tuple[Asker, ...]
    missing: tuple[str, ...]
    audit: AuditAnswer


def check_code(text: str) -> CheckedCode:
    """Return what a code as typed means; open to everybody, nothing is kept."""
    known = catalogue()
    found = cbam.resolve(text, known)
    proposals = tuple(one.code for one in found.proposals)
    resolved = found.code if found.status in {"covered", "not_concerned"} else ""
    if found.status == "lost_zero" and len(found.proposals) == 1:
        resolved = found.proposals[0].code
    title, language = _title(found.code, covered=bool(found.lines))
    return CheckedCode(
        typed=text,
        status=found.status,
        sentence=str(CODE_STATUSES[found.status]),
        code=found.code,
        resolved=resolved,
        title=title,
        title_language=language,
        is_concerned=found.is_concerned,
        lines=found.lines,
        neighbours=found.neighbours,
        proposals=proposals,
        notes=tuple(str(CODE_NOTES[note]) for note in found.notes),
    )


def _title(code: str, *, covered: bool) -> tuple[str, str]:
    """Return what a code stands for, and the language of these words: the customs list itself is in English alone."""
    known = catalogue()
    reader = (get_language() or "fr")[:2]
    good = next((known.cbam_goods[code[:size]] for size in (8, 6, 4) if code[:size] in known.cbam_goods), None)
    if covered and good is not None and reader != "en":
        return name_of(good, reader, "description"), language_of(good, reader, "description")
    heading = next((known.hs[code[:size]] for size in (6, 4, 2) if code[:size] in known.hs), None)
    return (name_of(heading, "en", "description"), "en") if heading else ("", "")


def cost_of(
    text: str, *, year: int = FIRST_YEAR, tonnes: Decimal | None = None, price_eur: Decimal | None = None
) -> Cost | None:
    """Return what default values cost the importer of this code, None when it is not covered."""
    code = cbam.resolve(text, catalogue())
    lines, from_zero = code.lines, code.is_concerned is None
    price = cbam.PRICE if price_eur is None else cbam.Price(price_eur, cbam.PRICE.as_of, "")
    if not lines:
        return None
    try:
        costs = [cbam.default_cost(lines, catalogue(), year=year, tonnes=tonnes, price=one) for one in cbam.band(price)]
    except Refusal:
        return None
    found = tuple(at for cost in costs if (at := _cost_at(cost, from_zero=from_zero)) is not None)
    if len(found) != len(costs):
        return None
    middle = found[1]
    return Cost(
        year=year,
        low_per_t=middle.low_per_t,
        high_per_t=middle.high_per_t,
        low_year=middle.low_year,
        high_year=middle.high_year,
        price_eur=price.eur_per_t,
        price_date=price.as_of,
        source=price.source,
        flags=tuple(str(COST_FLAGS[flag]) for flag in costs[1].flags),
        band=found,
    )


def _cost_at(cost: cbam.DefaultCost, *, from_zero: bool) -> CostAt | None:
    """Return a cost as it is shown; from zero where the good may be outside the mechanism."""
    low, high = cost.low, cost.high
    if low is None or high is None:
        return None
    if from_zero:
        nothing = None if high.eur is None else Decimal(0)
        return CostAt(cost.price.eur_per_t, Decimal(0), high.eur_per_t, nothing, high.eur)
    return CostAt(cost.price.eur_per_t, low.eur_per_t, high.eur_per_t, low.eur, high.eur)


def cbam_answer(actor: Actor, *, year: int = FIRST_YEAR) -> CbamAnswer:
    """Return the honest answer for the actor's firm: each declared code, the whole, and who else will ask."""
    rows = list(exports(actor))
    lines = tuple(line_of(row.code, row, importer=importer_of(row, rows), year=year) for row in rows)
    firm = company(actor)
    audit = audit_answer(actor, firm)
    askers = _askers(catalogue().sectors.get(firm.sector), audit, [line.checked for line in lines])
    return CbamAnswer(kind_of(lines), lines, tuple(askers), missing_of(lines), audit)


@dataclass(frozen=True, slots=True)
class Importer:
    """What is known of one importer: the covered tonnes that it buys here, and what it imports from everybody."""

    sold: Decimal | None
    told: Decimal | None

    @property
    def is_contradicted(self) -> bool:
        return self.sold is not None and self.told is not None and self.told < self.sold


def importer_of(row: ExportLine, rows: Sequence[ExportLine]) -> Importer:
    """Return what all lines of the firm say of the importer of one; without a name it is one of its own."""
    if not row.importer_name:
        return Importer(row.tonnes_year, row.importer_tonnes)
    same = [one for one in rows if fold(one.importer_name) == fold(row.importer_name)]
    covered = [one.tonnes_year for one in same if check_code(one.resolved or one.code).is_concerned]
    sold = [tonnes for tonnes in covered if tonnes is not None]
    told = [one.importer_tonnes for one in same if one.importer_tonnes is not None]
    return Importer(sum(sold, Decimal(0)) if sold else row.tonnes_year, max(told, default=None))


def check_importer(
    code: str, importer: Importer, *, tonnes: str = "tonnes", importer_tonnes: str = "importer_tonnes"
) -> None:
    """
    Check what is said of the importer of a covered good, by the names of its two fields.

    :raises ValidationError: naming a field beyond all measure, or imports below what is sold to it
    """
    given = {tonnes: importer.sold, importer_tonnes: importer.told}
    problems = problems_of("", highest=cbam.MOST_TONNES, **given)
    if not problems and check_code(code).is_concerned and importer.is_contradicted:
        problems.append(Problem("below_sold", params={"field": importer_tonnes, "sold": importer.sold}))
    errors = {
        str(one.params["field"]): ValidationError(
            str(CBAM_REFUSALS[one.code]) % {name: written(value) for name, value in one.params.items()}, code=one.code
        )
        for one in problems
    }
    if errors:
        raise ValidationError(errors)  # type: ignore[arg-type]


def line_of(
    text: str,
    row: ExportLine | None = None,
    *,
    tonnes: Decimal | None = None,
    importer_tonnes: Decimal | None = None,
    importer: Importer | None = None,
    year: int = FIRST_YEAR,
) -> Line:
    """Return the answer for one code, of a declared export or of a visitor's question."""
    if row is not None:
        text, tonnes, importer_tonnes = row.resolved or row.code, row.tonnes_year, row.importer_tonnes
    checked = check_code(text)
    covered = [line for line in checked.lines if line in catalogue().cbam_lines]
    exemption = ""
    if checked.is_concerned and covered:
        who = importer or Importer(tonnes, importer_tonnes)
        exemption = cbam.exemption(covered, catalogue(), importer_tonnes=who.told, sold_tonnes=who.sold)
    sentence = str(EXEMPTIONS[exemption]) if exemption else ""
    cost = cost_of(text, year=year, tonnes=tonnes) if covered else None
    no_cost = "" if cost or not covered else str(COST_FLAGS[cbam.no_default_flag(covered, catalogue())])
    return Line(row, checked, exemption, sentence, cost, tonnes, importer_tonnes, no_cost)


def kind_of(lines: Sequence[Line]) -> str:
    """Return the answer that some lines come to: no only when no code is on the list."""
    kinds = {_kind(line) for line in lines} or {"unknown"}
    return next(kind for kind in ("yes", "unknown", "probably_exempt", "no") if kind in kinds)


def _kind(line: Line) -> str:
    if not line.checked.is_concerned:
        return "no" if line.checked.is_concerned is False else "unknown"
    return line.exemption if line.exemption in {"probably_exempt", "unknown"} else "yes"


def missing_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return codes of what would settle the answer."""
    if not lines:
        return ("code",)
    missing = ["digits"] if any(line.checked.status in {"covered_needs_8", "part_concerned"} for line in lines) else []
    if any(line.checked.is_concerned is None and line.checked.status != "part_concerned" for line in lines):
        missing.append("code")
    if any(line.exemption == "unknown" for line in lines):
        missing.append("importer_tonnes")
    return tuple(missing)


def waits_for_buyer(missing: Iterable[str]) -> bool:
    """Return whether the codes are settled and only the imports of a buyer are not known."""
    return "importer_tonnes" in missing and "code" not in missing


def askers_of(checked: Iterable[CheckedCode]) -> list[Asker]:
    """Return who asks for data on goods of these codes, whether or not the border tax concerns them."""
    known = [one.resolved or one.code for one in checked if one.status not in {"unknown", "unreadable"}]
    found = {asker for code in known for asker in askers_of_goods(code)}
    return [asker for name, asker in ASKERS.items() if name in found]


def _askers(sector: Sector | None, audit: AuditAnswer, checked: Iterable[CheckedCode]) -> list[Asker]:
    """Return who asks this firm: by its trade, by its goods, and the State."""
    found = {name for name, asker in ASKERS.items() if asker in askers_of(checked)}
    if sector is not None:
        flags = {
            "csrd": sector.csrd_value_chain_pressure != "no",
            "organic": sector.eu_organic_2018_848,
            "eudr": not sector.eudr_in_scope.lower().startswith("no"),
            "textile": sector.eu_textile_strategy,
            "ppwr": sector.ppwr_packaging,
        }
        found |= {name for name, holds in flags.items() if holds}
    if audit.due != "no":
        found.add(f"audit_{audit.due}")
    return [asker for name, asker in ASKERS.items() if name in found]


def audit_answer(actor: Actor, firm: SmeProfile | None = None) -> AuditAnswer:
    """Return whether the mandatory energy audit is due: the toe of all sites in their newest whole or else newest year."""
    firm = firm or company(actor)
    sector = catalogue().sectors.get(firm.sector)
    exempt = None if firm.certifications_held is None else "iso_50001" in firm.certifications_held
    chosen = chosen_years(actor)
    toe = sum((Decimal(row.inventory["toe"]) for row in chosen), Decimal(0)) if chosen else None
    whole = all(is_a_year(row, days=366) for row in chosen)
    group = sector.group if sector else None
    return mandatory_audit(toe, group, iso_50001=exempt, is_whole_year=whole)


def audit_due(actor: Actor) -> str:
    """Return yes, no or unknown: whether the mandatory energy audit is due."""
    return audit_answer(actor).due


def chosen_years(actor: Actor) -> list[Result]:
    """Return the result of each site that speaks for it: its newest whole year, else its newest."""
    rows = FOOTPRINT.scope(actor, "read", Footprint.objects.all())
    of_site: dict[object, list[Result]] = {}
    for row in newest_first(Result.objects.filter(footprint__in=rows)):
        of_site.setdefault(row.footprint.site_id, []).append(row)
    return [chosen for found in of_site.values() if (chosen := chosen_of(found))]


def installation_years(actor: Actor) -> list[tuple[UUID, str, int]]:
    """Return each site and year that has bills, with the site's name: sites by name, the newest year first."""
    rows = FOOTPRINT.scope(actor, "read", Footprint.objects.all())
    return list(rows.order_by("site__name", "site", "-year").values_list("site", "site__name", "year"))


def installation_year(actor: Actor, site_id: UUID | None = None, year: int | None = None) -> tuple[str, Answer | None]:
    """
    Return a result of one site, and the site's name where the firm has bills of several.

    By default of the first site that has bills, of its newest whole year or else its newest; None without bills.

    :raises ObjectDoesNotExist: of a site that the actor may not see, or a year without bills
    """
    places = {site.pk: site.name for site in sites(actor)}
    chosen = {row.footprint.site_id: row for row in chosen_years(actor)}
    if site_id is None:
        site_id = next((pk for pk in places if pk in chosen), None)
    elif site_id not in places:
        raise Site.DoesNotExist
    row = chosen.get(site_id) if site_id and year is None else None
    if year is not None and site_id is not None:
        row = latest_result(actor, site_id, year)
    if year is not None and row is None:
        raise Result.DoesNotExist
    return places[site_id] if site_id and len(chosen) > 1 else "", None if row is None else answer_of(row)
