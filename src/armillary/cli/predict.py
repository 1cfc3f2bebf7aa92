"""`armillary predict`: a model says what it makes of the rows of a table."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import AsJson, DataDir, Read

PANEL = "Models"

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", dir_okay=False, help="CSV to write instead of the terminal."),
]


def predict(
    model: Annotated[
        str,
        typer.Argument(
            help="A bundle (folder or .zip); or with --data-dir an id, name@alias or name/3."
        ),
    ],
    data: Annotated[
        Path,
        typer.Argument(
            help="The rows, in any format that `train` reads.", exists=True, dir_okay=False
        ),
    ],
    output: Output = None,
    read: Read = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Predict every row of a table; columns that the model does not know are ignored.

    The answer has a column `prediction` and, for classes, one `probability_…` for each of them;
    that of a model without a target has what it describes rows by.

    [bold]Examples[/]

      armillary predict iris-random_forest.zip flowers.csv
      armillary predict iris-random_forest.zip flowers.csv -o predictions.csv
      armillary predict model_01k… flowers.csv --data-dir ./data --json
      armillary predict iris@champion flowers.csv --data-dir ./data
    """
    from armillary.cli.predicting import predict_file

    predict_file(model, data, read=read, output=output, data_dir=data_dir, as_json=as_json)
