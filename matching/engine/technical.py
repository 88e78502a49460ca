"""The hard rules about the site itself: what is used there, its roof, its supply, its size, and which law concerns it."""

from typing import Final

from matching.engine import carriers
from matching.engine.numbers import HUNDRED, ZERO
from matching.engine.offers import Case
from matching.engine.verdicts import FAIL, FINE, PASS, UNKNOWN, Finding, at_least
from matching.engine.vocabulary import outputs
from partners.files.exchange import EVERY

ALWAYS: Final = frozenset({"all", "materials", "packaging", "commuting"})
ROOF_CODES: Final = {"heritage": "heritage_roof", "asbestos": "roof_asbestos"}
GRID_CODES: Final = frozenset({"off_grid", "voltage", "tariff"})
# Labels that certify one kind of site only, whatever their auditors would accept.
STRICT: Final = frozenset({"eu_organic", "lwg", "oekotex_leather", "green_key", "travelife"})
TRADES: Final = frozenset({"product", "food_safety", "process", "tourism"})
SAVING: Final = frozenset({"electricity_kwh", "fuel_kwh", "pump_kwh", "diesel_l", "petrol_l"})
COSMETIC_CHAPTERS: Final = ("33", "34")


def end_use(case: Case) -> Finding:
    """Look for one measure of the offer whose carrier and end use exist at the site."""
    offer = case.offer
    if offer.measures == (EVERY,) and offer.end_uses is None:
        return FINE
    pairs = [
        (row.applies_to_carrier, offer.end_uses or row.applies_to_end_use)
        for row in (case.situation.catalogue.measures[code] for code in sorted(case.named or ()))
    ]
    if not case.named and offer.end_uses:
        pairs = [(("all",), offer.end_uses)]
    if not pairs:
        return FINE if case.kind in {"certification", "finance"} else Finding(UNKNOWN, asked="partner", fact="measures")
    answers = [_exists(case, of, uses) for of, uses in pairs]
    required = tuple(sorted({use for _, uses in pairs for use in uses}))
    if True in answers:
        return Finding(PASS, required)
    return Finding(UNKNOWN if None in answers else FAIL, required)


def _exists(case: Case, of: tuple[str, ...], uses: tuple[str, ...]) -> bool | None:
    answers = [_use_exists(case, of, use) for use in uses]
    use = True if True in answers else None if None in answers else False
    carrier = _carrier_exists(case, of)
    return use if carrier is not False else False


def _carrier_exists(case: Case, of: tuple[str, ...]) -> bool | None:
    """Whether a carrier is used; water, waste and materials are at every site."""
    if any(one not in carriers.USABLE for one in of):
        return True
    answers = [case.situation.site.uses(one) for one in of]
    shares = case.situation.sme.footprint_share_by_carrier
    if case.situation.site.energy is None and shares is not None:
        answers = [bool(shares.get(one) or shares.get(carriers.SAME.get(one, one))) for one in of]
    return True if True in answers else None if None in answers else False


def _use_exists(case: Case, of: tuple[str, ...], use: str) -> bool | None:
    site, sme = case.situation.site, case.situation.sme
    if use in ALWAYS or (use == "irrigation" and sme.irrigated_ha):
        return True
    if use == "all_electric":
        return _carrier_exists(case, ("electricity",))
    sector = None if sme.sector is None else site.catalogue.sectors[sme.sector]
    if use == "wastewater":
        known = bool(site.stated.get("water_m3")) or (sector is not None and use in sector.end_uses_by_priority)
        return True if known else None
    if site.energy is None:
        stated = sme.footprint_share_by_end_use
        return None if stated is None else bool(stated.get(use))
    used = {carriers.SAME.get(one, one) for one in (site.energy.uses if "all" in of else of)} & site.energy.uses.keys()
    if used & site.energy.unparted:
        return None
    return any((one, use) in site.energy.cells and site.energy.cells[one, use].typ for one in used)


def voltage(case: Case) -> Finding:
    required, mine = case.offer.requires_voltage, case.situation.sme.voltage
    if case.all_excluded_by and case.all_excluded_by <= GRID_CODES:
        return Finding(FAIL, required, mine)
    if required is None:
        return FINE
    if mine is None:
        return Finding(UNKNOWN, required)
    return Finding(PASS if mine in required else FAIL, required, mine)


def roof(case: Case) -> Finding:
    out = case.all_excluded_by
    if out and out <= ROOF_CODES.keys():
        fact = ROOF_CODES[min(out)]
        return Finding(FAIL, required=False, actual=True, fact=fact)
    return at_least(case.offer.min_roof_m2, case.situation.sme.roof_m2)


def roof_owner(case: Case) -> Finding:
    """Owner, or tenant with the landlord's agreement; only a tenant without it is refused."""
    sme = case.situation.sme
    if case.all_excluded_by == frozenset({"roof_owner"}):
        return Finding(FAIL, required=True, actual=False)
    if not case.offer.requires_roof_ownership or sme.owns_building:
        return FINE
    if sme.owns_building is None:
        return Finding(UNKNOWN, required=True)
    if sme.landlord_agreement is None:
        return Finding(UNKNOWN, required=True, fact="landlord_agreement")
    return Finding(PASS if sme.landlord_agreement else FAIL, required=True, actual=sme.landlord_agreement)


def annual_kwh(case: Case) -> Finding:
    energy = case.situation.site.energy
    used = None if energy is None else energy.uses.get("electricity", ZERO)
    return _of_bills(case, at_least(case.offer.min_annual_kwh, used))


def bill(case: Case) -> Finding:
    """Compare the bill stated, else what the site's own prices make of all it uses."""
    site, mine = case.situation.site, case.situation.sme.energy_bill_mad
    if (
        mine is None
        and site.energy is not None
        and site.sme.own_prices
        and site.energy.uses.keys() <= site.sme.own_prices.keys()
    ):
        mine = sum(
            (
                kwh / carriers.kwh_per_unit(carrier, site.catalogue) * site.sme.own_prices[carrier]
                for carrier, kwh in site.energy.uses.items()
            ),
            ZERO,
        )
    return _of_bills(case, at_least(case.offer.min_energy_bill_mad, mine))


def _of_bills(case: Case, found: Finding) -> Finding:
    """Some months of bills give a minimum: they may reach a floor, never miss it."""
    if found.verdict == FAIL and case.situation.sme.energy_in_part:
        return Finding(UNKNOWN, found.required, found.actual, fact="energy_use")
    return found


def feedstock(case: Case) -> Finding:
    if case.all_excluded_by == frozenset({"supply"}):
        return Finding(FAIL, required=True, actual=False, fact="pomace_access")
    return at_least(case.offer.min_organic_waste_t, case.situation.sme.organic_waste_t)


def containers(case: Case) -> Finding:
    return at_least(case.offer.min_containers_yr, case.situation.sme.containers_per_year)


def energy_reduction(case: Case) -> Finding:
    """Compare the share of the site's final energy that the needs' measures save together."""
    required, energy = case.offer.min_energy_reduction_pct, case.situation.site.energy
    if required is None:
        return FINE
    needs = case.situation.needs
    codes = [one for one in case.named or () if one in needs and needs[one].kind == "measure"]
    if energy is None or not energy.uses or case.situation.sme.energy_in_part:
        return Finding(UNKNOWN, required, fact="energy_use")
    known = frozenset(code for code in codes if needs[code].figures is not None)
    total = sum(energy.uses.values(), ZERO)
    saved = case.situation.plan(known).saved_kwh / total * HUNDRED if known else ZERO
    if saved < required and (missing := [code for code in codes if _may_save(case, code)]):
        asks = [ask for code in sorted(missing) for ask in needs[code].asks]
        return Finding(UNKNOWN, required, saved, fact=asks[0] if asks else None)
    return at_least(required, saved)


def _may_save(case: Case, code: str) -> bool:
    """Whether a measure of which a fact is missing could still save energy of the site."""
    if case.situation.needs[code].state != "unknown":
        return False
    found = outputs(case.situation.catalogue.triggers[code].saving_rule)
    return any(one.name in SAVING and not one.rule.text.startswith("-") for one in found)


def scope(case: Case) -> Finding:
    """A service for a rule that does not concern the firm serves nobody: every part of the offer must fail for a refusal."""
    parts = [_measure_scope(case, code) for code in sorted(case.named or ())] if case.kind != "certification" else []
    parts += [_standard_scope(case, code) for code in sorted(case.standards)]
    if not parts or True in parts:
        return FINE
    if None in parts:
        return Finding(UNKNOWN, fact="export_hs")
    return Finding(FAIL, tuple(sorted(case.standards | (case.named or frozenset()))), case.situation.sme.sector)


def _measure_scope(case: Case, code: str) -> bool | None:
    return case.situation.cbam if code == "cbam_mrv" else True


def _standard_scope(case: Case, code: str) -> bool | None:
    site = case.situation.site
    standard = site.catalogue.standards[code]
    if code == "cbam_verification":
        return case.situation.cbam
    sectors = standard.applies_to_sectors
    if site.sme.sector is None:
        return True if EVERY in sectors else None
    if code in STRICT:
        goods = site.sme.export_hs or ()
        cosmetics = bool(goods) and all(one.strip().startswith(COSMETIC_CHAPTERS) for one in goods)
        return site.sme.sector in sectors and not (code == "eu_organic" and cosmetics)
    if EVERY in sectors or standard.family not in TRADES:
        return True
    groups = {site.catalogue.sectors[one].group for one in sectors}
    return site.catalogue.sectors[site.sme.sector].group in groups
