"""The `accord` command and its sub-commands."""

import click

from accord import __version__
from accord.cli.caps import export, import_, publish
from accord.cli.installation import demo, init
from accord.cli.progress import progress
from accord.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="accord")
def main() -> None:
    """Safety hazards in garment factories and their remediation, tracked in public.

    Exit status: 0 done; 1 refused, with a sentence per problem; 2 wrong usage. A refused command has changed nothing.
    """


for command in (init, demo, import_, export, progress, publish, serve):
    main.add_command(command)
