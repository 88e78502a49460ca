"""One stylesheet, in the order of its entry; both themes the same twice."""

import re

import pytest
from django.urls import reverse

from frontend import styles

TOKENS = (styles.ROOT / "css/tokens.css").read_text()


def test_the_stylesheet_is_one_request():
    sheet = styles.stylesheet()
    assert "@import" not in sheet.text
    assert sheet.text.startswith("@layer tokens, base, layout, components, utilities, print;")


def test_every_style_file_is_in_the_stylesheet():
    entry = (styles.ROOT / styles.ENTRY).read_text()
    files = {str(path.relative_to(styles.ROOT / "css")) for path in (styles.ROOT / "css").rglob("*.css")}
    assert files - {"qafila.css"} == set(styles.IMPORT.findall(entry))


def test_every_file_that_the_styles_name_exists():
    addresses = set(re.findall(r'url\("(?!#)([^"]+)"\)', styles.stylesheet().text))
    assert addresses
    for address in addresses:
        assert (styles.ROOT / address.removeprefix("/static/")).is_file(), address


def test_the_dark_block_stands_twice_the_same():
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\n  \}', TOKENS, re.DOTALL)
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\n    \}', TOKENS, re.DOTALL)
    blocks = [re.sub(r"\s+", " ", match[1]) for match in (chosen, system)]
    assert blocks[0].replace(" color-scheme: dark;", "") == blocks[1].replace(" color-scheme: dark;", "")


@pytest.mark.parametrize(("accepted", "packing"), [("gzip, br", "br"), ("gzip", "gzip"), ("", "")])
def test_the_stylesheet_is_packed_as_the_browser_takes_it(client, accepted, packing):
    address = reverse("stylesheet", args=[styles.stylesheet().digest])
    response = client.get(address, headers={"accept-encoding": accepted})
    assert response.headers.get("Content-Encoding", "") == packing
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response.content == styles.stylesheet().bodies[packing]


def test_an_old_address_is_not_kept_for_a_year(client):
    assert "immutable" not in client.get(reverse("stylesheet", args=["old"]))["Cache-Control"]


def test_a_list_of_units_gives_way_before_its_quantity_does():
    ledger = (styles.ROOT / "css/components/ledger.css").read_text()
    assert ".field__box > select.field__choice { flex: 0 1 auto;" in ledger
    assert ".field__box:has(> .field__choice) > input { flex: 1 0 8.5rem; }" in ledger
