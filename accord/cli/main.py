"""The `accord` command and its sub-commands."""

from typing import Any

import click

from accord import __version__
from accord.cli.backup import backup, restore
from accord.cli.caps import export, import_, publish
from accord.cli.clockwork import clockwork, sweep
from accord.cli.doctor import doctor
from accord.cli.duplicates import duplicates
from accord.cli.installation import demo, init, snapshot
from accord.cli.people import people
from accord.cli.photos import photos
from accord.cli.progress import progress
from accord.cli.protocol import protocol
from accord.cli.register import import_buildings, import_factories, import_sourcing
from accord.cli.rehearsal import rehearse
from accord.cli.serve import serve
from accord.cli.simulation import simulate

INTERRUPTED = 130
"""What a shell expects of a program that was stopped by Ctrl-C."""


class Commands(click.Group):
    """Commands that Ctrl-C stops with one word."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="accord")
def main() -> None:
    """Safety hazards in garment factories and their remediation, tracked in public.

    Exit status: 0 done; 1 refused, with a sentence per problem; 2 wrong usage. A refused command has changed nothing.
    """


import_.add_command(import_factories)
import_.add_command(import_buildings)
import_.add_command(import_sourcing)
for command in (init, demo, simulate, import_, export, progress, publish, duplicates, snapshot, serve, people):
    main.add_command(command)
for command in (photos, backup, restore, rehearse, doctor, clockwork, sweep, protocol):
    main.add_command(command)
