"""The registry at the terminal: what is decided there is what the page and programs see."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from armillary.base.errors import AppError, BadRequest, Conflict, Invalid
from armillary.base.values import from_json
from armillary.capabilities import models
from armillary.cli import registering
from armillary.cli.models import program
from armillary.cli.options import load_settings
from armillary.cli.travelling import export_to
from armillary.cli.workshop import open_workshop
from armillary.learning.brought.forms import DataForm, get_form
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with two models."""
    settings = load_settings(tmp_path / "data")
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "price"])
    with open_workshop(settings) as shop:
        for number, alpha in enumerate((0.0, 100.0), 1):
            task = Task("regression", "price")
            *_, last = fit(frame, task, "linear_regression", {"alpha": alpha}, seed=0)
            model, model_id = last.model(), f"model_{number}"
            stored = models.write_bundle(shop.storage, model, f"models/{model_id}/1/bundle", {})
            with shop.database.write() as session:
                origin = models.Lineage(None, None, f"Line {number}")
                models.register(shop.actor, session, model_id, model, stored, origin)
    return settings


def test_versions_move_through_stages_aliases_and_tags(settings: Settings) -> None:
    registering.register(settings, "model_1", "flats", "What flats cost")
    registering.register(settings, "model_2", "flats", None)
    registering.move(settings, "flats/1", "production", "archived", "first")
    registering.move(settings, "flats/2", "production", "staging", "better")
    registering.set_alias(settings, "flats", "champion", "flats/2")
    registering.set_tags(settings, "flats@champion", ["checked", "checked", "new"])

    first, second = registering.show(settings, "flats/1"), registering.show(settings, "flats")

    assert first["registered"]["stage"] == "staging"
    assert second["id"] == "model_2"
    assert second["registered"] == {
        "name": "flats", "number": 2, "stage": "production", "aliases": ["champion"],
    }  # fmt: skip
    assert second["tags"] == ["checked", "new"]
    assert [one["kind"] for one in second["depends"]] == ["production", "alias"]
    moves = registering.read_name(settings, "flats")["history"]
    assert {one["note"] for one in moves if one["what"] == "stage"} >= {"first", "better"}


def test_what_is_needed_is_neither_archived_nor_deleted(settings: Settings) -> None:
    registering.register(settings, "model_1", "flats", None)
    registering.move(settings, "model_1", "production", "archived", None)

    with pytest.raises(Conflict, match="in production"):
        registering.put_away(settings, "flats/1", None, force=False)
    with pytest.raises(Conflict, match="is needed"):
        registering.delete(settings, "flats/1", force=False)

    assert registering.delete(settings, "flats/1", force=True) == "model_1"
    with open_workshop(settings) as shop:
        assert not list(shop.storage.list_files("models/model_1"))
    registering.put_away(settings, "model_2", "old", force=False)
    assert registering.take_back(settings, "model_2")["archived_at"] is None


def test_commands_show_what_was_decided(settings: Settings, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        answer = CliRunner().invoke(program, [*words, "--data-dir", str(tmp_path / "data")])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    run("register", "model_1", "flats")
    run("alias", "flats", "champion", "model_1")
    listed = from_json(run("list", "--json"))["models"]
    compared = from_json(run("compare", "flats@champion", "model_2", "--json"))
    side_by_side = run("compare", "flats@champion", "model_2")
    run("alias", "flats", "champion", "--remove")
    run("withdraw", "flats/1")
    run("archive", "model_1")

    assert [one["id"] for one in listed] == ["model_2", "model_1"]
    assert [one["id"] for one in compared["models"]] == ["model_1", "model_2"]
    assert "alpha" in side_by_side
    assert from_json(run("names", "--json"))["names"][0]["versions"] == 0
    assert [one["id"] for one in from_json(run("list", "--json"))["models"]] == ["model_2"]
    assert len(from_json(run("list", "--archived", "--json"))["models"]) == 2


def test_what_cannot_be_is_refused_with_the_reason(settings: Settings, tmp_path: Path) -> None:
    data = ["--data-dir", str(tmp_path / "data")]
    neither = CliRunner().invoke(program, ["alias", "flats", "champion", *data])

    assert isinstance(neither.exception, BadRequest)
    with pytest.raises(AppError, match="letters, digits"):
        registering.register(settings, "model_1", "bad/name", None)
    with pytest.raises(Invalid, match="note"):
        registering.put_away(settings, "model_1", "x" * 3_000, force=False)
    with pytest.raises(AppError, match="no model"):
        registering.show(settings, "nobody/7")


def test_what_is_taken_along_at_the_terminal_comes_back(settings: Settings, tmp_path: Path) -> None:
    found = {}
    for form in ("bundle", "safetensors", "project"):
        export_to("model_2", form, tmp_path / f"{form}.zip", tmp_path / "data")
        returning = get_form("bundle")
        assert isinstance(returning, DataForm)
        found[form], _ = returning.load((tmp_path / f"{form}.zip").read_bytes())

    rows = [{"a": 1.0}, {"a": None}]
    expected = found["bundle"].predict_rows(rows).values.tolist()
    assert [one.predict_rows(rows).values.tolist() for one in found.values()] == [expected] * 3
    assert found["bundle"].params["alpha"] == 100.0
