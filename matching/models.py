from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import Identified
from matching.choices import ContestOutcome, Horizon, Moved, NeedKind, NeedState, OfferKind, Subject, Verdict


class Snapshot(models.Model):
    """The facts of a site, an offer or a partner's record as a run saw them, under the digest of their bytes."""

    digest = models.CharField(primary_key=True, max_length=64)
    facts = models.TextField()

    def __str__(self) -> str:
        return self.digest


class ParameterSet(Identified):
    """The weights of one kind of offer or of its firms, or the numbers of lists, with who set them and why; never changed, only followed by another."""

    subject = models.CharField(max_length=20, choices=Subject)
    version = models.PositiveSmallIntegerField()
    weights = models.JSONField()
    author = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "version"], name="parameter_version_once"),
            models.UniqueConstraint(fields=["subject"], condition=Q(active=True), name="parameter_active_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"


class Need(Identified):
    """
    One measure or obligation at one site; `facts` holds its figures, its questions and what is missing.

    `horizon` and `is_visible` are the firm's to say: how soon it buys, and whether partners may see the need without its name.
    """

    site = models.ForeignKey("footprint.Site", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=NeedKind)
    state = models.CharField(max_length=12, choices=NeedState)
    position = models.PositiveSmallIntegerField()
    u_micro = models.PositiveIntegerField()
    facts = models.JSONField()
    computed_at = models.DateTimeField()
    horizon = models.CharField(max_length=5, choices=Horizon, blank=True, default="")
    is_visible = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "code"], name="need_once_a_site")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.code}"


class PartnerStats(models.Model):
    """
    What a partner did with its introductions: counts only, told by the rooms above.

    Firms that signed or not, and whose promise was kept or missed, are counted five at a time.
    """

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    introductions = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    declined = models.PositiveIntegerField(default=0)
    hours_to_answer = models.JSONField(default=list)
    signed = models.PositiveIntegerField(default=0)
    unsigned = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    month = models.DateField(null=True)
    introductions_month = models.PositiveIntegerField(default=0)
    recent = models.JSONField(default=list)  # the days of the introductions of the last seven days, one for each

    def __str__(self) -> str:
        return f"{self.organization_id} {self.answers}/{self.introductions}"


class Introduction(models.Model):
    """A request of a site to a partner that has not ended, told by the room above; `request` is its id there."""

    request = models.UUIDField(primary_key=True)
    site = models.ForeignKey("footprint.Site", on_delete=models.CASCADE, related_name="+")
    partner = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.site_id} {self.partner_id}"


class MatchRun(Identified):
    """One ranking, with everything that decides it; superseded once a complete newer one is served."""

    site = models.ForeignKey("footprint.Site", on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.SET_NULL, null=True, related_name="+")
    need_code = models.CharField(max_length=60, blank=True, default="")
    offer_kind = models.CharField(max_length=13, choices=OfferKind)
    parameters = models.ForeignKey(ParameterSet, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    engine = models.CharField(max_length=20)
    edition = models.CharField(max_length=64)
    choice = models.JSONField()
    digest = models.CharField(max_length=64)
    sme = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    examined = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "offer_kind"], name="run_of_site")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "need_code", "offer_kind"], condition=Q(superseded_at=None), name="run_served_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.need_code or '*'} {self.offer_kind} {self.as_of}"


class Match(Identified):
    """
    One offer of a run: `result` is the canonical text of the score, its reasons and its verdicts.

    `misses` is the one rule that keeps a near miss out, where its partner is told of it as demand.
    """

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="matches")
    offer = models.ForeignKey("partners.Offer", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+")
    offer_facts = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    stats_facts = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    takes_leads = models.BooleanField()
    position = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=7, choices=Verdict)
    score_micro = models.PositiveIntegerField()
    low_micro = models.PositiveIntegerField()
    high_micro = models.PositiveIntegerField()
    misses = models.CharField(max_length=30, blank=True, default="")
    result = models.TextField()

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "offer"], name="match_once_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.offer_id} {self.score_micro}"


class IdealCustomer(models.Model):
    """The firms that a partner looks for; what it leaves empty suits anybody."""

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    sectors = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    sizes = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.organization_id)


class AllocationRun(Identified):
    """Who is shown to whom, under the room of the partners; it is kept whole or not at all, and the newest is served."""

    as_of = models.DateField()
    method = models.CharField(max_length=8)
    parameters = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.as_of} {self.method}"


class Placement(models.Model):
    """
    One offer in its place of one list, with what put it there; the shown list is these rows in their order.

    `mu_micro` is its part of a place, `room` what its partner still took, `exposure_pct` how much of its fair share the
    partner had been seen that month, and `other_side` the score of the firm for the partner, as canonical text.
    """

    allocation = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="placements")
    site = models.ForeignKey("footprint.Site", on_delete=models.CASCADE, related_name="+")
    need_code = models.CharField(max_length=60, blank=True, default="")
    offer_kind = models.CharField(max_length=13, choices=OfferKind)
    offer = models.ForeignKey("partners.Offer", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    by_score = models.PositiveSmallIntegerField()
    moved = models.CharField(max_length=7, choices=Moved, blank=True)
    score_micro = models.PositiveIntegerField()
    mutual_micro = models.PositiveIntegerField()
    mu_micro = models.PositiveIntegerField()
    room = models.PositiveIntegerField()
    exposure_pct = models.PositiveIntegerField(null=True)
    other_side = models.TextField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "need_code", "offer", "allocation"], name="placement_once_in_a_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.need_code or '*'} {self.offer_id} {self.place}"


class Exposure(Identified):
    """How many places a partner had in the lists of a day, and how many it merits, in millionths."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    seen_micro = models.PositiveBigIntegerField()
    due_micro = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "organization"], name="exposure_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.day}"


class Contest(Identified):
    """A firm asks a person about a score: its words, then the answer of the team."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    outcome = models.CharField(max_length=9, choices=ContestOutcome, blank=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "match"], condition=Q(answered_at=None), name="contest_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="")
                | Q(answered_at__isnull=False, outcome__in=ContestOutcome.values),
                name="contest_answered_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.outcome}"
