"""Laws of the engines: whose a row is, who asks, and what no waiting route may hold."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from armillary.app import create_app
from armillary.base.database import Base
from armillary.base.http import read_session, unit_of_work
from armillary.migrations import load_tables
from armillary.settings import Settings

SOURCE = Path(__file__).parents[2] / "src" / "armillary"

NOBODYS_TABLES = {
    # of the installation and its machines
    "health_checks",
    "installation",
    "leases",
    "workers",
    # of a person, who may be in several workspaces; and the workspaces themselves
    "api_keys",
    "refresh_tokens",
    "sign_ins",
    "users",
    "workspaces",
}
ACTORLESS = {
    # asked before anybody is known, or while somebody becomes known
    "accounts.may_register",
    "workspaces.create_for",
    "workspaces.ensure_demo",
    "workspaces.exists",
    # of a row that its caller was given for an actor
    "datasets.refuse_while_used",
    # of the whole installation, for those who run it
    "jobs.count_by_state",
    "jobs.mean_run_seconds",
    # of a kind of job, or of the queue that all share
    "jobs.is_stopping",
    "jobs.shall_give_way",
    "jobs.why_not_pausable",
}


def test_every_row_that_people_own_names_its_workspace() -> None:
    load_tables()

    without = {
        table.name
        for table in Base.metadata.sorted_tables
        if "workspace_id" not in table.c or table.c.workspace_id.nullable
    }

    assert without == NOBODYS_TABLES


def test_services_ask_who_wants_it_first() -> None:
    actorless = {f"{folder}.{name}" for folder, name, first in services() if first != "actor"}

    assert actorless == ACTORLESS


def test_a_route_that_waits_holds_no_session(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, workers=0))
    routes = {
        f"{sorted(context.methods or ())} {context.path}": context.original_route
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
    }

    sessions = {read_session, unit_of_work}
    holding = {name for name, route in routes.items() if sessions & needs(route.dependant)}
    waiting = {name for name, one in routes.items() if inspect.iscoroutinefunction(one.endpoint)}

    assert len(holding) > 20
    assert len(waiting) > 20
    assert holding & waiting == set()


def services() -> Iterator[tuple[str, str, str]]:
    """Give folder, name and first parameter of what a service does in somebody's unit of work."""
    files = [*SOURCE.glob("capabilities/*/service.py"), SOURCE / "jobs" / "service.py"]
    for path in files:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [argument.arg for argument in node.args.args]
                if "session" in names:
                    yield path.parent.name, node.name, names[0]


def needs(dependant: Dependant) -> set[object]:
    """Collect all that a route has made for it."""
    own = {dependant.call} if dependant.call is not None else set()
    return own.union(*(needs(child) for child in dependant.dependencies))
