"""Finding the things of which one file is one: algorithms, job kinds, formats, routes."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any


class StrayModule(Exception):
    """A file that should hold one registered thing holds none, or one whose id is taken."""


@dataclass(frozen=True)
class Found:
    """One registered thing and the module that holds it."""

    id: str
    thing: Any
    module: str


def modules(package_name: str) -> Iterator[ModuleType]:
    """Import and give every public module directly inside a package, in name order."""
    for name in module_names(package_name):
        yield importlib.import_module(name)


def module_names(package_name: str) -> list[str]:
    """Name every public module directly inside a package, in name order, importing none of them."""
    package = importlib.import_module(package_name)
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return [f"{package_name}.{name}" for name in names if not name.startswith("_")]


def discover(package_name: str, attribute: str) -> dict[str, Found]:
    """Find the thing that each module of a package offers under ``attribute``, by its id.

    Raises `StrayModule` naming the file where a module has no such attribute, where the thing has
    no id, or where two files give the same id.
    """
    found: dict[str, Found] = {}
    for module in modules(package_name):
        _add(found, module, attribute)
    return found


def discover_everywhere(parent_name: str, folder: str, attribute: str) -> dict[str, Found]:
    """Find such things in ``<parent>/<any package>/<folder>/*.py``.

    This is how ``capabilities/*/jobs/*.py`` are found without anybody keeping a list.
    """
    found: dict[str, Found] = {}
    for package_name in submodule_names(parent_name, folder):
        package = importlib.import_module(package_name)
        if not hasattr(package, "__path__"):
            continue
        for module in modules(package_name):
            _add(found, module, attribute)
    return found


def submodule_names(parent_name: str, name: str) -> list[str]:
    """Give the full names of ``<parent>.<any package>.<name>`` that exist, in name order."""
    parent = importlib.import_module(parent_name)
    names = []
    for info in sorted(pkgutil.iter_modules(parent.__path__), key=lambda item: item.name):
        if not info.ispkg:
            continue
        child = f"{parent_name}.{info.name}"
        path = importlib.import_module(child).__path__
        if any(sub.name == name for sub in pkgutil.iter_modules(path)):
            names.append(f"{child}.{name}")
    return names


def _add(found: dict[str, Found], module: ModuleType, attribute: str) -> None:
    thing = getattr(module, attribute, None)
    if thing is None:
        raise StrayModule(f"{module.__file__} should offer `{attribute}`, and does not.")
    identity = getattr(thing, "id", None)
    if not isinstance(identity, str) or not identity:
        raise StrayModule(f"`{attribute}` of {module.__file__} has no id.")
    if identity in found:
        raise StrayModule(
            f"{module.__file__} gives the id {identity!r}, which {found[identity].module} has too."
        )
    found[identity] = Found(identity, thing, module.__name__)
