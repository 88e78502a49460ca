"""Which countries there are, and those whose goods the carbon border tax leaves alone."""

from typing import Final

from babel import Locale

# What CLDR lists beside countries: groupings, codes reserved for parts of a country, and two codes for tests.
_NO_COUNTRY: Final = frozenset("EU EZ QO UN XA XB ZZ AC CP CQ DG EA IC TA".split())
COUNTRIES: Final = frozenset(
    code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
)
EUROPEAN_UNION: Final = "EU"
_MEMBERS: Final = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_PARTS_OF_MEMBERS: Final = "AX GF GP MF MQ RE YT"
# Point 1 of Annex III of Regulation (EU) 2023/956; its territories (Büsingen, Heligoland, Livigno, Ceuta, Melilla) have the
# code of their member state.
_ANNEX_III: Final = "CH IS LI NO"
EXEMPT_ORIGINS: Final = frozenset(f"{EUROPEAN_UNION} {_MEMBERS} {_PARTS_OF_MEMBERS} {_ANNEX_III}".split())
