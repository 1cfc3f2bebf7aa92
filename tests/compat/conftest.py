"""A real server and worker, as the tests of datasets have them."""

from tests.capabilities.datasets.conftest import idle_server, server, settings_of_file

__all__ = ["idle_server", "server", "settings_of_file"]
