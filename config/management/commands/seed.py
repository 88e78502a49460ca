import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand
from django.db import transaction
from pypdf import PdfWriter

from accounts import actions as accounts
from accounts.models import Organization, User
from accounts.queries import actor_for
from footprint import actions as footprint
from footprint.choices import CODE_DOUBTS
from footprint.queries import sites
from kernel import clock
from kernel.actor import Actor
from marketplace import actions as marketplace
from matching import actions as matching
from matching import queries as needs
from partners import actions as partners

DATA = Path(__file__).resolve().parents[2] / "demo"
PASSWORD = "caravane-2026"  # noqa: S105 - the demo accounts are public on purpose
SHOWN = ("argane", "chams", "tayyar", "mizan", "qiyas", "borj")


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text())
    return rows


def with_check_digits(first13: str) -> str:
    """Return a company number whose check pair fits, from its first thirteen digits."""
    return first13 + f"{97 - int(first13) * 100 % 97:02d}"


class Command(BaseCommand):
    help = "Make the demo data once: fictional partners, offers, exporters with a year of bills, and what they asked."

    def handle(self, *_args: Any, **_options: Any) -> None:
        rows = read("partners") + read("exporters") + read("operators")
        if not Organization.objects.filter(is_demo=True).exists():
            self._make()
        for row in read("operators"):  # also beside demo data that were made before there were any
            if not User.objects.filter(email=row["email"]).exists():
                self._operator(row)
        self.stdout.write("Demo logins (fictional firms), password " + PASSWORD + ":")
        for row in rows:
            if row["key"] in SHOWN:
                self.stdout.write(f"  {row['email']:<24} {row['name']}")

    def _make(self) -> None:
        now = clock.now()
        offers = read("offers")
        actors: dict[str, Actor] = {}
        for row in read("partners"):
            with transaction.atomic():
                actor = actors[row["key"]] = self._member(row, row["kind"])
                profile = {
                    **row["profile"],
                    "bases": [dict(zip(("region", "province", "city"), base, strict=True)) for base in row["bases"]],
                }
                partners.save_profile(actor, values=profile, now=now)
                for offer in offers:
                    if offer["partner"] == row["key"]:
                        values = {name: value for name, value in offer.items() if name not in {"partner", "terms"}}
                        made = partners.create_offer(actor, values={**values, **offer["terms"]}, now=now)
                        partners.publish_offer(actor, offer_id=made.pk, now=now)
            if "proof" in row:
                self._proof(actor, row["proof"], now)
        for row in read("exporters"):
            with transaction.atomic():
                actor = actors[row["key"]] = self._member(row, "sme")
                footprint.describe_company(actor, values=row["company"], now=now)
                site = footprint.add_site(actor, values=row["site"], now=now)
                for bill in row["bills"]:
                    self._bills(actor, site.pk, bill)
                for line in row["exports"]:
                    footprint.declare_export(actor, values=line, now=now, confirmed=CODE_DOUBTS)
            matching.request_matches(actor, site_id=site.pk, now=now)
        for row in read("leads"):
            self._lead(actors[row["exporter"]], actors[row["partner"]], row, now)

    def _proof(self, actor: Actor, proof: dict[str, str], now: datetime) -> None:
        """Send a proof that waits for the team: a blank page."""
        writer, file = PdfWriter(), BytesIO()
        writer.add_blank_page(width=595, height=842)
        writer.write(file)
        file.seek(0)
        partners.send_credential(actor, values=proof, name="extrait-rc.pdf", file=file, now=now)

    @transaction.atomic
    def _operator(self, row: dict[str, Any]) -> None:
        """Add a member of the team, who needs no second factor while it is a demonstration."""
        user = User.objects.create_user(row["email"], PASSWORD, name=row["person"], language=row["language"])
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        made = accounts.open_operator(user, name=row["name"], region=row["region"], role=row["role"], now=clock.now())
        Organization.objects.filter(pk=made.pk).update(is_demo=True)

    def _lead(self, firm: Actor, partner: Actor, row: dict[str, Any], now: datetime) -> None:
        """Ask a partner for a need some days ago; the partner opens it the day after and answers on the next."""
        site = sites(firm).get()
        need = needs.needs(firm, site.pk).get(code=row["need"])
        matching.request_matches(firm, site_id=site.pk, need_id=need.pk, now=now)
        served = needs.matches(firm, site.pk, need.pk)
        at, day = now - timedelta(days=row["days_ago"]), timedelta(days=1)
        (asked,) = marketplace.send_leads(
            firm,
            site_id=site.pk,
            need_id=need.pk,
            offer_ids=[next(match.offer_id for match in served if match.partner_id == partner.organization_id)],
            message=row["message"],
            released=row["released"],
            consent=True,
            now=at,
        )
        if row.get("seen"):
            marketplace.see_lead(partner, lead_id=asked.lead.pk, now=at + day)
        if row.get("answer") == "accept":
            marketplace.accept_lead(partner, lead_id=asked.lead.pk, now=at + 2 * day)
        elif row.get("answer") == "decline":
            marketplace.decline_lead(
                partner, lead_id=asked.lead.pk, reason=row["reason"], note=row["note"], now=at + 2 * day
            )

    def _member(self, row: dict[str, Any], kind: str) -> Actor:
        user = User.objects.create_user(row["email"], PASSWORD, name=row["person"], language=row["language"])
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
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
        organization = accounts.open_account(user, values=values, language=row["language"], now=clock.now())
        verified = clock.now() if row.get("verified", kind == "sme") else None
        until = None
        if verified and "verified_days" in row:
            until = clock.moroccan_day(verified) + timedelta(days=row["verified_days"])
        Organization.objects.filter(pk=organization.pk).update(is_demo=True, verified_at=verified, verified_until=until)
        return actor_for(user)

    def _bills(self, actor: Actor, site_id: Any, bill: dict[str, Any]) -> None:
        for month, quantity in enumerate(bill["values"], start=1):
            if not quantity:
                continue
            starts = date(bill["year"], month, 1)
            ends = date(bill["year"] + month // 12, month % 12 + 1, 1).toordinal() - 1
            values = {
                "activity_id": bill["activity_id"],
                "quantity": str(quantity),
                "unit": bill["unit"],
                "starts_on": starts.isoformat(),
                "ends_on": date.fromordinal(ends).isoformat(),
                "document": "invoice",
                "evidence": "invoice",
                "amount_mad": f"{quantity * Decimal(bill['price_mad']):.2f}",
            }
            footprint.enter_bill(actor, site_id=site_id, values=values, now=clock.now())
