"""What each signatory has said of its production under an order, as pages show it: all for staff, else one's own."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.production import Line, production_of
from accord.casework.orders.standing import standing_of
from accord.casework.orders.taking import by_of
from accord.records.order import SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.production import Production, must_be_stopped
from accord.rules.orders.steps import By


@dataclass(frozen=True)
class ProductionPart:
    """The lines that the visitor sees, those first from whom a word is due."""

    lines: tuple[Line, ...]
    is_duty: bool
    """Whether production has to stand still now."""
    is_told: bool
    """Whether any signatory was told of the order: where the visitor reads no line, there are lines all the same."""
    is_over: bool
    """Whether the order has ended: it asks nothing of anybody any more."""
    due: int
    silent: int
    """How many of the lines have said nothing at all."""
    may_say: bool
    """Whether the visitor can say something of any of the lines."""
    is_staff: bool
    """Whether for others too, and so has to say who said it and how."""


def production_part(session: Session, order: SafetyOrder, who: Visitor, *, moment: Moment) -> ProductionPart:
    """Return what was said of production: of every signatory for those who see all safety data, else of one's own."""
    is_staff = By.STAFF in by_of(who, order)
    own = frozenset(held.signatory for held in who.holdings if held.signatory is not None)
    sees_all = is_staff or who.may(Action.READ_ORDER, Thing())
    standing = standing_of(order)
    lines = tuple(production_of(session, order, signatories=None if sees_all else own, moment=moment))
    return ProductionPart(
        lines,
        is_duty=must_be_stopped(standing),
        is_told=any(each.signatory_id is not None for each in order.recipients),
        is_over=not standing.is_open,
        due=sum(each.is_due for each in lines),
        silent=sum(each.said is Production.SILENT for each in lines),
        may_say=bool(lines) and (is_staff or any(each.recipient.signatory_id in own for each in lines)),
        is_staff=is_staff,
    )
