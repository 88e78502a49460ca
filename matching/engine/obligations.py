"""What law and buyers ask of a firm: the energy audit, CBAM data, standards. Each is a need with a date or without."""

from decimal import Decimal
from typing import Final

from footprint.engine.audit import mandatory_audit
from footprint.engine.cbam import resolve
from matching.engine import carriers
from matching.engine.goals import Goal
from matching.engine.needs import Need
from matching.engine.numbers import ZERO
from matching.engine.site import Site

AUDIT: Final = "mandatory_audit"
CBAM: Final = "cbam_data"
EXEMPT_TONNES = Decimal(50)
_EU: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR EL HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK EU UE"
EU: Final = frozenset(_EU.split())


def obligations(site: Site, goals: tuple[Goal, ...]) -> tuple[Need, ...]:
    """Return the open obligations: those stated and those computed are due, a standard named as a goal is wanted."""
    sme = site.sme
    held = set(sme.certifications_held or ())
    stated = [code for code in sme.open_obligations or () if code not in held]
    found = {code: _need(code, due=True) for code in stated}
    if AUDIT not in found and audit_due(site) is True:
        found[AUDIT] = _need(AUDIT, due=True)
    if CBAM not in found and (concerned := cbam_concerns(site)) is not False and may_pay(site) is not False:
        certain = concerned is True and may_pay(site) is True
        if concerned is True:
            missing = {"importer_tonnes": not certain, "eu_sales_pct": "eu_sales_pct" not in site.stated}
            asks = tuple(fact for fact, is_asked in missing.items() if is_asked)
            found[CBAM] = _need(CBAM, due=certain, certain=certain, asks=asks)
    for goal in goals:
        for kind, code in sorted(goal.targets):
            if kind == "standard" and code not in held and code not in found and code != "cbam_verification":
                found[code] = _need(code, due=False)
    return tuple(found.values())


def audit_due(site: Site) -> bool | None:
    """Whether final energy passes the threshold of law 47-09; None when it is not known."""
    sector = site.sme.sector
    group = None if sector is None else site.catalogue.sectors[sector].group
    whole = not site.sme.energy_in_part
    answer = mandatory_audit(toe_of(site), group, iso_50001=site.stated.get("iso_50001"), is_whole_year=whole)
    return {"yes": True, "no": False}.get(answer.due)


def toe_of(site: Site) -> Decimal | None:
    """Return final energy in toe: as stated, else from the energy used."""
    if site.sme.toe_per_year is not None or site.energy is None:
        return site.sme.toe_per_year
    total = ZERO
    for carrier, kwh in site.energy.uses.items():
        kind = carriers.kind_of(carrier, site.catalogue)
        total += kwh / carriers.kwh_per_unit(carrier, site.catalogue) * (kind.toe_per_unit or ZERO)
    return total


def cbam_concerns(site: Site) -> bool | None:
    """
    Whether a good that the firm exports is concerned by CBAM.

    False only when every code is known and not concerned; a code that needs its eight digits leaves it open.
    """
    codes = site.sme.export_hs
    if codes is None:
        return None
    answers = [resolve(code, site.catalogue) for code in codes]
    if any(answer.status == "covered" for answer in answers):
        return True
    return False if all(answer.status == "not_concerned" for answer in answers) else None


def may_pay(site: Site) -> bool | None:
    """Whether its EU importer is above the yearly threshold; a firm that sells outside the EU only is not asked."""
    markets = site.sme.export_markets
    if markets is not None and all(len(one) == 2 and one.isupper() and one not in EU for one in markets):
        return False
    tonnes = site.sme.importer_tonnes
    return None if tonnes is None else tonnes > EXEMPT_TONNES


def _need(code: str, *, due: bool, certain: bool = True, asks: tuple[str, ...] = ()) -> Need:
    return Need(code, "obligation", "named_only", certain=certain, asks=asks, due=due)
