"""The building blocks of the screens. A feature's screen is made of these and of nothing painted by itself."""

from app.views.widgets.basic import button, column, height_of, label, restyle, row, rule, tip, within_window
from app.views.widgets.card import Card, Foot, scrolled
from app.views.widgets.comments import CommentBox, Said
from app.views.widgets.confirm import confirm, tell
from app.views.widgets.facts import Fact, FactList, Step, Timeline
from app.views.widgets.fields import (
    FormField,
    choice_edit,
    count_characters,
    decimal_edit,
    line_edit,
    moment_edit,
    number_edit,
    reveal,
    set_choices,
    suggestion_edit,
    text_edit,
)
from app.views.widgets.files import FileRow, FileRows
from app.views.widgets.marks import Avatar, Pill
from app.views.widgets.page import Columns, ListDetail, PageFrame, PageHeader
from app.views.widgets.photo import PhotoView
from app.views.widgets.records import KEY, RECORD, Record, RecordDelegate, RecordList, RecordModel
from app.views.widgets.selector import Choice, Selector
from app.views.widgets.states import Banner, EmptyState, IconDisc
from app.views.widgets.status import Refused, StatusLine
from app.views.widgets.tabs import Place, Rail, SegmentedSwitch
from app.views.widgets.thumbs import Thumb, ThumbnailView

__all__ = [
    "KEY",
    "RECORD",
    "Avatar",
    "Banner",
    "Card",
    "Choice",
    "Columns",
    "CommentBox",
    "EmptyState",
    "Fact",
    "FactList",
    "FileRow",
    "FileRows",
    "Foot",
    "FormField",
    "IconDisc",
    "ListDetail",
    "PageFrame",
    "PageHeader",
    "PhotoView",
    "Pill",
    "Place",
    "Rail",
    "Record",
    "RecordDelegate",
    "RecordList",
    "RecordModel",
    "Refused",
    "Said",
    "SegmentedSwitch",
    "Selector",
    "StatusLine",
    "Step",
    "Thumb",
    "ThumbnailView",
    "Timeline",
    "button",
    "choice_edit",
    "column",
    "confirm",
    "count_characters",
    "decimal_edit",
    "height_of",
    "label",
    "line_edit",
    "moment_edit",
    "number_edit",
    "restyle",
    "reveal",
    "row",
    "rule",
    "scrolled",
    "set_choices",
    "suggestion_edit",
    "tell",
    "text_edit",
    "tip",
    "within_window",
]
