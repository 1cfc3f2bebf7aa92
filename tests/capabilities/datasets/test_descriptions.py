"""What comments above a table say of its columns."""

from tests.capabilities.datasets.importer import import_text


def test_descriptions_of_columns_are_kept_with_them() -> None:
    table = import_text(
        "# This file was produced by an archive\n"
        "# COLUMN period:  Orbital Period [days]\n"
        "# COLUMN other:   Of no column here\n"
        "#\n"
        "period,depth\n1.5,2\n2.5,3\n"
    )

    assert [column.get("description") for column in table.imported.columns] == [
        "Orbital Period [days]",
        None,
    ]
