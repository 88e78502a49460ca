from datetime import datetime
from uuid import UUID

from accounts.choices import ConsentTo
from accounts.models import Consent

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
    return Consent.objects.create(
        user_id=user_id,
        organization_id=organization_id,
        to=to,
        version=version,
        language=language,
        origin=origin,
        given_at=now,
        subject=subject,
    )
