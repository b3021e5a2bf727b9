"""The pairs of factories that may be one, as they stand now: who was merged is shown as the one that stands for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.register.holdings import Holdings, holdings_told
from accord.records.factory import Factory
from accord.records.register import DuplicateState, LikelyDuplicate


@dataclass(frozen=True)
class Pair:
    """Two factories that may be one, the lower number first, and what was decided about them."""

    factories: tuple[Factory, Factory]
    score: int
    because: tuple[str, ...]
    state: DuplicateState
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def numbers(self) -> tuple[int, int]:
        """The two numbers, the lower first."""
        return self.factories[0].number, self.factories[1].number

    @property
    def kept(self) -> Factory | None:
        """The one that stands for the other, or None where none does."""
        one, other = self.factories
        return one if other.merged_into is one else other if one.merged_into is other else None

    def as_object(self, held: Mapping[int, Holdings]) -> dict[str, Any]:
        """Return the pair as the command prints it, with what each of the two holds of its own."""
        return {
            "factories": [_shown(factory, held.get(factory.id)) for factory in self.factories],
            "score": self.score,
            "because": list(self.because),
            "state": self.state.value,
            "decided_by": self.decided_by,
            "decided_at": self.decided_at.isoformat() if self.decided_at else None,
            "kept": self.kept.number if self.kept else None,
        }


SHOWN = ("number", "name", "name_bn", "address", "address_bn", "district", "os_id")
"""What of a factory a person compares."""


def _shown(factory: Factory, held: Holdings | None) -> dict[str, Any]:
    shown = {name: getattr(factory, name) for name in SHOWN}
    return {**shown, "coverage": factory.coverage.value, "holds": holdings_told(held) if held else None}


def pairs_in(session: Session, state: DuplicateState) -> list[Pair]:
    """Return the pairs about which this was decided, the likeliest first.

    Where one of an undecided pair was merged, the factory that stands for it takes its place, unless the two that then
    stand there are on record as a pair themselves, or were said to be different under one of their numbers.
    """
    rows = _on_record(session)
    found = _undecided(rows) if state is DuplicateState.OPEN else [_pair(row) for row in rows if row.state is state]
    return sorted(found, key=lambda pair: (-pair.score, pair.numbers))


def row_of(session: Session, one: Factory, other: Factory) -> LikelyDuplicate | None:
    """Return the pair of these two as it is on record, or None if it is not."""
    first, second = sorted((one.id, other.id))
    return session.scalar(
        select(LikelyDuplicate)
        .where(LikelyDuplicate.factory_id == first, LikelyDuplicate.other_factory_id == second)
        .execution_options(populate_existing=True)
    )


def said_different(session: Session, one: Factory, other: Factory) -> Pair | None:
    """Return a pair said to be different of which each stands for, or is stood for by, one of these two."""
    ids = _family(session, one), _family(session, other)
    first, second = LikelyDuplicate.factory_id, LikelyDuplicate.other_factory_id
    row = session.scalars(
        select(LikelyDuplicate)
        .where(
            LikelyDuplicate.state == DuplicateState.DIFFERENT,
            or_(first.in_(ids[0]) & second.in_(ids[1]), first.in_(ids[1]) & second.in_(ids[0])),
        )
        .order_by(LikelyDuplicate.id)
    ).first()
    return None if row is None else _pair(row)


def standing(factory: Factory) -> Factory:
    """Return the factory that stands for this one: itself, if it was merged into none."""
    return factory.merged_into or factory


def _family(session: Session, factory: Factory) -> list[int]:
    return [factory.id, *session.scalars(select(Factory.id).where(Factory.merged_into_id == factory.id))]


def _on_record(session: Session) -> list[LikelyDuplicate]:
    both = (joinedload(LikelyDuplicate.factory), joinedload(LikelyDuplicate.other_factory))
    return list(session.scalars(select(LikelyDuplicate).options(*both).order_by(LikelyDuplicate.id)))


def _undecided(rows: Sequence[LikelyDuplicate]) -> list[Pair]:
    own = {frozenset((row.factory_id, row.other_factory_id)) for row in rows}
    different = {_stand_now(row) for row in rows if row.state is DuplicateState.DIFFERENT}
    best: dict[frozenset[int], Pair] = {}
    for row in rows:
        now = _stand_now(row)
        was_merged = now != {row.factory_id, row.other_factory_id}
        if row.state is not DuplicateState.OPEN or len(now) == 1 or (was_merged and now in own | different):
            continue
        if now not in best or row.score > best[now].score:
            best[now] = _pair(row) if not was_merged else _pair_by_way(row)
    return list(best.values())


def _stand_now(row: LikelyDuplicate) -> frozenset[int]:
    return frozenset((standing(row.factory).id, standing(row.other_factory).id))


def _pair(row: LikelyDuplicate) -> Pair:
    one, other = sorted((row.factory, row.other_factory), key=lambda factory: factory.number)
    return Pair((one, other), row.score, tuple(row.reasons), row.state, row.decided_by, row.decided_at)


def _pair_by_way(row: LikelyDuplicate) -> Pair:
    numbers = " and ".join(str(number) for number in sorted((row.factory.number, row.other_factory.number)))
    one, other = sorted((standing(row.factory), standing(row.other_factory)), key=lambda factory: factory.number)
    return Pair((one, other), row.score, (*row.reasons, f"found of {numbers}"), row.state)
