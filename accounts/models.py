from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Substr

from accounts.choices import ROLES, ConsentTo, CopyState, Ending, Kind, Role, SuspensionReason
from kernel import clock
from kernel.ids import uuid7
from kernel.models import Identified


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail; rights come from a membership, never from the person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=2, default="fr")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    last_organization = models.ForeignKey(
        "accounts.Organization", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email


class Organization(Identified):
    """A firm or body on the market; its footprint, offers and requests belong to it, not to its members."""

    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=160)
    ice = models.CharField(max_length=15, blank=True, default="")
    ice_confirmed = models.BooleanField(default=True)
    phone = models.CharField(max_length=16, blank=True, default="")
    region = models.CharField(max_length=5, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_until = models.DateField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_for = models.CharField(
        max_length=12, choices=[*SuspensionReason.choices, *Ending.choices], blank=True, default=""
    )
    merged_into = models.ForeignKey("self", models.DO_NOTHING, null=True, blank=True, related_name="absorbed")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="organization_has_a_name"),
            models.UniqueConstraint(
                F("kind"),
                Substr("ice", 1, 9),
                condition=Q(verified_at__isnull=False) & ~Q(ice=""),
                name="one_verified_company_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether what was verified still holds today; a day that has passed needs nobody to notice it."""
        return still_holds(self.verified_at, self.verified_until)


def still_holds(verified_at: datetime | None, until: date | None) -> bool:
    """Return whether what was verified still holds today."""
    return verified_at is not None and (until is None or until >= clock.moroccan_day(clock.now()))


class Membership(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=ROLES, default=Role.MEMBER)
    joined_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organization_id}"


class Invitation(Identified):
    """Asks a person by e-mail to join an organization in a role; its link works once, for a week."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=ROLES)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                F("organization"),
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role} {self.organization_id}"


class ApiKey(Identified):
    """Acts for its organization; the secret is shown once and kept as a hash."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=5)
    secret_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Consent(Identified):
    """What a person agreed to, in which words and language: written once, never changed."""

    # A person may be erased, and a firm may leave; the row that says they agreed may not change.
    user = models.ForeignKey(User, models.DO_NOTHING, db_constraint=False, related_name="+")
    organization = models.ForeignKey(Organization, models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    to = models.CharField(max_length=20, choices=ConsentTo)
    subject = models.CharField(max_length=80, blank=True, default="")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    origin = models.CharField(max_length=20)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.to} {self.version} {self.given_at:%Y-%m-%d}"


class Mandate(Identified):
    """A firm lets the operators in charge of it act in its name, until an instant; it may end that at once."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization"], condition=Q(withdrawn_at=None), name="one_mandate_each")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} until {self.until:%Y-%m-%d}"


class DataCopy(Identified):
    """The data of a person, or of an organization for its owner, as one file; it is made by the queue and soon goes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=CopyState, default=CopyState.WAITING)
    stored = models.CharField(max_length=40, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.organization_id or '-'} {self.state}"


class AuditChain(models.Model):
    """The end of the audit trail: held by whoever adds to it, so that entries follow one another."""

    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.length} {self.head}"


class AuditEntry(models.Model):
    """
    Who did what to what, in codes and ids: only added (the database refuses anything else), each with the hash of the last.

    Ids are no foreign keys: what is erased later stays done.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    user_id = models.UUIDField()
    organization_id = models.UUIDField()
    operator_id = models.UUIDField()
    concerns_id = models.UUIDField()  # the organization whose thing it is about
    via = models.CharField(max_length=10)
    act = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-sequence"]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-sequence"], name="audit_of_an_organization"),
            models.Index(fields=["concerns_id", "-sequence"], name="audit_about_an_organization"),
            models.Index(fields=["subject_id", "-sequence"], name="audit_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act} {self.subject_kind} {self.subject_id}"
