"""The account: language, organizations, keys, details; the profile of a partner; notices."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.models import ApiKey, Membership, Organization
from kernel import clock
from notices.models import Notice
from partners.models import PartnerProfile
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import make_lead

DESK_QUERIES = 12


def user_of(actor):
    return get_user_model().objects.get(pk=actor.user_id)


def next_of(answer):
    return re.search(r'name="next" value="([^"]+)"', answer.content.decode())[1]


def test_a_change_of_language_keeps_the_page_and_the_account(as_chams, chams):
    url = f"{reverse('directory')}?q=solaire&region=MA-03"
    here = next_of(as_chams.get(url)).replace("&amp;", "&")
    assert here == url
    answer = as_chams.post(reverse("set_language"), {"language": "ar", "next": here}, follow=True)
    assert 'dir="rtl"' in answer.content.decode()
    assert answer.request["QUERY_STRING"] == "q=solaire&region=MA-03"
    assert user_of(chams).language == "ar"


def test_a_page_that_answered_a_post_comes_back_to_one_that_can_be_read(as_chams):
    answer = as_chams.post(reverse("create_key"), {"name": "", "scope": "read"})
    assert as_chams.get(next_of(answer)).status_code == 200


def test_a_visitor_changes_language_too(client):
    answer = client.post(reverse("set_language"), {"language": "ar", "next": "/privacy/"}, follow=True)
    assert 'lang="ar"' in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_a_change_of_language_leads_to_no_other_site(client, elsewhere):
    answer = client.post(reverse("set_language"), {"language": "ar", "next": elsewhere})
    assert "evil" not in answer["Location"]


def test_a_key_is_shown_once_and_revoked(as_chams):
    made = as_chams.post(reverse("create_key"), {"name": "ERP", "scope": "write", "days": "365"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert secret not in as_chams.get(reverse("account")).content.decode()
    key = ApiKey.objects.get()
    assert as_chams.post(reverse("revoke_key", args=[key.pk])).status_code == 302
    assert ApiKey.objects.get().revoked_at is not None


def test_a_member_makes_no_key_and_changes_no_details(signed_in, chams):
    member = signed_in(actor_of(Organization.objects.get(pk=chams.organization_id), "member"))
    assert member.get(reverse("account")).context["is_owner"] is False
    assert member.post(reverse("create_key"), {"name": "ERP", "scope": "read", "days": "90"}).status_code == 403
    assert member.post(reverse("organization"), DETAILS).status_code == 403
    assert not ApiKey.objects.exists()


DETAILS = {"organization": "Chams Énergie", "ice": "009900001000060", "phone": "06 12 34 56 78", "region": "MA-03"}


def test_an_owner_mends_the_details(as_chams, chams):
    assert as_chams.post(reverse("organization"), {**DETAILS, "city": "Fès"}).status_code == 302
    held = Organization.objects.get(pk=chams.organization_id)
    found = (held.name, held.ice, held.phone, held.region, held.city, held.kind)
    assert found == ("Chams Énergie", "009900001000060", "+212612345678", "MA-03", "Fès", "provider")


def test_a_doubtful_number_is_asked_about_and_its_answer_taken(as_chams, chams):
    typed = DETAILS | {"ice": "9900001000060"}
    html = as_chams.post(reverse("organization"), typed).content.decode()
    assert 'name="ice_reading"' in html
    assert "field--error" not in html
    assert Organization.objects.get(pk=chams.organization_id).ice == ""
    as_chams.post(reverse("organization"), typed | {"ice_asked": "9900001000060", "ice_reading": "yes"})
    assert Organization.objects.get(pk=chams.organization_id).ice == "009900001000060"


def test_switching_opens_the_other_desk_and_only_ones_own(as_chams, chams):
    other, foreign = make_organization("Qiyas", "certifier"), make_organization("Ailleurs", "provider")
    Membership.objects.create(organization=other, user=user_of(chams), role="owner", joined_at=clock.now())
    assert as_chams.post(reverse("switch_organization"), {"organization": foreign.pk}).status_code == 404
    assert as_chams.post(reverse("switch_organization"), {"organization": "x"}).status_code == 404
    as_chams.post(reverse("switch_organization"), {"organization": other.pk})
    assert as_chams.get(reverse("account")).context["desk"]["organization"]["name"] == "Qiyas"


def test_a_person_without_organization_is_told_so(client):
    client.force_login(get_user_model().objects.create_user("seule@nulle.example", "a-good-password-1", name="Seule"))
    answer = client.get(reverse("offers"), follow=True)
    assert answer.redirect_chain == [(reverse("account"), 302)]
    assert answer.context["organizations"] == []
    page = answer.content.decode()
    assert reverse("account_login") not in page, "it is signed in"
    assert f'class="button" href="{reverse("account")}"' in page
    assert reverse("new_organization") in page
    opened = {"kind": "sme", "organization": "Dattes du Drâa", "region": "MA-08", "privacy": "on"}
    assert "privacy" in client.post(reverse("new_organization"), opened | {"privacy": ""}).context["form"].errors
    assert client.post(reverse("new_organization"), opened)["Location"] == reverse("today")
    assert client.get(reverse("today")).context["desk"]["organization"]["name"] == "Dattes du Drâa"
    body = {"kind": "provider", "name": "Dattes Énergie", "region": "MA-08", "privacy": True}
    second = client.post("/api/v1/organizations/", body, "application/json")
    assert (second.status_code, second.json()["kind"], second.json()["can_edit"]) == (201, "provider", True)
    refused = client.post("/api/v1/organizations/", body | {"privacy": False}, "application/json")
    assert refused.json()["errors"][0]["field"] == "privacy"


WORDS = {"headline_fr": "Solaire à Fès", "headline_ar": "الطاقة الشمسية", "founded_year": "٢٠١١", "languages": ["fr"]}
ROWS = {"base-TOTAL_FORMS": "3", "base-INITIAL_FORMS": "1"}


def test_a_profile_keeps_its_words_and_places(as_chams, chams):
    places = {"base-0-province": "03.231", "base-0-city": "Fès", "base-1-province": "", "base-2-province": "03.061"}
    answer = as_chams.post(reverse("profile"), WORDS | ROWS | places)
    assert answer.status_code == 302, answer.context["form"].errors
    held = PartnerProfile.objects.get(organization_id=chams.organization_id)
    assert (held.headline_ar, held.founded_year, held.languages) == ("الطاقة الشمسية", 2011, ["fr"])
    assert [(base.province, base.city) for base in held.bases.all()] == [("03.231", "Fès"), ("03.061", "")]


def test_a_town_without_its_province_is_asked_for_and_nothing_is_lost(as_chams, chams):
    answer = as_chams.post(reverse("profile"), WORDS | ROWS | {"base-1-city": "Sefrou"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'value="Sefrou"' in html
    assert 'value="Solaire à Fès"' in html
    assert PartnerProfile.objects.get(organization_id=chams.organization_id).headline_fr == "Solaire"


def test_notices_are_read_at_once(signed_in, drain):
    deal, _lead = make_lead()
    drain()
    client = signed_in(deal.partner)
    assert client.get(reverse("notices")).context["unread"] == 1
    assert client.get("/today/").context["desk"]["unread"] == 1
    assert client.post(reverse("read_notices")).status_code == 302
    assert client.get(reverse("notices")).context["unread"] == 0
    assert not Notice.objects.filter(user_id=deal.partner.user_id, read_at=None).exists()


def test_pages_of_the_account_keep_their_budget(as_chams, django_assert_max_num_queries):
    for name in ("account", "organization", "profile", "notices", "privacy"):
        with django_assert_max_num_queries(DESK_QUERIES):
            assert as_chams.get(reverse(name)).status_code == 200
