"""`accord import factories`, `accord import buildings` and `accord import sourcing`."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from accord.casework.imports import SourceFile
from accord.casework.register import BuildingsReport, RegisterReport, SourcingReport
from accord.casework.register import import_buildings as import_buildings_into
from accord.casework.register import import_factories as import_factories_into
from accord.casework.register import import_sourcing as import_sourcing_into
from accord.cli.base import Installation, installation_in_place, print_json, refuse_workbook, refusing
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.tables import Table, read_table
from accord.rules.factories.register import FIRST_NUMBER, LAST_NUMBER, OWN_NUMBERS, NumberRange
from accord.rules.factories.sourcing import SOURCING_HEADS
from accord.rules.sheets.building_heads import BUILDING_HEADS
from accord.rules.sheets.register_heads import HEADS
from accord.rules.sheets.table_heads import Vocabulary, known_heads

MOST_LINES = 20
"""Warnings and pairs that are printed for a person; --json prints all."""


class Numbers(click.ParamType[NumberRange]):
    """A range of factory numbers, typed as 60000-89999."""

    name = "range"

    def convert(
        self, value: str | NumberRange, param: click.Parameter | None, ctx: click.Context | None
    ) -> NumberRange:
        """Read the range or refuse with its form."""
        if isinstance(value, NumberRange):
            return value
        first, _, last = value.partition("-")
        if not (first.isdecimal() and last.isdecimal() and FIRST_NUMBER <= int(first) <= int(last) <= LAST_NUMBER):
            self.fail(f"{value!r} is no range of factory numbers; expected the form 60000-89999", param, ctx)
        return NumberRange(int(first), int(last))


@click.command(name="factories")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--numbers",
    type=Numbers(),
    default=f"{OWN_NUMBERS.first}-{OWN_NUMBERS.last}",
    show_default=True,
    help="Numbers for factories that the list names without one.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def import_factories(file: Path, numbers: NumberRange, dry_run: bool, as_json: bool) -> None:
    """Import a list of factories (CSV, .xlsx or .xls) into the register; likely duplicates are listed, none merged."""

    def deed(session: Session, table: Table, source: SourceFile, here: Installation) -> RegisterReport:
        return import_factories_into(session, table, file=source, actor=here.actor, moment=here.moment, numbers=numbers)

    report = _import(file, HEADS, deed, dry_run=dry_run)
    if as_json:
        print_json(report.as_object())
    else:
        _tell_factories(report, file.name, dry_run=dry_run)


@click.command(name="buildings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def import_buildings(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import buildings (CSV, .xlsx or .xls): a row for each floor, zone and occupant; shared ones are listed."""

    def deed(session: Session, table: Table, source: SourceFile, here: Installation) -> BuildingsReport:
        return import_buildings_into(session, table, file=source, actor=here.actor, moment=here.moment)

    report = _import(file, BUILDING_HEADS, deed, dry_run=dry_run)
    if as_json:
        print_json(report.as_object())
    else:
        _tell_buildings(report, file.name, dry_run=dry_run)


@click.command(name="sourcing")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def import_sourcing(file: Path, dry_run: bool, as_json: bool) -> None:
    """Import who sources from which factory: columns signatory, factory, from, to, lead."""

    def deed(session: Session, table: Table, source: SourceFile, here: Installation) -> SourcingReport:
        return import_sourcing_into(session, table, file=source, actor=here.actor, moment=here.moment)

    report = _import(file, SOURCING_HEADS, deed, dry_run=dry_run)
    if as_json:
        print_json(report.as_object())
    else:
        _tell_sourcing(report, file.name, dry_run=dry_run)


def _import(
    file: Path,
    vocabulary: Vocabulary[Any],
    deed: Callable[[Session, Table, SourceFile, Installation], Any],
    *,
    dry_run: bool,
) -> Any:
    here = installation_in_place()
    with here.writing() as session:
        try:
            table = read_table(file, lambda cells: known_heads(cells, vocabulary))
            source = SourceFile(file.name, hashlib.sha256(file.read_bytes()).hexdigest())
            report = deed(session, table, source, here)
        except WorkbookRefused as refusal:
            refuse_workbook(refusal, file.name)
        if not dry_run:
            session.commit()
    return report


def _tell_factories(report: RegisterReport, file_name: str, *, dry_run: bool) -> None:
    verb = "would be" if dry_run else "were"
    click.echo(
        f"{file_name}: {report.created} factories {verb} created, {report.updated} updated, "
        f"{report.unchanged} unchanged."
    )
    click.echo(
        f"  rows left out: {report.no_name} without a name, {report.foreign} foreign, "
        f"{report.repeated} of a factory named before"
    )
    if report.numbers_given:
        click.echo(f"  numbers given: {min(report.numbers_given)} to {max(report.numbers_given)}")
    _tell_some(
        "likely duplicate",
        [
            f"{pair.factories[0]} and {pair.factories[1]}, score {pair.score}: {', '.join(pair.because)}"
            for pair in report.likely_duplicates
        ],
    )
    _tell_some("warning", [warning.sentence(file_name) for warning in report.warnings])


def _tell_buildings(report: BuildingsReport, file_name: str, *, dry_run: bool) -> None:
    verb = "would be" if dry_run else "were"
    click.echo(
        f"{file_name}: {report.created} buildings {verb} created, {report.updated} updated, "
        f"{report.unchanged} unchanged."
    )
    for what, tally in (("floors", report.floors), ("zones", report.zones), ("stays of occupants", report.stays)):
        click.echo(f"  {what}: {tally.created} created, {tally.updated} filled in")
    if report.columns_not_used:
        click.echo(f"  columns not used: {', '.join(report.columns_not_used)}")
    _tell_some(
        "shared building",
        [
            f"“{each.building}”: {', '.join([f'factory {number}' for number in each.factories] + list(each.others))}"
            for each in report.shared
        ],
    )
    _tell_some("warning", [warning.sentence(file_name) for warning in report.warnings])


def _tell_sourcing(report: SourcingReport, file_name: str, *, dry_run: bool) -> None:
    verb = "would be" if dry_run else "were"
    click.echo(
        f"{file_name}: {report.created} relations {verb} created, {report.updated} updated, "
        f"{report.unchanged} unchanged; {len(report.signatories_created)} new signatories."
    )
    if report.activated:
        click.echo(f"  no longer without a brand: factories {', '.join(map(str, report.activated))}")
    _tell_some("warning", [warning.sentence(file_name) for warning in report.warnings])


def _tell_some(what: str, sentences: list[str]) -> None:
    for sentence in sentences[:MOST_LINES]:
        click.echo(f"  {what}: {sentence}")
    if len(sentences) > MOST_LINES:
        click.echo(f"  and {len(sentences) - MOST_LINES} more; --json prints them all")
