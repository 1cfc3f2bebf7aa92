"""`armillary search`: many trainings of one table, tried and compared, without a server."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import AsJson, Read
from armillary.cli.train import (
    Anyway,
    ClassWeights,
    Data,
    Features,
    First,
    FirstValues,
    Group,
    KeptIn,
    LeaveOut,
    Name,
    Recipe,
    Seed,
    Task,
    Texts,
    Time,
    Weight,
)

PANEL = "Models"

Target = Annotated[
    list[str],
    typer.Option(
        "--target", "-t", metavar="COLUMN",
        help="The column to predict; several, each with its own -t, are judged by their mean.",
    ),
]  # fmt: skip
Algorithms = Annotated[
    str | None,
    typer.Option(
        "--algorithms", "-a",
        help="What to try, with commas (default: what suits the task and the size of the table).",
    ),
]  # fmt: skip
Metric = Annotated[
    str | None,
    typer.Option(help="What to seek: auc, accuracy, f1_score, log_loss, rmse, mae or r2."),
]
Trials = Annotated[int, typer.Option(help="So many trials at most.", min=1, max=1000)]
Seconds = Annotated[
    float | None, typer.Option(help="So many seconds at most, the last training included.", min=5)
]
Patience = Annotated[
    int, typer.Option(help="Stop after so many trials without gain; 0 never does.", min=0)
]
Folds = Annotated[
    int | None, typer.Option(help="Folds to judge on; 1 holds one part out.", min=1, max=10)
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set", "-s", metavar="ALGORITHM.NAME=VALUE", help="A fixed value; may be repeated."
    ),
]
Ranges = Annotated[
    list[str] | None,
    typer.Option(
        "--range", metavar="ALGORITHM.NAME=LOW:HIGH",
        help="Where to search a number; may be repeated.",
    ),
]  # fmt: skip
FirstRanges = Annotated[
    list[str] | None,
    typer.Option(
        "--first-range", metavar="NAME=LOW:HIGH",
        help="Where to search a number of what goes first; ALGORITHM.NAME where several do.",
    ),
]  # fmt: skip
FirstSearched = Annotated[
    bool, typer.Option("--first-search", help="Search all values worth it of what goes first.")
]
Halving = Annotated[
    bool,
    typer.Option(
        help="Have what learns in rounds learn a ninth of them first; the best third goes on."
    ),
]
Stack = Annotated[
    bool, typer.Option(help="Stack the best at the end; kept where that beats the leader.")
]
HoldOut = Annotated[
    bool,
    typer.Option(
        help="Keep a part of the rows from every trial to judge the winner; without, all are "
        "learned from, and the folds alone judge.",
    ),
]  # fmt: skip
ModelFile = Annotated[
    Path | None,
    typer.Option(
        "--model", "-m", dir_okay=False,
        help="Write the best model here (.zip) (default: beside you, unless --data-dir keeps it).",
    ),
]  # fmt: skip


def search(
    data: Data,
    targets: Target,
    algorithms: Algorithms = None,
    metric: Metric = None,
    trials: Trials = 50,
    seconds: Seconds = None,
    patience: Patience = 30,
    folds: Folds = None,
    values: Values = None,
    ranges: Ranges = None,
    halving: Halving = False,
    stack: Stack = True,
    hold_out: HoldOut = True,
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
    first_ranges: FirstRanges = None,
    first_search: FirstSearched = False,
    seed: Seed = 0,
    name: Name = None,
    read: Read = None,
    data_dir: KeptIn = None,
    model: ModelFile = None,
    as_json: AsJson = False,
) -> None:
    """Search for the algorithm and the values that learn a table best.

    Trials are judged on folds of the rows left when a test part is set aside; the best is then
    trained and judged on that part. Ctrl+C ends the trials and keeps the best so far.

    First the guard looks for what would make every score look better than it is; where it finds
    something serious, nothing is tried unless it is settled, or you say --anyway.

    [bold]Examples[/]

      armillary search iris.csv --target species
      armillary search houses.csv -t price -a lightgbm,random_forest --seconds 60
      armillary search houses.csv -t price --range lightgbm.num_leaves=8:64 --json
      armillary search sales.csv -t sold --time day --weight people --recipe steps.json
      armillary search houses.csv -t price -t rent --first pca --first-range n_components=2:8
    """
    given = dict(locals())
    from armillary.cli.searching import Order, search_table

    raise typer.Exit(search_table(Order(**given)))
