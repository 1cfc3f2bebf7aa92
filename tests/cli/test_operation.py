"""The verbs of those who run it: settings, migrate, doctor, openapi."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from armillary.cli.exits import Exit


def test_settings_show_what_is_in_force(armillary) -> None:
    answer = armillary("settings", "port", "--json", ARMILLARY_PORT="9000,9001")

    assert answer.json["ARMILLARY_PORT"] == [9000, 9001]
    assert all("PORT" in name for name in answer.json)


def test_a_server_open_to_strangers_is_refused_in_words(armillary) -> None:
    answer = armillary("serve", "--host", "0.0.0.0", "--port", "0")

    assert answer.code == 2
    assert "ARMILLARY_ALLOW_OPEN=1" in answer.err.replace("\n", " ")
    assert "Traceback" not in answer.err


def test_secrets_are_not_shown(armillary) -> None:
    answer = armillary("settings", ARMILLARY_API_KEY="opensesame")

    assert "opensesame" not in answer.out + answer.err
    assert "hidden" in answer.out


def test_migrate_makes_a_database_and_says_when_there_is_nothing_to_do(
    armillary, tmp_path: Path
) -> None:
    due = armillary("migrate", "--check", "--data-dir", "d", "--json")
    first = armillary("migrate", "--data-dir", "d", "--json")
    second = armillary("migrate", "--data-dir", "d", "--json")

    assert (due.code, due.json["current"]) == (Exit.FAILED, False)
    assert (first.code, first.json) == (Exit.OK, {"current": True, "changed": True})
    assert (second.code, second.json) == (Exit.OK, {"current": True, "changed": False})
    with closing(sqlite3.connect(tmp_path / "d" / "armillary.db")) as database:
        tables = {name for (name,) in database.execute("select name from sqlite_master")}
    assert {"jobs", "datasets", "training_sessions"} <= tables


def test_doctor_lists_what_is_found_and_what_is_due(armillary) -> None:
    answer = armillary("doctor", "--json", "--data-dir", "d")

    checks = {check["name"]: check["level"] for check in answer.json["checks"]}
    found = {(item["kind"], item["id"]) for item in answer.json["found"]}
    assert answer.code == Exit.OK
    assert (checks["Python"], checks["Data folder"], checks["Database"]) == ("ok", "ok", "warn")
    assert found >= {
        ("algorithm", "random_forest"),
        ("job kind", "training.fit"),
        ("call", "models.predict"),
        ("format", "csv"),
        ("table", "jobs"),
        ("address", "GET /api/health"),
    }


def test_doctor_fails_where_the_database_does_not_answer(armillary) -> None:
    address = "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2"

    answer = armillary("doctor", "--json", ARMILLARY_DATABASE_URL=address)

    (check,) = [one for one in answer.json["checks"] if one["name"] == "Database"]
    assert answer.code == Exit.FAILED
    assert (check["level"], check["advice"]) == ("fail", "Check ARMILLARY_DATABASE_URL.")


def test_openapi_describes_the_server_and_starts_nothing(armillary, tmp_path: Path) -> None:
    printed = armillary("openapi")
    written = armillary("openapi", "-o", "api.json")

    described = json.loads(printed.out)
    assert described["info"]["title"] == "Armillary"
    assert "/api/train/start" in described["paths"]
    assert (tmp_path / "api.json").read_text() == printed.out
    assert written.code == Exit.OK
    assert sorted(path.name for path in tmp_path.iterdir()) == ["api.json"]


def test_doctor_names_the_files_that_belong_to_nothing(armillary, tmp_path: Path) -> None:
    armillary("migrate", "--data-dir", "d")
    stray = "datasets/ds_01m89efhhz6kxt41pxgztsg4n0"
    folder = tmp_path / "d" / "storage" / stray
    folder.mkdir(parents=True)
    (folder / "original").write_bytes(b"a\n1\n")

    young = armillary("doctor", "--data-dir", "d", "--json")
    old = armillary(
        "doctor", "--data-dir", "d", "--json", ARMILLARY_ORPHANED_FILES_HOURS="0.0000001"
    )
    (folder.parent / "of-database").write_text("db_another")
    foreign = armillary("doctor", "--data-dir", "d", "--json")

    def finding(answer) -> dict:
        return next(one for one in answer.json["checks"] if one["name"] == "Stored files")

    assert finding(young)["level"] == "ok"
    assert finding(old)["found"] == f"1 belong to nothing: {stray}"
    assert finding(foreign)["found"].startswith("datasets/ is marked as another database's")
    assert (folder / "original").exists()
