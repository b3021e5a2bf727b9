"""`accord import cap`, `accord export cap` and `accord publish`."""

import hashlib
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from accord.casework.cap_files import export_cap
from accord.casework.histories import Scope
from accord.casework.imports import ImportReport, SourceFile, import_cap
from accord.casework.progress import progress
from accord.casework.publication import Publication
from accord.casework.publication import publish as publish_factory
from accord.casework.snapshot import show
from accord.cli.base import Installation, print_json, refuse_workbook, refusing, require_fonts, this_installation
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.rules.progress_object import progress_object
from accord.rules.vocabulary import Discipline


@click.group(name="import")
def import_() -> None:
    """Read data made elsewhere; a whole file or nothing."""


@click.group()
def export() -> None:
    """Write data for use elsewhere."""


@import_.command(name="cap")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--factory", type=click.IntRange(1000, 99999), metavar="N", help="Number, where the file tells none.")
@click.option("--discipline", type=click.Choice([word.value for word in Discipline]), help="Where the file tells none.")
@click.option("--accept-changes", is_flag=True, help="Take over observations that differ clearly from the record.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def import_cap_command(
    file: Path, factory: int | None, discipline: str | None, accept_changes: bool, dry_run: bool, as_json: bool
) -> None:
    """Import a CAP workbook (.xlsx) of the Accord, the RSC, the Alliance, or of our own export."""
    here = this_installation()
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
    told = [
        f"{name.replace('_', ' ')}: {_short(each['from'])} → {_short(each['to'])}"
        for name, each in change["fields"].items()
    ]
    if change["status"]:
        told.insert(0, f"{change['status'].replace('_', ' ')} since {change['status_since']}")
    told += [f"final timeline {each['due'] or 'none'} from {each['from']}" for each in change["final_timelines"]]
    if change["comments_added"]:
        told.append(f"{change['comments_added']} more in the log")
    told += [f"counts also for factory {number}" for number in change["counts_also_for"]]
    return f"{change['discipline']} {change['item']}: {'; '.join(told)}"


def _short(value: Any, length: int = 40) -> str:
    text = "nothing" if value is None else str(value).replace("\n", " ")
    return f"“{text[:length].rstrip()}…”" if len(text) > length else f"“{text}”"


def _tell(result: dict[str, Any], file_name: str, *, dry_run: bool) -> None:
    verb = "would be" if dry_run else "were"
    click.echo(
        f"{file_name}: {result['created']} hazards {verb} created, {result['updated']} updated, "
        f"{result['unchanged']} unchanged."
    )
    for change in result["changes"][:SHOWN_CHANGES]:
        click.echo(f"  {_change_line(change)}")
    if len(result["changes"]) > SHOWN_CHANGES:
        click.echo(f"  and {len(result['changes']) - SHOWN_CHANGES} more; --json lists them all")
    for factory in result["factories"]:
        initial = factory["progress"]["initial"]
        click.echo(
            f"  factory {factory['number']} {factory['name'] or ''}: verified {initial['verified_percent']} %, "
            f"reported {initial['reported_percent']} % of {initial['applicable']} initial hazards"
        )
    for order in result["orders_to_confirm"]:
        place = f"sheet {order['sheet']}" + (f", item {order['item']}" if order["item"] else "")
        kind = (order["kind"] or "an order").replace("_", " ")
        click.echo(f"  an engineer must confirm: {kind} ({place}: {order['because']})")
    for warning in result["warnings"]:
        place = ", ".join(
            f"{word} {warning[key]}" for word, key in (("sheet", "sheet"), ("row", "row")) if warning[key] is not None
        )
        click.echo(f"  warning: {place + ': ' if place else ''}{warning['message']}")


@export.command(name="cap")
@click.argument("number", type=int)
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv", "json", "pdf"]), required=True)
@click.option("--lang", type=click.Choice(["en", "bn"]), default="en", show_default=True, help="Language of the PDF.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@refusing
def export_cap_command(number: int, kind: str, lang: str, output: Path) -> None:
    """Write the factory's CAP as it stands; the XLSX can be filled in and imported again."""
    here = this_installation()
    if kind == "pdf":
        require_fonts()
    with here.reading() as session:
        content = export_cap(session, number, kind=kind, language=lang, moment=here.moment)
    output.write_bytes(content)
    click.echo(f"Wrote {output} ({len(content):,} bytes).", err=True)


@click.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def publish(number: int, as_json: bool) -> None:
    """Publish what is approved for a factory: a new edition with its files, unless nothing has changed."""
    here = this_installation()
    require_fonts()
    with here.writing() as session:
        publication = publish_factory(session, number, store=here.store, actor=here.actor, moment=here.moment)
        session.commit()
        show(session, publication, here.settings.snapshot, moment=here.moment)
    if as_json:
        print_json(_publication_object(publication))
    else:
        done = "is published" if publication.is_new else "is unchanged; its figures were brought up to date"
        click.echo(f"Edition {publication.edition.number} of factory {number} {done}.")


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
