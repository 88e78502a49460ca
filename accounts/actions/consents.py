from datetime import datetime
from uuid import UUID

from accounts.actions.audit import record
from accounts.choices import Act, ConsentTo
from accounts.models import Consent
from kernel.actor import Actor
from kernel.ids import NIL

PRIVACY_VERSION = "2026-11"


def give_consent(
    *,
    user_id: UUID,
    organization_id: UUID | None,
    to: ConsentTo,
    version: str,
    language: str,
    origin: str,
    now: datetime,
    subject: str = "",
) -> Consent:
    """Add a consent row; rows are never changed, a withdrawal is a fact of its subject."""
    consent = Consent.objects.create(
        user_id=user_id,
        organization_id=organization_id,
        to=to,
        version=version,
        language=language,
        origin=origin,
        given_at=now,
        subject=subject,
    )
    record(Actor(user_id, organization_id or NIL), Act.CONSENT_GIVEN, subject="consent", subject_id=consent.pk, now=now)
    return consent
