from typing import Any

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
ICE_DOUBTS = ("lost_zeros", "check_digits", "ice_taken")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")
    READER = "reader", _("Reader")


class OperatorRole(models.TextChoices):
    """What a member of an operator does; a regional one for the region of its organization."""

    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional animator")
    SUPPORT = "support", _("Support")
    READ_ONLY = "read_only", _("Read-only")
    TECHNICAL = "technical", _("Technical")


MANAGING_ROLES = (Role.OWNER, OperatorRole.NATIONAL)
ROLES = [*Role.choices, *OperatorRole.choices]


def roles_of(kind: str) -> list[tuple[str, Any]]:
    """Return the roles that a member of an organization of this kind may have, with their words."""
    return OperatorRole.choices if kind == Kind.OPERATOR else Role.choices


class Duty(models.TextChoices):
    """What an operator does for the market."""

    OVERSEE = "oversee"
    VERIFY = "verify"
    SUSPEND = "suspend"
    CORRECT = "correct"
    ACT_FOR = "act_for"
    RECOVER = "recover"
    AUDIT = "audit"
    MERGE = "merge"
    STEP_IN = "step_in"
    ANSWER = "answer"
    WEIGH = "weigh"


class SuspensionReason(models.TextChoices):
    FALSE_FACTS = "false_facts", _("False or misleading facts")
    COMPLAINTS = "complaints", _("Repeated complaints")
    SILENT = "silent", _("Requests left without an answer")
    INSOLVENT = "insolvent", _("Closed or insolvent")
    RULES = "rules", _("Breaks the rules of the market")
    ASKED = "asked", _("Asked for by the organization")


class Ending(models.TextChoices):
    """Why nobody acts for an organization any more: it is kept as a suspension that no operator lifts."""

    CLOSED = "closed", _("Closed by its owner")
    MERGED = "merged", _("Merged into another")


class Obstacle(models.TextChoices):
    """What keeps two organizations from becoming one."""

    SAME = "same", _("This is one and the same organization.")
    KIND = "kind", _("They are of different kinds.")
    NUMBER = "number", _("Their ICE numbers do not name the same company: correct the wrong one first.")
    KEPT_ALLOWS_NOT = "kept_allows_not", _("The one that stays does not allow the team to act in its name.")
    ABSORBED_ALLOWS_NOT = "absorbed_allows_not", _("The one to merge does not allow the team to act in its name.")
    CASES = "cases", _("Both wait for a verification: decide one first.")
    IMPORT = "import", _("A file of the one to merge is being read or written: try again in a minute.")
    ASKED_TWICE = "asked_twice", _("A company asked both for the same need: one of the two has to answer first.")


class CopyOf(models.TextChoices):
    PERSON = "person", _("My own data")
    ORGANIZATION = "organization", _("All data of my organization")


class CopyState(models.TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")


class CorrectionReason(models.TextChoices):
    TYPED_WRONG = "typed_wrong", _("Typed wrong")
    BY_DOCUMENT = "by_document", _("Differs from an official document")
    ASKED = "asked", _("Asked for by the organization")
    MOVED = "moved", _("The organization moved or changed its name")


class FactorLoss(models.TextChoices):
    """Why nothing proves a person's second factor any more."""

    PHONE_LOST = "phone_lost", _("Phone lost or stolen")
    PHONE_CHANGED = "phone_changed", _("Phone changed or erased")
    KEY_LOST = "key_lost", _("Security key or computer lost or broken")


class IdentityProof(models.TextChoices):
    """How a person proved to the team who it is."""

    IN_PERSON = "in_person", _("Met in person, with an identity card")
    ON_VIDEO = "on_video", _("Seen on video, with an identity card")
    CALLED_BACK = "called_back", _("Called back at the telephone of its organization")
    VOUCHED = "vouched", _("Confirmed by another owner of its organization")


class SecurityChange(models.TextChoices):
    """What changed in how a person signs in; the words are the subject of the letter that tells it."""

    FACTORS_REMOVED = "factors_removed", _("Your second factor was removed by the team")
    PASSWORD_CHANGED = "password_changed", _("Your password was changed")
    PASSWORD_SET = "password_set", _("Your account has a password now")
    PASSWORD_RESET = "password_reset", _("A new password was chosen by the link we sent")
    EMAIL_CHANGED = "email_changed", _("Your account has another e-mail address now")
    EMAIL_CONFIRMED = "email_confirmed", _("This address is now the one of your account")
    EMAIL_DELETED = "email_deleted", _("An e-mail address was removed from your account")
    APP_ADDED = "app_added", _("An authenticator app was added to your account")
    APP_REMOVED = "app_removed", _("The authenticator app of your account was removed")
    CODES_MADE = "codes_made", _("New recovery codes were made for your account")
    PASSKEY_ADDED = "passkey_added", _("A passkey was added to your account")
    PASSKEY_REMOVED = "passkey_removed", _("A passkey of your account was removed")


class Scope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


class ConsentTo(models.TextChoices):
    PRIVACY = "privacy", _("Privacy notice")
    SENDING = "sending", _("Sending a request to a partner")


class Act(models.TextChoices):
    """What the audit trail tells."""

    OPERATOR_SIGNED_IN = "operator_signed_in", _("An operator signed in")
    ORGANIZATION_OPENED = "organization_opened", _("Organization opened")
    ORGANIZATION_CHANGED = "organization_changed", _("Organization's details changed")
    ORGANIZATION_CORRECTED = "organization_corrected", _("Organization corrected by an operator")
    ORGANIZATION_VERIFIED = "organization_verified", _("Partner verified")
    REFERENCES_CONFIRMED = "references_confirmed", _("Past projects of an offer checked")
    VERIFICATION_REFUSED = "verification_refused", _("Verification refused")
    VERIFICATION_ENDED = "verification_ended", _("Verification ended")
    ORGANIZATIONS_MERGED = "organizations_merged", _("Merged with another by an operator")
    ORGANIZATION_SUSPENDED = "organization_suspended", _("Organization suspended")
    SUSPENSION_LIFTED = "suspension_lifted", _("Suspension lifted")
    MEMBER_INVITED = "member_invited", _("Person invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Invitation taken back")
    MEMBER_JOINED = "member_joined", _("Member joined")
    ROLE_CHANGED = "role_changed", _("Role changed")
    MEMBER_REMOVED = "member_removed", _("Member removed")
    KEY_MADE = "key_made", _("API key made")
    KEY_REVOKED = "key_revoked", _("API key revoked")
    FACTOR_SET = "factor_set", _("Second factor set up")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTORS_REMOVED = "factors_removed", _("Second factors removed by an operator")
    CONSENT_GIVEN = "consent_given", _("Consent given")
    MANDATE_GIVEN = "mandate_given", _("Help by an operator allowed")
    MANDATE_WITHDRAWN = "mandate_withdrawn", _("Help by an operator ended")
    ACTING_BEGAN = "acting_began", _("An operator began to act for the firm")
    ACTING_ENDED = "acting_ended", _("An operator stopped acting for the firm")
    ACTED_FOR = "acted_for", _("An operator acted for the firm")
    PARTNER_REMINDED = "partner_reminded", _("Partner reminded of a request by an operator")
    NEXT_PARTNER_ASKED = "next_partner_asked", _("Next partner brought up by an operator")
    LEAD_CLOSED = "lead_closed", _("Request closed by an operator")
    TEAM_ANSWERED = "team_answered", _("A letter to the team answered by an operator")
    TEAM_ANSWER_CHANGED = "team_answer_changed", _("An answer of the team changed by its operator")
    TEAM_ANSWER_REMOVED = "team_answer_removed", _("An answer of the team removed by its operator")
    REPORT_READ = "report_read", _("Reported message read by an operator")
    REPORT_SETTLED = "report_settled", _("Report settled by an operator")
    SCORE_CONTESTED = "score_contested", _("A person asked about a score")
    CONTEST_READ = "contest_read", _("What a contested score was made from, read by an operator")
    CONTEST_ANSWERED = "contest_answered", _("A contested score answered by an operator")
    WEIGHTS_SET = "weights_set", _("Weights of the matching set by an operator")
    LETTER_ANSWERED = "letter_answered", _("Request answered by the link of a letter")
    DOCUMENT_KEPT = "document_kept", _("Document uploaded")
    DOCUMENT_REMOVED = "document_removed", _("Document removed")
    DOCUMENT_READ = "document_read", _("Document read by another")
    GRANT_OPENED = "grant_opened", _("Access to a document given")
    GRANT_WITHDRAWN = "grant_withdrawn", _("Access to a document ended")
    ACCOUNT_CLOSED = "account_closed", _("Account closed by its person")
    ORGANIZATION_CLOSED = "organization_closed", _("Organization closed by its owner")
    ORGANIZATION_REOPENED = "organization_reopened", _("Closing taken back")
    ORGANIZATION_ERASED = "organization_erased", _("Data of a closed organization erased")
    COPY_ASKED = "copy_asked", _("Copy of data asked for")
    COPY_TAKEN = "copy_taken", _("Copy of data taken")
    TRAIL_EXPORTED = "trail_exported", _("Audit trail exported")
