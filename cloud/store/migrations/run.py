"""Alembic on a connection that is there already, without a configuration file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def configuration(connection: Connection | None = None) -> Config:
    """Where the steps lie, and on what they run."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """All steps that are missing, in the transaction of `connection`."""
    command.upgrade(configuration(connection), "head")
