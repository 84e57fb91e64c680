"""Who gets in at the brokers, and what he may do there: by his certificate alone, and as the seal that it names."""

import asyncio
import contextlib
import multiprocessing
import os
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from cloud.gateway import mosquitto
from cloud.gateway.credentials import Authority, moment
from cloud.problems import Refusal
from cloud.store import modems
from cloud.store.unit import Unit
from protocol import certificates
from protocol.cbor import pack
from protocol.certificates import Delivery
from protocol.keys import SigningKey
from protocol.modem import MAX_MESSAGE_BYTES, Up, UpKind
from simulator import factory
from simulator.firmware import Board
from tests.cloud import mqtt
from tests.cloud.modems import APART, BROKERS, Pass, address, enrol, gateway, with_broker
from tests.cloud.mqtt import CONNACK, connect, connected
from tests.cloud.seal import board
from tests.cloud.world import Cloud, Problem, maker
from tests.mosquitto import MISSING, program
from tests.waiting import until, until_told

SERIAL, OTHER = "GL2026000001", "GL2026000002"
# Closed before, in or after the handshake, or refused in words.
REFUSED = (OSError, ssl.SSLError, ConnectionError, AssertionError, asyncio.IncompleteReadError)


@pytest.fixture(params=[*BROKERS, APART])
async def cloud(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Cloud]:
    async with with_broker(tmp_path, request.param) as cloud:
        yield cloud


def made(cloud: Cloud, serial: str = SERIAL) -> Board:
    return board(cloud, serial, SigningKey.generate(), factory.AgreementKey.generate())


async def refused(cloud: Cloud, own: bytes | None, root: str | None, client: str = SERIAL) -> None:
    with pytest.raises(REFUSED):
        async with connected(address(cloud), root, own) as link:
            await link.attach(client)


async def admitted(cloud: Cloud, own: Pass, client: str = SERIAL) -> None:
    async with connected(address(cloud), own.root, own.own) as link:
        assert await link.attach(client) == 1


def self_made(cloud: Cloud, serial: str = SERIAL) -> tuple[bytes, bytes]:
    """A seal's request, and its key."""
    key, said = factory.request_of(made(cloud, serial))
    return key, said.request


async def test_who_has_a_certificate_gets_in_and_nobody_else(cloud: Cloud) -> None:
    own = await enrol(cloud, made(cloud))
    await admitted(cloud, own)
    await refused(cloud, None, own.root)
    stranger = Authority(*Authority.make(moment(cloud.now)))
    key, request = self_made(cloud)
    forged = stranger.for_modem(SERIAL, request, moment(cloud.now))
    await refused(cloud, key + forged.public_bytes(Encoding.PEM), own.root)


async def test_an_old_request_that_is_shown_again_does_not_put_out_the_newer_one(cloud: Cloud) -> None:
    seal = made(cloud)
    _, old = factory.request_of(seal)
    for _ in range(2):  # its answer may be lost: the seal asks once more
        await cloud.request("POST", "/v1/modems", old)
    own = await enrol(cloud, seal)
    with pytest.raises(Problem, match="untrusted"):
        await cloud.request("POST", "/v1/modems", old)
    await admitted(cloud, own)


async def test_an_expired_certificate_opens_nothing(cloud: Cloud) -> None:
    own = await enrol(cloud, made(cloud))
    authority = cloud.service.keys.modem_authority(moment(cloud.now))
    for begun, expected in ((timedelta(0), True), (timedelta(days=31), False)):
        key, request = self_made(cloud)
        word = authority.for_modem(SERIAL, request, moment(cloud.now) - begun, days=30)
        shown = Pass(key + word.public_bytes(Encoding.PEM), own.root)
        await (admitted(cloud, shown) if expected else refused(cloud, shown.own, own.root))


async def test_a_broker_whose_process_is_ended_comes_back_at_its_place_and_knows_who_is_revoked(tmp_path: Path) -> None:
    async with with_broker(tmp_path, APART) as cloud:
        here = address(cloud)
        own, other = await enrol(cloud, made(cloud)), await enrol(cloud, made(cloud, OTHER))
        await cloud.service.database.write(lambda unit: modems.revoke(unit, OTHER, cloud.now, barred=True))
        before = {each.pid for each in running_brokers()}
        for each in running_brokers():
            each.kill()
        await until(lambda: {each.pid for each in running_brokers()} - before, within=30)
        await until_told(lambda: attaches(cloud, own), within=30)
        await refused(cloud, other.own, other.root, OTHER)
        assert address(cloud) == here
    assert not running_brokers()


def running_brokers() -> list[BaseProcess]:
    """The processes of their own that this one's brokers have."""
    return [each for each in multiprocessing.active_children() if each.name == "broker"]


async def attaches(cloud: Cloud, own: Pass) -> bool:
    try:
        await admitted(cloud, own)
    except REFUSED:
        return False
    return True


@pytest.mark.parametrize("kind", BROKERS)
async def test_a_broker_that_runs_for_long_still_lets_seals_in(tmp_path: Path, kind: str) -> None:
    """Its certificate, and the list of what is revoked, are those of its start."""
    async with with_broker(tmp_path, kind, days_ago=400) as old:
        await admitted(old, await enrol(old, made(old)))


async def test_the_brokers_own_certificate_is_the_clouds(cloud: Cloud) -> None:
    own = await enrol(cloud, made(cloud))
    stranger = Authority(*Authority.make(moment(cloud.now)))
    with pytest.raises(ssl.SSLError):
        async with connected(address(cloud), stranger.root_pem.decode(), own.own):
            pass


async def test_a_seal_speaks_and_hears_only_in_its_own_place(cloud: Cloud) -> None:
    own, others = await enrol(cloud, made(cloud)), await enrol(cloud, made(cloud, OTHER))
    heard: list[str] = []
    gateway(cloud).queue.put = lambda serial, _data: heard.append(serial)  # type: ignore[method-assign]
    async with connected(address(cloud), own.root, own.own) as link, connected(*_of(cloud, others)) as other:
        assert await link.attach(SERIAL) == 1
        assert await other.attach(OTHER) == 1
        for name in (f"seal/1/{OTHER}/down", "seal/1/+/down", "#", "seal/1/+/up", f"seal/1/{SERIAL}/up", "$SYS/#"):
            assert await link.subscribe(name) == 0x80 or await _hears_nothing(cloud, link, other)
        for name in (f"seal/1/{OTHER}/up", f"seal/1/{OTHER}/down", f"seal/1/{SERIAL}/down", f"seal/1/{SERIAL}/up/x"):
            await link.publish(name, b"x")
        await link.publish(f"seal/1/{SERIAL}/up", b"x")
        await until(lambda: heard)
        assert heard == [SERIAL]
        assert other.inbox.empty()


def _of(cloud: Cloud, own: Pass) -> tuple[str, str, bytes]:
    return address(cloud), own.root, own.own


async def _hears_nothing(cloud: Cloud, link: mqtt.Client, other: mqtt.Client) -> bool:
    """Mosquitto grants a subscription and judges each message: what is meant for another does not come."""
    gateway(cloud).send(OTHER, b"secret")
    assert await other.next() == b"secret"
    gateway(cloud).send(SERIAL, b"own")
    first = await link.next()
    return first == b"own"


async def test_who_takes_anothers_name_does_not_cut_him_off(cloud: Cloud) -> None:
    own, others = await enrol(cloud, made(cloud)), await enrol(cloud, made(cloud, OTHER))
    async with connected(*_of(cloud, own)) as link:
        assert await link.attach(SERIAL) == 1
        async with connected(*_of(cloud, others)) as thief:
            await thief.say(connect(SERIAL))
            try:
                kind, body = await thief.answer()
            except ConnectionError:
                kind, body = CONNACK, b"\0\5"
            # Mosquitto gives him the name of his certificate, whatever he said.
            assert (kind, body[1]) in {(CONNACK, 5), (CONNACK, 0)}
            gateway(cloud).send(SERIAL, b"still here")
            assert await link.next() == b"still here"
            assert thief.inbox.empty()


async def test_a_second_link_of_a_seal_takes_the_place_of_the_first(cloud: Cloud) -> None:
    own = await enrol(cloud, made(cloud))
    async with connected(*_of(cloud, own)) as first, connected(*_of(cloud, own)) as second:
        assert await first.attach(SERIAL) == 1
        assert await second.attach(SERIAL) == 1
        await asyncio.wait_for(first.ended.wait(), 20)
        gateway(cloud).send(SERIAL, b"x")
        assert await second.next() == b"x"


async def test_no_will_and_nothing_retained_reaches_another_seal(cloud: Cloud) -> None:
    own, others = await enrol(cloud, made(cloud)), await enrol(cloud, made(cloud, OTHER))
    async with connected(*_of(cloud, others)) as other:
        assert await other.attach(OTHER) == 1
        async with connected(*_of(cloud, own)) as link:
            await link.say(connect(SERIAL, will=(f"seal/1/{OTHER}/down", b"will")))
            with contextlib.suppress(*REFUSED):
                await link.answer()
        async with connected(*_of(cloud, own)) as link:
            assert await link.attach(SERIAL) == 1
            with contextlib.suppress(*REFUSED):
                await link.say(mqtt.publish(9, f"seal/1/{OTHER}/down", b"kept", retain=True))
                await link.answer()
        await other.subscribe(f"seal/1/{OTHER}/down")
        gateway(cloud).send(OTHER, b"x")
        assert await other.next() == b"x"


async def test_a_message_that_is_too_long_is_not_taken(cloud: Cloud) -> None:
    own = await enrol(cloud, made(cloud))
    heard: list[bytes] = []
    gateway(cloud).queue.put = lambda _serial, data: heard.append(data)  # type: ignore[method-assign]
    longest = pack(Up(UpKind.SLICE, bytes(MAX_MESSAGE_BYTES - 5)))
    assert len(longest) == MAX_MESSAGE_BYTES
    async with connected(*_of(cloud, own)) as link:
        await link.attach(SERIAL)
        await link.publish(f"seal/1/{SERIAL}/up", longest)
        with contextlib.suppress(*REFUSED):
            await link.say(mqtt.publish(7, f"seal/1/{SERIAL}/up", bytes(20 * MAX_MESSAGE_BYTES)))
            await link.answer()
    async with connected(*_of(cloud, own)) as link:
        await link.attach(SERIAL)
        await link.publish(f"seal/1/{SERIAL}/up", b"end")
        await until(lambda: b"end" in heard)
    assert heard == [longest, b"end"]


async def test_a_revoked_certificate_opens_nothing(cloud: Cloud) -> None:
    """A broker that runs hears of it at once; what the seal has got instead opens it."""
    seal = made(cloud)
    shown = [await enrol(cloud, seal)]
    for _ in range(3):  # within one second
        shown.append(await enrol(cloud, seal))
    for old in shown[:-1]:
        await refused(cloud, old.own, old.root)
    await admitted(cloud, shown[-1])


async def heard_of_it(cloud: Cloud, own: Pass) -> None:
    """Mosquitto is told after the cloud has answered."""

    async def is_refused() -> bool:
        try:
            await admitted(cloud, own)
        except REFUSED:
            return True
        return False

    await until_told(is_refused, within=20)


async def test_who_is_attached_when_he_is_revoked_is_cut_off(cloud: Cloud) -> None:
    seal = made(cloud)
    own = await enrol(cloud, seal)
    async with connected(*_of(cloud, own)) as link:
        assert await link.attach(SERIAL) == 1
        await cloud.service.database.write(lambda unit: modems.revoke(unit, SERIAL, cloud.now, barred=True))
        await asyncio.wait_for(link.ended.wait(), 20)
    await heard_of_it(cloud, own)
    with pytest.raises(Problem, match="403 untrusted"):  # barred: it does not get another one
        await enrol(cloud, seal)
    await cloud.service.database.write(lambda unit: modems.allow(unit, SERIAL))
    await admitted(cloud, await enrol(cloud, seal))


@pytest.mark.skipif(program() is None, reason=MISSING)
async def test_a_mosquitto_hears_of_what_was_revoked_while_the_cloud_was_away(tmp_path: Path) -> None:
    async with with_broker(tmp_path, "mosquitto") as cloud:
        own = await enrol(cloud, made(cloud))

        def elsewhere(unit: Unit) -> None:
            modems.revoke(unit, SERIAL, cloud.now, barred=True)
            unit.revoked.clear()

        await cloud.service.database.write(elsewhere)
        await admitted(cloud, own)
        await cloud.stop()
        await cloud.start()
        await heard_of_it(cloud, own)


def test_a_program_that_took_a_dead_mosquittos_number_is_left_alone(tmp_path: Path) -> None:
    for text in ("", "x", "999999999", str(os.getpid())):
        (tmp_path / "mosquitto.pid").write_text(text)
        assert not mosquitto.read_again(tmp_path)


def test_of_two_lists_the_later_one_has_the_later_date() -> None:
    """Unless the clock was set back for long: a list of tomorrow would let nobody in."""
    now = moment(1_800_000_000_000)
    authority = Authority(*Authority.make(now))
    lists = [authority.revoked([], now)]
    for number in range(3):
        lists.append(authority.revoked([number + 1], now, lists[-1]))
    dates = [x509.load_pem_x509_crl(each).last_update_utc for each in lists]
    assert dates == sorted(set(dates))
    back = authority.revoked([1], now - timedelta(days=1), lists[-1])
    assert x509.load_pem_x509_crl(back).last_update_utc < now - timedelta(days=1)


async def test_only_a_delivered_seal_itself_gets_a_certificate(tmp_path: Path) -> None:
    async with with_broker(tmp_path, "amqtt") as cloud:
        seal = made(cloud)
        _, said = factory.request_of(seal)
        elsewhere = certificates.issue(Delivery(SERIAL, SigningKey.generate().public), maker)
        anothers = certificates.issue(Delivery(OTHER, cloud.service.keys.platform.public), maker)
        forged = certificates.issue(Delivery(SERIAL, cloud.service.keys.platform.public), SigningKey.generate())
        fields = {name: getattr(said, name) for name in said.__struct_fields__}
        bad = [{"delivery": each} for each in (elsewhere, anothers, forged, b"x")]
        bad += [{"signature": bytes(64)}, {"request": said.request[:-1]}, {"identity": b"x"}, {"signature": b""}]
        for changes in bad:
            with pytest.raises(Problem, match="403 untrusted"):
                await cloud.request("POST", "/v1/modems", {**fields, **changes})
        twin = made(cloud)  # other keys under the same serial
        await cloud.request("POST", "/v1/modems", said)
        with pytest.raises(Problem, match="403 untrusted"):
            await enrol(cloud, twin)


def test_only_keys_of_p256_that_signed_their_request_are_certified() -> None:
    now = moment(1_800_000_000_000)
    authority = Authority(*Authority.make(now))
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "whatever")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    good = builder.sign(ec.generate_private_key(ec.SECP256R1()), factory.hashes.SHA256()).public_bytes(Encoding.DER)
    assert authority.for_modem(SERIAL, good, now).subject.rfc4514_string() == f"CN={SERIAL}"
    bent = good[:-1] + bytes([good[-1] ^ 1])
    for key in (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)):
        with pytest.raises(Refusal, match="malformed"):
            authority.for_modem(SERIAL, builder.sign(key, factory.hashes.SHA256()).public_bytes(Encoding.DER), now)
    for data in (b"", b"x", bent, good[:-1]):
        with pytest.raises(Refusal, match="malformed"):
            authority.for_modem(SERIAL, data, now)
