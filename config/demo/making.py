"""Rows of the demonstration become organizations, offers, sites and requests, through the actions of the rooms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from pypdf import PdfWriter

from accounts import actions as accounts
from accounts.choices import Kind, OperatorRole
from accounts.models import Organization, User
from accounts.queries import actor_for
from footprint import actions as footprint
from footprint import queries as sites
from footprint.choices import CODE_DOUBTS
from kernel import clock
from kernel.actor import Actor
from marketplace import actions as marketplace
from matching import actions as matching
from matching import queries as matches
from partners import actions as partners

PASSWORD = "caravane-2026"  # noqa: S105 - the demo accounts are public on purpose
ONE_DAY = timedelta(days=1)

Row = dict[str, Any]


def with_check_digits(first13: str) -> str:
    """Return a company number whose check pair fits, from its first thirteen digits."""
    return first13 + f"{97 - int(first13) * 100 % 97:02d}"


class Maker:
    """Makes what is not there yet: a row whose address has an account is left as it is."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.known = set(User.objects.values_list("email", flat=True))
        self._password = ""

    def is_new(self, row: Row) -> bool:
        return row["email"] not in self.known

    def user(self, row: Row) -> User:
        """Add a person with a confirmed address; all of them have one password, and so one hash of it."""
        self._password = self._password or make_password(PASSWORD)
        user = User.objects.create(
            email=row["email"], password=self._password, name=row["person"], language=row["language"]
        )
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        self.known.add(user.email)
        return user

    def actor(self, row: Row) -> Actor:
        return actor_for(User.objects.get(email=row["email"]))

    @transaction.atomic
    def operator(self, row: Row) -> None:
        """Add a member of the team, who needs no second factor while it is a demonstration."""
        made = accounts.open_operator(
            self.user(row), name=row["name"], region=row["region"], role=row["role"], now=self.now
        )
        Organization.objects.filter(pk=made.pk).update(is_demo=True)

    def partner(self, row: Row) -> None:
        with transaction.atomic():
            actor = self._member(row, row["kind"])
            bases = [dict(zip(("region", "province", "city"), base, strict=True)) for base in row["bases"]]
            partners.save_profile(actor, values={**row["profile"], "bases": bases}, now=self.now)
            kept = partners.keep_offers(actor, rows=row["offers"], now=self.now)
            self._confirm({one.source_key: one.pk for one in kept}, row["offers"])
        if "proof" in row:
            self._proof(actor, row["proof"])

    def _confirm(self, kept: Mapping[str, UUID], offers: Iterable[Row]) -> None:
        """Have the team confirm the past projects that it checked."""
        for row in offers:
            checked = {(one["sector"], one["year"]) for one in row.get("references", ()) if one.get("verified")}
            if checked:
                partners.confirm_references(
                    self.team, offer_id=kept[row["source_key"]], confirmed=checked, now=self.now
                )

    @cached_property
    def team(self) -> Actor:
        """Return the operator that checks what partners say."""
        return actor_for(User.objects.filter(memberships__role=OperatorRole.NATIONAL).earliest("date_joined"))

    @transaction.atomic
    def exporter(self, row: Row) -> None:
        actor = self._member(row, "sme")
        footprint.describe_company(actor, values=row["company"], now=self.now)
        site = footprint.add_site(actor, values=row["site"], now=self.now)
        confirmed = {code for bill in row["bills"] for code in bill.get("confirmed", ())}
        bills = [values for bill in row["bills"] for values in _months(bill)]
        footprint.enter_bills(actor, site_id=site.pk, bills=bills, now=self.now, confirmed=confirmed)
        for line in row["exports"]:
            footprint.declare_export(actor, values=line, now=self.now, confirmed=CODE_DOUBTS)

    def matched(self, rows: Iterable[Row]) -> list[Row]:
        """Match the firms that never were; return them."""
        fresh = []
        for row in rows:
            actor = self.actor(row)
            site = sites.sites(actor).get()
            if not matches.runs(actor, site.pk).exists():
                matching.request_matches(actor, site_id=site.pk, now=self.now)
                fresh.append(row)
        return fresh

    def lead(self, firm: Actor, row: Row, *, of_story: Sequence[Any] = ()) -> None:
        """Ask a partner some days ago, for a need or the whole site; it opens it the day after and answers on the next."""
        site = sites.sites(firm).get()
        need = matches.needs(firm, site.pk).get(code=row["need"]) if row.get("need") else None
        if need:
            matching.request_matches(firm, site_id=site.pk, need_id=need.pk, now=self.now)
        need_id = need.pk if need else None
        served = [one for one in matches.matches(firm, site.pk, need_id) if one.takes_leads]
        fits = [one for one in served if (one.partner_id == row["partner"] if need else one.partner_id not in of_story)]
        if not fits:
            return
        at = self.now - row["days_ago"] * ONE_DAY
        with (
            transaction.atomic()
        ):  # a clock that runs beside it would end what was sent long ago before its answer stands
            (asked,) = marketplace.send_leads(
                firm,
                site_id=site.pk,
                need_id=need_id,
                offer_ids=[fits[0].offer_id],
                message=row["message"],
                released=row.get("released", ["contact"]),
                consent=True,
                now=at,
            )
            self._answer(firm, asked.lead, row, at)

    def _answer(self, firm: Actor, lead: Any, row: Row, at: datetime) -> None:
        status = row["status"]
        if status == "sent":
            return
        if status == "withdrawn":
            marketplace.withdraw_lead(firm, lead_id=lead.pk, now=at + ONE_DAY)
            return
        owner = User.objects.filter(memberships__organization_id=lead.partner_organization_id)[0]
        partner = actor_for(owner, lead.partner_organization_id)
        marketplace.see_lead(partner, lead_id=lead.pk, now=at + ONE_DAY)
        if status == "accepted":
            marketplace.accept_lead(partner, lead_id=lead.pk, now=at + 2 * ONE_DAY)
        elif status == "declined":
            usual = "envelope" if partner.kind == Kind.FINANCIER else "no_capacity"
            reason, note = row.get("reason", usual), row.get("note", "")
            marketplace.decline_lead(partner, lead_id=lead.pk, reason=reason, note=note, now=at + 2 * ONE_DAY)

    def _member(self, row: Row, kind: str) -> Actor:
        user = self.user(row)
        values = {
            "kind": kind,
            "organization": row["name"],
            "ice": with_check_digits(row["ice13"]),
            "phone": row["phone"],
            "region": row["region"],
            "city": row["city"],
            "name": row["person"],
            "privacy": True,
        }
        organization = accounts.open_account(user, values=values, language=row["language"], now=self.now)
        verified = self.now if row.get("verified", kind == "sme") else None
        until = None
        if verified and "verified_days" in row:
            until = clock.moroccan_day(verified) + timedelta(days=row["verified_days"])
        Organization.objects.filter(pk=organization.pk).update(is_demo=True, verified_at=verified, verified_until=until)
        return actor_for(user)

    def _proof(self, actor: Actor, proof: dict[str, str]) -> None:
        """Send a proof that waits for the team: a blank page."""
        writer, file = PdfWriter(), BytesIO()
        writer.add_blank_page(width=595, height=842)
        writer.write(file)
        file.seek(0)
        partners.send_credential(actor, values=proof, name="extrait-rc.pdf", file=file, now=self.now)


def _months(bill: Row) -> Iterable[Row]:
    """Return what is typed of each month that has a quantity; an amount only where the price is known."""
    for month, quantity in enumerate(bill["values"], start=1):
        if not quantity:
            continue
        starts = date(bill["year"], month, 1)
        ends = date(bill["year"] + month // 12, month % 12 + 1, 1) - ONE_DAY
        values = {
            "activity_id": bill["activity_id"],
            "quantity": str(quantity),
            "unit": bill["unit"],
            "starts_on": starts.isoformat(),
            "ends_on": ends.isoformat(),
            "document": "invoice",
            "evidence": "invoice",
        }
        if "price_mad" in bill:
            values["amount_mad"] = f"{quantity * Decimal(bill['price_mad']):.2f}"
        yield values
