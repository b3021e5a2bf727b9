"""Factory lists, building lists and lists of relations for tests, written as text and imported by the deed itself."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.imports import SourceFile
from accord.casework.register import (
    BuildingsReport,
    RegisterReport,
    SourcingReport,
    import_buildings,
    import_factories,
    import_sourcing,
)
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.tables import Table, read_table
from accord.records.factory import Factory
from accord.rules.factories.sourcing import SOURCING_HEADS
from accord.rules.moments import Moment
from accord.rules.sheets.building_heads import BUILDING_HEADS
from accord.rules.sheets.register_heads import HEADS
from accord.rules.sheets.table_heads import known_heads

SOURCE = SourceFile("list.csv", "0" * 64)


def written(folder: Path, *rows: tuple[object, ...]) -> Path:
    """Write the rows as CSV; the first one holds the heads."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = folder / "list.csv"
    file.write_text(text.getvalue(), "utf-8", newline="")
    return file


def factory_table(file: Path) -> Table:
    return read_table(file, lambda cells: known_heads(cells, HEADS))


def take_in(session: Session, moment: Moment, file: Path, **options: object) -> RegisterReport:
    return import_factories(session, factory_table(file), file=SOURCE, actor="test", moment=moment, **options)


def take_in_sourcing(session: Session, moment: Moment, file: Path) -> SourcingReport:
    table = read_table(file, lambda cells: known_heads(cells, SOURCING_HEADS))
    return import_sourcing(session, table, file=SOURCE, actor="test", moment=moment)


def take_in_buildings(session: Session, moment: Moment, file: Path) -> BuildingsReport:
    table = read_table(file, lambda cells: known_heads(cells, BUILDING_HEADS))
    return import_buildings(session, table, file=SOURCE, actor="test", moment=moment)


def refused_with(deed, *arguments: object) -> list[str]:
    """Return the sentences with which the deed refuses."""
    with pytest.raises(WorkbookRefused) as refused:
        deed(*arguments)
    return list(refused.value.sentences("list.csv"))


def factories(session: Session) -> list[Factory]:
    return list(session.scalars(select(Factory).order_by(Factory.number)))


def counts(report: RegisterReport | BuildingsReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged
