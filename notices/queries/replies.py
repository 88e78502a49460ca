"""The address that answers a letter about a conversation: it names the person and the conversation, and cannot be made up."""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from notices.models import Notice

_SIGNATURE = 15  # bytes: with the id, the part before the @ stays under its 64 letters


def reply_address(notice_id: UUID) -> str:
    """Return the address to answer to; nothing where no mail is taken in."""
    if not settings.REPLY_DOMAIN:
        return ""
    key = str(settings.SECRET_KEY)
    return f"reply+{_written(notice_id.bytes + _signature(key, notice_id))}@{settings.REPLY_DOMAIN}"


def replied_to(address: str) -> tuple[UUID, UUID]:
    """
    Return the person and the conversation that an address names; letters may have lost their case on the way.

    :raises Notice.DoesNotExist: when the address is none of ours
    """
    token = address.partition("@")[0].lower().removeprefix("reply+").upper()
    try:
        told = base64.b32decode(token + "=" * (-len(token) % 8))
        notice_id, signature = UUID(bytes=told[:16]), told[16:]
    except ValueError as wrong:
        raise Notice.DoesNotExist from wrong
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    if not any(hmac.compare_digest(signature, _signature(key, notice_id)) for key in keys):
        raise Notice.DoesNotExist
    row = Notice.objects.get(pk=notice_id, subject__has_key="conversation_id")
    return row.user_id, UUID(row.subject["conversation_id"])


def _signature(key: str, notice_id: UUID) -> bytes:
    return hmac.digest(f"qafila.reply:{key}".encode(), notice_id.bytes, hashlib.sha256)[:_SIGNATURE]


def _written(told: bytes) -> str:
    return base64.b32encode(told).decode().rstrip("=").lower()
