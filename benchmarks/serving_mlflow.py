"""MLflow serving a model, run in its own environment: no part of ours is imported.

``python serving_mlflow.py MODEL PORT`` serves a LightGBM model, read from its own file.
"""

import os
import sys
from pathlib import Path


def serve(model: Path, port: int) -> None:
    """Become ``mlflow models serve``, in this environment."""
    import lightgbm
    import mlflow.lightgbm

    folder = model.parent / "mlflow-model"
    mlflow.lightgbm.save_model(lightgbm.Booster(model_file=str(model)), str(folder))
    program = str(Path(sys.executable).with_name("mlflow"))
    command = [program, "models", "serve", "-m", str(folder), "--env-manager", "local"]
    os.execv(program, [*command, "-h", "127.0.0.1", "-p", str(port)])  # its own server


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
