"""The public snapshot: one SQLite file of allow-listed fields, the only thing the public side reads.

Its tables are made from the classes of `accord.rules.public.disclosure`, so that it cannot hold a field that the
allow-list does not name. Source: CONTRACT.md section 3.
"""

import types
from dataclasses import fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from accord.column_types import WordType
from accord.gateways.snapshot import views
from accord.rules.figures.unpublished import UnpublishedDisclosed
from accord.rules.public.disclosed_ineligibility import ExportPapersDisclosed, TerminationDisclosed
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed
from accord.rules.public.disclosed_protocol import ProtocolDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    CoverageDisclosed,
    DeadlineDisclosed,
    FactoryDisclosed,
    FileDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    LogDisclosed,
    PhotoDisclosed,
    RecognitionDisclosed,
    StatusDisclosed,
)
from accord.rules.vocabulary import Category, Discipline, Origin, Status

LAYOUT = 9
"""Raised with every change of the tables; a snapshot of another layout is rebuilt, never migrated."""

metadata = MetaData()


def columns_of(disclosed: type, *, but: tuple[str, ...] = ()) -> list[Column[Any]]:
    """Return one column for each field of an allow-listed class, of the type its annotation says."""
    hints = get_type_hints(disclosed)
    return [_column(field.name, hints[field.name]) for field in fields(disclosed) if field.name not in but]


def _column(name: str, hint: Any) -> Column[Any]:
    kinds = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kind = next(kind for kind in kinds if kind is not type(None))
    return Column(name, _type_of(kind), nullable=type(None) in kinds)


def _type_of(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return JSON()
    if issubclass(kind, StrEnum):
        return WordType(kind)
    return {str: String(), bool: Boolean(), int: Integer(), float: Float(), date: Date()}[kind]


def _of(owner: str, key: Column[Any], name: str, disclosed: type) -> Table:
    # Kept in the order of their owner: what belongs to one hazard or factory is read in one go.
    return Table(
        name,
        metadata,
        key,
        Column("sequence", Integer(), nullable=False),
        *columns_of(disclosed),
        PrimaryKeyConstraint(owner, "sequence"),
        sqlite_with_rowid=False,
    )


def _of_hazard(name: str, disclosed: type) -> Table:
    return _of("hazard", Column("hazard", String(), ForeignKey("hazard.key"), nullable=False), name, disclosed)


def _of_factory(name: str, disclosed: type) -> Table:
    return _of("factory", Column("factory", Integer(), ForeignKey("factory.number"), nullable=False), name, disclosed)


fact = Table("fact", metadata, Column("name", String(), primary_key=True), Column("value", String(), nullable=False))
factory = Table(
    "factory",
    metadata,
    *columns_of(FactoryDisclosed, but=("buildings",)),
    # None of these three where nothing of the factory is published yet: it stands in the register alone.
    Column("edition", Integer(), nullable=True),
    Column("published_on", Date(), nullable=True),
    Column("edition_as_of", Date(), nullable=True),
    # Another one with every write of anything that is counted or said of the factory.
    Column("stamp", String(), nullable=False),
    PrimaryKeyConstraint("number"),
)
hazard = Table(
    "hazard",
    metadata,
    Column("key", String(), primary_key=True),
    *columns_of(HazardDisclosed, but=("key", "statuses", "deadlines", "log", "photos", "shared_with", "is_overdue")),
    # Where factories share the hazard, which of their editions was published last: its texts are shown.
    Column("place_of_edition", Integer(), nullable=False),
)
hazard_factory = Table(
    "hazard_factory",
    metadata,
    Column("factory", Integer(), ForeignKey("factory.number"), primary_key=True),
    Column("hazard", String(), ForeignKey("hazard.key"), primary_key=True, index=True),
)
state = Table(
    "state",
    metadata,
    # The stretches of `accord.rules.figures.states`, once for each factory that the hazard counts for: every figure of
    # every day is a count of these rows. `is_shared`: another factory has the same hazard, so that a total counts it
    # once.
    Column("factory", Integer(), ForeignKey("factory.number"), nullable=False),
    # No link that is enforced: each hazard that goes would look for itself in all rows of all factories.
    Column("hazard", String(), nullable=False),
    Column("from_on", Date(), nullable=False),
    Column("until_on", Date(), nullable=True),
    Column("discipline", WordType(Discipline), nullable=False),
    Column("origin", WordType(Origin), nullable=False),
    Column("category", WordType(Category), nullable=True),
    # Of the stretch before, which `is_first` says there is none of.
    Column("before", WordType(Status), nullable=True),
    Column("is_first", Boolean(), nullable=False),
    Column("status", WordType(Status), nullable=True),
    Column("due_on", Date(), nullable=True),
    Column("reopened_count", Integer(), nullable=False),
    Column("is_shared", Boolean(), nullable=False),
    PrimaryKeyConstraint("factory", "hazard", "from_on"),
    sqlite_with_rowid=False,
)
# A few of many: found without looking at all others.
Index("ix_state_shared", state.c.factory, sqlite_where=text("is_shared"))
status_event = _of_hazard("status_event", StatusDisclosed)
deadline = _of_hazard("deadline", DeadlineDisclosed)
log_entry = _of_hazard("log_entry", LogDisclosed)
photo = _of_hazard("photo", PhotoDisclosed)
Index("ix_photo_sha256", photo.c.sha256)
building = _of_factory("building", BuildingDisclosed)
inspection = _of_factory("inspection", InspectionDisclosed)
approval = _of_factory("approval", ApprovalDisclosed)
recognition = _of_factory("recognition", RecognitionDisclosed)
coverage_change = _of_factory("coverage_change", CoverageDisclosed)
stage = _of_factory("stage", StageDisclosed)
termination = _of_factory("termination", TerminationDisclosed)
export_papers = _of_factory("export_papers", ExportPapersDisclosed)
unpublished = _of_factory("unpublished", UnpublishedDisclosed)
file = _of_factory("file", FileDisclosed)
safety_order = Table(
    "safety_order",
    metadata,
    *columns_of(OrderDisclosed, but=("steps", "factories")),
    PrimaryKeyConstraint("key"),
)
order_step = _of(
    "safety_order",
    Column("safety_order", String(), ForeignKey("safety_order.key"), nullable=False),
    "order_step",
    OrderStepDisclosed,
)
order_factory = Table(
    "order_factory",
    metadata,
    Column("safety_order", String(), ForeignKey("safety_order.key"), primary_key=True),
    # Also one that does not stand in the register any more: it was in the building.
    Column("factory", Integer(), primary_key=True, index=True),
)
protocol_version = Table("protocol_version", metadata, *columns_of(ProtocolDisclosed), PrimaryKeyConstraint("version"))


views.make_with(metadata)


def is_of_present_layout(path: Path) -> bool:
    """Return whether there is a snapshot at this path that this version can read."""
    if not path.is_file():
        return False
    engine = open_for_reading(path)
    try:
        with engine.connect() as connection:
            return connection.scalar(select(fact.c.value).where(fact.c.name == "layout")) == str(LAYOUT)
    except DatabaseError:  # no such table: another program's file, or an empty one
        return False
    finally:
        engine.dispose()


def editions_in(path: Path) -> dict[int, int]:
    """Return the number of the edition that is shown of each factory; none where this version cannot read it."""
    if not is_of_present_layout(path):
        return {}
    engine = open_for_reading(path)
    with engine.connect() as connection:
        shown = select(factory.c.number, factory.c.edition).where(factory.c.edition.is_not(None))
        editions = dict(connection.execute(shown).all())
    engine.dispose()
    return editions


def open_for_writing(path: Path, *, is_draft: bool = False) -> Engine:
    """Return an engine on the snapshot, made first if it is missing.

    A draft that nobody reads before it is whole is written without the care that a crash would ask for.
    """
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 15})
    event.listen(engine, "connect", _hurry if is_draft else _enforce_links)
    metadata.create_all(engine)
    return engine


def open_for_reading(path: Path) -> Engine:
    """Return an engine that cannot write: the public side holds no other door to any data."""
    # No pool: an open connection would go on reading a file that a restore has replaced.
    return create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", connect_args={"timeout": 15}, poolclass=NullPool)


def _enforce_links(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _hurry(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -64000"):
        connection.execute(f"PRAGMA {pragma}")
