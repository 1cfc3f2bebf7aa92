"""What people send and get when they register, sign in and make keys."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from armillary.base.access import Scope

Secret = Annotated[str, Field(min_length=1, max_length=1024)]


class RegisterBody(BaseModel):
    """A person who is new here."""

    email: str
    password: Secret
    name: Annotated[str, Field(max_length=100)] = ""
    invite_token: str | None = None


class LoginBody(BaseModel):
    """A person with a password, or a browser with an API key."""

    email: str = ""
    password: Annotated[str, Field(max_length=1024)] = ""
    api_key: Annotated[str, Field(max_length=1024)] = ""


class RefreshBody(BaseModel):
    """A program's refresh token; browsers send theirs as a cookie."""

    refresh_token: Secret | None = None


class PasswordBody(BaseModel):
    """A change of password."""

    current_password: Secret
    new_password: Secret


class KeyBody(BaseModel):
    """A new key."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scope: Scope = "write"
    expires_in_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class PersonOut(BaseModel):
    """A person as they see themselves."""

    id: str
    name: str
    email: str


class SessionOut(BaseModel):
    """A session that has begun or was renewed.

    Browsers hold the tokens in cookies that no script can read; the body names them only to
    programs.
    """

    user: PersonOut | None
    token_type: str = "bearer"
    expires_in: int | None
    access_token: str | None = None
    refresh_token: str | None = None


class OptionsOut(BaseModel):
    """How one gets in: ``open`` means that nobody has to sign in."""

    open: bool
    accounts: bool
    registration: bool
    api_key: bool


class MeOut(BaseModel):
    """Who is asking."""

    id: str
    kind: str
    name: str
    email: str | None
    scopes: list[str]
    user: PersonOut | None


class KeyOut(BaseModel):
    """A key without its secret."""

    id: str
    name: str
    hint: str
    scope: str
    created_at: str
    expires_at: str | None
    last_used_at: str | None


class KeysOut(BaseModel):
    """The keys of one person."""

    keys: list[KeyOut]


class NewKeyOut(BaseModel):
    """A new key; ``secret`` is shown this once."""

    key: KeyOut
    secret: str


class DoneOut(BaseModel):
    """Something was done that leaves nothing to show."""

    success: bool = True
    details: dict[str, Any] | None = None
