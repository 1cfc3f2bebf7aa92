"""Sessions of the playground: how many, how long they are kept, and what goes with them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from armillary.base.errors import BadRequest, NotFound, TooMany
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import get_mission, model_types, sessions
from armillary.capabilities.astronomy.duties.expired_sessions import duty
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.capabilities.models import find_model
from armillary.capabilities.training import get_training
from armillary.jobs.tables import Job
from armillary.settings import Settings
from tests.contracts.job_examples.astronomy_session import Session
from tests.contracts.workshop import Workshop, open_workshop

KEPLER = get_mission("kepler")


@pytest.fixture
def shop(settings: Settings) -> Iterator[Workshop]:
    alone = {"exoplanet_archive_url": "", "exoplanet_sessions": 2}
    with open_workshop(settings.model_copy(update=alone)) as opened:
        yield opened


def begin(shop: Workshop) -> str:
    wish = sessions.Wish("pretrained", "nasa", KEPLER)
    with shop.database.write() as session:
        return sessions.start(shop.actor, session, shop.settings, wish).id


def sweep(shop: Workshop) -> None:
    work = duty.work(shop.settings, shop.database)
    while work.step() is not None:
        pass


def is_known(shop: Workshop, session_id: str) -> bool:
    with shop.database.read() as session:
        return session.get(ExoplanetSession, session_id) is not None


def test_no_more_sessions_are_taken_than_the_setting_says(shop: Workshop) -> None:
    first = begin(shop)
    begin(shop)

    with pytest.raises(TooMany, match="2 sessions are waiting or running"):
        begin(shop)

    shop.cancel(first)
    assert is_known(shop, begin(shop))


def test_a_session_goes_with_its_files_once_it_was_read_and_a_day_has_passed(
    shop: Workshop,
) -> None:
    example = Session()
    before = shop.files()
    session_id = example.submit(shop, example.prepare(shop))
    job, _ = shop.run(session_id)
    assert job.state == "succeeded"

    with shop.database.write() as session:
        sessions.note_read(shop.actor, session, session_id)
    sweep(shop)
    assert is_known(shop, session_id)
    with shop.database.write() as session:
        row = session.get_one(ExoplanetSession, session_id)
        training_id, uploads = str(row.training_id), row.uploads
        row.read_at = job.finished_at - timedelta(hours=25)
        session.get_one(Job, session_id).finished_at = job.finished_at - timedelta(hours=25)
    sweep(shop)

    assert not is_known(shop, session_id)
    with shop.database.read() as session:
        model_id = get_training(shop.actor, session, training_id).model_id
        assert find_model(shop.actor, session, str(model_id)) is not None
        for dataset_id in uploads:
            with pytest.raises(NotFound):
                datasets.get_dataset(shop.actor, session, dataset_id)
    left = {name for name in shop.files() - before if not name.startswith("models/")}
    assert left == set()


def test_a_session_that_nobody_read_is_kept_for_much_longer(shop: Workshop) -> None:
    session_id = begin(shop)
    shop.cancel(session_id)
    with shop.database.write() as session:
        job = session.get_one(Job, session_id)
        assert job.finished_at is not None
        job.finished_at -= timedelta(days=29)

    sweep(shop)

    assert is_known(shop, session_id)


def test_untouched_words_mean_defaults_and_numbers_are_brought_into_range() -> None:
    given = {
        "n_estimators": "9999",
        "max_depth": "None",
        "min_samples_leaf": " 3 ",
        "criterion": "ENTROPY",
        "normalize": "true",
    }

    chosen = model_types.choose(model_types.get_model_type("rf"), given)

    values = chosen.values
    assert (values["n_estimators"], values["max_depth"]) == (500, None)
    assert (values["min_samples_leaf"], values["criterion"]) == (3, "entropy")
    assert chosen.adjusted == [{"name": "n_estimators", "given": "9999", "used": 500}]
    assert chosen.ignored == ["normalize"]


@pytest.mark.parametrize(
    ("kind", "given", "values", "first"),
    [
        ("xgb", {"max_depth": "none", "learning_rate": ""}, {"max_depth": 6}, []),
        ("svm", {"C": "0.5", "gamma": "auto"}, {"c": 0.5, "gamma": None}, []),
        ("nn", {"hidden_layer_sizes": "64,32"}, {"hidden_layers": [64, 32]}, []),
        ("neural_network", {"activation": "logistic"}, {"activation": "sigmoid"}, []),
        ("logistic_regression", {"fit_intercept": "false"}, {"c": 1.0, "max_iter": 1000}, []),
        ("pca", {"n_components": "auto"}, {"c": 1.0}, [{"variance_share": 0.95}]),
        ("pca", {"n_components": "5"}, {"c": 1.0}, [{"n_components": 5}]),
    ],
)
def test_each_model_type_reads_the_words_of_its_form(
    kind: str, given: dict[str, str], values: dict[str, object], first: list[dict[str, object]]
) -> None:
    chosen = model_types.choose(model_types.get_model_type(kind), given)

    assert {name: chosen.values[name] for name in values} == values
    assert [one["hyperparameters"] for one in chosen.first] == first


def test_what_was_adjusted_is_told_by_the_name_that_the_client_gave() -> None:
    chosen = model_types.choose(model_types.get_model_type("svm"), {"C": "5000"})

    assert chosen.adjusted == [{"name": "C", "given": "5000", "used": 100.0}]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(BadRequest, match="n_estimators must be a whole number; got 'many'"):
        model_types.choose(model_types.get_model_type("rf"), {"n_estimators": "many"})
