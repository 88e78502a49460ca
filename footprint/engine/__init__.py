"""
The footprint as arithmetic (docs/method/footprint.md sections 14b and 15): bills in, explained lines and totals out.

No clock, no database, no settings; decimals only.
"""

from footprint.engine.audit import AuditAnswer, mandatory_audit
from footprint.engine.checks import check, check_periods, plausibility
from footprint.engine.days import Coverage, Days, Overlap
from footprint.engine.entries import Entry
from footprint.engine.inventory import Inventory, fill_missing_days, inventory
from footprint.engine.lines import Line
from footprint.engine.problems import Problem, Question, Refusal
from footprint.engine.totals import Quality, Total
from footprint.engine.uncertainty import Interval
from footprint.engine.units import units_for

VERSION = "2"

__all__ = [
    "VERSION",
    "AuditAnswer",
    "Coverage",
    "Days",
    "Entry",
    "Interval",
    "Inventory",
    "Line",
    "Overlap",
    "Problem",
    "Quality",
    "Question",
    "Refusal",
    "Total",
    "check",
    "check_periods",
    "fill_missing_days",
    "inventory",
    "mandatory_audit",
    "plausibility",
    "units_for",
]
