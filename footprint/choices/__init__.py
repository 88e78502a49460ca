from footprint.choices.cbam import CBAM_DATES, CBAM_MISSING, CBAM_REFUSALS, PRECURSOR_SOURCES
from footprint.choices.countries import COUNTRIES, EUROPEAN_UNION, EXEMPT_ORIGINS
from footprint.choices.doubts import BESIDE_ITS_OWN, CODE_DOUBTS, FLAGS, QUESTIONS, REFUSALS, flag_in_words
from footprint.choices.facts import FACTS, SITE_COLUMNS, Fact
from footprint.choices.firms import FirmState
from footprint.choices.goods import askers_of_goods
from footprint.choices.labels import SCOPE_3, Boundary, Document, Evidence, MissingDays, Output, SharedBy, Voltage
from footprint.choices.methods import METHOD_QUESTIONS, METHOD_REFUSALS
from footprint.choices.rules import ASKERS, CODE_NOTES, CODE_STATUSES, COST_FLAGS, EXEMPTIONS, Asker
from footprint.choices.wording import told, written
from footprint.engine.factors import GWP, GwpSet

GWP_SETS: tuple[GwpSet, ...] = ("AR5", *(one for one in sorted(GWP, reverse=True) if one != "AR5"))

__all__ = [
    "ASKERS",
    "BESIDE_ITS_OWN",
    "CBAM_DATES",
    "CBAM_MISSING",
    "CBAM_REFUSALS",
    "CODE_DOUBTS",
    "CODE_NOTES",
    "CODE_STATUSES",
    "COST_FLAGS",
    "COUNTRIES",
    "EUROPEAN_UNION",
    "EXEMPTIONS",
    "EXEMPT_ORIGINS",
    "FACTS",
    "FLAGS",
    "GWP_SETS",
    "METHOD_QUESTIONS",
    "METHOD_REFUSALS",
    "PRECURSOR_SOURCES",
    "QUESTIONS",
    "REFUSALS",
    "SCOPE_3",
    "SITE_COLUMNS",
    "Asker",
    "Boundary",
    "Document",
    "Evidence",
    "Fact",
    "FirmState",
    "GwpSet",
    "MissingDays",
    "Output",
    "SharedBy",
    "Voltage",
    "askers_of_goods",
    "flag_in_words",
    "told",
    "written",
]
