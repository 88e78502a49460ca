from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import actions, queries
from accounts.models import ApiKey, Consent, Membership, Organization, User
from kernel import clock
from kernel.actor import ANONYMOUS
from kernel.errors import Question, Refused
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of

pytestmark = pytest.mark.django_db
VALUES = {"kind": "sme", "organization": "Argane", "ice": "", "phone": "", "region": "MA-09", "privacy": True}


def open_account(**values):
    user = User.objects.create_user("amina@argane.example", "a-good-password-1")
    return actions.open_account(user, values={**VALUES, **values}, language="ar", now=clock.now())


def test_opening_an_account_makes_an_owner_and_keeps_the_consent():
    organization = open_account(phone="٠٦٠٠١٢٣٤٥٦", region="Souss-Massa", ice="٠٠٩٩٠٠٠٠١٠٠٠١٥٧")
    assert organization.phone == "+212600123456"
    assert organization.region == "MA-09"
    assert organization.ice == "009900001000157"
    consent = Consent.objects.get()
    assert (consent.to, consent.language, consent.organization) == ("privacy", "ar", organization)
    actor = queries.actor_for(owner_of(organization))
    assert (actor.kind, actor.role, actor.organization_id) == ("sme", "owner", organization.pk)


def test_a_consent_is_never_changed_and_outlives_who_gave_it():
    organization = open_account()
    kept = Consent.objects.values().get()
    for change in (
        lambda: Consent.objects.update(version="2027-01"),
        lambda: Consent.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    owner_of(organization).delete()
    organization.delete()
    assert Consent.objects.values().get() == kept


def test_nothing_is_written_and_each_field_is_named_when_something_is_wrong():
    with pytest.raises(ValidationError) as refused:
        open_account(organization=" ", kind="operator", phone="12", region="Atlantide", privacy=False)
    assert {"organization", "kind", "phone", "region"} <= set(refused.value.error_dict)
    with pytest.raises(ValidationError):
        actions.open_account(User.objects.get(), values={**VALUES, "privacy": False}, language="fr", now=clock.now())
    assert not Organization.objects.exists()


@pytest.mark.parametrize("typed", ["+٢١٢ ٦ ٠٠ ١٢ ٣٤ ٥٦", "06 00 12 34 56", "00212600123456", "+212-600-123456"])
def test_one_phone_however_it_is_typed(typed):
    assert queries.repair_phone(typed).value == "+212600123456"


def test_a_company_number_is_repaired_or_asked_about_never_changed_in_silence():
    assert queries.repair_ice("001561191000066").repaired is False
    assert queries.repair_ice("001 561 191 0000 66").value == "001561191000066"
    with pytest.raises(Question) as lost:
        queries.repair_ice("1561191000066.0")
    assert lost.value.readings == ("001561191000066",)
    assert queries.repair_ice("1561191000066", confirmed=["lost_zeros"]).value == "001561191000066"
    for typed, other in (("1561191000066", "check_digits"), ("001561191000065", "lost_zeros")):
        with pytest.raises(Question):
            queries.repair_ice(typed, confirmed=[other])
    odd = queries.repair_ice("001561191000065", confirmed=["check_digits"])
    assert (odd.value, odd.sure) == ("001561191000065", False)
    for unreadable in ("1.56E+12", "1234567890123456", "abc"):
        with pytest.raises(ValidationError) as refused:
            queries.repair_ice(unreadable)
        assert not isinstance(refused.value, Question)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("MA-03", "MA-03"),
        ("fès-meknès", "MA-03"),
        ("Fes Meknes", "MA-03"),
        ("الشرق", "MA-02"),
        ("L'Oriental", "MA-02"),
        ("Agadir", "MA-09"),
        ("Tanger-Tétouan", "MA-01"),
        ("Al Hoceima", "MA-01"),
    ],
)
def test_regions_are_read_in_the_ways_people_write_them(typed, code):
    assert queries.repair_region(typed).value == code


def test_an_old_region_with_two_heirs_is_asked_about():
    with pytest.raises(Question) as asked:
        queries.repair_region("Souss-Massa-Drâa")
    assert set(asked.value.readings) == {"MA-09", "MA-08"}


def test_a_key_acts_for_its_organization_until_it_is_revoked():
    argane, zellige = make_organization(), make_organization("Zellige")
    owner = actor_of(argane)
    key, secret = actions.create_key(owner, name="ERP", scope="write", now=clock.now())
    assert secret not in str(ApiKey.objects.values())
    actor = queries.actor_for_key(secret, clock.now())
    assert (actor.organization_id, actor.via, actor.writes) == (argane.pk, "key", True)
    assert queries.actor_for_key(secret[:-1], clock.now()) is None
    _key, reading = actions.create_key(owner, name="BI", scope="read", now=clock.now())
    assert queries.actor_for_key(reading, clock.now()).writes is False
    with pytest.raises(ApiKey.DoesNotExist):
        actions.revoke_key(actor_of(zellige), key_id=key.pk, now=clock.now())
    with pytest.raises(Refused):
        actions.create_key(actor, name="another", scope="write", now=clock.now())
    with pytest.raises(Refused):
        actions.create_key(actor_of(argane, "member"), name="x", scope="read", now=clock.now())
    assert queries.actor_for_key(reading, clock.now() + timedelta(days=364)) is not None
    assert queries.actor_for_key(reading, clock.now() + timedelta(days=366)) is None
    for days in (0, 731):
        with pytest.raises(ValidationError):
            actions.create_key(owner, name="x", scope="read", days=days, now=clock.now())
    revoked = actions.revoke_key(owner, key_id=key.pk, now=clock.now())
    assert revoked.revoked_at == actions.revoke_key(owner, key_id=key.pk, now=clock.now()).revoked_at
    assert queries.actor_for_key(secret, clock.now()) is None


def test_the_actor_follows_membership_suspension_and_choice():
    argane, zellige = make_organization(), make_organization("Zellige")
    user = owner_of(argane)
    assert queries.actor_for(user, zellige.pk).organization_id == argane.pk
    with pytest.raises(Organization.DoesNotExist):
        actions.switch_organization(user, organization_id=zellige.pk)
    Membership.objects.create(organization=zellige, user=user, role="reader", joined_at=clock.now())
    actions.switch_organization(user, organization_id=zellige.pk)
    user.refresh_from_db()
    actor = queries.actor_for(user)
    assert (actor.organization_id, actor.writes) == (zellige.pk, False)
    Organization.objects.filter(pk=zellige.pk).update(suspended_at=clock.now())
    user.refresh_from_db()
    assert queries.actor_for(user).organization_id == argane.pk
    user.is_active = False
    assert queries.actor_for(user) == ANONYMOUS


def test_only_an_owner_changes_the_organization_and_sees_its_keys():
    argane = make_organization()
    with pytest.raises(Refused):
        actions.change_organization(actor_of(argane, "member"), values={"organization": "Autre"})
    changed = actions.change_organization(actor_of(argane), values={"organization": "Argane SARL", "city": "Agadir"})
    assert (changed.name, changed.kind) == ("Argane SARL", "sme")
    assert list(queries.organizations(actor_of(make_organization("Zellige")))) != [argane]
    assert not queries.keys(actor_of(argane, "member")).exists()
    joined = make_member(argane)
    assert {owner_of(argane), joined} < set(queries.members(argane.pk))
