"""The README tells of every setting and command, and of none that is not there."""

import re
from pathlib import Path

import click

from accord.cli import main
from accord.config import SETTINGS
from accord.jobs.table import ALL

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")


def first_cells(heading: str) -> set[str]:
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def names_of(group: click.Group, before: str) -> set[str]:
    names: set[str] = set()
    for name, command in group.commands.items():
        path = f"{before} {name}"
        names |= names_of(command, path) if isinstance(command, click.Group) else {path}
    return names


def test_every_setting_is_in_the_readme_and_no_other():
    assert first_cells("Settings") == {setting.name for setting in SETTINGS}


def test_every_command_is_in_the_readme_and_no_other():
    assert first_cells("Commands") == names_of(main, "accord")


def test_every_job_of_the_clockwork_is_in_the_readme_as_the_table_says_it():
    section = README.split("\n## The clockwork\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", section, re.MULTILINE)

    assert rows == [(job.name.value, job.schedule, job.does, job.missed) for job in ALL]


def test_every_command_and_option_says_what_it_does():
    def silent(group: click.Group, before: str):
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from silent(command, f"{before} {name}")
            elif not command.help:
                yield f"{before} {name}"

    assert list(silent(main, "accord")) == []


def test_the_files_the_readme_names_exist():
    root = Path(__file__).resolve().parent.parent
    named = set(
        re.findall(r"`((?:accord|docs|bench|reports|templates|gateways|casework|rules|records|web)/[\w./-]+)`", README)
    )

    missing = [name for name in named if not (root / name).exists() and not (root / "accord" / name).exists()]

    assert missing == []
