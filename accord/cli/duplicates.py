"""`accord duplicates`: which factories of the register may be one, and what a person says about them."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from accord.casework.register import Decision, say_different, say_same, undo
from accord.casework.register.holdings import holdings
from accord.casework.register.pairs import pairs_in
from accord.cli.base import FACTORY_NUMBER, Installation, installation_in_place, print_json, refusing
from accord.records.register import DuplicateState

MOST_PAIRS = 20
"""Pairs that are printed for a person; --json prints all."""

OTHER_PLACE = (
    "the two are on record at different places: nothing of the place was taken over; "
    "a factory that moved is another one and has a number of its own (duplicates undo)"
)


@click.group()
def duplicates() -> None:
    """Decide which factories of the register are one; everything said can be undone."""


@duplicates.command(name="list")
@click.option(
    "--state",
    type=click.Choice([state.value for state in DuplicateState]),
    default=DuplicateState.OPEN.value,
    show_default=True,
    help="Pairs about which nothing was said yet, or what was said.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def list_command(state: str, as_json: bool) -> None:
    """List pairs of factories that may be one, the likeliest first, with what a person compares."""
    here = installation_in_place()
    with here.reading() as session:
        pairs = pairs_in(session, DuplicateState(state))
        held = holdings(session)
        told = [pair.as_object(held) for pair in (pairs if as_json else pairs[:MOST_PAIRS])]
    if as_json:
        print_json({"pairs": told})
        return
    for pair in told:
        click.echo("\n".join(_lines(pair)))
    if len(pairs) > MOST_PAIRS:
        click.echo(f"and {len(pairs) - MOST_PAIRS} more; --json prints them all")
    elif not pairs:
        click.echo("There are none.")


@duplicates.command(name="same")
@click.argument("one", type=FACTORY_NUMBER)
@click.argument("other", type=FACTORY_NUMBER)
@click.option("--keep", type=FACTORY_NUMBER, required=True, metavar="N", help="The number that stands for both.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def same_command(one: int, other: int, keep: int, as_json: bool) -> None:
    """Say that two factories are one: the kept number stands for both from now on."""
    _require_two(one, other)
    if keep not in {one, other}:
        msg = f"--keep names one of the two, {one} or {other}"
        raise click.UsageError(msg)

    def deed(session: Session, here: Installation) -> Decision:
        return say_same(session, one, other, keep=keep, actor=here.actor, moment=here.moment)

    _tell(_decided(deed), as_json=as_json)


@duplicates.command(name="different")
@click.argument("one", type=FACTORY_NUMBER)
@click.argument("other", type=FACTORY_NUMBER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def different_command(one: int, other: int, as_json: bool) -> None:
    """Say that two factories are different: they are not listed again."""
    _require_two(one, other)

    def deed(session: Session, here: Installation) -> Decision:
        return say_different(session, one, other, actor=here.actor, moment=here.moment)

    _tell(_decided(deed), as_json=as_json)


@duplicates.command(name="undo")
@click.argument("one", type=FACTORY_NUMBER)
@click.argument("other", type=FACTORY_NUMBER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def undo_command(one: int, other: int, as_json: bool) -> None:
    """Take back what was said about two factories."""
    _require_two(one, other)

    def deed(session: Session, here: Installation) -> Decision:
        return undo(session, one, other, actor=here.actor, moment=here.moment)

    _tell(_decided(deed), as_json=as_json)


def _require_two(one: int, other: int) -> None:
    if one == other:
        msg = f"{one} is one factory; name two"
        raise click.UsageError(msg)


def _decided(deed: Callable[[Session, Installation], Decision]) -> Decision:
    here = installation_in_place()
    with here.writing() as session:
        decision = deed(session, here)
        session.commit()
    return decision


def _tell(decision: Decision, *, as_json: bool) -> None:
    if as_json:
        print_json(decision.as_object())
        return
    one, other = decision.factories
    told = decision.told
    if decision.state is DuplicateState.SAME:
        click.echo(f"Factory {told['kept']} stands for {told['merged']} from now on.")
        click.echo(f"  coverage: {', '.join(f'{number} {word}' for number, word in told['coverage'].items())}")
    elif decision.state is DuplicateState.DIFFERENT:
        click.echo(f"Factories {one} and {other} are different, and are not listed again.")
    else:
        click.echo(f"Factories {one} and {other} are undecided again.")
    if told.get("places_differ"):
        click.echo(f"  {OTHER_PLACE}")
    for key, said in (
        ("taken_over", "taken over from it"),
        ("taken_back", "taken back"),
        ("left", "left, since something else speaks for it now"),
    ):
        if told.get(key):
            click.echo(f"  {said}: {', '.join(_in_words(each) for each in told[key])}")


def _in_words(field: str) -> str:
    return "OS ID" if field == "os_id" else field.replace("_bn", " (Bangla)").replace("_", " ")


def _lines(pair: dict[str, Any]) -> list[str]:
    one, other = pair["factories"]
    said = ""
    if pair["decided_by"]:
        kept = f", kept {pair['kept']}" if pair["kept"] else ""
        said = f"; said to be {pair['state']} by {pair['decided_by']}{kept}"
    because = ", ".join(pair["because"])
    return [
        f"{one['number']} and {other['number']}, score {pair['score']}: {because}{said}",
        *(_line(factory) for factory in pair["factories"]),
    ]


def _line(factory: dict[str, Any]) -> str:
    parts = (
        factory["name"] or factory["name_bn"] or "no name",
        factory["address"] or factory["address_bn"] or factory["district"] or "no address",
        factory["os_id"] or "no OS ID",
        factory["coverage"].replace("_", " "),
        f"holds {factory['holds'] or 'nothing of its own'}",
    )
    return f"  {factory['number']}  {' · '.join(parts)}"
