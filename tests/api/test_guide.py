"""docs/api.md is true: its script lives the main job with nothing but keys, over HTTP, while the queue runs."""

import json
import os
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from django.core import mail
from django.urls import Resolver404, resolve
from openpyxl import Workbook

from accounts import actions
from kernel import clock
from kernel.queue.worker import Worker
from marketplace.models import Lead
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_partner

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def key_of(owner) -> str:
    return actions.create_key(owner, name="guide", scope="write", now=clock.now())[1]


@pytest.mark.django_db(transaction=True)
def test_the_script_of_the_guide_lives_the_main_job(live_server, monkeypatch, capsys):
    monkeypatch.setenv("QAFILA_URL", live_server.url)
    monkeypatch.setenv("QAFILA_SME_KEY", key_of(actor_of(make_organization("Argane"))))
    monkeypatch.setenv("QAFILA_PARTNER_KEY", key_of(make_partner("Chams Solaire")))
    monkeypatch.setenv("QAFILA_OTHER_KEY", key_of(make_partner("Atlas Watt")))
    script = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL))
    worker = Worker()
    worker.start()
    try:
        exec(compile(script, "docs/api.md", "exec"), {"__name__": "guide"})
    finally:
        worker.stop()
    said = capsys.readouterr().out
    assert "CO2e, data" in said
    assert "no [" in said
    assert "Chams Solaire prend en charge votre demande" in said
    assert Lead.objects.get().status == "accepted"
    assert len(mail.outbox) == 2


def blocks():
    """Return each block of shell with the answers that the guide shows beneath it."""
    parts = re.findall(r"```(sh|json)\n(.*?)```", GUIDE, re.DOTALL)
    for (kind, shell), (after, shown) in pairwise([*parts, ("", "")]):
        if kind == "sh":
            assert after == "json", f"show what it answers: {shell}"
            yield shell, shown


def answers(text):
    """Return the objects of JSON that stand one after the other."""
    found, start, decoder = [], 0, json.JSONDecoder()
    while text[start:].strip():
        start += len(text[start:]) - len(text[start:].lstrip())
        value, start = decoder.raw_decode(text, start)
        found.append(value)
    return found


@pytest.mark.django_db(transaction=True)
def test_the_lines_of_curl_answer_what_the_guide_shows(live_server, tmp_path):
    """Without curl on the machine this fails: `.ci/run` installs it."""
    keys = {
        "QAFILA_SME_KEY": key_of(actor_of(make_organization("Argane"))),
        "QAFILA_PARTNER_KEY": key_of(make_partner("Chams Solaire")),
    }
    book = Workbook()
    for row in (["Référence", "Nom", "Régions"], ["A", "Toiture", "MA-03"]):
        book.active.append(row)
    book.save(tmp_path / "offers.xlsx")
    run = []
    for shell, shown in blocks():
        said = subprocess.run(
            ["bash", "-euc", shell.replace("http://localhost:8000", live_server.url)],
            cwd=tmp_path,
            env={**os.environ, **keys, "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        got, wanted = answers(said.stdout), answers(shown)
        assert len(got) == len(wanted) == shell.count("curl "), said.stdout
        for one, other in zip(got, wanted, strict=True):
            assert {name: one.get(name) for name in other} == other
        run += got
    assert len(run) == GUIDE.count("\ncurl "), "every line of curl is in a block that is run"


def test_every_address_of_the_guide_exists():
    addresses = set(re.findall(r"/api/v1(/[a-z/]+/)", GUIDE)) | set(re.findall(r'"(/[a-z]+/(?:[a-z]+/)?)["?]', GUIDE))
    assert len(addresses) > 10
    for address in addresses:
        try:
            found = resolve(f"/api/v1{address}")
        except Resolver404:
            found = None
        assert found is not None, address
        assert found.namespace == "v1", address
