"""What every command shares: settings, the moment, a session on a database that is up to date, and refusals."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from accord.casework.refusals import Refused
from accord.config import Settings, load_settings
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.files import FileStore
from accord.gateways.printing.fonts import missing_fonts, missing_fonts_sentence
from accord.gateways.printing.terms import PrintRefused
from accord.instance import BadSetting, default_instance
from accord.records.base import open_engine, reading
from accord.rules.moments import Moment
from accord.schema import is_up_to_date

OUT_OF_REACH = (DatabaseError, OperationalError)
"""What a database says when it is away, locked or no database; its other complaints are mistakes of ours."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Installation:
    """The installation a command works on, at the moment it was called."""

    settings: Settings
    moment: Moment
    actor: str

    @property
    def store(self) -> FileStore:
        """Where published files are kept."""
        return FileStore(self.settings.files)

    @property
    def photos(self) -> FileStore:
        """Where photos are kept that nobody may see but those who work here."""
        return FileStore(self.settings.photos, is_private=True)

    @property
    def uploads(self) -> FileStore:
        """Where photos are kept as they came in, until they were made anew."""
        return FileStore(self.settings.uploads, is_private=True)

    @property
    def documents(self) -> FileStore:
        """Where the documents are kept that were handed in."""
        return FileStore(self.settings.documents, is_private=True)

    def engine(self) -> Engine:
        """Return an engine on the private database, which must be there and up to date."""
        # Asked before anything opens it, since SQLite would make an empty file of that name.
        file = self.settings.database_file
        if file is not None and not file.is_file():
            msg = f"there is no database at {file} yet: run “accord init”"
            raise Refused(msg)
        engine = open_engine(self.settings.database_url)
        if not is_up_to_date(engine.execution_options(reads_only=True)):
            engine.dispose()
            msg = "the database is not set up for this version yet: run “accord init”"
            raise Refused(msg)
        return engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that the command commits; without a commit nothing is changed."""
        engine = self.engine()
        try:
            with Session(engine) as session:
                yield session
        finally:
            engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads."""
        engine = self.engine()
        try:
            with reading(engine) as session:
                yield session
        finally:
            engine.dispose()


def this_installation() -> Installation:
    """Return the installation the environment speaks of, now; its folder and key are made if they are not there yet."""
    return _installation(load_settings(os.environ))


@contextmanager
def installation_to_fill() -> Iterator[Installation]:
    """Give the installation the environment speaks of, to put one in its place; refused, none is left begun."""
    folder = Path(os.environ.get("ACCORD_INSTANCE") or default_instance())
    was_there, key = folder.is_dir(), folder / "secret-key"
    had_key = key.is_file()
    here = this_installation()
    try:
        yield here
    except BaseException:
        # Not one that an archive has brought: what was signed with it is in force with its database.
        if not had_key and key.is_file() and key.read_text("utf-8") == here.settings.secret_key:
            key.unlink()
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()
        raise


def installation_in_place() -> Installation:
    """Return the installation the environment speaks of, now; refused where none was ever set up, and nothing made."""
    return _installation(load_settings(os.environ, may_create=False))


def _installation(settings: Settings) -> Installation:
    moment = Moment(now=datetime.now(UTC), zone=settings.zone)
    return Installation(settings, moment, actor=f"command line, {getpass.getuser()}")


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Turn a refusal, and what the machine refuses, into its sentence on standard error and exit status 1."""

    @wraps(command)
    def refused_or_done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (Refused, BadSetting, PrintRefused) as refusal:
            refuse([str(refusal)])
        except DatabaseError as error:
            if type(error) not in OUT_OF_REACH:
                raise
            refuse([_sentence_of_database(error)])
        except CommandError as error:
            refuse([f"the database cannot be brought up to date: {error}"])
        except BrokenPipeError:  # who reads our output has enough of it: no refusal
            raise
        except OSError as error:
            refuse([_sentence_of_system(error)])

    return refused_or_done


def _sentence_of_database(error: DatabaseError) -> str:
    said = " ".join(str(error.orig).split())
    if "locked" in said:
        return f"another program is writing to the database ({said}); try again when it has finished"
    return f"the database cannot be used: {said} (ACCORD_DATABASE_URL names it)"


def _sentence_of_system(error: OSError) -> str:
    said = error.strerror or str(error)
    return f"{error.filename} cannot be used: {said}" if error.filename else f"the system refuses: {said}"


def require_fonts() -> None:
    """Refuse before any work where a PDF could not be set in its fonts."""
    if missing := missing_fonts():
        raise Refused(missing_fonts_sentence(missing))


def refuse(sentences: Sequence[str]) -> NoReturn:
    """Print one line per problem on standard error and leave with exit status 1."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(1)


def refuse_workbook(refusal: WorkbookRefused, file_name: str) -> NoReturn:
    """Print every problem of a workbook with its place."""
    refuse(refusal.sentences(file_name))


def print_json(thing: dict[str, Any]) -> None:
    """Print one JSON object on standard output."""
    click.echo(json.dumps(thing, ensure_ascii=False, indent=2))


class WholeNumber(click.IntRange):
    """A whole number within bounds, refused in words that name them."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the number or refuse with its bounds."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{str(value)!r} is no whole number from {self.min} to {self.max}", param, ctx)


FACTORY_NUMBER = WholeNumber(1000, 99999)


class Day(click.ParamType[date]):
    """A civil date, typed as 2018-07-01."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the date or refuse with its form."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; expected the form 2018-07-01", param, ctx)
