"""What is written down for containers is what the program understands; no engine is needed here."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from typer.main import get_command

from armillary.cli.program import program
from armillary.settings import Settings
from armillary.settings.reading import names_of

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ")
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "armillary"}
GIVEN = {"POSTGRES_PASSWORD": "secret", "ARMILLARY_SECRET_KEY": "s" * 32}


def _instructions(word: str) -> list[str]:
    return re.findall(rf"^{word}\s+(.*)$", DOCKERFILE, flags=re.MULTILINE)


def _filled(text: str) -> str:
    """Put in what people set, as compose does."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: GIVEN[found[1]], text)


def _image_environment() -> dict[str, str]:
    pairs = [pair.split("=", 1) for line in _instructions("ENV") for pair in shlex.split(line)]
    return {name: value for name, value in pairs if name.startswith("ARMILLARY_")}


def _command_of(service: dict[str, Any]) -> list[str]:
    [default] = _instructions("CMD")[-1:]
    words: list[str] = service.get("command") or yaml.safe_load(default)
    return words


@pytest.mark.parametrize("name", OURS)
def test_a_service_starts_with_settings_that_are_known_and_fit_together(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (_image_environment() | OURS[name]["environment"]).items():
        monkeypatch.setenv(variable, _filled(str(value)))

    settings = Settings.load()

    assert settings.accounts
    assert settings.database_address.startswith("postgresql")
    assert settings.host == "0.0.0.0"


def test_every_variable_of_ours_is_a_setting() -> None:
    given = set(_image_environment())
    for service in OURS.values():
        given |= set(service["environment"])

    assert given <= set(names_of(Settings))


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_verb_that_there_is(name: str) -> None:
    program_name, *words = _command_of(OURS[name])

    answer = CliRunner().invoke(get_command(program), [*words, "--help"])

    assert program_name == "armillary"
    assert answer.exit_code == 0, answer.output


def test_services_wait_for_services_that_say_when_they_are_well() -> None:
    for service in SERVICES.values():
        for needed, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert SERVICES[needed]["healthcheck"]["test"]


def test_volumes_and_ports_are_those_that_are_declared() -> None:
    used = {mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", ())}
    ports = {port.split(":")[-1] for one in OURS.values() for port in one.get("ports", ())}
    [data] = {mount for one in OURS.values() for mount in one["volumes"]}

    assert used == set(COMPOSE["volumes"])
    assert ports == set(_instructions("EXPOSE")) == {str(Settings().ports[0])}
    assert data.split(":")[1] == _instructions("VOLUME")[-1]
    assert data.split(":")[1] == _image_environment()["ARMILLARY_DATA_DIR"]


def test_compose_builds_the_image_that_stands_beside_it() -> None:
    for service in OURS.values():
        context = (ROOT / "deploy" / service["build"]["context"]).resolve()

        assert (context / service["build"]["dockerfile"]).is_file()


def test_the_image_copies_what_there_is_and_is_not_ignored() -> None:
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), flags=re.MULTILINE)
    copies = [line for line in _instructions("COPY") if not line.startswith("--from")]
    sources = [source for line in copies for source in line.split()[:-1]]

    for source in sources:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in let_in, source


def test_the_image_installs_extras_that_there_are_and_runs_as_nobody_special() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = re.findall(r"^ARG EXTRAS=(\S+)$", DOCKERFILE, flags=re.MULTILINE)[0].split(",")

    assert set(extras) <= set(project["optional-dependencies"])
    assert _instructions("USER") == ["armillary"]
