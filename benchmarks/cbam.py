"""A thousand answers about the carbon border tax, against a bare Decimal multiply-and-sum of as many terms."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from footprint.engine.cbam import Answer, Buyer, Good, OwnData, Precursor, Terms, answer
from reference.files import load

ANSWERS, BEST_OF = 1000, 5
LINES = ("73181582", "73089059", "76101000", "76042100", "31021019")
WIRE = Precursor("wire rod", "7213", Decimal("1.05"), "China", "default")


def cpu(act: Callable[[], Any]) -> float:
    """Return the seconds of CPU of the best of a few runs."""
    seconds = []
    for _ in range(BEST_OF):
        began = time.process_time()
        act()
        seconds.append(time.process_time() - began)
    return min(seconds)


def goods() -> list[Good]:
    """Return one good a question: its own process, a bought material and two buyers."""
    return [
        Good(
            key=str(at),
            code=LINES[at % len(LINES)],
            own=OwnData(Decimal(at % 90) / 100, Decimal("0.1"), precursors=(WIRE,)),
            buyers=(Buyer("a", Decimal(at + 60)), Buyer("b", Decimal(20), Decimal(45))),
        )
        for at in range(ANSWERS)
    ]


def terms_of(found: Answer) -> list[tuple[Decimal, Decimal]]:
    """Return each product that the figures of an answer are sums of: parts, free allocation, certificates by price and buyer."""
    products = []
    for good in found.goods:
        for part in good.own.parts if good.own else ():
            products += [(part.tonnes_per_tonne, part.see_tco2e_t), (part.tonnes_per_tonne, part.free_tco2e_t)]
        for rows in (good.band, *(buyer.band for buyer in good.buyers)):
            for row in rows:
                due = row.certificates
                products += [
                    (amount, row.price.eur_per_t)
                    for amount in (due.default_low, due.default_high, due.own)
                    if amount is not None
                ]
    return products


def main() -> None:
    catalogue, asked, terms = load(), goods(), Terms(2026)
    products = [one for good in asked for one in terms_of(answer([good], catalogue, terms))]

    def bare() -> Decimal:
        total = Decimal(0)
        for amount, factor in products:
            total += amount * factor
        return total

    baseline = cpu(bare)
    answers = cpu(lambda: [answer([good], catalogue, terms) for good in asked])
    print(f"{len(products)} products of decimals, multiplied and summed: {baseline * 1000:.1f} ms CPU")
    print(f"{ANSWERS} answers of as many: {answers * 1000:.0f} ms CPU, ratio {answers / baseline:.1f}")


if __name__ == "__main__":
    main()
