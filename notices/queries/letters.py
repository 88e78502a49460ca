"""How a person wants its letters: the pace of each kind, its quiet hours, and the links that end one kind of letter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from accounts import queries as accounts
from kernel import clock
from marketplace import queries as marketplace
from notices.choices import CHOSEN, DIGEST, DIGEST_AT, OF_SEARCH, URGENT, NoticeKind, Pace
from notices.engine.quiet import Quiet, next_at, opens
from notices.models import Preference, QuietHours

_SALT = "notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link of a letter ends: one kind of letters to one person, those of one saved search, or its letter of the day."""

    user_id: UUID
    kind: str

    @property
    def search_id(self) -> UUID | None:
        return UUID(self.kind.removeprefix(OF_SEARCH)) if self.kind.startswith(OF_SEARCH) else None

    @property
    def label(self) -> str:
        if self.search_id is not None:
            return marketplace.search_to_end(self.search_id, self.user_id).name
        return "" if self.kind == DIGEST else str(NoticeKind(self.kind).label)


def choices(user_id: UUID) -> dict[NoticeKind, Pace]:
    """Return how each kind that one may choose for comes to a person by e-mail."""
    chosen = dict(Preference.objects.filter(user_id=user_id).values_list("kind", "pace"))
    return {kind: Pace(chosen.get(kind, Pace.AT_ONCE)) for kind in CHOSEN}


def pace(user_id: UUID, kind: NoticeKind) -> Pace:
    """Return how a kind comes to a person by e-mail; what nobody may choose for comes at once."""
    return choices(user_id).get(kind, Pace.AT_ONCE)


def quiet_of(user_id: UUID) -> Quiet:
    """Return when a person wants no letters."""
    row = QuietHours.objects.filter(user_id=user_id).first()
    if row is not None:
        return Quiet(row.starts, row.ends, row.sundays)
    starts, ends = settings.QUIET_HOURS
    return Quiet(starts, ends, settings.QUIET_SUNDAYS)


def leaves_at(user_id: UUID, kind: NoticeKind, now: datetime) -> datetime:
    """Return when a letter of this kind may leave for a person: now, or after its quiet hours."""
    return now if kind in URGENT else opens(now, quiet_of(user_id), clock.MOROCCO)


def next_digest(user_id: UUID, now: datetime) -> datetime:
    """Return when the next letter of the day leaves for a person."""
    return opens(next_at(now, DIGEST_AT, clock.MOROCCO), quiet_of(user_id), clock.MOROCCO)


def unsubscribe_path(user_id: UUID, kind: str) -> str:
    """Return the page that ends a kind of letters, signed: nothing is kept for it, and it never grows too old."""
    return reverse("unsubscribe", args=[signing.dumps([str(user_id), kind], salt=_SALT)])


def subscription_of(letter: str) -> Subscription:
    """
    Return what the link of a letter ends.

    :raises ObjectDoesNotExist: when it is none of ours, or its person has left or deleted the search
    """
    try:
        user_id, kind = signing.loads(letter, salt=_SALT)
        found = Subscription(UUID(user_id), kind)
    except (signing.BadSignature, ValueError) as wrong:
        raise ObjectDoesNotExist from wrong
    if accounts.person_to_tell(found.user_id) is None:
        raise ObjectDoesNotExist
    if found.search_id is not None:
        marketplace.search_to_end(found.search_id, found.user_id)
    return found
