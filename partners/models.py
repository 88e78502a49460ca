from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from kernel.models import Identified
from partners.choices import CaseState, CredentialKind, CredentialState, Intake, OfferKind, PartnerKind, Shelf
from search.models import Findable


def _money() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)


class PartnerProfile(Findable):
    """How a partner presents itself."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    headline_fr = models.CharField(max_length=200, blank=True, default="")
    headline_ar = models.CharField(max_length=200, blank=True, default="")
    headline_en = models.CharField(max_length=200, blank=True, default="")
    about_fr = models.TextField(blank=True, default="")
    about_ar = models.TextField(blank=True, default="")
    about_en = models.TextField(blank=True, default="")
    website = models.URLField(blank=True, default="")
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    languages = models.JSONField(default=list)
    capacity_month = models.PositiveSmallIntegerField(default=10)
    is_full = models.BooleanField(default=False)  # no new request until it says otherwise
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.organization_id)


class Base(Identified):
    """A place a partner works from."""

    profile = models.ForeignKey(PartnerProfile, on_delete=models.CASCADE, related_name="bases")
    province = models.CharField(max_length=12)
    city = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.province} {self.city}"


class Absence(Identified):
    """Days on which a partner is closed, first and last included."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="absence_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "ends_on"], name="absences_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.starts_on} {self.ends_on}"


class Offer(Findable):
    """
    What a partner proposes; `terms` holds the other fields of the exchange format, by name.

    An offer of the reference data (`scheme_id`) belongs to no member: it is matched and explained, and takes no request.
    """

    organization = models.ForeignKey("accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    scheme_id = models.CharField(max_length=60, blank=True, default="")
    source_key = models.CharField(max_length=80, blank=True, default="")
    kind = models.CharField(max_length=9, choices=PartnerKind)
    offer_kind = models.CharField(max_length=13, choices=OfferKind)
    name_fr = models.CharField(max_length=200, blank=True, default="")
    name_ar = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    description_fr = models.TextField(blank=True, default="")
    description_ar = models.TextField(blank=True, default="")
    description_en = models.TextField(blank=True, default="")
    shelf = models.CharField(max_length=9, choices=Shelf, default=Shelf.DRAFT)
    intake = models.CharField(max_length=7, choices=Intake, default=Intake.UNKNOWN)
    as_of = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    ticket_min_mad = _money()
    ticket_max_mad = _money()
    terms = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # of an offer that was public and is not any more
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "source_key"], condition=~Q(source_key=""), name="offer_key_once"
            ),
            models.UniqueConstraint(fields=["scheme_id"], condition=~Q(scheme_id=""), name="offer_of_scheme_once"),
            models.CheckConstraint(
                condition=Q(organization=None) ^ Q(scheme_id=""), name="offer_of_a_member_or_of_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(ticket_min_mad=None) | Q(ticket_max_mad=None) | Q(ticket_min_mad__lte=F("ticket_max_mad")),
                name="offer_ticket_in_order",
            ),
            models.CheckConstraint(condition=~Q(name_fr="") | ~Q(name_ar="") | ~Q(name_en=""), name="offer_has_a_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-id"], name="offers_of_a_partner"),
            models.Index(fields=["shelf", "-id"], name="offers_on_a_shelf"),
            models.Index(fields=["shelf", "-updated_at", "-id"], name="offers_changed_on_a_shelf"),
        ]

    def __str__(self) -> str:
        return self.name_fr or self.name_en or self.name_ar

    @property
    def takes_leads(self) -> bool:
        """Whether a request can be sent: a product of the reference data has nobody here to read it."""
        return not self.scheme_id


class VerificationCase(Identified):
    """What a person of the team decides about the proofs of a partner; one is open at a time."""

    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    until = models.DateField(null=True)
    scope = models.JSONField(default=list)
    reason = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state=CaseState.OPEN), name="one_open_case_each"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.VERIFIED) | Q(until__isnull=False), name="verified_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.state}"


class Credential(Identified):
    """A proof that a partner sends: what it is, who issued it, from when until when, and the document itself."""

    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    case = models.ForeignKey(VerificationCase, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=13, choices=CredentialKind)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=120)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    document = models.ForeignKey("documents.Document", models.RESTRICT, related_name="+")
    state = models.CharField(max_length=8, choices=CredentialState, default=CredentialState.WAITING)
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="credential_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
