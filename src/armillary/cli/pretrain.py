"""`armillary pretrain`: the models of planets and false alarms, trained anew from the tables."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import AsJson

PANEL = "Models"

Missions = Annotated[
    list[str] | None, typer.Argument(help="kepler, tess or k2; all of them if none is named.")
]
Data = Annotated[
    Path,
    typer.Option(
        "--data",
        help="Folder with the NASA Exoplanet Archive's own CSV files (also .csv.gz).",
        exists=True,
        file_okay=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o",
        help="Folder to write to (default: where the package has those that are shipped).",
        file_okay=False,
    ),
]  # fmt: skip
Repeats = Annotated[
    int, typer.Option(help="Rounds of five folds that judge the way of training.", min=0, max=20)
]


def pretrain(
    missions: Missions = None,
    *,
    data: Data,
    output: Output = None,
    repeats: Repeats = 2,
    as_json: AsJson = False,
) -> None:
    """Train the models that tell planets from false positives, and write bundles with their cards.

    A fifth of the stars is never learned from and judges the model; the folds hold every star out
    once. The same table gives the same model. Nothing of the table is in a bundle. A small second
    model of each mission learns the made-up survey that stands in where no table is to be had.

    [bold]Examples[/]

      armillary pretrain --data ~/nasa
      armillary pretrain kepler --data ~/nasa --output ./models --repeats 5
    """
    from armillary.cli.pretraining import pretrain_missions

    pretrain_missions(missions, data, output, repeats, as_json=as_json)
