"""Lets the engineers of one discipline visit one factory until the anchor date, hazard by hazard."""

from collections.abc import Callable
from dataclasses import dataclass

from accord.casework.simulation import shape
from accord.casework.simulation.days import NEVER, Hour, WorkDays
from accord.casework.simulation.dice import Dice, Weighted
from accord.casework.simulation.lives import Change, Comment, Course, Due, HazardLife, Visit
from accord.casework.simulation.plan import FactoryPlan
from accord.casework.simulation.shape import Fate
from accord.casework.simulation.words import words
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, Status

REFUSED_SHARE, CLAIMED_SHARE, COMMENTED_SHARE, NEW_DATE_SHARE = 0.06, 0.6, 0.3, 0.3
"""Ours: of what is said to be corrected; of that, claimed before the visit; of what is open: commented on, put off."""

DAYS_TO_MEND = 150
"""Ours: this long before something must be corrected no engineer sends it back, so that there is time."""

LAST_VERIFICATION = -25
"""By this day the programme has seen every hazard of a factory whose CAP is completed."""

OTHER_KINDS_SHARE = 0.05
"""Ours: of all visits after the initial one."""

OTHER_KINDS = {
    Discipline.STRUCTURAL: Weighted({InspectionKind.DEA_VERIFICATION: 4, InspectionKind.SPECIAL: 1}),
    Discipline.FIRE: Weighted(
        {
            InspectionKind.COMMISSIONING: 5,
            InspectionKind.SPECIAL: 2,
            InspectionKind.POST_INCIDENT: 1,
            InspectionKind.SAFETY_COMMITTEE: 1,
        }
    ),
    Discipline.ELECTRICAL: Weighted({InspectionKind.SPECIAL: 2, InspectionKind.POST_INCIDENT: 1}),
    Discipline.BOILER: Weighted({InspectionKind.SPECIAL: 1}),
}


@dataclass(slots=True)
class Rounds:
    """The rounds of one discipline at one factory, after its initial inspection.

    `find_new` gives a new hazard found on a visit; `hazards` and `visits` grow as the rounds go on.
    """

    plan: FactoryPlan
    discipline: Discipline
    engineers: tuple[str, ...]
    chief_safety_officer: str
    days: WorkDays
    dice: Dice
    find_new: Callable[[Visit], HazardLife]
    hazards: list[HazardLife]
    visits: list[Visit]

    def go(self) -> None:
        """Visit the factory again and again, then let it claim what it has corrected since."""
        day = self.visits[0].day + self._gap()
        while day <= self.plan.last_day:
            following = day + self._gap()
            self._round(self.days.worked(day), is_last=following > self.plan.last_day)
            day = following
        if self.plan.fate is Fate.COMPLETED and any(hazard.is_open for hazard in self._initial()):
            self._round(self.days.worked(LAST_VERIFICATION), is_last=True)
        for hazard in self.hazards:
            # What is planned to stay open is claimed only where a visit follows that refuses it.
            if hazard.course is Course.CORRECTED and hazard.status is Status.IN_PROGRESS:
                self._claim(hazard, before=self.plan.last_day + 1)

    def _initial(self) -> list[HazardLife]:
        return [hazard for hazard in self.hazards if hazard.origin is Origin.INITIAL]

    def _gap(self) -> int:
        still_open = sum(hazard.is_open for hazard in self.hazards)
        # Where little is left to see, the next visit can wait.
        longer = 3.0 if still_open == 0 else 1.6 if still_open <= 2 else 1.0
        return round(shape.GAP_DAYS[self.discipline] * longer * self.dice.uniform(0.7, 1.35))

    def _round(self, day: int, *, is_last: bool) -> None:
        visit = self._visit(day)
        for hazard in self.hazards:
            self._see(hazard, visit, is_last=is_last)
        for _ in range(self.dice.count(shape.NEW_HAZARDS_PER_VISIT[self.discipline])):
            self.hazards.append(self.find_new(visit))

    def _visit(self, day: int) -> Visit:
        kind, ordinal = InspectionKind.FOLLOW_UP, None
        if self.dice.chance(OTHER_KINDS_SHARE):
            kind = self.dice.weighted(OTHER_KINDS[self.discipline])
        else:
            ordinal = 1 + sum(visit.kind is InspectionKind.FOLLOW_UP for visit in self.visits)
        engineer = self.engineers[len(self.visits) % len(self.engineers)]
        visit = Visit(self.discipline, kind, day=day, engineer=engineer, ordinal=ordinal)
        self.visits.append(visit)
        return visit

    def _see(self, hazard: HazardLife, visit: Visit, *, is_last: bool) -> None:
        if hazard.status is Status.WITHDRAWN:
            return
        if hazard.status is Status.CORRECTED:
            self._look_again(hazard, visit, is_last=is_last)
        elif hazard.course is Course.WITHDRAWN:
            self._withdraw(hazard, visit)
        elif hazard.fixed_on < visit.day:
            self._judge(hazard, visit, is_last=is_last)
        else:
            self._leave_open(hazard, visit)

    def _judge(self, hazard: HazardLife, visit: Visit, *, is_last: bool) -> None:
        if self.dice.chance(CLAIMED_SHARE):
            self._claim(hazard, before=visit.day)
        if hazard.course is Course.IS_REFUSED or (hazard.course is Course.RETURNS and is_last):
            self._refuse(hazard, visit, fixed_on=NEVER)
        elif self._has_time(hazard, visit) and self.dice.chance(REFUSED_SHARE):
            self._refuse(hazard, visit, fixed_on=visit.day + self.dice.between(20, 110))
        else:
            self._change(hazard, Status.CORRECTED, visit=visit)
            self._comment(hazard, visit, hazard.template.seen)

    def _has_time(self, hazard: HazardLife, visit: Visit) -> bool:
        # A new hazard may be late like any other: nothing has to hold for it on the anchor date.
        return hazard.origin is Origin.NEW or visit.day < self.plan.corrected_by - DAYS_TO_MEND

    def _refuse(self, hazard: HazardLife, visit: Visit, *, fixed_on: int) -> None:
        said = self.dice.pick(words().comments["not_accepted"])
        if hazard.status is Status.PENDING_VERIFICATION:
            self._change(hazard, Status.IN_PROGRESS, visit=visit, reason=said)
        self._comment(hazard, visit, said)
        hazard.fixed_on = fixed_on

    def _look_again(self, hazard: HazardLife, visit: Visit, *, is_last: bool) -> None:
        stays_open = hazard.course is Course.RETURNS
        if stays_open:
            is_breached = is_last or self.dice.chance(0.3)
        else:
            is_breached = self._has_time(hazard, visit) and self.dice.chance(hazard.template.returns)
        if not is_breached:
            return
        said = self.dice.pick(words().comments["returned"])
        self._change(hazard, Status.IN_PROGRESS, visit=visit, reason=said)
        self._comment(hazard, visit, said)
        hazard.fixed_on = NEVER if stays_open else visit.day + self.dice.between(20, 130)
        reason = words().comments["new_date_after_return"][0]
        self._put_off(hazard, visit, days=self.dice.between(30, 90), reason=reason)

    def _withdraw(self, hazard: HazardLife, visit: Visit) -> None:
        actor = f"{visit.engineer}; approved by {self.chief_safety_officer}"
        reason = self.dice.pick(words().comments["withdrawn"])
        self._change(hazard, Status.WITHDRAWN, visit=visit, actor=actor, reason=reason)

    def _leave_open(self, hazard: HazardLife, visit: Visit) -> None:
        if self.dice.chance(COMMENTED_SHARE):
            self._comment(hazard, visit, self.dice.pick(words().comments["open"]))
        due = hazard.due
        if due is not None and due < visit.day and self.dice.chance(NEW_DATE_SHARE):
            reason = self.dice.pick(words().comments["new_date"])
            self._put_off(hazard, visit, days=self.dice.between(45, 240), reason=reason)

    def _put_off(self, hazard: HazardLife, visit: Visit, *, days: int, reason: str) -> None:
        # A hazard whose plan is not agreed yet has no date that could be put off.
        if hazard.dues and hazard.dues[-1].day < visit.day:
            hazard.dues.append(Due(visit.day + days, visit.day, reason))

    def _claim(self, hazard: HazardLife, *, before: int) -> None:
        after = hazard.changes[-1].day + 1
        day = self.days.next_worked(max(hazard.fixed_on, after))
        if day < before:
            claim = Change(Status.PENDING_VERIFICATION, day, actor=hazard.claimant, hour=Hour.CLAIMED)
            hazard.changes.append(claim)

    def _change(
        self, hazard: HazardLife, status: Status, *, visit: Visit, actor: str | None = None, reason: str | None = None
    ) -> None:
        hazard.changes.append(Change(status, visit.day, actor=actor or visit.engineer, visit=visit, reason=reason))

    def _comment(self, hazard: HazardLife, visit: Visit, said: str) -> None:
        hazard.comments.append(Comment(said, visit))
