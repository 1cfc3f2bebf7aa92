"""The rooms people share: workspaces, their members and invitations."""

from armillary.capabilities.workspaces.identifier import Members
from armillary.capabilities.workspaces.presence import open_rooms
from armillary.capabilities.workspaces.service import ensure_demo

__all__ = ["Members", "ensure_demo", "open_rooms"]
