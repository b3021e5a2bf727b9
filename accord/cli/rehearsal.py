"""`accord rehearse`: whether a backup can be restored, before the day on which it has to be."""

from pathlib import Path

import click

from accord.casework.rehearsal import Rehearsal, newest_backup
from accord.casework.rehearsal import rehearse as rehearse_restore
from accord.cli.base import installation_in_place, print_json, refusing
from accord.rules.upkeep import age_in_words


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--database", metavar="URL", help="An empty PostgreSQL database to rehearse in; emptied afterwards.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def rehearse(file: Path | None, database: str | None, as_json: bool) -> None:
    """Restore a backup (without FILE, the last one) into a temporary folder, compare its journal, and note the outcome.

    Nothing of this installation is changed.
    """
    here = installation_in_place()
    file = file or newest_backup(here.settings)
    with here.reading() as session:
        done = rehearse_restore(session, here.settings, file, moment=here.moment, database_url=database)
    manifest = done.restored.manifest
    if as_json:
        print_json(
            {
                "file": str(file),
                "made_at": manifest.made_at.isoformat(),
                "journal": {"root": manifest.journal_root, "lines": manifest.journal_lines},
                "published_files": done.restored.published_files,
                "photos": done.restored.photos,
            }
        )
    else:
        click.echo(_sentence(done, age_in_words(here.moment.now - manifest.made_at)))


def _sentence(done: Rehearsal, age: str) -> str:
    manifest = done.restored.manifest
    return (
        f"{done.file} ({age} old) can be restored: {manifest.journal_lines:,} lines of the journal, as they stand "
        f"here, {done.restored.published_files:,} published files, {done.restored.photos:,} photos."
    )
