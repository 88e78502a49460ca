from datetime import datetime

from django.contrib.sessions.models import Session

from kernel.retention import delete_in_parts


def forget_sessions(*, before: datetime) -> int:
    """Forget sessions that ended before this instant; return how many."""
    return delete_in_parts(Session.objects.filter(expire_date__lt=before))
