"""E-mails, sent by the queue: of a notice in its reader's language, never twice for one Message-ID kept as sent; of an invitation."""

from datetime import date, datetime
from itertools import groupby
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from babel import dates
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.choices import SecurityChange
from accounts.events import ADDRESS, SecurityChanged
from footprint import actions as footprint
from footprint import queries as footprint_queries
from kernel import clock
from kernel.locales import of_days
from kernel.queue.claims import waiting
from kernel.sealed import unseal
from kernel.tasks import task
from marketplace.choices import Alerts
from messaging.queries import Line
from notices import queries
from notices.choices import CHOSEN, DIGEST, OF_SEARCH, NoticeKind, Pace
from notices.models import Delivery
from notices.queries import Told


def message_id(notice_id: UUID) -> str:
    """Return the same Message-ID at each try."""
    return f"<notice.{notice_id}@{urlsplit(settings.PUBLIC_URL).hostname}>"


@task(transactional=False)
def send_email(notice_id: str) -> None:
    """Send the e-mail of a notice, now or when its reader wants it, unless it is sent or read already or its reader has left."""
    delivery = Delivery.objects.select_related("notice__user").get(notice_id=notice_id)
    user = delivery.notice.user
    actor = accounts.actor_for(user, delivery.notice.organization_id, via="job")
    if delivery.sent_at is not None or actor.organization_id != delivery.notice.organization_id:
        return
    if delivery.notice.read_at is not None or _comes_otherwise(delivery):
        return
    with translation.override(user.language):
        for notice in queries.told(actor, [delivery.notice]):
            words = queries.words(actor, notice)
            if notice.kind == NoticeKind.MESSAGE_RECEIVED and not words:
                continue
            if notice.news is not None and notice.news.search.alerts == Alerts.NEVER:
                continue  # ended while the letter waited for the morning
            answer = queries.answer_path(user, actor.organization_id, notice, clock.now())
            _letter(notice, user, delivery.message_id, words=words, answer=answer).send()
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=clock.now())


def _comes_otherwise(delivery: Delivery) -> bool:
    """Put off a letter until the quiet hours are over or to the letter of the day, as its reader chose; or drop it."""
    user_id, kind, now = delivery.notice.user_id, NoticeKind(delivery.notice.kind), clock.now()
    pace = queries.pace(user_id, kind)
    if pace == Pace.DAILY:
        _join_the_digest(delivery, now)
    at = queries.leaves_at(user_id, kind, now)
    if pace == Pace.AT_ONCE and at > now:
        again: Any = send_email
        again.keyed(f"notice:{delivery.notice_id}").using(run_after=at).enqueue(str(delivery.notice_id))
    return pace != Pace.AT_ONCE or at > now


@transaction.atomic
def _join_the_digest(delivery: Delivery, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(in_digest=True)
    user_id, digest = delivery.notice.user_id, cast(Any, send_digest)
    if not waiting(key := f"digest:{user_id}"):
        digest.keyed(key).using(run_after=queries.next_digest(user_id, now)).enqueue(str(user_id))


@task(transactional=False)
def send_digest(user_id: str) -> None:
    """Send the letter of the day: what a person chose to have in it and has not read meanwhile."""
    user, now = accounts.person_to_tell(UUID(user_id)), clock.now()
    if user is None:
        return
    wanted = [kind for kind, pace in queries.choices(user.pk).items() if pace != Pace.NEVER]
    rows = Delivery.objects.filter(notice__user_id=user.pk, in_digest=True, sent_at=None, notice__kind__in=wanted)
    found = list(rows.filter(notice__read_at=None).select_related("notice").order_by("notice__organization_id", "pk"))
    with translation.override(user.language):
        told: list[Told] = []
        for organization_id, group in groupby(found, key=lambda row: row.notice.organization_id):
            actor = accounts.actor_for(user, organization_id, via="job")
            told += (
                queries.told(actor, [row.notice for row in group]) if actor.organization_id == organization_id else []
            )
        if told:
            day = clock.moroccan_day(now)
            _digest(told, user, f"<digest.{user.pk}.{day}@{urlsplit(settings.PUBLIC_URL).hostname}>", day).send()
    Delivery.objects.filter(pk__in=[row.pk for row in found]).update(sent_at=now)


def send_invitation(invitation_id: UUID) -> None:
    """Send the letter of an invitation, in the language of who invites, unless it was answered or taken back."""
    invitation = accounts.invitation(invitation_id)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        return
    with translation.override(invitation.invited_by.language):
        url = f"{settings.PUBLIC_URL}{reverse('invitation', args=[accounts.token_of(invitation)])}"
        context = {"invitation": invitation, "role": invitation.get_role_display(), "url": url}
        letter = EmailMultiAlternatives(
            subject=_one_line(
                gettext("Join %(organization)s on Qafila") % {"organization": invitation.organization.name}
            ),
            body=render_to_string("notices/invitation.txt", context),
            to=[invitation.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        letter.attach_alternative(render_to_string("notices/invitation.html", context), "text/html")
        letter.send()


def send_firm_letters(organization_id: UUID) -> None:
    """Write to the firms that an institution invited and that have no letter yet, each in its language."""
    for firm in footprint_queries.firms_to_write_to(organization_id):
        with translation.override(firm.language):
            url = f"{settings.PUBLIC_URL}{reverse('firm', args=[footprint_queries.firm_token(firm)])}"
            context = {"firm": firm, "url": url}
            letter = EmailMultiAlternatives(
                subject=_one_line(
                    gettext("%(organization)s invites you to Qafila") % {"organization": firm.organization.name}
                ),
                body=render_to_string("notices/firm.txt", context),
                to=[firm.email],
                headers={"Auto-Submitted": "auto-generated"},
            )
            letter.attach_alternative(render_to_string("notices/firm.html", context), "text/html")
            letter.send()
        footprint.letter_sent(firm, now=clock.now())


def send_copy_letter(copy_id: UUID) -> None:
    """Tell a person that its copy is ready; the link is good for nobody else, and the file is not in the letter."""
    row = accounts.copy_to_tell(copy_id)
    if row is not None:
        words = (_("Your copy is ready"), _("The copy of the data you asked for can be fetched until %(day)s."))
        _to_person(row.user, words, day=row.expires_at, route="your_data")


def send_closing_letters(organization_id: UUID) -> None:
    """Tell each owner of an organization that it was closed, and until when that can be taken back."""
    for person, name, until in accounts.owners_to_tell(organization_id):
        words = (
            _("Your organization is closed"),
            _(
                "%(organization)s was closed on Qafila. Its data are erased on %(day)s; until then an owner can take"
                " this back under “My account”."
            ),
        )
        _to_person(person, words, day=until, route="account", organization=name)


_BY_ITSELF = _("This was done on %(day)s at %(hour)s, Moroccan time. If it was you, there is nothing to do.")
_BY_ANOTHER = {
    SecurityChange.FACTORS_REMOVED: _(
        "On %(day)s at %(hour)s, Moroccan time, a member of the team removed your app, your passkeys and your recovery"
        " codes, as you asked. You are signed out everywhere: sign in with your password, then set up another one."
    )
}
_NOT_ME = _(
    "If it was not you: choose a new password at once, end the sessions left open elsewhere, and write to the team."
)


def send_security_letter(event: SecurityChanged) -> None:
    """Tell a person what changed in how it signs in, and what to do if somebody else did that."""
    person, change = accounts.person_to_tell(event.user_id), SecurityChange(event.what)
    if person is not None:
        words, moment = (change.label, _BY_ANOTHER.get(change, _BY_ITSELF)), datetime.fromisoformat(event.at)
        to = unseal(event.to, purpose=ADDRESS) if event.to else person.email
        _to_person(person, words, day=moment, route="account", to=to, next_step=_NOT_ME)


def _to_person(
    person: Any, words: tuple[Any, Any], *, day: datetime, route: str, to: str = "", next_step: Any = "", **more: str
) -> None:
    with translation.override(person.language):
        title, text, moment = str(words[0]), str(words[1]), day.astimezone(clock.MOROCCO)
        shown = {
            "day": dates.format_date(moment, "long", locale=of_days(person.language)),
            "hour": dates.format_time(moment, "short", locale=of_days(person.language)),
        }
        notice = {"title": title, "text": text % {**shown, **more}, "next_step": str(next_step)}
        context = {"notice": notice, "url": f"{settings.PUBLIC_URL}{reverse(route)}", "unsubscribe_url": ""}
        letter = EmailMultiAlternatives(
            subject=title,
            body=render_to_string("notices/account.txt", context),
            to=[to or person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        letter.attach_alternative(render_to_string("notices/account.html", context), "text/html")
        letter.send()


def _one_line(text: str) -> str:
    """Return text fit for a header, whoever wrote it."""
    return " ".join(text.split())


def _letter(notice: Told, user: Any, identifier: str, *, words: list[Line], answer: str) -> EmailMultiAlternatives:
    template = "notices/lead" if notice.lead else "notices/account"
    template = "notices/messages" if notice.conversation_id else template
    context = {
        "notice": notice,
        "words": words,
        "url": f"{settings.PUBLIC_URL}{notice.path}",
        "answer_url": f"{settings.PUBLIC_URL}{answer}" if answer else "",
    }
    ends = notice.kind
    if notice.news is not None:
        template, ends = "notices/search", f"{OF_SEARCH}{notice.news.search.pk}"
        context["offers"] = [
            {"offer": one, "url": f"{settings.PUBLIC_URL}{reverse('offer', args=[one.id])}"}
            for one in notice.news.offers
        ]
    letter = _to_reader(user, template, notice.title, context, identifier, ends)
    if notice.conversation_id and (address := queries.reply_address(notice.id)):
        letter.reply_to = [address]
    return letter


def _digest(told: list[Told], user: Any, identifier: str, day: date) -> EmailMultiAlternatives:
    shown = dates.format_date(day, "long", locale=of_days(user.language))
    title = gettext("Your news of %(day)s") % {"day": shown}
    rows = [{"notice": one, "url": f"{settings.PUBLIC_URL}{one.path}"} for one in told]
    context = {"title": title, "rows": rows, "url": f"{settings.PUBLIC_URL}{reverse('notices')}"}
    return _to_reader(user, "notices/digest", title, context, identifier, DIGEST)


def _to_reader(
    user: Any, template: str, subject: str, context: dict[str, Any], identifier: str, kind: str
) -> EmailMultiAlternatives:
    """Return a letter in text and HTML; one that may be ended says how, to its reader and to its mail program (RFC 8058)."""
    headers, ends = {"Message-ID": identifier, "Auto-Submitted": "auto-generated"}, ""
    if kind == DIGEST or kind in CHOSEN or kind.startswith(OF_SEARCH):
        ends = f"{settings.PUBLIC_URL}{queries.unsubscribe_path(user.pk, kind)}"
        headers |= {"List-Unsubscribe": f"<{ends}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {**context, "unsubscribe_url": ends}
    letter = EmailMultiAlternatives(
        subject=subject, body=render_to_string(f"{template}.txt", context), to=[user.email], headers=headers
    )
    letter.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return letter
