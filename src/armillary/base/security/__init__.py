"""What stands between the network and the routes, from the outside in."""

from fastapi import FastAPI

from armillary.base.access import SocketRefused, refuse_socket
from armillary.base.security.bodies import UPLOADS, BodyLimit, BodyLimits
from armillary.base.security.cors import Cors
from armillary.base.security.electron import is_connectomics_path
from armillary.base.security.headers import SecurityHeaders
from armillary.base.security.hosts import HostRule
from armillary.base.security.origins import OriginRule, Origins
from armillary.base.security.rates import RateLimits
from armillary.base.security.request_ids import RequestIds
from armillary.base.state import AppState

__all__ = [
    "UPLOADS",
    "BodyLimit",
    "BodyLimits",
    "Cors",
    "HostRule",
    "OriginRule",
    "Origins",
    "RateLimits",
    "RequestIds",
    "SecurityHeaders",
    "install",
    "is_connectomics_path",
]


def install(app: FastAPI, state: AppState) -> None:
    """Put every guard before the routes; what is added last is met first."""
    settings = state.settings
    origins = Origins(settings)
    app.add_middleware(BodyLimits, settings=settings)
    app.add_middleware(RateLimits, limiter=state.limiter)
    app.add_middleware(OriginRule, origins=origins)
    # Outside of what refuses, so that a listed page can read why it was refused.
    app.add_middleware(Cors, origins=origins)
    app.add_middleware(HostRule, settings=settings)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    app.add_exception_handler(SocketRefused, refuse_socket)
