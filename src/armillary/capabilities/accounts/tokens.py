"""Signed access tokens: who somebody is for some minutes, and nothing about what they may do."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import jwt

from armillary.base.access import sign_in_needed
from armillary.settings import Settings

KEY_PREFIX = "arm_"
_ALGORITHM = "HS256"
_AUDIENCE = "armillary"
_SHORTEST_SECRET = 16


@dataclass(frozen=True)
class AccessClaims:
    """What an access token says: whose it is, and of which sign-in. Roles are never in it."""

    user_id: str
    sign_in_id: str


class AccessTokens:
    """Signs and reads access tokens."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.lifetime = timedelta(minutes=settings.access_token_minutes)

    def sign(self, claims: AccessClaims, now: datetime) -> str:
        """Make a token that is good from now on for the lifetime."""
        fields = {
            "sub": claims.user_id,
            "sid": claims.sign_in_id,
            "aud": _AUDIENCE,
            "iat": now,
            "exp": now + self.lifetime,
        }
        return jwt.encode(fields, self._key, algorithm=_ALGORITHM)

    def read(self, token: str) -> AccessClaims:
        """Read a token; raises `Unauthorized` where it is not ours or no longer good."""
        try:
            fields = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "sid", "exp"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise sign_in_needed("The session has run out; renew it or sign in again.") from error
        except jwt.InvalidTokenError as error:
            raise sign_in_needed("Invalid or missing API key") from error
        return AccessClaims(fields["sub"], fields["sid"])

    @cached_property
    def _key(self) -> bytes:
        given = self._settings.secret_key
        if given and len(given) < _SHORTEST_SECRET:
            raise ValueError(
                f"ARMILLARY_SECRET_KEY needs at least {_SHORTEST_SECRET} characters; "
                f"got {len(given)}."
            )
        secret = given.encode() or _kept_secret(self._settings.data_dir / "secret_key")
        return hashlib.sha256(b"access tokens\0" + secret).digest()


def _kept_secret(path: Path) -> bytes:
    """Read the secret of a data folder, or make it; processes that start together share one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(fresh, path)  # fails where another process was first, and theirs counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    path.chmod(0o600)
    return path.read_bytes().strip()
