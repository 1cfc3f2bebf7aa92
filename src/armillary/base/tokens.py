"""Secrets that are handed out once and of which only the hash is kept."""

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """Make a secret that nobody can guess: 256 bits."""
    return prefix + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Hash such a secret for keeping; with 256 bits in it, a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
