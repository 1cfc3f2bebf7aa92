"""The laws of generators, over every one of them."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from armillary.base.errors import Invalid
from armillary.learning.generating import TableGenerator
from armillary.learning.generators import all_generators, check_params

GENERATORS = list(all_generators().values())
PARAMETERS = [
    pytest.param(generator, parameter.name, id=f"{generator.id}.{parameter.name}")
    for generator in GENERATORS
    for parameter in generator.params
]
each_generator = pytest.mark.parametrize("generator", GENERATORS, ids=lambda one: one.id)


def make(generator: TableGenerator, seed: int = 0, **params: Any) -> dict[str, Any]:
    complete = check_params(generator, params).require()
    return dict(generator.generate(complete, np.random.default_rng(seed)))


def are_equal(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return list(one) == list(other) and all(np.array_equal(one[name], other[name]) for name in one)


def test_there_are_those_that_people_were_promised() -> None:
    assert set(all_generators()) >= set(
        "spiral moons circles blobs xor rings linear_regression nonlinear_regression swiss_roll "
        "imbalanced high_dimensional planted_leak transit_survey".split()
    )


def test_knowing_them_loads_no_library_that_computes() -> None:
    code = (
        "import sys; from armillary.learning.generators import all_generators; "
        "[one.params.schema() for one in all_generators().values()]; "
        "sys.exit('numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@each_generator
def test_a_seed_gives_one_table(generator: TableGenerator) -> None:
    assert are_equal(make(generator, 1), make(generator, 1))
    assert not are_equal(make(generator, 1), make(generator, 2))


@each_generator
@pytest.mark.parametrize("rows", [10, 137, 10_000])
def test_a_table_has_the_size_that_was_asked_for(generator: TableGenerator, rows: int) -> None:
    made = make(generator, n_points=rows)

    assert {len(column) for column in made.values()} == {rows}


@each_generator
def test_every_column_is_explained_and_whole(generator: TableGenerator) -> None:
    params = check_params(generator, {}).require()
    made = make(generator)

    texts = generator.columns(params)
    assert list(made) == list(texts)
    assert [name for name, text in texts.items() if not text.endswith(".")] == []
    numbers = [column for column in made.values() if column.dtype.kind in "fi"]
    assert all(np.isfinite(column).all() for column in numbers)
    assert {column.dtype.kind for column in made.values()} <= set("fiU")


@each_generator
def test_axes_and_target_are_columns(generator: TableGenerator) -> None:
    made, about = make(generator), generator.about

    assert all(made[name].dtype.kind in "fi" for name in about.axes)
    assert len(np.unique(made[about.target])) >= 2
    assert (made[about.target].dtype.kind == "f") == (about.task == "regression")


@pytest.mark.parametrize(("generator", "name"), PARAMETERS)
def test_every_parameter_does_something(generator: TableGenerator, name: str) -> None:
    spec = generator.params.schema()["properties"][name]
    ends = [spec[key] for key in ("minimum", "maximum") if key in spec]
    others = [value for value in [*ends, *spec.get("enum", ())] if value != spec["default"]]

    changed = [not are_equal(make(generator), make(generator, **{name: one})) for one in others]

    assert others
    assert all(changed), dict(zip(others, changed, strict=True))


@pytest.mark.parametrize(("generator", "name"), PARAMETERS)
def test_a_value_out_of_range_is_refused_in_words(generator: TableGenerator, name: str) -> None:
    spec = generator.params.schema()["properties"][name]
    wrong = [spec["minimum"] - 1, spec["maximum"] + 1] if "minimum" in spec else ["no such word"]

    for value in [*wrong, list(wrong)]:
        with pytest.raises(Invalid, match=rf"^{name} must be "):
            check_params(generator, {name: value}).require()


@pytest.mark.parametrize(
    "generator",
    [one for one in GENERATORS if "n_classes" in one.params.defaults()],
    ids=lambda one: one.id,
)
@pytest.mark.parametrize("count", [2, 3, 10])
def test_there_are_as_many_classes_as_asked_for(generator: TableGenerator, count: int) -> None:
    label = make(generator, n_points=1000, n_classes=count)[generator.about.target]

    named, sizes = np.unique(label, return_counts=True)
    assert named.tolist() == list(range(count))
    assert sizes.min() >= 0.7 * 1000 / count
