"""Fetching over HTTP, from a real server."""

import socket
from pathlib import Path

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.sources.download import open_url
from armillary.settings import Settings
from tests.capabilities.datasets.sources.serving import Answer, serving

CSV = b"a,b\n1,2\n"


def settings(tmp_path: Path, **given: object) -> Settings:
    chosen = {"import_trusted_hosts": ("127.0.0.1",), **given}
    return Settings(data_dir=tmp_path, import_urls=True, **chosen)


def fetch(url: str, chosen: Settings) -> tuple[str, bytes]:
    with open_url(url, chosen) as fetched:
        return fetched.filename, b"".join(fetched.chunks)


def csv(path: str) -> Answer:
    return 200, {"Content-Length": str(len(CSV))}, CSV


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/a/t%20b.csv?x=1", {}, "t b.csv"),
        ("/", {}, "table"),
        ("/get", {"Content-Disposition": 'attachment; filename="real.csv"'}, "real.csv"),
        ("/get", {"Content-Disposition": "attachment; filename*=UTF-8''gr%C3%B6.csv"}, "grö.csv"),
    ],
)
def test_a_file_is_fetched_under_its_name(
    tmp_path: Path, path: str, headers: dict[str, str], name: str
) -> None:
    with serving(lambda _: (200, headers, CSV)) as address:
        assert fetch(address + path, settings(tmp_path)) == (name, CSV)


def test_redirects_are_followed(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        return csv(path) if path == "/t.csv" else (302, {"Location": "/t.csv"}, b"")

    with serving(answer) as address:
        assert fetch(f"{address}/old", settings(tmp_path)) == ("t.csv", CSV)


def test_redirects_without_end_are_refused(tmp_path: Path) -> None:
    with (
        serving(lambda path: (302, {"Location": path}, b"")) as address,
        pytest.raises(Unreadable, match="more than 5 times"),
    ):
        fetch(f"{address}/t.csv", settings(tmp_path))


@pytest.mark.parametrize("target", ["http://localhost:{port}/t.csv", "file:///etc/passwd"])
def test_a_redirect_is_checked_as_the_first_address_is(tmp_path: Path, target: str) -> None:
    ports: list[str] = []

    def answer(path: str) -> Answer:
        return 302, {"Location": target.format(port=ports[0])}, b""

    with serving(answer) as address, pytest.raises(Unreadable):
        ports.append(address.rsplit(":", 1)[1])
        fetch(f"{address}/t.csv", settings(tmp_path))


def test_a_private_host_is_refused_before_it_is_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(path: str) -> Answer:
        asked.append(path)
        return csv(path)

    with serving(answer) as address, pytest.raises(Unreadable, match="not a public host"):
        fetch(f"{address}/t.csv", settings(tmp_path, import_trusted_hosts=()))
    assert asked == []


def test_the_connection_goes_to_the_address_that_was_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1"])
    connected: list[str] = []

    def lookup(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], **_: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(Unreadable, match="cannot be reached"):
        fetch("http://rebinding.example/t.csv", settings(tmp_path))
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize("status", [204, 304, 401, 404, 500])
def test_an_answer_without_a_file_is_told(tmp_path: Path, status: int) -> None:
    with (
        serving(lambda _: (status, {}, b"")) as address,
        pytest.raises(Unreadable, match=f"answered {status}"),
    ):
        fetch(f"{address}/t.csv", settings(tmp_path))


@pytest.mark.parametrize("headers", [{}, {"Content-Length": str(2 << 20)}])
def test_a_file_that_is_too_large_is_stopped(tmp_path: Path, headers: dict[str, str]) -> None:
    with (
        serving(lambda _: (200, headers, bytes(2 << 20))) as address,
        pytest.raises(Unreadable, match="ARMILLARY_MAX_IMPORT_MB"),
    ):
        fetch(f"{address}/t.csv", settings(tmp_path, max_import_mb=1))


def test_a_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    with (
        serving(lambda _: (200, {"Content-Length": "999"}, CSV)) as address,
        pytest.raises(Unreadable, match="broke off"),
    ):
        fetch(f"{address}/t.csv", settings(tmp_path))


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with serving(csv) as address, pytest.raises(Unreadable, match="ARMILLARY_IMPORT_TIMEOUT_S"):
        fetch(f"{address}/t.csv", settings(tmp_path, import_timeout_s=1e-9))
