"""What is kept, as SQLAlchemy mapped classes."""

from accord.records import cap, edition, factory, hazard, inspection, journal, register
from accord.records.base import Base

__all__ = ["Base", "cap", "edition", "factory", "hazard", "inspection", "journal", "register"]
