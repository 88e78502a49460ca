"""Files of rows: send one, answer what it leaves open, read what would happen, have it written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import PARTNER_KINDS, Kind
from footprint import actions as footprint
from footprint import queries as footprint_queries
from frontend import formats
from frontend.pages.actors import actor_of, member_required, writer_required
from frontend.pages.tables import TYPES
from frontend.shown import imports as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.imports.fields import LANGUAGES, Spec
from kernel.imports.jobs import rows_of
from kernel.imports.templates import csv_template, xlsx_template
from kernel.sheets.opening import LARGEST_FILE
from kernel.tables import xlsx
from partners import actions as partners
from partners import queries as partner_queries

MOST_ROWS = 10_000


@dataclass(frozen=True)
class Doors:
    """What a room offers for files of its rows, and the page they lead to."""

    kinds: tuple[str, ...]
    spec: Spec
    files: Callable[[Actor], Any]
    take: Callable[..., Any]
    answer: Callable[..., Any]
    apply: Callable[..., Any]
    list_route: str
    lines_route: str
    title: Any
    lead: Any
    back: Any
    may_paste: bool = False


PURPOSES = {
    "offers": Doors(
        tuple(PARTNER_KINDS),
        partners.OFFERS,
        partner_queries.offers_files,
        partners.take_offers_file,
        partners.answer_offers_file,
        partners.apply_offers_file,
        "offers",
        "import_offers",
        _("Import offers"),
        _("Every row is taken, or none. You read what would happen first; complete offers then go on the shelf."),
        _("All offers"),
    ),
    "firms": Doors(
        (Kind.INSTITUTION,),
        footprint.FIRMS,
        footprint_queries.firms_files,
        footprint.take_firms_file,
        footprint.answer_firms_file,
        footprint.apply_firms_file,
        "firms",
        "",
        _("Invite firms from a list"),
        _(
            "Every row is taken, or none. Once written, each firm receives a letter; nothing about it is published or matched unless it accepts."
        ),
        _("Invited firms"),
    ),
    "bills": Doors(
        (Kind.SME,),
        footprint.BILLS,
        footprint_queries.bills_files,
        footprint.take_bills_file,
        footprint.answer_bills_file,
        footprint.apply_bills_file,
        "bills",
        "",
        _("Bills from a spreadsheet"),
        _("Every row is taken, or none. You read what would happen first; what is unclear is asked, never guessed."),
        _("Your bills"),
        may_paste=True,
    ),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = gettext("Excel (.xlsx) or CSV, 8 MB and %(most)s rows at most.")
        self.fields["file"].help_text = help_text % {"most": formats.number(most)}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("This file is too large: 8 MB at most."))
        return file


class PastedForm(forms.Form):
    rows = forms.CharField(
        label=_("Rows copied from your spreadsheet"),
        help_text=_("With the line of headings. Tabs, semicolons or commas between the cells."),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
    )


def _doors(request: HttpRequest, purpose: str) -> Doors:
    doors = PURPOSES.get(purpose)
    if doors is None or actor_of(request).kind not in doors.kinds:
        raise Http404
    return doors


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, purpose: str) -> HttpResponse:
    """Give the templates, take a file, list the files sent before."""
    doors, actor = _doors(request, purpose), actor_of(request)
    is_pasted = doors.may_paste and "rows" in request.POST
    form = FileForm(
        request.POST if request.method == "POST" and not is_pasted else None,
        request.FILES or None,
        most=doors.spec.most_rows or MOST_ROWS,
    )
    pasted = PastedForm(request.POST if is_pasted else None)
    sent: forms.Form = pasted if is_pasted else form
    if request.method == "POST" and sent.is_valid():
        try:
            job = doors.take(actor, **_content(sent), now=clock.now())
        except ValidationError as error:
            sent.add_error("rows" if is_pasted else "file", error.error_dict["file"])
        else:
            return redirect("import", purpose=purpose, import_id=job.pk)
    context = {
        "purpose": purpose,
        "doors": doors,
        "form": form if actor.writes else None,
        "pasted": pasted if actor.writes and doors.may_paste else None,
        "asked_form": sent,
        "list_url": reverse(doors.list_route),
        "lines_url": reverse(doors.lines_route) if doors.lines_route and actor.writes else "",
        "jobs": [shown.card(job) for job in doors.files(actor)[:20]],
        "languages": [("fr", "Français"), ("ar", "العربية"), ("en", "English")],
    }
    return render(request, "pages/imports.html", context)


def _content(form: forms.Form) -> dict[str, Any]:
    """Return the name and the bytes of a file, or of rows that were pasted: they go through the same reader."""
    if isinstance(form, PastedForm):
        return {"filename": gettext("Pasted rows"), "content": form.cleaned_data["rows"].encode()}
    file = form.cleaned_data["file"]
    return {"filename": file.name, "content": file.read()}


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, purpose: str, import_id: UUID) -> HttpResponse:
    """Show what would happen row by row, and take answers."""
    doors, actor = _doors(request, purpose), actor_of(request)
    job = doors.files(actor).get(pk=import_id)
    form = shown.AnswersForm(job, doors.spec, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            doors.answer(actor, import_id=import_id, answers=form.answers)
        except Conflict as conflict:
            messages.error(request, str(conflict.message))
        return redirect("import", purpose=purpose, import_id=import_id)
    answer = render(request, "pages/import.html", _page(request, purpose, doors, job, form))
    if job.state in {"waiting", "applying"}:
        answer["Refresh"] = "3"
    return answer


def _page(request: HttpRequest, purpose: str, doors: Doors, job: Any, form: shown.AnswersForm) -> dict[str, Any]:
    counted = shown.counted(job)
    here = reverse("import", kwargs={"purpose": purpose, "import_id": job.pk})
    outcome = request.GET.get("outcome", "")
    if outcome not in {one["outcome"] for one in counted}:
        outcome = "refused" if job.counts.get("refused") else ""
    after = request.GET.get("after", "")
    after_row = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    found = rows_of(job, outcome=outcome, after=after_row, size=shown.SIZE + 1)
    more = f"{here}?outcome={outcome}&after={found[shown.SIZE - 1].number}" if len(found) > shown.SIZE else ""
    answerable = job.state in {"asked", "ready", "refused"} and job.can_answer
    return {
        "job": job,
        "purpose": purpose,
        "doors": doors,
        "state": shown.words.STATES[job.state],
        "kind": shown.KINDS.get(job.state, ""),
        "failure": shown.failure(job),
        "form": form if answerable and job.doubts else None,
        "counted": [{**one, "current": one["outcome"] == outcome} for one in counted],
        "columns": shown.columns(job, doors.spec),
        "rows": [shown.row_card(row, doors.spec) for row in found[: shown.SIZE]],
        "shown": min(len(found), shown.SIZE),
        "more_url": more,
        "here": here,
        "all_url": reverse("imports", kwargs={"purpose": purpose}),
        "list_url": reverse(doors.list_route),
        "is_busy": job.state in {"waiting", "applying"},
        "can_apply": job.state == "ready" and job.can_apply,
    }


@member_required
@writer_required
@require_POST
def apply_import(request: HttpRequest, purpose: str, import_id: UUID) -> HttpResponse:
    doors = _doors(request, purpose)
    try:
        doors.apply(actor_of(request), import_id=import_id)
    except Conflict as conflict:
        messages.error(request, str(conflict.message))
    return redirect("import", purpose=purpose, import_id=import_id)


@member_required
@require_safe
def import_report(request: HttpRequest, purpose: str, import_id: UUID) -> FileResponse:
    """Give every row with what becomes of it as a workbook."""
    doors = _doors(request, purpose)
    job = doors.files(actor_of(request)).get(pk=import_id)
    file = xlsx(shown.report(job, doors.spec), right_to_left=get_language_bidi())
    answer = FileResponse(file, as_attachment=True, filename="report.xlsx", content_type=TYPES["xlsx"])
    answer["Cache-Control"] = "private, no-store"
    return answer


@member_required
@require_safe
def import_template(request: HttpRequest, purpose: str, language: str, extension: str) -> HttpResponse:
    """Give the empty table in a language."""
    doors = _doors(request, purpose)
    if language not in LANGUAGES or extension not in TYPES:
        raise Http404
    make = xlsx_template if extension == "xlsx" else csv_template
    answer = HttpResponse(make(doors.spec, language), content_type=TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{purpose}-{language}.{extension}"'
    return answer
