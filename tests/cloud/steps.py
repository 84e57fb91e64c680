"""One step of the migrations on a database that has all of them, for tests of what a step does to old rows."""

from alembic import command

from cloud.store.database import HEAD, Database
from cloud.store.migrations.run import configuration


def take(database: Database, to: str) -> None:
    """The steps from where the database says that it stands up to `to`; after that it stands at the newest again."""
    with database._writer.begin() as connection:
        command.upgrade(configuration(connection), to)
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
