"""The e-mail of a notice: sent by the queue, in the member's language, never twice for one Message-ID kept as sent."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import queries as accounts
from kernel import clock
from kernel.tasks import task
from notices import queries
from notices.choices import NoticeKind
from notices.models import Delivery
from notices.queries import Told


def message_id(notice_id: UUID) -> str:
    """Return the same Message-ID at each try."""
    return f"<notice.{notice_id}@{urlsplit(settings.PUBLIC_URL).hostname}>"


@task(transactional=False)
def send_email(notice_id: str) -> None:
    """Send the e-mail of a notice, unless it is sent already or its reader has left."""
    delivery = Delivery.objects.select_related("notice__user").get(notice_id=notice_id)
    user = delivery.notice.user
    actor = accounts.actor_for(user, delivery.notice.organization_id, via="job")
    if delivery.sent_at is not None or actor.organization_id != delivery.notice.organization_id:
        return
    with translation.override(user.language):
        for notice in queries.told(actor, [delivery.notice]):
            _letter(notice, user.email, delivery.message_id).send()
            Delivery.objects.filter(pk=delivery.pk).update(sent_at=clock.now())


def _letter(notice: Told, to: str, identifier: str) -> EmailMultiAlternatives:
    path = reverse("lead" if notice.kind == NoticeKind.LEAD_RECEIVED else "request_sent", args=[notice.lead.id])
    context = {"notice": notice, "url": f"{settings.PUBLIC_URL}{path}"}
    letter = EmailMultiAlternatives(
        subject=notice.title,
        body=render_to_string("notices/lead.txt", context),
        to=[to],
        headers={"Message-ID": identifier, "Auto-Submitted": "auto-generated"},
    )
    letter.attach_alternative(render_to_string("notices/lead.html", context), "text/html")
    return letter
