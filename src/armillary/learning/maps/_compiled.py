"""Keeping what umap-learn has compiled, which it would compile anew in every process.

Its functions do not ask numba for that; where numba keeps them says ``NUMBA_CACHE_DIR``. Several
processes may share the folder: numba puts each file in its place in one step.
"""


def keep_compiled() -> None:
    """Have numba keep the compiled functions of umap-learn, where a folder for them is set."""
    from numba import config
    from numba.core.dispatcher import Dispatcher
    from umap import layouts, umap_, utils

    if not getattr(config, "CACHE_DIR", ""):
        return
    for module in (utils, umap_, layouts):
        for thing in vars(module).values():
            if isinstance(thing, Dispatcher) and thing.py_func.__module__ == module.__name__:
                thing.enable_caching()
