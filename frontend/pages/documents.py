"""The files of an organization: kept, opened, given to one reader until a day, taken back; those that others give it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as accounts
from documents import actions, queries
from documents.choices import EXTENSIONS, PaperKind, Purpose
from frontend import paging
from frontend.pages.actors import actor_of, member_required
from frontend.shown import documents as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require
from kernel.text import fold
from marketplace import queries as marketplace

PERIODS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, image, XLSX, DOCX or CSV, at most 10 MB. Nobody else reads it until you say so."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in EXTENSIONS[Purpose.DOSSIER])}),
    )

    kind = forms.ChoiceField(
        label=_("What it is"),
        help_text=_("A financier that asks for one of its kind is served by it."),
        choices=PaperKind.choices,
        initial=PaperKind.OTHER,
        required=False,
    )


class AccessForm(forms.Form):
    """Who may open a file, and for how long; only those one deals with are proposed."""

    receiver = forms.TypedChoiceField(coerce=UUID)
    days = forms.TypedChoiceField(coerce=int, choices=PERIODS)

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["receiver"].choices = receivers  # type: ignore[attr-defined]


@member_required
@require_safe
def document(request: HttpRequest, document_id: UUID) -> HttpResponse | FileResponse:
    """Give a file out: the right is checked each time, and the browser is told to keep it a file."""
    if request.method == "HEAD":
        return HttpResponse(headers=queries.served_as(queries.document_to_open(actor_of(request), document_id)))
    row, file = actions.open_document(actor_of(request), document_id=document_id, now=clock.now())
    return FileResponse(file, as_attachment=True, filename=row.name, headers=queries.served_as(row))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    """List the files, with who may open each and who did; keep one more."""
    actor = actor_of(request)
    if request.method == "POST" and not actor.writes:
        raise Refused("keep_document")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.keep_file(
                actor,
                purpose=Purpose.DOSSIER,
                name=file.name,
                file=file,
                kind=form.cleaned_data["kind"] or PaperKind.OTHER,
                now=clock.now(),
            )
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, gettext("Kept. Nobody else reads it until you say so."))
            return redirect("documents")
    now = clock.now()
    page = paging.page(queries.own_documents(actor), request.GET, reverse("documents"), by="uploaded_at")
    ids = [one.pk for one in page.rows]
    accesses, readings = list(queries.accesses(actor, ids)), list(queries.readings(actor, ids)[:100])
    received = list(queries.received(actor, now)[:100])
    known = {one.receiver_id for one in accesses} | {one.organization_id for one in readings}
    names = accounts.names(known | {one.giver_id for one in received})
    context = {
        "form": form,
        "may_write": actor.writes,
        "documents": shown.rows(page.rows, accesses, readings, names, receivers(actor), now=now),
        "received": shown.received(received, names),
        "links": page.links,
        "periods": PERIODS,
    }
    return render(request, "pages/documents.html", context)


def receivers(actor: Actor) -> list[tuple[str, str]]:
    """Return whom a file may be given to from the page, by name."""
    found = accounts.names(marketplace.counterparts(actor)) if actor.writes else {}
    return sorted(((str(pk), name) for pk, name in found.items()), key=lambda one: fold(one[1]))


@member_required
@require_POST
def give_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    require(queries.document(actor, document_id), "grant")
    form = AccessForm(request.POST, receivers=receivers(actor))
    if not form.is_valid():
        messages.error(request, gettext("Choose who may read it, and for how long."))
        return redirect("documents")
    given = form.cleaned_data
    actions.give(actor, document_id=document_id, receiver_id=given["receiver"], days=given["days"], now=clock.now())
    messages.success(request, gettext("Given. This reader alone may open this file, and is told so."))
    return redirect("documents")


@member_required
@require_POST
def withdraw_grant(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    actions.withdraw(actor_of(request), grant_id=grant_id, now=clock.now())
    messages.success(request, gettext("The access has ended; its reader is told so."))
    return redirect("documents")


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Say what follows, then take the file away."""
    actor = actor_of(request)
    row = queries.document(actor, document_id)
    require(row, "remove")
    if request.method == "POST":
        actions.remove(actor, document_id=document_id, now=clock.now())
        messages.success(request, gettext("The file is gone."))
        return redirect("documents")
    return render(request, "pages/remove-document.html", {"document": row})
