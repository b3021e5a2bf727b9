"""Keeping the register: importing lists of factories and of who sources from them, and finding likely duplicates."""

from accord.casework.register.factories import import_factories
from accord.casework.register.report import RegisterReport, SourcingReport
from accord.casework.register.sourcing import import_sourcing

__all__ = ["RegisterReport", "SourcingReport", "import_factories", "import_sourcing"]
