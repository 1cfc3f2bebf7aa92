"""`/api/auth/…`: registering, signing in, sessions and keys."""

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Request, Response

from armillary import realtime
from armillary.base.access import Actor, is_open, public, signed_in
from armillary.base.errors import BadRequest
from armillary.base.executors import in_thread
from armillary.base.http import AppState, Reading, State, Work
from armillary.base.limits import address_of
from armillary.base.values import utc_now
from armillary.capabilities.accounts import cookies, keys, people, service, sign_ins
from armillary.capabilities.accounts.people import Person
from armillary.capabilities.accounts.schemas import (
    DoneOut,
    KeyBody,
    KeysOut,
    LoginBody,
    MeOut,
    NewKeyOut,
    OptionsOut,
    PasswordBody,
    RefreshBody,
    RegisterBody,
    SessionOut,
)
from armillary.capabilities.accounts.sign_ins import Renewed

router = APIRouter(prefix="/api/auth", tags=["accounts"])
Someone = Annotated[Actor, Depends(signed_in())]
RefreshToken = Annotated[str | None, Cookie(alias=cookies.REFRESH_COOKIE)]


@router.get("/options", dependencies=[Depends(public())], response_model=OptionsOut)
def read_options(request: Request, state: State, session: Reading) -> dict[str, bool]:
    """Say how one gets in, for the page that asks people to sign in."""
    return {
        "open": is_open(state.settings, request.scope),
        "accounts": service.takes_accounts(state),
        "registration": service.may_register(state, session),
        "api_key": bool(state.settings.api_key) or state.settings.accounts,
    }


@router.post(
    "/register", status_code=201, dependencies=[Depends(public())], response_model=SessionOut
)
async def register(
    body: RegisterBody, request: Request, response: Response, state: State
) -> dict[str, Any]:
    """Make an account and begin its first session."""
    return _answer(state, request, response, *await service.register(state, body))


@router.post("/login", dependencies=[Depends(public())], response_model=SessionOut)
async def login(
    body: LoginBody, request: Request, response: Response, state: State
) -> dict[str, Any]:
    """Begin a session with a password, or let a browser in with an API key."""
    if body.api_key:
        await service.check_key(state, body.api_key)
        cookies.set_session(request, response, (body.api_key, None))
        return {"user": None, "expires_in": None}
    if not body.email or not body.password:
        raise BadRequest("Send `email` and `password`, or `api_key`.")
    person, session = await service.sign_in(state, body, address_of(request.scope))
    return _answer(state, request, response, person, session)


@router.post("/refresh", dependencies=[Depends(public())], response_model=SessionOut)
async def refresh(
    request: Request,
    response: Response,
    state: State,
    body: RefreshBody | None = None,
    cookie: RefreshToken = None,
) -> dict[str, Any]:
    """Renew a session with its refresh token, which is good for one use."""
    token = (body and body.refresh_token) or cookie
    renewed = await in_thread(state.executors.database, service.renew, state, token)
    return _answer(state, request, response, *renewed)


@router.post("/logout", dependencies=[Depends(public())], response_model=DoneOut)
def logout(
    response: Response,
    session: Work,
    body: RefreshBody | None = None,
    cookie: RefreshToken = None,
) -> dict[str, Any]:
    """End the session of the refresh token; answers the same where there is none."""
    token = (body and body.refresh_token) or cookie
    ended = sign_ins.end(session, token, utc_now()) if token else None
    if ended is not None:
        realtime.access_changed(session)
    cookies.clear_session(response)
    return {"success": True}


@router.post("/password", response_model=DoneOut)
async def change_password(body: PasswordBody, state: State, actor: Someone) -> dict[str, Any]:
    """Set a new password; every other session of the person ends."""
    await service.change_password(state, actor, body)
    return {"success": True}


@router.get("/me", response_model=MeOut)
def read_me(actor: Someone, session: Reading) -> dict[str, Any]:
    """Say who is asking."""
    found = people.find_person(session, actor.user_id) if actor.user_id else None
    user = found[0].to_wire() if found else None
    return {
        "id": actor.id,
        "kind": actor.kind,
        "name": actor.name,
        "email": user["email"] if user else None,
        "scopes": sorted(actor.scopes),
        "user": user,
    }


@router.get("/keys", response_model=KeysOut)
def list_keys(actor: Someone, session: Reading) -> dict[str, Any]:
    """List one's own keys, without their secrets."""
    return {"keys": keys.list_keys(actor, session)}


@router.post("/keys", status_code=201, response_model=NewKeyOut)
def create_key(body: KeyBody, response: Response, actor: Someone, session: Work) -> dict[str, Any]:
    """Make a key; the secret in the answer is shown this once."""
    response.headers["Cache-Control"] = "no-store"
    key, secret = keys.create_key(
        actor, session, body.name, body.scope, utc_now(), days=body.expires_in_days
    )
    return {"key": key, "secret": secret}


@router.delete("/keys/{key_id}", response_model=DoneOut)
def revoke_key(key_id: str, actor: Someone, session: Work) -> dict[str, Any]:
    """End a key of one's own."""
    keys.revoke_key(actor, session, key_id, utc_now())
    realtime.access_changed(session)
    return {"success": True}


def _answer(
    state: AppState, request: Request, response: Response, person: Person, session: Renewed
) -> dict[str, Any]:
    accounts = service.accounts_of(state)
    access = accounts.tokens.sign(session.claims, utc_now())
    cookies.set_session(
        request,
        response,
        (access, accounts.tokens.lifetime),
        (session.refresh_token, accounts.refresh_lifetime),
    )
    lifetime_s = int(accounts.tokens.lifetime.total_seconds())
    answer = {"user": person.to_wire(), "expires_in": lifetime_s}
    if not cookies.is_program(request):
        return answer
    return {**answer, "access_token": access, "refresh_token": session.refresh_token}
