"""People: how they register and sign in, and the keys of their programs."""

from armillary.capabilities.accounts.authentication import Accounts, Authenticated
from armillary.capabilities.accounts.people import Person, list_people

__all__ = ["Accounts", "Authenticated", "Person", "list_people"]
