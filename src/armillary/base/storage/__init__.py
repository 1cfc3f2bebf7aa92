"""Where files are kept: one contract, a driver for local disk."""

from armillary.base.storage.contract import Abandoned, Storage, StoredFile, Writing
from armillary.base.storage.gathered import Gathered
from armillary.base.storage.local import LocalStorage

__all__ = ["Abandoned", "Gathered", "LocalStorage", "Storage", "StoredFile", "Writing"]
