"""Finds the hazards of one factory: what is wrong, where, and how its correction will go."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import ceil

from accord.casework.simulation.days import NEVER, WorkDays
from accord.casework.simulation.dice import Dice, Weighted
from accord.casework.simulation.lives import BuildingHere, Change, Course, Due, HazardLife, Spot, Visit
from accord.casework.simulation.plan import FactoryPlan
from accord.casework.simulation.shape import Fate
from accord.casework.simulation.words import Template, filled, on_floor, templates
from accord.rules.vocabulary import Category, Discipline, Origin, Severity, Status

WITHDRAWN_SHARE, NO_DATE_SHARE, NEVER_MENDED_SHARE = 0.02, 0.01, 0.10
"""Ours: of all hazards; of all plans; of new hazards, which nothing holds to a share."""

NO_ALARM_SHARE = 0.94
"""Ours: so many factories had no proper fire alarm, which 1,361 of 1,618 still could not show in January 2020."""

DAYS_TO_PLAN_NEW_HAZARD = 14
"""A new hazard has no approval of its own: its date is agreed two weeks after the visit."""

MOST_DAYS_FOR_NEW = 220
"""Ours: what is found later is smaller than what the initial inspection found."""

COURSES_OF_OPEN = Weighted({Course.STAYS_OPEN: 70, Course.IS_REFUSED: 15, Course.RETURNS: 15})

SHARED_HAZARDS = (3, 7)
"""Ours: so many initial hazards of the structure count for both factories of a building."""


def manager_of(number: int) -> str:
    """Return the name of who speaks for the factory of that number."""
    return f"Sim manager of factory {number}"


@cache
def _drawn_from(disciplines: frozenset[Discipline]) -> Weighted[Template]:
    return Weighted({each: each.share for each in templates().values() if each.discipline in disciplines})


@dataclass(slots=True)
class Finder:
    """Finds the hazards of one factory; `approved` are the days on which the CAP of a discipline was approved."""

    plan: FactoryPlan
    buildings: Sequence[BuildingHere]
    approved: Mapping[Discipline, int]
    days: WorkDays
    dice: Dice
    items: Counter[Discipline] = field(default_factory=Counter)
    """The last item number of each discipline."""
    pace: float = 1.0

    def initial(self, visits: Mapping[Discipline, Visit], *, is_shared: bool) -> list[HazardLife]:
        """Return what the initial inspections found, by discipline, with the course of each.

        `is_shared`: some hazards of the structure are to count for a neighbour too, and are numbered first.
        """
        drawn_from = _drawn_from(frozenset(visits))
        drawn = [self.dice.weighted(drawn_from) for _ in range(self.plan.initial_hazards)]
        if self.dice.chance(NO_ALARM_SHARE):
            drawn[0] = templates()[Category.ALARM_AND_DETECTION]
        hazards = [
            self._found(template, visits[discipline], origin=Origin.INITIAL)
            for discipline in visits
            for template in drawn
            if template.discipline is discipline
        ]
        if is_shared:
            self._share(hazards)
        self._set_courses(hazards)
        for hazard in hazards:
            self._agree_initial(hazard)
        return hazards

    def new(self, visit: Visit) -> HazardLife:
        """Return a hazard that a later visit found."""
        template = self.dice.weighted(_drawn_from(frozenset({visit.discipline})))
        hazard = self._found(template, visit, origin=Origin.NEW)
        if self.dice.chance(WITHDRAWN_SHARE):
            hazard.course = Course.WITHDRAWN
        elif not self.dice.chance(NEVER_MENDED_SHARE):
            hazard.fixed_on = visit.day + self._days_to_mend(min(template.days, MOST_DAYS_FOR_NEW))
        self._agree_new(hazard)
        return hazard

    def _found(self, template: Template, visit: Visit, *, origin: Origin) -> HazardLife:
        self.items[visit.discipline] += 1
        spot = self._spot(template)
        said = self.dice.pick(template.observations)
        hazard = HazardLife(
            template=template,
            found=visit,
            origin=origin,
            item=self.items[visit.discipline],
            spot=spot,
            severity=Severity.MEDIUM if self.dice.chance(0.2) else template.severity,
            observation=filled(said, on=spot.on, grid=spot.grid, n=self.dice.between(*template.n)),
            claimant=manager_of(self.plan.number),
        )
        hazard.changes.append(Change(Status.IN_PROGRESS, visit.day, actor=visit.engineer, visit=visit))
        return hazard

    def _spot(self, template: Template) -> Spot:
        building = self.buildings[0] if self.dice.chance(0.7) else self.dice.pick(self.buildings)
        floors = building.floors
        place = -1 if template.is_on_roof else 0 if template.zone else self.dice.between(0, len(floors) - 2)
        floor = floors[place]
        grid = f"{'ABCDEFGH'[self.dice.between(0, 7)]}{self.dice.between(1, 12)}"
        parts = [building.name[0], floor.name, *([template.zone] if template.zone in floor.zones else [])]
        return Spot(
            building_id=building.id,
            floor_id=floor.id,
            zone_id=floor.zones.get(template.zone or ""),
            grid=grid,
            location=", ".join([*(part for part in parts if part), f"grid {grid}"]),
            on=on_floor(floor.level, building.roof),
        )

    def _share(self, hazards: list[HazardLife]) -> None:
        # The neighbour's own items follow after these, so they must come first here too.
        shared_building = self.buildings[0].id
        most = self.dice.between(*SHARED_HAZARDS)
        structural = [hazard for hazard in hazards if hazard.found.discipline is Discipline.STRUCTURAL]
        here = [hazard for hazard in structural if hazard.spot.building_id == shared_building][:most]
        for hazard in here:
            hazard.is_shared = True
        structural.sort(key=lambda hazard: not hazard.is_shared)
        for item, hazard in enumerate(structural, start=1):
            hazard.item = item

    def _set_courses(self, hazards: list[HazardLife]) -> None:
        own = [hazard for hazard in hazards if not hazard.is_shared]
        for hazard in own:
            if self.dice.chance(WITHDRAWN_SHARE):
                hazard.course = Course.WITHDRAWN
        free = [hazard for hazard in own if hazard.course is not Course.WITHDRAWN]
        for hazard in self._that_stay_open(free):
            hazard.course = self.dice.weighted(COURSES_OF_OPEN)
        for hazard in hazards:
            if hazard.course not in (Course.STAYS_OPEN, Course.WITHDRAWN):
                hazard.fixed_on = self._fixed_on(hazard)

    def _that_stay_open(self, hazards: list[HazardLife]) -> list[HazardLife]:
        share = self.plan.open_share
        if not share:
            return []
        # Rounded so that a factory stays on its side of the 90 % that are counted apart.
        exact = share * len(hazards)
        number = max(ceil(exact) if share > 0.1 else int(exact), self.plan.fate is Fate.BEHIND)
        # Drawn by weight without putting back (Efraimidis and Spirakis).
        lots = [(self.dice.fraction() ** (1 / hazard.template.stays), hazard) for hazard in hazards]
        lots.sort(key=lambda lot: -lot[0])
        return [hazard for _, hazard in lots[:number]]

    def _fixed_on(self, hazard: HazardLife) -> int:
        found = hazard.found.day
        day = found + self._days_to_mend(hazard.template.days)
        limit = self.plan.corrected_by - 3
        if self.plan.open_share is None or day <= limit:
            return day
        soonest = found + 15
        return soonest + int(max(0, limit - soonest) * self.dice.fraction() ** 0.8)

    def _days_to_mend(self, median: int) -> int:
        return 5 + round(self.dice.skewed(median * self.pace, 0.7))

    def _agree_initial(self, hazard: HazardLife) -> None:
        approved = self.approved.get(hazard.found.discipline)
        if approved is not None:
            self._agree(hazard, approved)

    def _agree_new(self, hazard: HazardLife) -> None:
        approved = self.approved.get(hazard.found.discipline, NEVER)
        day = max(approved, self.days.next_worked(hazard.found.day + DAYS_TO_PLAN_NEW_HAZARD))
        if day <= self.plan.last_day:
            self._agree(hazard, day)

    def _agree(self, hazard: HazardLife, day: int) -> None:
        given = hazard.found.day + hazard.template.days_given() + self.dice.between(0, 45)
        due = None if self.dice.chance(NO_DATE_SHARE) else max(day, given)
        hazard.dues.append(Due(due, day))
