"""A member saves a search and is told of new offers, each once; what finds nothing is counted, nobody attached."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.models import Membership, Organization, User
from kernel import clock, personal
from kernel.errors import Refused
from kernel.models import Task
from marketplace import actions, jobs, queries
from marketplace.actions import alerts
from marketplace.actions.unmet import counted, is_personal
from marketplace.models import FoundOffer, SavedSearch, UnmetSearch
from notices import queries as notices
from notices.models import Notice
from partners import actions as partners
from partners.queries import directory, own_offers
from search import registry
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db
SOLAR = [["measure:pv_rooftop"]]


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    settings.PUBLIC_URL = "https://qafila.example"
    settings.QUIET_HOURS, settings.QUIET_SUNDAYS = (time(), time()), False
    registry.close_breaker()


@pytest.fixture
def argane():
    return make_exporter()


@pytest.fixture
def chams():
    return make_partner()


def save(actor, **values):
    values = {"name": "Toitures", "text": "toiture", "alerts": "instant", **values}
    return actions.save_search(actor, **values, now=clock.now())


def meet(drain):
    """Let the queue do what waits for its moment: the index first, then the searches, then the letters."""
    drain()
    Task.objects.filter(path="marketplace.jobs.meet_searches", status="ready").update(run_after=clock.now())
    drain()


def told(actor):
    return notices.told(actor, notices.notices(actor).filter(kind="search_met").order_by("pk"))


def address_of(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://qafila.example")


def test_a_search_is_its_members_alone(argane):
    row = save(argane, tags=[["region:MA-06", "region:MA-03"]], name="  Solaire\n à Fès ")
    assert (row.name, row.tags) == ("Solaire à Fès", [["region:MA-03", "region:MA-06"]])
    firm = Organization.objects.get(pk=argane.organization_id)
    for other in (actor_of(firm, "member"), make_exporter("Zellige"), actor_of(make_organization("Borj", "operator"))):
        assert not queries.saved_searches(other).exists()
        with pytest.raises(SavedSearch.DoesNotExist):
            actions.change_search(other, search_id=row.pk, name="À moi", now=clock.now())
        with pytest.raises(SavedSearch.DoesNotExist):
            actions.delete_search(other, search_id=row.pk)
    again = save(argane, tags=[["region:MA-03", "region:MA-06"]], name="Fès", alerts="never")
    assert (again.pk, again.name, again.alerts) == (row.pk, "Fès", "never"), "the same question is one search"
    assert save(actor_of(firm, "reader")).pk != row.pk, "who only reads looks for offers too"
    actions.delete_search(argane, search_id=row.pk)
    assert not queries.saved_searches(argane).exists()


def test_what_cannot_be_saved_is_named(argane):
    for values, field in (
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"text": " "}, "q"),
        ({"alerts": "hourly"}, "alerts"),
        ({"kinds": ["partner"]}, "alerts"),
        ({"text": "de la"}, "q"),
        ({"tags": [["region:<script>"]]}, "filters"),
        ({"tags": [["region:MA-03", "region:MA-99"]]}, "filters"),
        ({"tags": [["measure:*"]]}, "filters"),
        ({"tags": [["colour:red"]]}, "filters"),
        ({"tags": [[f"region:{number}" for number in range(101)]]}, "filters"),
    ):
        with pytest.raises(ValidationError) as wrong:
            save(argane, **values)
        assert list(wrong.value.error_dict) == [field]
    for number in range(50):
        save(argane, text=f"toiture {number}", alerts="never")
    with pytest.raises(ValidationError) as full:
        save(argane, text="une pompe de trop")
    assert "50" in full.value.messages[0]
    _key, secret = accounts.create_key(argane, name="ERP", scope="read", now=clock.now())
    with pytest.raises(Refused):
        save(account_queries.actor_for_key(secret, clock.now()))


def test_a_new_offer_is_told_once_with_a_letter_that_ends_its_search_alone(argane, chams, drain):
    known = make_offer(chams, name_fr="Toiture connue")
    drain()
    row, other = save(argane), save(argane, text="", tags=SOLAR, name="Solaire", alerts="never")
    assert partners.change_offer(chams, offer_id=known.pk, values={"name_fr": "Toiture bien connue"}, now=clock.now())
    meet(drain)
    assert not told(argane), "what was there when it was saved is not new"
    new = make_offer(chams, name_fr="Toiture en bac acier")
    make_offer(chams, name_fr="Pompes neuves", measures=["vsd"])
    meet(drain)
    (notice,) = told(argane)
    assert "Toiture en bac acier" in notice.text
    assert notice.path == "/directory/?q=toiture"
    (letter,) = [one for one in mail.outbox if one.subject == notice.title]
    assert f"https://qafila.example/offers/{new.pk}/" in letter.body
    assert "Pompes" not in letter.body
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    alerts.meet_searches(since=clock.now() - timedelta(days=1), now=clock.now())
    jobs.meet_searches.func(clock.now().isoformat())
    partners.change_offer(chams, offer_id=new.pk, values={"name_fr": "Toiture, encore"}, now=clock.now())
    meet(drain)
    assert len(told(argane)) == 1, "an offer is told once, however often the queue looks"
    nobody, address = Client(enforce_csrf_checks=True), address_of(letter)
    assert "Toitures" in nobody.get(address).content.decode()
    assert queries.saved_search(argane, row.pk).alerts == "instant", "a scanner changes nothing"
    for _time in range(2):
        assert nobody.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.saved_search(argane, row.pk).alerts == "never"
    assert queries.saved_searches(argane).count() == 2
    actions.delete_search(argane, search_id=row.pk)
    assert nobody.get(address).status_code == 404
    assert other.pk


def test_a_letter_that_waits_for_the_morning_is_not_sent_once_its_alerts_ended(argane, chams, drain, settings):
    ended = save(argane)
    save(argane, name="Solaire", text="", tags=SOLAR)
    settings.QUIET_HOURS = (time(0), time(23, 59))
    make_offer(chams, name_fr="Toiture en bac acier")
    meet(drain)
    assert (len(told(argane)), mail.outbox) == (2, [])
    actions.end_alerts(ended.pk, argane.user_id)
    settings.QUIET_HOURS = (time(), time())
    Task.objects.filter(path="notices.jobs.send_email", status="ready").update(run_after=clock.now())
    drain()
    (letter,) = mail.outbox
    assert "Solaire" in letter.body


def test_an_offer_that_comes_to_fit_is_told_and_ten_are_named(argane, chams, drain):
    offer = make_offer(chams, name_fr="Chaudière", measures=["vsd"])
    drain()
    row = save(argane)
    partners.change_offer(chams, offer_id=offer.pk, values={"name_fr": "Toiture isolée"}, now=clock.now())
    for number in range(12):
        make_offer(chams, name_fr=f"Toiture {number}")
    drain(200)
    meet(drain)
    (notice,) = told(argane)
    assert (notice.news.total, len(notice.news.offers), notice.news.more) == (13, 10, 3)
    (letter,) = [one for one in mail.outbox if one.subject == notice.title]
    assert letter.body.count("https://qafila.example/offers/") == 10
    assert FoundOffer.objects.filter(search=row, told_at=None).count() == 0


def test_an_offer_for_every_measure_serves_the_one_asked_for(argane, chams, drain):
    save(argane, text="", tags=SOLAR)
    for measures in (["*"], ["vsd"]):
        make_offer(chams, name_fr=f"Financement {measures[0]}", measures=measures)
    meet(drain)
    assert [one.name for one in told(argane)[0].news.offers] == ["Financement *"]


def test_a_file_of_offers_meets_searches_and_ones_own_are_not_told(argane, chams, drain):
    save(argane)
    save(chams)
    rows = [{"source_key": f"T-{number}", "name_fr": f"Toiture {number}", **terms()} for number in range(3)]
    partners.keep_offers(chams, rows=rows, now=clock.now())
    meet(drain)
    assert told(argane)[0].news.total == 3
    assert not told(chams)


def terms():
    return {"regions_served": ["MA-03"], "sectors_served": ["*"], "measures": ["pv_rooftop"], "intake": "open"}


def test_the_morning_tells_what_the_day_brought(argane, chams, drain):
    drain()
    tomorrow = clock.moroccan_day(clock.now()) + timedelta(days=1)
    noon, morning = (datetime.combine(tomorrow, time(hour), clock.MOROCCO) for hour in (12, 8))
    with time_machine.travel(noon):
        save(argane, alerts="daily")
        for name in ("Toiture une", "Toiture deux"):
            make_offer(chams, name_fr=name)
        meet(drain)
        assert not told(argane)
        (row,) = Task.objects.filter(path="marketplace.jobs.tell_searches", status="ready")
        assert row.run_after == morning + timedelta(days=1)
    with time_machine.travel(morning + timedelta(days=1, minutes=1)):
        drain()
        assert told(argane)[0].news.total == 2
        assert Task.objects.filter(path="marketplace.jobs.tell_searches", status="ready").count() == 1
        row = queries.saved_searches(argane).get()
        actions.change_search(argane, search_id=row.pk, alerts="never", now=clock.now())
    with time_machine.travel(morning + timedelta(days=2, minutes=1)):
        drain()
        assert len(told(argane)) == 1
        assert not Task.objects.filter(path="marketplace.jobs.tell_searches", status="ready").exists()


def test_the_letter_holds_nothing_of_an_offer_that_closed_meanwhile(argane, chams, drain):
    save(argane)
    first, second = (make_offer(chams, name_fr=f"Toiture {name}") for name in ("fermée", "ouverte"))
    meet_without_letters(drain)
    partners.archive_offer(chams, offer_id=first.pk, now=clock.now())
    drain()
    (letter,) = [one for one in mail.outbox if "recherche" in one.subject]
    assert str(first.pk) not in letter.body
    assert str(second.pk) in letter.body
    partners.change_offer(chams, offer_id=second.pk, values={"intake": "closed"}, now=clock.now())
    assert not told(argane), "of what closed since, nothing is told any more"


def meet_without_letters(drain):
    """Stop before the letters leave."""
    drain()
    alerts.meet_searches(since=clock.now() - timedelta(hours=1), now=clock.now())


def test_who_left_an_organization_is_told_nothing_for_it(argane, chams, drain):
    save(argane)
    Membership.objects.filter(user_id=argane.user_id).delete()
    make_offer(chams, name_fr="Toiture")
    meet(drain)
    assert not Notice.objects.filter(kind="search_met").exists()
    assert not SavedSearch.objects.exists()


def test_a_worker_that_dies_half_way_tells_nobody_twice_and_forgets_nobody(argane, chams, drain, monkeypatch):
    other = make_exporter("Zellige")
    rows = [save(one) for one in (argane, other)]
    make_offer(chams, name_fr="Toiture")
    drain()
    asked, meet_and_tell = clock.now(), alerts._meet_and_tell

    def dies(search_id, *args):
        if search_id == rows[1].pk:
            raise KeyboardInterrupt
        return meet_and_tell(search_id, *args)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(alerts, "_meet_and_tell", dies)
        jobs.meet_searches.func(asked.isoformat())
    drain()
    assert [len(told(one)) for one in (argane, other)] == [1, 0]
    for _time in range(2):
        jobs.meet_searches.func(asked.isoformat())
        drain()
    assert [len(told(one)) for one in (argane, other)] == [1, 1]


def test_searches_meet_what_is_new_while_the_engine_is_away_or_behind(argane, chams, drain, monkeypatch):
    for text in ("toitures", "chaudière à biomasse", "toiture photovoltaïque"):
        save(argane, text=text, name=text)
    monkeypatch.setattr(registry, "_broken_until", float("inf"))
    make_offer(chams, name_fr="Toiture", measures=["vsd"])
    make_offer(chams, name_fr="Grignons", measures=["biomass_boiler"])
    make_offer(chams, name_fr="Bois", measures=["biomass_boiler"], publish=False)
    assert Task.objects.filter(path="search.jobs.index", status="ready").exists()
    jobs.meet_searches.func(clock.now().isoformat())
    met = FoundOffer.objects.exclude(told_at=None).values_list("search__name", "offer__name_fr")
    assert sorted(met) == [("chaudière à biomasse", "Grignons"), ("toitures", "Toiture")]


def test_a_person_takes_its_searches_along_and_a_partner_its_offers(argane, chams, drain):
    save(argane)
    offer = make_offer(chams, name_fr="Toiture")
    meet(drain)
    person = User.objects.get(pk=argane.user_id)
    copied = {
        name: list(rows) for name, _model, rows in personal.copy_of("person", {"id": person.pk, "email": person.email})
    }
    assert [one["name"] for one in copied["saved-searches"]] == ["Toitures"]
    assert [one["offer"] for one in copied["offers-told"]] == [offer.pk]
    personal.erase(personal.ORGANIZATION, {"id": chams.organization_id})
    assert not FoundOffer.objects.exists()
    assert not own_offers(chams).exists()
    assert SavedSearch.objects.count() == 1
    personal.erase(personal.PERSON, {"id": person.pk, "email": person.email})
    assert not SavedSearch.objects.exists()


def found_rows(total=0, **more):
    return SimpleNamespace(total=total, **{"degraded": False, "near": False, **more})


def note(actor, text="biométhaniseur", *, tags=(), found=None, now=None):
    actions.note_unmet(actor, found or found_rows(), text=text, tags=tags, language="fr", now=now or clock.now())


def test_a_search_without_an_answer_is_counted_by_day_and_shown_once_it_was_asked_on_two(argane):
    counted.clear()
    team, now = actor_of(make_organization("Borj", "operator")), clock.now()
    first = clock.moroccan_day(now) - timedelta(days=29)

    def shown():
        return queries.unmet_searches(team, first=first)

    for text in ("Biométhaniseur  agricole !", "biomethaniseur agricole"):
        note(argane, text, tags=(("region:MA-12",),))
    row = UnmetSearch.objects.get()
    assert (row.text, row.tags, row.count) == ("biomethaniseur agricole", "region:MA-12", 2)
    assert (shown().rows, shown().untold) == ((), 2)
    note(argane, "biométhaniseur agricole", tags=(("region:MA-12",),), now=now - timedelta(days=1))
    note(argane, "biométhaniseur agricole", now=now - timedelta(days=1))
    (one,) = shown().rows
    assert (one.text, one.tags, one.count, one.days) == ("biomethaniseur agricole", ("region:MA-12",), 3, 2)
    assert shown().untold == 1
    for other in (argane, actor_of(make_organization("Rif", "operator"), "technical")):
        with pytest.raises(Refused):
            queries.unmet_searches(other, first=first)
    assert actions.forget_unmet(before=now) == 2
    assert UnmetSearch.objects.count() == 1


def test_rows_that_only_come_close_are_no_answer(argane, chams, drain):
    counted.clear()
    make_offer(chams, name_fr="Condensateurs de compensation", measures=["vsd"])
    drain()
    for text in ("kondensateur kompensasion", "condensateur"):
        found = directory(argane, text=text)
        assert (found.total, found.near) == (1, text.startswith("k"))
        note(argane, text, found=found)
    assert UnmetSearch.objects.get().text == "kondensateur kompensasion"


def test_what_is_not_counted(argane):
    counted.clear()
    team = actor_of(make_organization("Borj", "operator"))
    for text in ("", "le de la", "amina@argane.example", "06 12 34 56 78", "MA64 0117 8000", "٠٦١٢٣٤٥٦٧٨", "AB123456"):
        note(argane, text)
    note(argane, tags=(("region:amina",),))
    note(argane, tags=(("kind:" + "x" * 400,),))
    note(argane, found=found_rows(degraded=True))
    note(argane, found=found_rows(3))
    note(team)
    assert not UnmetSearch.objects.exists()
    now = clock.now()
    for number in range(70):
        note(argane, f"introuvable {number}", now=now)
    assert UnmetSearch.objects.count() == 60, "whoever sends thousands fills no table"


@pytest.mark.parametrize("text", ["iso 14001", "en 16247", "7318 15 82", "500 kWc", "pompe 2026"])
def test_numbers_that_name_things_are_nobodys(text):
    assert not is_personal(text)
