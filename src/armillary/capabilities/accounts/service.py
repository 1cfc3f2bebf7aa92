"""Registering, signing in and out; the slow hash has threads of its own and holds no session."""

from datetime import datetime

from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor, Credentials, Identifier, sign_in_needed
from armillary.base.errors import Conflict, Forbidden, Unauthorized
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.base.values import utc_now
from armillary.capabilities.accounts import people, sign_ins
from armillary.capabilities.accounts.authentication import Accounts
from armillary.capabilities.accounts.passwords import check_password
from armillary.capabilities.accounts.people import Person
from armillary.capabilities.accounts.schemas import LoginBody, PasswordBody, RegisterBody
from armillary.capabilities.accounts.sign_ins import Renewed, Replayed

_PER_ADDRESS_AND_EMAIL = 10
_PER_EMAIL = 60


def accounts_of(state: AppState) -> Accounts:
    """Give the accounts of this server process."""
    found = state.extra["accounts"]
    assert isinstance(found, Accounts)
    return found


async def register(state: AppState, body: RegisterBody) -> tuple[Person, Renewed]:
    """Make an account and sign it in."""
    if not takes_accounts(state):
        raise Forbidden("This server has no accounts; it is opened by a key.", code="no_accounts")
    accounts = accounts_of(state)
    email = people.same_email(body.email)
    check_password(body.password, email)
    hashed = await in_thread(state.executors.passwords, accounts.passwords.hash, body.password)

    def store() -> tuple[Person, Renewed]:
        now = utc_now()
        with state.database.write() as session:
            _check_may_register(state, session, body.invite_token)
            person = people.add_person(session, email, body.name, hashed, now)
            identifier: Identifier = state.identifier
            identifier.welcome(session, person.id, person.name)
            return person, sign_ins.begin(session, person.id, now, accounts.refresh_lifetime)

    return await in_thread(state.executors.database, store)


async def sign_in(state: AppState, body: LoginBody, address: str) -> tuple[Person, Renewed]:
    """Sign a person in; the answer and its time do not tell whether the address is known."""
    accounts = accounts_of(state)
    email = people.same_email(body.email)
    await state.limiter.count("signing in", f"{address} {email}", _PER_ADDRESS_AND_EMAIL)
    await state.limiter.count("signing in", email, _PER_EMAIL)

    def find() -> tuple[Person, str] | None:
        with state.database.read() as session:
            return people.find_by_email(session, email)

    found = await in_thread(state.executors.database, find)
    stored = None if found is None else found[1]
    is_right = await in_thread(
        state.executors.passwords, accounts.passwords.matches, body.password, stored
    )
    if found is None or not is_right:
        raise Unauthorized("The e-mail address or the password is wrong.", code="wrong_password")
    person, hashed = found
    renewed_hash = await _renew_hash(state, body.password, hashed)
    return person, await in_thread(state.executors.database, _begin, state, person, renewed_hash)


async def check_key(state: AppState, key: str) -> None:
    """Raise `Unauthorized` where this is no API key."""

    def look() -> None:
        with state.database.read() as session:
            accounts_of(state).authenticate(session, Credentials(key, "key"), utc_now())

    await in_thread(state.executors.database, look)


async def change_password(state: AppState, actor: Actor, body: PasswordBody) -> None:
    """Set a new password and end the person's other sign-ins."""
    passwords = accounts_of(state).passwords
    person, stored = await in_thread(state.executors.database, _read_person, state, actor)
    check_password(body.new_password, person.email)
    threads = state.executors.passwords
    if not await in_thread(threads, passwords.matches, body.current_password, stored):
        raise Forbidden("The current password is wrong.", code="wrong_password")
    hashed = await in_thread(threads, passwords.hash, body.new_password)

    def store() -> None:
        with state.database.write() as session:
            people.set_password_hash(session, person.id, hashed)
            sign_ins.end_all(session, person.id, utc_now(), but=actor.credential_id)
            realtime.access_changed(session)

    await in_thread(state.executors.database, store)


def renew(state: AppState, refresh_token: str | None) -> tuple[Person, Renewed]:
    """Renew a session; raises `Unauthorized` where the token is not good."""
    if not refresh_token:
        raise sign_in_needed("There is no refresh token; sign in.")
    lifetime = accounts_of(state).refresh_lifetime
    with state.database.write() as session:
        renewed = sign_ins.renew(session, refresh_token, utc_now(), lifetime)
        if isinstance(renewed, Replayed):
            realtime.access_changed(session)
        found = (
            people.find_person(session, renewed.claims.user_id)
            if isinstance(renewed, Renewed)
            else None
        )
    # Refused outside of the unit of work: the end of a replayed sign-in has to stay written.
    if not isinstance(renewed, Renewed) or found is None:
        raise sign_in_needed("The session has ended; sign in again.")
    return found[0], renewed


def takes_accounts(state: AppState) -> bool:
    """Whether people may have accounts here: not where the server's key alone opens it."""
    return state.settings.accounts or not state.settings.api_key


def may_register(state: AppState, session: Session) -> bool:
    """Whether anyone may register without an invitation."""
    rule = state.settings.registration
    if not takes_accounts(state) or rule == "closed":
        return False
    return rule == "open" or not people.has_anyone(session)


def _check_may_register(state: AppState, session: Session, invite_token: str | None) -> None:
    identifier: Identifier = state.identifier
    if may_register(state, session):
        return
    if invite_token and identifier.is_invited(session, invite_token):
        return
    raise Forbidden(
        "Registration is closed here; ask a member for an invitation.", code="registration_closed"
    )


async def _renew_hash(state: AppState, password: str, stored: str) -> str | None:
    passwords = accounts_of(state).passwords
    if not passwords.is_outdated(stored):
        return None
    return await in_thread(state.executors.passwords, passwords.hash, password)


def _begin(state: AppState, person: Person, renewed_hash: str | None) -> Renewed:
    now: datetime = utc_now()
    with state.database.write() as session:
        if renewed_hash is not None:
            people.set_password_hash(session, person.id, renewed_hash)
        return sign_ins.begin(session, person.id, now, accounts_of(state).refresh_lifetime)


def _read_person(state: AppState, actor: Actor) -> tuple[Person, str]:
    with state.database.read() as session:
        found = people.find_person(session, actor.user_id or "")
    if found is None or actor.kind != "user":
        raise Conflict("Only a person who signed in with a password can change it.")
    return found
