"""The rules of the house that a linter does not hold: rooms, doors, sizes, words, directions."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    "kernel",
    "search",
    "reference",
    "accounts",
    "documents",
    "partners",
    "footprint",
    "matching",
    "messaging",
    "marketplace",
    "notices",
]
DELIVERY = ["frontend", "api", "config"]
OTHER = {"tests", "docs", "benchmarks"}
DOORS = set(
    [
        "apps",
        "admin",
        "management",
        "subscribers",
        "jobs",
        "actions",
        "queries",
        "search",
        "files",
        "policies",
        "models",
        "engine",
        "events",
        "choices",
    ]
)
FREE_OF_DOORS = {"kernel", "search", "reference"} | set(DELIVERY)
TRACKED = [
    ROOT / line
    for line in subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    if (ROOT / line).is_file()
]
SHIPPED = [path for path in TRACKED if path.relative_to(ROOT).parts[0] in {*FLOORS, *DELIVERY}]
PYTHON = [path for path in SHIPPED if path.suffix == ".py" and "migrations" not in path.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_folder_is_a_declared_room():
    folders = {path.relative_to(ROOT).parts[0] for path in TRACKED if len(path.relative_to(ROOT).parts) > 1}
    unknown = {name for name in folders if not name.startswith(".")} - {*FLOORS, *DELIVERY, *OTHER}
    assert not unknown


@pytest.mark.parametrize("room", [name for name in FLOORS if name not in FREE_OF_DOORS])
def test_a_room_has_no_other_door(room):
    inside = {
        path.relative_to(ROOT / room).parts[0].removesuffix(".py")
        for path in PYTHON
        if room in short(path).split("/")[:1]
    }
    assert inside - {"__init__"} <= DOORS


OPEN_DOORS = {"actions", "queries", "choices", "events", "engine", "files"}


@pytest.mark.parametrize("room", [name for name in FLOORS if name not in FREE_OF_DOORS])
def test_others_come_in_by_the_doors(room):
    """Models, policies and the like of a room are its own; `config` alone, which wires, may look behind."""
    guilty = []
    for path in PYTHON:
        if path.relative_to(ROOT).parts[0] in {room, "config"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == room:
                parts = node.module.split(".")
                names = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
            guilty += [f"{short(path)}: {room}.{name}" for name in names if name not in OPEN_DOORS]
    assert not guilty, "\n".join(guilty)


def test_no_module_is_called_for_what_does_not_fit_elsewhere():
    assert not [short(path) for path in PYTHON if path.stem in {"utils", "helpers", "common", "services"}]


def test_modules_and_functions_stay_small():
    too_long = []
    for path in PYTHON:
        text = path.read_text()
        limit = 300 if "actions" in path.parts or path.stem == "actions" else 400
        if path.is_relative_to(ROOT / "api/v1") and path.stem == "views":
            limit = 200
        if text.count("\n") > limit:
            too_long.append(f"{short(path)}: {text.count(chr(10))} lines of {limit}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60:
                too_long.append(f"{short(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines")
    assert not too_long, "\n".join(too_long)


def test_delivery_touches_no_model():
    guilty = []
    for path in PYTHON:
        if path.relative_to(ROOT).parts[0] not in {"api", "frontend"}:
            continue
        text = path.read_text()
        if re.search(r"\.objects\b|^from \w+\.models|\.save\(", text, re.MULTILINE):
            guilty.append(short(path))
    assert not guilty


def test_no_model_signals_and_no_save_override():
    guilty = [
        short(path)
        for path in PYTHON
        if re.search(r"django\.db\.models\.signals|@receiver|def save\(self", path.read_text())
    ]
    assert not guilty


def test_the_repository_speaks_of_qafila_alone():
    words = re.compile(r"/wo" + r"rk/|\.\./sha" + r"red|pypi\.o" + r"rg|pythonhos" + r"ted|/ro" + r"ot/|/far" + r"m/")
    allowed = {".ci/run"}
    guilty = []
    for path in TRACKED:
        if short(path) in allowed or path.suffix in {".woff2", ".png", ".xlsx", ".lock"}:
            continue
        if words.search(path.read_text(errors="ignore")):
            guilty.append(short(path))
    assert not guilty


def test_css_reads_in_both_directions():
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border|inset)?-?(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    guilty = [short(path) for path in SHIPPED if path.suffix == ".css" and physical.search(path.read_text())]
    assert not guilty


def test_colours_live_in_tokens_alone():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(")
    guilty = [
        short(path)
        for path in SHIPPED
        if path.suffix == ".css" and path.name not in {"tokens.css", "print.css"} and colour.search(path.read_text())
    ]
    assert not guilty


def test_templates_hold_no_inline_style_script_or_handler():
    inline = re.compile(r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>|<style")
    guilty = [
        short(path)
        for path in SHIPPED
        if path.suffix == ".html" and "emails" not in path.parts and inline.search(path.read_text())
    ]
    assert not guilty
