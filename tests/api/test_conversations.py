"""A conversation by program and by socket: the same operation, the same errors; what was missed comes back whole."""

import asyncio
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async

from kernel import clock
from kernel.ids import uuid7
from marketplace import actions as leads
from messaging import actions, queries
from messaging.choices import About
from messaging.models import Message
from tests.api.program import program_of
from tests.api.test_realtime import opened, user_of
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import make_lead


def conversation_of(actor, lead):
    return queries.about(actor, About.LEAD, [lead.pk])[lead.pk]


@pytest.fixture
def talk(db):
    deal, lead = make_lead()
    return deal, conversation_of(deal.sme, lead)


def test_a_program_lists_reads_and_writes(talk):
    deal, row = talk
    sme, partner = program_of(deal.sme), program_of(deal.partner)
    address, name = f"/conversations/{row.pk}/messages/", str(uuid4())
    first = sme.post(address, {"client_id": name, "text": "Bonjour"})
    assert (first.status_code, first.json()["sequence"], first.json()["mine"]) == (201, 1, True)
    again = sme.post(address, {"client_id": name, "text": "Bonjour"})
    assert again.json()["id"] == first.json()["id"]
    other = sme.post(address, {"client_id": name, "text": "Autre"})
    assert (other.status_code, other.json()["code"]) == (409, "client_id_used")
    for text in "abcde":
        sme.post(address, {"client_id": str(uuid4()), "text": text})
    assert [one["text"] for one in partner.get(f"{address}?after=3").json()["results"]] == ["c", "d", "e"]
    assert partner.get(f"{address}?after=x").status_code == 400
    (listed,) = partner.get("/conversations/").json()["results"]
    assert (listed["subject_id"], listed["last_sequence"], listed["read"]) == (str(row.subject_id), 6, 0)
    assert partner.post(f"/conversations/{row.pk}/read/", {"sequence": 6}).json()["sequence"] == 6
    changed = sme.patch(f"{address}{first.json()['id']}/", {"text": "Bonsoir"})
    assert (changed.status_code, changed.json()["text"]) == (200, "Bonsoir")
    assert partner.patch(f"{address}{first.json()['id']}/", {"text": "Faux"}).status_code == 403
    assert sme.delete(f"{address}{first.json()['id']}/").status_code == 204
    gone = partner.get(f"{address}{first.json()['id']}/").json()
    assert (gone["text"], gone["removed_at"] is not None) == ("", True)
    assert partner.post(f"/conversations/{row.pk}/mute/", {"muted": True}).json()["is_muted"]


def test_a_stranger_meets_the_same_404_as_for_what_does_not_exist(talk, zellige):
    _deal, row = talk
    for path in (f"/conversations/{row.pk}/", f"/conversations/{uuid4()}/", f"/conversations/{row.pk}/messages/"):
        assert zellige.get(path).status_code == 404
    body = {"client_id": str(uuid4()), "text": "?"}
    assert zellige.post(f"/conversations/{row.pk}/messages/", body).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_by_socket_is_acknowledged_kept_and_wakes_the_other_side():
    deal, lead = make_lead()
    row = conversation_of(deal.sme, lead)
    other_deal, other_lead = make_lead()
    other = conversation_of(other_deal.sme, other_lead)

    async def story():
        sme = await opened(await sync_to_async(user_of)(deal.sme))
        partner = await opened(await sync_to_async(user_of)(deal.partner))
        name = str(uuid7())
        frame = {"type": "message.post", "conversation_id": str(row.pk), "client_id": name, "text": "Bonjour"}
        for _twice in range(2):
            await sme.send_json_to(frame)
        told = [await sme.receive_json_from(3) for _ in range(3)]
        kept = [one for one in told if one["type"] == "message.kept"]
        assert [one["sequence"] for one in kept] == [1, 1]
        assert {one["client_id"] for one in kept} == {name}
        woken = {"type": "message.posted", "conversation_id": str(row.pk), "sequence": 1}
        assert await partner.receive_json_from(3) == woken
        assert woken in told

        await partner.send_json_to({"type": "messages.after", "conversation_id": str(row.pk), "after": 0})
        page = await partner.receive_json_from(3)
        assert ([one["text"] for one in page["results"]], page["more"]) == (["Bonjour"], False)

        await partner.send_json_to({"type": "conversation.read", "conversation_id": str(row.pk), "sequence": 1})
        said = [await partner.receive_json_from(3) for _ in range(2)]
        assert said[0]["type"] == said[1]["type"] == "conversation.read"
        assert (await sme.receive_json_from(3))["organization_id"] == str(deal.partner.organization_id)

        wrong = [
            ({"type": "message.post"}, "invalid"),
            ({**frame, "text": ""}, "invalid"),
            ({**frame, "client_id": "no"}, "invalid"),
            ({**frame, "more": 1}, "invalid"),
            ({**frame, "text": {"deep": []}}, "invalid"),
            ({**frame, "text": "Autre"}, "client_id_used"),
            ({**frame, "conversation_id": str(other.pk)}, "not_found"),
            ({**frame, "conversation_id": str(uuid4())}, "not_found"),
            ({"type": "messages.after", "conversation_id": str(row.pk), "after": -1}, "invalid"),
            ({"type": "message_posted", "conversation_id": str(row.pk)}, "unknown_type"),
            ({"type": ["message.post"]}, "unknown_type"),
            ({"type": "error"}, "unknown_type"),
            ([1, 2], "unknown_type"),
        ]
        for sent, code in wrong:
            await sme.send_json_to(sent)
            answer = await sme.receive_json_from(3)
            assert (answer["type"], answer["code"]) == ("error", code), sent
        await sme.send_to(text_data="{" * 5000)
        assert (await sme.receive_json_from(3))["code"] == "not_json"
        await sme.send_json_to({"type": "ping"})
        assert await sme.receive_json_from(3) == {"type": "pong"}
        for socket in (sme, partner):
            await socket.disconnect()

    asyncio.run(story())
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_sends_too_fast_is_told_and_nothing_of_it_is_kept(settings):
    settings.MESSAGES_A_MINUTE = 3
    deal, lead = make_lead()
    row = conversation_of(deal.sme, lead)

    async def story():
        sme = await opened(await sync_to_async(user_of)(deal.sme))
        answers = []
        for number in range(5):
            name = str(uuid4())
            frame = {"type": "message.post", "conversation_id": str(row.pk), "client_id": name, "text": str(number)}
            await sme.send_json_to(frame)
            while True:
                answer = await sme.receive_json_from(3)
                if answer["type"] != "message.posted":
                    break
            answers.append(answer.get("code", answer["type"]))
        assert answers == ["message.kept"] * 3 + ["too_many"] * 2
        await sme.disconnect()

    asyncio.run(story())
    assert Message.objects.count() == 3


@pytest.mark.django_db
def test_five_thousand_missed_messages_come_back_whole_and_in_order(talk):
    deal, row = talk
    now = clock.now()
    Message.objects.bulk_create(
        Message(
            conversation=row,
            sequence=number,
            organization_id=deal.sme.organization_id,
            user_id=deal.sme.user_id,
            client_id=uuid4(),
            text=str(number),
            posted_at=now,
        )
        for number in range(1, 5001)
    )
    actions.mark_read(deal.partner, conversation_id=row.pk, sequence=0, now=now)
    partner, found, page = program_of(deal.partner), [], f"/conversations/{row.pk}/messages/?after=0&page_size=100"
    while page:
        answer = partner.get(page).json()
        found += [one["sequence"] for one in answer["results"]]
        page = answer["next"] and answer["next"].split("/api/v1")[1]
    assert found == list(range(1, 5001))


@pytest.mark.django_db(transaction=True)
def test_presence_passes_between_accepted_parties_alone_and_is_kept_nowhere():
    deal, lead = make_lead()
    row = conversation_of(deal.sme, lead)

    async def told(socket, kind):
        while (heard := await socket.receive_json_from(3)).get("type") != kind:
            pass
        return heard

    async def story():
        sme, partner = [await opened(await sync_to_async(user_of)(one)) for one in (deal.sme, deal.partner)]
        colleague = await opened(await sync_to_async(user_of)(deal.partner))
        here = {"type": "presence", "conversation_id": str(row.pk), "state": "here"}
        for socket in (sme, partner):
            await socket.send_json_to(here)
            assert (await told(socket, "error"))["code"] == "refused"
        accept = sync_to_async(leads.accept_lead, thread_sensitive=False)
        await accept(deal.partner, lead_id=lead.pk, now=clock.now())
        await partner.send_json_to({**here, "state": "typing"})
        assert (await told(partner, "presence.told"))["state"] == "typing"
        heard = await told(sme, "presence")
        assert heard == {**here, "state": "typing", "organization_id": str(deal.partner.organization_id)}
        await partner.send_json_to({**here, "state": "typing"})
        assert (await told(partner, "error"))["code"] == "too_many"
        await partner.send_json_to({**here, "state": "sleeping"})
        assert (await told(partner, "error"))["code"] == "invalid"
        while not await colleague.receive_nothing(0.2):
            assert (await colleague.receive_json_from())["type"] != "presence"
        for socket in (sme, partner, colleague):
            await socket.disconnect()

    asyncio.run(story())
    assert Message.objects.filter(kind="text").count() == 0


@pytest.mark.django_db
def test_a_program_writes_to_the_team_once_and_reads_no_name_in_its_answer():
    owner = actor_of(make_organization("Argane", region="MA-03"))
    operator = make_organization("Borj", "operator", region="MA-03")
    argane, body = program_of(owner), {"client_id": str(uuid4()), "text": "Comment faire ?"}
    first, again = (argane.post("/conversations/team/", body) for _twice in range(2))
    assert (first.status_code, first.json()["sequence"]) == (201, 1)
    assert again.json()["id"] == first.json()["id"]
    (listed,) = argane.get("/conversations/").json()["results"]
    told = (listed["about"], listed["subject_id"], listed["is_masked"])
    assert told == ("operator", str(owner.organization_id), False)
    assert argane.post("/conversations/team/", {**body, "text": "Autre"}).json()["code"] == "client_id_used"
    assert argane.post("/conversations/team/", {**body, "client_id": str(uuid4()), "text": " "}).status_code == 400
    assert program_of(owner, scope="read").post("/conversations/team/", body).status_code == 403
    team = actor_of(operator)
    actions.post_message(team, conversation_id=UUID(listed["id"]), client_id=uuid4(), text="Ainsi.", now=clock.now())
    answered = argane.get(f"/conversations/{listed['id']}/messages/?after=1").json()["results"][0]
    assert (answered["text"], answered["mine"], answered["author"]) == ("Ainsi.", False, "")
    assert program_of(team).get(f"/conversations/{listed['id']}/").status_code == 404, "a key is not a person"


@pytest.mark.django_db(transaction=True)
def test_both_sides_of_a_letter_to_the_team_are_woken_by_socket():
    argane = actor_of(make_organization("Argane", region="MA-03"))
    team = actor_of(make_organization("Borj", "operator", region="MA-03", is_demo=True))

    async def story():
        firm, desk = [await opened(await sync_to_async(user_of)(one)) for one in (argane, team)]
        await firm.send_json_to({"type": "team.write", "client_id": str(uuid7()), "text": "Comment faire ?"})
        while (kept := await firm.receive_json_from(3))["type"] != "message.kept":
            pass
        woken = {"type": "message.posted", "conversation_id": kept["conversation_id"], "sequence": 1}
        assert await desk.receive_json_from(3) == woken
        frame = {"conversation_id": kept["conversation_id"], "client_id": str(uuid7()), "text": "Ainsi."}
        await desk.send_json_to({"type": "message.post", **frame})
        while (told := await firm.receive_json_from(3)).get("sequence") != 2:
            pass
        assert told["type"] == "message.posted"
        for socket in (firm, desk):
            await socket.disconnect()

    asyncio.run(story())
