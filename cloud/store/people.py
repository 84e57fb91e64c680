"""People across organizations, their consoles and their tokens."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from cloud.problems import Refusal
from cloud.scopes import own_space
from cloud.store import consoles, tables
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from cloud.tokens import Speaker, new_refresh, refresh_hash
from domain.ids import new_id
from domain.organization import Member, Role
from protocol.grants import MAX_CONSOLES

REFRESH_MS = 90 * 24 * 3600 * 1000
# An answer may get lost: the token before the last is taken once more as long as nobody used the last one.
AGAIN_MS = 60 * 1000
SEEN_EVERY_MS = 60 * 1000
_KEYS_OF = "keys of consoles"
_of = tables.consoles.c
_KEYS = (
    select(_of.static)
    .where(_of.user == bindparam("user"), _of.revoked_at.is_(None))
    .order_by(_of.last_seen.desc(), _of.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Console:
    """A console of a person; its keys never change."""

    id: str
    user: str
    signing: bytes
    static: bytes


def user_of(unit: Unit, phone: str, now: int) -> str:
    """The person with this phone number, made known if nobody has it."""
    found = known_user(unit, phone)
    if found is None:
        found = new_id(now)
        unit.upsert(tables.users, {"id": found, "phone": phone, "created_at": now})
    return found


def known_user(view: View, phone: str) -> str | None:
    """The person with this phone number, if anybody has it."""
    found = view.first(tables.users, phone=phone)
    return None if found is None else found.id


def phones(view: View) -> list[str]:
    """The numbers of all people of this cloud."""
    table = tables.users
    return list(view.connection.execute(select(table.c.phone).order_by(table.c.phone)).scalars())


def memberships(view: View, user: str) -> list[Member]:
    """The person's active memberships, oldest first."""
    table = tables.rows["members"]
    bodies = view.connection.execute(select(table.c.body).where(table.c.user == user)).scalars()
    members = [decode(Member, body) for body in bodies]
    return sorted((member for member in members if member.active), key=lambda member: member.created_at)


def membership_count(unit: Unit, user: str) -> int:
    """To how many organizations the person belongs (R-037); where he only consents for the headquarters is not one."""
    unit.flush()  # what this transaction has left counts as well
    return sum(member.role is not Role.HEADQUARTERS for member in memberships(unit, user))


def member_of(view: View, user: str, organization: str) -> Member:
    """The person's membership; raises `Refusal` not_found, whether or not there is such an organization."""
    if organization.isprintable():
        for member in view.rows.all(Member, organization, user=user):
            if member.active:
                return member
    raise Refusal("not_found")


def insider(view: View, user: str, organization: str) -> Member:
    """The same, but nobody who only consents for the headquarters: he has no business with its seals."""
    member = member_of(view, user, organization)
    if member.role is Role.HEADQUARTERS:
        raise Refusal("not_found")
    return member


def enrol_console(unit: Unit, user: str, name: str, signing: bytes, static: bytes, now: int) -> str:
    """The console with this signing key, made known or let in again."""
    found = unit.first(tables.consoles, user=user, signing=signing)
    id = new_id(now) if found is None else found.id
    values = {"id": id, "user": user, "name": name, "signing": signing, "static": static, "revoked_at": None}
    seen = {"created_at": now if found is None else found.created_at, "last_seen": now}
    unit.upsert(tables.consoles, {**values, **seen})
    unit.forget((_KEYS_OF, user))
    consoles.entered(unit, user, id, name, now)
    return id


def console_name(view: View, user: str, signing: bytes) -> str | None:
    """How the person calls the console with this signing key, if he has one."""
    found = view.first(tables.consoles, user=user, signing=signing)
    return None if found is None else consoles.name_of(view, user, found.id)


def speaking(view: View, speaker: Speaker, now: int) -> Console:
    """The console that speaks, noted as seen; raises `Refusal` signed_out if it was revoked."""
    found = view.first(tables.consoles, id=speaker.console)
    if found is None or found.revoked_at is not None or found.user != speaker.user:
        raise Refusal("signed_out")
    if isinstance(view, Unit) and now - found.last_seen > SEEN_EVERY_MS:
        table = tables.consoles
        view.connection.execute(update(table).where(table.c.id == found.id).values(last_seen=now))
        consoles.seen(view, found.user, found.id, found.name, now)
    return Console(found.id, found.user, found.signing, found.static)


def others_speaking(view: View, speaker: Speaker) -> list[str]:
    """The person's other consoles that may speak, oldest first."""
    table = tables.consoles
    query = select(table.c.id).where(
        table.c.user == speaker.user, table.c.id != speaker.console, table.c.revoked_at.is_(None)
    )
    return list(view.connection.execute(query.order_by(table.c.created_at, table.c.id)).scalars())


def revoke(unit: Unit, user: str, console: str, now: int) -> None:
    """The person's console speaks no more until he signs in there again."""
    table, tokens = tables.consoles, tables.refresh_tokens
    unit.forget((_KEYS_OF, user))
    consoles.signed_out(unit, user, console, now)
    unit.connection.execute(update(table).where(table.c.id == console).values(revoked_at=now))
    unit.connection.execute(delete(tokens).where(tokens.c.console == console))


def signing_key(view: View, console: str) -> bytes | None:
    """The key with which a console signs what its member does; it never changes. None: no such console."""
    found = view.first(tables.consoles, id=console)
    return None if found is None else bytes(found.signing)


def static_key(view: View, console: str) -> bytes:
    """The key with which a console opens seals; it never changes."""
    return bytes(view.first(tables.consoles, id=console).static)


def keys_of_consoles(view: View, user: str) -> list[bytes]:
    """The keys with which the person's consoles open seals: of those that are signed in, the last seen first, as many
    as a grant may name."""

    def read() -> list[bytes]:
        return [bytes(key) for key in view.connection.execute(_KEYS, {"user": user, "most": MAX_CONSOLES}).scalars()]

    return view.known((_KEYS_OF, user), read)


def consoles_of(view: View, user: str) -> list[str]:
    """All consoles where the person has ever signed in."""
    table = tables.consoles
    return list(view.connection.execute(select(table.c.id).where(table.c.user == user).order_by(table.c.id)).scalars())


def issue_refresh(unit: Unit, console: str, now: int) -> str:
    """A refresh token for the console."""
    token, digest = new_refresh()
    unit.upsert(tables.refresh_tokens, {"hash": digest, "console": console, "expires_at": now + REFRESH_MS})
    return token


def rotate(unit: Unit, token: str, now: int) -> tuple[str, str] | str | None:
    """(console, next token); only the console if the token was used before, which is for the caller to punish; None if
    it is unknown or over."""
    table = tables.refresh_tokens
    found = unit.first(table, hash=refresh_hash(token))
    if found is None or found.expires_at <= now:
        return None
    if found.used_at is not None:
        unread = None if found.successor is None else unit.first(table, hash=found.successor)
        if unread is None or unread.used_at is not None or now - found.used_at > AGAIN_MS:
            return str(found.console)
        unit.connection.execute(delete(table).where(table.c.hash == found.successor))
    following = issue_refresh(unit, found.console, now)
    mark = {"used_at": found.used_at or now, "successor": refresh_hash(following)}
    unit.connection.execute(update(table).where(table.c.hash == found.hash).values(**mark))
    unit.connection.execute(delete(table).where(table.c.console == found.console, table.c.expires_at <= now))
    return found.console, following


def user_of_console(view: View, console: str) -> str:
    return str(view.first(tables.consoles, id=console).user)


def phone_of(view: View, user: str) -> str:
    return str(view.first(tables.users, id=user).phone)


def spaces(view: View, speaker: Speaker) -> dict[str, int]:
    """The spaces that a console may follow, and their versions; raises `Refusal` signed_out."""
    speaking(view, speaker, 0)
    names = [own_space(speaker.user), *(member.organization for member in memberships(view, speaker.user))]
    return {name: version(view, name) for name in names}


def version(view: View, space: str) -> int:
    """The newest version of a space, 0 before the first."""
    found = view.first(tables.versions, space=space)
    return 0 if found is None else found.rev


def meta(view: View, name: str) -> str:
    """What the database knows of itself: `epoch`, `generation`."""
    return str(view.first(tables.meta, name=name).value)
