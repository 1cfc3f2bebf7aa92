"""Bundles whose recipe is hostile: nothing of it reads, writes or runs, and each gets an error.

Every bundle is sealed as its sender would: hashes keep files together, they do not vouch for them.
"""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from armillary.base.errors import AppError
from armillary.base.values import from_json, to_json
from armillary.learning import bundle
from armillary.learning.brought.forms import form_of
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.model import FittedModel
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from armillary.learning.travel.exports import get_export
from armillary.learning.travel.retraining import template

_SECRET = "canary-of-a-foreign-file"
Change = Callable[[dict[str, Any], str], None]
"""Makes a recipe hostile, as its JSON; the text names a file with a secret."""


@pytest.fixture(scope="module")
def model() -> FittedModel:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"size": rng.normal(size=60), "town": rng.choice(["a", "b"], 60)})
    frame["price"] = frame["size"] * 2 + 1
    steps = [
        {"type": "derive", "params": {"name": "much", "expression": "size * 2"}},
        {"type": "handle_missing", "params": {"columns": ["size"], "method": "mean"}},
        {"type": "scale", "params": {"columns": ["size"], "method": "standard"}},
        {"type": "encode", "params": {"columns": ["town"], "method": "target", "target": "price"}},
    ]
    recipe = begin(open_memory(), pa.Table.from_pandas(frame), check_steps(steps), {})
    *_, last = fit(
        recipe.frame, Task("regression", "price"), "linear_regression", {}, seed=0, recipe=recipe
    )
    return last.model()


def _files(model: FittedModel, change: Change, secret: str) -> dict[str, bytes]:
    """Give the files of a bundle whose recipe was changed, sealed anew."""
    manifest, files = bundle.files_of(model, {})
    recipe = from_json(files["recipe.json"])
    change(recipe, secret)
    held = {name: data for name, data in files.items() if name != "manifest.json"}
    held["recipe.json"] = json.dumps(recipe).encode()
    told = {name: one for name, one in manifest.items() if name not in ("files", "checksum")}
    return {**held, "manifest.json": to_json(bundle.sealed(told, held))}


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _expression(text: str) -> Change:
    def change(recipe: dict[str, Any], secret: str) -> None:
        recipe["steps"][0]["params"]["expression"] = text.format(secret=secret)

    return change


def _state(place: int, value: Callable[[str], Any]) -> Change:
    """Put something else in the place of what a step has learned."""

    def change(recipe: dict[str, Any], secret: str) -> None:
        recipe["states"][place] = _replaced(recipe["states"][place], value(secret))

    return change


def _replaced(state: Any, value: Any) -> Any:
    """Replace every number and text within a state."""
    if isinstance(state, dict):
        return {name: _replaced(one, value) for name, one in state.items()}
    if isinstance(state, list):
        return [_replaced(one, value) for one in state]
    return value


def _step(kind: str, **params: Any) -> Change:
    def change(recipe: dict[str, Any], secret: str) -> None:
        recipe["steps"].append({"id": "x", "type": kind, "params": params})
        recipe["states"].append({})

    return change


def _storage(recipe: dict[str, Any], secret: str) -> None:
    recipe["fields"][0][1] = f"double) from read_text('{secret}') --"


def _name(recipe: dict[str, Any], secret: str) -> None:
    recipe["fields"][0][0] = f"size\" from read_text('{secret}') --"


def _nested_state(recipe: dict[str, Any], secret: str) -> None:
    found: Any = 1.0
    for _ in range(300):
        found = [found]
    recipe["states"][1] = found


def _many_steps(recipe: dict[str, Any], secret: str) -> None:
    recipe["steps"] *= 1000
    recipe["states"] *= 1000


_READ = "(select max(length(content)) from read_text('{secret}'))"
_QUOTED = "1.0)::double from read_text('{secret}') --"
HOSTILE: dict[str, Change] = {
    "reads a table": _expression("read_csv('{secret}')"),
    "reads a text": _expression("length(read_text('{secret}'))"),
    "asks within": _expression(_READ),
    "ends the query": _expression("1; copy (select 1) to '{secret}.out'"),
    "attaches": _expression("1); attach '{secret}' as other; select (1"),
    "installs": _expression("install httpfs"),
    "sets": _expression("pragma enable_external_access"),
    "reads the environment": _expression("getenv('PATH')"),
    "quotes a name": _expression("`size` + (select 1)"),
    "nested in brackets": _expression("(" * 50_000 + "size" + ")" * 50_000),
    "nested in signs": _expression("-" * 50_000 + "size"),
    "a long sum": _expression(" + ".join(["size"] * 50_000)),
    "a long text": _expression("'" + "x" * 5_000_000 + "' = town"),
    "a fill that asks": _state(1, lambda secret: _READ.format(secret=secret)),
    "a centre that asks": _state(2, lambda secret: _QUOTED.format(secret=secret)),
    "a mean that asks": _state(3, lambda secret: _QUOTED.format(secret=secret)),
    "a centre that is no number": _state(2, lambda _: {"a": [None]}),
    "nothing learned": _state(2, lambda _: None),
    "a nested state": _nested_state,
    "a join": _step("join", dataset=_SECRET, keys=[{"left": "town", "right": "town"}]),
    "a filter that reads": _step("filter", condition="size > length(read_text('/etc/passwd'))"),
    "a type that ends the query": _storage,
    "a name that ends the query": _name,
    "many steps": _many_steps,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_recipe_is_refused_and_reads_nothing(
    model: FittedModel, name: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(_SECRET)

    with pytest.raises(AppError) as refused:
        form_of("model.zip").load(_zipped(_files(model, HOSTILE[name], str(secret))))

    assert refused.value.status in (400, 422)
    assert _SECRET not in refused.value.message.replace(f"'{_SECRET}'", "")
    assert len(refused.value.message) < 2_000
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]


def _greedy(text: str) -> Change:
    return _expression(f"if(matches(town, '{text}'), size, size) * 2")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(.*a){{30}}"])
def test_a_regular_expression_that_would_take_forever_elsewhere_takes_no_time(
    model: FittedModel, pattern: str
) -> None:
    files = _files(model, _greedy(pattern), "")

    found, _ = form_of("model.zip").load(_zipped(files))

    rows = [{"size": 1.0, "town": "a" * 100_000 + "!"}]
    assert np.isfinite(found.predict_rows(rows).values).all()


@pytest.mark.parametrize(
    "query",
    [
        "select 0 as n, content as c0, content as c1, 1.0 as c2 from read_text('{secret}')",
        "select 1; copy (select 1) to '{secret}.out'; select * from given",
        "select * from given; attach '{secret}.db' as other; select * from given",
    ],
)
def test_what_a_project_runs_of_a_hostile_recipe_reads_and_writes_nothing(
    model: FittedModel, query: str, tmp_path: Path
) -> None:
    import duckdb

    secret = tmp_path / "secret.txt"
    secret.write_text(_SECRET)

    def change(recipe: dict[str, Any], secret: str) -> None:
        recipe["made"]["before"] = query.format(secret=secret)

    found, _ = form_of("model.zip").load(_zipped(_files(model, change, str(secret))))
    data = get_export("project").write(found, {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        made = from_json(archive.read("recipe.json"))
    known: dict[str, Any] = {}
    text = template("prepare.py")
    opening = text[text.index("def open_engine") : text.index("def rows_of")]
    exec("import duckdb\n" + opening, known)  # the very lines of the project
    engine = known["open_engine"]()

    with pytest.raises(duckdb.Error):
        engine.execute(f"create temp table ahead as {made['before']} order by n")

    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
