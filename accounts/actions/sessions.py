from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from accounts.events import AccessChanged
from accounts.models import Membership
from kernel import events
from kernel.retention import delete_in_parts


def end_sessions(user_id: UUID) -> None:
    """Sign a person out everywhere, in the caller's transaction."""
    listed = UserSession.objects.filter(user_id=user_id)
    Session.objects.filter(session_key__in=list(listed.values_list("session_key", flat=True))).delete()
    listed.delete()
    for organization_id in Membership.objects.filter(user_id=user_id).values_list("organization_id", flat=True):
        events.publish(AccessChanged(organization_id))


def forget_sessions(*, before: datetime) -> int:
    """Forget sessions that ended before this instant; return how many."""
    return delete_in_parts(Session.objects.filter(expire_date__lt=before))
