"""Datasets: tables that people bring, checked, typed, stored and shown."""

from armillary.capabilities.datasets.asking import ask_table, find_table
from armillary.capabilities.datasets.deriving import (
    Derived,
    begin_derived,
    give_up_derived,
    new_derived_id,
    resume_derived,
    store_derived,
    take_derived,
)
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.forms import FilePart
from armillary.capabilities.datasets.frames import (
    find_table_key,
    load_frame,
    load_table,
    locate_table,
    read_frame,
)
from armillary.capabilities.datasets.laying_out import lay_out
from armillary.capabilities.datasets.picking import pick_rows
from armillary.capabilities.datasets.recipes.checks import (
    CheckedRecipe,
    check_recipe,
    get_recipe_steps,
)
from armillary.capabilities.datasets.recipes.opening import open_relation
from armillary.capabilities.datasets.reports import look_again
from armillary.capabilities.datasets.samples import load_sample
from armillary.capabilities.datasets.service import (
    StoredUpload,
    find_size,
    find_values,
    get_dataset,
    list_datasets,
)
from armillary.capabilities.datasets.service import add as begin_import
from armillary.capabilities.datasets.service import delete as delete_dataset
from armillary.capabilities.datasets.small import bring_small, find_small, first_rows, map_small
from armillary.capabilities.datasets.sources.download import open_url
from armillary.capabilities.datasets.uploads import (
    Incoming,
    drop_file,
    receive_upload,
    store_file,
    submit_upload,
)
from armillary.capabilities.datasets.work_folders import work_folder

__all__ = [
    "CheckedRecipe",
    "Derived",
    "FilePart",
    "Incoming",
    "StoredUpload",
    "Unreadable",
    "ask_table",
    "begin_derived",
    "begin_import",
    "bring_small",
    "check_recipe",
    "delete_dataset",
    "drop_file",
    "find_size",
    "find_small",
    "find_table",
    "find_table_key",
    "find_values",
    "first_rows",
    "get_dataset",
    "get_recipe_steps",
    "give_up_derived",
    "lay_out",
    "list_datasets",
    "load_frame",
    "load_sample",
    "load_table",
    "locate_table",
    "look_again",
    "map_small",
    "new_derived_id",
    "open_relation",
    "open_url",
    "pick_rows",
    "read_frame",
    "receive_upload",
    "resume_derived",
    "store_derived",
    "store_file",
    "submit_upload",
    "take_derived",
    "work_folder",
]
