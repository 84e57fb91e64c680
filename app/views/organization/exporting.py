"""The members of the organization as a file that a spreadsheet opens and that can be imported again."""

import asyncio

from PySide6.QtWidgets import QWidget

from app.services import member_files, member_lists
from app.views.i18n import Tongue, number
from app.views.organization.choose_file import ask_save
from app.views.organization.company import Company
from app.views.organization.tree import translate
from app.views.room import Room


async def export_members(room: Room, company: Company, parent: QWidget) -> None:
    """Ask where to, write, and say what was written."""
    name = translate("organization", "members of {0}").format(company.organization.row.name)
    path = await ask_save(parent, name)
    if path is None:
        return
    members = [each.row for each in company.members]
    table = member_lists.table_of(
        members,
        {each.row.id: each.row.name for each in company.departments},
        {each.id: [seal.name for seal in company.kept(each.id)] for each in members},
        chinese=room.language.tongue is Tongue.ZH_CN,
    )
    try:
        await asyncio.to_thread(member_files.write, path, table)
    except OSError as error:
        room.tell(translate("organization", "The file cannot be written: {0}").format(error.strerror or error))
        return
    told = translate("organization", "{0} members were written to {1}")
    room.tell(told.format(number(len(members)), path.name))
