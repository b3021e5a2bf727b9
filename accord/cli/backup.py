"""`accord backup` and `accord restore`: the whole installation in one archive, and back."""

from pathlib import Path
from typing import Any

import click

from accord.casework.backup import Backup, BackupRefused, take_backup
from accord.casework.restore import CONFIG_BESIDE, Restored
from accord.casework.restore import restore as restore_installation
from accord.casework.upkeep import note_backup
from accord.cli.base import (
    Installation,
    installation_in_place,
    installation_to_fill,
    print_json,
    refuse,
    refusing,
)
from accord.gateways.archive import Manifest


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option(
    "--even-if-damaged", is_flag=True, help="Leave out published files and photos that are missing or altered."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def backup(file: Path, force: bool, even_if_damaged: bool, as_json: bool) -> None:
    """Write the whole installation into one archive (.tar.gz) while the site runs; it holds keys, so keep it safe."""
    here = installation_in_place()
    try:
        taken = take_backup(here.settings, file, moment=here.moment, even_if_damaged=even_if_damaged, overwrite=force)
    except BackupRefused as refusal:
        refuse(refusal.sentences)
    _note(here, taken, file)
    for sentence in taken.manifest.damage:
        click.echo(f"warning: {sentence}", err=True)
    for name in taken.left_out:
        click.echo(f"warning: {name} in the instance folder is no part of a backup; it was left out", err=True)
    if as_json:
        print_json(_told(taken.manifest) | {"file": str(file), "bytes": taken.size_bytes, "left_out": taken.left_out})
    else:
        click.echo(_sentence(taken, file))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def restore(file: Path, as_json: bool) -> None:
    """Put the installation in an archive in the place of this one, which must be empty; stop the site before."""
    with installation_to_fill() as here:
        restored = restore_installation(here.settings, file, moment=here.moment)
    for sentence in restored.manifest.damage:
        click.echo(f"warning: when the backup was made, {sentence}", err=True)
    if restored.config_as == CONFIG_BESIDE:
        click.echo(
            f"warning: the config.toml of the archive is kept as {CONFIG_BESIDE}, since another one is in force here "
            f"or it names another database; what you need of it, copy by hand",
            err=True,
        )
    if as_json:
        print_json(_told(restored.manifest) | _told_of_restore(restored))
    else:
        for line in _lines(restored):
            click.echo(line)


def _note(here: Installation, taken: Backup, file: Path) -> None:
    try:
        note_backup(here.settings, taken, file, moment=here.moment)
    except OSError as error:  # the archive is there and whole: no refusal
        click.echo(f"warning: the backup could not be noted in the instance folder: {error}", err=True)


def _told(manifest: Manifest) -> dict[str, Any]:
    return {
        "version": manifest.version,
        "schema": manifest.schema,
        "database": manifest.database,
        "made_at": manifest.made_at.isoformat(),
        "journal": {"root": manifest.journal_root, "lines": manifest.journal_lines},
        "members": len(manifest.members),
        "damage": manifest.damage,
    }


def _told_of_restore(restored: Restored) -> dict[str, Any]:
    return {
        "published_files": restored.published_files,
        "photos": restored.photos,
        "migrated": restored.was_migrated,
        "snapshot_rebuilt": restored.snapshot_rebuilt,
        "config": restored.config_as,
    }


def _sentence(taken: Backup, file: Path) -> str:
    manifest = taken.manifest
    return (
        f"Wrote {file} ({taken.size_bytes:,} bytes): {len(manifest.members)} files, "
        f"{manifest.journal_lines:,} lines of the journal up to {manifest.journal_root}."
    )


def _lines(restored: Restored) -> list[str]:
    manifest = restored.manifest
    said = [
        f"Restored the installation as it was at {manifest.made_at:%Y-%m-%d %H:%M %Z} (Accord {manifest.version}).",
        f"  database: {manifest.journal_lines:,} lines of the journal up to {manifest.journal_root}, chain whole",
        f"  published files: {restored.published_files:,}",
    ]
    if manifest.damage:
        said[1] = said[1].removesuffix(", chain whole")
    if restored.photos:
        said.append(f"  private photos: {restored.photos:,}")
    if restored.was_migrated:
        said.append(f"  the database was brought up to date from schema {manifest.schema}")
    if restored.snapshot_rebuilt:
        said.append("  the public snapshot was made anew")
    if restored.config_as:
        said.append(f"  settings: {restored.config_as}")
    return said
