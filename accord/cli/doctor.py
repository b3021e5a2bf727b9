"""`accord doctor`: how the installation is, and what to do about it."""

import sys

import click

from accord.casework.doctor import Finding, examine
from accord.cli.base import installation_in_place, print_json, refusing
from accord.rules.upkeep import LABELS, Verdict, worst

SEPARATOR = "  "


@click.command()
@click.option("--thorough", is_flag=True, help="Read every published file and photo, and compare its SHA-256.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@refusing
def doctor(thorough: bool, as_json: bool) -> None:
    """Look the installation over: one line per check, what was measured and what to do. Exit 1 if any is broken."""
    here = installation_in_place()
    findings = examine(here.settings, moment=here.moment, is_thorough=thorough)
    verdict = worst(finding.verdict for finding in findings.values())
    if as_json:
        checks = [
            {"check": name, "verdict": found.verdict.value, "measured": found.measured, "advice": found.advice}
            for name, found in findings.items()
        ]
        print_json({"checked_at": here.moment.now.isoformat(), "verdict": verdict.value, "checks": checks})
    else:
        for name, found in findings.items():
            click.echo(_line(name, found, width=max(map(len, findings))))
    if verdict is Verdict.BROKEN:
        sys.exit(1)


def _line(name: str, found: Finding, *, width: int) -> str:
    label = f"{LABELS[found.verdict]:{max(map(len, LABELS.values()))}}"
    said = SEPARATOR.join((label, f"{name:{width}}", found.measured))
    return f"{said}. To do: {found.advice}" if found.advice else said
