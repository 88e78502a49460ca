"""What the environment may say is written down, and what would be unsafe is refused in a sentence that names it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

OPERATIONS = Path(env.BASE / "docs" / "operations.md").read_text()
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| .+ \|$", re.MULTILINE)
SAFE = {
    "SECRET_KEY": "k3-Zs8_vYq1LmN0pRt5uWx7aBc9dEf2gHi4j",
    "ALLOWED_HOSTS": "qafila.example",
    "PUBLIC_URL": "https://qafila.example",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp+tls://mail.qafila.example:587",
}


def shown(default):
    """Return a default as the table writes it."""
    if default in ("", []):
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    text = str(default).replace(str(env.BASE), ".")
    return text if isinstance(default, int) else f"`{text}`"


def test_the_table_holds_each_variable_with_its_default():
    declared = {name: shown(default) for name, (_type, default) in env.VARIABLES.items()}
    assert dict(ROW.findall(OPERATIONS)) == declared


def test_no_variable_is_read_past_the_declaration():
    read = re.compile(r"os\.(environ|getenv)")
    paths = [
        path
        for path in env.BASE.glob("[a-z]*/**/*.py")
        if path.parts[len(env.BASE.parts)] not in {"tests", "benchmarks"}
    ]
    found = {path.relative_to(env.BASE).as_posix() for path in paths if read.search(path.read_text())}
    names_settings, hands_it_on = {"config/asgi.py", "config/wsgi.py"}, {"config/backup/stores.py"}
    assert found == {"config/env.py"} | names_settings | hands_it_on


def start(tmp_path, **variables):
    """Return what a start says on its way out, or nothing."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA": str(tmp_path),
        **{k: v for k, v in variables.items() if v is not None},
    }
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) == (not done.stderr), done.stderr
    return done.stderr


def test_a_safe_production_starts(tmp_path):
    assert not start(tmp_path, **SAFE)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", None, "SECRET_KEY (or the file SECRET_KEY_FILE) must hold at least 32 characters"),
        ("SECRET_KEY", "short", "must hold at least 32 characters"),
        ("SECRET_KEY", "django-insecure-k3Zs8vYq1LmN0pRt5uWx7aBc9dEf2g", "others can guess"),
        ("SECRET_KEY", "changeme" * 5, "others can guess"),
        ("ALLOWED_HOSTS", None, "ALLOWED_HOSTS must name the hosts"),
        ("ALLOWED_HOSTS", "qafila.example,*", "ALLOWED_HOSTS must name the hosts"),
        ("PUBLIC_URL", "http://qafila.example", "PUBLIC_URL must be the https:// address"),
        ("PUBLIC_URL", None, "PUBLIC_URL must be the https:// address"),
        ("TRUSTED_PROXIES", None, "TRUSTED_PROXIES must count the proxies"),
        ("TRUSTED_PROXIES", "many", "TRUSTED_PROXIES='many' does not read as int"),
        ("EMAIL_URL", None, "EMAIL_URL must be the address of a mail server"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL must be the address of a mail server"),
        ("DEMO", "1", "DEMO opens accounts"),
        ("DEBUG", "1", "DEBUG shows everybody's mail"),
        ("METRICS_TOKEN", "short", "METRICS_TOKEN (or the file METRICS_TOKEN_FILE) must hold at least 16"),
        ("DATABASE_URL", "mysql://qafila@db.example/qafila", "DATABASE_URL must be the address of a PostgreSQL server"),
    ],
)
def test_an_unsafe_start_is_refused(tmp_path, name, value, sentence):
    assert sentence in start(tmp_path, **{**SAFE, name: value})


@pytest.mark.parametrize("name", sorted(env.SECRETS))
def test_each_secret_may_lie_in_a_file(monkeypatch, tmp_path, name):
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    assert env.get(name) == "from the file"


def test_a_secret_given_twice_or_in_a_file_that_is_not_there_is_refused(tmp_path):
    without = {**SAFE, "SECRET_KEY": None}
    assert "SECRET_KEY_FILE=/nowhere/key cannot be read" in start(tmp_path, **without, SECRET_KEY_FILE="/nowhere/key")
    assert "give one of them" in start(tmp_path, **SAFE, SECRET_KEY_FILE="/nowhere/key")


def test_two_starts_at_once_on_a_new_folder_share_one_key(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made, others = env.secrets.token_urlsafe, []

    def another_start_comes_first(size):
        monkeypatch.setattr(env.secrets, "token_urlsafe", made)
        others.append(env.secret_key(tmp_path, debug=True))
        return made(size)

    monkeypatch.setattr(env.secrets, "token_urlsafe", another_start_comes_first)
    assert len(env.secret_key(tmp_path, debug=True)) >= 32
    assert [env.secret_key(tmp_path, debug=True)] == others
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
