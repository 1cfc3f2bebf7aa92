"""The laws of the repository itself: sizes, words, secrets of machines, who may do what."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "armillary"

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
GENERATED = ("web/src/api/schema.gen.ts", "web/openapi.json", "web/package-lock.json")
NOT_TEXT = frozenset({".png", ".svg", ".woff2", ".ico", ".csv", ".gz", ".parquet"})

# In two pieces each, so that this file does not name what no file may name.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "pytorch" + ".org/whl")
MACHINE_PATHS = ("/work" + "/main", "/work" + "/shared", "/opt" + "/wheels", "/opt" + "/pypi")


@cache
def repository_files() -> tuple[Path, ...]:
    """Give every file that belongs to the repository, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout: what belongs to it is not known")
    named = sorted(ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in named if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Give the name and text of every text file."""
    for path in repository_files():
        if path.suffix not in NOT_TEXT:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="replace")


def trees(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """Give the name and the parsed text of every Python file below a folder."""
    for path in repository_files():
        if path.suffix == ".py" and path.is_relative_to(folder):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """Give the full names of all modules that a file imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_file_is_longer_than_people_read() -> None:
    written = (".py", ".ts", ".tsx", ".css")
    long = {
        name: lines
        for name, text in texts()
        if name.endswith(written) and name not in GENERATED and "/versions/" not in name
        if (lines := text.count("\n")) > MOST_LINES
    }

    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}:{node.name}": lines
        for name, tree in trees(ROOT)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if "/versions/" not in name
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }

    assert long == {}


@pytest.mark.parametrize("words", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_nothing_names_a_registry_or_a_machine(words: tuple[str, ...]) -> None:
    named = {name: word for name, text in texts() for word in words if word in text}

    assert named == {}


def test_every_todo_has_been_done() -> None:
    word = re.compile(r"\b(?:TODO|FIX" + r"ME|XXX)\b")
    left = [
        f"{name}: {match[0]}"
        for name, text in texts()
        if name.endswith((".py", ".ts", ".tsx", ".css", "Makefile")) and name not in GENERATED
        if name != "tests/contracts/test_repository.py"
        for match in [word.search(text)]
        if match
    ]

    assert left == []


def reads_a_variable(node: ast.AST) -> bool:
    """Whether a variable of the environment is read by its name; handing all of them on is not."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        return ast.unparse(node.value) == "os.environ"
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in {"os.getenv", "os.environ.get"}
    return False


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        f"{name}: {ast.unparse(node)}"
        for name, tree in trees(SOURCE)
        for node in ast.walk(tree)
        if reads_a_variable(node) and not name.startswith("src/armillary/settings/")
    }

    assert readers == set()


def test_only_the_database_commits() -> None:
    committing = {
        name
        for name, tree in trees(SOURCE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "commit"
    }

    assert committing <= {"src/armillary/base/database.py"}


def test_nothing_is_unpickled() -> None:
    dangerous = {"pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    importing = {
        f"{name}: {module}"
        for name, tree in trees(SOURCE)
        for module in imported(tree)
        if module.split(".")[0] in dangerous
    }

    # It walks through a stranger's pickle in an isolated process, and asks about every name;
    # `tests/learning/brought/test_hostile_files.py` holds it to that.
    importing -= {"src/armillary/learning/brought/pickles/stream.py: pickle"}
    assert importing == set()


def test_tables_are_private_to_their_capability() -> None:
    prefix = "armillary.capabilities."
    strangers = {
        f"{name}: {module}"
        for name, tree in trees(SOURCE)
        for module in imported(tree)
        if module.startswith(prefix) and ".tables" in module
        if f"capabilities/{module.removeprefix(prefix).split('.')[0]}/" not in name
    }

    assert strangers == set()


def test_learning_reads_no_clock_but_its_own_and_no_global_chance() -> None:
    forbidden = re.compile(r"\bnp\.random\.(?:seed|rand|randn|randint|choice|shuffle)\b")
    found = [
        name
        for name, text in texts()
        if name.startswith("src/armillary/learning/") and forbidden.search(text)
    ]

    assert found == []


def test_tests_do_not_sleep() -> None:
    sleeping = {
        name
        for name, tree in trees(ROOT / "tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
    }

    # A conftest may look again in a while, and jobs made for tests have to take their time.
    assert {one for one in sleeping if "/samples/" not in one and "conftest" not in one} == set()


def test_every_setting_is_documented() -> None:
    from armillary.settings import GROUPS
    from armillary.settings.describe import describe

    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = [one for group in GROUPS for one in describe(group)]

    assert [one.name for one in settings if f"`{one.name}`" not in page] == []
    assert [one.name for one in settings if f"#{one.name}=" not in example] == []
    assert [one.name for one in settings if not one.text.endswith(".")] == []


def test_every_algorithm_is_documented() -> None:
    from armillary.learning.catalogue import list_entries

    page = (ROOT / "docs" / "reference" / "algorithms.md").read_text(encoding="utf-8")

    assert [entry.id for entry in list_entries() if f"`{entry.id}`" not in page] == []


def test_every_verb_is_documented() -> None:
    from typer.main import get_command

    from armillary.cli.program import program

    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    verbs = get_command(program).commands  # type: ignore[attr-defined]  # it is a group

    assert [verb for verb in verbs if f"## armillary {verb}" not in page] == []


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {"run", "test", "check", "fix", "bench", "bench-peers", "docs", "dev", "lock",
               "catalogue", "laws", "web", "clean", "help"}  # fmt: skip

    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))

    assert targets <= explained
