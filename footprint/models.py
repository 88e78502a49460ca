from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from footprint.choices import Boundary, Document, Evidence, FirmState, MissingDays, Output, SharedBy, Voltage
from kernel.models import Identified


def _quantity(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=18, decimal_places=6, **options)  # type: ignore[arg-type]


def _money() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)


class SmeProfile(Identified):
    """What a firm says about itself; null is not known, never zero or no."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    sector = models.CharField(max_length=40, blank=True, default="")
    legal_form = models.CharField(max_length=40, blank=True, default="")
    employees = models.PositiveIntegerField(null=True, blank=True)
    revenue_mad = _money()
    budget_mad = _money()
    own_funds_mad = _money()
    years_operating = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_stable_jobs = models.PositiveIntegerField(null=True, blank=True)
    share_held_by_large_group_pct = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    cgem_member = models.BooleanField(null=True, blank=True)
    head_office_region = models.CharField(max_length=5, blank=True, default="")
    languages = models.JSONField(null=True, blank=True)
    goals = models.JSONField(null=True, blank=True)
    export_markets = models.JSONField(null=True, blank=True)
    certifications_held = models.JSONField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.sector}"


class Site(Identified):
    """A place of a firm: voltage, roof and boiler belong to it, not to the head office."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=5)
    province = models.CharField(max_length=12, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    voltage = models.CharField(max_length=8, choices=Voltage, blank=True, default="")
    owns_building = models.BooleanField(null=True, blank=True)
    landlord_agreement = models.BooleanField(null=True, blank=True)
    roof_m2 = _quantity(null=True, blank=True)
    heritage_roof = models.BooleanField(null=True, blank=True)
    shared_by = models.CharField(max_length=8, choices=SharedBy, blank=True, default=SharedBy.MASS)
    facts = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["organization", "id"], name="site_of_organization")]

    def __str__(self) -> str:
        return self.name


class ExportLine(Identified):
    """
    One customs code sold to one market; `code` is as typed, `resolved` what the code rule made of it.

    `own` holds the emissions of the firm's own process and its bought materials, the same on each line of one code.
    """

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    resolved = models.CharField(max_length=8, blank=True, default="")
    tonnes_year = _quantity(null=True, blank=True)
    market = models.CharField(max_length=2, blank=True, default="")
    importer_name = models.CharField(max_length=120, blank=True, default="")
    importer_tonnes = _quantity(null=True, blank=True)
    own = models.JSONField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.code} {self.market}"


class Activity(Identified):
    """
    One bill: quantity and unit as typed, both printed days included; the amount as paid, and the tax within it.

    `proof_kept` is for a green contract; `customer_pays` for a transport; `supplier_factor` is the supplier's own, in kg CO2e
    per unit of the bill; `paper` is its photo or PDF.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="activities")
    activity_id = models.CharField(max_length=60)
    quantity = _quantity()
    unit = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.CharField(max_length=12, choices=Document, default=Document.INVOICE)
    evidence = models.CharField(max_length=12, choices=Evidence, default=Evidence.INVOICE)
    amount_mad = _money()
    tax_mad = _money()
    source_key = models.CharField(max_length=100, blank=True, default="")
    confirmed = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")
    proof_kept = models.BooleanField(default=False)
    customer_pays = models.BooleanField(default=False)
    supplier_factor = models.DecimalField(max_digits=18, decimal_places=9, null=True, blank=True)
    supplier_document = models.BooleanField(default=False)
    paper = models.ForeignKey("documents.Document", models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        indexes: ClassVar = [models.Index(fields=["site", "activity_id", "starts_on"], name="activity_of_site")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="activity_ends_after_start"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) | Q(document=Document.CREDIT_NOTE), name="activity_negative_is_credit"
            ),
            models.UniqueConstraint(
                fields=["site", "source_key"], condition=~Q(source_key=""), name="activity_source_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.quantity} {self.unit} {self.starts_on} {self.ends_on}"


class Footprint(Identified):
    """The inventory of one site for one calendar year."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="footprints")
    year = models.PositiveSmallIntegerField()
    missing_days = models.CharField(max_length=10, choices=MissingDays, default=MissingDays.UNKNOWN)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "year"], name="footprint_once_a_year")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.year}"


class Result(Identified):
    """What the engine made of a year's bills; another edition of the factors gives another row beside it."""

    footprint = models.ForeignKey(Footprint, on_delete=models.CASCADE, related_name="results")
    digest = models.CharField(max_length=64)
    edition = models.CharField(max_length=64)
    engine = models.CharField(max_length=20)
    total_kg = models.DecimalField(max_digits=32, decimal_places=10)
    inventory = models.JSONField(encoder=DjangoJSONEncoder)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["footprint", "edition", "engine"], name="result_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.footprint_id} {self.total_kg}"


class Product(Identified):
    """
    What a site made in a year: all of it, of which exported; `mass_kg`, `energy_mj` and `revenue_mad` are of all that was made.

    The rule of its site says which of the three the emissions are shared by; waste carries nothing.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="products")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40, blank=True, default="")
    unit = models.CharField(max_length=5, choices=Output, default=Output.TONNE)
    made = _quantity()
    exported = _quantity(null=True, blank=True)
    mass_kg = _quantity(null=True, blank=True)
    energy_mj = _quantity(null=True, blank=True)
    revenue_mad = _money()
    is_waste = models.BooleanField(default=False)
    boundary = models.CharField(max_length=4, choices=Boundary, default=Boundary.GATE)
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "year", "name"], name="product_once_a_year"),
            models.CheckConstraint(condition=Q(made__gt=0), name="product_is_made"),
            models.CheckConstraint(
                condition=Q(exported__isnull=True) | Q(exported__lte=F("made")), name="product_exported_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class BaseYear(Identified):
    """The year that a firm measures itself against; `kept` holds what each site's result was when it was marked."""

    organization = models.OneToOneField("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    total_kg = models.DecimalField(max_digits=32, decimal_places=10)
    kept = models.JSONField(encoder=DjangoJSONEncoder)
    marked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}"


class PreparedFirm(Identified):
    """
    A firm that an institution invites, with what it prepared for it.

    Nothing of it is published, matched or shown to others. The firm accepts or declines; from then on, or once the
    invitation is over, the institution keeps the name and the answer alone.
    """

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    source_key = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=2, default="fr")
    ice = models.CharField(max_length=15, blank=True, default="")
    region = models.CharField(max_length=5, blank=True, default="")
    city = models.CharField(max_length=80, blank=True, default="")
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=9, choices=FirmState, default=FirmState.INVITED)
    created_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "source_key"], name="prepared_firm_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
