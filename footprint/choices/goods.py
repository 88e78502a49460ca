"""Which rules of buyers bite on goods, by the first digits of their customs code (HS 2022)."""

from collections.abc import Mapping
from typing import Final

# asker of ASKERS: the headings or chapters that its rule names.
OF_GOODS: Final[Mapping[str, tuple[str, ...]]] = {
    # Annex I of Regulation (EU) 2023/1115: cattle, cocoa, coffee, oil palm, rubber, soya, wood, and what is made of them.
    "eudr": (
        *("010221", "010229", "0201", "0202", "020610", "020622", "020629", "160250", "4101", "4104", "4107"),
        *("1801", "1802", "1803", "1804", "1805", "1806", "0901"),
        *("120710", "1511", "151321", "151329", "230660", "290545", "291570", "291590"),
        *("382311", "382312", "382319", "382370"),
        *("4001", "4005", "4006", "4007", "4008", "4010", "4011", "4012", "4013", "4015", "4016", "4017"),
        *("1201", "120810", "1507", "2304", "44", "47", "48", "49"),
        *("940131", "940141", "940161", "940169", "940191", "940330", "940340", "940350", "940360", "940391", "940610"),
    ),
    # Food and feed: organic only when sold as such.
    "organic": (*(f"{chapter:02}" for chapter in range(2, 24) if chapter != 3), "0301", "0302", "0306", "0307", "3301"),
    # Catches of the sea: the catch certificate of Regulation (EC) 1005/2008, and their preparations.
    "catch": ("0302", "0303", "0304", "0305", "0306", "0307", "0308", "1604", "1605"),
    # Textiles and clothing, footwear: Regulation (EU) 2024/1781 names them first for a passport.
    "textile": (*(str(chapter) for chapter in range(50, 64)), "64"),
    # Regulation (EU) 2023/1542.
    "battery": ("8506", "8507"),
    # Regulation (EU) 2024/1781: first metals of the working plan.
    "metals": ("72", "73", "76"),
}
# Goods are packed, and large buyers report on their chain, whatever they buy.
OF_ALL_GOODS: Final = ("csrd", "ppwr")
NOT_PACKED: Final = ("2716", "2711", "2709")  # electricity and gas by grid or pipe, crude oil


def askers_of_goods(code: str) -> list[str]:
    """Return the askers of goods, those of their kind first; a code that names no chapter has none."""
    if len(code) < 2:
        return []
    named = [asker for asker, starts in OF_GOODS.items() if any(_touch(code, start) for start in starts)]
    general = [asker for asker in OF_ALL_GOODS if not (asker == "ppwr" and code.startswith(NOT_PACKED))]
    return [*named, *general]


def _touch(code: str, start: str) -> bool:
    """Return whether a code is under these digits, or, given to fewer digits, may be."""
    return code.startswith(start) or (len(code) >= 4 and start.startswith(code))
