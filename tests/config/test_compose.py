"""compose.yaml says nothing that the settings and the commands do not know; the licence named is the one that lies here."""

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from config.env import SECRETS, VARIABLES

KNOWN = {*VARIABLES, *(f"{name}_FILE" for name in SECRETS)}


@pytest.fixture(scope="module")
def composed():
    return yaml.safe_load(Path("compose.yaml").read_text())


@pytest.mark.parametrize("name", ["web", "socket", "worker"])
def test_our_processes_take_settings_that_exist_and_run_commands_that_exist(composed, name):
    service = composed["services"][name]
    assert set(service["environment"]) <= KNOWN
    python, manage, command, *options = service["command"].split()
    assert (python, manage) == ("python", "manage.py")
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    parser.parse_args(options)
    assert set(service["depends_on"]) <= set(composed["services"])


def test_every_secret_and_volume_is_declared(composed):
    for name, service in composed["services"].items():
        assert set(service.get("secrets", [])) <= set(composed["secrets"]), name
        named = {one.split(":")[0] for one in service["volumes"]}
        assert {one for one in named if not one.startswith(".")} <= set(composed["volumes"]), name
        assert all(Path(one).exists() for one in named if one.startswith(".")), name


def test_the_proxy_leads_to_services_that_are_there_at_the_port_they_serve(composed):
    led_to = dict(re.findall(r"reverse_proxy \{\$[A-Z]+:(\w+):(\d+)\}", Path("config/Caddyfile").read_text()))
    assert led_to.keys() == {"web", "socket"}
    for name, port in led_to.items():
        assert composed["services"][name]["command"].endswith(f"--host 0.0.0.0 --port {port}")
    assert set(composed["services"]["proxy"]["depends_on"]) == led_to.keys()


def test_the_secrets_are_made_once_and_the_database_lets_its_address_in(composed, tmp_path):
    made = []
    for _twice in range(2):
        subprocess.run(["sh", Path("config/secrets.sh").resolve()], cwd=tmp_path, check=True)
        made.append({one["file"]: (tmp_path / one["file"]).read_text() for one in composed["secrets"].values()})
    assert made[0] == made[1]
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    address = urlsplit(made[0]["secrets/database_url"])
    server = composed["services"]["postgres"]["environment"]
    assert (address.username, address.password) == (server["POSTGRES_USER"], made[0]["secrets/database_password"])
    assert (address.hostname, address.path) == ("postgres", f"/{server['POSTGRES_DB']}")
    assert len(made[0]["secrets/key"]) >= 50


def test_the_image_installs_the_drivers_of_both_servers():
    assert "bootstrap.sh .venv requirements-scale.lock" in Path("Dockerfile").read_text()


def test_the_licence_is_the_one_that_the_project_names():
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    assert project["license"] == "GPL-3.0-or-later"
    text = Path(project["license-files"][0]).read_text()
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "How to Apply These Terms to Your New Programs" in text
