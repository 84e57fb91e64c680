"""Who uses this console: signing in and out, and the keys with which it acts.

Known from the last time, a person works on without the cloud: database and keys are here.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.models import carried, files, meta, outbox
from app.models.store import Store, StoreUnreadable, Tx
from app.services.desk import now_ms
from app.services.profile import REFRESH, Keys, Known, Profile
from app.services.secrets import FindKeyring, Secrets, SecretsLost
from app.sync.client import Client
from app.sync.errors import SERVER_FAULT, CloudError, ProblemError, SignedOut
from domain.phones import normal_phone
from protocol.sync import Platform, SignedIn, SignIn

if TYPE_CHECKING:
    from app.services.wechat import WeChatAttempt
    from protocol.keys import AgreementKey

KEY_BYTES = 32
SIGN_OUT_WITHIN_S = 5.0


class OtherPerson(CloudError):
    """The code was right, but the phone number has become somebody else's."""

    worth_repeating = False


class CloudChanged(CloudError):
    """Another maker or another platform answers at this address than at the first sign-in."""

    worth_repeating = False


@dataclass(frozen=True)
class Unsent:
    """What signing out would leave here."""

    acts: int
    slices: int
    files: int


class Account:
    """The person at this console. `known` is none until somebody has signed in; `known.signed_in`: and is still."""

    def __init__(
        self,
        profile: Path,
        cloud: str,
        console_name: str,
        find_keyring: FindKeyring,
        now: Callable[[], int] = now_ms,
        language: Callable[[], str] = lambda: "zh-CN",
    ) -> None:
        self.client = Client(cloud, self._renew, language)
        self._profile = Profile(profile, self.client.base, find_keyring)
        self._name = console_name
        self._now = now
        self._keys: Keys | None = None
        self._turn, self._saving = asyncio.Lock(), threading.Lock()
        self.known = self._profile.last()

    @property
    def secrets_fallback(self) -> bool:
        """The keys are in a file, for there is no keyring."""
        return self.known is not None and not self.known.keyring

    @property
    def maker(self) -> bytes:
        """The public key of the maker whose seals are genuine, as it was pinned at the first sign-in."""
        return self._person().maker

    @property
    def fingerprint(self) -> str:
        """Of the cloud's own key, as it was pinned at the first sign-in."""
        from protocol.pairing import fingerprint

        return fingerprint(self._person().platform)

    @property
    def static(self) -> "AgreementKey":
        """This console's key for sessions with seals."""
        from protocol.keys import AgreementKey

        return AgreementKey(self._opened().static)

    @property
    def phone(self) -> str:
        """The number with which the person has signed in."""
        return self._person().phone

    def secrets(self) -> Secrets:
        """Where the person's secrets are; raises `SecretsLost` if that is gone."""
        return self._profile.secrets(self._person())

    def sign(self, message: bytes) -> bytes:
        """The signature of this console (Ed25519, 64 bytes)."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._opened().signing).sign(message)

    async def ask_code(self, phone: str) -> None:
        """Have a code sent. Raises a `CloudError`."""
        await self.client.ask_code(phone)

    async def sign_in(
        self, phone: str, code: str, second_factor: str | None = None, *, only: str | None = None
    ) -> bool:
        """Whether the person belongs to an organization; `only` this user. Raises a `CloudError` or `SecretsLost`.

        A `ProblemError` second_factor_needed: once more, with the authenticator's code (or a recovery code) beside
        the same code by SMS.
        """

        def ask(signing: bytes, static: bytes) -> Awaitable[SignedIn]:
            asked = SignIn(
                phone=phone,
                code=code,
                console_name=self._name,
                signing=signing,
                static=static,
                second_factor=second_factor,
            )
            return self.client.sign_in(asked)

        return await self._come_in(phone, ask, only)

    async def offers_wechat(self) -> bool:
        """Whether one may sign in by WeChat at this cloud (R-048). Raises a `CloudError`."""
        return (await self.client.platform()).wechat

    async def ask_wechat(self) -> "WeChatAttempt":
        """A new attempt, waiting to be scanned. Raises a `CloudError`."""
        from app.services.wechat import begin

        return await begin(self.client, self._name, self._come_in)

    async def _come_in(
        self, phone: str, ask: Callable[[bytes, bytes], Awaitable[SignedIn]], only: str | None = None
    ) -> bool:
        """Sign in with the keys that the holder of this number has here, or new ones: `ask` is given their public
        halves. Whether he belongs to an organization. Raises as `sign_in`."""
        async with self._turn:  # who goes is gone before the next one comes
            return await self._come_in_now(phone, ask, only)

    async def _come_in_now(
        self, phone: str, ask: Callable[[bytes, bytes], Awaitable[SignedIn]], only: str | None
    ) -> bool:
        platform = await self.client.platform()
        maker = await asyncio.to_thread(self._check_cloud, platform)
        keys = await asyncio.to_thread(self._keys_for, phone)
        signed_in = await ask(*await asyncio.to_thread(_public, keys))
        if only not in (None, signed_in.user):
            raise OtherPerson(phone)
        known = Known(
            cloud=self.client.base,
            user=signed_in.user,
            phone=phone,
            name=signed_in.name,
            console=signed_in.console,
            organizations=signed_in.organizations,
            root=platform.root,
            maker=maker,
            platform=platform.platform,
            demo=platform.demo,
            keyring=True,
        )
        await asyncio.to_thread(self._enter, known, keys, signed_in.refresh)
        self.client.use(signed_in.access)
        return bool(signed_in.organizations)

    async def sign_in_again(self, code: str, second_factor: str | None = None) -> None:
        """The person who is signed in shows with a new code that it is he. Raises as `sign_in`, and `OtherPerson`."""
        known = self._person()
        await self.sign_in(known.phone, code, second_factor, only=known.user)

    async def open_store(self) -> Store:
        """The database of this person. Raises `StoreUnreadable`, `StoreTooNew`, `SecretsLost`."""
        known = self._person()
        if self._keys is None:
            self._keys = await asyncio.to_thread(self._profile.keys, known)
        if self._keys is None:
            raise StoreUnreadable("the key of this database is lost")
        store = await Store.open(self._profile.database(known), self._keys.database)
        await store.run(self._adopt)
        return store

    async def unsent(self, store: Store) -> Unsent:
        """What has not reached the cloud: signing out keeps it, signing in again sends it."""
        return await store.run(_unsent)

    async def sign_out(self, leave: Callable[[], Awaitable[None]] | None = None) -> bool:
        """End the session, here and (if it can be reached) in the cloud: whether the cloud knows. Database and keys
        stay. `leave`: what is to be done before; nobody else comes in meanwhile."""
        async with self._turn:
            if leave is not None:
                await leave()
            known = self._person()
            try:
                async with asyncio.timeout(SIGN_OUT_WITHIN_S):
                    await self.client.sign_out()
                told = True
            except (CloudError, TimeoutError):
                told = False  # without its refresh token this console is out, once the access token has run out
            await asyncio.to_thread(self._forget_session, known)
            self.client.use(None)
            self._keys = None
        return told

    async def close(self) -> None:
        """End the connections to the cloud."""
        await self.client.close()

    async def _renew(self) -> SignedIn:
        known = self._person()
        try:
            token = await asyncio.to_thread(self._refresh_token, known)
            if token is None:
                raise SignedOut("signed out here")
            signed_in = await self.client.refresh(token)
            await asyncio.to_thread(self._go_on, known, signed_in)
        except SecretsLost as error:
            raise ProblemError(SERVER_FAULT, "keys_unreachable", str(error)) from error
        except ProblemError as error:
            if error.code != "signed_out":
                raise
            await asyncio.to_thread(self._forget_session, known)
            raise SignedOut(str(error)) from error
        return signed_in

    def _adopt(self, tx: Tx) -> None:
        """Whose database this is; what an earlier key has signed and nobody has answered is signed anew."""
        known = self._person()
        if meta.get(tx, meta.USER) is None:
            meta.put(tx, meta.USER, known.user)
        if known.unsigned:
            outbox.sign_again(tx, self.sign)
            tx.after_commit(lambda: self._save(msgspec.structs.replace(known, unsigned=False)))

    def _person(self) -> Known:
        if self.known is None:
            raise SignedOut("nobody has signed in")
        return self.known

    def _opened(self) -> Keys:
        if self._keys is None:
            raise SignedOut("signed out here")
        return self._keys

    def _check_cloud(self, platform: Platform) -> bytes:
        """The maker's key; raises `CloudChanged` if this is not the cloud of the first sign-in."""
        from protocol.certificates import read_root
        from protocol.errors import ProtocolError

        for known in self._profile.all():
            if (known.root, known.platform) != (platform.root, platform.platform):
                raise CloudChanged(known.cloud)
        try:
            return read_root(platform.root).public
        except ProtocolError as error:
            raise CloudChanged("its maker's root is not a signed root") from error

    def _keys_for(self, phone: str) -> Keys:
        """Those this phone number has had here, however it is written, or new ones."""
        same = normal_phone(phone) or phone
        known = next((each for each in self._profile.all() if (normal_phone(each.phone) or each.phone) == same), None)
        kept = self._profile.keys(known) if known else None
        return kept or _make_keys()

    def _enter(self, known: Known, keys: Keys, refresh: str) -> None:
        """Keep who has signed in, and his secrets where they are safest."""
        before = next((each for each in self._profile.all() if each.user == known.user), None)
        known, old = self._profile.find_keys(known, before)
        if old is None:
            self._profile.put_aside(known, self._now())
        else:  # perhaps with another phone number: his database goes on, this console acts with its new keys
            signed_anew = (before is not None and before.unsigned) or old.signing != keys.signing
            known = msgspec.structs.replace(known, unsigned=signed_anew)
            keys = msgspec.structs.replace(keys, database=old.database)
        known = self._profile.keep(known, keys, refresh)
        self._keys = keys
        self._save(known, enters=True)

    def _refresh_token(self, known: Known) -> str | None:
        return self._profile.secrets(known).get(REFRESH) if known.signed_in else None

    def _go_on(self, known: Known, signed_in: SignedIn) -> None:
        self._profile.secrets(known).put(REFRESH, signed_in.refresh)
        self._save(msgspec.structs.replace(known, name=signed_in.name, organizations=signed_in.organizations))

    def _forget_session(self, known: Known) -> None:
        self._profile.secrets(known).remove(REFRESH)
        self._save(msgspec.structs.replace(known, signed_in=False))

    def _save(self, known: Known, *, enters: bool = False) -> None:
        """A late word on somebody who has gone since makes nobody of who is here now."""
        with self._saving:
            here = enters or self.known is None or self.known.user == known.user
            if known != self.known:
                self._profile.save(known, last=here)
                self.known = known if here else self.known


def _make_keys() -> Keys:
    from protocol.keys import AgreementKey, SigningKey

    return Keys(os.urandom(KEY_BYTES), SigningKey.generate().secret, AgreementKey.generate().secret)


def _public(keys: Keys) -> tuple[bytes, bytes]:
    from protocol.keys import AgreementKey, SigningKey

    return SigningKey(keys.signing).public, AgreementKey(keys.static).public


def _unsent(tx: Tx) -> Unsent:
    return Unsent(outbox.counts(tx).waiting, carried.waiting(tx), files.waiting(tx))
