"""Freezes what may be published of a simulated factory, straight from what happened there.

`accord.casework.disclosure.disclose` says what an edition is; reading 150,000 hazards back through it takes minutes.
A test holds both to the same letter, factory by factory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy.orm import Session

from accord.casework.cap_files import cap_json
from accord.casework.disclosed_factory import (
    approvals_of,
    coverage_changes_of,
    disclosed_factory,
    inspections_of,
    recognitions_of,
)
from accord.casework.disclosed_stages import stages_of
from accord.casework.progress import standing_of
from accord.casework.publication import substance_of
from accord.casework.simulation.days import WorkDays
from accord.casework.simulation.lives import FactoryLife, HazardLife
from accord.casework.simulation.register import FactoryHere
from accord.casework.simulation.rows import Rows
from accord.casework.simulation.writing import Writer
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.rules.figures.factory_status import factory_status
from accord.rules.figures.progress import HazardOnDay, Progress, progress_of
from accord.rules.moments import Moment
from accord.rules.public.disclosure import DeadlineDisclosed, Edition, HazardDisclosed, LogDisclosed, StatusDisclosed
from accord.rules.public.redaction import REDACTION
from accord.rules.vocabulary import Discipline, Source, Status

NUMBER = 1
_SHOWN = frozenset(field.name for field in fields(HazardDisclosed))
_ORDER = list(Discipline)


@dataclass(frozen=True)
class Freezer:
    """Freezes editions on the anchor date, which is the day of `moment`."""

    session: Session
    rows: Rows
    writer: Writer
    days: WorkDays
    moment: Moment

    def freeze(self, here: FactoryHere, life: FactoryLife, *, neighbours: Sequence[int]) -> None:
        """Freeze the first edition of the factory, unless no CAP of it was approved; its rows must be written.

        `neighbours` are the numbers of the factories that its shared hazards count for too.
        """
        if not any(version.is_approved for version in life.caps):
            return
        edition = self._edition(here, life, neighbours=neighbours)
        self.rows.add(
            PublishedEdition,
            factory_id=here.id,
            number=NUMBER,
            as_of=edition.as_of,
            content=cap_json(edition).decode(),
            substance_sha256=substance_of(edition),
            published_at=self.moment.now,
            redaction=REDACTION,
        )

    def _edition(self, here: FactoryHere, life: FactoryLife, *, neighbours: Sequence[int]) -> Edition:
        factory = self.session.get_one(Factory, here.id)
        today = self.moment.today
        every = sorted(life.every_hazard, key=lambda hazard: (_ORDER.index(hazard.found.discipline), hazard.item))
        approvals = approvals_of(self.session, factory, moment=self.moment)
        disciplines = {approval.discipline for approval in approvals}
        shown = [hazard for hazard in every if hazard.found.discipline in disciplines]
        standing = standing_of(self.session, factory, moment=self.moment, as_of=today, known_at=today)
        status = factory_status(standing, self._progress(every))
        return Edition(
            factory=disclosed_factory(self.session, factory, moment=self.moment),
            number=NUMBER,
            published_on=today,
            as_of=today,
            is_demonstration=True,
            status=status,
            progress=replace(self._progress(shown), status=status),
            progress_by_discipline=tuple(
                (discipline, self._progress(of_it)) for discipline, of_it in _by_discipline(shown) if of_it
            ),
            approvals=approvals,
            inspections=inspections_of(self.session, factory),
            hazards=tuple(self._hazard(hazard, neighbours) for hazard in shown),
            recognitions=recognitions_of(self.session, factory),
            coverage_changes=coverage_changes_of(self.session, factory),
            stages=stages_of(self.session, factory),
        )

    def _progress(self, hazards: Iterable[HazardLife]) -> Progress:
        today = self.moment.today
        on_day = (
            HazardOnDay(
                hazard.origin,
                status=hazard.status,
                due_on=None if hazard.due is None else self.days.date(hazard.due),
                reopened_count=hazard.times_reopened,
            )
            for hazard in hazards
        )
        return progress_of(on_day, as_of=today, known_at=today)

    def _hazard(self, hazard: HazardLife, neighbours: Sequence[int]) -> HazardDisclosed:
        date = self.days.date
        last = hazard.changes[-1]
        row = self.writer.hazard_row(hazard)
        said = {name: value for name, value in row.items() if name in _SHOWN} | {
            "due_on": None if hazard.due is None else date(hazard.due),
            "status_since": date(last.day),
            "withdrawn_reason": last.reason if last.status is Status.WITHDRAWN else None,
            "is_overdue": hazard.is_overdue,
            "reopened_count": hazard.times_reopened,
        }
        return HazardDisclosed(
            key=hazard.key,
            **said,
            shared_with=tuple(neighbours) if hazard.is_shared else (),
            statuses=tuple(
                StatusDisclosed(change.status, date(change.day), date(change.day), Source.DESK, change.reason)
                for change in hazard.changes
            ),
            deadlines=tuple(
                DeadlineDisclosed(None if due.due is None else date(due.due), date(due.day), date(due.day))
                for due in hazard.dues
            ),
            log=tuple(LogDisclosed(date(comment.visit.day), comment.text) for comment in hazard.comments),
        )


def _by_discipline(hazards: Sequence[HazardLife]) -> list[tuple[Discipline, list[HazardLife]]]:
    return [
        (discipline, [hazard for hazard in hazards if hazard.found.discipline is discipline])
        for discipline in Discipline
    ]
