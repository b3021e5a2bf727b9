"""Writes the brands of a simulated programme, who sources from which factory, and the coverage that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.casework.simulation import shape
from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.dice import Dice, Weighted
from accord.casework.simulation.plan import LAST_DAY, FactoryPlan
from accord.casework.simulation.register import FactoryHere
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.shape import Fate
from accord.casework.simulation.words import words
from accord.records.factory import CoverageChange, Signatory, Sourcing
from accord.rules.vocabulary import Coverage, Source

RECORDED_BY = "accord simulate"

NAMED_SHARE, INDEPENDENT_SHARE, ADOPTED_SHARE = 0.7, 0.06, 0.3
LEAD_CHANGES_SHARE, ENDED_SHARE = 0.2, 0.3
BRANDS_MEDIAN, BRANDS_SPREAD = 1.4, 0.8
"""Ours: of the brands; of the factories; of the independent ones; of the factories; of the other relations."""


@dataclass(frozen=True)
class Relation:
    """A brand sources from a factory; `until` None: it still does."""

    brand: int
    since: int
    until: int | None
    is_lead: bool


@dataclass(frozen=True)
class Supply:
    """Who sources from a factory, and the coverages it had: each with the day from which it holds."""

    relations: Sequence[Relation]
    coverages: Sequence[tuple[Coverage, int]]


def number_of_brands(factories: int) -> int:
    """Return how many brands a programme of this size has: 222 where it has 2,000 factories."""
    number = round(shape.SIGNATORIES * float((factories / shape.AT_FACTORIES) ** 0.6))
    return min(max(number, 3), len(words().brands))


@dataclass(slots=True)
class Market:
    """Who sources where: a few brands from very many factories."""

    brands: Weighted[int]
    number: int

    @classmethod
    def of(cls, factories: int) -> "Market":
        """Return the market of a programme of this size."""
        number = number_of_brands(factories)
        return cls(Weighted({place: 1 / (place + 1) ** 0.8 for place in range(number)}), number)

    def supply(self, plan: FactoryPlan, dice: Dice, *, days: WorkDays) -> Supply:
        """Return who sources from the factory and when, and its coverage after that."""
        since, until = plan.listed, _end_of_business(plan, dice)
        may_be_independent = plan.fate in (Fate.BEHIND, Fate.ON_TRACK, Fate.CAP_PENDING, Fate.NOT_INSPECTED)
        coverages = [(Coverage.ACTIVE, days.worked(since))]
        if may_be_independent and dice.chance(INDEPENDENT_SHARE):
            coverages = [(Coverage.INDEPENDENT, days.worked(since))]
            since = plan.joined + 300
            if since > LAST_DAY or not dice.chance(ADOPTED_SHARE):
                return Supply([], coverages)
            coverages.append((Coverage.ACTIVE, days.worked(since)))
        relations = self._relations(since, until, dice=dice, days=days)
        if plan.leaves_as is not None and plan.left is not None:
            coverages.append((plan.leaves_as, days.worked(plan.left)))
        elif until is not None:
            coverages.append((Coverage.INDEPENDENT, days.worked(until)))
        return Supply(relations, coverages)

    def _relations(self, since: int, until: int | None, *, dice: Dice, days: WorkDays) -> list[Relation]:
        number = min(self.number, 1 + int(dice.skewed(BRANDS_MEDIAN, BRANDS_SPREAD)))
        brands = list(dict.fromkeys(dice.weighted(self.brands) for _ in range(number)))
        end = LAST_DAY if until is None else until
        lead, *others = brands
        lead_until = until
        relations = []
        if others and end - since > 500 and dice.chance(LEAD_CHANGES_SHARE):
            changed = dice.between(since + 200, end - 100)
            successor, *others = others
            relations.append(_relation(successor, changed, until=until, is_lead=True, days=days))
            lead_until = changed
        relations.append(_relation(lead, since, until=lead_until, is_lead=True, days=days))
        for brand in others:
            began = dice.between(since, max(since, end - 60))
            may_end = end - began > 150 and dice.chance(ENDED_SHARE)
            ended = dice.between(began + 100, end - 1) if may_end else until
            relations.append(_relation(brand, began, until=ended, is_lead=False, days=days))
        return relations


def write_brands(rows: Rows, market: Market, dice: Dice) -> list[int]:
    """Write the brands, the best known first, and return their ids."""
    return [
        rows.add(Signatory, name=name, agreed_to_be_named=dice.chance(NAMED_SHARE))
        for name in words().brands[: market.number]
    ]


def write_supply(rows: Rows, here: FactoryHere, supply: Supply, *, brands: Sequence[int], days: WorkDays) -> None:
    """Write who sources from the factory, and its coverage; each row was recorded on the day it speaks of."""
    for relation in supply.relations:
        ended = relation.until
        rows.add(
            Sourcing,
            signatory_id=brands[relation.brand],
            factory_id=here.id,
            from_on=days.date(relation.since),
            to_on=None if ended is None else days.date(ended),
            is_lead=relation.is_lead,
            recorded_at=days.at(relation.since, Hour.LISTED),
            end_recorded_at=None if ended is None else days.at(ended, Hour.LISTED),
        )
    for coverage, day in supply.coverages:
        reason, reason_bn = words().coverage.get(coverage, (None, None))
        rows.add(
            CoverageChange,
            factory_id=here.id,
            coverage=coverage,
            from_on=days.date(day),
            reason=reason,
            reason_bn=reason_bn,
            source=Source.DESK,
            actor=RECORDED_BY,
            recorded_at=days.at(day, Hour.LISTED),
        )


def _end_of_business(plan: FactoryPlan, dice: Dice) -> int | None:
    """Return the day on which the last brand leaves the factory, or None if it does not before the anchor date."""
    if plan.left is not None:
        return plan.left
    if plan.fate is Fate.INELIGIBLE:
        day = plan.last_day + dice.between(10, 75)
        return day if day < 0 else None
    return None


def _relation(brand: int, since: int, *, until: int | None, is_lead: bool, days: WorkDays) -> Relation:
    return Relation(brand, days.worked(since), None if until is None else days.worked(until), is_lead)
