from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a document is kept for; it says which kinds of file are taken."""

    CREDENTIAL = "credential", _("Proof of a partner")
    DOSSIER = "dossier", _("File of a company")
    BILL = "bill", _("Photo or PDF of a bill")


class PaperKind(models.TextChoices):
    """What a document of a firm's file is; a financier asks for one by its kind."""

    IDENTITY = "identity", _("Statutes or registration")
    ACCOUNTS = "accounts", _("Accounts")
    TAX = "tax", _("Tax or social security certificate")
    QUOTE = "quote", _("Quote or pro-forma invoice")
    EQUIPMENT = "equipment", _("Equipment data or audit")
    PERMIT = "permit", _("Permit or authorisation")
    BANK_FORM = "bank_form", _("Form of the bank")
    INSTALLED = "installed", _("Proof of installation")
    PAID = "paid", _("Proof of payment")
    OTHER = "other", _("Another document")


ASKABLE = [(kind.value, kind.label) for kind in PaperKind if kind != PaperKind.OTHER]


class State(models.TextChoices):
    PENDING = "pending", _("Being checked")
    CLEAN = "clean", _("Checked")
    REFUSED = "refused", _("Refused")


IMAGES = ("pdf", "png", "jpg", "webp")
EXTENSIONS = {
    Purpose.CREDENTIAL: IMAGES,
    Purpose.DOSSIER: (*IMAGES, "xlsx", "docx", "csv"),
    Purpose.BILL: IMAGES,
}
SAME = {"jpeg": "jpg"}
LARGEST = 10_000_000
QUOTA = 200_000_000

REFUSALS = {
    "kind": _("This kind of file is not taken here. Send one of: %(kinds)s."),
    "heic": _("HEIC photos are not taken. Send the photo as JPEG."),
    "mismatch": _("The file is not what its name says."),
    "broken": _("The file cannot be read. Open it, save it again, and send the new one."),
    "active": _("The file holds a program, a form or another file. Print it to a new PDF and send that one."),
    "encrypted": _("The file is protected by a password. Send it without."),
    "bomb": _("The file unpacks to too much."),
    "too_many_pixels": _("The image has too many pixels: at most 40 million."),
    "too_large": _("The file is too large: at most 10 MB."),
    "empty": _("The file is empty."),
    "quota": _("Your documents would take more than 200 MB. Remove one first."),
    "infected": _("The scanner found something harmful in the file."),
}
