"""Reading our own source: which errors are raised and which events are told, and where."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents._pages import SOURCE


@dataclass(frozen=True)
class Said:
    """A call with a word that outsiders see, and the first line told of the function around it."""

    word: str
    callee: str
    status: int | None
    module: str
    sentence: str


def calls_with_code() -> Iterator[Said]:
    """Give every call that names an error code, and every class that has one of its own."""
    for module, tree in _modules():
        for sentence, call in _calls(tree):
            words = {key.arg: key.value for key in call.keywords if key.arg}
            code, status = words.get("code"), words.get("status")
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                number = status.value if isinstance(status, ast.Constant) else None
                yield Said(
                    code.value,
                    _callee(call),
                    number if isinstance(number, int) else None,
                    module,
                    sentence,
                )


def calls_with_event(told_by: frozenset[str]) -> Iterator[Said]:
    """Give every call of these functions with a literal such as ``job.created``."""
    for module, tree in _modules():
        for sentence, call in _calls(tree):
            if _callee(call) not in told_by:
                continue
            for argument in call.args:
                if isinstance(argument, ast.Constant) and _is_event(argument.value):
                    yield Said(str(argument.value), _callee(call), None, module, sentence)


def _is_event(value: object) -> bool:
    if not isinstance(value, str) or value.count(".") != 1:
        return False
    return all(part.isidentifier() and part.islower() for part in value.split("."))


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        yield name, ast.parse(Path(path).read_text(encoding="utf-8"))


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    about = ast.get_docstring(tree)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            sentence = (ast.get_docstring(function) or about or "").split("\n")[0]
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield sentence, node


def _callee(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
