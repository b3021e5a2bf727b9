"""Pairs of factories that may be one: found by likeness of name, address, OS ID and place; a person decides."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.register.pairs import pairs_in
from accord.casework.register.report import PairFound
from accord.records.factory import Factory
from accord.records.register import DuplicateState, FactoryMerge, LikelyDuplicate
from accord.rules.factories.duplicates import (
    LIKELY_FROM,
    Likeness,
    full_words,
    metres_between,
    own_words,
    reasons,
    score,
    unit_marks,
)
from accord.rules.factories.register import words_of
from accord.rules.moments import Moment

LARGE_BLOCK = 50
"""Factories that share one word or place are all compared with each other up to this many."""
NEIGHBOURS = 10
"""In a larger block each is compared only with so many that follow it by name."""
GRID_DEGREES = 0.002
"""About 200 m."""


@dataclass(frozen=True)
class _Profile:
    """One factory as it is compared."""

    id: int
    full: str
    own: str
    joined: str
    address: str
    point: tuple[float, float] | None
    os_id: str | None
    units: frozenset[str]

    @classmethod
    def of(cls, factory: Factory) -> "_Profile":
        name = factory.name or factory.name_bn or ""
        latitude, longitude = factory.latitude_degrees, factory.longitude_degrees
        return cls(
            id=factory.id,
            full=" ".join(sorted(full_words(name))),
            own=" ".join(sorted(own_words(name))),
            joined="".join(full_words(name)),
            address=words_of(factory.address or factory.address_bn or ""),
            point=None if latitude is None or longitude is None else (latitude, longitude),
            os_id=factory.os_id,
            units=unit_marks(name),
        )

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Yield what a factory that may be the same one is likely to share; only those are compared."""
        for word in set(self.own.split()):
            if len(word) > 2:
                yield "word", word
        yield "start", self.joined[:5]
        if self.address:
            yield "address", self.address
        if self.point:
            yield "place", f"{round(self.point[0] / GRID_DEGREES)} {round(self.point[1] / GRID_DEGREES)}"


def look_for_duplicates(
    session: Session, looked_at: Collection[int], *, same_os_id: Iterable[tuple[int, int]], moment: Moment
) -> None:
    """Record the likely pairs of which at least one factory was looked at; a pair on record stays as it is.

    A factory that was merged into another is not looked at, and a pair on record under its number counts as one of the
    factory that stands for it: what was decided about it is not asked again.
    """
    claims = {(min(pair), max(pair)) for pair in same_os_id}
    if not looked_at and not claims:
        return
    named = (Factory.name.is_not(None) | Factory.name_bn.is_not(None)) & Factory.merged_into_id.is_(None)
    profiles = {factory.id: _Profile.of(factory) for factory in session.scalars(select(Factory).where(named))}
    claimed = {pair for pair in claims if profiles.keys() >= set(pair)}
    known = _pairs_on_record(session)
    for pair in sorted(_candidates(profiles.values(), set(looked_at)) | claimed):
        if pair in known:
            continue
        likeness = _likeness(profiles[pair[0]], profiles[pair[1]], same_os_id=pair in claimed)
        if score(likeness) >= LIKELY_FROM:
            session.add(
                LikelyDuplicate(
                    factory_id=pair[0],
                    other_factory_id=pair[1],
                    score=score(likeness),
                    because="\n".join(reasons(likeness)),
                    state=DuplicateState.OPEN,
                    found_at=moment.now,
                )
            )
    session.flush()


def open_pairs(session: Session, factory_ids: Collection[int]) -> list[PairFound]:
    """Return the undecided pairs that any of these factories belongs to, the likeliest first."""
    return [
        PairFound(pair.numbers, pair.score, pair.because)
        for pair in pairs_in(session, DuplicateState.OPEN)
        if any(factory.id in factory_ids for factory in pair.factories)
    ]


def _pairs_on_record(session: Session) -> set[tuple[int, int]]:
    """Return the pairs as they are on record and as they stand now, each with the lower id first."""
    standing = select(FactoryMerge.merged_id, FactoryMerge.kept_id).where(FactoryMerge.undone_at.is_(None))
    stands_for = dict(session.execute(standing).all())
    pairs = set()
    for one, other in session.execute(select(LikelyDuplicate.factory_id, LikelyDuplicate.other_factory_id)):
        now = stands_for.get(one, one), stands_for.get(other, other)
        pairs |= {(one, other), (min(now), max(now))}
    return pairs


def _candidates(profiles: Iterable[_Profile], looked_at: set[int]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: a few per factory, however many factories there are."""
    alike: dict[tuple[str, str], list[_Profile]] = defaultdict(list)
    for profile in profiles:
        alike[profile.full, profile.address].append(profile)
    pairs: set[tuple[int, int]] = set()
    blocks: dict[tuple[str, str], list[_Profile]] = defaultdict(list)
    for first, *others in alike.values():
        # A thousand rows of one name and address make a thousand pairs with the first of them, not half a million.
        pairs |= {(first.id, other.id) for other in others if looked_at & {first.id, other.id}}
        for shared in first.blocks():
            blocks[shared].append(first)
    for block in blocks.values():
        pairs |= {pair for pair in _pairs_in(block) if not looked_at.isdisjoint(pair)}
    return {(min(pair), max(pair)) for pair in pairs}


def _pairs_in(block: list[_Profile]) -> Iterator[tuple[int, int]]:
    if len(block) <= LARGE_BLOCK:
        yield from combinations([profile.id for profile in block], 2)
        return
    ordered = sorted(block, key=lambda profile: (profile.own, profile.full, profile.id))
    for place, profile in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
            yield profile.id, other.id


def _likeness(one: _Profile, other: _Profile, *, same_os_id: bool) -> Likeness:
    # Written together or apart: "Knit Wear" and "Knitwear".
    name = max(fuzz.ratio(one.full, other.full), fuzz.ratio(one.joined, other.joined))
    address = None
    if one.address and other.address:
        # The mean of "the same words" and "one holds the other's words": lists differ in how much they tell.
        address = (
            fuzz.token_sort_ratio(one.address, other.address) + fuzz.token_set_ratio(one.address, other.address)
        ) / 2
    return Likeness(
        name=name,
        own_words=fuzz.ratio(one.own, other.own),
        address=address,
        distance_metres=metres_between(one.point, other.point) if one.point and other.point else None,
        same_os_id=same_os_id,
        other_os_id=bool(one.os_id and other.os_id and not same_os_id),
        other_unit=one.units != other.units,
    )
