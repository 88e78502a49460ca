"""The audit trail: written with the act or not at all, only added to, and its check names what was altered."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts import actions, queries
from accounts.choices import Act
from accounts.models import AuditEntry
from kernel import clock
from kernel.append_only import unseal
from kernel.errors import Refused
from tests.accounts.test_second_factor import code_of
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.race import race

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def check():
    said = StringIO()
    call_command("audit_check", stdout=said)
    return said.getvalue()


def acts():
    return list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True))


@pytest.mark.django_db
def test_what_an_owner_does_to_its_team_and_keys_leaves_its_trace_without_addresses_or_secrets():
    owner = actor_of(make_organization())
    member = make_member(queries.organization(owner))
    before = AuditEntry.objects.count()
    actions.invite(owner, email="nadia@argane.example", role="reader", now=NOW)
    actions.change_role(owner, user_id=member.pk, role="reader", now=NOW)
    actions.remove_member(owner, user_id=member.pk, now=NOW)
    key, secret = actions.create_key(owner, name="ERP", scope="read", now=NOW)
    actions.revoke_key(owner, key_id=key.pk, now=NOW)
    actions.revoke_key(owner, key_id=key.pk, now=NOW)
    told = [Act.MEMBER_INVITED, Act.ROLE_CHANGED, Act.MEMBER_REMOVED, Act.KEY_MADE, Act.KEY_REVOKED]
    assert acts()[before:] == told
    entries = list(AuditEntry.objects.values())
    assert not any(word in str(entries) for word in ("nadia", "argane.example", secret, "ERP"))
    assert "5 entries, whole" in check()


@pytest.mark.django_db
def test_a_refused_act_leaves_no_trace():
    reader = actor_of(make_organization(), "reader")
    with pytest.raises(Refused):
        actions.create_key(reader, name="ERP", scope="read", now=NOW)
    assert acts() == []


@pytest.mark.django_db(transaction=True)
def test_the_act_and_its_entry_are_kept_together_or_not_at_all():
    owner = actor_of(make_organization())

    def fails():
        with transaction.atomic():
            actions.create_key(owner, name="ERP", scope="read", now=NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert queries.keys(owner).count() == AuditEntry.objects.count() == 0
    with pytest.raises(RuntimeError):
        actions.record(owner, Act.KEY_MADE, subject="key", subject_id="x", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_set_or_removed_and_the_sign_in_of_an_operator_leave_their_trace(client):
    user = make_organization("Borj", "operator").memberships.get().user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.filter(user=user).delete()
    password = {"password": "a-good-password-1"}
    client.post(reverse("account_login"), {"login": user.email, **password})
    client.post(reverse("account_reauthenticate"), password)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    found = list(AuditEntry.objects.order_by("sequence"))
    factors = [(one.act, one.facts["factor"]) for one in found[1:] if one.facts["factor"] == "totp"]
    assert found[0].act == Act.OPERATOR_SIGNED_IN
    assert factors == [(Act.FACTOR_SET, "totp"), (Act.FACTOR_REMOVED, "totp")]
    assert {one.user_id for one in found} == {user.pk}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_auditentry SET act = 'key_made'",
        "DELETE FROM accounts_auditentry",
        "DELETE FROM accounts_auditentry WHERE sequence = 1",
    ],
)
def test_the_database_refuses_to_change_the_trail(change):
    owner = actor_of(make_organization())
    actions.create_key(owner, name="ERP", scope="read", now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert "1 entries, whole" in check()


@pytest.mark.django_db
def test_postgresql_refuses_to_empty_the_trail():
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("TRUNCATE accounts_auditentry")  # there is no such thing
        return
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_auditentry")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE accounts_auditentry SET act = 'key_made' WHERE sequence = 2", "entry 2: altered"),
        ("UPDATE accounts_auditentry SET facts = '{}' WHERE sequence = 3", "entry 3: altered"),
        ("DELETE FROM accounts_auditentry WHERE sequence = 2", "entry 2: 1 missing from here"),
        ("DELETE FROM accounts_auditentry WHERE sequence = 4", "entry 4: 1 missing at the end"),
        ("UPDATE accounts_auditchain SET head = 'x'", "entry 4: is not the end that was noted"),
    ],
)
def test_the_check_names_what_was_altered_behind_the_guard(change, named):
    owner = actor_of(make_organization())
    for name in "ab":
        key, _secret = actions.create_key(owner, name=name, scope="read", now=NOW)
        actions.revoke_key(owner, key_id=key.pk, now=NOW)
    with connection.schema_editor() as editor:
        unseal("accounts_auditentry", editor)
        editor.execute(change)
    said = StringIO()
    try:
        with pytest.raises(CommandError):
            call_command("audit_check", stdout=said)
    finally:
        from kernel.append_only import seal

        with connection.schema_editor() as editor:
            seal("accounts_auditentry", editor)
    assert named in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_acts_at_once_follow_one_another_in_the_trail():
    owners = [actor_of(make_organization(f"Firm {number}")) for number in range(6)]
    calls = [
        lambda owner=owner: actions.create_key(owner, name="ERP", scope="read", now=clock.now()) for owner in owners
    ]
    assert set(race(*calls)) == {"done"}
    assert "6 entries, whole" in check()


@pytest.mark.django_db
def test_an_owner_reads_its_own_trail_an_auditor_all_and_nobody_else_any():
    argane, rival = make_organization(), make_organization("Zellige")
    operator = make_organization("Borj", "operator")
    for one in (argane, rival):
        actions.create_key(actor_of(one), name="ERP", scope="read", now=NOW)
    assert queries.trail(actor_of(argane)).count() == 1
    assert queries.trail(actor_of(argane, "member")).count() == 0
    assert queries.trail(actor_of(operator)).count() == 2
    assert queries.trail(actor_of(operator, "technical")).count() == 2
    for role in ("regional", "support", "read_only"):
        assert queries.trail(actor_of(operator, role)).count() == 0
