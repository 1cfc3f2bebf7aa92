"""Why a model cannot be taken along."""

from armillary.base.errors import Conflict


class NotExportable(Conflict):
    """A model, or a part of it, has no counterpart in the form that was asked for."""

    code = "not_exportable"
