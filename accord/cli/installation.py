"""Commands that set an installation up."""

import click
from sqlalchemy.orm import Session

from accord.casework.demo import load_demo
from accord.casework.hazard_words import fill_search_texts, lack_search_text
from accord.casework.publication import NothingApproved, publish
from accord.casework.snapshot import needs_rebuilding, rebuild_snapshot
from accord.cli.base import Installation, installation_in_place, refusing, require_fonts, this_installation
from accord.cli.demo_sign_ins import keep_demo_sign_ins
from accord.ownership import close_to_others
from accord.records.base import open_engine
from accord.schema import migrate

BYTES_PER_MB = 1_000_000


@click.command()
@refusing
def init() -> None:
    """Create the database, or bring it up to date; safe to repeat."""
    bring_up_to_date(this_installation())
    click.echo("The database is up to date.")


@click.command()
@refusing
def demo() -> None:
    """Fill an empty installation with an invented programme, and publish it."""
    here = this_installation()
    bring_up_to_date(here)
    numbers = fill_with_demo(here)
    click.echo(f"How its people sign in stands in {here.settings.demo_sign_ins}.")
    click.echo(f"The demonstration is ready: factories {', '.join(map(str, numbers))}.")


@click.command()
@refusing
def snapshot() -> None:
    """Write the public snapshot anew: the register, and of each factory its latest edition as it stands today."""
    here = installation_in_place()
    with here.reading() as session:
        numbers = rebuild_snapshot(session, here.settings.snapshot, moment=here.moment)
    if not numbers:
        click.echo("Nothing is published and no factory is covered, so there is no public snapshot.")
        return
    size_mb = here.settings.snapshot.stat().st_size / BYTES_PER_MB
    click.echo(f"The public snapshot is written: factories: {len(numbers)}, size: {size_mb:.1f} MB.")


def bring_up_to_date(here: Installation) -> None:
    """Create or migrate the private database, close it to others, and mend the public snapshot."""
    close_to_others(here.settings)
    engine = open_engine(here.settings.database_url)
    migrate(engine)
    engine.dispose()
    _make_searchable(here)
    mend_snapshot(here)


def _make_searchable(here: Installation) -> None:
    """Write the words by which hazards are searched for, where an older version left them out."""
    with here.reading() as session:
        is_needed = lack_search_text(session)
    if is_needed:
        with here.writing() as session:
            fill_search_texts(session)
            session.commit()


def mend_snapshot(here: Installation) -> None:
    """Make the public snapshot anew if it is missing, damaged or of another version, and something was published."""
    snapshot = here.settings.snapshot
    with here.reading() as session:
        is_needed = needs_rebuilding(session, snapshot)
    if is_needed:
        with here.reading() as session:
            rebuild_snapshot(session, snapshot, moment=here.moment)


def fill_with_demo(here: Installation) -> list[int]:
    """Load the demonstration and publish each of its factories that has an approved plan; return all their numbers."""
    require_fonts()
    with here.writing() as session:
        numbers = load_demo(session, here.photos, moment=here.moment)
        for number in numbers:
            _publish_if_approved(session, number, here=here)
        session.commit()
    with here.reading() as session:
        rebuild_snapshot(session, here.settings.snapshot, moment=here.moment)
    keep_demo_sign_ins(here)
    return numbers


def _publish_if_approved(session: Session, number: int, *, here: Installation) -> None:
    click.echo(f"Printing the corrective action plan of factory {number} …", err=True)
    try:
        publish(session, number, store=here.store, photos=here.photos, actor=here.actor, moment=here.moment)
    except NothingApproved:
        click.echo(f"Factory {number} has no approved plan yet: it stands in the register alone.", err=True)
