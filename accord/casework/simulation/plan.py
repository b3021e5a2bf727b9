"""Decides for every factory of a simulated programme what becomes of it, so that the whole has its published shape.

Shares are allotted and not drawn, so that also a small programme has them. Days are counted from the anchor date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accord.casework.simulation import shape
from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.dice import Dice, Weighted, allotted, skewed_at
from accord.casework.simulation.shape import Fate
from accord.rules.vocabulary import Coverage, OrderKind

FIRST_NUMBER = 10_001
FIRST_DAY = -1340
"""The first day on which an engineer comes. Ours: a programme of less than four years."""

LAST_DAY = -3
"""The last day on which an engineer comes; the factory may still claim something on the day after."""

JOINS: Mapping[Fate, tuple[int, int]] = {
    Fate.COMPLETED: (FIRST_DAY, -820),
    Fate.INELIGIBLE: (FIRST_DAY, -800),
    Fate.BEHIND: (FIRST_DAY, -480),
    Fate.ON_TRACK: (-400, -215),
    Fate.CAP_PENDING: (-200, -60),
    Fate.NOT_INSPECTED: (-60, -30),
    Fate.LEFT: (FIRST_DAY, -820),
}
"""First and last day of the first initial inspection; most come early."""

WAVE_DAY = -440
"""In the month of this day many factories join at once."""

LISTED_BEFORE_DAYS = (20, 55)
"""Ours: a factory is listed so long before its first inspection."""

LEAVES_AS = Weighted(shape.LEAVES_AS)

STAGES_OF_OTHERS = Weighted({(): 62.0, (1,): 24.0, (1, 2): 9.0, (1, 0): 5.0})
"""Ours, after November 2018: 139 factories at stage 2, 393 for more than six months at stage 1."""


@dataclass(slots=True)
class FactoryPlan:
    """One factory and what becomes of it. `joined` is the day of its first initial inspection."""

    fate: Fate
    workers: int
    initial_hazards: int = 0
    has_boiler: bool = False
    joined: int = 0
    is_of_wave: bool = False
    listed: int = 0
    left: int | None = None
    leaves_as: Coverage | None = None
    stages: tuple[tuple[int, int, int], ...] = ()
    """Stage, the day it was decided, and the day from which it holds."""
    open_share: float | None = None
    """The share of initial hazards that stays open; None: as it comes."""
    corrected_by: int = LAST_DAY
    """The last day on which something that does not stay open is corrected."""
    order: OrderKind | None = None
    is_order_open: bool = False
    number: int = 0

    @property
    def is_inspected(self) -> bool:
        """Whether an engineer was ever there."""
        return self.fate is not Fate.NOT_INSPECTED

    @property
    def last_day(self) -> int:
        """The last day on which an engineer comes."""
        ineligible_from = [holds for stage, _, holds in self.stages if stage == 3]
        return min([LAST_DAY, *([] if self.left is None else [self.left]), *ineligible_from])


@dataclass(slots=True)
class Site:
    """One factory, or two that share a building: then the hazards of its structure are hazards of both."""

    factories: list[FactoryPlan] = field(default_factory=list)


def sites_planned(number: int, dice: Dice, *, days: WorkDays) -> list[Site]:
    """Return every factory of the programme, numbered in the order in which they were listed."""
    fates = _fates(number, dice)
    plans = [FactoryPlan(fate, workers) for fate, workers in zip(fates, _workers(number, dice), strict=True)]
    _set_hazards(plans, dice)
    _set_wave(plans, dice, days=days)
    for plan in plans:
        _set_course(plan, dice)
    _set_open_shares(plans, dice)
    sites = _paired(plans, dice)
    _set_orders(sites, dice)
    sites.sort(key=lambda site: site.factories[0].listed)
    for place, plan in enumerate(plan for site in sites for plan in site.factories):
        plan.number = FIRST_NUMBER + place
    return sites


def _fates(number: int, dice: Dice) -> list[Fate]:
    left = round(number * shape.LEFT_SHARE)
    not_inspected = round(number * shape.NOT_INSPECTED_SHARE)
    counts = allotted(number - left - not_inspected, shape.FATES) | {
        Fate.LEFT: left,
        Fate.NOT_INSPECTED: not_inspected,
    }
    return dice.shuffled([fate for fate, count in counts.items() for _ in range(count)])


def _workers(number: int, dice: Dice) -> list[int]:
    return [
        max(60, round(skewed_at(fraction, shape.WORKERS_MEDIAN, spread=shape.WORKERS_SPREAD)))
        for fraction in dice.spread_out(number)
    ]


def _set_hazards(plans: Sequence[FactoryPlan], dice: Dice) -> None:
    inspected = [plan for plan in plans if plan.is_inspected]
    for plan, fraction in zip(inspected, dice.spread_out(len(inspected)), strict=True):
        hazards = skewed_at(fraction, shape.INITIAL_HAZARDS_MEDIAN, spread=shape.INITIAL_HAZARDS_SPREAD)
        plan.initial_hazards = max(shape.FEWEST_INITIAL_HAZARDS, round(hazards))


def _set_wave(plans: Sequence[FactoryPlan], dice: Dice, *, days: WorkDays) -> None:
    month = days.first_of_month(WAVE_DAY)
    of_wave = [plan for plan in plans if plan.fate is Fate.BEHIND][: round(len(plans) * shape.WAVE_SHARE)]
    for plan in of_wave:
        plan.is_of_wave = True
        plan.joined = month + dice.between(2, 20)


def _set_course(plan: FactoryPlan, dice: Dice) -> None:
    plan.has_boiler = dice.chance(shape.BOILER_SHARE)
    first, last = JOINS[plan.fate]
    if plan.fate is Fate.ON_TRACK and dice.chance(0.5):
        first, last = FIRST_DAY, -700
    if not plan.is_of_wave:
        plan.joined = first + int((last - first) * dice.fraction() ** 1.8)
    plan.listed = plan.joined - dice.between(*LISTED_BEFORE_DAYS)
    if plan.fate is Fate.NOT_INSPECTED:
        plan.listed = plan.joined
    elif plan.fate is Fate.LEFT:
        plan.left = dice.between(plan.joined + 350, -20)
        plan.leaves_as = dice.weighted(LEAVES_AS)
    elif plan.fate is Fate.COMPLETED:
        plan.corrected_by = dice.between(max(plan.joined + 450, -1000), -140)
    elif plan.fate is Fate.INELIGIBLE:
        plan.stages = _up_to_stage_three(plan.joined, dice)
    elif plan.fate is Fate.BEHIND and plan.joined < -700:
        plan.stages = _some_stage(dice)
    plan.corrected_by = min(plan.corrected_by, plan.last_day)


def _up_to_stage_three(joined: int, dice: Dice) -> tuple[tuple[int, int, int], ...]:
    first = dice.between(joined + 330, -330)
    second = first + dice.between(185, 260)
    third = second + dice.between(28, 45)
    return ((1, first, first), (2, second, second), (3, third, third + dice.between(2, 14)))


def _some_stage(dice: Dice) -> tuple[tuple[int, int, int], ...]:
    day = dice.between(-460, -200)
    steps = []
    for stage in dice.weighted(STAGES_OF_OTHERS):
        steps.append((stage, day, day))
        day += dice.between(100, 190)
    return tuple(step for step in steps if step[1] < LAST_DAY)


def _set_open_shares(plans: Sequence[FactoryPlan], dice: Dice) -> None:
    behind = [plan for plan in plans if plan.fate is Fate.BEHIND]
    mostly_done = round(len(behind) * shape.MOSTLY_DONE_AND_BEHIND)
    # Who came last has done least.
    behind.sort(key=lambda plan: plan.is_of_wave)
    for place, plan in enumerate(behind):
        if place < mostly_done:
            plan.open_share = 0.012 + 0.07 * dice.fraction() ** 1.3
        else:
            plan.open_share = 0.105 + (0.26 if plan.is_of_wave else 0.14) * dice.fraction() ** 1.8
    for plan in plans:
        if plan.fate is Fate.INELIGIBLE:
            plan.open_share = dice.uniform(0.14, 0.45)
        elif plan.fate is Fate.ON_TRACK:
            plan.open_share = dice.uniform(0.0, 0.06) if plan.joined < -500 else dice.uniform(0.3, 0.6)
        elif plan.fate is Fate.COMPLETED:
            plan.open_share = 0.0


def _paired(plans: Sequence[FactoryPlan], dice: Dice) -> list[Site]:
    """Return the sites; two factories of one building have the same fate, since they share hazards."""
    pairs = round(len(plans) * shape.PAIRED_SHARE / 2)
    waiting: dict[Fate, FactoryPlan] = {}
    sites: list[Site] = []
    for plan in plans:
        if len(sites) == pairs or not _may_share(plan):
            continue
        other = waiting.pop(plan.fate, None)
        if other is None:
            waiting[plan.fate] = plan
        else:
            plan.joined, plan.listed, plan.corrected_by = other.joined, other.listed, other.corrected_by
            sites.append(Site([other, plan]))
    taken = {id(plan) for site in sites for plan in site.factories}
    return dice.shuffled(sites + [Site([plan]) for plan in plans if id(plan) not in taken])


def _may_share(plan: FactoryPlan) -> bool:
    return plan.fate in (Fate.BEHIND, Fate.COMPLETED) and not plan.is_of_wave and not plan.stages


def _set_orders(sites: Sequence[Site], dice: Dice) -> None:
    """Give orders to the first factory of a site: they are of the building, and so of both."""
    inspected = sum(plan.is_inspected for site in sites for plan in site.factories)
    may = [site.factories[0] for site in sites if site.factories[0].fate not in (Fate.CAP_PENDING, Fate.NOT_INSPECTED)]
    candidates = dice.shuffled(may)
    for kind, share in shape.ORDERS.items():
        number = round(inspected * share / shape.INSPECTED)
        chosen = [plan for plan in candidates if _may_have(plan, kind)][:number]
        for plan in chosen:
            plan.order = kind
        still_open = [plan for plan in chosen if plan.fate is Fate.BEHIND]
        for plan in still_open[: _number_open(kind, number)]:
            plan.is_order_open = True


def _may_have(plan: FactoryPlan, kind: OrderKind) -> bool:
    has_it = kind is not OrderKind.BOILER_SHUTDOWN or (plan.has_boiler and plan.joined < -700)
    return has_it and plan.order is None


def _number_open(kind: OrderKind, number: int) -> int:
    share = shape.STILL_OPEN.get(kind, 0.0)
    return max(1, round(number * share)) if share and number > 1 else 0
