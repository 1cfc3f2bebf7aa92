"""How the server is reached."""

from pydantic import BaseModel

from armillary.settings.fields import Numbers, Words, setting

_LOCAL_ORIGINS = tuple(
    f"http://{name}:{port}"
    for name in ("localhost", "127.0.0.1")
    for port in (3000, 3001, 5173, 5174, 8000, 8001)
)


class Reach(BaseModel):
    """How the server is reached."""

    host: str = setting(
        "127.0.0.1",
        "HOST",
        "HOST",
        text="Address to listen on; beyond loopback it needs accounts or an API key.",
    )
    ports: Numbers = setting(
        (8000,),
        "PORT",
        "PORT",
        text="Port to listen on, or several with commas: the same server behind each.",
    )
    allowed_origins: Words = setting(
        (),
        "ALLOWED_ORIGINS",
        text="Further web origins that may call the server, with commas; `*` means any.",
    )
    cors_origins: Words = setting(
        (),
        "CORS_ORIGINS",
        "CORS_ORIGINS",
        text="As ARMILLARY_ALLOWED_ORIGINS, under its other usual name; the two are joined.",
    )
    legacy_allowed_origins: Words = setting(
        (),
        None,
        "ALLOWED_ORIGINS",
        text="As ARMILLARY_ALLOWED_ORIGINS, for deployments of the text-analysis server.",
    )
    allowed_hosts: Words = setting(
        (),
        "ALLOWED_HOSTS",
        text="Further Host headers accepted on loopback, with commas.",
    )
    enable_trusted_host: bool = setting(
        False,
        "ENABLE_TRUSTED_HOST",
        "ENABLE_TRUSTED_HOST",
        text="Check the Host header beyond loopback too, against ARMILLARY_ALLOWED_HOSTS.",
    )
    allow_electron: bool = setting(
        False,
        "ALLOW_ELECTRON",
        text="Accept the origin `null` of a desktop shell at the connectomics addresses.",
    )
    allow_open: bool = setting(
        False,
        "ALLOW_OPEN",
        text="Serve beyond loopback without accounts or a key. Everyone may do everything.",
    )
    trust_proxy: bool = setting(
        False,
        "TRUST_PROXY",
        text="Believe X-Forwarded-For and X-Forwarded-Proto of the proxy in front.",
    )

    @property
    def origins(self) -> tuple[str, ...]:
        """Every web origin that may call the server."""
        given = (*self.allowed_origins, *self.cors_origins, *self.legacy_allowed_origins)
        return tuple(dict.fromkeys((*_LOCAL_ORIGINS, *given)))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")
