"""One conversation as a file to keep: what its reader sees, hidden words hidden, in its language and with the zone of each hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from documents import queries as documents
from frontend import formats
from frontend.shown.subjects import Subject
from kernel import clock
from kernel.actor import Actor
from kernel.sentences import listed
from kernel.tables import Table
from messaging import queries
from messaging.choices import MessageKind

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A message or an event: who said it (nobody, of an event), its words, its file and what is to be known of it."""

    at: datetime
    who: str
    text: str
    file: str
    note: str


def entries(actor: Actor, conversation_id: UUID, subject: Subject, *, own: str) -> Iterator[Entry]:
    """Give what was said from the first word on; `own` is the name of the reader's side."""
    if subject.opening is not None:
        opening, who = subject.opening, own if subject.opening.mine else subject.title
        yield Entry(opening.at, who, opening.text or _("Sent without words."), "", _hidden(is_hidden=opening.hides))
    last = 0
    while lines := queries.lines(actor, queries.messages(actor, conversation_id).filter(sequence__gt=last)[:CHUNK]):
        named = [one.document_id for one in lines if one.document_id]
        files = {one.pk: one.name for one in documents.documents(actor).filter(pk__in=named)} if named else {}
        for line in lines:
            yield _entry(line, subject, files, own)
        last = lines[-1].sequence


def _entry(line: Any, subject: Subject, files: dict[UUID, str], own: str) -> Entry:
    if line.kind == MessageKind.EVENT:
        return Entry(line.posted_at, "", subject.tell(line.facts).text, "", "")
    side = own if line.mine else subject.title
    who = listed(part for part in (side, line.author) if part)
    notes = [_hidden(is_hidden=line.hidden)]
    file = files.get(line.document_id, "") if line.document_id else ""
    if line.document_id and not file:
        notes.append(_("A file was here; it can no longer be opened."))
    if line.removed_at is not None:
        notes.append(_("This message was removed."))
    elif line.edited_at is not None:
        notes.append(_("This message was changed."))
    return Entry(line.posted_at, who, line.text, file, " ".join(note for note in notes if note))


def _hidden(*, is_hidden: bool) -> str:
    return _("Contacts are shown once the request is accepted.") if is_hidden else ""


def table(name: str, found: Iterator[Entry]) -> Table:
    heads = [_("When (time of Morocco)"), _("Who"), _("What was said"), _("File"), _("Remark")]
    return Table(name, heads, ((one.at, one.who, one.text, one.file, one.note) for one in found))


def text(subject: Subject, found: Iterator[Entry]) -> Iterator[str]:
    """Give the lines of a plain text: a day once, then each message with its hour, its words set in."""
    yield f"{subject.what}\n{subject.title}\n"
    day = None
    for one in found:
        if (on := clock.moroccan_day(one.at)) != day:
            day = on
            yield f"\n{formats.day(on, 'full')}\n"
        yield f"\n{formats.hour(one.at)}  {one.who}".rstrip() + "\n"
        said = [
            *one.text.splitlines(),
            *([f"[{one.file}]"] if one.file else []),
            *([f"({one.note})"] if one.note else []),
        ]
        yield "".join(f"    {line}".rstrip() + "\n" for line in said)
