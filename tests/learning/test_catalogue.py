"""The catalogue that the server and the forms read."""

import subprocess
import sys
from collections import Counter

import pytest

from armillary.base.errors import NotFound
from armillary.learning import build_catalogue
from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry, list_categories, list_entries
from armillary.learning.derived.choosing import CURATED, LEFT_OUT, find_estimators


def test_the_stored_catalogue_is_that_of_the_algorithms():
    assert build_catalogue.PATH.read_text(encoding="utf-8") == build_catalogue.build()
    assert build_catalogue.main(["--check"]) == 0


def test_a_stale_catalogue_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build_catalogue, "PATH", tmp_path / "catalogue.json")

    assert build_catalogue.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert build_catalogue.main([]) == 0
    assert build_catalogue.main(["--check"]) == 0


@pytest.mark.parametrize(
    "module",
    ["catalogue", "params", "contract", "model", "fit", "bundle", "algorithms", "build_catalogue"],
)
def test_importing_it_loads_no_heavy_library(module):
    heavy = "{'numpy', 'pandas', 'scipy', 'sklearn', 'torch', 'lightgbm', 'pyarrow'}"
    code = (
        f"import sys, armillary.learning.{module}\n"
        "from armillary.learning.catalogue import list_entries; list_entries()\n"
        "from armillary.learning.algorithms import all_algorithms; all_algorithms()\n"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_every_algorithm_is_listed_with_what_people_read():
    entries = list_entries()

    assert {entry.id for entry in entries} == set(all_algorithms())
    for entry in entries:
        assert entry.description.endswith(".")
        assert entry.when_to_use.endswith(".")
        assert entry.documentation_url.startswith("https://")
        presets = [preset["id"] for preset in entry.presets]
        if entry.category == "Preprocessing":
            # A scaler is as fast as it is thorough.
            assert "balanced" in presets
        elif entry.derived_from is None:
            assert presets == ["fast", "balanced", "thorough"]
        else:
            assert presets == ["balanced"]
        for spec in entry.properties.values():
            assert spec["title"]
            assert spec["description"].endswith(".")


def test_everything_that_scikit_learn_finds_has_one_place():
    origins = [entry.derived_from for entry in list_entries() if entry.derived_from is not None]
    offered = {origin.rpartition(".")[2] for origin in origins}

    found = find_estimators().keys()

    assert found == offered | CURATED.keys() | LEFT_OUT.keys()
    assert len(found) == len(offered) + len(CURATED) + len(LEFT_OUT)


def test_categories_are_listed_with_the_number_of_their_algorithms():
    categories = list_categories()

    assert [(category["id"], category["name"]) for category in categories] == [
        ("neural_networks", "Neural Networks"),
        ("traditional_ml", "Traditional ML"),
        ("ensemble_methods", "Ensemble Methods"),
        ("preprocessing", "Preprocessing"),
        ("dimensionality_reduction", "Dimensionality Reduction"),
    ]
    counts = {one["name"]: one["count"] for one in categories if one["count"]}
    assert counts == Counter(entry.category for entry in list_entries())


@pytest.mark.parametrize(
    ("algorithm_id", "name", "expected"),
    [
        ("feedforward_nn", "hidden_layers", ("list[int]", [64, 32], 1, 1024, None, False)),
        ("feedforward_nn", "learning_rate", ("float", 0.001, 1e-6, 1.0, None, False)),
        (
            "feedforward_nn",
            "activation",
            (
                "categorical",
                "relu",
                None,
                None,
                ["relu", "tanh", "sigmoid", "leaky_relu", "elu"],
                False,
            ),
        ),
        (
            "feedforward_nn",
            "optimizer",
            ("categorical", "adam", None, None, ["adam", "sgd", "rmsprop", "adagrad"], False),
        ),
        ("feedforward_nn", "dropout_rate", ("float", 0.0, 0.0, 0.9, None, True)),
        ("feedforward_nn", "batch_size", ("int", 32, 1, 512, None, False)),
        ("feedforward_nn", "epochs", ("int", 100, 1, 10_000, None, False)),
        (
            "feedforward_nn",
            "regularization",
            ("categorical", "l2", None, None, ["none", "l1", "l2"], False),
        ),
        ("random_forest", "n_estimators", ("int", 100, 1, 1000, None, False)),
        ("random_forest", "max_depth", ("int", None, 1, 100, None, False)),
        ("random_forest", "min_samples_split", ("int", 2, 2, 100, None, False)),
        (
            "random_forest",
            "criterion",
            ("categorical", "gini", None, None, ["gini", "entropy", "log_loss"], False),
        ),
    ],
)
def test_the_contract_s_parameters_have_its_defaults_and_ranges(algorithm_id, name, expected):
    described = {item["name"]: item for item in get_entry(algorithm_id).hyperparameters()}[name]

    keys = ("type", "default", "min", "max", "options", "advanced")
    assert tuple(described[key] for key in keys) == expected


def test_advanced_parameters_come_only_when_asked_for():
    entry = get_entry("feedforward_nn")

    plain = {item["name"] for item in entry.hyperparameters(advanced=False)}

    assert "epochs" in plain
    assert "dropout_rate" not in plain
    assert "dropout_rate" in {item["name"] for item in entry.hyperparameters()}


def test_what_there_is_not_is_told_with_what_there_is():
    with pytest.raises(NotFound, match=r"no algorithm '0042'; there are: .*random_forest"):
        get_entry("0042")
    with pytest.raises(NotFound, match="presets are: fast, balanced, thorough"):
        get_entry("random_forest").preset("slow")
    assert get_entry("random_forest").preset("fast")["n_estimators"] == 50


@pytest.mark.parametrize(
    "name", ["SVM", "svc", "SVR", "Support Vector-Machine", " support_vector_machine"]
)
def test_an_algorithm_is_found_by_whatever_people_call_it(name):
    assert get_entry(name).id == "support_vector_machine"


def test_a_misspelt_algorithm_is_answered_with_the_nearest():
    with pytest.raises(NotFound, match=r"no algorithm 'xgbost'; did you mean xgboost\?"):
        get_entry("xgbost")


def test_no_two_algorithms_are_called_the_same():
    asked = [(entry, name) for entry in list_entries() for name in (entry.name, *entry.aliases)]

    assert [(entry.id, name) for entry, name in asked if get_entry(name) is not entry] == []
