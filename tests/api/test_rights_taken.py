"""A right that is taken away ends an open socket and a half-done download within five seconds, whether anything is said or not."""

import json
import socket
import time
from contextlib import ExitStack, suppress
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from accounts import actions as accounts
from accounts.actions.sessions import end_sessions
from accounts.models import Organization, User
from api.realtime import consumers
from documents import actions
from documents.models import ReadLog
from kernel import clock
from partners import actions as partners
from tests.documents.files import scan
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of, sign_in
from tests.serving import serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]
SECONDS = 5


@pytest.fixture
def server(db):
    with serving() as address:
        yield address


def cookie_of(user: User) -> str:
    held = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    UserSession.objects.create(user=user, session_key=held, ip="127.0.0.1", user_agent="")
    return f"{settings.SESSION_COOKIE_NAME}={held}"


def opened(stack: ExitStack, server: str, cookie: str):
    url = f"{server.replace('http', 'ws')}/ws/live/"
    live = stack.enter_context(connect(url, origin=server, additional_headers={"Cookie": cookie}))
    assert json.loads(live.recv(5)) == {"type": "ready"}
    return live


def closed_with(live, since: float) -> int:
    """Return the code a silent socket is closed with; it must come in time."""
    with pytest.raises(ConnectionClosed):
        while True:
            live.recv(SECONDS)
    assert time.monotonic() - since < SECONDS
    return live.close_code


def member_removed(firm: Organization, user: User) -> None:
    accounts.remove_member(actor_of(firm), user_id=user.pk, now=clock.now())


def suspended(firm: Organization, _user: User) -> None:
    who = actor_of(make_organization("Borj", "operator", region="MA-03"))
    partners.suspend(who, organization_id=firm.pk, reason="rules", now=clock.now())


def suspended_elsewhere(firm: Organization, _user: User) -> None:
    """Another process did it, whose word was lost."""
    Organization.objects.filter(pk=firm.pk).update(suspended_at=clock.now())


def signed_out(_firm: Organization, user: User) -> None:
    with transaction.atomic():
        end_sessions(user.pk)


def password_changed(_firm: Organization, user: User) -> None:
    user.set_password("another-good-password-2")
    user.save()


TAKEN = {
    member_removed: consumers.NOT_ALLOWED,
    suspended: consumers.NOT_ALLOWED,
    suspended_elsewhere: consumers.NOT_ALLOWED,
    signed_out: consumers.SIGNED_OUT,
    password_changed: consumers.SIGNED_OUT,
}


@pytest.mark.parametrize(("take", "code"), TAKEN.items(), ids=[one.__name__ for one in TAKEN])
def test_a_silent_socket_is_closed_in_time(server, take, code):
    firm, rival = make_organization("Argane", region="MA-03"), make_organization("Zellige")
    user = make_member(firm)
    with ExitStack() as stack:
        mine = opened(stack, server, cookie_of(user))
        other = opened(stack, server, cookie_of(owner_of(rival)))
        since = time.monotonic()
        take(firm, user)
        assert closed_with(mine, since) == code
        other.send(json.dumps({"type": "ping"}))
        assert json.loads(other.recv(5)) == {"type": "pong"}


def test_who_signs_out_on_a_page_loses_the_socket_of_that_session_alone(server):
    user = make_member(make_organization("Argane"))
    here, there = cookie_of(user), cookie_of(user)
    with ExitStack() as stack:
        gone, stays = (opened(stack, server, one) for one in (here, there))
        page = Client()
        page.cookies[settings.SESSION_COOKIE_NAME] = here.partition("=")[2]
        since = time.monotonic()
        page.post("/accounts/logout/")
        assert closed_with(gone, since) == consumers.SIGNED_OUT
        stays.send(json.dumps({"type": "ping"}))
        assert json.loads(stays.recv(5)) == {"type": "pong"}


BIG = 9_000_000
BEFORE = 200_000


def grant_withdrawn(given) -> None:
    actions.withdraw(given.sme, grant_id=given.grant.pk, now=clock.now())


def reader_removed(given) -> None:
    accounts.remove_member(actor_of(given.bank), user_id=given.reader.pk, now=clock.now())


def reader_signed_out(given) -> None:
    signed_out(given.bank, given.reader)


@pytest.fixture
def given():
    """A big file of an exporter, given to a member of a bank."""
    sme, bank = actor_of(make_organization("Argane")), make_organization("Mizan", "financier")
    file = BytesIO(scan(BIG))
    document = actions.keep_file(sme, purpose="dossier", name="bilan.pdf", file=file, now=clock.now())
    grant = actions.give(sme, document_id=document.pk, receiver_id=bank.pk, days=1, now=clock.now())
    return SimpleNamespace(sme=sme, bank=bank, reader=make_member(bank), document=document, grant=grant)


def begun(server: str, path: str, header: str) -> tuple[socket.socket, int]:
    """Ask for a file and read the beginning of it; what is not read must stay with the server. Return how much was."""
    parts = urlsplit(server)
    client = socket.create_connection(("127.0.0.1", parts.port))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n{header}\r\n\r\n".encode())
    client.settimeout(10)
    read = client.recv(4096)
    assert read.startswith(b"HTTP/1.1 200"), read
    while len(read) < BEFORE:
        read += client.recv(4096)
    return client, len(read)


def rest_of(client: socket.socket) -> int:
    """Return how many bytes come until the server closes."""
    size = 0
    with suppress(ConnectionResetError):
        while chunk := client.recv(65_536):
            size += len(chunk)
    client.close()
    return size


@pytest.mark.parametrize("take", [grant_withdrawn, reader_removed, reader_signed_out])
def test_a_half_done_download_of_a_given_file_stops_in_time(server, given, take):
    client, read = begun(server, f"/documents/{given.document.pk}/file/", f"Cookie: {cookie_of(given.reader)}")
    take(given)
    time.sleep(SECONDS)
    assert read + rest_of(client) < BIG / 2


def test_a_download_by_a_program_stops_with_its_grant(server, given):
    secret = accounts.create_key(actor_of(given.bank), name="test", scope="read", now=clock.now())[1]
    client, read = begun(server, f"/api/v1/documents/{given.document.pk}/file/", f"Authorization: Bearer {secret}")
    grant_withdrawn(given)
    time.sleep(SECONDS)
    assert read + rest_of(client) < BIG / 2


def test_a_slow_download_that_stays_allowed_arrives_whole_and_is_one_reading(server, given):
    client, read = begun(server, f"/documents/{given.document.pk}/file/", f"Cookie: {cookie_of(given.reader)}")
    time.sleep(SECONDS)
    assert read + rest_of(client) > BIG
    assert ReadLog.objects.count() == 1
