"""Keeping the register: importing lists of factories and of who sources from them; finding and deciding duplicates."""

from accord.casework.register.decisions import Decision, say_different, say_same, undo
from accord.casework.register.factories import import_factories
from accord.casework.register.report import RegisterReport, SourcingReport
from accord.casework.register.sourcing import import_sourcing

__all__ = [
    "Decision",
    "RegisterReport",
    "SourcingReport",
    "import_factories",
    "import_sourcing",
    "say_different",
    "say_same",
    "undo",
]
