"""What is kept, as SQLAlchemy mapped classes."""

from accord.records import (
    cap,
    danger,
    edition,
    escalation,
    factory,
    hazard,
    incident,
    inspection,
    journal,
    order,
    paperwork,
    person,
    plan,
    programme,
    register,
)
from accord.records.base import Base

__all__ = [
    "Base",
    "cap",
    "danger",
    "edition",
    "escalation",
    "factory",
    "hazard",
    "incident",
    "inspection",
    "journal",
    "order",
    "paperwork",
    "person",
    "plan",
    "programme",
    "register",
]
