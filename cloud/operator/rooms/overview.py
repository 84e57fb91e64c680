"""The first page: what waits for an operator."""

from starlette.requests import Request

from cloud.operator.page import Block, Count, Counts, Page, Table, when
from cloud.operator.room import Asked, Place
from cloud.operator.rooms.about import NOBODY, about
from cloud.operator.rooms.words import TIME
from cloud.operator.wording import Both, deed
from cloud.store import operators
from cloud.store.unit import View

RECENT = 8


class Overview(Place):
    name = Both("概览", "Overview")
    path = "/"

    def is_active(self, request: Request) -> bool:
        return request.url.path == self.path

    def page(self, view: View, asked: Asked) -> Page | None:
        counts = [
            Count(each.waits or each.name, each.counted(view), each.path, each.tone)
            for each in self.places
            if each.waits is not None
        ]
        recent = [
            (when(each.at), each.operator or NOBODY, deed(each.act), about(view, each))
            for each in operators.trail(view, RECENT)
        ]
        columns = (TIME, Both("运营人员", "Operator"), Both("操作", "What"), Both("对象", "Of what"))
        blocks: list[Block] = [Counts(counts)]
        blocks.append(Table(columns, recent, Both("还没有操作记录。", "Nothing was done yet."), self._title()))
        return Page(Both("待办", "To do"), blocks)

    @staticmethod
    def _title() -> Both:
        return Both("最近操作", "What was done last")
