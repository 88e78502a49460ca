"""
Wake-ups after a commit: ids only, to the members who have a page open.

They may be lost, doubled or late: the page fetches what changed by HTTP, and fetches again when it reconnects.
"""

import asyncio
import logging
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from accounts.events import AccessChanged, OrganizationClosed
from api.realtime import groups
from api.realtime.layer import LocalLayer
from documents.events import GrantWithdrawn
from kernel import events
from kernel.actor import Actor
from marketplace.events import LeadAnswered, LeadMoved, LeadSent
from messaging import queries as messaging
from messaging.events import ConversationRead, MessagePosted
from notices.events import NoticePosted
from partners.events import OrganizationSuspended

log = logging.getLogger("qafila.realtime")
PATIENCE_SECONDS = 2
LEAD_EVENTS: tuple[type[Any], ...] = (LeadSent, LeadAnswered, LeadMoved)
ENDINGS: tuple[type[Any], ...] = (AccessChanged, OrganizationSuspended, OrganizationClosed)


def lead_changed(event: LeadSent | LeadAnswered | LeadMoved) -> None:
    for organization_id in (event.partner_organization_id, event.organization_id):
        send(organization_id, {"type": "lead.changed", "lead_id": str(event.lead_id)})


for kind in LEAD_EVENTS:
    events.wake(kind)(lead_changed)


def access_changed(event: AccessChanged | OrganizationSuspended | OrganizationClosed) -> None:
    send(event.organization_id, {"type": "access.changed"})


for kind in ENDINGS:
    events.wake(kind)(access_changed)


@events.wake(GrantWithdrawn)
def grant_withdrawn(event: GrantWithdrawn) -> None:
    send(event.receiver_id, {"type": "grant.withdrawn", "grant_id": str(event.grant_id)})


@events.wake(NoticePosted)
def notice_posted(event: NoticePosted) -> None:
    message = {"type": "notice.posted", "notice_id": str(event.notice_id), "user_id": str(event.user_id)}
    send(event.organization_id, message)


@events.wake(MessagePosted)
def message_posted(event: MessagePosted) -> None:
    told = {"conversation_id": str(event.conversation_id), "sequence": event.sequence}
    for organization_id in messaging.listening(event.conversation_id):
        send(organization_id, {"type": "message.posted", **told})


@events.wake(ConversationRead)
def conversation_read(event: ConversationRead) -> None:
    told = {
        "conversation_id": str(event.conversation_id),
        "sequence": event.sequence,
        "organization_id": str(event.organization_id),
    }
    for organization_id in messaging.listening(event.conversation_id):
        send(organization_id, {"type": "conversation.read", **told})


def present(actor: Actor, conversation_id: UUID, state: str) -> None:
    """Tell the other parties of a conversation that somebody is here or writing: which side, never who."""
    told = {"conversation_id": str(conversation_id), "state": state, "organization_id": str(actor.organization_id)}
    for organization_id in messaging.others(actor.organization_id, conversation_id):
        send(organization_id, {"type": "conversation.presence", **told})


def send(organization_id: UUID, message: dict[str, Any]) -> None:
    """Wake the pages of an organization; never fails, never waits for a page."""
    try:
        _send(groups.organization(organization_id), message)
    except Exception:
        log.exception("A wake-up was lost")


def _send(group: str, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    loop = groups.serving_loop()
    if loop is not None:
        asyncio.run_coroutine_threadsafe(_group_send(layer, group, message), loop)
    elif not isinstance(layer, LocalLayer):
        async_to_sync(_group_send)(layer, group, message)


async def _group_send(layer: Any, group: str, message: dict[str, Any]) -> None:
    try:
        await asyncio.wait_for(layer.group_send(group, message), PATIENCE_SECONDS)
    except Exception:
        log.exception("A wake-up was lost")
