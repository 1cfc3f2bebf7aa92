"""Settings are read once, from many names, and unknown names stop the start."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from armillary.settings import GROUPS, Settings, UnknownSetting
from armillary.settings.reading import names_of


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in names_of(Settings):
        monkeypatch.delenv(name, raising=False)


def test_the_defaults_are_a_server_on_loopback() -> None:
    settings = Settings.load()

    assert (settings.host, settings.ports, settings.is_loopback) == ("127.0.0.1", (8000,), True)
    assert settings.database_address.startswith("sqlite:///")
    assert settings == Settings()


def test_our_name_wins_over_the_shells_which_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("PORT=1\nLOG_LEVEL=ERROR\nCACHE_TTL=5\n")
    monkeypatch.setenv("PORT", "2")
    monkeypatch.setenv("ARMILLARY_PORT", "3,4")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")

    settings = Settings.load()

    assert (settings.ports, settings.log_level, settings.cache_ttl_s) == ((3, 4), "warning", 5)


def test_host_and_device_count_only_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "some-laptop")
    monkeypatch.setenv("DEVICE", "pts/1")
    assert (Settings.load().host, Settings.load().device) == ("127.0.0.1", "auto")

    Path(".env").write_text("HOST=0.0.0.0\n")
    assert Settings.load().host == "0.0.0.0"


def test_a_bare_name_of_ours_means_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "9")
    monkeypatch.setenv("DEBUG", "1")

    assert (Settings.load().workers, Settings.load().debug) == (1, False)
    assert Settings.load(workers=4).workers == 4


def test_the_first_file_wins(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("PORT=1\n")
    (tmp_path / "b").write_text("PORT=2\nCACHE_TTL=7\n")

    settings = Settings.load(tmp_path / "a", tmp_path / "b")

    assert (settings.ports, settings.cache_ttl_s) == ((1,), 7)


def test_an_unknown_name_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARMILLARY_PROT", "1")
    with pytest.raises(UnknownSetting, match="did you mean ARMILLARY_PORT"):
        Settings.load()


def test_an_unknown_name_in_a_file_is_refused_too() -> None:
    Path(".env").write_text("ARMILLARY_DATADIR=x\n")
    with pytest.raises(UnknownSetting, match="ARMILLARY_DATA_DIR"):
        Settings.load()


def test_both_lists_of_origins_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "http://a, http://b")
    monkeypatch.setenv("CORS_ORIGINS", "http://c")

    origins = Settings.load().origins

    assert origins[-3:] == ("http://c", "http://a", "http://b")
    assert "http://localhost:5173" in origins


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db"),
    ],
)
def test_short_database_addresses_get_the_driver(given: str, used: str) -> None:
    assert Settings(database_url=given).database_address == used


@pytest.mark.parametrize("ports", ["70000", "-1", "", "http"])
def test_impossible_ports_are_refused(ports: str) -> None:
    with pytest.raises(ValidationError):
        Settings(ports=ports)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().host = "x"


def test_every_setting_belongs_to_one_group_and_says_what_it_does() -> None:
    grouped = [name for group in GROUPS for name in group.model_fields]

    assert sorted(grouped) == sorted(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


def test_every_name_of_the_served_interfaces_is_read() -> None:
    promised = """HOST PORT CORS_ORIGINS DATABASE_URL MODEL_STORAGE_PATH DATA_STORAGE_PATH
    RESULTS_STORAGE_PATH MAX_TRAINING_TIME DEFAULT_BATCH_SIZE MAX_UPLOAD_SIZE_MB MAX_PREVIEW_ROWS
    LOG_LEVEL SESSION_CLEANUP_DAYS FLASK_ENV FLASK_DEBUG OPENAI_API_KEY OPENAI_ASSISTANT_ID
    MONGODB_URI OPENAI_VECTOR_STORE_ID OPENAI_KNOWLEDGE_STORE_ID DEFAULT_GROUP DEVICES
    NUM_WORKERS_PER_GPU ALLOWED_ORIGINS API_KEY MAX_QUEUE_SIZE MAX_TEXT_LENGTH REQUEST_TIMEOUT
    RATE_LIMIT_PER_MINUTE LAZY_LOAD_MODEL TUNED_LENS_DIR GLOBAL_USE_BF16 GLOBAL_NO_ORIG
    GLOBAL_BATCH_SIZE GLOBAL_AUTO_BATCH_SIZE_MAX DEVICE MAX_CPU_CACHED_MODELS REDIS_URL CACHE_TTL
    ENVIRONMENT ENABLE_DOCS ENABLE_TRUSTED_HOST""".split()

    assert set(promised) <= set(names_of(Settings))
