"""The smallest and the largest value that the common kinds of fields take, and the next ones outside."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from domain import (
    acts,
    applications,
    audit,
    consoles,
    ending,
    geo,
    invoice_titles,
    messages,
    named_areas,
    offline_use,
    organization,
    rows,
    seals,
    second_factor,
    sign_ins,
    templates,
    times,
    usage,
    uses,
    waiting,
)
from domain import members as people
from domain.approvals import Approve, Remark
from domain.ending import Activate, ExtendUse, WaiveUpload
from domain.geo import Area, Point
from domain.loss_lock import UnlockSeal
from domain.messages import ReadMessages, SeeAbnormal
from domain.organization import ChangeOrganization
from domain.ownership import ChangeOwner
from domain.quotas import Quota, RequestQuota
from tests.domain.refused_records import PHOTO
from tests.domain.world import APPLY, AUTHORIZE, NOW


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        (rows.Ms, [0, 2**48 - 1], [-1, 2**48]),
        (rows.IdText, ["x", "x" * 64], ["", "x" * 65]),
        (rows.Name, ["印", "印" * 60], ["", "印" * 61]),
        (rows.Sentence, ["", "印" * 500], ["印" * 501]),
        (organization.Phone, ["123456", "+" + "1" * 20], ["12345", "1" * 21, "+12345", "１２３４５６"]),
        (applications.Count, [0, 500], [-1, 501]),
        (templates.Three, [[], ["a", "b", "c"]], [["a", "b", "c", "d"]]),
        (usage.Sha256, ["0" * 64, "f" * 64], ["0" * 63, "0" * 65, "F" * 64]),
    ],
    ids=["Ms", "IdText", "Name", "Sentence", "Phone", "Count", "Three", "Sha256"],
)
def test_a_field_takes_its_range(kind: Any, inside: list[Any], outside: list[Any]) -> None:
    for value in inside:
        assert msgspec.convert(value, kind) == value
    for value in outside:
        with pytest.raises(msgspec.ValidationError):
            pytest.fail(f"took {msgspec.convert(value, kind)}")


FILE, HOURS = APPLY.pictures[0], 3600 * 1000
EXTEND = ExtendUse(id="more", authorization="auth", count=1, end=NOW)
OWNER = ChangeOwner(id="new", name="新主", phone="19900000088", code="123456")
QUOTA = RequestQuota(id="q", quota=Quota.SEALS, wanted=51, reason="多")
MEGABYTES_20 = 20 * 1024 * 1024


@pytest.mark.parametrize(
    ("struct", "field", "inside", "outside"),
    [
        (APPLY, "reason", ["印", "印" * 500], ["", "印" * 501]),
        (APPLY, "remark", ["", "印" * 120], ["印" * 121]),
        (APPLY, "document_type", ["", "印" * 60], ["印" * 61]),
        (APPLY, "copies", [1, 9999], [0, 10_000]),
        (APPLY, "pictures", [[], [FILE] * 20], [[FILE] * 21]),
        (APPLY, "attachments", [[], [FILE] * 20], [[FILE] * 21]),
        (AUTHORIZE, "count", [0, 500], [-1, 501]),
        (FILE, "bytes", [1, MEGABYTES_20], [0, MEGABYTES_20 + 1]),
        (FILE, "media", ["a/b", "text/" + "x" * 80], ["a/", "text/" + "x" * 81, "text", "TEXT/x"]),
        (Point(0, 0), "lat", [-90.0, 90.0], [-90.1, 90.1]),
        (Point(0, 0), "lon", [-180.0, 180.0], [-180.1, 180.1]),
        (Area(), "radius_m", [0, 200_000], [-1, 200_001]),
        (Area(), "points", [[], [Point(0, 0)] * 64], [[Point(0, 0)] * 65]),
        (Remark(id="r", application="a", text="x"), "text", ["印", "印" * 500], ["", "印" * 501]),
        (Approve(application="a"), "step", [None, 0, 15], [-1, 16]),
        (Activate(authorization="a", code=""), "code", ["01234567"], ["0123456", "012345678", "0123456x"]),
        (WaiveUpload(authorization="a", reason=""), "reason", ["印", "印" * 500], ["", "印" * 501]),
        (EXTEND, "count", [0, 500], [-1, 501]),
        (ReadMessages(messages=[]), "messages", [["m"], ["m"] * 200], [[], ["m"] * 201]),
        (UnlockSeal(seal="s"), "of", [None, "", "x" * 64], ["x" * 65]),
        (SeeAbnormal(seal="s", number=1), "number", [1, 2**48 - 1], [0, 2**48]),
        (ChangeOrganization(name="x"), "remind_after_h", [0, 720], [-1, 721]),
        (OWNER, "code", ["012345"], ["01234", "0123456", "01234x"]),
        (QUOTA, "wanted", [1, 100_000], [0, 100_001]),
        (QUOTA, "reason", ["印", "印" * 500], ["", "印" * 501]),
        (PHOTO, "number", [1, 2**48 - 1], [0, 2**48]),
        (PHOTO, "bytes", [1, MEGABYTES_20], [0, MEGABYTES_20 + 1]),
        (PHOTO, "media", ["image/png", "image/jpeg"], ["image/gif", "image/pngx"]),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, msgspec.Struct) else None,
)
def test_an_argument_takes_its_range(struct: msgspec.Struct, field: str, inside: list[Any], outside: list[Any]) -> None:
    def read(value: Any) -> msgspec.Struct:
        args = msgspec.json.encode(msgspec.structs.asdict(struct) | {field: value})
        return msgspec.json.decode(args, type=type(struct))

    for value in inside:
        assert getattr(read(value), field) == value
    for value in outside:
        with pytest.raises(msgspec.ValidationError, match=field):
            pytest.fail(f"took {read(value)}")


def test_what_the_limits_are() -> None:
    """In numbers: other tests speak of them by their names."""
    assert (ending.CODE_DIGITS, ending.CODE_TRIES) == (8, 5)
    assert (messages.SMS_PER_DAY, messages.WECHAT_PER_MINUTE, messages.KEPT_MS) == (50, 60, 183 * 24 * HOURS)
    assert (seals.KEEPERS_PER_SEAL, second_factor.RECOVERY_CODES) == (3, 10)
    assert (sign_ins.KEPT, sign_ins.GOES_ON_MS, waiting.URGE_EVERY_MS) == (200, HOURS // 12, HOURS)
    assert (uses.DAY_MS, organization.HOUR_MS) == (24 * HOURS, HOURS)
    assert (uses.LONGEST_AGO_MS, uses.LONGEST_AHEAD_MS) == (366 * 24 * HOURS, 3653 * 24 * HOURS)
    assert (people.LONGEST_ABSENCE_MS, usage.MAX_ENTRIES_AHEAD) == (366 * 24 * HOURS, 10_000)
    assert (invoice_titles.MOST, named_areas.MOST) == (50, 200)
    assert (offline_use.LONGEST_MS, offline_use.IN_CONTACT_MS) == (7 * 24 * HOURS, HOURS // 6)
    assert (audit.GENESIS, consoles.MAX_NAME, geo.EARTH_M) == ("0" * 64, 60, 6_371_008.8)
    assert times.CHINA.utcoffset(None).total_seconds() * 1000 == 8 * HOURS
    assert times.day_start(16 * HOURS) == 16 * HOURS
    assert times.day_start(16 * HOURS - 1) == -8 * HOURS


def _patterns(kind: inspect.Type, seen: set[type] | None = None) -> Iterator[str]:
    """Every pattern that a text in this kind has to match, however deep it stands."""
    seen = set() if seen is None else seen
    if isinstance(kind, inspect.StrType) and kind.pattern is not None:
        yield kind.pattern
    elif isinstance(kind, inspect.StructType) and kind.cls not in seen:
        seen.add(kind.cls)
        for field in kind.fields:
            yield from _patterns(field.type, seen)
    elif isinstance(kind, inspect.ListType):
        yield from _patterns(kind.item_type, seen)
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _patterns(each, seen)
    elif isinstance(kind, inspect.DictType):
        yield from _patterns(kind.key_type, seen)
        yield from _patterns(kind.value_type, seen)


PATTERNS = sorted(
    {pattern for each in (*acts.ACTS.values(), *acts.ROWS.values()) for pattern in _patterns(inspect.type_info(each))}
)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=10)
@given(data=st.data())
def test_a_text_of_a_pattern_ends_where_the_pattern_does(pattern: str, data: st.DataObject) -> None:
    """A line break behind it would go unseen: `$` lets one pass."""
    kind: Any = Annotated[str, msgspec.Meta(pattern=pattern)]
    text = "".join(data.draw(st.from_regex(pattern, fullmatch=True)).splitlines())
    assert msgspec.convert(text, kind) == text
    for more in ("\n", "\r", "\0", " "):
        with pytest.raises(msgspec.ValidationError):
            pytest.fail(f"took {msgspec.convert(text + more, kind)}")


def test_all_patterns_are_found() -> None:
    assert len(PATTERNS) == 7  # a hash, a phone number, two kinds of code, two kinds of media, how a token ends
