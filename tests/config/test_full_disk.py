"""A disk that takes nothing more, under the product as shipped: nothing typed is lost, and nobody has to start it again."""

import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from html import escape
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from accounts.queries.actors import KEY_PREFIX
from config.management.commands.seed import PASSWORD
from tests.config.test_processes import free_port, ready

SERVERS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
MADE_BY_PROGRAM = "Atelier du programme"
pytestmark = pytest.mark.xdist_group("full_disk")  # what they copy is made once
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Tmpfs:
    """A small disk of its own, filled to the last byte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "qafila", folder], check=True, capture_output=True)

    def fill(self, _pid: int) -> None:
        with suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))

    def free(self, _pid: int) -> None:
        (self.folder / "filler").unlink()

    def close(self) -> None:
        subprocess.run(["umount", "-l", self.folder], check=True)


class Limit:
    """Where nobody may mount: the system refuses every byte that the process writes into a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def free(self, pid: int) -> None:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def close(self) -> None:
        pass


@pytest.fixture(params=["disk", "limit"])
def disk(request, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    try:
        full = Tmpfs(folder) if request.param == "disk" else Limit(folder)
    except (subprocess.CalledProcessError, FileNotFoundError):
        full = Limit(folder)
    yield full
    full.close()


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Return the environment of a product with demo data, to be copied to each disk."""
    plain = {name: value for name, value in os.environ.items() if name not in SERVERS}
    made = {**plain, "DEBUG": "1", "DATA": str(tmp_path_factory.mktemp("stories"))}
    prepare = [sys.executable, "manage.py", "prepare", "--demo", "--size", "stories"]
    subprocess.run(prepare, env=made, stdout=subprocess.DEVNULL, check=True)
    return made


@pytest.fixture
def served(disk, environment):
    """Return a running product with demo data on that disk, and its address."""
    port = free_port()
    shutil.copytree(environment["DATA"], disk.folder, dirs_exist_ok=True)
    environment = {**environment, "DATA": str(disk.folder)}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            assert ready(address)["ready"]
            yield process.pid, address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


class Browser:
    def __init__(self, address: str, language: str) -> None:
        self.address, self.language = address, language
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, HTTPResponse]:
        headers = {"Accept-Language": self.language, "Referer": self.address + path, "Origin": self.address}
        body = urlencode(form).encode() if form is not None else None
        try:
            answer = self.opener.open(Request(self.address + path, body, headers), timeout=20)
        except HTTPError as error:
            answer = error
        return answer.status, answer.read().decode(), answer

    def send(self, path: str, **form: str) -> tuple[int, str, HTTPResponse]:
        token = TOKEN.search(self.ask(path)[1])
        assert token
        return self.ask(path, {"csrfmiddlewaretoken": token[1], **form})


def program(address: str, key: str) -> tuple[int, dict, HTTPResponse]:
    body = json.dumps({"name": MADE_BY_PROGRAM, "region": "MA-03"}).encode()
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {key}",
        "Idempotency-Key": str(time.time()),
    }
    try:
        answer = build_opener().open(Request(f"{address}/api/v1/sites/", body, headers), timeout=20)
    except HTTPError as error:
        answer = error
    return answer.status, json.load(answer), answer


@pytest.mark.timeout(180)
def test_a_full_disk_keeps_what_was_typed_and_needs_no_new_start(disk, served):
    pid, address = served
    browser = Browser(address, "fr")
    assert browser.send("/accounts/login/", login="amina@argane.example", password=PASSWORD)[2].url.endswith("/today/")
    place, typed = "/sites/new/", {"region": "MA-03", "city": "Taza"}
    token = {"csrfmiddlewaretoken": TOKEN.search(browser.ask(place)[1])[1]}
    page = browser.ask("/desk/keys/", {**token, "name": "essai", "scope": "write", "days": "30"})[1]
    key = re.search(KEY_PREFIX + r"[\w-]{40,}", page)[0]

    disk.fill(pid)
    for number in range(300):  # SQLite still writes where it wrote before
        name = f"Usine « {number} » & fils"
        status, page, answer = browser.ask(place, {**token, **typed, "name": name})
        if status != 200:
            break
    assert (status, answer.headers["Retry-After"]) == (503, "60")
    assert "Rien n’a été enregistré" in page
    assert f'name="name" value="{escape(name)}"' in page
    status, problem, answer = program(address, key)
    assert (status, problem["code"], answer.headers["Retry-After"]) == (503, "not_saved", "60")
    assert answer.headers["Content-Type"] == "application/problem+json"
    time.sleep(1.1)  # what it said is kept for a second
    status, said, _ = browser.ask("/readyz")
    assert (status, "data folder" in json.loads(said)["parts"]["disk"]) == (503, True)
    assert browser.ask("/directory/")[0] == browser.ask("/today/")[0] == 200
    arabic = Browser(address, "ar")
    status, refused, _ = arabic.send("/accounts/login/", login="salma@chams.example", password=PASSWORD)
    assert (status, 'dir="rtl"' in refused, PASSWORD in refused) == (503, True, False)

    disk.free(pid)
    fresh = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    status, _, answer = browser.ask(place, {**fresh, "name": name})
    assert (status, answer.url.removeprefix(address) != place) == (200, True), answer.url
    assert program(address, key)[0] == 201
    assert ready(address)["parts"]["disk"] == "ok"
    with sqlite3.connect(disk.folder / "qafila.sqlite3") as kept:
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = "SELECT count(*) FROM footprint_site WHERE name IN (?, ?)"
        assert kept.execute(names, [name, MADE_BY_PROGRAM]).fetchone() == (2,)
