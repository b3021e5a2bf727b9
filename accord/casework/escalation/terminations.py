"""The duties of signatories to end business with ineligible factories, as lists ask for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, select, true
from sqlalchemy.orm import Session, contains_eager

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.duties import is_of_stage_three, is_over
from accord.casework.escalation.group import ineligible_of
from accord.casework.orders.taking import STAFF
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.ineligibility import DeclarationStep, Termination
from accord.rules.desk.access import Thing
from accord.rules.desk.people import Role
from accord.rules.escalation.words import Declarations
from accord.rules.moments import Moment

PAGE = 50


class Duty(StrEnum):
    """How a duty stands."""

    OPEN = "open"
    LATE = "late"
    """Its day has passed, and nobody has confirmed anything."""
    CONFIRMED = "confirmed"
    OVER = "over"
    """Not confirmed, and no longer owed: the factory was let back, or the decision taken back."""


@dataclass(frozen=True)
class Wanted:
    """Which duties are asked for; None: any."""

    duty: Duty | None = None
    number: int | None = None
    """Of the factory."""
    signatory_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class Line:
    """A duty, and how it stands today."""

    termination: Termination
    duty: Duty
    still_buys: bool
    """Whether the lists of the signatory still name the factory."""
    may_buy_again: bool
    """Whether what the duty came from has ended, and the factory was not made ineligible anew since."""

    @property
    def is_owed(self) -> bool:
        """Whether it can be confirmed."""
        return self.duty in (Duty.OPEN, Duty.LATE)


@dataclass(frozen=True)
class Found:
    """A page of duties, and how many there are in all."""

    lines: Sequence[Line]
    count: int


def sees_all(who: Visitor) -> bool:
    """Return whether the visitor sees what every signatory has confirmed: its silence is the labour side's business."""
    return bool((STAFF | {Role.LABOUR_SIGNATORY}) & set(who.roles))


def thing_of_termination(session: Session, duty: Termination) -> Thing:
    """Return the duty as a thing of its factory, under every number it stands for, and of that signatory alone."""
    return Thing(_under_all_numbers(session, duty.factory_id), told=frozenset({duty.signatory_id}))


def thing_of_stage(session: Session, factory: Factory) -> Thing:
    """Return the stage of a factory: whoever was told to end business there goes on reading of it."""
    told = session.scalars(select(Termination.signatory_id).where(Termination.factory_id == factory.id))
    return Thing(_under_all_numbers(session, factory.id), told=frozenset(told))


def _under_all_numbers(session: Session, factory_id: int) -> frozenset[int]:
    merged = session.scalars(select(Factory.id).where(Factory.merged_into_id == factory_id))
    return frozenset({factory_id, *merged})


def find(session: Session, who: Visitor, wanted: Wanted, *, page: int = 1, moment: Moment) -> Found:
    """Return a page of the duties that the visitor sees, what is late first, in three questions."""
    seen = _seen_by(who) & _is(wanted, moment.today)
    count = session.scalar(_joined(select(func.count(Termination.id))).where(seen)) or 0
    state = _state(moment.today)
    buys = exists().where(
        Sourcing.signatory_id == Termination.signatory_id,
        (Sourcing.factory_id == Termination.factory_id)
        | Sourcing.factory_id.in_(
            select(Factory.id).where(Factory.merged_into_id == Termination.factory_id).correlate(Termination)
        ),
        Sourcing.from_on <= moment.today,
        Sourcing.to_on.is_(None) | (Sourcing.to_on > moment.today),
    )
    first = case({Duty.LATE.value: 0, Duty.OPEN.value: 1, Duty.CONFIRMED.value: 2}, value=state, else_=3)
    rows = session.execute(
        _joined(select(Termination, state, buys, is_over(moment.today)))
        .where(seen)
        .options(
            contains_eager(Termination.factory),
            contains_eager(Termination.signatory),
            contains_eager(Termination.stage_change),
        )
        .order_by(first, Termination.due_on, Factory.number, Signatory.name, Termination.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    barred = ineligible_of(session, {duty.factory_id for duty, *_ in rows})
    lines = [
        Line(duty, Duty(said), bool(still), bool(over) and duty.factory_id not in barred)
        for duty, said, still, over in rows
    ]
    return Found(lines, count)


def of_factory(session: Session, who: Visitor, factory: Factory, *, moment: Moment) -> Sequence[Line]:
    """Return the duties of signatories at the factory that the visitor sees."""
    return find(session, who, Wanted(number=factory.number), moment=moment).lines


def count_owed(session: Session, who: Visitor, *, moment: Moment) -> tuple[int, int]:
    """Return how many of the duties that the visitor sees are to be confirmed, and how many of them are late."""
    state = _state(moment.today)
    owed, late = session.execute(
        _joined(
            select(
                func.count(case((state.in_((Duty.OPEN.value, Duty.LATE.value)), 1))),
                func.count(case((state == Duty.LATE.value, 1))),
            )
        ).where(_seen_by(who))
    ).one()
    return owed, late


def signatories_asked(session: Session) -> Sequence[Signatory]:
    """Return the signatories that have or had such a duty, by name."""
    return session.scalars(
        select(Signatory).where(Signatory.id.in_(select(Termination.signatory_id))).order_by(Signatory.name)
    ).all()


@dataclass(frozen=True)
class PapersDue:
    """A factory of whose export papers something is to be seen to."""

    change_id: int
    factory: Factory
    decided_on: date
    is_to_restore: bool
    """Else to be withheld."""


def papers_due(session: Session, *, moment: Moment) -> Sequence[PapersDue]:
    """Return the factories whose export papers are to be withheld or restored, decided first come first."""
    rows = session.execute(
        select(StageChange.id, Factory, StageChange.decided_on, is_over(moment.today))
        .join(Factory, Factory.id == StageChange.factory_id)
        .where(_are_to_ask(moment.today) | _are_to_restore(moment.today))
        .order_by(StageChange.decided_on, StageChange.id)
        .limit(PAGE)
    )
    return [PapersDue(change_id, factory, day, bool(over)) for change_id, factory, day, over in rows]


def papers_to_ask(session: Session, *, moment: Moment) -> int:
    """Return at how many ineligible factories the export papers are not withheld, of those decided on here."""
    return session.scalar(select(func.count(StageChange.id)).where(_are_to_ask(moment.today))) or 0


def papers_to_restore(session: Session, *, moment: Moment) -> int:
    """Return at how many factories export papers are withheld, or asked for, that are ineligible no longer."""
    return session.scalar(select(func.count(StageChange.id)).where(_are_to_restore(moment.today))) or 0


def _are_to_ask(today: date) -> ColumnElement[bool]:
    withheld = _came_to(DeclarationStep.step == Declarations.WITHHELD)
    return and_(is_of_stage_three(), StageChange.draft_id.is_not(None), ~is_over(today), ~withheld)


def _are_to_restore(today: date) -> ColumnElement[bool]:
    return and_(is_of_stage_three(), is_over(today), _came_to(DeclarationStep.step != Declarations.RESTORED))


def _came_to(step: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        DeclarationStep.id.in_(_last_steps()), DeclarationStep.stage_change_id == StageChange.id, step
    )


def _last_steps() -> Select[int]:
    return select(func.max(DeclarationStep.id)).group_by(DeclarationStep.stage_change_id)


def _seen_by(who: Visitor) -> ColumnElement[bool]:
    if sees_all(who):
        return true()
    own: ColumnElement[bool] = false()
    for held in who.holdings:
        if held.signatory is not None and held.role is Role.SIGNATORY_USER:
            # As for one of them: of the region from which it ever bought, under whichever number that was.
            ever = select(func.coalesce(Factory.merged_into_id, Factory.id)).where(Factory.id.in_(held.ever))
            own |= (Termination.signatory_id == held.signatory) & (
                Termination.factory_id.in_(ever) | Termination.factory_id.in_(held.ever)
            )
    return own


def _joined(query: Any) -> Any:
    return (
        query.select_from(Termination)
        .join(Termination.stage_change)
        .join(Factory, Factory.id == Termination.factory_id)
        .join(Signatory, Signatory.id == Termination.signatory_id)
    )


def _state(today: date) -> ColumnElement[str]:
    return case(
        (Termination.confirmed_at.is_not(None), Duty.CONFIRMED.value),
        (is_over(today), Duty.OVER.value),
        (Termination.due_on < today, Duty.LATE.value),
        else_=Duty.OPEN.value,
    )


def _is(wanted: Wanted, today: date) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    if wanted.duty is not None:
        state, both = _state(today), (Duty.OPEN.value, Duty.LATE.value)
        # What is late is not confirmed either.
        asked.append(state.in_(both) if wanted.duty is Duty.OPEN else state == wanted.duty.value)
    if wanted.number is not None:
        asked.append(Factory.number == wanted.number)
    if wanted.id is not None:
        asked.append(Termination.id == wanted.id)
    if wanted.signatory_id is not None:
        asked.append(Termination.signatory_id == wanted.signatory_id)
    return and_(*asked)
