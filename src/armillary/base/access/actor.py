"""Who is asking, and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from armillary.base.errors import Forbidden, NotFound

Role = Literal["viewer", "editor", "owner"]
Scope = Literal["read", "write", "admin"]
ActorKind = Literal["user", "local", "key", "job"]

ROLES: tuple[Role, ...] = ("viewer", "editor", "owner")
"""The roles, each allowing what those before it allow."""

SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""What a key may do at most: what a viewer, an editor or an owner may."""

DEMO_WORKSPACE = "ws_demo"
"""The workspace that every server has."""

_ARTICLES = {"viewer": "a viewer", "editor": "an editor", "owner": "an owner"}


class JobLike(Protocol):
    """What `Actor.for_job` needs to know of a job."""

    @property
    def workspace_id(self) -> str:
        """The workspace the job belongs to."""

    @property
    def created_by(self) -> str | None:
        """The id of the actor who submitted it."""


@dataclass(frozen=True)
class Actor:
    """Somebody who asks for something in one workspace.

    ``id`` is written into what the actor makes; it is the person's id for a person and for their
    keys. ``workspace_id`` is empty for whoever is in none. ``role`` is what the database grants,
    no more than the scope of a key allows.
    ``credential_id`` is the key or the sign-in that was shown, since either can be withdrawn.
    """

    id: str
    kind: ActorKind
    name: str
    workspace_id: str
    role: Role
    user_id: str | None = None
    scopes: frozenset[Scope] = frozenset(SCOPES)
    credential_id: str | None = None

    @staticmethod
    def local(workspace_id: str = DEMO_WORKSPACE) -> "Actor":
        """Give the owner of this machine: the terminal, or a browser on an open server."""
        return Actor("local", "local", "Local owner", workspace_id, "owner")

    @staticmethod
    def for_job(job: JobLike) -> "Actor":
        """Give the one on whose behalf a worker does a job; it may do what an editor may."""
        submitter = job.created_by or "local"
        return Actor(
            submitter, "job", "Job", job.workspace_id, "editor", scopes=scopes_up_to("write")
        )

    def may(self, role: Role) -> bool:
        """Whether the actor holds this role or a greater one."""
        return is_at_least(self.role, role)

    def require(self, role: Role) -> None:
        """Raise `Forbidden` where the actor's role is less than this."""
        if not self.workspace_id:
            raise NotFound("You are in no workspace; ask for an invitation to one.")
        if not self.may(role):
            raise Forbidden(
                f"This needs {_ARTICLES[role]}; you are {_ARTICLES[self.role]} of this workspace. "
                "Ask one of its owners for the role, or use a key with a wider scope."
            )

    def require_scope(self, scope: Scope) -> None:
        """Raise `Forbidden` where the key that was shown has a narrower scope than this."""
        if scope not in self.scopes:
            raise Forbidden(
                f"This needs a key with the scope `{scope}`; yours has {sorted(self.scopes)}."
            )

    def within(self, workspace_id: str, role: Role) -> "Actor":
        """Give the same actor as seen in another workspace, with the role held there."""
        return replace(self, workspace_id=workspace_id, role=role)


def is_at_least(held: Role, needed: Role) -> bool:
    """Whether one role allows all that another does."""
    return ROLES.index(held) >= ROLES.index(needed)


def scopes_up_to(scope: Scope) -> frozenset[Scope]:
    """Give a scope with the smaller ones it includes."""
    return frozenset(SCOPES[: SCOPES.index(scope) + 1])


def within_scopes(role: Role, scopes: Iterable[Scope]) -> Role:
    """Give the role, cut down to what the scopes of a key allow."""
    widest = max((SCOPES.index(scope) for scope in scopes), default=0)
    return ROLES[min(ROLES.index(role), widest)]
