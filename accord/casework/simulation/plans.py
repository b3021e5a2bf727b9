"""Writes the versions of the CAP of a simulated factory, with their steps and what each plans of which hazard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from accord.casework.simulation.cast import Cast
from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.lives import CapLife, Due, HazardLife
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.words import words
from accord.records.cap import CapStep, CapVersion
from accord.records.plan import CapLine
from accord.rules.vocabulary import CapState, Discipline, Origin, Source, Status

DAYS_ASKED_FOR = 120
"""Ours: by so much a draft puts off what is still open."""

STEPS = {
    CapState.SUBMITTED: Hour.CLAIMED,
    CapState.TECHNICALLY_APPROVED: Hour.AGREED,
    CapState.FINANCE_PLAN_AGREED: Hour.DECIDED,
}
"""How a version comes to its state, all on one day."""


@dataclass(slots=True)
class PlanWriter:
    """Writes the plans of one factory; `manager` is who hands them in."""

    rows: Rows
    cast: Cast
    days: WorkDays
    factory_id: int
    manager: str
    chief_safety_officer: str
    _approved: dict[tuple[Discipline, int], CapLife] = field(default_factory=dict)
    _draft: dict[Discipline, CapLife] = field(default_factory=dict)

    def write_versions(self, versions: Sequence[CapLife]) -> None:
        """Write the versions with their steps."""
        for version in versions:
            self._write_version(version)
            if version.is_approved:
                self._approved[version.discipline, version.day] = version
            else:
                self._draft[version.discipline] = version

    def version_id(self, hazard: HazardLife, due: Due) -> int:
        """Return the id of the version that put the date into force."""
        return self._approved[hazard.found.discipline, due.day].id

    def write_lines(self, hazard: HazardLife) -> None:
        """Write what each version plans of the hazard, which must be on record."""
        # The last of two that were agreed on one day is what the version says.
        for due in {due.day: due for due in hazard.dues}.values():
            self._write_line(self._approved[hazard.found.discipline, due.day], hazard, due)
        draft = self._draft.get(hazard.found.discipline)
        if draft is not None:
            for due in self._drafted(draft, hazard):
                self._write_line(draft, hazard, due)

    def _drafted(self, draft: CapLife, hazard: HazardLife) -> Iterator[Due]:
        if hazard.dues and hazard.status is Status.IN_PROGRESS:
            yield Due(draft.day + DAYS_ASKED_FOR, draft.day, words().comments["new_date"][0])
        elif not hazard.dues and hazard.origin is Origin.INITIAL and hazard.found.day < draft.day:
            yield Due(hazard.found.day + hazard.template.days_given(), draft.day)

    def _write_version(self, version: CapLife) -> None:
        version.id = self.rows.add(
            CapVersion,
            factory_id=self.factory_id,
            discipline=version.discipline,
            number=version.number,
            state=version.state,
            approved_on=self.days.date(version.day) if version.is_approved else None,
            finance_agreed=version.finance_agreed,
            source=Source.DESK,
            actor=self.manager,
            recorded_at=self.days.at(version.day, Hour.CLAIMED),
        )
        for state, hour in STEPS.items():
            who = self.manager if state is CapState.SUBMITTED else self.chief_safety_officer
            self.rows.add(
                CapStep,
                version_id=version.id,
                state=state,
                happened_on=self.days.date(version.day),
                source=Source.DESK,
                person_id=self.cast.id_of(who),
                actor=who,
                recorded_at=self.days.at(version.day, hour),
            )
            if state is version.state:
                break

    def _write_line(self, version: CapLife, hazard: HazardLife, due: Due) -> None:
        plan = hazard.template.plan
        self.rows.add(
            CapLine,
            version_id=version.id,
            hazard_id=hazard.id,
            action_plan=plan[0],
            action_plan_bn=plan[1],
            responsible_person=hazard.claimant,
            due_on=None if due.due is None else self.days.date(due.due),
            why_date=due.reason,
            actor=self.manager,
            recorded_at=self.days.at(version.day, Hour.CLAIMED),
        )
