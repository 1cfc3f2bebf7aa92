"""Deleting a run takes with it what it alone needs, and is refused while somebody else needs it."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from armillary.base.errors import Conflict
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.training import (
    StartRequest,
    checkpoints,
    delete_several,
    find_run,
    lineage,
    read_timeline,
    start,
)
from armillary.capabilities.training.schemas import BranchRequest
from armillary.capabilities.training.tables import Descent, Training
from armillary.settings import Settings
from tests.contracts.workshop import Workshop, open_workshop

TABLE = b"a,b,kind\n" + b"".join(b"%d,%d,k%d\n" % (n, n * n % 11, n % 2) for n in range(120))


@pytest.fixture(scope="module")
def shop(settings: Settings) -> Iterator[Workshop]:
    """Where jobs run in this process."""
    with open_workshop(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def table(shop: Workshop) -> str:
    """A small table of two classes."""
    return shop.import_table(TABLE)


def _begin(shop: Workshop, table: str, rounds: int = 6) -> str:
    values: dict[str, Any] = {"n_estimators": rounds, "early_stopping_rounds": None}
    request = StartRequest(
        algorithm_id="lightgbm", dataset_id=table, target_column="kind", hyperparameters=values
    )
    with shop.database.write() as session:
        return start(shop.actor, session, request).id


def _branch(shop: Workshop, run: str, rounds: int) -> str:
    with shop.database.write() as session:
        state = checkpoints.list_of(session, run)[-1]
        request = BranchRequest(checkpoint_id=state.id, hyperparameters={"n_estimators": rounds})
        return lineage.branch(shop.actor, session, run, request)[0].id


def _delete(shop: Workshop, run: str) -> None:
    with shop.database.write() as session:
        delete_several(shop.actor, session, [run])


def _is_listed(shop: Workshop, run: str) -> bool:
    with shop.database.read() as session:
        return find_run(shop.actor, session, run) is not None


def test_a_runs_timeline_states_and_origin_go_with_it(shop: Workshop, table: str) -> None:
    parent = _begin(shop, table)
    shop.run(parent)
    child = _branch(shop, parent, rounds=9)
    shop.run(child)
    with shop.database.read() as session:
        assert read_timeline(session, child)["entries"]
        folders = {row.storage_key for row in checkpoints.list_of(session, child)}
    assert folders
    assert folders.isdisjoint(shop.orphans())

    _delete(shop, child)

    with shop.database.read() as session:
        assert read_timeline(session, child)["entries"] == []
        assert checkpoints.list_of(session, child) == []
        assert session.get(Descent, child) is None
        assert session.get(Training, child) is None
        assert checkpoints.list_of(session, parent) != []
        assert read_timeline(session, parent)["entries"] != []
    # No row names its files any more, so they are swept: the folder of the run.
    assert checkpoints.folder(child) in shop.orphans()
    assert checkpoints.folder(parent) not in shop.orphans()


def test_a_paused_run_is_not_deleted_and_goes_on(shop: Workshop, table: str) -> None:
    run = _begin(shop, table, rounds=40)

    def pause(job_id: str, number: int) -> None:
        if number == 2:
            shop.pause(job_id)

    shop.claim_once(run, pause)
    assert shop.job(run).state == "paused"

    with pytest.raises(Conflict) as refused:
        _delete(shop, run)

    assert refused.value.code == "run_not_finished"
    assert "is paused" in refused.value.message
    assert shop.run(run)[0].state == "succeeded"
    _delete(shop, run)
    assert not _is_listed(shop, run)


def test_a_run_is_not_deleted_while_another_is_about_to_go_on_from_it(
    shop: Workshop, table: str
) -> None:
    parent = _begin(shop, table)
    shop.run(parent)
    child = _branch(shop, parent, rounds=9)

    with pytest.raises(Conflict) as refused:
        _delete(shop, parent)

    assert refused.value.code == "run_in_use"
    assert shop.run(child)[0].state == "succeeded"
    _delete(shop, parent)
    assert not _is_listed(shop, parent)
    with shop.database.read() as session:
        # Where it came from is told still, although that is gone.
        descent = session.scalar(sa.select(Descent).where(Descent.run == child))
        assert descent is not None
        assert lineage.read(shop.actor, session, child)["parent"]["name"] is None


def test_going_on_from_a_run_whose_table_is_gone_is_refused_and_says_why(shop: Workshop) -> None:
    table = shop.import_table(TABLE + b"500,1,k0\n")
    run = _begin(shop, table)
    shop.run(run)
    with shop.database.write() as session:
        datasets.delete(shop.actor, session, shop.storage, table)

    with pytest.raises(Conflict) as refused:
        _branch(shop, run, rounds=9)

    assert refused.value.code == "dataset_deleted"
    assert "has been deleted" in refused.value.message
