"""Lets one factory live until the anchor date: initial inspections, plan, rounds, recognition or leaving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.dice import Dice
from accord.casework.simulation.findings import Finder
from accord.casework.simulation.lives import BuildingHere, CapLife, Due, FactoryLife, HazardLife, Visit
from accord.casework.simulation.plan import LAST_DAY, FactoryPlan
from accord.casework.simulation.rounds import Rounds
from accord.casework.simulation.shape import Fate
from accord.casework.simulation.versions import every_version
from accord.casework.simulation.words import words
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.vocabulary import CapState, Coverage, Discipline, InspectionKind, Origin, Status

DAYS_TO_APPROVE = (35, 110)
DAYS_TO_FINANCE = (40, 200)
BOILER_AFTER_DAYS = (150, 330)
FINANCED_SHARE, DRAFT_SHARE, APPROVED_WHERE_PENDING_SHARE = 0.75, 0.04, 0.4
"""Ours."""


@dataclass(frozen=True)
class Staff:
    """Who works for the programme."""

    engineers: Mapping[Discipline, Sequence[str]]
    chief_safety_officer: str


@dataclass(slots=True)
class _Biography:
    plan: FactoryPlan
    buildings: Sequence[BuildingHere]
    staff: Staff
    days: WorkDays
    dice: Dice
    life: FactoryLife

    def tell(self, *, has_neighbour: bool) -> None:
        first = self._initial_visits()
        approved = self._approvals(first)
        finder = Finder(self.plan, self.buildings, approved=approved, days=self.days, dice=self.dice)
        finder.pace = self.dice.uniform(0.7, 1.3)
        finder.items[Discipline.STRUCTURAL] = len(self.life.shared)
        initial = finder.initial(first, is_shared=has_neighbour)
        for discipline, visit in first.items():
            hazards = [hazard for hazard in initial if hazard.found.discipline is discipline]
            visits = [visit]
            self._rounds(finder, hazards, visits).go()
            self.life.hazards += hazards
            self.life.visits += visits
        self._close()
        self.life.caps = every_version(self.life)
        self.life.visits.sort(key=lambda visit: visit.day)

    def _rounds(self, finder: Finder, hazards: list[HazardLife], visits: list[Visit]) -> Rounds:
        discipline = visits[0].discipline
        return Rounds(
            plan=self.plan,
            discipline=discipline,
            engineers=self._engineers(discipline),
            chief_safety_officer=self.staff.chief_safety_officer,
            days=self.days,
            dice=self.dice,
            find_new=finder.new,
            hazards=hazards,
            visits=visits,
        )

    def _engineers(self, discipline: Discipline) -> tuple[str, ...]:
        every = self.staff.engineers[discipline]
        start = self.plan.number % len(every)
        return (*every[start:], *every[:start])[:3]

    def _initial_visits(self) -> dict[Discipline, Visit]:
        within = 4 if self.plan.is_of_wave else 14
        first: dict[Discipline, int] = {
            discipline: self.plan.joined + self.dice.between(0, within)
            for discipline in Discipline
            if discipline is not Discipline.BOILER
        }
        if self.plan.fate is Fate.CAP_PENDING and self.dice.chance(0.2):
            del first[Discipline.STRUCTURAL]
        boiler = self.plan.joined + self.dice.between(*BOILER_AFTER_DAYS)
        if self.plan.has_boiler and boiler < self.plan.last_day - 15:
            first[Discipline.BOILER] = boiler
        return {
            discipline: Visit(
                discipline,
                InspectionKind.INITIAL,
                day=self.days.worked(day),
                engineer=self._engineers(discipline)[0],
            )
            for discipline, day in first.items()
        }

    def _approvals(self, first: Mapping[Discipline, Visit]) -> dict[Discipline, int]:
        approved = {}
        missing = self.dice.pick(sorted(REQUIRED_DISCIPLINES)) if self.plan.fate is Fate.CAP_PENDING else None
        for discipline, visit in first.items():
            day = self.days.next_worked(visit.day + self.dice.between(*DAYS_TO_APPROVE))
            is_late = self.plan.fate is Fate.CAP_PENDING and not self.dice.chance(APPROVED_WHERE_PENDING_SHARE)
            if day <= self.plan.last_day and discipline is not missing and not is_late:
                approved[discipline] = day
                self._finance(discipline, day)
            elif self.plan.fate is Fate.CAP_PENDING and day <= LAST_DAY:
                self.life.caps.append(CapLife(discipline, 1, CapState.SUBMITTED, day=day, finance_agreed=None))
        return approved

    def _finance(self, discipline: Discipline, approved: int) -> None:
        steps = [CapLife(discipline, 1, CapState.TECHNICALLY_APPROVED, day=approved, finance_agreed=False)]
        agreed = self.days.next_worked(approved + self.dice.between(*DAYS_TO_FINANCE))
        if agreed <= self.plan.last_day and self.dice.chance(FINANCED_SHARE):
            steps.append(CapLife(discipline, 2, CapState.FINANCE_PLAN_AGREED, day=agreed, finance_agreed=True))
        drafted = self.days.next_worked(agreed + 150)
        if drafted <= self.plan.last_day and self.dice.chance(DRAFT_SHARE):
            draft = CapLife(discipline, len(steps) + 1, CapState.SUBMITTED, day=drafted, finance_agreed=None)
            steps.append(draft)
        self.life.caps += steps

    def _close(self) -> None:
        """See to it that the factory ends as it was planned to."""
        if self.plan.fate is Fate.COMPLETED:
            self._recognise()
        elif self.plan.fate is Fate.BEHIND:
            self._make_late()
        elif self.plan.fate is Fate.ON_TRACK:
            self._put_off_all()
        elif self.plan.leaves_as is Coverage.CLOSED and self.plan.left is not None:
            engineer = self._engineers(Discipline.FIRE)[0]
            day = self.days.worked(self.plan.left)
            kind = InspectionKind.CLOSURE_VERIFICATION
            self.life.visits.append(Visit(Discipline.FIRE, kind, day=day, engineer=engineer))

    def _recognise(self) -> None:
        verified = max(hazard.changes[-1].day for hazard in self.life.every_hazard if hazard.origin is Origin.INITIAL)
        day = self.days.worked(min(verified + self.dice.between(5, 14), -1))
        self.life.recognised = max(verified, day)

    def _make_late(self) -> None:
        if any(hazard.is_overdue for hazard in self.life.every_hazard):
            return
        in_progress = [hazard for hazard in self.life.hazards if hazard.status is Status.IN_PROGRESS]
        hazard = next((one for one in in_progress if one.dues), in_progress[0])
        held_from = hazard.dues[0].day if hazard.dues else hazard.found.day
        hazard.dues[1:] = []
        if hazard.due is None or hazard.due >= 0:
            hazard.dues[:] = [Due(max(held_from, -self.dice.between(5, 30)), held_from)]

    def _put_off_all(self) -> None:
        for hazard in self.life.hazards:
            if not hazard.is_overdue:
                continue
            least = hazard.dues[-1].day + 1
            day = self.days.next_worked(max(least, -self.dice.between(4, 60)))
            reason = self.dice.pick(words().comments["new_date"])
            hazard.dues.append(Due(self.dice.between(30, 240), min(day, -1), reason))


def factory_life(
    plan: FactoryPlan,
    buildings: Sequence[BuildingHere],
    *,
    shared: Sequence[HazardLife],
    has_neighbour: bool,
    staff: Staff,
    days: WorkDays,
    dice: Dice,
) -> FactoryLife:
    """Return what happened at the factory; `shared` are the hazards of its neighbour that count for it too."""
    life = FactoryLife(shared=list(shared))
    if plan.is_inspected:
        _Biography(plan, buildings, staff=staff, days=days, dice=dice, life=life).tell(has_neighbour=has_neighbour)
    return life
