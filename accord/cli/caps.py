"""`accord import cap`, `accord export cap` and `accord publish`."""

import hashlib
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from accord.casework.cap_files import export_cap
from accord.casework.disclosure import is_demonstration
from accord.casework.histories import Scope
from accord.casework.imports import ImportReport, SourceFile, import_cap
from accord.casework.progress import progress
from accord.casework.publication import Publication, prepare, print_files, record
from accord.casework.snapshot import show
from accord.cli.base import (
    FACTORY_NUMBER,
    Installation,
    installation_in_place,
    print_json,
    refuse_workbook,
    refusing,
    require_fonts,
)
from accord.cli.installation import mend_snapshot
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.rules.figures.progress_object import progress_object
from accord.rules.vocabulary import Discipline

IN_DEMONSTRATION = (
    "warning: this installation holds the demonstration, so every page and file of it says DEMONSTRATION; "
    "for real factories set up another one: ACCORD_INSTANCE=… accord init"
)


@click.group(name="import")
def import_() -> None:
    """Read data made elsewhere; a whole file or nothing."""


@click.group()
def export() -> None:
    """Write data for use elsewhere."""


@import_.command(name="cap")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--factory", type=FACTORY_NUMBER, metavar="N", help="Number, where the file tells none.")
@click.option("--discipline", type=click.Choice([word.value for word in Discipline]), help="Where the file tells none.")
@click.option("--accept-changes", is_flag=True, help="Take over observations that differ clearly from the record.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def import_cap_command(
    file: Path, factory: int | None, discipline: str | None, accept_changes: bool, dry_run: bool, as_json: bool
) -> None:
    """Import a CAP workbook (.xlsx) of the Accord, the RSC, the Alliance, or of our own export."""
    here = installation_in_place()
    with here.writing() as session:
        try:
            workbook = read_cap_workbook(
                file, factory=factory, discipline=Discipline(discipline) if discipline else None
            )
            report = import_cap(
                session,
                workbook,
                file=SourceFile(file.name, hashlib.sha256(file.read_bytes()).hexdigest()),
                actor=here.actor,
                moment=here.moment,
                accept_changes=accept_changes,
            )
        except WorkbookRefused as refusal:
            refuse_workbook(refusal, file.name)
        result = _import_object(session, report, here)
        if is_demonstration(session):
            click.echo(IN_DEMONSTRATION, err=True)
        if not dry_run:
            session.commit()
    if as_json:
        print_json(result)
    else:
        _tell(result, file.name, dry_run=dry_run)


def _import_object(session: Session, report: ImportReport, here: Installation) -> dict[str, Any]:
    return report.as_object(
        {
            number: progress_object(progress(session, Scope(factory=number), moment=here.moment))
            for number in report.factories
        }
    )


SHOWN_CHANGES = 20


def _change_line(change: dict[str, Any]) -> str:
    told = [_fields_told(change["fields"])] if change["fields"] else []
    if change["status"]:
        told.insert(0, f"{change['status'].replace('_', ' ')} since {change['status_since']}")
    told += [f"final timeline {each['due'] or 'none'} from {each['from']}" for each in change["final_timelines"]]
    if change["comments_added"]:
        told.append(f"{change['comments_added']} more in the log")
    told += [f"counts also for factory {number}" for number in change["counts_also_for"]]
    return f"{change['discipline']} {change['item']}: {'; '.join(told)}"


def _fields_told(fields: dict[str, Any]) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')}: {_short(each['from'])} → {_short(each['to'])}" for name, each in fields.items()
    )


def _short(value: Any, length: int = 40) -> str:
    text = "nothing" if value is None else str(value).replace("\n", " ")
    return f"“{text[:length].rstrip()}…”" if len(text) > length else f"“{text}”"


def _tell(result: dict[str, Any], file_name: str, *, dry_run: bool) -> None:
    created = _counted(result["created"], "hazard")
    verb = "would be" if dry_run else "was" if result["created"] == 1 else "were"
    click.echo(f"{file_name}: {created} {verb} created, {result['updated']} updated, {result['unchanged']} unchanged.")
    for change in result["head_changes"]:
        click.echo(f"  {change['discipline']} of factory {change['factory']}: {_fields_told(change['fields'])}")
    for change in result["changes"][:SHOWN_CHANGES]:
        click.echo(f"  {_change_line(change)}")
    if len(result["changes"]) > SHOWN_CHANGES:
        click.echo(f"  and {len(result['changes']) - SHOWN_CHANGES} more; --json lists them all")
    for factory in result["factories"]:
        name = f" {factory['name']}" if factory["name"] else ""
        click.echo(f"  factory {factory['number']}{name}: {_rates(factory['progress']['initial'])}")
    for order in result["orders_to_confirm"]:
        place = f"sheet {order['sheet']}" + (f", item {order['item']}" if order["item"] else "")
        kind = (order["kind"] or "an order").replace("_", " ")
        click.echo(f"  an engineer must confirm: {kind} ({place}: {order['because']})")
    for warning in result["warnings"]:
        place = ", ".join(
            f"{word} {warning[key]}" for word, key in (("sheet", "sheet"), ("row", "row")) if warning[key] is not None
        )
        click.echo(f"  warning: {place + ': ' if place else ''}{warning['message']}")


def _rates(initial: dict[str, Any]) -> str:
    hazards = _counted(initial["applicable"], "initial hazard")
    if initial["verified_percent"] is None:
        return f"no rates; {hazards}, {initial['unknown']} of them not known on that day"
    return f"verified {initial['verified_percent']:.2f} %, reported {initial['reported_percent']:.2f} % of {hazards}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@export.command(name="cap")
@click.argument("number", type=FACTORY_NUMBER)
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv", "json", "pdf"]), required=True)
@click.option("--lang", type=click.Choice(["en", "bn"]), help="Language of the PDF; default en.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@refusing
def export_cap_command(number: int, kind: str, lang: str | None, output: Path) -> None:
    """Write the factory's CAP as it stands; the XLSX can be filled in and imported again."""
    if lang and kind != "pdf":
        msg = f"--lang chooses the language of a PDF; a CAP as {kind.upper()} is the same in each"
        raise click.UsageError(msg)
    here = installation_in_place()
    if kind == "pdf":
        require_fonts()
    with here.reading() as session:
        content = export_cap(session, number, kind=kind, language=lang or "en", moment=here.moment)
    output.write_bytes(content)
    click.echo(f"Wrote {output} ({len(content):,} bytes).", err=True)


@click.command()
@click.argument("number", type=FACTORY_NUMBER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def publish(number: int, as_json: bool) -> None:
    """Publish what is approved for a factory: a new edition with its files, unless nothing has changed."""
    here = installation_in_place()
    require_fonts()
    mend_snapshot(here)  # before: a publication that nobody can see would have to be told as a refusal
    with here.reading() as session:
        prepared = prepare(session, number, moment=here.moment)
    # Printing takes minutes: no transaction is open meanwhile that others would have to wait for.
    prepared = print_files(prepared)
    with here.writing() as session:
        publication = record(session, prepared, store=here.store, photos=here.photos, actor=here.actor)
        session.commit()
    with here.reading() as session:
        show(session, publication.edition.factory.number, here.settings.snapshot, moment=here.moment)
    if as_json:
        print_json(_publication_object(publication))
    else:
        for line in _told(publication, base_url=here.settings.base_url):
            click.echo(line)


def _told(publication: Publication, *, base_url: str | None) -> list[str]:
    edition = publication.edition
    done = "is published" if publication.is_new else "is unchanged; its figures were brought up to date"
    return [
        f"Edition {edition.number} of factory {edition.factory.number} {done}.",
        f"  page: {(base_url or '').rstrip('/')}/factories/{edition.factory.number}",
        *(
            f"  {file.format.upper()}{f' ({file.language})' if file.language else ''}: {file.size_bytes:,} bytes"
            for file in publication.files
            if file.edition == edition.number
        ),
        *(f"  {sentence}" for sentence in publication.hidden),
        *(f"  {sentence}" for sentence in publication.dangers),
    ]


def _publication_object(publication: Publication) -> dict[str, Any]:
    edition = publication.edition
    return {
        "factory": edition.factory.number,
        "edition": edition.number,
        "is_new": publication.is_new,
        "as_of": edition.as_of.isoformat(),
        "progress": progress_object(edition.progress),
        "files": [
            {"format": file.format, "language": file.language or None, "sha256": file.sha256, "bytes": file.size_bytes}
            for file in publication.files
            if file.edition == edition.number
        ],
    }
