"""What changed in how a person signs in is told by a letter of the queue, never by the request that changed it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.choices import SecurityChange
from accounts.events import ADDRESS, SecurityChanged
from kernel import events
from kernel.sealed import seal


@transaction.atomic
def tell_of_security(user_id: UUID, what: SecurityChange, *, now: datetime, to: str = "") -> None:
    """Have a letter sent to the person, or to the address it had until now: that one waits in the queue encrypted."""
    sealed = seal(to, purpose=ADDRESS) if to else ""
    events.publish(SecurityChanged(user_id, what.value, now.isoformat(), sealed))
