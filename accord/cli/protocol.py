"""`accord protocol`: the escalation protocol in force, and another one tried or taken."""

from pathlib import Path

import click

from accord.casework.escalation.comparing import compare, try_on_the_past
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.mistakes import checked
from accord.casework.escalation.protocol import in_force, take, text_in_force
from accord.casework.refusals import Refused
from accord.casework.snapshot import show_protocol
from accord.cli.base import installation_in_place, refusing
from accord.gateways.snapshot.tables import is_of_present_layout

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def protocol() -> None:
    """Show, try and take profiles of the escalation protocol."""


@protocol.command()
@refusing
def show() -> None:
    """Print the profile in force, as TOML."""
    here = installation_in_place()
    with here.reading() as session:
        click.echo(text_in_force(session, here.moment.today), nl=False)


@protocol.command("try")
@click.argument("file", type=FILE)
@refusing
def try_(file: Path) -> None:
    """Say what another profile would propose today, and where it would have led; change nothing."""
    here = installation_in_place()
    other = checked(_read(file))
    with here.reading() as session:
        force = in_force(session, here.moment.today)
        found = compare(session, covered_factories(), force.profile, other, moment=here.moment)
        click.echo(
            f"today: {found.proposed_now} proposals by {force.profile.name}, {found.proposed_then} by {other.name}"
        )
        click.echo(f"of {len(found.differences)} factories it would propose something else")
        if not is_of_present_layout(here.settings.snapshot):
            click.echo("the past cannot be tried: nothing is published yet")
            return
        for profile in (force.profile, other):
            stand = try_on_the_past(session, here.settings.snapshot, profile, moment=here.moment)
            stages = ", ".join(f"{count} at stage {stage}" for stage, count in stand.at_stage.items())
            click.echo(
                f"five years of {profile.name}: of {stand.covered} covered factories {stages}; "
                f"{stand.long_at_one} at stage 1 for more than six months"
            )


@protocol.command("take")
@click.argument("file", type=FILE)
@click.option("--reason", required=True, help="Why it changes: it stays on record.")
@refusing
def take_(file: Path, reason: str) -> None:
    """Take a profile, from the day it names on; one with a mistake is refused with its line."""
    here = installation_in_place()
    text = _read(file)
    checked(text)
    with here.writing() as session:
        version = take(session, text, reason=reason, who=None, actor=here.actor, moment=here.moment)
        session.commit()
        show_protocol(session, here.settings.snapshot, moment=here.moment)
        click.echo(f"{version.name} holds from {version.holds_from.isoformat()} on")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{file.name} is not written in UTF-8"
        raise Refused(msg) from error
