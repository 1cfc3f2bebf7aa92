"""Files of skops and CatBoost: what they say stays the same, and hostile ones never run."""

import io
import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from armillary.base.errors import AppError
from armillary.base.isolation import all_backends
from armillary.learning.brought import bring
from armillary.learning.brought.assembling import assemble
from armillary.learning.brought.finding import to_answer
from armillary.learning.brought.forms import form_of
from tests.learning.brought.test_estimators import MAKERS, ROWS

CANARY = "canary"
Change = Callable[[Any], Any]


def _bring(filename: str, data: bytes) -> Any:
    return assemble(to_answer(form_of(filename).find(data)))[0]


@pytest.mark.parametrize("name", ["brought_in of several steps", "random_forest", "lightgbm"])
def test_a_file_of_skops_says_what_the_original_says(name: str) -> None:
    skops = pytest.importorskip("skops.io", reason="skops comes with an extra")
    original = MAKERS[name]()

    model = _bring("model.skops", skops.dumps(original))

    names = [one["name"] for one in model.features]
    rows = [dict(zip(names, row, strict=True)) for row in ROWS.tolist()]
    said, expected = model.predict_rows(rows).values, original.predict(ROWS)
    if model.classes is None:
        # Forests are asked about float32 here.
        assert np.allclose(said.astype(float), expected, rtol=1e-5)
    else:
        assert said.tolist() == expected.tolist()


def _node(loader: str, path: str, **more: Any) -> dict[str, Any]:
    module, _, name = path.rpartition(".")
    return {"__loader__": loader, "__module__": module, "__class__": name, **more}


def _text(value: str) -> dict[str, Any]:
    return _node("JsonNode", "builtins.str", content=json.dumps(value), is_json=True)


def _within(part: Any) -> dict[str, Any]:
    """Hide a part in the state of an estimator that is allowed."""
    state = _node("DictNode", "builtins.dict", key_types=_node("ListNode", "builtins.list",
                  content=[]), content={"coef_": part})  # fmt: skip
    path = "sklearn.linear_model._logistic.LogisticRegression"
    return _node("ObjectNode", path, content=state)


def _calls(canary: str) -> dict[str, dict[str, Any]]:
    touch = f"touch {canary}"
    arguments = _node("TupleNode", "builtins.tuple", content=[_text(touch)])
    allowed = "sklearn.feature_selection._univariate_selection.f_classif"
    draws = _node("DictNode", "builtins.dict", content={"bit_generator": _text("seed")})
    return {
        "a type": _node("TypeNode", "os.system"),
        "an object": _node("ObjectNode", "subprocess.Popen", content=arguments),
        "made by its own rule": _node("ConstructorFromReduceNode", "os.system", content=arguments),
        "an operator": _node("OperatorFuncNode", "operator.methodcaller", attrs=arguments),
        "a function": _node(
            "FunctionNode", allowed, content={"module_path": "os", "function": "system"}
        ),
        "a method": _node(
            "MethodNode", "builtins.str", content={"func": "format", "obj": _text(touch)}
        ),
        "a part of a call": _node("PartialNode", "functools.partial", content={"args": arguments}),
        "what is drawn with": _node(
            "RandomGeneratorNode", "numpy.random._generator.Generator",
            content={"bit_generator": draws, "seed_seq": draws},
        ),
        "a maker of no name": {"__module__": "os", "__class__": "system"},
        "a module that is none": {"__loader__": "TypeNode", "__module__": 3, "__class__": []},
    }  # fmt: skip


def _file(schema: Any, files: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        text = schema if isinstance(schema, str) else json.dumps(schema)
        archive.writestr("schema.json", text)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


class _Reduced:
    def __init__(self, canary: str) -> None:
        self.canary = canary

    def __reduce__(self) -> Any:
        return (open, (self.canary, "w"))


def _pickled_array(canary: str) -> bytes:
    """Give an array of objects, which numpy keeps as a pickle."""
    out = io.BytesIO()
    np.save(out, np.array([_Reduced(canary)], dtype=object), allow_pickle=True)
    return out.getvalue()


@pytest.mark.parametrize("protocol", [0, 2])
@pytest.mark.parametrize("name", list(_calls("")))
def test_a_file_of_skops_that_calls_something_is_refused(
    name: str, protocol: int, tmp_path: Path
) -> None:
    pytest.importorskip("skops.io", reason="skops comes with an extra")
    canary = tmp_path / CANARY
    part = _calls(str(canary))[name]

    for schema in (part, _within(part)):
        data = _file({**schema, "protocol": protocol, "_skops_version": "0.16.0"})
        with pytest.raises(AppError) as refused:
            form_of("hostile.skops").find(data)
        assert refused.value.status == 400

    assert not canary.exists()


def _damaged(canary: str) -> dict[str, bytes]:
    array = _node("NdArrayNode", "numpy.ndarray", type="numpy", file="a.npy")
    deep = '{"__loader__":"ListNode","content":[' * 2_000 + "]}" * 2_000
    return {
        "an array that is a pickle": _file(
            {**_within(array), "protocol": 2}, {"a.npy": _pickled_array(canary)}
        ),
        "an array that leads out": _file(
            {**_within({**array, "file": "../../../etc/passwd"}), "protocol": 2}
        ),
        "a file that leads out": _file({**_within(array), "protocol": 2}, {"../out": b"x"}),
        "nested deeply": _file(deep),
        "nothing": _file({}),
        "no schema": _file("[1, 2"),
        "a pickle": pickle.dumps(_Reduced(canary)),
    }


@pytest.mark.parametrize("name", list(_damaged("")))
def test_a_damaged_file_of_skops_is_refused(name: str, tmp_path: Path) -> None:
    pytest.importorskip("skops.io", reason="skops comes with an extra")
    canary = tmp_path / CANARY

    with pytest.raises(AppError) as refused:
        form_of("hostile.skops").find(_damaged(str(canary))[name])

    assert refused.value.status == 400
    assert not canary.exists()


@pytest.fixture(scope="module")
def trained() -> dict[str, Any]:
    catboost = pytest.importorskip("catboost", reason="CatBoost comes with an extra")
    rows = ROWS.copy()
    rows[::9, 1] = np.nan
    usual = {"iterations": 4, "depth": 3, "logging_level": "Silent", "allow_writing_files": False}
    score = rows[:, 0] + np.nan_to_num(rows[:, 1])
    labels = np.where(score > 0.5, "p", np.where(rows[:, 0] < -0.5, "q", "r"))
    return {
        "classes": catboost.CatBoostClassifier(**usual).fit(rows, labels),
        "two classes": catboost.CatBoostClassifier(**usual).fit(rows, (score > 0).astype(int)),
        "numbers": catboost.CatBoostRegressor(**usual).fit(rows, score * 3 + 1000),
        "node by node": catboost.CatBoostClassifier(**usual, grow_policy="Lossguide").fit(
            rows, labels
        ),
        "rows": rows,
    }


def _saved(model: Any, folder: Path) -> bytes:
    model.save_model(str(folder / "model.cbm"))
    return (folder / "model.cbm").read_bytes()


@pytest.mark.parametrize("name", ["classes", "two classes", "numbers"])
def test_a_file_of_catboost_says_what_the_original_says(
    trained: dict[str, Any], name: str, tmp_path: Path
) -> None:
    original, rows = trained[name], trained["rows"]

    model = _bring("model.cbm", _saved(original, tmp_path))

    said = model.predictor.predict(rows.astype(np.float32))
    is_classes = name != "numbers"
    expected = original.predict_proba(rows) if is_classes else original.predict(rows)
    assert np.allclose(said, expected, rtol=1e-6)
    assert model.algorithm == "catboost"
    if is_classes:
        assert list(model.classes) == original.classes_.tolist()


def test_what_catboost_grows_otherwise_is_refused(trained: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(AppError, match="node by node"):
        _bring("model.cbm", _saved(trained["node by node"], tmp_path))


def test_no_changed_file_of_catboost_gets_further_than_an_error(
    trained: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a number is changed: refused, or read as the model that then stands there.

    CatBoost itself is not asked, since its compiled reader is for the isolated process only.
    """
    monkeypatch.setattr("armillary.learning.brought.forms.catboost._ask", lambda *_: None)
    data = _saved(trained["two classes"], tmp_path)
    rng = np.random.default_rng(5)
    hostile = [data[:length] for length in (0, 3, 4, 8, 60, 500, len(data) - 40)]
    for place in rng.integers(4, len(data) - 4, 400):
        word = struct.pack("<I", int(rng.choice([0, 1, 17, 1 << 16, 1 << 31, (1 << 32) - 1])))
        hostile.append(data[:place] + word + data[place + 4 :])

    statuses = []
    for changed in hostile:
        try:
            model = _bring("model.cbm", changed)
            model.predictor.predict(ROWS.astype(np.float32))
        except AppError as error:
            statuses.append(error.status)

    assert len(statuses) > 10
    assert set(statuses) <= {400, 422}


@pytest.mark.skipif(not all_backends(), reason="this machine cannot isolate a process")
def test_both_are_opened_in_isolation(trained: dict[str, Any], tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops comes with an extra")
    good, bad = tmp_path / "good.skops", tmp_path / "bad.skops"
    skops.dump(MAKERS["random_forest"](), good)
    bad.write_bytes(_file({**_calls(str(tmp_path / CANARY))["a type"], "protocol": 2}))
    _saved(trained["numbers"], tmp_path)

    forest, _ = bring(good, "skops")
    boosted, facts = bring(tmp_path / "model.cbm", "catboost")
    with pytest.raises(AppError, match="not on the list"):
        bring(bad, "skops")

    assert (forest.algorithm, boosted.algorithm) == ("random_forest", "catboost")
    assert facts["notes"] == []
    assert not (tmp_path / CANARY).exists()
