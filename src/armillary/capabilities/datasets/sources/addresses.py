"""Which machines a file may be fetched from: none that only this server can reach."""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from armillary.capabilities.datasets.errors import Unreadable

_PORTS = {"http": 80, "https": 443}
# Addresses of version 6 that stand for one of version 4, at their end.
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def split(url: str) -> SplitResult:
    """Take an address apart; raises `Unreadable` for one that files are not fetched from."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unreadable(f"The address {url!r} is malformed: {error}.") from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise Unreadable(f"The address must begin with http:// or https:// and a host; got {url!r}")
    if parts.username is not None or parts.password is not None:
        raise Unreadable("The address must not hold a name and a password; it is seen by others.")
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url):
        raise Unreadable("The address holds blanks or control characters; write them as %20 etc.")
    return parts


def port_of(parts: SplitResult) -> int:
    """Give the port of an address."""
    return parts.port or _PORTS[parts.scheme]


def resolve(host: str, port: int, trusted: Collection[str]) -> str:
    """Give the one address of a host to connect to; raises `Unreadable` where it is not public.

    All addresses of the name have to be public, and the connection goes to the one given here: a
    name that changes its mind in between changes nothing.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreadable(f"There is no host {host!r}. Check the address.") from error
    addresses = [str(entry[4][0]) for entry in found]
    is_trusted = host.lower() in {name.lower() for name in trusted}
    if not is_trusted and not all(is_public(address) for address in addresses):
        raise Unreadable(
            f"{host!r} is not a public host: files are not fetched from private networks or this "
            "server itself, unless ARMILLARY_IMPORT_TRUSTED_HOSTS names the host."
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one that anybody on the internet reaches."""
    try:
        found = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _translated(found)
        if inner is not None:
            return is_public(str(inner))
    is_odd = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_link_local
    return found.is_global and not found.is_loopback and not is_odd


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
