"""Only public machines are fetched from, whatever names say."""

import socket
from typing import Any

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources.addresses import is_public, resolve, split


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "not an address",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def lookup(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_one_private_address_of_a_name_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "93.184.216.34", "10.0.0.1")

    with pytest.raises(Unreadable, match=r"'example.org' is not a public host"):
        resolve("example.org", 80, ())


def test_a_host_that_is_trusted_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "10.0.0.1")

    assert resolve("Data.Example.org", 80, ("data.example.org",)) == "10.0.0.1"


def test_numbers_that_stand_for_addresses_are_looked_through() -> None:
    for host in ("2130706433", "0x7f.1", "017700000001", "localhost"):
        with pytest.raises(Unreadable):
            resolve(host, 80, ())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/t.csv",
        "file:///etc/passwd",
        "gopher://example.org",
        "//example.org/t.csv",
        "http://",
        "http:///t.csv",
        "http://a:b@example.org/t.csv",
        "http://example.org:99999/t.csv",
        "http://example.org/a b.csv",
        "http://example.org/\r\nX: y",
        "http://[::1/t.csv",
        "",
    ],
)
def test_addresses_of_other_kinds_are_refused(url: str) -> None:
    with pytest.raises(Unreadable):
        split(url)
