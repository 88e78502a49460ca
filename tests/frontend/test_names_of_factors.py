"""A name that the data have in another language than the reader's is marked with it, for screen readers and for the direction."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize(("reader", "mark"), [("fr", ""), ("en", ""), ("ar", '<span lang="fr" dir="ltr">Gazole')])
def test_factors_are_named_in_the_readers_language_or_say_theirs(client, reader, mark):
    quick = client.get("/quick/", {"litres": "1000"}, headers={"accept-language": reader})
    table = client.get(
        reverse("reference_table", args=["factors"]), {"q": "diesel_road_l"}, headers={"accept-language": reader}
    )
    for page in (quick, table):
        main = page.content.decode().partition("<main")[2]
        assert page.status_code == 200
        assert (mark in main) if mark else ('<span lang="' not in main)
        assert "Gazole" in main or "Diesel" in main
