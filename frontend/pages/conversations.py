"""Conversations: the list, one of them with its composer, and the part of it that an open page asks for."""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Kind
from documents import actions as files
from documents import queries as documents
from documents.choices import EXTENSIONS, Purpose
from frontend import paging
from frontend.pages.actors import actor_of, member_required
from frontend.shown import conversations as shown
from frontend.shown.subjects import subjects
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.ids import uuid7
from kernel.text import one_line
from marketplace import queries as marketplace
from messaging import actions, queries
from messaging.choices import LONGEST_SEARCH, LONGEST_TEXT, About

AT_ONCE = MOST_FOUND = 50


class MessageForm(forms.Form):
    """What is said; `client_id` makes a form that is sent twice one message."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("A file"),
        help_text=_("The other side may open it for a year; you see who did, and end it, under “Files”."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in EXTENSIONS[Purpose.DOSSIER])}),
    )


class ChangeForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


@member_required
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """List one's conversations, or the messages of them that hold some words."""
    actor = actor_of(request)
    if (query := one_line(request.GET.get("q", ""))[:LONGEST_SEARCH]) != "":
        return render(request, "pages/conversations.html", {"query": query, "found": _found(actor, query)})
    found = paging.page(queries.conversations(actor), request.GET, reverse("conversations"), by="last_at")
    about = subjects(actor, found.rows)
    rows = [shown.row(one, about[one.pk]) for one in found.rows if one.pk in about]
    context = {"rows": rows, "writes_to_team": actor.kind != Kind.OPERATOR, **found.links}
    return render(request, "pages/conversations.html", context)


def _found(actor: Actor, query: str) -> list[dict[str, str]]:
    """Return the messages that hold these words, and the requests that began with them, the latest first."""
    lines, begun = queries.found(actor, query), marketplace.begun_with(actor, query)
    talks = queries.about(actor, About.LEAD, [one.id for one in begun]) if begun else {}
    rows = [(one.sent_at, shown.begun(one, talks[one.id])) for one in begun if one.id in talks]
    about = subjects(actor, queries.conversations(actor).filter(pk__in={one.conversation_id for one in lines}))
    rows += [
        (one.posted_at, shown.found(one, about[one.conversation_id])) for one in lines if one.conversation_id in about
    ]
    return [row for _at, row in sorted(rows, key=itemgetter(0), reverse=True)[:MOST_FOUND]]


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_to_team(request: HttpRequest) -> HttpResponse:
    """Lead to the conversation with the team, or show the box whose first message opens it."""
    actor = actor_of(request)
    if actor.kind == Kind.OPERATOR:
        raise Http404
    known = queries.about(actor, About.OPERATOR, [actor.organization_id]).get(actor.organization_id)
    if known is not None and request.method != "POST":
        return redirect("conversation", conversation_id=known.pk)
    form = MessageForm(request.POST or None, request.FILES or None, initial={"client_id": uuid7()})
    if request.method == "POST" and form.is_valid():
        try:
            row = _say(actor, actions.write_to_team, **form.cleaned_data)
        except ValidationError as error:
            _add(form, error)
        else:
            return redirect(f"{reverse('conversation', args=[row.conversation_id])}#last")
    return render(request, "pages/write-to-team.html", {"form": form, "may_write": queries.may_write_to_team(actor)})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Show a conversation and take a message; with `from`, give the part that begins at a place."""
    actor = actor_of(request)
    form = MessageForm(request.POST or None, request.FILES or None, initial={"client_id": uuid7()})
    row: Any = queries.conversation(actor, conversation_id)
    if request.method == "POST" and form.is_valid():
        try:
            _say(actor, partial(actions.post_message, conversation_id=conversation_id), **form.cleaned_data)
        except ValidationError as error:
            _add(form, error)
        except (Conflict, Refused) as refused:
            messages.error(request, _refusal(refused))
            return redirect("conversation", conversation_id=conversation_id)
        else:
            return redirect(f"{reverse('conversation', args=[conversation_id])}#last")
    context = _context(request, actor, row)
    if "from" in request.GET:
        return render(request, "components/conversation/parts.html", context)
    return render(request, "pages/conversation.html", context | {"form": form})


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_message(request: HttpRequest, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    """Say it differently, or take it away."""
    actor = actor_of(request)
    row: Any = queries.messages(actor, conversation_id).get(pk=message_id)
    if not row.can_change:
        raise Refused("change")
    form = ChangeForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        actions.change_message(
            actor,
            conversation_id=conversation_id,
            message_id=message_id,
            text=form.cleaned_data["text"],
            now=clock.now(),
        )
        return redirect(f"{reverse('conversation', args=[conversation_id])}#m{row.sequence}")
    context = {"form": form, "conversation_id": conversation_id, "message_id": message_id, "sequence": row.sequence}
    return render(request, "pages/change-message.html", context)


@member_required
@require_POST
def remove_message(request: HttpRequest, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    row = actions.remove_message(
        actor_of(request), conversation_id=conversation_id, message_id=message_id, now=clock.now()
    )
    return redirect(f"{reverse('conversation', args=[conversation_id])}#m{row.sequence}")


@member_required
@require_POST
def read_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Note how far the page has been seen; sent by the page itself."""
    place = _place(request.POST.get("sequence", "")) or 0
    actions.mark_read(actor_of(request), conversation_id=conversation_id, sequence=place, now=clock.now())
    return HttpResponse(status=204)


@member_required
@require_POST
def mute_conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    muted = request.POST.get("muted") == "1"
    actions.mute(actor_of(request), conversation_id=conversation_id, muted=muted, now=clock.now())
    words = gettext("You are told of this conversation no more.") if muted else gettext("You are told of it again.")
    messages.success(request, words)
    return redirect("conversation", conversation_id=conversation_id)


def conversation_url(actor: Actor, lead_id: UUID) -> str:
    """Return the page of the conversation about a request, for the pages of that request."""
    row = queries.about(actor, About.LEAD, [lead_id]).get(lead_id)
    return reverse("conversation", args=[row.pk]) if row else ""


def _add(form: forms.Form, error: ValidationError) -> None:
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def _say(actor: Actor, act: Callable[..., Any], *, client_id: UUID, text: str, file: Any) -> Any:
    """Send a message with the file that was chosen, if any, and return it."""
    document_id = None
    if file is not None:
        kept = files.keep_file(actor, purpose=Purpose.DOSSIER, name=file.name, file=file, now=clock.now())
        document_id = kept.pk
    row, _is_new = act(actor, client_id=client_id, text=text, document_id=document_id, now=clock.now())
    return row


def _refusal(refused: Exception) -> str:
    return (
        str(refused.message)
        if isinstance(refused, Conflict)
        else gettext("You may read this conversation, not write in it.")
    )


def _context(request: HttpRequest, actor: Actor, row: Any) -> dict[str, Any]:
    subject = subjects(actor, [row]).get(row.pk)
    if subject is None:
        raise Http404
    rows = queries.messages(actor, row.pk)
    first = _place(request.GET.get("from", ""))
    if first is not None:
        part = list(rows.filter(sequence__gte=first)[:AT_ONCE])
    else:
        before = _place(request.GET.get("before", ""))
        earlier = rows.filter(sequence__lt=before) if before else rows
        part = list(reversed(earlier.order_by("-sequence")[:AT_ONCE]))
    lines = queries.lines(actor, part)
    named = [one.document_id for one in lines if one.document_id]
    held = {one.pk: one for one in documents.documents(actor).filter(pk__in=named)} if named else {}
    other_read = max(queries.marks(actor, row.pk).values(), default=0)
    start = lines[0].sequence if lines else 1
    address = reverse("conversation", args=[row.pk])
    return {
        "conversation": {
            "id": str(row.pk),
            "url": address,
            "last": lines[-1].sequence if lines else 0,
            "read": row.read,
            "is_masked": row.is_masked,
            "may_meet": row.can_meet,
            "may_report": row.can_report,
            "may_post": row.can_post and row.closed_at is None,
            "is_closed": row.closed_at is not None,
            "muted": row.muted,
        },
        "subject": subject,
        "opening": None if start > 1 or first else subject.opening,
        "earlier_url": f"{address}?before={start}" if start > 1 and first is None else "",
        "parts": shown.parts(
            lines, held, subject=subject, read=row.read if first is None else 0, other_read=other_read
        ),
    }


def _place(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
