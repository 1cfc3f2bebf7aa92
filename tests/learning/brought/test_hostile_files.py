"""A corpus of hostile files, made here in bytes: none of it runs, and each gets a clear error.

Every file is opened by the form itself, where whatever ran would run in this process and touch the
canary; some are opened in isolation besides, as people's files always are.
"""

import io
import json
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from armillary.base.errors import AppError
from armillary.base.isolation import all_backends
from armillary.learning.brought import bring
from armillary.learning.brought.forms import find, form_of

CANARY = "canary"
Make = Callable[[str], bytes]


class _Reduced:
    """Pickles as a call of something."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self._call = (function, arguments)

    def __reduce__(self) -> Any:
        return self._call


def _called(module: str, name: str, argument: str) -> bytes:
    """Give a pickle by hand that calls ``module.name(argument)``."""
    text = argument.encode()
    long = pickle.BINUNICODE + struct.pack("<I", len(text)) + text
    return (
        b"\x80\x02"
        + pickle.GLOBAL
        + f"{module}\n{name}\n".encode()
        + long
        + pickle.TUPLE1
        + pickle.REDUCE
        + pickle.STOP
    )


def _touch(canary: str) -> str:
    return f"open({canary!r}, 'w').close()"


def _system(canary: str) -> bytes:
    return _called("os", "system", f"touch {canary}")


def _posix(canary: str) -> bytes:
    return _called("posix", "system", f"touch {canary}")


def _evaluated(canary: str) -> bytes:
    return _called("builtins", "eval", _touch(canary))


def _executed_by_old_name(canary: str) -> bytes:
    return _called("__builtin__", "exec", _touch(canary))


def _reduced(canary: str) -> bytes:
    return pickle.dumps({"model": [_Reduced(exec, _touch(canary))]}, protocol=5)


def _by_stack(canary: str) -> bytes:
    """Give the name in pieces on the stack, taken from the memo."""
    return (
        b"\x80\x04"
        b"\x8c\x08builtins\x94\x8c\x04exec\x9400"
        b"h\x00h\x01\x93"
        b"X" + struct.pack("<I", len(_touch(canary))) + _touch(canary).encode() + b"\x85R."
    )


def _by_instance(canary: str) -> bytes:
    text = _touch(canary).encode()
    return b"(X" + struct.pack("<I", len(text)) + text + b"ibuiltins\nexec\n."


def _dotted(canary: str) -> bytes:
    return _called("sklearn", "tree.os.system", f"touch {canary}")


def _through_estimator(canary: str) -> bytes:
    """Hide the call within the state of a class that is allowed."""
    from sklearn.linear_model import LogisticRegression

    estimator = LogisticRegression()
    estimator.coef_ = _Reduced(eval, _touch(canary))
    return pickle.dumps(estimator)


def _in_compressed(canary: str) -> bytes:
    return zlib.compress(_reduced(canary))


def _in_array_of_joblib(canary: str) -> bytes:
    """Hide the call in an array of objects, which joblib hands to plain pickle."""
    import joblib
    import numpy as np

    out = io.BytesIO()
    joblib.dump(np.array([_Reduced(exec, _touch(canary)), None], dtype=object), out)
    return out.getvalue()


def _importing(canary: str) -> bytes:
    return _called("importlib", "import_module", "antigravity")


def _attribute_getter(canary: str) -> bytes:
    return _called("operator", "attrgetter", "system")


def _extension(canary: str) -> bytes:
    return b"\x80\x02\x82\x01."


def _persistent(canary: str) -> bytes:
    return b"\x80\x02Pid\n."


def _deep(canary: str) -> bytes:
    return b"\x80\x02" + b"]" * 200_000 + b"a" * 199_999 + b"."


def _giant_length(canary: str) -> bytes:
    return b"\x80\x04\x8e" + struct.pack("<Q", 1 << 60) + b"abc."


def _giant_frame(canary: str) -> bytes:
    return b"\x80\x04\x95" + struct.pack("<Q", 1 << 60) + b"N."


def _cut_off(canary: str) -> bytes:
    return pickle.dumps({"model": list(range(1000))})[:-40]


def _bomb(canary: str) -> bytes:
    return zlib.compress(bytes(9 << 20), 9)


def _no_pickle(canary: str) -> bytes:
    return b"<html>not a model</html>"


def _only_a_list(canary: str) -> bytes:
    return pickle.dumps([1, 2, 3])


PICKLES: list[Make] = [
    _system,
    _posix,
    _evaluated,
    _executed_by_old_name,
    _reduced,
    _by_stack,
    _by_instance,
    _dotted,
    _through_estimator,
    _in_compressed,
    _in_array_of_joblib,
    _importing,
    _attribute_getter,
    _extension,
    _persistent,
    _deep,
    _giant_length,
    _giant_frame,
    _cut_off,
    _bomb,
    _no_pickle,
    _only_a_list,
]


def _zip(files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _torch_with_call(canary: str) -> bytes:
    return _zip({"net/data.pkl": _system(canary), "net/version": b"3"})


def _torch_with_code(canary: str) -> bytes:
    return _zip({"net/data.pkl": b"\x80\x02N.", "net/code/net.py": _touch(canary).encode()})


def _torch_outside_its_numbers(canary: str) -> bytes:
    from collections import OrderedDict

    import torch

    net = torch.nn.Sequential(OrderedDict(a=torch.nn.Linear(3, 2)))
    out = io.BytesIO()
    torch.save(net, out)
    files = {}
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            files[name] = data[:4] if "/data/" in name and not name.endswith(".pkl") else data
    return _zip(files)


def _torch_slipping_out(canary: str) -> bytes:
    return _zip({"net/data.pkl": b"\x80\x02N.", "../../" + Path(canary).name: b"x"})


def _torch_bomb(canary: str) -> bytes:
    files = {"net/data.pkl": b"\x80\x02N.", "net/data/0": bytes(9 << 20)}
    return _zip(files, zipfile.ZIP_DEFLATED)


def _torch_of_old(canary: str) -> bytes:
    return _system(canary)


TORCHES: list[Make] = [
    _torch_with_call,
    _torch_with_code,
    _torch_outside_its_numbers,
    _torch_slipping_out,
    _torch_bomb,
    _torch_of_old,
]


def _h5(config: Any, *, link: str | None = None) -> bytes:
    import h5py
    import numpy as np

    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        if config is not None:
            file.attrs["model_config"] = config if isinstance(config, str) else json.dumps(config)
        group = file.create_group("model_weights/dense")
        group["kernel:0"] = np.ones((2, 1))
        if link is None:
            group["bias:0"] = np.zeros(1)
        else:
            group["bias:0"] = h5py.ExternalLink(link, "/x")
    return out.getvalue()


def _sequential(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": "Sequential", "config": {"layers": list(layers)}}


DENSE = {"class_name": "Dense", "config": {"name": "dense", "activation": "linear"}}


def _h5_with_lambda(canary: str) -> bytes:
    code = {"name": "l", "function": ["4wEAAAA=", None, None], "function_type": "lambda"}
    return _h5(_sequential(DENSE, {"class_name": "Lambda", "config": code}))


def _h5_of_weights_alone(canary: str) -> bytes:
    return _h5(None)


def _h5_with_foreign_file(canary: str) -> bytes:
    return _h5(_sequential(DENSE), link="/etc/passwd")


def _h5_with_strange_layer(canary: str) -> bytes:
    return _h5(_sequential(DENSE, {"class_name": "evil>Layer", "config": {"name": "e"}}))


def _h5_nested_deeply(canary: str) -> bytes:
    return _h5('{"class_name":"Sequential","config":' + '{"layers":[' * 3_000 + "]}" * 3_000 + "}")


def _h5_cut_off(canary: str) -> bytes:
    return _h5(_sequential(DENSE))[:900]


def _h5_that_is_none(canary: str) -> bytes:
    return _system(canary)


H5S: list[Make] = [
    _h5_with_lambda,
    _h5_of_weights_alone,
    _h5_with_foreign_file,
    _h5_with_strange_layer,
    _h5_nested_deeply,
    _h5_cut_off,
    _h5_that_is_none,
]


def _cases() -> list[Any]:
    named = [("joblib", PICKLES), ("pt", TORCHES), ("h5", H5S)]
    return [
        pytest.param(f"hostile.{suffix}", make, id=make.__name__.strip("_"))
        for suffix, makes in named
        for make in makes
    ]


@pytest.mark.parametrize(("filename", "make"), _cases())
def test_a_hostile_file_is_refused_and_nothing_of_it_runs(
    filename: str, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / CANARY
    # The bombs of the corpus are small, so that making them takes no time.
    monkeypatch.setattr("armillary.learning.brought.forms.pickle._MOST_BYTES", 8 << 20)
    monkeypatch.setattr("armillary.learning.brought.zips._MOST_BYTES", 8 << 20)
    if filename.endswith("h5"):
        pytest.importorskip("h5py", reason="HDF5 comes with an extra")
    if make is _torch_outside_its_numbers:
        pytest.importorskip("torch", reason="PyTorch comes with an extra")
    data = make(str(canary))

    with pytest.raises(AppError) as refused:
        find(form_of(filename), data)

    assert refused.value.status == 400
    assert refused.value.message.endswith(".")
    assert str(tmp_path) not in refused.value.message
    assert not canary.exists()


@pytest.mark.skipif(not all_backends(), reason="this machine cannot isolate a process")
@pytest.mark.parametrize("make", [_reduced, _in_array_of_joblib])
def test_in_isolation_it_is_refused_alike(make: Make, tmp_path: Path) -> None:
    canary = tmp_path / CANARY
    file = tmp_path / "hostile.joblib"
    file.write_bytes(make(str(canary)))

    with pytest.raises(AppError, match="not on the list"):
        bring(file, "pickle")

    assert not canary.exists()


def test_what_unpickling_would_have_run(tmp_path: Path) -> None:
    """The corpus is hostile indeed: plain pickle runs it."""
    for make in (_system, _reduced, _by_stack, _by_instance, _through_estimator):
        canary = tmp_path / make.__name__
        pickle.loads(make(str(canary)))
        assert canary.exists()


def test_without_isolation_it_is_refused_with_what_to_bring_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / CANARY
    file = tmp_path / "hostile.joblib"
    file.write_bytes(_reduced(str(canary)))
    monkeypatch.setattr("armillary.base.isolation.running.all_backends", lambda: ())

    with pytest.raises(AppError, match=r"cannot isolate a process.*save_model") as refused:
        bring(file, "pickle")

    assert refused.value.code == "no_isolation"
    assert not canary.exists()
