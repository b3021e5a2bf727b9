"""The shape of the real programme as it was published, which a simulated one must have. Source: DOMAIN.md section 12.

What is marked ours stands in for figures that were never published, and was chosen so that the published ones hold.
"""

from collections.abc import Mapping
from enum import StrEnum

from accord.rules.vocabulary import Coverage, Discipline, OrderKind


class Fate(StrEnum):
    """What becomes of a factory by the anchor date."""

    COMPLETED = "completed"
    INELIGIBLE = "ineligible"
    BEHIND = "behind"
    ON_TRACK = "on_track"
    CAP_PENDING = "cap_pending"
    NOT_INSPECTED = "not_inspected"
    LEFT = "left"


INSPECTED = 1_618
"""Inspected factories of January 2020, of which the shares below are counted."""

FATES: Mapping[Fate, float] = {
    Fate.COMPLETED: 273,
    Fate.INELIGIBLE: 167,
    Fate.BEHIND: 1_101,
    # Ours: the 77 that remain.
    Fate.ON_TRACK: 52,
    Fate.CAP_PENDING: 25,
}
"""Of the covered and inspected factories."""

MOSTLY_DONE_AND_BEHIND = (1_173 - 273 - 26) / 1_101
"""1,173 factories were over 90 %, the 273 completed ones among them; ours: half of those on track."""

LEFT_SHARE = 0.14
"""Of all factories ever covered: more than 2,000 were inspected by 2018 while 1,600 were covered; ours: 14 %."""

NOT_INSPECTED_SHARE = 0.012
"""Ours: listed in the last weeks."""

LEAVES_AS: Mapping[Coverage, float] = {
    Coverage.CLOSED: 45,
    Coverage.INACTIVE: 35,
    Coverage.HANDED_OVER: 16,
    Coverage.ARCHIVED: 4,
}
"""Ours."""

WAVE_SHARE = 0.05
"""Ours: of all factories, so many join within one month, and the rate of the programme falls in it."""

INITIAL_HAZARDS_MEDIAN, INITIAL_HAZARDS_SPREAD, FEWEST_INITIAL_HAZARDS = 43.5, 0.6, 14
"""About 104,000 initial hazards in 2,000 factories; a factory has 54 to 75 hazards on average, skewed."""

NEW_HAZARDS_PER_VISIT: Mapping[Discipline, float] = {
    Discipline.STRUCTURAL: 0.85,
    Discipline.FIRE: 1.22,
    Discipline.ELECTRICAL: 1.36,
    Discipline.BOILER: 0.5,
}
"""About 46,000 of 150,000 hazards were found after the initial inspections."""

WORKERS_MEDIAN, WORKERS_SPREAD = 830.0, 0.9
"""About 1,250 workers a factory (2 million in 1,600), skewed."""

ORDERS: Mapping[OrderKind, int] = {
    OrderKind.EVACUATION: 63,
    OrderKind.LOAD_REDUCTION: 200,
    OrderKind.BOILER_SHUTDOWN: 12,  # ours
}
"""Of `INSPECTED` factories."""

STILL_OPEN: Mapping[OrderKind, float] = {OrderKind.EVACUATION: 0.06, OrderKind.LOAD_REDUCTION: 0.06}
"""Ours: of the orders, so many are still open."""

SIGNATORIES, AT_FACTORIES = 222, 2_000

BOILER_SHARE = 0.35
"""6,614 initial inspections of about 2,000 factories: three each, and a boiler in every third."""

PAIRED_SHARE = 0.06
"""Ours: of all factories, so many share a building with another one."""

GAP_DAYS: Mapping[Discipline, float] = {
    Discipline.STRUCTURAL: 192,
    Discipline.FIRE: 122,
    Discipline.ELECTRICAL: 112,
    Discipline.BOILER: 220,
}
"""Between two visits while much is open: 22 % of follow-ups are structural, 40 % electrical, 38 % of fire safety."""
