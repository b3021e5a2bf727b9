"""The register of all letters of the programme: numbered, searchable, with what became of each.

A view of the outbox: what waits for one person is no letter of the programme and nobody else's business.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.notices.outbox import A_PAGE, IS_PERSONAL, IS_RED, STATES, Shown
from accord.records.factory import Factory
from accord.records.notice import Notice, NoticeAnswer, NoticeAttempt, NoticeText
from accord.records.order import OrderEvent, OrderFactory
from accord.rules.notices import NOT_ON_ITS_WAY, Letter, reference_in
from accord.rules.vocabulary import OrderStep

AT_ONCE = 500
"""Ours: so many are read at a time where all are asked for."""
LARGEST_NUMBER = 99_999
"""Of a factory."""


@dataclass(frozen=True)
class LettersAsked:
    """Which letters are asked for; None and no words: all."""

    words: str = ""
    shown: Shown | None = None
    kind: Letter | None = None
    year: int | None = None
    factory: int | None = None
    """By its number."""


@dataclass(frozen=True)
class Received:
    """That somebody said they have the letter."""

    at: datetime
    said_by: str | None


@dataclass(frozen=True)
class LetterLine:
    """A letter in the register."""

    notice: Notice
    factories: Sequence[Factory]
    last: NoticeAttempt | None
    sent: NoticeAttempt | None
    """The first attempt that was taken."""
    received: Received | None


@dataclass(frozen=True)
class LetterPage:
    """A page of the register."""

    lines: Sequence[LetterLine]
    found: int
    counts: dict[Shown, int]
    everything: int
    years: Sequence[int]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // A_PAGE))


def letters(session: Session, asked: LettersAsked, *, page: int) -> LetterPage:
    """Return a page of the letters that are asked for, the latest first; in a fixed number of questions.

    Where nothing is searched for, those come first that reached nobody: somebody has to tell them.
    """
    conditions = _conditions(asked)
    by_state = dict(
        session.execute(select(Notice.state, func.count()).where(~IS_PERSONAL).group_by(Notice.state)).all()
    )
    counts = {each: sum(by_state.get(state, 0) for state in STATES[each]) for each in Shown}
    counts[Shown.TO_TELL] = session.scalar(select(func.count()).where(IS_RED)) or 0
    everything = sum(by_state.values())
    is_narrowed = asked != LettersAsked()
    found = session.scalar(select(func.count()).select_from(Notice).where(*conditions)) if is_narrowed else everything
    query = select(Notice.id).where(*conditions)
    if not is_narrowed and counts[Shown.TO_TELL]:
        query = query.order_by(case((IS_RED, 0), else_=1))
    ids = session.scalars(query.order_by(Notice.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    years = session.scalars(select(Notice.year).where(Notice.year.is_not(None)).distinct().order_by(Notice.year.desc()))
    place = {number: order for order, number in enumerate(ids)}
    lines = sorted(lines_of(session, ids), key=lambda each: place[each.notice.id])
    return LetterPage(lines, found or 0, counts, everything, [each for each in years if each is not None], page)


def every_letter(session: Session, asked: LettersAsked) -> Iterator[LetterLine]:
    """Give all the letters that are asked for, the latest first, some at a time."""
    ids = session.scalars(select(Notice.id).where(*_conditions(asked)).order_by(Notice.id.desc())).all()
    for start in range(0, len(ids), AT_ONCE):
        yield from lines_of(session, ids[start : start + AT_ONCE])


def lines_of(session: Session, ids: Sequence[int]) -> Sequence[LetterLine]:
    """Return these letters with what became of them, the latest first; in a fixed number of questions."""
    query = (
        select(Notice)
        .where(Notice.id.in_(ids))
        .options(joinedload(Notice.text), joinedload(Notice.factory))
        .order_by(Notice.id.desc())
    )
    notices = session.scalars(query).all()
    attempts = _attempts(session, ids)
    received = _answers(session, ids) | _acknowledged(session, notices)
    factories = _factories(session, notices)
    return [
        LetterLine(
            each,
            factories.get(each.id, ()),
            next(iter(attempts.get(each.id, ())[-1:]), None),
            next((attempt for attempt in attempts.get(each.id, ()) if attempt.is_taken), None),
            received.get(each.id),
        )
        for each in notices
    ]


def letter_numbered(session: Session, reference: str) -> Notice | None:
    """Return the letter of this number, or None."""
    named = reference_in(reference)
    if named is None:
        return None
    return session.scalar(select(Notice).where(Notice.year == named[0], Notice.number == named[1]))


def of_protocol(session: Session, factory: Factory, organisations: Collection[str] | None) -> Sequence[int]:
    """Return the letters about the stage of a factory, the latest first; None: to whomever they are.

    Of a factory that others were merged into, theirs too. Whoever a letter is to sees it once it is on its way.
    """
    ours = select(Factory.id).where((Factory.id == factory.id) | (Factory.merged_into_id == factory.id))
    query = select(Notice.id).where(Notice.factory_id.in_(ours)).order_by(Notice.id.desc())
    if organisations is not None:
        is_on_its_way = Notice.state.not_in(NOT_ON_ITS_WAY)
        query = query.where(Notice.organisation.in_(organisations), is_on_its_way)
    return session.scalars(query).all()


def _conditions(asked: LettersAsked) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [~IS_PERSONAL]
    if asked.shown is not None:
        conditions.append(IS_RED if asked.shown is Shown.TO_TELL else Notice.state.in_(STATES[asked.shown]))
    if asked.kind is not None:
        conditions.append(Notice.text_id.in_(select(NoticeText.id).where(NoticeText.letter == asked.kind)))
    if asked.year is not None:
        conditions.append(Notice.year == asked.year)
    if asked.factory is not None:
        conditions.append(_of_factories(select(Factory.id).where(_is_numbered(asked.factory))))
    if asked.words:
        conditions.append(_says(asked.words))
    return conditions


def _is_numbered(number: int) -> ColumnElement[bool]:
    whole = select(Factory.id).where(Factory.number == number)
    return (Factory.number == number) | Factory.merged_into_id.in_(whole)


def _of_factories(factories: Select[int]) -> ColumnElement[bool]:
    of_orders = select(OrderFactory.order_id).where(OrderFactory.factory_id.in_(factories))
    return Notice.factory_id.in_(factories) | Notice.order_id.in_(of_orders)


def _says(words: str) -> ColumnElement[bool]:
    named = reference_in(words)
    if named is not None:
        return (Notice.year == named[0]) & (Notice.number == named[1])
    is_number = words.isascii() and words.isdigit() and int(words) <= LARGEST_NUMBER
    numbered = (Factory.number == int(words)) if is_number else false()
    factories = select(Factory.id).where(
        or_(Factory.name.icontains(words, autoescape=True), Factory.name_bn.contains(words, autoescape=True), numbered)
    )
    texts = select(NoticeText.id).where(
        or_(
            NoticeText.subject.icontains(words, autoescape=True),
            NoticeText.subject_bn.contains(words, autoescape=True),
        )
    )
    return or_(
        Notice.organisation_name.icontains(words, autoescape=True),
        Notice.text_id.in_(texts),
        _of_factories(factories),
    )


def _attempts(session: Session, ids: Sequence[int]) -> dict[int, list[NoticeAttempt]]:
    found = session.scalars(
        select(NoticeAttempt)
        .where(NoticeAttempt.notice_id.in_(ids))
        .order_by(NoticeAttempt.notice_id, NoticeAttempt.id)
    )
    return {number: list(each) for number, each in groupby(found, key=lambda each: each.notice_id)}


def _answers(session: Session, ids: Sequence[int]) -> dict[int, Received]:
    found = session.scalars(select(NoticeAnswer).where(NoticeAnswer.notice_id.in_(ids)))
    return {each.notice_id: Received(each.recorded_at, each.said_by) for each in found}


def _acknowledged(session: Session, notices: Iterable[Notice]) -> dict[int, Received]:
    """Return what was acknowledged of orders since each letter was written, by the letter."""
    asking = [each for each in notices if each.order_id is not None and each.needs_answer]
    steps = session.scalars(
        select(OrderEvent)
        .where(OrderEvent.order_id.in_({each.order_id for each in asking}), OrderEvent.step == OrderStep.ACKNOWLEDGED)
        .order_by(OrderEvent.id)
    ).all()
    found = {}
    for each in asking:
        after = (
            step
            for step in steps
            if step.order_id == each.order_id
            and step.organisation == each.organisation
            and step.recorded_at >= each.recorded_at
        )
        if (first := next(after, None)) is not None:
            found[each.id] = Received(first.recorded_at, first.said_by)
    return found


def _factories(session: Session, notices: Iterable[Notice]) -> dict[int, Sequence[Factory]]:
    given = list(notices)
    rows = session.execute(
        select(OrderFactory.order_id, Factory)
        .join(Factory, Factory.id == OrderFactory.factory_id)
        .where(OrderFactory.order_id.in_({each.order_id for each in given if each.order_id is not None}))
        .order_by(OrderFactory.order_id, Factory.number)
    )
    of_orders: dict[int, list[Factory]] = {}
    for order_id, factory in rows:
        of_orders.setdefault(order_id, []).append(factory)
    return {
        each.id: [each.factory] if each.factory is not None else of_orders.get(each.order_id or 0, []) for each in given
    }
