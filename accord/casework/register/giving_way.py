"""Whether one factory may give way to another, and the sentence for the person where it may not."""

from typing import NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.factories import MergedAway
from accord.casework.refusals import Refused
from accord.casework.register.holdings import holdings, holdings_told
from accord.casework.register.leads import leads_after_merging
from accord.casework.register.pairs import Pair, row_of, said_different
from accord.records.factory import Factory
from accord.records.register import DuplicateState, LikelyDuplicate
from accord.rules.factories.merging import ContradictoryCoverage, coverage_together
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage


class AlreadyDecided(Refused):
    """Something was decided about the two already; it is to be undone first."""


class MayNotGiveWay(Refused):
    """The factory holds what no other one can stand for unseen."""


def refuse_unless_undecided(session: Session, one: Factory, other: Factory, *, moment: Moment) -> None:
    """Raise a sentence where something was decided about the two, or one of them gave way to a third."""
    row = row_of(session, one, other)
    if row is not None and row.state is not DuplicateState.OPEN:
        _refuse_decided(row.factory.number, row.other_factory.number, row, moment=moment)
    for factory in (one, other):
        if factory.merged_into is not None:
            raise MergedAway(factory.number, factory.merged_into.number)


def refuse_to_merge(session: Session, kept: Factory, merged: Factory, *, moment: Moment) -> None:
    """Raise a sentence where one factory may not stand for the other unseen."""
    _refuse_stood_for(session, merged, kept)
    _refuse_holdings(session, kept, merged)
    if contradiction := said_different(session, kept, merged):
        _refuse_decided(*contradiction.numbers, contradiction, moment=moment)
    try:
        coverage_together(kept.coverage, merged.coverage)
    except ContradictoryCoverage:
        msg = (
            f"factory {kept.number} is on record as {_words(kept.coverage)} and {merged.number} as "
            f"{_words(merged.coverage)}; keep {merged.number} instead, or record first what holds for {kept.number}"
        )
        raise MayNotGiveWay(msg) from None
    if leads := leads_after_merging(session, kept, merged, today=moment.today):
        one, other = leads
        msg = (
            f"the factory would have two lead brands at once, {one.signatory.name} ({one.factory.number}) and "
            f"{other.signatory.name} ({other.factory.number}); record first which of them leads from today on"
        )
        raise MayNotGiveWay(msg)


def _refuse_stood_for(session: Session, merged: Factory, kept: Factory) -> None:
    numbers = session.scalars(
        select(Factory.number).where(Factory.merged_into_id == merged.id).order_by(Factory.number)
    ).all()
    if numbers:
        msg = (
            f"factory {merged.number} stands for {', '.join(map(str, numbers))}, merged into it; undo that first, or "
            f"keep {merged.number} instead of {kept.number}"
        )
        raise MayNotGiveWay(msg)


def _refuse_holdings(session: Session, kept: Factory, merged: Factory) -> None:
    held = holdings(session, [kept.id, merged.id])
    if merged.id not in held:
        return
    if kept.id not in held:
        msg = (
            f"factory {merged.number} cannot give way, since it holds {holdings_told(held[merged.id])}; "
            f"keep {merged.number} instead"
        )
        raise MayNotGiveWay(msg)
    told = "; ".join(f"{each.number}: {holdings_told(held[each.id])}" for each in (kept, merged))
    msg = f"both factories hold records of their own ({told}); which of these count for one is for a person to sort out"
    raise MayNotGiveWay(msg)


def _refuse_decided(one: int, other: int, decided: LikelyDuplicate | Pair, *, moment: Moment) -> NoReturn:
    first, second = sorted((one, other))
    day = f" on {moment.civil_date(decided.decided_at)}" if decided.decided_at else ""
    said = "the same" if decided.state is DuplicateState.SAME else "different"
    msg = f"factories {first} and {second} were said to be {said} by {decided.decided_by or 'somebody'}{day}"
    raise AlreadyDecided(f"{msg}; undo that first")


def _words(coverage: Coverage) -> str:
    return coverage.value.replace("_", " ")
