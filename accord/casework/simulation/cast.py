"""Writes who works for a simulated programme and who speaks for its factories; nobody of them can sign in."""

from dataclasses import dataclass, field

from accord.casework.simulation.days import Hour, WorkDays
from accord.casework.simulation.factory_life import Staff
from accord.casework.simulation.findings import manager_of
from accord.casework.simulation.plan import FIRST_DAY, FactoryPlan
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.sourcing import RECORDED_BY
from accord.records.person import Person, RoleHeld
from accord.rules.desk.people import Role
from accord.rules.vocabulary import Discipline

STAFF_SINCE = FIRST_DAY - 60
"""The day from which the staff works: before the first factory is listed."""


@dataclass(slots=True)
class Cast:
    """The people of the programme, each known by the name under which things are recorded."""

    rows: Rows
    days: WorkDays
    _ids: dict[str, int] = field(default_factory=dict)

    def write_staff(self, staff: Staff) -> None:
        """Write the engineers and the chief safety officer; the database asks for their roles at each verdict."""
        for discipline, engineers in staff.engineers.items():
            for name in engineers:
                self._write(name, Role.ENGINEER, since=STAFF_SINCE, discipline=discipline)
        self._write(staff.chief_safety_officer, Role.CHIEF_SAFETY_OFFICER, since=STAFF_SINCE)
        self.rows.write()

    def write_manager(self, plan: FactoryPlan, factory_id: int) -> None:
        """Write who claims corrections for the factory, from the day on which it was listed."""
        self._write(manager_of(plan.number), Role.FACTORY_USER, since=plan.listed, factory_id=factory_id)

    def id_of(self, name: str) -> int:
        """Return the id of the person of that name."""
        return self._ids[name]

    def _write(
        self,
        name: str,
        role: Role,
        *,
        since: int,
        discipline: Discipline | None = None,
        factory_id: int | None = None,
    ) -> None:
        recorded = {"actor": RECORDED_BY, "recorded_at": self.days.at(since, Hour.LISTED)}
        email = f"{name.lower().replace(' ', '-')}@example.invalid"
        self._ids[name] = id_ = self.rows.add(Person, email=email, name=name, **recorded)
        self.rows.add(
            RoleHeld,
            person_id=id_,
            role=role,
            discipline=discipline,
            factory_id=factory_id,
            from_on=self.days.date(since),
            **recorded,
        )
