"""How much of a factory's stage a visitor reads: staff all, the factory its own case, a signatory what was decided."""

from enum import Enum, auto

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.taking import STAFF
from accord.records.factory import Factory
from accord.rules.desk.people import Role


class Reader(Enum):
    """Who reads."""

    STAFF = auto()
    FACTORY = auto()
    """The factory itself, and labour signatories: the whole case, without who of the programme did what."""
    SIGNATORY = auto()
    """The stage, its dates and reasons."""


def reader_of(factory: Factory, who: Visitor) -> Reader:
    """Return as whom somebody reads of the factory."""
    if STAFF & set(who.roles):
        return Reader.STAFF
    for held in who.holdings:
        if held.role is Role.LABOUR_SIGNATORY:
            return Reader.FACTORY
        if held.role is Role.FACTORY_USER and factory.id in held.factories:
            return Reader.FACTORY
    return Reader.SIGNATORY
