"""A fictional market of any size, the same each time: rows like those of the JSON files beside, out of a few word tables."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from reference.files import Catalogue

FOLDER = Path(__file__).resolve().parent
LANGUAGES = ("fr", "ar", "en")
YEAR = 2025
SEASON = (104, 98, 101, 96, 95, 99, 103, 88, 97, 103, 106, 110)  # a month's share of the usual one, in percent
PAID = {"electricity_grid": "elec_mv_general_day", "diesel": "diesel_2025_09", "petrol": "petrol_2025_09"}
PARTS = ("whole", "whole", "half", "whole", "doubt", "whole", "half")  # what is known of a firm's year
STATES = ("sent", "seen", "accepted", "declined", "withdrawn", "accepted")
AMOUNTS = (60_000, 100_000, 150_000, 250_000, 400_000, 800_000)

Row = dict[str, Any]


def read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


class Crowd:
    """
    Partners with offers, and exporters, drawn by `seed`; `mark` begins their company numbers, so that crowds do not meet.

    With `checked`, half of the past projects are such as the team confirms.
    """

    def __init__(self, known: Catalogue, *, seed: int, mark: str, checked: bool = True) -> None:
        self.known, self.mark, self.checked, self.words = known, mark, checked, read("words")
        self.chance = random.Random(seed)  # noqa: S311 - the same crowd each time
        self.regions = sorted(known.regions)
        self.first_province = {one.region_code: one.code for one in reversed(list(known.provinces.values()))}

    def partners(self, count: int, offers_each: Sequence[int]) -> Iterator[Row]:
        """Return partners in the mix of the families, each with its offers under `offers`."""
        families = [one for one in self.words["families"] for _ in range(one["count"])]
        for number in range(count):
            family = families[number % len(families)]
            row = self._organization(number, family["word"], family["kind"], self.regions[number % len(self.regions)])
            city, many = row["city"], self.chance.randint(8, 40)
            row["verified"] = self.chance.random() < 0.7
            row["verified_days"] = self.chance.choice((20, 120, 250, 400))
            row["profile"] = {f"headline_{one}": family[one] for one in LANGUAGES} | {
                f"about_{one}": text.format(n=many, city=city) for one, text in self.words["about"].items()
            }
            row["profile"] |= {
                "languages": [row["language"], *(one for one in ("fr", "ar") if one != row["language"])],
                "founded_year": self.chance.randint(1994, 2022),
                "employees": self.chance.randint(5, 90),
                "capacity_month": self.chance.randint(3, 15),
            }
            row["bases"] = [[row["region"], self.first_province[row["region"]], city]]
            kinds = family["offers"]
            row["offers"] = [
                self._offer(row, family, kinds[(number + place) % len(kinds)], place)
                for place in range(offers_each[number % len(offers_each)])
            ]
            yield row

    def exporters(self, sectors: Sequence[str], count: int, *, monthly: bool = True) -> Iterator[Row]:
        """Return firms of these sectors in turn, the first of each where its trade is at home, with what is known of its year."""
        for number in range(count):
            sector = sectors[number % len(sectors)]
            home, trade, code, market, kwh, fuel, amount, workers, millions = self.words["sectors"][sector]
            region = home if number < len(sectors) else self.chance.choice(self.regions)
            row = self._organization(number, trade, "sme", region)
            size = Decimal(self.chance.randint(60, 160)) / 100
            row["company"] = self._company(row, sector, int(workers * size), int(millions * size * 1_000_000))
            row["site"] = self._site(row, trade, kwh)
            part = PARTS[number % len(PARTS)]
            row["bills"] = self._year("electricity_grid", int(kwh * size), part, monthly=monthly)
            row["bills"] += self._year(fuel, int(amount * size), "half" if part == "half" else "whole", monthly=False)
            row["exports"] = [{"code": code, "tonnes_year": str(int(90 * size * millions)), "market": market}]
            row["exports"] = row["exports"] if code else []
            row["lead"] = {
                "status": STATES[number % len(STATES)],
                "days_ago": 1 + number % 9,
                "message": self.chance.choice(self.words["messages"][row["language"]]),
            }
            yield row

    def _organization(self, number: int, trade: str, kind: str, region: str) -> Row:
        first, last = (self.chance.choice(self.words[one]) for one in ("first", "last"))
        again, place = divmod(number, len(self.words["proper"]))
        proper = self.words["proper"][place] + (f" {again + 1}" if again else "")
        key = f"{_plain(trade)}-{_plain(proper)}"
        return {
            "key": key,
            "kind": kind,
            "name": f"{trade} {proper}",
            "region": region,
            "city": self.known.regions[region].capital_fr,
            "phone": f"05290{number % 100_000:05d}",
            "ice13": f"00{self.mark}{5 if kind == 'sme' else 4}{number + 1:05d}0001",
            "person": f"{first} {last}",
            "email": f"{_plain(first)}@{key}{'' if self.mark == '7' else '-' + self.mark}.example",
            "language": self.chance.choice(("fr", "fr", "fr", "ar", "ar", "en")),
        }

    def _offer(self, partner: Row, family: Row, codes: list[str], place: int) -> Row:
        chance, kind = self.chance, family["kind"]
        variant, days = chance.choice(self.words["variants"]), chance.choice((15, 30, 45, 60, 90, 150))
        least = chance.choice(AMOUNTS)
        terms: Row = {
            "regions_served": self._regions(partner["region"]),
            "sectors_served": ["*"],
            "measures": ["*"],
            "languages": partner["profile"]["languages"],
            "available_in_days": days,
            "capacity_month": chance.randint(2, 8),
            "base_provinces": [self.first_province[partner["region"]]],
            "status": chance.choice(("open",) * 8 + ("unknown", "closed")),
            "as_of": f"2026-{chance.randint(9, 11):02d}-{chance.randint(1, 20):02d}",
        }
        if kind == "financier":
            title = self.words["instruments"][codes[0]]
            terms |= self._money(codes[0], least)
        elif kind == "certifier":
            title = dict.fromkeys(LANGUAGES, " · ".join(self.known.standards[one].name for one in codes))
            until = f"{chance.choice((2026, 2027, 2028))}-12-31"
            terms |= {"standards_accredited": codes, "accreditation_valid_until": until}
        else:
            measure = self.known.measures[codes[0]]
            title = {one: getattr(measure, f"name_{one}") for one in LANGUAGES}
            terms |= {"measures": codes, "ticket_min_mad": str(least), "ticket_max_mad": str(least * 25)}
            terms |= {"sectors_served": self._sectors(measure.applicable_sectors), **self._price(measure)}
            terms["references"] = self._references(terms["sectors_served"])
        said = {one: self.words["says"][one].format(city=partner["city"], days=days) for one in LANGUAGES}
        return {
            "source_key": f"{partner['key']}-{place + 1}",
            **{f"name_{one}": f"{title[one]}, {variant[one]}"[:200] for one in LANGUAGES},
            **{f"description_{one}": said[one] for one in LANGUAGES},
            **terms,
        }

    def _regions(self, home: str) -> list[str]:
        others = [one for one in self.regions if one != home]
        return sorted([home, *self.chance.sample(others, self.chance.randint(1, 4))])

    def _sectors(self, applicable: tuple[str, ...]) -> list[str]:
        """Return all that the measure is for, or a few of them: most partners know some trades."""
        every = sorted(self.known.sectors) if "*" in applicable else list(applicable)
        if self.chance.random() < 0.25:
            return ["*"] if "*" in applicable else every
        return sorted(self.chance.sample(every, min(len(every), self.chance.randint(2, 6))))

    def _references(self, sectors: list[str]) -> list[Row]:
        listed = sorted(self.known.sectors) if sectors == ["*"] else sectors
        return [
            {
                "sector": self.chance.choice(listed),
                "year": self.chance.randint(2021, 2026),
                "verified": self.chance.random() < 0.5 and self.checked,
            }
            for _ in range(self.chance.randint(0, 3))
        ]

    def _price(self, measure: Any) -> Row:
        """Return a price around what the reference data says the measure costs, in dirham for its unit."""
        unit = re.search(r"(?:/|per )(\w+)", measure.capex_unit or "")
        if not measure.capex_typical or not unit:
            return {}
        rates = {"EUR": self.known.prices["eur_mad"].value, "USD": self.known.prices["usd_mad"].value}
        rate = rates.get(measure.capex_currency or "") or Decimal(1)
        own = Decimal(self.chance.randint(92, 112)) / 100
        low = (measure.capex_low or measure.capex_typical * Decimal("0.85")) * rate * own
        high = (measure.capex_high or measure.capex_typical * Decimal("1.2")) * rate * own
        prices = {"price_low_mad": str(round(low)), "price_high_mad": str(round(max(low, high)))}
        return {**prices, "price_unit": unit[1]} if round(low) else {}

    def _money(self, instrument: str, least: int) -> Row:
        terms: Row = {"instrument": instrument, "ticket_min_mad": str(least), "ticket_max_mad": str(least * 40)}
        terms["ticket_basis"] = {"loan": "loan", "guarantee": "guarantee", "grant": "project"}.get(
            instrument, "project"
        )
        if instrument == "grant":
            return terms | {"grant_pct": str(self.chance.choice((10, 20, 30))), "employees_max": 250}
        return terms | {"own_funds_min_pct": str(self.chance.choice((10, 15, 20, 30)))}

    def _company(self, row: Row, sector: str, workers: int, turnover: int) -> Row:
        budget = max(150_000, round(turnover * self.chance.randint(2, 6) / 100, -4))
        standards = [one.id for one in self.known.standards.values() if sector in one.applies_to_sectors]
        goals = [self.chance.choice(("pv_rooftop", "energy_audit", "led", "carbon_footprint"))]
        company = {
            "sector": sector,
            "employees": max(4, workers),
            "revenue_mad": str(turnover),
            "budget_mad": str(budget),
            "own_funds_mad": str(round(budget * self.chance.randint(15, 45) // 100, -3)),
            "languages": [row["language"], *(["fr"] if row["language"] != "fr" else [])],
            "goals": goals + ([self.chance.choice(standards)] if standards else []),
            "export_markets": self.chance.choice((["EU"], ["EU", "GB"], ["EU", "US"])),
            "years_operating": self.chance.randint(2, 40),
            "cgem_member": self.chance.random() < 0.4,
        }
        unsaid = self.chance.choice((None, None, "own_funds_mad", "cgem_member", "years_operating"))
        return {name: value for name, value in company.items() if name != unsaid}

    def _site(self, row: Row, trade: str, kwh: int) -> Row:
        owns = self.chance.random() < 0.65
        site = {
            "name": f"{trade}, {row['city']}",
            "region": row["region"],
            "province": self.first_province[row["region"]],
            "city": row["city"],
            "voltage": "MV" if kwh > 12_000 else "LV",
            "owns_building": owns,
            "roof_m2": str(round(kwh / 30 + self.chance.randint(80, 900), -1)),
        }
        return site if owns else {**site, "landlord_agreement": self.chance.random() < 0.5}

    def _year(self, activity: str, usual: int, part: str, *, monthly: bool) -> list[Row]:
        """Return the bills of a year, or of five months of it; a doubt is a second meter on days that a bill covers."""
        months = SEASON[:5] if part == "half" else SEASON
        values = [usual * share * self.chance.randint(94, 106) // 10_000 for share in months]
        if not monthly:  # one delivery a quarter
            values = [sum(values[i : i + 3]) if i % 3 == 0 else 0 for i in range(len(values))]
        kind = self.known.activities[activity]
        bill = {"activity_id": activity, "unit": kind.unit, "year": YEAR, "values": values}
        price = self.known.prices.get(PAID.get(activity) or PAID.get(kind.carrier) or "")
        if price and price.value:
            bill["price_mad"] = str(price.value)
        if part != "doubt":
            return [bill]
        second = [0, 0, max(1, values[2] // 3)]
        return [bill, {**bill, "values": second, "confirmed": ["overlap"]}]


def batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
