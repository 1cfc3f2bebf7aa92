"""Calls: what a request waits for, answered by warm processes beside the server."""

from armillary.jobs.calls.contract import CallContext, CallKind, HostName, SingleCall

__all__ = ["CallContext", "CallKind", "HostName", "SingleCall"]
