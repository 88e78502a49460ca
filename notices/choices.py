from datetime import time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """What a notice tells; the subject of its e-mail holds no word of a user."""

    LEAD_RECEIVED = "lead_received", _("A new request is waiting for your answer")
    LEAD_ACCEPTED = "lead_accepted", _("A partner has accepted your request")
    LEAD_DECLINED = "lead_declined", _("A partner has declined your request")
    LEAD_QUESTION = "lead_question", _("A partner asks you something before it answers")
    LEAD_VISIT = "lead_visit", _("A visit is agreed")
    LEAD_WON = "lead_won", _("A request is signed")
    LEAD_LOST = "lead_lost", _("A request ends unsigned")
    LEAD_REMINDER = "lead_reminder", _("A request still waits for your answer")
    LEAD_LAST_REMINDER = "lead_last_reminder", _("One working day is left to answer a request")
    LEAD_PROMISED = "lead_promised", _("Today is the day you named to answer a request")
    LEAD_MISSED = "lead_missed", _("A request ended without your answer")
    LEAD_ENOUGH = "lead_enough", _("A company has found enough partners")
    LEAD_DELAYED = "lead_delayed", _("A partner names the day of its answer")
    TERMS_NAMED = "terms_named", _("A financier names its terms")
    DOCUMENT_ASKED = "document_asked", _("A financier asks for a document")
    LEAD_EXPIRED = "lead_expired", _("A partner has not answered in time")
    LEAD_REROUTED = "lead_rerouted", _("The next partner of the list is asked for you")
    NEED_ENDED = "need_ended", _("Nobody can help for now")
    COMPANY_LEFT = "company_left", _("A company that asked you has left Qafila")
    PARTNER_SUSPENDED = "partner_suspended", _("A partner you asked is suspended")
    PARTNER_VERIFIED = "partner_verified", _("Your proofs are accepted")
    VERIFICATION_REFUSED = "verification_refused", _("Your proofs are not accepted")
    VERIFICATION_ENDED = "verification_ended", _("Your verification has ended")
    ACCESS_GIVEN = "access_given", _("You may open a file")
    ACCESS_ENDED = "access_ended", _("An access to a file has ended")
    MERGED = "merged", _("Another organization was merged into yours")
    FILE_REMOVED = "file_removed", _("A file that you could open was removed")
    QUOTE_RECEIVED = "quote_received", _("A quote is there to read")
    QUOTE_ACCEPTED = "quote_accepted", _("Your quote is accepted")
    QUOTE_DECLINED = "quote_declined", _("Your quote is declined")
    QUOTE_ENDS = "quote_ends", _("A quote expires soon")
    QUOTE_EXPIRED = "quote_expired", _("A quote has expired")
    OUTCOME_ASKED = "outcome_asked", _("What came of a request?")
    RESULT_ASKED = "result_asked", _("What did you measure?")
    RESULT_AWAITED = "result_awaited", _("A company is asked what it measured")
    RESULT_GIVEN = "result_given", _("A company has said what it measured")
    TEAM_REMINDS = "team_reminds", _("The team reminds you of a request")
    NEXT_PROPOSED = "next_proposed", _("The team suggests asking the next partner")
    LEAD_CLOSED = "lead_closed", _("The team has closed a request without an answer")
    REPORT_SETTLED = "report_settled", _("The team has answered your report")
    CONTEST_ANSWERED = "contest_answered", _("The team has answered about a score")
    MESSAGE_RECEIVED = "message_received", _("New messages wait for you")
    SEARCH_MET = "search_met", _("New offers for a saved search")
    OPERATOR_HELPS = "operator_helps", _("A member of the team acts for you")


class Pace(TextChoices):
    """How a kind of notice comes by e-mail; in the product it always comes."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, with the others")
    NEVER = "never", _("Never")


ABSENT_AFTER = timedelta(minutes=5)  # unread for so long: its reader is not there
DIGEST_AT, DIGEST = time(8), "digest"  # the letter of the day, and its name in a link
OF_SEARCH = "search:"  # in a link, before the id of the saved search whose letters it ends
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
