"""Who has signed in on this computer: for each person and cloud a folder with his database, and where his keys are."""

import hashlib
import shutil
import threading
from pathlib import Path

import msgspec

from app.services.secrets import FileSecrets, FindKeyring, KeyringSecrets, Secrets, SecretsLost, write_private

KEYS, REFRESH, PIN = "keys", "refresh", "pin"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A person who has signed in here. `root`, `maker`, `platform`: whom his cloud trusted then, and who it was.

    `keyring`: his keys are there, not in a file. `unsigned`: pending acts have to be signed with a new key.
    """

    cloud: str
    user: str
    phone: str
    name: str
    console: str
    organizations: list[str]
    root: bytes
    maker: bytes
    platform: bytes
    demo: bool
    keyring: bool
    signed_in: bool = True
    unsigned: bool = False


class Keys(msgspec.Struct, frozen=True):
    """32 secret bytes each: of the database, to sign (Ed25519), to agree (X25519)."""

    database: bytes
    signing: bytes
    static: bytes


class Profile:
    """The accounts of one cloud in a profile folder."""

    def __init__(self, folder: Path, cloud: str, find_keyring: FindKeyring) -> None:
        self._folder = folder / "accounts"
        self._cloud = cloud
        self._find_keyring = find_keyring
        self._turn = threading.Lock()  # a PIN is counted while the session is renewed

    def all(self) -> list[Known]:
        """Everybody who has signed in to this cloud from here."""
        found = (_read(path) for path in sorted(self._folder.glob("*/account.json")))
        return [known for known in found if known is not None and known.cloud == self._cloud]

    def last(self) -> Known | None:
        """Who used this cloud last."""
        try:
            name = (self._folder / self._last_name()).read_text()
        except FileNotFoundError:
            return None
        return _read(self._folder / name / "account.json")

    def database(self, known: Known) -> Path:
        return self._place(known) / "console.db"

    def save(self, known: Known, *, last: bool = True) -> None:
        """`last`: he uses this cloud now."""
        place = self._place(known)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(place / "account.json", msgspec.json.encode(known))
        if last:
            write_private(self._folder / self._last_name(), place.name.encode())

    def secrets(self, known: Known) -> Secrets:
        """Where his keys are; raises `SecretsLost` if the keyring is gone."""
        if not known.keyring:
            return FileSecrets(self._place(known) / "secrets.json", self._turn)
        backend = self._find_keyring()
        if backend is None:
            raise SecretsLost("the keyring is not there")
        return KeyringSecrets(backend, self._place(known).name)

    def keys(self, known: Known) -> Keys | None:
        """None if they are lost. Raises `SecretsLost` if that cannot be told."""
        text = self.secrets(known).get(KEYS)
        return msgspec.json.decode(text, type=Keys) if text else None

    def find_keys(self, known: Known, before: Known | None) -> tuple[Known, Keys | None]:
        """The keys this person has had here, and he with the place where they are. Raises `SecretsLost`."""
        if before is not None:
            return msgspec.structs.replace(known, keyring=before.keyring), self.keys(before)
        for keyring in (True, False):  # what was known of him is damaged: his keys may be there all the same
            at = msgspec.structs.replace(known, keyring=keyring)
            try:
                if (keys := self.keys(at)) is not None:
                    return at, keys
            except SecretsLost:
                continue
        return known, None

    def is_last(self, known: Known) -> bool:
        return self.last() == known

    def holds(self, known: Known) -> bool:
        """Something of this person at this cloud is here."""
        return self._place(known).exists()

    def forget(self, known: Known) -> None:
        """Nothing of this person is here any more. Raises `SecretsLost`, `OSError`."""
        secrets = self.secrets(known)
        for name in (KEYS, REFRESH, PIN):
            secrets.remove(name)
        if self.is_last(known):
            (self._folder / self._last_name()).unlink()
        shutil.rmtree(self._place(known))

    def keep(self, known: Known, keys: Keys, refresh: str | None) -> Known:
        """Put the secrets where they are safest, and say where that is. `refresh`: none where there is no session."""
        self._place(known).mkdir(parents=True, exist_ok=True, mode=0o700)
        if known.keyring:
            try:
                self._put(known, keys, refresh)
            except SecretsLost:
                known = msgspec.structs.replace(known, keyring=False)  # one that takes nothing is none
            else:
                return known
        self._put(known, keys, refresh)
        return known

    def put_aside(self, known: Known, at: int) -> None:
        """A database whose key is lost makes room, but is never deleted."""
        database = self.database(known)
        if database.exists():
            database.replace(database.with_name(f"unreadable-{at}.db"))
            for rest in ("-wal", "-shm"):
                database.with_name(database.name + rest).unlink(missing_ok=True)

    def _put(self, known: Known, keys: Keys, refresh: str | None) -> None:
        secrets = self.secrets(known)
        secrets.put(KEYS, msgspec.json.encode(keys).decode())
        if refresh is not None:
            secrets.put(REFRESH, refresh)

    def _place(self, known: Known) -> Path:
        return self._folder / hashlib.sha256(f"{known.cloud} {known.user}".encode()).hexdigest()[:16]

    def _last_name(self) -> str:
        return "last-" + hashlib.sha256(self._cloud.encode()).hexdigest()[:16]


def everybody(folder: Path) -> list[Known]:
    """All who have signed in from this profile folder, to whatever cloud."""
    found = (_read(path) for path in sorted((folder / "accounts").glob("*/account.json")))
    return [known for known in found if known is not None]


def _read(path: Path) -> Known | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Known)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None  # signs in anew; database and keys are found again by the person
