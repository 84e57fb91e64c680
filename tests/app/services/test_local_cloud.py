"""A cloud on this computer: the real one, as a process of this program."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.services.account import Account
from app.services.local_cloud import Letter, LocalCloud, MakerUnfit, Why, read_maker
from app.services.own_program import OwnProgram, ProgramFailed, run, sentence
from protocol import certificates
from protocol.certificates import Root
from protocol.keys import SigningKey
from tests.cloud.world import maker
from tests.waiting import until

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, str(ROOT / "main.py")]
PHONE = "19900000001"
TRUSTED = certificates.issue(Root("tests", maker.public, demo=False), maker)
DEMO = certificates.issue(Root("tests", maker.public, demo=True), maker)


async def test_it_is_set_up_used_ended_and_started_again(tmp_path: Path) -> None:
    here = LocalCloud(tmp_path / "cloud", PROGRAM)
    assert here.address == ""
    await here.make(TRUSTED, "华东贸易有限公司", "王主任", PHONE)
    assert here.running
    letters: list[Letter] = []
    watching = asyncio.create_task(here.watch(letters.append))
    account = Account(tmp_path / "pc", here.address, "PC", lambda: None)
    await account.ask_code(PHONE)
    await until(lambda: letters)
    assert (letters[0].recipient, len(letters[0].code)) == (PHONE, 6)
    assert await account.sign_in(PHONE, letters[0].code)
    await here.stop()
    assert not here.running

    again = LocalCloud(tmp_path / "cloud", PROGRAM)
    assert again.address == here.address
    await again.start()
    await again.start()
    assert await account.sign_out()
    with pytest.raises(ProgramFailed, match="before"):
        await again.make(TRUSTED, "公司", "王主任", PHONE)
    await again.stop()
    watching.cancel()
    await account.close()


@pytest.mark.parametrize(
    ("root", "phone", "sentence"),
    [(DEMO, PHONE, "marked demo"), (b"no root", PHONE, "not a signed root"), (TRUSTED, "12", "not a phone number")],
)
async def test_what_cannot_be_set_up_leaves_nothing(root: bytes, phone: str, sentence: str, tmp_path: Path) -> None:
    here = LocalCloud(tmp_path / "cloud", PROGRAM)
    with pytest.raises(ProgramFailed, match=sentence):
        await here.make(root, "公司", "王主任", phone)
    assert not here.running
    assert here.address == ""
    assert list(tmp_path.iterdir()) == []


async def test_data_whose_word_on_itself_is_damaged_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "cloud" / "data").mkdir(parents=True)
    (tmp_path / "cloud" / "data" / "cloud.db").write_bytes(b"of before")
    (tmp_path / "cloud" / "here.json").write_bytes(b"{half")
    here = LocalCloud(tmp_path / "cloud", PROGRAM)
    with pytest.raises(ProgramFailed):
        await here.make(b"no root", "公司", "王主任", PHONE)
    assert (tmp_path / "cloud-1" / "data" / "cloud.db").read_bytes() == b"of before"


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    (tmp_path / "here.json").write_bytes(msgspec.json.encode({"port": server.sockets[0].getsockname()[1]}))
    (tmp_path / "maker.root").write_bytes(TRUSTED)
    with pytest.raises(ProgramFailed, match=r"port \d+ cannot be used"):
        await LocalCloud(tmp_path, PROGRAM).start()
    server.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
async def test_it_ends_when_its_console_is_killed(tmp_path: Path) -> None:
    """Nobody asked it to: the pipe has no other end any more."""
    words = [
        *PROGRAM,
        "cloud",
        "--data",
        str(tmp_path / "data"),
        "--maker-root",
        str(tmp_path / "root"),
        "--with-parent",
    ]
    (tmp_path / "root").write_bytes(TRUSTED)
    parent = f"""
import asyncio, sys
from pathlib import Path
from app.services.own_program import OwnProgram
program = OwnProgram({words!r}, Path({str(tmp_path / "log")!r}))
asyncio.run(program.start())
print(program._process.pid, flush=True)
sys.stdin.read()
"""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as console:
        assert console.stdout is not None
        pid = int(await asyncio.to_thread(console.stdout.readline))
        console.send_signal(signal.SIGKILL)
        await until(lambda: not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_program_that_says_nothing_or_is_not_there(tmp_path: Path) -> None:
    mute = OwnProgram(
        [sys.executable, "-c", "import sys; sys.exit('main.py cloud: there is no room.')"], tmp_path / "log"
    )
    with pytest.raises(ProgramFailed, match=r"^there is no room$"):
        await mute.start()
    with pytest.raises(OSError):
        await OwnProgram([str(tmp_path / "nothing")], tmp_path / "log").start()
    with pytest.raises(ProgramFailed, match="no such thing"):
        await asyncio.to_thread(run, [sys.executable, "-c", "import sys; sys.exit('no such thing')"])


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("", "it ended without a word"),
        ("a warning\nmain.py cloud: port 80 cannot be used: denied.\n\n", "port 80 cannot be used: denied"),
        ("Traceback\nValueError: what: else", "ValueError: what: else"),
    ],
)  # fmt: skip
def test_the_last_sentence_counts(said: str, last: str) -> None:
    assert sentence(said) == last


async def test_a_makers_certificate_is_looked_at_first(tmp_path: Path) -> None:
    file = tmp_path / "maker.root"
    for content, why in ((None, Why.UNREADABLE), (b"", Why.NO_ROOT), (b"PK\3\4", Why.NO_ROOT), (DEMO, Why.DEMO)):
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(MakerUnfit) as unfit:
            await read_maker(file)
        assert unfit.value.why is why
    with pytest.raises(MakerUnfit):
        await read_maker(tmp_path)
    file.write_bytes(TRUSTED)
    assert await read_maker(file) == TRUSTED
    known = SigningKey(bytes([1]) * 32)  # its secret stands in the vectors of the protocol
    file.write_bytes(certificates.issue(Root("another", known.public, demo=False), known))
    with pytest.raises(MakerUnfit) as unfit:
        await read_maker(file)
    assert unfit.value.why is Why.DEMO
