"""Whether the server may be opened at the address that the settings name."""

from armillary.settings import Settings


class OpenToStrangers(ValueError):
    """The settings would let anyone on the network do everything."""


def check_bind(settings: Settings) -> None:
    """Raise `OpenToStrangers` where the server would be open to more than this machine."""
    if settings.accounts or settings.api_key:
        return
    if settings.environment.lower() == "production":
        raise OpenToStrangers(
            "In production the server needs accounts or a key, and has neither. "
            "Set ARMILLARY_ACCOUNTS=1 or ARMILLARY_API_KEY."
        )
    if not settings.is_loopback and not settings.allow_open:
        raise OpenToStrangers(
            f"Listening on {settings.host} would let everyone on the network do everything. "
            "Set ARMILLARY_ACCOUNTS=1 or ARMILLARY_API_KEY, listen on 127.0.0.1, "
            "or set ARMILLARY_ALLOW_OPEN=1 if that is what you want."
        )
