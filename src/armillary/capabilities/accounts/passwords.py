"""Passwords: what they must be, and their argon2id hashes."""

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from armillary.base.errors import Invalid

SHORTEST = 10
LONGEST = 256
_ROUNDS = 3


class Passwords:
    """Hashes and compares; one call takes a core for about 0.1 s at the default memory."""

    def __init__(self, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=_ROUNDS, memory_cost=memory_kib, parallelism=1)

    def hash(self, password: str) -> str:
        """Hash a password with a salt of its own."""
        return self._hasher.hash(_same_form(password))

    def matches(self, password: str, stored: str | None) -> bool:
        """Whether a password is the stored one; takes as long where nothing is stored."""
        try:
            self._hasher.verify(stored or self._nobody, _same_form(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with other costs than those now in force."""
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("the password of nobody")


def check_password(password: str, email: str) -> None:
    """Raise `Invalid` where a new password is too easy to guess, or too long to hash."""
    length = len(password)
    if not SHORTEST <= length <= LONGEST:
        message = f"A password has {SHORTEST} to {LONGEST} characters; got {length}."
    elif _same_form(password).casefold() in {email, email.partition("@")[0]}:
        message = "The password must not be the e-mail address."
    elif len(set(password)) < 4:
        message = "The password must have at least 4 different characters."
    else:
        return
    raise Invalid(message, errors=[{"loc": ["body", "password"], "msg": message}])


def _same_form(password: str) -> str:
    # Keyboards differ in how they compose an accented letter; the person typed the same.
    return unicodedata.normalize("NFKC", password)
