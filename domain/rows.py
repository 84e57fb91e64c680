"""Rows: what the cloud says is true, the same frozen structs in its tables, on the wire and in a console.

Times are integers: milliseconds since 1970 UTC. Text is never empty unless the field says so.
"""

from typing import Annotated, ClassVar

import msgspec

Ms = Annotated[int, msgspec.Meta(ge=0, lt=2**48)]
IdText = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Label = Annotated[str, msgspec.Meta(max_length=60)]  # as a name, but may be empty
CodeText = Annotated[str, msgspec.Meta(max_length=200)]  # what a QR code says, a link as well; may be empty
Sentence = Annotated[str, msgspec.Meta(max_length=500)]
Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One thing of one organization. `table` names its kind everywhere: on the wire, in both databases.

    What has its default is not written down: so a default, once published, never changes. It never refers to itself,
    so that no garbage has to be looked for in it (`gc`): a page brings thousands.
    """

    table: ClassVar[str]
    id: IdText
    organization: IdText


class Named(Row, frozen=True, kw_only=True):
    """Something with a name that can be deleted: put aside, for what was done under that name still mentions it."""

    name: Name
    deleted_at: Ms | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something a person does: a command in the imperative. Its name on the wire is the class name.

    Arguments of a published act never change their meaning; what is added is optional, a new need is a new name.
    """
