"""The laws of the repository itself: sizes, words, secrets of machines, who may do what."""

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

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


@dataclass
class Facts:
    """What the laws ask of a Python file; its whole tree is too large to be kept for each."""

    name: str
    imported: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    functions: dict[str, int] = field(default_factory=dict)

    def note(self, node: ast.AST) -> None:
        """Keep what is asked of a node."""
        if isinstance(node, ast.Import):
            self.imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            self.imported |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            self.functions[node.name] = max(lines, self.functions.get(node.name, 0))
        elif isinstance(node, ast.Call):
            called = dotted(node.func)
            self.calls.add(called)
            if called in {"os.getenv", "os.environ.get"}:
                self.variables.add(ast.unparse(node))
        elif (
            # Handing all variables on is no reading of one.
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and dotted(node.value) == "os.environ"
        ):
            self.variables.add(ast.unparse(node))


def dotted(node: ast.AST) -> str:
    """Give a name with what is asked of it, such as ``os.environ.get``; of a call ``().get``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


@cache
def all_facts() -> tuple[Facts, ...]:
    """Read every Python file once, functions inside functions too."""
    found = []
    for path in repository_files():
        if path.suffix == ".py":
            facts = Facts(str(path.relative_to(ROOT)))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                facts.note(node)
            found.append(facts)
    return tuple(found)


def facts_below(folder: str) -> Iterator[Facts]:
    """Give what is known of the Python files below a folder."""
    return (facts for facts in all_facts() if facts.name.startswith(f"{folder}/"))


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
        f"{facts.name}:{function}": lines
        for facts in all_facts()
        if "/versions/" not in facts.name
        for function, lines in facts.functions.items()
        if lines > MOST_LINES_OF_A_FUNCTION
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


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        f"{facts.name}: {read}"
        for facts in facts_below("src/armillary")
        if not facts.name.startswith("src/armillary/settings/")
        for read in facts.variables
    }

    assert readers == set()


def test_only_the_database_commits() -> None:
    committing = {
        facts.name
        for facts in facts_below("src/armillary")
        if any(called.endswith(".commit") for called in facts.calls)
    }

    assert committing <= {"src/armillary/base/database.py"}


def test_nothing_is_unpickled() -> None:
    dangerous = {"pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    importing = {
        f"{facts.name}: {module}"
        for facts in facts_below("src/armillary")
        for module in facts.imported
        if module.split(".")[0] in dangerous
    }

    # It walks through a stranger's pickle in an isolated process, and asks about every name;
    # `tests/learning/brought/test_hostile_files.py` holds it to that.
    importing -= {"src/armillary/learning/brought/pickles/stream.py: pickle"}
    assert importing == set()


def test_tables_are_private_to_their_capability() -> None:
    prefix = "armillary.capabilities."
    strangers = {
        f"{facts.name}: {module}"
        for facts in facts_below("src/armillary")
        for module in facts.imported
        if module.startswith(prefix) and ".tables" in module
        if f"capabilities/{module.removeprefix(prefix).split('.')[0]}/" not in facts.name
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
        facts.name for facts in facts_below("tests") if facts.calls & {"time.sleep", "sleep"}
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
