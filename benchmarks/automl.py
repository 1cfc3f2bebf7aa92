"""A search against programs that search by themselves: same rows to learn from, same rows to judge.

Ours has 30 s from the request to the end, AutoGluon and H2O 180 s each, all on the same cores.
Aim: on every table of 4,000 rows or more at most 0.003 AUC (1 % RMSE) behind, or within the 95 %
interval of the paired difference over the rows that judge, whichever is wider. Smaller tables are
reported and judge nothing.

``python -m benchmarks.automl [--only SET]… [--peers NAME]… [--anew]`` measures some of it. What a
program has said of a table is kept in ``benchmarks/results/automl``, so that an interrupted run
goes on where it was: ours as long as the sources are the same, the peers' until ``--anew``.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks import automl_sets
from benchmarks.automl_sets import Part
from benchmarks.measure import FOLDER, PEERS, Result, absent, armillary, free_port, keep, size
from benchmarks.work import upload

OURS, SECONDS, PEER_SECONDS = "armillary", 30, 180
PROGRAMS = ("autogluon", "h2o")
_KEPT = FOLDER / "results" / "automl"
_LEAST = {"classification": 0.003, "regression": 0.01}
_DRAWS = 1_000
_ROWS_AT_ONCE = 1_000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Said:
    """What a program says of the rows that judge, and the seconds that it took."""

    output: Floats
    seconds: float


def run(
    only: Sequence[str] = (), peers: Sequence[str] = PROGRAMS, *, anew: bool = False
) -> Iterator[Result]:
    """Measure one table after the other, every program on each."""
    root = automl_sets.folder()
    if size(1, 0) == 0:
        yield from _smoke()
        return
    if root is None:
        print("SKIPPED automl: set ARMILLARY_TEST_DATA to the folder of the public tables.")
        return
    known = [name for name in peers if (PEERS / name / "bin" / "python").exists()]
    for name in set(peers) - set(known):
        absent("automl", name)
    for name in only or automl_sets.names():
        part = automl_sets.load(name, root)
        ours = _ours(name, part, SECONDS, anew=anew)
        for peer in known:
            said = _peer(peer, name, part, anew=anew)
            if said is not None:
                yield _compare(name, part, ours, peer, said)
        if not known:
            yield _alone(name, part, ours)


def _smoke() -> Iterator[Result]:
    """See on a made-up table that it still runs."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(300, 3)), columns=list("abc"))
    frame["y"] = (frame["a"] + rng.normal(size=300) > 0).astype(int)
    part = Part(frame[:240], frame[240:], "y", "classification")
    yield _alone("made up", part, _search(part, 6, {"algorithms": ["logistic_regression"]}))


def _ours(name: str, part: Part, seconds: int, *, anew: bool) -> Said:
    path = _KEPT / f"{name}.{OURS}.{_version()}.json"
    held = None if anew else _read(path)
    return held or _write(path, _search(part, seconds, {}))


def _version() -> str:
    """Name the sources as they are, changes that are not committed included."""
    ask = ["git", "-C", str(FOLDER)]
    commit = subprocess.check_output([*ask, "rev-parse", "--short", "HEAD"], text=True).strip()
    changed = subprocess.check_output([*ask, "diff", "HEAD", "--", "../src"])
    return f"{commit}-{hash_of(changed)}" if changed else commit


def hash_of(data: bytes) -> str:
    """Give a short name of some bytes."""
    import hashlib

    return hashlib.sha256(data).hexdigest()[:8]


def _peer(peer: str, name: str, part: Part, *, anew: bool) -> Said | None:
    path = _KEPT / f"{name}.{peer}.{PEER_SECONDS}.json"
    held = None if anew else _read(path)
    if held is not None:
        return held
    with tempfile.TemporaryDirectory(prefix="automl-bench-") as given:
        folder = Path(given)
        part.train.to_csv(folder / "train.csv", index=False)
        part.test.drop(columns=part.target).to_csv(folder / "test.csv", index=False)
        program = [str(PEERS / peer / "bin" / "python"), str(FOLDER / "automl_peer.py")]
        command = [*program, peer, given, part.target, part.task, str(PEER_SECONDS)]
        log = folder / "log"
        with log.open("wb") as stream:
            variables = {**os.environ, "H2O_PORT": str(free_port())}
            done = subprocess.run(command, stdout=stream, stderr=stream, cwd=folder, env=variables)
        found = folder / "output.json"
        if done.returncode or not found.exists():
            print(f"FAILED automl: {peer} on {name}:\n{log.read_text()[-2000:]}", flush=True)
            return None
        said = json.loads(found.read_text())
    return _write(path, Said(np.array(said["output"]), said["seconds"]))


def _read(path: Path) -> Said | None:
    if not path.exists():
        return None
    held = json.loads(path.read_text())
    return Said(np.array(held["output"]), held["seconds"])


def _write(path: Path, said: Said) -> Said:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"output": said.output.tolist(), "seconds": said.seconds}))
    return said


def _search(part: Part, seconds: int, given: dict[str, Any]) -> Said:
    """Search as somebody does over HTTP, and ask the model that is found."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=120) as client:
        # As a server that has been used: its worker runs, and has its libraries.
        warm = upload(client, "warm.csv", _csv(part.train.head(200)))
        _find(client, warm, part, {**given, "seconds": 30, "trials": 2, "patience": None})
        dataset = upload(client, "train.csv", _csv(part.train))
        begin = time.monotonic()
        # No row is kept from it, as none is from the others.
        wanted = {
            **given, "seconds": seconds, "trials": 1_000, "patience": None, "hold_out": False,
        }  # fmt: skip
        model = _find(client, dataset, part, wanted)
        taken = time.monotonic() - begin
        return Said(_ask(client, model, part), taken)


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False).encode()


def _find(client: httpx.Client, dataset: str, part: Part, given: dict[str, Any]) -> str:
    """Search, and give the best model: the stack of the best where there is one."""
    body = {
        "dataset_id": dataset, "target_column": part.target, "problem_type": part.task,
        "warm_start": False, **given,
    }  # fmt: skip
    search_id = client.post("/api/search", json=body).raise_for_status().json()["search_id"]
    while True:
        search = client.get(f"/api/search/{search_id}").json()["search"]
        if search["finished_at"] is not None:
            break
        time.sleep(0.1)
    outcome = search["outcome"]
    if not outcome:
        raise RuntimeError(f"the search failed: {search['error']}")
    return str((outcome.get("stack") or {}).get("model_id") or outcome["model_id"])


def _ask(client: httpx.Client, model: str, part: Part) -> Floats:
    rows = json.loads(part.test.drop(columns=part.target).to_json(orient="records"))
    said: list[float] = []
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        body = {"rows": rows[first : first + _ROWS_AT_ONCE]}
        answer = client.post(f"/api/models/{model}/predict", json=body).raise_for_status()
        said += [_number(one) for one in answer.json()["predictions"]]
    return np.array(said, dtype=np.float64)


def _number(said: dict[str, Any]) -> float:
    return float(said["probabilities"]["1"] if said["probabilities"] else said["prediction"])


def _compare(name: str, part: Part, ours: Said, peer: str, theirs: Said) -> Result:
    truth = part.test[part.target].to_numpy(np.float64)
    here, there = (worth(part.task, truth, said.output) for said in (ours, theirs))
    behind, half = paired(part.task, truth, ours.output, theirs.output)
    allowed = max(_LEAST[part.task], half)
    note = (
        f"behind by {behind:+.4f}, 95 % of draws within {half:.4f} of that; "
        f"{len(part.train)} rows, {ours.seconds:.0f} s against {theirs.seconds:.0f} s"
    )
    unit = _unit(part)
    aim = f"behind by <= {allowed:.4f}" if part.is_judged else "none, few rows"
    is_met = behind <= allowed if part.is_judged else None
    return Result(f"AutoML, {name}, {peer}", here, unit, aim, is_met, peer, there, note)


def _alone(name: str, part: Part, ours: Said) -> Result:
    truth = part.test[part.target].to_numpy(np.float64)
    value = worth(part.task, truth, ours.output)
    note = f"{len(part.train)} rows, {ours.seconds:.0f} s"
    return Result(f"AutoML, {name}", value, _unit(part), "none", None, note=note)


def _unit(part: Part) -> str:
    return "AUC" if part.task == "classification" else "RMSE"


def worth(task: str, truth: Floats, output: Floats) -> float:
    """Give the AUC of probabilities, or the root of the mean squared error."""
    if task == "regression":
        return float(np.sqrt(np.mean(np.square(truth - output))))
    order = pd.Series(output).rank().to_numpy()
    positive = truth == 1
    n_positive = int(positive.sum())
    pairs = n_positive * (len(truth) - n_positive)
    return float((order[positive].sum() - n_positive * (n_positive + 1) / 2) / pairs)


def paired(task: str, truth: Floats, ours: Floats, theirs: Floats) -> tuple[float, float]:
    """Say by how much we are behind, and half the width of the 95 % interval of that.

    It is a difference of AUC, or of RMSE as a share of theirs; rows are drawn with replacement,
    the same ones for both.
    """

    def behind(rows: npt.NDArray[Any]) -> float:
        here, there = (worth(task, truth[rows], one[rows]) for one in (ours, theirs))
        return here / there - 1 if task == "regression" else there - here

    rng = np.random.default_rng(0)
    count = len(truth)
    drawn = [behind(rng.integers(count, size=count)) for _ in range(_DRAWS)]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return behind(np.arange(count)), float(high - low) / 2


def main() -> None:
    """Measure what is asked for, and print all of it as a table at the end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.automl")
    parser.add_argument("--only", action="append", choices=automl_sets.names(), default=[])
    parser.add_argument("--peers", action="append", choices=[*PROGRAMS, "none"], default=[])
    parser.add_argument("--anew", action="store_true", help="use nothing that was kept")
    parser.add_argument("--smoke", action="store_true", help="only see that it runs")
    given = parser.parse_args()
    peers = [name for name in given.peers or PROGRAMS if name != "none"]
    found = []
    for result in run(given.only, peers, anew=given.anew):
        print(result.to_line(), flush=True)
        found.append(result)
    if not given.smoke:
        keep("automl", found)
    print(table(found))


def table(results: Sequence[Result]) -> str:
    """Write results side by side."""
    lines = [f"{'':32} {'ours':>10} {'theirs':>10}  verdict"]
    for one in results:
        verdict = {True: "met", False: "MISSED", None: "-"}[one.is_met]
        theirs = "" if one.peer_value is None else f"{one.peer_value:.5g}"
        lines.append(f"{one.name:32} {one.value:>10.5g} {theirs:>10}  {verdict}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
