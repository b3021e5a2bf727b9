"""How the people of the demonstration sign in: made with it, kept in a file of its owner alone, told at each start."""

import os
from collections.abc import Sequence

import click

from accord.casework.demo.sign_ins import DemoSignIn, make_demo_sign_ins
from accord.cli.base import Installation

HEAD = "The demonstration: sign in at {address}sign-in, on this machine only."


def keep_demo_sign_ins(here: Installation) -> None:
    """Give everybody of the demonstration who has none a password, and write it down."""
    with here.writing() as session:
        made = make_demo_sign_ins(session)
        if made:
            _write(here, made)
        session.commit()


def tell_demo_sign_ins(here: Installation, address: str) -> None:
    """Print how everybody of the demonstration signs in, where that is written down."""
    file = here.settings.demo_sign_ins
    if file.is_file():
        click.echo(HEAD.format(address=address))
        click.echo(file.read_text(encoding="utf-8").rstrip())


def _write(here: Installation, made: Sequence[DemoSignIn]) -> None:
    widths = [max(len(words[place]) for words in map(_words, made)) for place in range(3)]
    lines = (
        "  ".join((*(f"{word:<{width}}" for word, width in zip(_words(each), widths, strict=True)), each.name))
        for each in made
    )
    # Opened with its final permissions: nobody else may read a password in the moment between.
    file = os.open(here.settings.demo_sign_ins, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(file, "a", encoding="utf-8") as opened:
        opened.writelines(f"{line}\n" for line in lines)


def _words(made: DemoSignIn) -> tuple[str, str, str]:
    return made.role, made.email, made.password
