"""Who asks: the same frozen value for a page, an API key, a socket and a job."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ids import NIL

EVERY_SCOPE = frozenset({"*"})
READING_ROLES = frozenset({"reader", "read_only", "technical"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A member acting for one organization; the anonymous one holds the nil UUID, never None."""

    user_id: UUID = NIL
    organization_id: UUID = NIL
    kind: str = ""
    role: str = ""
    scopes: frozenset[str] = frozenset()
    language: str = "fr"
    via: str = "session"
    operator_id: UUID = NIL  # the operator that acts for this organization with its consent
    region: str = ""  # of an operator: where it is in charge

    @property
    def is_anonymous(self) -> bool:
        return self.organization_id == NIL and self.user_id == NIL

    def may(self, scope: str) -> bool:
        """Return whether the key or session carries this scope; a session carries all of its member's."""
        return "*" in self.scopes or scope in self.scopes

    @property
    def writes(self) -> bool:
        """Return whether this actor may change anything for its organization."""
        return self.organization_id != NIL and self.role not in READING_ROLES and self.may("write")


ANONYMOUS = Actor()
