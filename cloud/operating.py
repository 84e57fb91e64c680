"""What an operator does to one seal, with a release of their firmware or for a new organization, at the command line of
the cloud's computer: `main.py cloud --data FOLDER …`.

The cloud that runs there carries it out, through a door of its own (POST /v1/operator): whoever can read the file that
the cloud leaves in its folder may come in. If none runs, the command does it beside the database (decision 0049).
"""

import asyncio
import hmac
import http.client
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
from fastapi import FastAPI
from starlette.responses import Response

from cloud import forced, founding, rollout, sweeps
from cloud.gateway import broker
from cloud.http import Call, reply, route
from cloud.keys import MODE
from cloud.operator import people, trail
from cloud.operator.people import Begun
from cloud.operator.trail import Deed
from cloud.operator.wording import why
from cloud.problems import Refusal
from cloud.rollout import Brought, Wanted
from cloud.seals import stock
from cloud.service import Service
from cloud.store import modems
from cloud.store.releases import Release
from cloud.store.unit import Unit
from domain.rows import Row
from domain.seals import Model
from domain.verdict import Refused
from domain.wording import sentence
from protocol.firmware import MAX_RELEASE_BYTES
from protocol.sync import Problem

FILE = "operator.json"
PATH = "/v1/operator"
ANSWER_WITHIN_S = 60
MAX_BODY = MAX_RELEASE_BYTES * 4 // 3 + 64 * 1024  # base64 in JSON

R = TypeVar("R", bound=Row | Release)


class What(StrEnum):
    DELIVER = "deliver"
    TAKE_BACK = "take-back"
    FORCE_UNBIND = "force-unbind"
    BAR_MODEM = "bar-modem"
    ALLOW_MODEM = "allow-modem"
    ADD_RELEASE = "add-release"
    STAGE_RELEASE = "stage-release"
    STOP_RELEASE = "stop-release"
    LIST_RELEASES = "list-releases"
    ADD_OPERATOR = "add-operator"
    RESET_OPERATOR = "reset-operator"
    DISABLE_OPERATOR = "disable-operator"
    ENABLE_OPERATOR = "enable-operator"
    LIST_OPERATORS = "list-operators"
    FOUND = "found"


class Order(msgspec.Struct, frozen=True):
    """To be done to one seal. `organization`, `model`: of a delivery; `reason`: of an unbinding by force.

    Or with a release of this `version`, and no seal: `manifest` and `image` of a new one, `stage` of one that goes out.
    Or with the operator of this `name`. Or a new `organization` of this name, with its `owner` and his `phone` number.
    """

    what: What
    serial: str = ""
    organization: str = ""
    model: Model | None = None
    reason: str = ""
    version: str = ""
    manifest: bytes = b""
    image: bytes = b""
    stage: Wanted = Wanted()
    name: str = ""
    owner: str = ""
    phone: str = ""


class Done(msgspec.Struct, frozen=True):
    """What was done, in a sentence without its stop; or why it was not."""

    said: str
    refused: bool = False


class _Door(msgspec.Struct, frozen=True):
    host: str
    port: int
    token: str


async def carry_out(service: Service, order: Order) -> Done:
    """In one transaction; what is refused changes nothing. It stands in the trail of the operator's pages as well. The
    image of a release lies here before: nobody who writes waits for it."""
    brought = None
    if order.what is What.ADD_RELEASE:
        brought = await asyncio.to_thread(rollout.bring, service, order.manifest, order.image)
        if isinstance(brought, Refused):
            return _done(brought, str)
    return await service.database.write(lambda unit: _in_one(service, unit, order, brought, service.now()))


def _in_one(service: Service, unit: Unit, order: Order, brought: Brought | None, now: int) -> Done:
    done = _carry_out(service, unit, order, now) if brought is None else _add_release(unit, brought, now)
    if order.what not in (What.LIST_RELEASES, What.LIST_OPERATORS) and not done.refused:
        deed = "".join(word.capitalize() for word in order.what.value.split("-"))
        about = order.serial or order.version or order.name
        words = {"reason": order.reason} if order.reason else {}
        trail.note(service, unit, "", "", Deed(_DEEDS.get(deed, deed), order.organization, about, words), now)
    return done


_DEEDS = {"Deliver": "DeliverSeal", "TakeBack": "TakeSealBack"}


def _carry_out(service: Service, unit: Unit, order: Order, now: int) -> Done:
    serial = order.serial
    match order.what:
        case What.DELIVER:
            row = stock.deliver(service, unit, serial, order.organization, order.model, now)
            return _done(row, lambda row: f"{row.id} ({row.model}) is delivered to {row.organization}")
        case What.TAKE_BACK:
            row = stock.take_back(service, unit, serial, now)
            return _done(row, lambda row: f"{row.id} is no longer delivered to {row.organization}")
        case What.FORCE_UNBIND:
            row = forced.unbind(service, unit, serial, order.reason, now)
            return _done(row, lambda row: f"{row.id} ({row.name}) is no longer bound to {row.organization}")
        case What.FOUND:
            every = founding.most_features()
            row = founding.found(service, unit, order.organization, order.owner, order.phone, every, now)
            return _done(
                row,
                lambda row: f"{order.organization.strip()} is {row.organization}; {row.name} signs in with {row.phone}",
            )
        case What.BAR_MODEM | What.ALLOW_MODEM:
            return _modem(unit, serial, now, barred=order.what is What.BAR_MODEM)
        case What.STAGE_RELEASE | What.STOP_RELEASE | What.LIST_RELEASES:
            return _release(unit, order, now)
        case _:
            return _operator(service, unit, order, now)


def _add_release(unit: Unit, brought: Brought, now: int) -> Done:
    row = rollout.add(unit, brought, now)
    return _done(
        row, lambda row: f"{row.version} ({row.model}, {row.size} bytes) is added; it {rollout.stage_words(row)}"
    )


def _release(unit: Unit, order: Order, now: int) -> Done:
    match order.what:
        case What.STAGE_RELEASE:
            row = rollout.stage(unit, order.version, order.stage, now)
            return _done(row, lambda row: f"{row.version} ({row.model}) {rollout.stage_words(row)}")
        case What.STOP_RELEASE:
            row = rollout.stop(unit, order.version, now)
            return _done(row, lambda row: f"{row.version} ({row.model}) goes to nobody any more")
        case _:
            return Done(rollout.listed(unit))


def _operator(service: Service, unit: Unit, order: Order, now: int) -> Done:
    name = order.name
    match order.what:
        case What.ADD_OPERATOR:
            made = people.add(service, unit, name, now)
        case What.RESET_OPERATOR:
            made = people.reset(service, unit, name)
        case What.DISABLE_OPERATOR:
            made = people.disable(unit, name, now)
        case What.ENABLE_OPERATOR:
            made = people.enable(unit, name)
        case _:
            return Done(people.listed(unit, now))
    if isinstance(made, Refused):
        return Done(why(made, chinese=False).rstrip("."), refused=True)
    if isinstance(made, Begun):
        return Done(f"{name} signs in with\n  password       {made.password}\n  authenticator  {made.uri}")
    return Done(f"{name} may sign in" if order.what is What.ENABLE_OPERATOR else f"{name} may sign in no more")


def _done(row: R | Refused, said: Callable[[R], str]) -> Done:
    if isinstance(row, Refused):
        return Done(sentence(row.code, row.detail, chinese=False).rstrip("."), refused=True)
    return Done(said(row))


def _modem(unit: Unit, serial: str, now: int, *, barred: bool) -> Done:
    if not modems.of(unit, serial):
        return Done("no modem of that seal has ever had a certificate", refused=True)
    if barred:
        modems.revoke(unit, serial, now, barred=True)
        return Done(f"The modem of {serial} is let in no more")
    modems.allow(unit, serial)
    return Done(f"The modem of {serial} may have a certificate again")


# In the cloud that runs


@contextmanager
def door(application: FastAPI, folder: Path, host: str, port: int) -> Generator[None]:
    """Open as long as the cloud listens there. Nobody but its own user can read where, and the word that opens it."""
    token, file = secrets.token_urlsafe(32), folder / FILE
    own = _Door(host, port, token)
    file.unlink(missing_ok=True)  # whoever could read the one of a cloud that died cannot read this one
    file.touch(MODE, exist_ok=False)
    file.write_bytes(msgspec.json.encode(own))
    application.state.operator = token
    try:
        yield
    finally:
        if _left_in(folder) == own:  # else it is the one of a cloud that has begun meanwhile
            file.unlink(missing_ok=True)


async def operate(call: Call) -> Response:
    """POST /v1/operator; to others it does not exist."""
    service, application = call.service, call.request.app
    token = getattr(application.state, "operator", "")
    shown = call.request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
        raise Refusal("not_found")
    order = await call.body(Order, MAX_BODY)
    done = await carry_out(service, order)
    await broker.drop_revoked(application)
    if order.what in (What.STAGE_RELEASE, What.STOP_RELEASE):  # at once, and not with the next sweep
        await sweeps.work_off(service, sweeps.ROLLOUT)
    return reply(done)


ROUTES = [route("POST", PATH, operate)]


# At the command line


def by_the_cloud(folder: Path, order: Order) -> Done | None:
    """What the cloud of this folder made of it; none: none runs."""
    found = _left_in(folder)
    if found is None:
        return None
    link = http.client.HTTPConnection(found.host, found.port, timeout=ANSWER_WITHIN_S)
    try:
        link.connect()
    except OSError:
        return None  # it died, and its file stayed
    headers = {"Authorization": f"Bearer {found.token}", "Accept-Language": "en"}
    try:
        link.request("POST", PATH, msgspec.json.encode(order), headers)
        answer = link.getresponse()
        data = answer.read()
    except (OSError, http.client.HTTPException):
        return Done("the cloud did not answer: it may have been done, or not", refused=True)
    finally:
        link.close()
    return _read(answer.status, data)


def _left_in(folder: Path) -> _Door | None:
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=_Door)
    except (OSError, msgspec.DecodeError):
        return None


def _read(status: int, data: bytes) -> Done | None:
    """None: who listens there now is not that cloud."""
    try:
        if status == http.client.OK:
            return msgspec.json.decode(data, type=Done)
        problem = msgspec.json.decode(data, type=Problem)
    except msgspec.DecodeError:
        return None
    return None if status == http.client.NOT_FOUND else Done(problem.sentence.rstrip("."), refused=True)
