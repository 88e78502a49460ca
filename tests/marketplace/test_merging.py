"""Two organizations that are one company become one: nothing is lost, nobody else's figures are shown, all or nothing."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.choices import Obstacle
from accounts.models import ApiKey, AuditEntry, Membership, Organization, User
from documents import actions as documents
from documents.models import Grant
from footprint.models import SmeProfile
from footprint.queries import sites
from kernel import clock, personal
from kernel.errors import Conflict, Refused
from marketplace import actions, jobs, queries
from marketplace.models import Lead
from matching import queries as matching
from matching.models import MatchRun, PartnerStats
from notices.models import Notice
from partners import queries as partners
from partners.models import Offer, PartnerProfile
from search import registry
from search.ports import Query
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.marketplace import ask, make_deal
from tests.factories.partners import make_offer, make_partner

ICE = "001234567000089"


def allowed(*actors):
    """Have these be one company by their number, and let the team act for them."""
    Organization.objects.filter(pk__in=[one.organization_id for one in actors]).update(ice=ICE)
    for one in actors:
        accounts.give_mandate(one, days=7, now=clock.now())


@pytest.fixture
def borj():
    return actor_of(make_organization("Borj", "operator"))


def merged(operator, kept, absorbed, **choices):
    ids = {"kept_id": kept.organization_id, "absorbed_id": absorbed.organization_id}
    shown = queries.merger(operator, **ids)
    choices = {"details": "kept", "presentation": "kept", **choices}
    actions.merge(operator, **ids, choices=choices, digest=shown.digest, now=clock.now())


@pytest.mark.django_db
def test_a_company_registered_twice_has_its_sites_requests_people_and_files_in_one(borj, drain):
    deal, again = make_deal(partners=2, sme="Argane"), make_exporter("Argane SARL", employees=44, revenue_mad="9000000")
    lead, now = ask(deal, deal.offer)[0].lead, clock.now()
    second = make_site(again, name="Atelier")
    make_year(again, second, kwh="1000")
    paper = documents.keep_file(deal.sme, purpose="dossier", name="bilan.pdf", file=io.BytesIO(pdf("bilan")), now=now)
    documents.give(deal.sme, document_id=paper.pk, receiver_id=deal.partner.organization_id, days=30, now=now)
    own = documents.give(deal.sme, document_id=paper.pk, receiver_id=again.organization_id, days=30, now=now)
    _key, secret = accounts.create_key(deal.sme, name="ERP", scope="write", now=now)
    accounts.invite(deal.sme, email="nadia@argane.example", role="member", now=now)
    colleague = make_member(Organization.objects.get(pk=deal.sme.organization_id))
    Membership.objects.create(user=colleague, organization_id=again.organization_id, role="owner", joined_at=now)
    allowed(deal.sme, again)
    drain()
    merged(borj, again, deal.sme)
    drain()

    mine = account_queries.actor_for(User.objects.get(pk=deal.sme.user_id))
    assert mine.organization_id == again.organization_id
    assert {one.name for one in sites(mine)} == {"Moulin", "Atelier"}
    company = SmeProfile.objects.get()
    assert (company.employees, company.budget_mad, company.revenue_mad) == (44, 1_800_000, 9_000_000), (
        "holes are filled"
    )
    assert [one.pk for one in queries.sent(again)] == [lead.pk]
    assert matching.matches(mine, site_id=deal.site.pk), "what was matched stays served"
    assert Membership.objects.get(user=colleague).role == "owner", "who works for both stays once, in the stronger role"
    assert account_queries.actor_for_key(secret, clock.now()) is None, "a key was trusted with one of them alone"
    assert not account_queries.invitations(again).exists()
    file, _bytes = documents.open_document(deal.partner, document_id=paper.pk, now=clock.now())
    assert file.organization_id == again.organization_id, "an access that was given goes on"
    assert Grant.objects.get(pk=own.pk).withdrawn_at is not None, "nobody gives itself an access"
    told = Notice.objects.filter(kind="merged")
    assert set(told.values_list("organization_id", flat=True)) == {again.organization_id}
    assert told.count() == 3
    gone = Organization.objects.get(pk=deal.sme.organization_id)
    assert (gone.merged_into_id, gone.suspended_for) == (again.organization_id, "merged")
    assert personal.moves(gone.pk).keys() == {k for k, v in personal.moves(gone.pk).items() if not v}, "nothing stayed"
    assert account_queries.trail(again, about=str(gone.pk)).filter(act="key_made").exists(), "its trail can be read"


@pytest.mark.django_db
def test_a_partner_registered_twice_answers_its_requests_under_one_page(borj, drain):
    deal = make_deal(partners=2)
    first, second = deal.partners
    one, _two = (asked.lead for asked in ask(deal))
    actions.accept_lead(first, lead_id=one.pk, now=clock.now() + timedelta(hours=3))
    actions.decline_lead(second, lead_id=_two.pk, reason="too_far", note="", now=clock.now() + timedelta(hours=5))
    for owner in deal.partners:
        row = make_offer(owner, publish=False, name_fr="Autre")
        Offer.objects.filter(pk=row.pk).update(source_key="A1")
    allowed(first, second)
    drain()
    merged(borj, first, second, details="absorbed")
    drain()

    page = partners.profile(first, first.organization_id)
    assert page.organization.name == "Chams 2"
    assert PartnerProfile.objects.count() == 1
    assert page.bases.count() == 1, "one place is not said twice"
    assert partners.own_offers(first).count() == 4
    assert sorted(partners.own_offers(first).values_list("source_key", flat=True)) == ["", "", "", "A1"]
    assert {one.status for one in queries.inbox(first)} == {"accepted", "declined"}
    stats = PartnerStats.objects.get()
    assert (stats.introductions, stats.answers, stats.accepted, stats.declined) == (2, 2, 1, 1)
    assert sorted(stats.hours_to_answer) == [3, 5]
    found = registry.engine().find(Query(text="Chams 2", kinds=("offer",), limit=50)).ids
    assert {row.pk for row in deal.offers} <= set(found), "offers are found by the name that stays"
    served = matching.matches(deal.sme, site_id=deal.site.pk)
    assert {row.partner_id for row in served} == {first.organization_id}
    for run in MatchRun.objects.all():
        assert matching.replay(run.pk) == [], "what was ranked before is still replayed to the byte"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "obstacle"),
    [
        (lambda a, b: Organization.objects.filter(pk=b.organization_id).update(ice="009876543000021"), Obstacle.NUMBER),
        (lambda a, b: Organization.objects.filter(pk=a.organization_id).update(ice=""), Obstacle.NUMBER),
        (lambda a, b: Organization.objects.filter(pk=b.organization_id).update(kind="certifier"), Obstacle.KIND),
        (lambda a, b: Organization.objects.filter(pk=b.organization_id).update(is_demo=True), Obstacle.KIND),
        (lambda a, b: accounts.withdraw_mandate(a, now=clock.now()), Obstacle.KEPT_ALLOWS_NOT),
        (lambda a, b: accounts.withdraw_mandate(b, now=clock.now()), Obstacle.ABSORBED_ALLOWS_NOT),
    ],
    ids=["number", "no number", "kind", "demo", "kept", "absorbed"],
)
def test_what_may_not_be_one_company_or_did_not_agree_stays_two(borj, spoil, obstacle):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    allowed(first, second)
    spoil(first, second)
    shown = queries.merger(borj, kept_id=first.organization_id, absorbed_id=second.organization_id)
    assert obstacle in shown.obstacles
    with pytest.raises(Conflict) as refused:
        merged(borj, first, second)
    assert refused.value.code == "obstacles"
    assert not Organization.objects.exclude(merged_into=None).exists()


@pytest.mark.django_db
def test_a_request_to_both_for_one_need_is_answered_first(borj):
    deal = make_deal(partners=2)
    ask(deal)
    allowed(*deal.partners)
    with pytest.raises(Conflict):
        merged(borj, *deal.partners)
    asked = Lead.objects.get(partner_organization_id=deal.partners[1].organization_id)
    actions.decline_lead(deal.partners[1], lead_id=asked.pk, reason="too_far", note="", now=clock.now())
    merged(borj, *deal.partners)
    assert Lead.objects.filter(partner_organization_id=deal.partner.organization_id).count() == 2


@pytest.mark.django_db
def test_only_who_may_merge_does_with_each_choice_made_and_on_what_was_shown(borj):
    first, second = make_partner("Chams"), make_partner("Chams SARL", city="Agadir")
    allowed(first, second)
    ids = {"kept_id": first.organization_id, "absorbed_id": second.organization_id}
    shown = queries.merger(borj, **ids)
    assert shown.choices == ("details",)
    with pytest.raises(ValidationError) as missing:
        actions.merge(borj, **ids, choices={}, digest=shown.digest, now=clock.now())
    assert set(missing.value.error_dict) == {"details"}
    make_offer(second)
    with pytest.raises(Conflict) as changed:
        actions.merge(borj, **ids, choices={"details": "kept"}, digest=shown.digest, now=clock.now())
    assert changed.value.code == "changed"
    support = actor_of(Organization.objects.get(kind="operator"), "support")
    with pytest.raises(Refused):
        queries.merger(support, **ids)
    with pytest.raises(Organization.DoesNotExist):
        queries.merger(first, **ids)
    same = queries.merger(borj, kept_id=first.organization_id, absorbed_id=first.organization_id)
    assert same.obstacles == (Obstacle.SAME,)


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_the_middle_leaves_two(borj, monkeypatch, drain):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    make_offer(second)
    allowed(first, second)
    entries = AuditEntry.objects.count()

    def broken(*_ids):
        raise IntegrityError

    monkeypatch.setattr(personal, "hand_over", broken)
    with pytest.raises(IntegrityError):
        merged(borj, first, second)
    assert PartnerProfile.objects.count() == 2
    assert partners.own_offers(second).count() == 1
    assert not Organization.objects.exclude(suspended_at=None).exists()
    assert AuditEntry.objects.count() == entries
    monkeypatch.undo()
    merged(borj, first, second)
    assert partners.own_offers(first).count() == 1


@pytest.mark.django_db
def test_what_was_being_written_at_that_moment_follows(borj):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    allowed(first, second)
    merged(borj, first, second)
    late = make_offer(second, publish=False)
    jobs.bring_over_late.func(str(first.organization_id), str(second.organization_id))
    assert Offer.objects.get(pk=late.pk).organization_id == first.organization_id
    assert PartnerProfile.objects.count() == 1


@pytest.mark.django_db
def test_the_badge_goes_with_the_name_and_number_that_were_read(borj):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    allowed(first, second)
    Organization.objects.filter(pk=second.organization_id).update(verified_at=clock.now())
    merged(borj, first, second)
    assert not Organization.objects.get(pk=first.organization_id).is_verified, "another name was read"
    third = make_partner("Chams")
    allowed(third)
    Organization.objects.filter(pk=third.organization_id).update(verified_at=clock.now())
    merged(borj, first, third)
    assert Organization.objects.get(pk=first.organization_id).is_verified


@pytest.mark.django_db
def test_erasing_the_one_that_stayed_erases_what_was_kept_of_the_other(borj):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    allowed(first, second)
    merged(borj, first, second)
    accounts.erase_organization(first.organization_id, now=clock.now())
    assert not Organization.objects.filter(pk__in=[first.organization_id, second.organization_id]).exists()
    assert not ApiKey.objects.exists()


@pytest.mark.django_db
def test_an_old_address_leads_to_the_one_that_stayed(borj, client):
    first, second = make_partner("Chams"), make_partner("Chams SARL")
    allowed(first, second)
    merged(borj, first, second)
    answer = client.get(f"/partners/{second.organization_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/partners/{first.organization_id}/")
