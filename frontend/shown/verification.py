"""Proofs and what was verified, as the pages name them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from partners import queries as partners
from partners.choices import CredentialKind, CredentialState, RefusalReason

STATES = {
    CredentialState.WAITING: "unknown",
    CredentialState.ACCEPTED: "met",
    CredentialState.REFUSED: "missing",
    CredentialState.REPLACED: "missing",
}
READ = {
    CredentialKind.REGISTRATION: _("Company registration read by the team"),
    CredentialKind.ACCREDITATION: _("Accreditation read by the team"),
    CredentialKind.INSURANCE: _("Professional insurance read by the team"),
    CredentialKind.LABEL: _("Label or qualification read by the team"),
}


def proofs(organization: Any) -> list[dict[str, str]]:
    """Return what was read of a partner and until when, nothing once it no longer holds."""
    if not organization.is_verified:
        return []
    told = partners.verified([organization.pk]).get(organization.pk)
    if told is None:
        text, end = gettext("Identity read by the team"), organization.verified_until
        until = gettext("until %(day)s") % {"day": formats.day(end)} if end else formats.day(organization.verified_at)
        return [{"state": "met", "text": text, "end": until, "note": ""}]
    until = gettext("until %(day)s") % {"day": formats.day(told.until)}
    note = gettext("Read on %(day)s") % {"day": formats.day(told.on)}
    return [{"state": "met", "text": str(READ[kind]), "end": until, "note": note} for kind in told.scope]


def verified_line(organization: Any) -> str:
    """Return in one line what was read of the partner behind an offer, and until when."""
    rows = proofs(organization)
    return " · ".join([*(row["text"] for row in rows), rows[0]["end"]]) if rows else ""


def credential(row: Any) -> dict[str, Any]:
    """Return a proof for its owner or for who reads it."""
    return {
        "id": str(row.pk),
        "kind": CredentialKind(row.kind).label,
        "number": row.number,
        "issuer": row.issuer,
        "valid": _validity(row),
        "state": STATES[row.state],
        "state_label": CredentialState(row.state).label,
        "sent_at": row.sent_at,
        "file": row.document.name,
        "file_url": reverse("document", args=[row.document_id]) if row.document.state != "refused" else "",
        "pending": row.document.state == "pending",
        "can_take_back": row.can_take_back,
    }


def _validity(row: Any) -> str:
    if row.valid_from and row.valid_until:
        ends = {"start": formats.day(row.valid_from), "end": formats.day(row.valid_until)}
        return gettext("from %(start)s to %(end)s") % ends
    if row.valid_until:
        return gettext("until %(day)s") % {"day": formats.day(row.valid_until)}
    return gettext("since %(day)s") % {"day": formats.day(row.valid_from)} if row.valid_from else gettext("without end")


def decision(case: Any) -> dict[str, str] | None:
    """Return what was last decided, for the partner."""
    if case is None:
        return None
    if case.reason:
        reason = RefusalReason(case.reason)
        return {"kind": "missing", "title": str(reason.label), "text": reason.next_step}
    day = formats.day(case.until)
    return {"kind": "kept", "title": gettext("Verified until %(day)s") % {"day": day}, "text": ""}
