"""LitServe serving a model, run in its own environment: no part of ours is imported.

``python serving_litserve.py MODEL PORT`` serves a LightGBM model, read from its own file, and asks
it about all that comes within a few milliseconds at once.
"""

import sys
from typing import Any

import lightgbm
import litserve as ls
import numpy as np

_BATCH, _WITHIN_S = 64, 0.005


class Api(ls.LitAPI):
    """A row in, the probability of the second class out."""

    def setup(self, device: str) -> None:
        """Load the model."""
        self.model = lightgbm.Booster(model_file=sys.argv[1])

    def decode_request(self, request: dict[str, Any]) -> Any:
        """Give the numbers of a row."""
        return np.array([request["row"][name] for name in ("a", "b", "c")], dtype=float)

    def batch(self, inputs: list[Any]) -> Any:
        """Put rows below each other."""
        return np.stack(inputs)

    def predict(self, x: Any) -> Any:
        """Ask the model about all rows."""
        return self.model.predict(x, num_threads=1)

    def unbatch(self, output: Any) -> list[Any]:
        """Give each row its own."""
        return list(output)

    def encode_response(self, output: Any) -> dict[str, float]:
        """Write the answer."""
        return {"probability": float(output)}


if __name__ == "__main__":
    server = ls.LitServer(Api(max_batch_size=_BATCH, batch_timeout=_WITHIN_S), accelerator="cpu")
    server.run(
        port=int(sys.argv[2]), host="127.0.0.1", generate_client_file=False, log_level="warning"
    )
