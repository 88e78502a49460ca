"""The offers of a partner: list, editor, import; nothing typed is lost."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partners import queries
from partners.models import Offer
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_offer, make_partner

TYPED = {
    "name_fr": "Pompes à vitesse variable",
    "name_ar": "مضخات",
    "measures": ["vsd"],
    "regions": ["MA-03"],
    "intake": "open",
    "languages": ["fr"],
}
DESK_QUERIES = 12


def write(client, row=None, **changes):
    url = reverse("offer_editor", args=[row.pk]) if row else reverse("new_offer")
    return client.post(url, {**TYPED, **changes})


def held(row):
    return Offer.objects.get(pk=row.pk)


def test_an_offer_is_drafted_then_published_paused_and_put_away(as_chams):
    assert write(as_chams, do="keep").status_code == 302
    row = Offer.objects.get()
    assert row.shelf == "draft"
    for wish, shelf in (("publish", "published"), ("pause", "paused"), ("archive", "archived")):
        assert write(as_chams, row, do=wish).status_code == 302
        assert held(row).shelf == shelf


def test_a_publication_refused_leaves_no_draft_and_keeps_what_was_typed(as_chams):
    answer = write(as_chams, regions=[], do="publish")
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"regions"}
    assert 'value="Pompes à vitesse variable"' in answer.content.decode()
    assert not Offer.objects.exists()


def test_a_change_refused_changes_nothing(as_chams, chams):
    row = make_offer(chams, publish=False)
    assert write(as_chams, row, regions=[], do="publish").status_code == 200
    assert held(row).name_fr == "Photovoltaïque en toiture"


def test_terms_that_the_form_does_not_show_stay(as_chams, chams):
    row = make_offer(chams, excluded_sectors=["cement_concrete"])
    write(as_chams, row, do="publish")
    assert held(row).terms["excluded_sectors"] == ["cement_concrete"]


@pytest.mark.parametrize(("name", "field"), [("regions", "regions"), ("measures", "measures")])
def test_a_published_offer_keeps_whom_it_serves(as_chams, chams, name, field):
    row = make_offer(chams)
    answer = write(as_chams, row, **{name: []}, do="publish")
    assert answer.context["form"].errors.keys() == {field}
    assert held(row).terms == row.terms


@pytest.mark.parametrize("remote", [True, False, None])
def test_yes_no_and_not_said_stay_what_they_are(as_chams, chams, remote):
    row = make_offer(chams, publish=False, **({} if remote is None else {"remote": remote}))
    form = as_chams.get(reverse("offer_editor", args=[row.pk])).context["form"]
    write(as_chams, row, remote=form["remote"].value(), do="keep")
    assert held(row).terms.get("remote") is remote


@pytest.mark.parametrize(("typed", "read"), [("1 800 000", "1800000"), ("٥٠٠٠٠", "50000"), ("1234,5", "1234.5")])
def test_amounts_are_read_as_they_are_written_here(as_chams, typed, read):
    write(as_chams, ticket_max_mad=typed)
    assert Offer.objects.get().ticket_max_mad == Decimal(read)


def test_a_number_with_two_readings_is_asked_about(as_chams):
    html = write(as_chams, ticket_max_mad="1.234").content.decode()
    assert 'name="ticket_max_mad_reading"' in html
    assert "field--error" not in html
    assert not Offer.objects.exists()
    write(as_chams, ticket_max_mad="1.234", ticket_max_mad_asked="1.234", ticket_max_mad_reading="1234")
    assert Offer.objects.get().ticket_max_mad == 1234


def test_what_is_no_number_is_said_beside_its_field(as_chams):
    answer = write(as_chams, ticket_max_mad="beaucoup")
    assert answer.context["form"].errors.keys() == {"ticket_max_mad"}
    assert 'value="beaucoup"' in answer.content.decode()


def test_an_offer_kept_unchanged_stays_the_same(as_chams, chams):
    row = make_offer(chams, ticket_min_mad="100000", price_low_mad="1250.5", employees_max=250, remote=True)
    before = queries.exchange(held(row)) | {"employees_max": "250"}
    form = as_chams.get(reverse("offer_editor", args=[row.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert as_chams.post(reverse("offer_editor", args=[row.pk]), {**shown, "do": "publish"}).status_code == 302
    assert queries.exchange(held(row)) == before


def test_others_do_not_edit_it(signed_in, chams):
    row = make_offer(chams)
    url = reverse("offer_editor", args=[row.pk])
    assert signed_in(make_partner("Rival Solaire")).get(url).status_code == 404
    assert signed_in(make_exporter()).get(url).status_code == 404
    assert write(signed_in(actor_of(row.organization, "reader")), row, name_fr="Autre").status_code == 403
    assert held(row).name_fr == "Photovoltaïque en toiture"


def line(**changes):
    row = {
        "offer_id": "a1",
        "kind": "provider",
        "name": "Énergie",
        "status": "open",
        "measures": ["vsd"],
        "regions_served": ["MA-03"],
        "sectors_served": ["*"],
    }
    return json.dumps(row | changes, ensure_ascii=False)


def bring(client, content):
    return client.post(reverse("import_offers"), {"file": SimpleUploadedFile("offres.jsonl", content)})


def test_a_catalogue_is_taken_whole(as_chams):
    assert bring(as_chams, f"{line()}\n{line(offer_id='a2')}\n".encode()).status_code == 302
    assert set(Offer.objects.values_list("source_key", "shelf")) == {("a1", "published"), ("a2", "published")}


def test_one_bad_row_refuses_all_and_is_named(as_chams):
    answer = bring(as_chams, f"{line()}\n{line(offer_id='a2', measures=['magic'])}\n".encode())
    assert [(number, name) for number, name, _text in answer.context["report"].problems] == [(2, "measures")]
    assert not Offer.objects.exists()


def test_a_file_in_another_encoding_is_refused_not_garbled(as_chams):
    answer = bring(as_chams, line().encode("cp1252"))
    assert answer.context["form"].errors.keys() == {"file"}
    assert not Offer.objects.exists()


def test_a_line_separator_inside_a_text_ends_no_line(as_chams):
    assert bring(as_chams, line(description="un\u2028deux").encode()).status_code == 302
    assert Offer.objects.get().description_fr == "un\u2028deux"


def test_pages_of_offers_keep_their_budget(as_chams, chams, django_assert_max_num_queries):
    rows = [make_offer(chams) for _ in range(12)]
    for url in (
        reverse("offers"),
        reverse("new_offer"),
        reverse("import_offers"),
        reverse("offer_editor", args=[rows[0].pk]),
    ):
        with django_assert_max_num_queries(DESK_QUERIES):
            assert as_chams.get(url).status_code == 200
