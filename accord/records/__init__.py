"""What is kept, as SQLAlchemy mapped classes."""

from accord.records import cap, edition, escalation, factory, hazard, inspection, journal, order, register
from accord.records.base import Base

__all__ = ["Base", "cap", "edition", "escalation", "factory", "hazard", "inspection", "journal", "order", "register"]
