"""How often one person or one address may ask; whoever asks too often is told when to return."""

import math
import re
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from starlette.requests import HTTPConnection
from starlette.types import Scope

from armillary.base.access import Actor, find_credentials, is_open
from armillary.base.access.identity import is_loopback_address
from armillary.base.errors import TooMany
from armillary.base.logging import get_logger
from armillary.settings import Settings

_log = get_logger(__name__)
# Many people share the address of one office; each of them is counted on their own as well.
_SIGNED_IN_SHARE = 20
# A training loop logs its points, and a program asks for predictions, far more often than a person.
_BULK_SHARE = 100


@dataclass(frozen=True)
class Rule:
    """A limit of its own for one address: requests a minute, or the name of a setting."""

    name: str
    pattern: re.Pattern[str]
    per_minute: int | str


RULES = (
    Rule("signing in", re.compile(r"/api/auth/login"), 30),
    Rule("registering", re.compile(r"/api/auth/register"), 30),
    Rule("renewing a session", re.compile(r"/api/auth/refresh"), 60),
    Rule("joining", re.compile(r"/api/workspaces/[^/]+/join"), 30),
    Rule("analyses", re.compile(r"/analyze"), "rate_limit_per_minute"),
)
"""Posts to these addresses are counted per network address, whoever asks."""

BULK = re.compile(r"/api/training/[^/]+/log|/api/models/[^/]+/predict|/api/uploads/[^/]+")
"""Addresses that programs call in a loop."""


class Limiter:
    """Counts in memory, or in Redis where several servers share it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_on = settings.rate_limit > 0
        self._here = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._pool = _open_pool(settings.redis_url)
        self._shared = _open_shared(settings.redis_url, self._pool)

    async def close(self) -> None:
        """Close the connections to Redis, where there are any."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def count(self, name: str, who: str, per_minute: int) -> None:
        """Count one use; raises `TooMany`, saying when to come back, where it is one too many."""
        if not self.is_on or per_minute == 0:
            return
        item = RateLimitItemPerMinute(per_minute)
        wait_s = await self._hit(item, name, who)
        if wait_s is not None:
            raise TooMany(
                f"At most {per_minute} a minute are accepted ({name}); "
                f"come back in {wait_s} second{'s' if wait_s > 1 else ''}.",
                details={"retry_after_s": wait_s},
                headers={"Retry-After": str(wait_s)},
            )

    async def count_address(self, scope: Scope) -> None:
        """Count a request or an opening socket for the address it comes from."""
        address = address_of(scope)
        for rule in RULES:
            if scope.get("method") == "POST" and rule.pattern.fullmatch(scope["path"]):
                await self.count(rule.name, address, self._rate_of(rule))
        if self._is_own_machine(scope):
            return
        has_credentials = find_credentials(HTTPConnection(scope)) is not None
        share = _SIGNED_IN_SHARE if has_credentials else 1
        await self.count("requests of one address", address, share * self._rate(scope))

    async def count_actor(self, actor: Actor, scope: Scope) -> None:
        """Count a request for the person who asks."""
        if actor.kind == "local" and self._is_own_machine(scope):
            return
        kind = "bulk requests" if BULK.fullmatch(scope["path"]) else "requests"
        await self.count(f"{kind} of one person", actor.id, self._rate(scope))

    def _rate(self, scope: Scope) -> int:
        share = _BULK_SHARE if BULK.fullmatch(scope["path"]) else 1
        return share * self.settings.rate_limit

    def _rate_of(self, rule: Rule) -> int:
        if isinstance(rule.per_minute, int):
            return rule.per_minute
        return int(getattr(self.settings, rule.per_minute))

    def _is_own_machine(self, scope: Scope) -> bool:
        """Whether nobody but the owner of this machine can be asking."""
        client = scope.get("client")
        is_here = client is None or is_loopback_address(client[0])
        return is_here and is_open(self.settings, scope)

    async def _hit(self, item: RateLimitItemPerMinute, name: str, who: str) -> int | None:
        if self._shared is not None:
            try:
                return await _hit_or_wait(self._shared, item, name, who)
            except StorageError as error:
                # Losing Redis loses the common count, never the service.
                _log.warning("rate limits counted here alone", reason=type(error).__name__)
        return await _hit_or_wait(self._here, item, name, who)


def address_of(scope: Scope) -> str:
    """Give the address that is counted: for IPv6 the /64 that one household or machine has."""
    client = scope.get("client")
    if client is None:
        return "local"
    try:
        parsed = ip_address(client[0])
    except ValueError:
        return str(client[0])
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))


async def _hit_or_wait(
    limiter: SlidingWindowCounterRateLimiter, item: RateLimitItemPerMinute, *names: str
) -> int | None:
    """Count one use and give None, or the seconds to wait where there is no room."""
    if await limiter.hit(item, *names):
        return None
    stats = await limiter.get_window_stats(item, *names)
    return max(1, math.ceil(stats.reset_time - time.time()))


def _open_pool(redis_url: str) -> Any:
    """Open what holds the connections, which the library would leave open at the end."""
    if not redis_url:
        return None
    from redis.asyncio import ConnectionPool

    return ConnectionPool.from_url(redis_url)


def _open_shared(redis_url: str, pool: Any) -> SlidingWindowCounterRateLimiter | None:
    if pool is None:
        return None
    address = redis_url.replace("unix://", "redis+unix://", 1)
    storage = RedisStorage(
        f"async+{address}", wrap_exceptions=True, implementation="redispy", connection_pool=pool
    )
    return SlidingWindowCounterRateLimiter(storage)
