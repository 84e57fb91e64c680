"""Acts pushed: exactly once, in order, each answered, none in the way of another."""

import io
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from cloud.store import tables
from cloud.store.unit import View
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Organization, Role
from domain.templates import AddTemplate, Template
from protocol import sync
from protocol.keys import SigningKey
from protocol.sync import ActBody, SignedAct
from tests.cloud.world import Cloud, Person, Problem, codes_of, pull_all


def template(owner: Person, name: str, **changes: Any) -> AddTemplate:
    return AddTemplate(**{"id": new_id(), "name": name, "approvers": [owner.member], **changes})


async def names(owner: Person) -> list[str]:
    return sorted(row.name for row in (await pull_all(owner, organization=owner.organization)).of(Template))


@pytest.mark.rule(1)
async def test_effects_and_the_streams_last_number_are_there_together(owner: Person) -> None:
    pushed = await owner.push(owner.signed(template(owner, "a")), owner.signed(template(owner, "b")))
    assert (pushed.last_seq, codes_of(pushed.verdicts)) == (2, ["", ""])
    assert await names(owner) == ["a", "b"]
    assert (await owner.pull()).last_seq == 2


@pytest.mark.rule(1)
async def test_a_repeated_push_is_answered_as_the_first_and_done_once(owner: Person) -> None:
    acts = [owner.signed(template(owner, "a")), owner.signed(template(owner, "a")), owner.signed(template(owner, "b"))]
    first = await owner.push(*acts)
    assert codes_of(first.verdicts) == ["", "template_name_taken", ""]
    assert await owner.push(*acts) == first
    assert (await owner.push(*acts[1:])).verdicts == first.verdicts[1:]
    assert await names(owner) == ["a", "b"]


@pytest.mark.rule(1)
async def test_a_push_that_overlaps_goes_on_where_the_stream_was(owner: Person) -> None:
    acts = [owner.signed(template(owner, name)) for name in "abc"]
    await owner.push(*acts[:2])
    pushed = await owner.push(*acts[1:])
    assert (pushed.last_seq, [verdict.seq for verdict in pushed.verdicts]) == (3, [2, 3])
    assert await names(owner) == ["a", "b", "c"]


async def test_an_act_full_of_ids_does_not_make_the_cloud_ask_for_all_of_them(owner: Person) -> None:
    ids = [new_id() for _ in range(100)]
    asked: list[Any] = []
    writer = owner.cloud.service.database._writer
    event.listen(writer, "before_cursor_execute", lambda *of: asked.append(of[3]))
    full = owner.signed(template(owner, "a"), args=msgspec.Raw(msgspec.json.encode({"text": ids})))
    assert codes_of((await owner.push(full, owner.signed(template(owner, "b")))).verdicts) == [
        "arguments_do_not_fit",
        "",
    ]
    assert max(len(given) for given in asked if isinstance(given, tuple | dict)) < len(ids)
    assert await names(owner) == ["b"]


async def test_an_empty_push_changes_nothing(owner: Person) -> None:
    await owner.push(owner.signed(template(owner, "a")))
    assert await owner.push() == sync.Pushed(last_seq=1, verdicts=[])
    assert (await owner.pull()).last_seq == 1


@pytest.mark.parametrize("seqs", [[2], [1, 3], [0], [-1], [1, 1], [2, 1]])
@pytest.mark.rule(1)
async def test_a_gap_refuses_the_push_and_does_nothing(owner: Person, seqs: list[int]) -> None:
    acts = [owner.signed(template(owner, str(place)), seq) for place, seq in enumerate(seqs)]
    with pytest.raises(Problem, match="409 stream_"):
        await owner.push(*acts)
    assert await names(owner) == []
    assert (await owner.pull()).last_seq == 0


@pytest.mark.rule(1)
async def test_another_act_under_a_used_number_is_a_fork(owner: Person) -> None:
    """A database restored from a copy goes on with numbers that are used: a new stream takes the old ids again."""
    first, second = owner.signed(template(owner, "a")), owner.signed(template(owner, "b"))
    await owner.push(first, second)
    lost = owner.signed(template(owner, "c"), 2)
    with pytest.raises(Problem, match="409 stream_forked"):
        await owner.push(lost)
    new = new_id()
    again = [resigned(owner, act, new, seq) for seq, act in enumerate((first, lost, second), 1)]
    pushed = await owner.push(*again, stream=new)
    assert codes_of(pushed.verdicts) == ["", "", ""]
    assert await names(owner) == ["a", "b", "c"]
    assert (await owner.pull(stream=new)).last_seq == 3


def resigned(person: Person, act: SignedAct, stream: str, seq: int) -> SignedAct:
    body = msgspec.json.decode(act.body, type=ActBody)
    return person.sign(msgspec.json.encode(msgspec.structs.replace(body, stream=stream, seq=seq)))


@pytest.mark.rule(1)
async def test_one_id_twice_in_a_push_is_one_act(owner: Person) -> None:
    act = owner.signed(template(owner, "a"))
    twice = [act, resigned(owner, act, owner.stream, 2), resigned(owner, act, owner.stream, 3)]
    assert codes_of((await owner.push(*twice)).verdicts) == ["", "", ""]
    taken = owner.signed(template(owner, "a"), 4)
    twice = [taken, resigned(owner, taken, owner.stream, 5), owner.signed(template(owner, "b"), 6)]
    assert codes_of((await owner.push(*twice)).verdicts) == ["template_name_taken", "template_name_taken", ""]
    assert await names(owner) == ["a", "b"]


async def test_a_refusal_is_remembered_for_its_id_in_a_new_stream(owner: Person) -> None:
    await owner.done(template(owner, "a"))
    taken = owner.signed(template(owner, "a"))
    assert codes_of((await owner.push(taken)).verdicts) == ["template_name_taken"]
    pushed = await owner.push(resigned(owner, taken, "another", 1), stream="another")
    assert codes_of(pushed.verdicts) == ["template_name_taken"]


@pytest.mark.rule(1, 12)
async def test_somebody_elses_stream_is_a_fork_and_his_act_is_not_told(cloud: Cloud, owner: Person) -> None:
    mine = owner.signed(template(owner, "a"))
    await owner.push(mine)
    other = await cloud.organization("19900000002", "别家公司")
    with pytest.raises(Problem, match="409 stream_forked"):
        await other.push(other.signed(template(other, "b"), 2, stream=owner.stream), stream=owner.stream)
    id = msgspec.json.decode(mine.body, type=ActBody).id
    verdict = (await other.push(other.signed(template(other, "c"), 1, id=id))).verdicts[0]
    assert (verdict.code, verdict.field) == ("arguments_do_not_fit", "id")
    assert await names(other) == []


@pytest.mark.rule(2, 10)
async def test_a_refused_act_says_why_and_keeps_nobody_waiting(owner: Person) -> None:
    acts = [
        owner.signed(template(owner, "a")),
        owner.signed(template(owner, "b"), None, name="Abdicate"),
        owner.signed(template(owner, "c"), None, args=msgspec.Raw(b'{"id": 5}')),
        owner.signed(template(owner, "d"), None, args=msgspec.Raw(b'{"id":"x","name":"d","approvers":[],"more":1}')),
        owner.signed(template(owner, "e", id="not a uuid")),
        owner.signed(template(owner, "f", approvers=[new_id()])),
        owner.signed(template(owner, "g" * 61)),
        owner.signed(template(owner, "h"), None, organization=new_id()),
        owner.signed(template(owner, "i")),
    ]
    pushed = await owner.push(*acts)
    assert codes_of(pushed.verdicts) == [
        "",
        "unknown_act",
        "arguments_do_not_fit",
        "arguments_do_not_fit",
        "arguments_do_not_fit",
        "not_found",
        "arguments_do_not_fit",
        "not_found",
        "",
    ]
    assert [verdict.field for verdict in pushed.verdicts[4:7]] == ["id", None, "name"]
    assert all(verdict.sentence for verdict in pushed.verdicts if not verdict.done)
    assert await names(owner) == ["a", "i"]


async def test_a_wrong_signature_is_refused(owner: Person) -> None:
    good = owner.signed(template(owner, "a"))
    owner.signing = SigningKey.generate()
    forged = owner.signed(template(owner, "b"))
    changed = SignedAct(body=good.body.replace(b'"a"', b'"z"'), signature=good.signature)
    short = SignedAct(body=good.body, signature=good.signature[:20])
    body = msgspec.json.decode(changed.body, type=ActBody)
    assert codes_of((await owner.push(changed)).verdicts) == ["bad_signature"]
    assert codes_of((await owner.push(forged)).verdicts) == ["bad_signature"]
    assert codes_of((await owner.push(short)).verdicts) == ["bad_signature"], body
    assert await names(owner) == []


async def test_the_act_is_kept_as_it_was_received(cloud: Cloud, owner: Person) -> None:
    act = owner.sign(
        b'{ "organization":"x","stream":"%s","seq":1,"id":"i","name":"n","args":{ "a" : 1 },"at":5}'
        % owner.stream.encode()
    )
    await owner.push(act)

    def kept(view: View) -> tuple[bytes, bytes, str, str]:
        row = view.first(tables.acts, id="i")
        return row.body, row.signature, row.user, row.console

    said = owner.signed_in
    assert await cloud.service.database.read(kept) == (act.body, act.signature, said.user, said.console)


@pytest.mark.rule(2)
async def test_what_no_database_can_keep_is_answered_all_the_same(owner: Person) -> None:
    acts = [
        owner.signed(template(owner, "a"), None, organization="\x00"),
        owner.signed(template(owner, "b"), None, name="\x00" * 5),
        owner.signed(template(owner, "c"), None, name="x" * 10_000),
        owner.signed(template(owner, "d\x00")),
        owner.signed(template(owner, "e", approvers=["\x00"])),
    ]
    codes = codes_of((await owner.push(*acts)).verdicts)
    assert codes == ["not_found", "unknown_act", "unknown_act", "text_unfit", "text_unfit"]


async def test_a_new_thing_never_takes_an_id_that_is_used(owner: Person) -> None:
    first = template(owner, "a")
    await owner.done(first)
    verdict = await owner.do(template(owner, "b", id=first.id))
    assert (verdict.code, verdict.field) == ("arguments_do_not_fit", "id")
    verdict = await owner.do(AddMember(id=owner.member, name="x", phone="19900000005", role=Role.MEMBER))
    assert (verdict.code, verdict.field) == ("arguments_do_not_fit", "id")


@pytest.mark.req("R-026", "P", "refused")
@pytest.mark.rule(11, 12)
async def test_an_act_is_done_as_who_speaks_and_judged_when_it_arrives(cloud: Cloud, owner: Person) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    verdict = await keeper.do(template(owner, "a"))
    assert verdict.code == "not_allowed"
    await owner.push(owner.signed(AddMember(id=new_id(), name="x", phone="19900000005", role=Role.MEMBER), at=5))
    members = (await pull_all(owner)).of(Member)
    assert {member.created_at for member in members} == {cloud.now}


@pytest.mark.rule(2)
async def test_a_fault_of_ours_refuses_its_act_alone(
    owner: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cloud import effects

    phone = "19900000005"

    def explode(_after: object) -> Organization:
        raise KeyError(phone)

    monkeypatch.setitem(effects._EFFECTS, AddMember, explode)
    pushed = await owner.push(
        owner.signed(template(owner, "a")),
        owner.signed(AddMember(id=new_id(), name="x", phone=phone, role=Role.MEMBER)),
        owner.signed(template(owner, "b")),
    )
    assert codes_of(pushed.verdicts) == ["", "internal", ""]
    assert await names(owner) == ["a", "b"]
    assert "KeyError" in caplog.text
    assert phone not in caplog.text


@pytest.mark.rule(2)
async def test_a_value_that_only_the_database_refuses_blocks_nobody(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cloud.store import people
    from cloud.store.unit import Unit

    real = people.user_of

    def refused_by_the_database(unit: Unit, phone: str, now: int) -> str:
        if phone == "19900000005":
            unit.upsert(tables.numbers, {"organization": None, "kind": "", "day": "", "last": 1})
        return real(unit, phone, now)

    monkeypatch.setattr(people, "user_of", refused_by_the_database)
    acts = [AddMember(id=new_id(), name="x", phone=f"1990000000{n}", role=Role.MEMBER) for n in (4, 5, 6)]
    assert codes_of((await owner.push(*map(owner.signed, acts))).verdicts) == ["", "internal", ""]
    assert len((await pull_all(owner)).of(Member)) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"stream":"s"}',
        b'{"stream":"s","acts":[{"body":"e30=","signature":""}]}',
        b'{"stream":"s","acts":[{"body":"!","signature":""}]}',
        b'{"stream":5,"acts":[]}',
        b"[" * 100_000,
    ],
)
async def test_json_that_does_not_fit_is_malformed(owner: Person, body: bytes) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.request("POST", "/v1/push", body)
    assert (await owner.pull()).last_seq == 0


@pytest.mark.parametrize("changes", [{"stream": "another"}, {"id": ""}, {"id": "x" * 65}, {"id": "a\x00"}])
async def test_an_act_without_its_place_is_malformed(owner: Person, changes: dict[str, str]) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.push(owner.signed(template(owner, "a"), 1, **changes), stream=owner.stream)


@pytest.mark.parametrize("seq", [2**53, -(2**53), 2**70, -(2**70)])
async def test_a_number_that_no_database_holds_is_malformed(owner: Person, seq: int) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await owner.push(owner.signed(template(owner, "a"), seq))


async def test_too_much_is_refused(owner: Person) -> None:
    with pytest.raises(Problem, match="413 too_large"):
        await owner.request("POST", "/v1/push", io.BytesIO(b" " * (16 * 1024 * 1024 + 1)))
    with pytest.raises(Problem, match="413 too_large"):
        await owner.push(*[owner.signed(template(owner, str(n))) for n in range(sync.MAX_ACTS_PER_PUSH + 1)])
    owner.seq = 0
    large = owner.signed(template(owner, "a"), None, args=msgspec.Raw(b'"' + b"x" * sync.MAX_ACT_BYTES + b'"'))
    pushed = await owner.push(large, owner.signed(template(owner, "b")))
    assert codes_of(pushed.verdicts) == ["too_large", ""]
