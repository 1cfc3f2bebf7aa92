"""Calls: what a request waits for, answered by warm processes beside the server."""

from armillary.jobs.calls.client import Calls, request_once
from armillary.jobs.calls.contract import CallContext, CallKind, HostName, SingleCall

__all__ = ["CallContext", "CallKind", "Calls", "HostName", "SingleCall", "request_once"]
