"""`armillary train`: a table becomes a model, without a server."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import AsJson, Read

PANEL = "Models"

KeptIn = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="Keep the run in this data folder (else in a temporary one).",
        show_default=False,
        file_okay=False,
    ),
]
Data = Annotated[
    Path,
    typer.Argument(
        help="The table: CSV, Excel, Parquet or another format that the page imports.",
        exists=True,
        dir_okay=False,
    ),
]
Target = Annotated[
    list[str] | None,
    typer.Option(
        "--target", "-t",
        help="The column to predict; repeated, several at once. Clustering and its like need "
        "none, and are judged by one.",
    ),
]  # fmt: skip
Algorithm = Annotated[
    str, typer.Option("--algorithm", "-a", help="How to learn it; `armillary doctor` lists all.")
]
Values = Annotated[
    list[str] | None,
    typer.Option("--set", "-s", metavar="NAME=VALUE", help="A parameter; may be repeated."),
]
Task = Annotated[
    str | None,
    typer.Option(
        help="classification, regression, clustering, anomaly_detection, dimensionality_reduction "
        "or preprocessing (default: what algorithm and target are for)."
    ),
]
Features = Annotated[
    str | None, typer.Option(help="Columns to learn from, with commas (default: all others).")
]
Group = Annotated[
    str | None, typer.Option(help="Rows that share its value stay on one side of the split.")
]
Time = Annotated[
    str | None,
    typer.Option(help="Learn from the oldest rows by this column, and judge on the newest."),
]
Texts = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMNS",
        help="Columns to read as texts, with commas; none for no column (default: those that hold "
        "sentences).",
    ),
]
Weight = Annotated[
    str | None,
    typer.Option(help="A column that says how much each row counts, learning and judging."),
]
ClassWeights = Annotated[
    list[str] | None,
    typer.Option(
        "--class-weight",
        metavar="CLASS=NUMBER",
        help="How much the rows of a class count in learning (default 1); may be repeated.",
    ),
]
LeaveOut = Annotated[
    str | None, typer.Option(help="Columns not to learn from, with commas: what gives it away.")
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Train against serious findings; every score says so.")
]
Recipe = Annotated[
    str | None,
    typer.Option(
        metavar="<file or id>",
        help="Prepare the table by the steps in this file (JSON), or by the recipe of this id "
        "that --data-dir keeps; what they learn, they learn from the training part.",
    ),
]
First = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ALGORITHM",
        help="Scale or reduce by this first; may be repeated. It travels with the model.",
    ),
]
FirstValues = Annotated[
    list[str] | None,
    typer.Option(
        "--first-set",
        metavar="NAME=VALUE",
        help="A parameter of what goes first; ALGORITHM.NAME=VALUE where several do.",
    ),
]
Calibration = Annotated[
    str,
    typer.Option(
        help="Make probabilities say how often they come true: sigmoid, isotonic, temperature."
    ),
]
Folds = Annotated[
    int | None,
    typer.Option(
        min=2,
        max=20,
        help="Judge by so many folds too: rows held back in turn; whole groups with --group, "
        "behind what is learned with --time.",
    ),
]
Repeats = Annotated[int, typer.Option(help="Deal the folds anew so often.", min=1, max=20)]
Nested = Annotated[
    int,
    typer.Option(
        metavar="SETTINGS",
        help="Let each fold try so many settings of the parameters, the given ones first, so that "
        "its score does not know which were good.",
        min=0,
        max=100,
    ),
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same numbers.", min=0)]
MaxSeconds = Annotated[
    float | None,
    typer.Option(help="Stop when it has learned for so long, and keep the best.", min=0.001),
]
Name = Annotated[str | None, typer.Option(help="What to call the run.")]
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--model", "-m", dir_okay=False,
        help="Write the model here (.zip) (default: beside you, unless --data-dir keeps it).",
    ),
]  # fmt: skip
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report", "-r", dir_okay=False,
        help="Write the sheet of the run here: .html, .md or .pdf (default: beside you, unless "
        "--json).",
    ),
]  # fmt: skip


def train(
    data: Data,
    targets: Target = None,
    algorithm: Algorithm = "random_forest",
    values: Values = None,
    task: Task = None,
    features: Features = None,
    group: Group = None,
    time: Time = None,
    texts: Texts = None,
    weight: Weight = None,
    class_weights: ClassWeights = None,
    leave_out: LeaveOut = None,
    anyway: Anyway = False,
    recipe: Recipe = None,
    first: First = None,
    first_values: FirstValues = None,
    calibration: Calibration = "none",
    folds: Folds = None,
    repeats: Repeats = 1,
    nested: Nested = 0,
    seed: Seed = 0,
    max_seconds: MaxSeconds = None,
    name: Name = None,
    read: Read = None,
    data_dir: KeptIn = None,
    model: ModelFile = None,
    report: ReportFile = None,
    as_json: AsJson = False,
) -> None:
    """Train a model on a table; Ctrl+C stops and keeps the best so far.

    With --data-dir the run is kept there, and on the page of a server with the same folder.

    First the guard looks for what would make the score look better than it is; where it finds
    something serious, nothing is trained unless it is settled, or you say --anyway.

    [bold]Examples[/]

      armillary train iris.csv --target species
      armillary train houses.csv -t price -t rent -a lightgbm -s n_estimators=300 -r report.html
      armillary train churn.csv -t left --leave-out refund --group customer
      armillary train churn.csv -t left -a lightgbm --folds 5 --nested 20
      armillary train people.csv --algorithm k_means --set n_clusters=4
      armillary train houses.csv -t price --data-dir ./data --first pca --json | jq .metrics
    """
    given = dict(locals())
    from armillary.cli.training import Order, train_table

    raise typer.Exit(train_table(Order(**given)))
