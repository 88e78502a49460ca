from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organization is; one kind each, a firm that is two opens two."""

    SME = "sme", _("Exporting company")
    PROVIDER = "provider", _("Provider of technology or advice")
    FINANCIER = "financier", _("Financier")
    CERTIFIER = "certifier", _("Certifier or verifier")
    INSTITUTION = "institution", _("Institution")
    OPERATOR = "operator", _("Operator")


PARTNER_KINDS = (Kind.PROVIDER, Kind.FINANCIER, Kind.CERTIFIER)
SECOND_FACTOR_KINDS = (Kind.FINANCIER, Kind.OPERATOR)
OPEN_KINDS = (Kind.SME, *PARTNER_KINDS, Kind.INSTITUTION)
ICE_DOUBTS = ("lost_zeros", "check_digits")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")
    READER = "reader", _("Reader")


class Scope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class ConsentTo(models.TextChoices):
    PRIVACY = "privacy", _("Privacy notice")
    SENDING = "sending", _("Sending a request to a partner")
