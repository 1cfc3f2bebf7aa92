"""`armillary models …`: names, versions, stages, aliases, tags, side by side, put away, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import typer

from armillary.cli.options import AsJson, DataDir, load_settings
from armillary.cli.screen import print_json, print_note, print_table
from armillary.report.names import metric_name
from armillary.report.scores import interval_text, score_text

Model = Annotated[
    str, typer.Argument(help="Its id, or name/3, name@alias, name/production, or the name alone.")
]
Note = Annotated[str | None, typer.Option("--note", help="Why, for those who look later.")]
Force = Annotated[bool, typer.Option("--force", help="Also where something depends on it.")]


def add_to(program: typer.Typer) -> None:
    """Add the verbs of the registry to `armillary models`."""
    for name, command in _COMMANDS.items():
        program.command(name)(command)


def show_model(model: Model, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show a model: what it predicts, how good it was, its version, and what depends on it.

    [bold]Examples[/]

      armillary models show churn@champion
    """
    from armillary.cli import registering

    found = registering.show(load_settings(data_dir), model)
    if as_json:
        print_json(found)
        return
    facts = [
        ("id", found["id"]),
        ("algorithm", found["algorithm_name"]),
        ("predicts", found["target"]),
        ("version", version_of(found)),
        ("stage", stage_of(found)),
        ("tags", ", ".join(found["tags"])),
        ("dataset", found["dataset_id"]),
        ("made", found["created_at"]),
        *(
            (metric_name(name), score_text(name, value))
            for name, value in found["metrics"].items()
            if value is not None
        ),
        *(("needed", one["why"]) for one in found["depends"]),
    ]
    print_table(("", ""), facts, title=found["name"])


def list_names(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the names under which models are registered.

    [bold]Examples[/]

      armillary models names
    """
    from armillary.cli import registering

    found = registering.list_names(load_settings(data_dir))
    if as_json:
        print_json({"names": found})
        return
    rows = [(one["name"], one["last_number"], _aliases(one), one["description"]) for one in found]
    print_table(("name", "versions given", "aliases", "description"), rows)


def list_versions(
    name: Annotated[str, typer.Argument(help="A registered name.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the versions of a name, and what was decided about them.

    [bold]Examples[/]

      armillary models versions churn
    """
    from armillary.cli import registering

    found = registering.read_name(load_settings(data_dir), name)
    if as_json:
        print_json(found)
        return
    rows = [
        (one["registered"]["number"], stage_of(one), one["id"], one["algorithm_name"])
        for one in found["versions"]
    ]
    print_table(("version", "stage", "id", "algorithm"), rows, title=name)
    told = ("at", "number", "what", "before", "after", "note")
    print_table(told, [[one.get(word) or "" for word in told] for one in found["history"]])


def compare_models(
    models: Annotated[list[str], typer.Argument(help="Two to eight models.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show models side by side: scores with intervals, parameters that differ, data, software.

    [bold]Examples[/]

      armillary models compare churn/1 churn/2
    """
    from armillary.cli import registering

    found = registering.compare(load_settings(data_dir), models)
    if as_json:
        print_json(found)
        return
    sides = found["models"]
    rows = [(name, *values) for name, values in _side_by_side(sides).items()]
    print_table(("", *(version_of(one) or one["name"] for one in sides)), rows)
    for one in found["missing"]:
        print_note(f"There is no model {one!r}.")
    if not found["common"]:
        print_note("They were not made to say the same of the same table: compare with care.")


def register(
    model: Model,
    name: Annotated[str, typer.Argument(help="The name; made where it is not there.")],
    description: Annotated[
        str | None, typer.Option("--description", help="What models of this name are for.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a model the next version of a name.

    [bold]Examples[/]

      armillary models register model_01k… churn --description "Who leaves next month"
    """
    from armillary.cli import registering

    _tell(registering.register(load_settings(data_dir), model, name, description), as_json)


def withdraw(model: Model, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Make a version a model without a name again.

    [bold]Examples[/]

      armillary models withdraw churn/3
    """
    from armillary.cli import registering

    _tell(registering.withdraw(load_settings(data_dir), model), as_json)


def move(
    model: Model,
    stage: Annotated[
        Literal["none", "staging", "production", "archived"], typer.Argument(help="Where to.")
    ],
    previous: Annotated[
        Literal["archived", "staging", "none"],
        typer.Option("--previous", help="Where the one goes that was in production."),
    ] = "archived",
    note: Note = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Move a version to a stage; one version of a name is in production.

    [bold]Examples[/]

      armillary models stage churn/2 production --note "better AUC"
    """
    from armillary.cli import registering

    _tell(registering.move(load_settings(data_dir), model, stage, previous, note), as_json)


def set_alias(
    name: Annotated[str, typer.Argument(help="A registered name.")],
    alias: Annotated[str, typer.Argument(help="A word, such as champion.")],
    model: Annotated[
        str | None, typer.Argument(help="The version that it is to mean, such as churn/2.")
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Have it mean nothing any more.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Have an alias mean a version, or nothing any more.

    [bold]Examples[/]

      armillary models alias churn champion churn/2
      armillary models alias churn champion --remove
    """
    from armillary.base.errors import BadRequest
    from armillary.cli import registering

    if remove == (model is not None):
        raise BadRequest("Name the version that the alias is to mean, or give --remove.")
    found = registering.set_alias(load_settings(data_dir), name, alias, model)
    if as_json:
        print_json(found)
        return
    print_note(f"{found['name']}: {_aliases(found) or 'no aliases'}")


def set_tags(
    model: Model,
    tags: Annotated[
        list[str] | None, typer.Argument(help="The tags that it has from now on; none: no tags.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Give a model these tags and no others.

    [bold]Examples[/]

      armillary models tag churn/2 checked quarterly
    """
    from armillary.cli import registering

    _tell(registering.set_tags(load_settings(data_dir), model, tags or []), as_json)


def archive(
    model: Model,
    force: Annotated[bool, typer.Option("--force", help="Also where it is in production.")] = False,
    note: Note = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Put a model away; it is kept, and answers still.

    [bold]Examples[/]

      armillary models archive churn/1 --note "two versions behind"
    """
    from armillary.cli import registering

    _tell(registering.put_away(load_settings(data_dir), model, note, force=force), as_json)


def restore(model: Model, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Take a model back from the archive.

    [bold]Examples[/]

      armillary models restore churn/1
    """
    from armillary.cli import registering

    _tell(registering.take_back(load_settings(data_dir), model), as_json)


def delete(
    model: Model, force: Force = False, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Delete a model and its files; refused where something depends on it, which is named.

    [bold]Examples[/]

      armillary models delete model_01k…
    """
    from armillary.cli import registering

    model_id = registering.delete(load_settings(data_dir), model, force=force)
    if as_json:
        print_json({"deleted": model_id})
        return
    print_note(f"Deleted {model_id}.")


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "show": show_model,
    "names": list_names,
    "versions": list_versions,
    "compare": compare_models,
    "register": register,
    "withdraw": withdraw,
    "stage": move,
    "alias": set_alias,
    "tag": set_tags,
    "archive": archive,
    "restore": restore,
    "delete": delete,
}


def version_of(model: Mapping[str, Any]) -> str:
    """Give the version that a model is, such as churn/3; nothing where it has no name."""
    held = model["registered"]
    return f"{held['name']}/{held['number']}" if held else ""


def stage_of(model: Mapping[str, Any]) -> str:
    """Give where a model stands, with the aliases that mean it."""
    held = model["registered"]
    if held is None:
        return "archived" if model["archived_at"] else ""
    words = [] if held["stage"] == "none" else [held["stage"]]
    return " ".join([*words, *(f"@{alias}" for alias in held["aliases"])])


def _aliases(name: Mapping[str, Any]) -> str:
    return ", ".join(f"@{one['alias']} → {one['number']}" for one in name["aliases"])


def _tell(model: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(model)
        return
    stands = " ".join(part for part in (version_of(model), stage_of(model)) if part)
    tags = f" [{', '.join(model['tags'])}]" if model["tags"] else ""
    print_note(f"{model['id']}  {model['name']}{': ' + stands if stands else ''}{tags}")


def _side_by_side(sides: list[Mapping[str, Any]]) -> dict[str, list[object]]:
    """Give what there is to compare, line by line: a value for each model."""
    found: dict[str, list[object]] = {
        "id": [one["id"] for one in sides],
        "algorithm": [one["algorithm_name"] for one in sides],
        "dataset": [(one["dataset"] or {}).get("name", "") for one in sides],
        "stage": [stage_of(one) for one in sides],
    }
    scores = [{one["name"]: one for one in side["scores"]} for side in sides]
    for name in dict.fromkeys(name for each in scores for name in each):
        found[name] = [_score(each.get(name)) for each in scores]
    for part in ("params", "versions"):
        for name in dict.fromkeys(name for side in sides for name in side[part]):
            values = [side[part].get(name, "") for side in sides]
            if any(value != values[0] for value in values):
                found[name] = [str(value) for value in values]
    return found


def _score(score: Mapping[str, Any] | None) -> str:
    if score is None or score.get("value") is None:
        return ""
    told = score_text(score["id"], score["value"])
    reach = interval_text(score["id"], score.get("low"), score.get("high"))
    return f"{told} ({reach})" if reach else told
