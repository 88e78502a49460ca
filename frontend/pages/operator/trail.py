"""The audit trail: an owner reads what was done by and to its organization, an auditor all of it; as a file too."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import actions as accounts_actions
from accounts import queries
from accounts.choices import Act
from frontend.asking import AskingForm, DayField
from frontend.pages.actors import actor_of, member_required
from frontend.shown import trail as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.tables import Table, csv_file
from kernel.text import fold

SIZE, AT_ONCE = 50, 500


class TrailForm(AskingForm):
    act = forms.ChoiceField(
        label=_("Act"),
        required=False,
        choices=lambda: [("", gettext("All")), *sorted(Act.choices, key=lambda one: fold(str(one[1])))],
    )
    subject = forms.CharField(
        label=_("Identifier of an organization, person or thing"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)


@member_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not queries.may_read_trail(actor):
        raise Refused("trail")
    form, rows = _asked(request)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(sequence__lt=int(before))
    found = list(rows[: SIZE + 1])
    query = request.GET.copy()
    query["before"] = str(found[SIZE - 1].sequence) if len(found) > SIZE else ""
    plain = request.GET.copy()
    plain.pop("before", None)
    context: dict[str, Any] = {
        "form": form,
        "columns": shown.columns(),
        "rows": [shown.row(one) for one in queries.named(actor, found[:SIZE])],
        "shown": len(found[:SIZE]),
        "before_url": f"?{plain.urlencode()}" if before else "",
        "after_url": f"?{query.urlencode()}" if len(found) > SIZE else "",
        "file_url": f"{reverse('trail_file')}?{plain.urlencode()}",
    }
    return render(request, "pages/operator/trail.html", context)


@member_required
@require_safe
def trail_file(request: HttpRequest) -> FileResponse:
    """Give the entries as CSV, ids as they are and the names of now after them; the export leaves its own entry."""
    actor = actor_of(request)
    if not queries.may_read_trail(actor):
        raise Refused("trail")
    _form, rows = _asked(request)
    file = csv_file(Table("audit", (*shown.HEADS, *shown.NAMES), _lines(actor, rows)))
    accounts_actions.note_export(actor, now=clock.now())
    answer = FileResponse(file, as_attachment=True, filename="audit.csv", content_type="text/csv; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _asked(request: HttpRequest) -> tuple[TrailForm, Any]:
    form = TrailForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.trail(
        actor_of(request),
        act=asked.get("act") or "",
        about=asked.get("subject") or "",
        first=asked.get("first"),
        last=asked.get("last"),
    )
    return form, rows


def _lines(actor: Actor, rows: Any) -> Iterator[list[Any]]:
    entries = rows.iterator(chunk_size=AT_ONCE)
    while part := list(islice(entries, AT_ONCE)):
        yield from (shown.line(one) for one in queries.named(actor, part))
