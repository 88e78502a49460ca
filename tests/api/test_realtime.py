"""The socket of an open page: woken after the commit, with ids only; it survives any frame."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from accounts.models import Membership, Organization, User
from api.realtime import consumers
from config.asgi import application
from kernel import clock
from marketplace import actions
from tests.factories.accounts import make_organization, owner_of
from tests.factories.marketplace import ask, make_deal

pytestmark = pytest.mark.django_db(transaction=True)


def socket_of(user: User | None, *, origin: str = "http://testserver") -> WebsocketCommunicator:
    headers = [(b"origin", origin.encode()), (b"host", b"testserver")]
    if user is not None:
        client = Client()
        client.force_login(user)
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        headers.append((b"cookie", cookie.encode()))
    return WebsocketCommunicator(application, "/ws/live/", headers=headers)


async def opened(user: User) -> WebsocketCommunicator:
    socket = await sync_to_async(socket_of)(user)
    connected, _protocol = await socket.connect()
    assert connected
    assert await socket.receive_json_from() == {"type": "ready"}
    return socket


async def of_leads(socket: WebsocketCommunicator) -> dict:
    """Return the next word about a lead; its conversation tells of it too."""
    while (told := await socket.receive_json_from(1))["type"] != "lead.changed":
        pass
    return told


async def closed_with(socket: WebsocketCommunicator) -> int:
    while True:
        message = await socket.receive_output(3)
        if message["type"] == "websocket.close":
            return message["code"]


def user_of(actor) -> User:
    return User.objects.get(pk=actor.user_id)


def test_a_new_lead_and_its_answer_reach_both_sides_within_a_second():
    deal = make_deal()
    rival = make_organization("Zellige")

    async def story():
        partner = await opened(await sync_to_async(user_of)(deal.partner))
        sme = await opened(await sync_to_async(user_of)(deal.sme))
        stranger = await opened(await sync_to_async(owner_of)(rival))
        asked = await sync_to_async(ask, thread_sensitive=False)(deal)
        lead_id = str(asked[0].lead.pk)
        news = {"type": "lead.changed", "lead_id": lead_id}
        assert await partner.receive_json_from(1) == news
        assert await sme.receive_json_from(1) == news
        for act in (actions.see_lead, actions.accept_lead):
            await sync_to_async(act, thread_sensitive=False)(deal.partner, lead_id=asked[0].lead.pk, now=clock.now())
            assert await of_leads(sme) == news
        assert await stranger.receive_nothing(0.2)
        for socket in (partner, sme, stranger):
            await socket.disconnect()

    asyncio.run(story())
    mine = {deal.sme.user_id, deal.partner.user_id}
    assert not [one for one in consumers._open if one.actor.user_id in mine]


def test_a_rolled_back_lead_wakes_nobody():
    from django.db import transaction

    deal = make_deal()

    def ask_and_fail():
        try:
            with transaction.atomic():
                ask(deal)
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    async def story():
        partner = await opened(await sync_to_async(user_of)(deal.partner))
        await sync_to_async(ask_and_fail, thread_sensitive=False)()
        assert await partner.receive_nothing(0.2)
        await partner.disconnect()

    asyncio.run(story())


def test_without_a_session_or_from_another_site_it_does_not_open():
    async def story():
        nobody = socket_of(None)
        await nobody.connect()
        assert await closed_with(nobody) == consumers.SIGNED_OUT
        foreign = socket_of(None, origin="https://elsewhere.example")
        connected, _code = await foreign.connect()
        assert not connected

    asyncio.run(story())


def test_a_person_without_organization_is_not_allowed():
    alone = User.objects.create_user("alone@nobody.example", "a-good-password-1")

    async def story():
        socket = await sync_to_async(socket_of)(alone)
        await socket.connect()
        assert await closed_with(socket) == consumers.NOT_ALLOWED

    asyncio.run(story())


@pytest.mark.parametrize("taken", ["membership", "session", "suspension"])
def test_a_right_taken_away_ends_the_pushes(taken, monkeypatch):
    monkeypatch.setattr(consumers, "RECHECK_SECONDS", 0)
    deal = make_deal()

    def take():
        if taken == "membership":
            Membership.objects.filter(user_id=deal.partner.user_id).delete()
        elif taken == "session":
            user = user_of(deal.partner)
            user.set_password("another-good-password-2")
            user.save()
        else:
            Organization.objects.filter(pk=deal.partner.organization_id).update(suspended_at=clock.now())

    async def story():
        partner = await opened(await sync_to_async(user_of)(deal.partner))
        asked = await sync_to_async(ask, thread_sensitive=False)(deal)
        assert (await partner.receive_json_from(1))["lead_id"] == str(asked[0].lead.pk)
        await sync_to_async(take, thread_sensitive=False)()
        await sync_to_async(actions.withdraw_lead, thread_sensitive=False)(
            deal.sme, lead_id=asked[0].lead.pk, now=clock.now()
        )
        code = await closed_with(partner)
        assert code == (consumers.SIGNED_OUT if taken == "session" else consumers.NOT_ALLOWED)

    asyncio.run(story())


FRAMES = ["", "{", "null", "[1]", '"x"', '{"type": "lead.changed", "lead_id": "x"}', '{"type": []}', "[" * 60_000]


def test_no_frame_kills_it():
    owner = owner_of(make_organization("Argane"))

    async def story():
        socket = await opened(owner)
        for frame in FRAMES:
            await socket.send_input({"type": "websocket.receive", "text": frame})
            assert (await socket.receive_json_from())["type"] == "error"
        await socket.send_to(bytes_data=b"\xff\x00")
        assert (await socket.receive_json_from())["type"] == "error"
        await socket.send_to(text_data=json.dumps({"type": "ping"}))
        assert await socket.receive_json_from() == {"type": "pong"}
        await socket.disconnect()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("frames", "code"), [(["x" * 65_537], consumers.TOO_BIG), (["{}"] * 301, consumers.TOO_FAST)], ids=["big", "fast"]
)
def test_too_much_closes_it(frames, code):
    owner = owner_of(make_organization("Argane"))

    async def story():
        socket = await opened(owner)
        for frame in frames:
            await socket.send_to(text_data=frame)
        assert await closed_with(socket) == code

    asyncio.run(story())


def test_one_person_opens_at_most_twenty(monkeypatch):
    monkeypatch.setattr(consumers, "SOCKETS_A_USER", 2)
    owner = owner_of(make_organization("Argane"))

    async def story():
        sockets = [await opened(owner) for _ in range(2)]
        third = await sync_to_async(socket_of)(owner)
        await third.connect()
        assert await closed_with(third) == consumers.TOO_FAST
        for socket in sockets:
            await socket.disconnect()

    asyncio.run(story())


def test_a_wake_up_that_fails_disturbs_nobody(monkeypatch):
    async def fall(*_args):
        raise OSError("the layer is away")

    deal = make_deal()
    monkeypatch.setattr(type(get_channel_layer()), "group_send", fall, raising=False)

    async def story():
        partner = await opened(await sync_to_async(user_of)(deal.partner))
        asked = await sync_to_async(ask, thread_sensitive=False)(deal)
        assert asked[0].is_new
        assert await partner.receive_nothing(0.2)
        await partner.disconnect()

    asyncio.run(story())


def test_without_any_socket_a_lead_is_sent_all_the_same():
    assert ask(make_deal())[0].is_new
