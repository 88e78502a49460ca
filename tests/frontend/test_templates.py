"""What every template keeps to."""

import re
from pathlib import Path

import pytest

import frontend

TEMPLATES = Path(frontend.__file__).parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
USE = re.compile(r"<c-([a-z-]+)\b((?:\{[%{].*?[%}]\}|[^>])*)>", re.DOTALL)


COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


def markup(path):
    return COMMENT.sub("", path.read_text())


def name(path):
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_and_declares_its_options(path):
    text = path.read_text()
    assert text.startswith("{% comment %}")
    described = text[: text.index("{% endcomment %}")]
    declared = re.search(r"<c-vars\s([^>]*)/>", text)
    for option in re.findall(r":?([a-z_]+)=", declared[1] if declared else ""):
        assert option in described, f"{option} is not described"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_components_exist_and_are_used_alone(path):
    known = {component.stem for component in COMPONENTS} | {"vars", "slot"}
    for component, attributes in USE.findall(markup(path)):
        assert component in known, component
        if component not in {"vars", "slot"}:
            assert re.search(r"\bonly\b", attributes), f"<c-{component}> without only"


def _used(text, seen):
    for component, _ in USE.findall(text):
        if component not in seen and component not in {"vars", "slot"}:
            seen.add(component)
            _used(markup(TEMPLATES / f"components/{component}.html"), seen)
    return seen


def test_every_component_stands_in_the_gallery():
    frame = [*(TEMPLATES / "layout").glob("*.html"), TEMPLATES / "pages/gallery.html"]
    shown = _used("".join(markup(path) for path in frame), set())
    assert {component.stem for component in COMPONENTS} == shown


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name == "pages"], ids=name)
def test_a_page_opens_with_the_words_of_its_context(path):
    text = path.read_text()
    assert text.startswith('{% extends "layout/base.html" %}\n{% comment %}')


ICONS = re.compile(
    r'{% icon "([a-z0-9-]+)"|(?: icon| after)="([a-z0-9-]+)"|"icon": "([a-z0-9-]+)"|Page\("\w+", "([a-z0-9-]+)"'
)
CODE = sorted(TEMPLATES.parent.rglob("*.py"))


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = (TEMPLATES.parent / "static/icons.svg").read_text()
    named = {found for path in (*PAGES, *CODE) for one in ICONS.findall(path.read_text()) for found in one if found}
    assert len(named) > 20
    assert not [icon for icon in named if f'id="i-{icon}"' not in sprite]
