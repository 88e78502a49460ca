"""compose.yaml says nothing that the settings and the commands do not know; the licence named is the one that lies here."""

import tomllib
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from config.env import SECRETS, VARIABLES

KNOWN = {*VARIABLES, *(f"{name}_FILE" for name in SECRETS)}


@pytest.fixture(scope="module")
def composed():
    return yaml.safe_load(Path("compose.yaml").read_text())


@pytest.mark.parametrize("name", ["web", "worker"])
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
        assert {one.split(":")[0] for one in service["volumes"]} <= set(composed["volumes"]), name


def test_the_image_installs_the_drivers_of_both_servers(composed):
    assert "requirements-scale.lock" in composed["services"]["web"]["build"]["dockerfile_inline"]


def test_the_licence_is_the_one_that_the_project_names():
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    assert project["license"] == "GPL-3.0-or-later"
    text = Path(project["license-files"][0]).read_text()
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "How to Apply These Terms to Your New Programs" in text
