"""Creates and migrates the private database."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to the given revision; safe to repeat, and safe to run twice at once."""
    with engine.begin() as connection:
        _move(connection, to)


def is_up_to_date(engine: Engine) -> bool:
    """Return whether the database stands at the newest revision."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == newest_revision()


def newest_revision() -> str | None:
    """Return the revision that this version needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _move(connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if to == "base":
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
