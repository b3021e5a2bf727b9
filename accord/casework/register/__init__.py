"""Keeping the register: lists of factories, of their buildings and of who sources from them; deciding on duplicates."""

from accord.casework.register.buildings import import_buildings
from accord.casework.register.decisions import Decision, say_different, say_same, undo
from accord.casework.register.factories import import_factories
from accord.casework.register.report import BuildingsReport, RegisterReport, SourcingReport
from accord.casework.register.sourcing import import_sourcing

__all__ = [
    "BuildingsReport",
    "Decision",
    "RegisterReport",
    "SourcingReport",
    "import_buildings",
    "import_factories",
    "import_sourcing",
    "say_different",
    "say_same",
    "undo",
]
