from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """What a notice tells; the subject of its e-mail holds no word of a user."""

    LEAD_RECEIVED = "lead_received", _("A new request is waiting for your answer")
    LEAD_ACCEPTED = "lead_accepted", _("A partner has accepted your request")
    LEAD_DECLINED = "lead_declined", _("A partner has declined your request")
