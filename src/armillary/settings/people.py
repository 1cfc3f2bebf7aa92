"""Who may use it."""

from typing import Literal

from pydantic import BaseModel

from armillary.settings.fields import setting


class People(BaseModel):
    """Who may use it."""

    accounts: bool = setting(
        False,
        "ACCOUNTS",
        text="Require people to register and sign in.",
    )
    registration: Literal["open", "first", "closed"] = setting(
        "open",
        "REGISTRATION",
        text="Who may register: anyone, only the first person, or nobody.",
    )
    api_key: str = setting(
        "",
        "API_KEY",
        "API_KEY",
        text="A key that opens the server to scripts; empty means none.",
        secret=True,
    )
    secret_key: str = setting(
        "",
        "SECRET_KEY",
        text="Signs access tokens; empty means one made once and kept in the data folder.",
        secret=True,
    )
    access_token_minutes: int = setting(
        15,
        "ACCESS_TOKEN_MINUTES",
        text="Minutes an access token is good for.",
        ge=1,
    )
    refresh_token_days: int = setting(
        30,
        "REFRESH_TOKEN_DAYS",
        text="Days without use after which a person has to sign in again.",
        ge=1,
    )
    argon2_memory_kib: int = setting(
        65536,
        "ARGON2_MEMORY_KIB",
        text="Memory of one password hash in KiB.",
        ge=8,
    )
