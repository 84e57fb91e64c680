"""What the processes at one PostgreSQL tell each other, by LISTEN and NOTIFY: it is forgotten as soon as it is heard.

Told after the commit and on a connection of its own, for NOTIFY within a transaction makes commits wait for each other.
What comes while something is on its way melts into one message. Whoever was away meanwhile is told `missed`.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

CHANNEL = "signet"
AT_ONCE = 100  # spaces or consoles in one message, of which PostgreSQL takes less than 8,000 bytes
LOOK_S = 0.5  # how soon it is seen that it is to end
AGAIN_S = 1.0
_KEPT_ALIVE = {"keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}
_LOG = logging.getLogger(__name__)


class News(msgspec.Struct):
    """`by`: the process that tells it. `revs`: space -> its newest version; `ended`: consoles that were signed out;
    `keys`: there are more in the key file; `writer`: it writes now; `missed`: there may have been anything."""

    by: str = ""
    revs: dict[str, int] = {}
    ended: list[str] = []
    keys: bool = False
    writer: bool = False
    missed: bool = False

    def add(self, other: "News") -> None:
        """It tells the other, too."""
        self.revs |= other.revs
        self.ended += other.ended
        self.keys |= other.keys
        self.writer |= other.writer

    def messages(self) -> Iterator[bytes]:
        """In pieces that PostgreSQL takes."""
        revs, ended = iter(self.revs.items()), iter(self.ended)
        piece = News(self.by, dict(islice(revs, AT_ONCE)), list(islice(ended, AT_ONCE)), self.keys, self.writer)
        while piece != News(self.by):
            yield msgspec.json.encode(piece)
            piece = News(self.by, dict(islice(revs, AT_ONCE)), list(islice(ended, AT_ONCE)))


class Bus:
    """Of the process `own` at the database `url`. `hear` is called in a thread of its own, not with what it has told
    itself."""

    def __init__(self, url: str, own: str, hear: Callable[[News], None]) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._to = make_conninfo(plain, **_KEPT_ALIVE)
        self._own, self._hear = own, hear
        self._untold = News(own)
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=each, name="bus") for each in (self._listen, self._tell)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def tell(self, news: News) -> None:
        """To all others, soon."""
        with self._changed:
            self._untold.add(news)
            self._changed.notify()

    def close(self) -> None:
        """What was to be told is told, if it can be."""
        with self._changed:
            self._over.set()
            self._changed.notify()
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    self._hear(News(missed=True))
                    while not self._over.is_set():
                        for notice in connection.notifies(timeout=LOOK_S):
                            self._take(notice.payload)
            except psycopg.Error as error:
                _LOG.warning("what other processes tell is not heard just now: %s", type(error).__name__)
                self._over.wait(AGAIN_S)

    def _take(self, payload: str) -> None:
        try:
            news = msgspec.json.decode(payload, type=News)
        except msgspec.DecodeError:  # of another version, or of somebody else: it may have been anything
            news = News(missed=True)
        if news.by != self._own:
            self._hear(news)

    def _tell(self) -> None:
        while not self._over.is_set():
            try:
                with self._connect() as connection:
                    while self._say(connection):
                        pass
            except psycopg.Error as error:
                _LOG.warning("other processes cannot be told just now: %s", type(error).__name__)
                self._over.wait(AGAIN_S)

    def _say(self, connection: "psycopg.Connection") -> bool:
        """What is untold; False at the end. What could not be said is said by the next connection."""
        with self._changed:
            while self._untold == News(self._own) and not self._over.is_set():
                self._changed.wait()
            news, self._untold = self._untold, News(self._own)
        try:
            for message in news.messages():
                connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, message.decode()))
        except psycopg.Error:
            with self._changed:
                news.add(self._untold)  # what came meanwhile is newer
                self._untold = news
            raise
        return not self._over.is_set()

    def _connect(self) -> "psycopg.Connection":
        return psycopg.connect(self._to, autocommit=True)
