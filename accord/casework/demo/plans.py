"""Writes the plans of the demonstration: every version of a CAP with its steps, and what each of them plans anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from accord.casework.demo.days import Days
from accord.casework.demo.people import People
from accord.casework.demo.story import CapStory, DeadlineStory, FactoryStory, HazardStory, origin_of
from accord.casework.demo.visits import Visits
from accord.casework.progress import APPROVED
from accord.records.cap import CapStep, CapVersion
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.plan import CapLine
from accord.rules.vocabulary import CapState, Discipline, Origin, Source

DAYS_TO_PLAN_NEW_HAZARD = 14
"""A new hazard has no approval of the whole CAP: its plan is agreed two weeks after the visit."""

HOURS = {
    CapState.DRAFT: 10,
    CapState.SUBMITTED: 11,
    CapState.TECHNICALLY_APPROVED: 12,
    CapState.FINANCE_PLAN_AGREED: 13,
}
"""Hours of the day in the programme's time zone at which a version comes to a state."""

STEPS_TO = {
    CapState.TECHNICALLY_APPROVED: (CapState.SUBMITTED, CapState.TECHNICALLY_APPROVED),
    CapState.FINANCE_PLAN_AGREED: (
        CapState.SUBMITTED,
        CapState.TECHNICALLY_APPROVED,
        CapState.FINANCE_PLAN_AGREED,
    ),
}
"""How a version that is told of as approved came there, all on that day."""


@dataclass(frozen=True)
class Agreed:
    """What was agreed of a hazard on a day: the plan with its date, or another date; `due_on` None: no date."""

    on: date
    due_on: date | None
    reason: str | None = None


@dataclass(frozen=True)
class Agreements:
    """When the plans of one factory were agreed."""

    story: FactoryStory
    visits: Visits
    days: Days

    def of(self, hazard: HazardStory) -> tuple[Agreed, ...]:
        """Return all that was agreed of the hazard, in order; nothing where its plan is not approved yet."""
        planned_on = self._planned_on(hazard)
        if planned_on is None:
            return ()
        changes = hazard.due or (None,)
        return tuple(self._agreed(change, planned_on) for change in changes)

    def _agreed(self, change: DeadlineStory | None, planned_on: date) -> Agreed:
        if change is None:
            return Agreed(planned_on, None)
        on = planned_on if change.day is None else self.days.worked_on(change.day)
        return Agreed(on, self.days.due_on(change.due), change.reason)

    def _planned_on(self, hazard: HazardStory) -> date | None:
        """Return when the plan was agreed: with the CAP that first covered the hazard, for a new one soon after."""
        found = self.visits[hazard.discipline, hazard.found_at]
        if origin_of(found.inspection.kind) is Origin.NEW:
            return self.days.worked_on(found.day + DAYS_TO_PLAN_NEW_HAZARD)
        approvals = (step.day for step in self.story.cap[hazard.discipline] if step.state in APPROVED)
        covering = min((day for day in approvals if day > found.day), default=None)
        return None if covering is None else self.days.worked_on(covering)


@dataclass(frozen=True)
class Plans:
    """The versions on record: the approved ones by discipline and day, and the one that is not approved yet."""

    approved: Mapping[tuple[Discipline, date], CapVersion]
    open: Mapping[Discipline, CapVersion]


@dataclass(frozen=True)
class PlanWriter:
    """Writes the plans of one factory."""

    session: Session
    factory: Factory
    agreements: Agreements
    people: People
    chief_safety_officer: str

    def write_versions(self) -> Plans:
        """Write the versions of every discipline: those of the story, and one for each day of other agreements."""
        approved: dict[tuple[Discipline, date], CapVersion] = {}
        still_open: dict[Discipline, CapVersion] = {}
        for discipline, told in self.agreements.story.cap.items():
            versions: list[CapVersion] = []
            for on, state in self._approvals(discipline, told):
                version = self._version(discipline, len(versions) + 1, [(on, each, None) for each in STEPS_TO[state]])
                versions.append(version)
                approved[discipline, on] = version
            waiting = [(self.agreements.days.worked_on(step.day), step.state, step.remark) for step in _waiting(told)]
            if waiting:
                still_open[discipline] = self._version(discipline, len(versions) + 1, waiting)
                versions.append(still_open[discipline])
            self.session.add_all(versions)
        self.session.flush()
        return Plans(approved, still_open)

    def write_lines(self, plans: Plans, told: Iterable[tuple[HazardStory, Hazard]]) -> None:
        """Write what each version plans of each hazard; the hazards must be on record."""
        for story, hazard in told:
            for agreed in self.agreements.of(story):
                version = plans.approved[story.discipline, agreed.on]
                self.session.add(self._line(version, story, hazard, due_on=agreed.due_on, why=agreed.reason))
            if story.drafted is not None:
                version, due_on = plans.open[story.discipline], self.agreements.days.due_on(story.drafted.due)
                self.session.add(self._line(version, story, hazard, due_on=due_on, why=story.drafted.reason))

    def _approvals(self, discipline: Discipline, told: Sequence[CapStory]) -> list[tuple[date, CapState]]:
        """Return the days of approvals with their states; what is agreed later is as financed as what it changes."""
        days = self.agreements.days
        states = {days.worked_on(step.day): step.state for step in told if step.state in APPROVED}
        hazards = (hazard for hazard in self.agreements.story.hazards if hazard.discipline is discipline)
        every = {agreed.on for hazard in hazards for agreed in self.agreements.of(hazard)} | set(states)
        state = CapState.TECHNICALLY_APPROVED
        dated = []
        for on in sorted(every):
            state = states.get(on, state)
            dated.append((on, state))
        return dated

    def _version(
        self, discipline: Discipline, number: int, steps: Sequence[tuple[date, CapState, str | None]]
    ) -> CapVersion:
        (began, first, _), (last_on, state, _) = steps[0], steps[-1]
        is_approved = state in APPROVED
        return CapVersion(
            factory=self.factory,
            discipline=discipline,
            number=number,
            state=state,
            approved_on=last_on if is_approved else None,
            finance_agreed=state is CapState.FINANCE_PLAN_AGREED if is_approved else None,
            source=Source.DESK,
            actor=self.agreements.story.claimant,
            recorded_at=self.agreements.days.at(began, HOURS[first]),
            steps=[self._step(on, state, remark) for on, state, remark in steps],
        )

    def _step(self, on: date, state: CapState, remark: str | None) -> CapStep:
        # A version is handed in by the factory; who sends it back or approves it is the chief safety officer.
        who = self.agreements.story.claimant if state is CapState.SUBMITTED else self.chief_safety_officer
        return CapStep(
            state=state,
            happened_on=on,
            remark=remark,
            source=Source.DESK,
            person_id=self.people[who].id,
            actor=who,
            recorded_at=self.agreements.days.at(on, HOURS[state]),
        )

    def _line(
        self, version: CapVersion, story: HazardStory, hazard: Hazard, *, due_on: date | None, why: str | None
    ) -> CapLine:
        return CapLine(
            version_id=version.id,
            hazard=hazard,
            action_plan=story.plan,
            action_plan_bn=story.plan_bn,
            responsible_person=self.agreements.story.claimant,
            due_on=due_on,
            why_date=why,
            actor=self.agreements.story.claimant,
            recorded_at=version.recorded_at,
        )


def _waiting(told: Sequence[CapStory]) -> list[CapStory]:
    """Return the steps of the version that is not approved yet, which is the last one."""
    return [step for step in told if step.state not in APPROVED]
