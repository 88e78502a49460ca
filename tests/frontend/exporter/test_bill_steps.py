"""A year filled in after the one before, what is missing, what was done last taken back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from footprint import queries
from footprint.models import Activity
from kernel import clock
from kernel.models import Task
from tests.documents.files import pdf
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.frontend.exporter.test_desk import BILL
from tests.queue import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def argane(db):
    return make_exporter()


@pytest.fixture
def site(argane):
    return make_site(argane)


@pytest.fixture
def desk(signed_in, argane):
    return signed_in(argane)


def rows_of(page):
    return {row["days"]: row["field"] for row in page.context["rows"]}


def test_the_bills_of_last_year_are_offered_a_year_later_and_only_the_filled_ones_are_kept(desk, argane, site):
    make_bill(argane, site, starts_on="2024-02-01", ends_on="2024-02-29")
    make_bill(argane, site, starts_on="2024-12-15", ends_on="2025-01-14")
    make_bill(argane, site, quantity="-5", document="credit_note", starts_on="2024-02-01", ends_on="2024-02-29")
    page = f"{reverse('last_year', args=[site.pk])}?kind=electricity&year=2025"
    assert page.split("?", maxsplit=1)[0] in desk.get(reverse("bills", args=[site.pk]) + "?year=2025").content.decode()
    fields = rows_of(desk.get(page, headers={"accept-language": "en"}))
    assert set(fields) == {"01/02/2025 to 28/02/2025", "15/12/2025 to 14/01/2026"}
    assert Activity.objects.count() == 3
    name = fields["01/02/2025 to 28/02/2025"]
    shown = desk.get(page)
    hidden = {one.html_name: one.value() for row in shown.context["rows"] for one in row["hidden"]}
    assert desk.post(page, hidden | {name: "14 900,5"}).status_code == 302 or Activity.objects.count() == 4
    kept = Activity.objects.get(starts_on="2025-02-01")
    assert (str(kept.ends_on), kept.quantity, kept.unit) == ("2025-02-28", kept.quantity.__class__("14900.5"), "kWh")
    assert set(rows_of(desk.get(page, headers={"accept-language": "en"}))) == {"15/12/2025 to 14/01/2026"}


def test_what_surprises_is_asked_in_its_row_and_the_others_are_kept(desk, argane, site):
    make_year(argane, site, 2024)
    page = f"{reverse('last_year', args=[site.pk])}?kind=electricity&year=2025"
    shown = desk.get(page)
    hidden = {one.html_name: one.value() for row in shown.context["rows"] for one in row["hidden"]}
    first, second = [row["field"] for row in shown.context["rows"]][:2]
    asked = desk.post(page, hidden | {first: "15000", second: "15000 MWh"})
    assert Activity.objects.filter(starts_on__year=2025).count() == 1
    (ask,) = [row["ask"] for row in asked.context["rows"] if row["ask"]]
    more = {f"{second}_asked": ask.about, ask.name: ask.answers[0]["value"]}
    assert desk.post(page, hidden | {second: "15000 MWh"} | more).status_code == 302
    assert set(Activity.objects.filter(starts_on__year=2025).values_list("quantity", "unit")) == {(15000, "kWh")}


def test_a_reader_fills_nothing_in(signed_in, argane, site):
    make_year(argane, site, 2024)
    reader = signed_in(actor_of(site.organization, "reader"))
    assert reader.get(f"{reverse('last_year', args=[site.pk])}?year=2025").status_code == 403
    assert reverse("last_year", args=[site.pk]) not in reader.get(reverse("bills", args=[site.pk])).content.decode()


def test_each_activity_says_its_months_and_what_would_be_next(desk, argane, site):
    for month, last in (("01", "31"), ("02", "28"), ("04", "15")):
        make_bill(argane, site, starts_on=f"2025-{month}-01", ends_on=f"2025-{month}-{last}")
    page = desk.get(reverse("bills", args=[site.pk]) + "?year=2025", headers={"accept-language": "en"})
    (one,) = page.context["progress"]
    assert (one["value"], one["label"]) == ("74 of 365 days", "Next: March")
    states = [month["state"] for month in page.context["coverage"]]
    assert states == ["met", "met", "open", "unknown", *["open"] * 8]
    half = desk.get(page.context["coverage"][3]["url"].split("#")[0]).context["rows"][-1]["form"].initial
    assert (half["start"], half["end"]) == ("16/04/2025", "30/04/2025")
    opened = desk.get(one["url"].split("#")[0]).context["rows"][-1]["form"].initial
    assert (opened["activity"], opened["start"], opened["end"]) == ("electricity_grid", "01/03/2025", "31/03/2025")
    spans = [desk.get(span["url"].split("#")[0]) for span in page.context["spans"]]
    days = [(one["start"], one["end"]) for one in (span.context["rows"][-1]["form"].initial for span in spans)]
    assert days == [("01/03/2025", "31/03/2025"), ("01/03/2025", "30/04/2025"), ("01/01/2025", "31/12/2025")]


def test_deliveries_speak_for_their_months_and_a_leap_year_for_its_days(desk, argane, site):
    make_bill(argane, site, starts_on="2023-12-15", ends_on="2024-06-30", quantity="90000")
    make_bill(
        argane,
        site,
        activity_id="diesel_stationary",
        unit="L",
        quantity="900",
        starts_on="2024-03-05",
        ends_on="2024-03-05",
    )
    page = reverse("bills", args=[site.pk])
    english = {"accept-language": "en"}
    (metered,) = desk.get(page + "?year=2024", headers=english).context["progress"]
    assert metered["value"] == "182 of 366 days"
    fuels = desk.get(page + "?year=2024&kind=fuels&days=nonsense", headers=english).context
    assert [one["value"] for one in fuels["progress"]] == ["1 of 12 months"]
    assert [month["state"] for month in fuels["coverage"]].count("met") == 1


def test_a_removed_bill_is_put_back_as_it_was(desk, argane, site):
    bill = make_bill(argane, site, amount_mad="18000.5", note="estimée", source_key="F-1")
    total = queries.result(argane, site.pk, 2025).total.kg
    page = desk.post(reverse("remove_bill", args=[bill.pk]), follow=True, headers={"accept-language": "en"})
    assert not Activity.objects.exists()
    assert "Put it back" in page.content.decode()
    desk.post(reverse("undo_bill"))
    back = Activity.objects.get()
    same = ("quantity", "unit", "amount_mad", "note", "source_key", "starts_on", "ends_on")
    assert [str(getattr(back, one)) for one in same] == [
        "15200.000000",
        "kWh",
        "18000.50",
        "estimée",
        "F-1",
        "2025-01-01",
        "2025-01-31",
    ]
    assert queries.result(argane, site.pk, 2025).total.kg == total
    desk.post(reverse("undo_bill"))
    assert Activity.objects.count() == 1, "once"


def test_a_removed_bill_comes_back_with_its_paper_and_keeps_it(desk, argane, site):
    page = reverse("bills", args=[site.pk])
    desk.post(page, BILL | {"paper": SimpleUploadedFile("photo.pdf", pdf())})
    kept = Activity.objects.get()
    desk.post(reverse("remove_bill", args=[kept.pk]))
    desk.post(reverse("undo_bill"))
    back = Activity.objects.get()
    assert back.paper_id == kept.paper_id
    assert back.paper_id is not None
    Task.objects.filter(path__contains="drop_paper").update(run_after=clock.now())
    drain()
    assert b"".join(desk.get(reverse("document", args=[back.paper_id])).streaming_content).startswith(b"%PDF")


def test_a_changed_bill_says_again_what_it_said_for_ten_minutes(desk, argane, site, monkeypatch):
    bill = make_bill(argane, site)
    edit = f"{reverse('bills', args=[site.pk])}?edit={bill.pk}"
    desk.post(edit, BILL | {"quantity": "16000"})
    desk.post(reverse("undo_bill"))
    bill.refresh_from_db()
    assert bill.quantity == 15200
    desk.post(edit, BILL | {"quantity": "16000"})
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not desk.get(reverse("bills", args=[site.pk])).context["undo"]
    desk.post(reverse("undo_bill"))
    bill.refresh_from_db()
    assert bill.quantity == 16000


def test_a_suppliers_factor_is_typed_beside_the_bill_and_comes_back_with_an_undo(desk, argane, site):
    bill = make_bill(argane, site)
    edit = f"{reverse('bills', args=[site.pk])}?edit={bill.pk}"
    typed = BILL | {"supplier_factor": "0,000718", "supplier_document": "on"}
    assert desk.post(edit, typed).status_code == 302
    bill.refresh_from_db()
    assert (str(bill.supplier_factor), bill.supplier_document) == ("0.000718000", True)
    assert 'value="0,000718"' in desk.get(edit).content.decode()
    desk.post(edit, BILL)
    bill.refresh_from_db()
    assert (bill.supplier_factor, bill.supplier_document) == (None, False)
    desk.post(reverse("undo_bill"))
    bill.refresh_from_db()
    assert (str(bill.supplier_factor), bill.supplier_document) == ("0.000718000", True)


def test_what_one_person_did_is_not_offered_to_another(desk, signed_in, argane, site):
    bill = make_bill(argane, site)
    desk.post(reverse("remove_bill", args=[bill.pk]))
    other = signed_in(actor_of(site.organization, "member"))
    assert not other.get(reverse("bills", args=[site.pk])).context["undo"]
    other.post(reverse("undo_bill"))
    assert not Activity.objects.exists()


def test_the_page_takes_it_says_who_reads_it_and_keeps_the_bill_when_it_is_refused(desk, site):
    page = reverse("bills", args=[site.pk])
    typed = BILL | {"start": "01/02/2025", "end": "28/02/2025"}
    asked = desk.get(page, headers={"accept-language": "en"}).content.decode()
    assert "no machine ever reads it" in asked
    assert "multipart/form-data" in asked
    desk.post(page, typed | {"paper": SimpleUploadedFile("photo.pdf", pdf())})
    kept = Activity.objects.get(starts_on="2025-02-01")
    assert reverse("document", args=[kept.paper_id]) in desk.get(page).content.decode()
    typed |= {"start": "01/03/2025", "end": "31/03/2025"}
    answer = desk.post(page, typed | {"paper": SimpleUploadedFile("photo.pdf", b"nothing")}, follow=True)
    assert Activity.objects.get(starts_on="2025-03-01").paper_id is None
    assert [str(one.level_tag) for one in answer.context["messages"]] == ["error"]
    desk.post(reverse("remove_paper", args=[kept.pk]))
    kept.refresh_from_db()
    assert kept.paper_id is None
