"""What is said about a file and its rows."""

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kernel.sentences import listed

PROBLEMS: dict[str, Any] = {
    "stale_formula": _("A formula whose result was never computed: open the file, save it and send it again."),
    "formula_error": _("The formula gives %(value)s."),
    "longer_than": _("At most %(longest)s characters."),
    "not_a_number": _("“%(value)s” is not a number."),
    "not_a_day": _("“%(value)s” is not a day of the calendar."),
    "other_order": _("“%(value)s” is no day in the order of this file; in the other order it would be %(reading)s."),
    "not_a_period": _("“%(value)s” is neither a month nor a year: write 01/2025, janvier 2025 or 2025."),
    "not_a_unit": _("“%(value)s” is none of the units we count: the help sheet lists them."),
    "not_yes_no": _("“%(value)s” is neither yes nor no."),
    "not_a_choice": _("“%(value)s” is none of the choices of this column: the help sheet lists them."),
    "not_as_example": _("“%(value)s” is not written as in the example: %(example)s."),
    "needed": _("This is needed."),
    "key_twice": _("The same reference stands in row %(row)s."),
}

LEFT_OUT: dict[str, Any] = {
    "totals": _("A total: its rows are counted already."),
    "hidden": _("This row is hidden in the file."),
}

FAILURES: dict[str, Any] = {
    "empty_file": _("This file holds no row."),
    "too_large": _("This file is too large: 8 MB at most."),
    "too_large_inside": _("This file is too large once unpacked."),
    "too_many_rows": _("At most %(most)s rows at once: part the file in two."),
    "too_many_columns": _("At most %(most)s columns."),
    "too_many_sheets": _("At most %(most)s sheets."),
    "old_workbook": _("This is an Excel file of the old form (.xls): save it as .xlsx and send it again."),
    "not_a_workbook": _("This Excel file cannot be read: save it again as .xlsx."),
    "not_a_table": _("This is no table: send an .xlsx or .csv file."),
    "not_text": _("This file is neither Excel nor text."),
    "no_key_column": _("No column is called “%(column)s”: it names each row, so that a second import changes it."),
    "no_rows": _("Nothing would be taken: each row is left out."),
    "no_right": _("Whoever sent this file may no longer write for the organization."),
    "moved_on": _("What was read has changed meanwhile: send the file again. Nothing was written."),
}

TITLES: dict[str, Any] = {
    "encoding": _("In which letters was this file saved?"),
    "which_sheet": _("Which sheet holds the rows?"),
    "which_header": _("Which line names the columns?"),
    "header_taken": _("Which line names the columns?"),
    "of_file": "%(said)s",
    "of_row": _("Row %(row)s: %(said)s"),
    "of_rows": _("Rows %(rows)s: %(said)s"),
    "unknown_column": _("What is the column “%(column)s”?"),
    "column_twice": _("Two columns are called “%(column)s”: which one counts?"),
    "totals": _("Are these rows totals?"),
    "hidden": _("Some rows are hidden in the file: do they count?"),
    "merged": _("Does a merged cell hold for each of its rows?"),
    "day_order": _("In “%(example)s”, which comes first?"),
    "serial_days": _("In “%(column)s”, is %(example)s the day %(day)s?"),
    "decimal_mark": _("In “%(example)s”, which mark comes before the decimals?"),
    "share": _("In “%(column)s”, does %(example)s mean a share of one?"),
}

WHYS: dict[str, Any] = {
    "encoding": _("The file does not say it; the wrong letters would be unreadable."),
    "which_sheet": _("Several sheets have a table."),
    "which_header": _("No line has the column names of the template."),
    "header_taken": _("Line %(line)s was taken."),
    "of_file": "%(why)s",
    "of_row": "",
    "of_rows": _("One answer for all these rows."),
    "unknown_column": _("It holds “%(example)s”, for example."),
    "column_twice": _("Columns %(letters)s."),
    "totals": _("Rows %(rows)s."),
    "hidden": _("Rows %(rows)s."),
    "merged": _("Rows %(rows)s."),
    "day_order": _("The days of the file do not tell it by themselves."),
    "serial_days": _("Excel counts days so when a cell lost its date format."),
    "decimal_mark": _("The numbers of the file do not tell it by themselves."),
    "share": _("The numbers of this column lie between 0 and 1, and carry no percent sign."),
}

CHOICES: dict[str, Any] = {
    "leave_out": _("Leave out"),
    "keep": _("Take them as rows"),
    "right": _("It is right as it is written"),
    "same": _("Yes, the same value in each row"),
    "empty": _("No, only in the first row"),
    "dmy": _("The day, then the month"),
    "mdy": _("The month, then the day"),
    "days": _("Yes, it is a day"),
    "wrong": _("No, it is a mistake"),
    ",": _("The comma"),
    ".": _("The point"),
    "percent": _("No: 0.25 is a quarter of one percent"),
    "fraction": _("Yes: 0.25 is 25%%"),
}

STATES: dict[str, Any] = {
    "waiting": _("Being read"),
    "asked": _("Waits for your answers"),
    "refused": _("Some rows are refused"),
    "ready": _("Ready"),
    "applying": _("Being written"),
    "applied": _("Written"),
    "failed": _("Not read"),
}

OUTCOMES: dict[str, Any] = {
    "new": pgettext_lazy("row", "New"),
    "changed": pgettext_lazy("row", "Changed"),
    "asked": pgettext_lazy("row", "Waits for an answer"),
    "refused": pgettext_lazy("row", "Refused"),
    "left_out": pgettext_lazy("row", "Left out"),
}


def said(message: Any, params: dict[str, Any]) -> str:
    """Return a sentence with its parameters, lists written out."""
    plain = {name: listed(one) if isinstance(one, list) else spoken(one) for name, one in params.items()}
    return str(message) % plain


def spoken(value: Any) -> Any:
    """Return what was kept in several languages in the reader's, anything else as it is."""
    if not isinstance(value, dict):
        return value
    return value.get((get_language() or "fr")[:2]) or value.get("fr", "")
