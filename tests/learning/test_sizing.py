"""Presets sized for tables: every value stays one that its algorithm takes."""

import pytest

from armillary.learning.catalogue import CatalogueEntry, list_entries
from armillary.learning.params import check
from armillary.learning.sizing import TableSize, adapt, is_another_size, refit

SIZES = [
    TableSize(1, 1),
    TableSize(150, 5),
    TableSize(20_000, 30),
    TableSize(300_000, 900),
    TableSize(20_000_000, 300),
]


@pytest.mark.parametrize("entry", list_entries(), ids=lambda entry: entry.id)
def test_whatever_the_size_the_algorithm_takes_the_values(entry: CatalogueEntry) -> None:
    for preset in entry.presets:
        for size in SIZES:
            values, changes = adapt(preset["values"], entry.properties, size)

            assert check(entry, values, door="strict").errors == []
            differing = {name for name in values if values[name] != preset["values"][name]}
            assert {change.name for change in changes} == differing


def test_a_middling_table_changes_no_number_of_trees() -> None:
    given = {"n_estimators": 500, "min_samples_leaf": 2, "max_depth": None, "criterion": "gini"}

    assert adapt(given, {}, TableSize(20_000, 30)) == (given, [])


def test_a_huge_table_gets_fewer_trees_with_larger_leaves_and_is_told_why() -> None:
    given = {"n_estimators": 500, "min_samples_leaf": 2}

    values, changes = adapt(given, {}, TableSize(2_000_000, 30))

    assert values == {"n_estimators": 125, "min_samples_leaf": 5}
    assert [(change.name, change.instead_of) for change in changes] == [
        ("n_estimators", 500),
        ("min_samples_leaf", 2),
    ]
    assert all(change.why.endswith(" (2,000,000 rows, 30 columns).") for change in changes)


def test_values_chosen_for_a_small_table_are_told_what_would_fit_a_huge_one() -> None:
    kept = {"epochs": 100, "batch_size": 32, "learning_rate": 0.01}

    values, changes = refit(kept, {}, TableSize(200, 3), TableSize(600_000, 3))

    assert values == {"epochs": 20, "batch_size": 512, "learning_rate": 0.01}
    assert [(change.name, change.instead_of) for change in changes] == [
        ("epochs", 100),
        ("batch_size", 32),
    ]


def test_what_was_chosen_against_a_rule_stays_where_the_rule_says_the_same() -> None:
    kept = {"epochs": 100, "batch_size": 32}

    assert refit(kept, {}, TableSize(60_000, 3), TableSize(90_000, 3)) == (kept, [])


@pytest.mark.parametrize(
    ("one", "other", "is_another"),
    [
        (TableSize(200, 3), TableSize(1_999, 3), False),
        (TableSize(200, 3), TableSize(2_000, 3), True),
        (TableSize(2_000, 3), TableSize(200, 3), True),
        (TableSize(200, 3), TableSize(200, 30), True),
        (TableSize(200, 0), TableSize(200, 9), False),
    ],
)
def test_ten_times_the_rows_or_columns_is_another_size(
    one: TableSize, other: TableSize, is_another: bool
) -> None:
    assert is_another_size(one, other) is is_another
