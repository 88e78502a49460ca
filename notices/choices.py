from datetime import time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """What a notice tells; the subject of its e-mail holds no word of a user."""

    LEAD_RECEIVED = "lead_received", _("A new request is waiting for your answer")
    LEAD_ACCEPTED = "lead_accepted", _("A partner has accepted your request")
    LEAD_DECLINED = "lead_declined", _("A partner has declined your request")
    COMPANY_LEFT = "company_left", _("A company that asked you has left Qafila")
    PARTNER_SUSPENDED = "partner_suspended", _("A partner you asked is suspended")
    PARTNER_VERIFIED = "partner_verified", _("Your proofs are accepted")
    VERIFICATION_REFUSED = "verification_refused", _("Your proofs are not accepted")
    VERIFICATION_ENDED = "verification_ended", _("Your verification has ended")
    ACCESS_GIVEN = "access_given", _("You may open a file")
    ACCESS_ENDED = "access_ended", _("An access to a file has ended")
    MERGED = "merged", _("Another organization was merged into yours")
    FILE_REMOVED = "file_removed", _("A file that you could open was removed")
    MESSAGE_RECEIVED = "message_received", _("New messages wait for you")
    OPERATOR_HELPS = "operator_helps", _("A member of the team acts for you")


class Pace(TextChoices):
    """How a kind of notice comes by e-mail; in the product it always comes."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, with the others")
    NEVER = "never", _("Never")


ABSENT_AFTER = timedelta(minutes=5)  # unread for so long: its reader is not there
DIGEST_AT, DIGEST = time(8), "digest"  # the letter of the day, and its name in a link
# What a person may have less often; everything else, of a request or of its security, always comes.
CHOSEN = (
    NoticeKind.MESSAGE_RECEIVED,
    NoticeKind.PARTNER_VERIFIED,
    NoticeKind.VERIFICATION_REFUSED,
    NoticeKind.VERIFICATION_ENDED,
    NoticeKind.ACCESS_GIVEN,
    NoticeKind.ACCESS_ENDED,
    NoticeKind.FILE_REMOVED,
    NoticeKind.MERGED,
)
URGENT = frozenset({NoticeKind.LEAD_RECEIVED, NoticeKind.OPERATOR_HELPS})  # quiet hours do not hold them
OF_FILES = frozenset({NoticeKind.ACCESS_GIVEN, NoticeKind.ACCESS_ENDED, NoticeKind.FILE_REMOVED})
OF_PROOFS = frozenset({NoticeKind.PARTNER_VERIFIED, NoticeKind.VERIFICATION_REFUSED, NoticeKind.VERIFICATION_ENDED})
