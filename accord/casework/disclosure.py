"""Puts together what the public may read of one factory: the only way from the records to an edition."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from accord.casework.disclosed_factory import (
    approvals_of,
    coverage_changes_of,
    disclosed_factory,
    inspections_of,
    recognitions_of,
)
from accord.casework.disclosed_hazards import disclosed_hazards
from accord.casework.disclosed_stages import stages_of
from accord.casework.histories import Scope, hazards_in, histories
from accord.casework.progress import progress_from, standing_of
from accord.casework.standing_reports import EVERY_REPORT, reports_of_hazards
from accord.casework.undone import stands
from accord.records.factory import Factory
from accord.records.hazard import Deadline, Hazard, HazardFactory, LogEntry
from accord.records.journal import Fact
from accord.rules.figures.factory_status import factory_status
from accord.rules.moments import Moment
from accord.rules.public.disclosure import Edition
from accord.rules.public.redaction import Redacted, redacted
from accord.rules.vocabulary import Discipline

DEMONSTRATION = "demonstration"
"""The fact that an installation holds invented data."""


def is_demonstration(session: Session) -> bool:
    """Return whether this installation holds invented data, which every page and document must say."""
    return session.get(Fact, DEMONSTRATION) is not None


def disclose(session: Session, factory: Factory, *, moment: Moment, number: int, for_public: bool = True) -> Edition:
    """Return the factory's CAP as it stands, in the fields the public may read.

    `for_public` False is for those who work on the CAP: hazards of a discipline whose CAP was never approved, and
    what stands in no approved report yet, are in it, and nothing is hidden in a text.
    """
    if for_public:
        return disclose_with_hidden(session, factory, moment=moment, number=number).edition
    return _compiled(session, factory, moment=moment, number=number, for_public=False)


def disclose_with_hidden(session: Session, factory: Factory, *, moment: Moment, number: int) -> Redacted:
    """Return the factory's CAP as the public may read it, and where something of it is hidden."""
    return redacted(_compiled(session, factory, moment=moment, number=number, for_public=True))


def _compiled(session: Session, factory: Factory, *, moment: Moment, number: int, for_public: bool) -> Edition:
    approvals = approvals_of(session, factory, moment=moment)
    disciplines = {approval.discipline for approval in approvals} if for_public else set(Discipline)
    every = _hazards(session, factory, moment)
    found = histories(session, _of_today(factory, moment), moment=moment)
    day = {"as_of": moment.today, "known_at": moment.today}
    standing = standing_of(session, factory, moment=moment, **day)
    status = factory_status(standing, progress_from(found.values(), **day))
    reports = reports_of_hazards(session, every) if for_public else EVERY_REPORT
    shown = [
        hazard
        for hazard in every
        if hazard.discipline in disciplines
        and reports.vouch_for(hazard.source, hazard.inspection_id, recorded_at=hazard.recorded_at)
    ]
    by_discipline = {
        discipline: [found[hazard.id] for hazard in shown if hazard.discipline is discipline]
        for discipline in Discipline
    }
    return Edition(
        factory=disclosed_factory(session, factory, moment=moment),
        number=number,
        published_on=moment.today,
        as_of=moment.today,
        is_demonstration=is_demonstration(session),
        status=status,
        progress=replace(progress_from([found[hazard.id] for hazard in shown], **day), status=status),
        progress_by_discipline=tuple(
            (discipline, progress_from(of_it, **day)) for discipline, of_it in by_discipline.items() if of_it
        ),
        approvals=approvals,
        inspections=inspections_of(session, factory, for_public=for_public),
        hazards=disclosed_hazards(shown, found, factory=factory, reports=reports, moment=moment),
        recognitions=recognitions_of(session, factory),
        coverage_changes=coverage_changes_of(session, factory),
        stages=stages_of(session, factory),
    )


def _of_today(factory: Factory, moment: Moment) -> Select[int]:
    today = moment.today
    return hazards_in(Scope(factory=factory.number), as_of=today, known_before=moment.end_of(today))


def _hazards(session: Session, factory: Factory, moment: Moment) -> Sequence[Hazard]:
    query = (
        select(Hazard)
        .where(Hazard.id.in_(_of_today(factory, moment)))
        .options(
            selectinload(Hazard.events),
            selectinload(Hazard.deadlines.and_(stands(Deadline))),
            selectinload(Hazard.log.and_(stands(LogEntry))),
            selectinload(Hazard.photos),
            selectinload(Hazard.links).selectinload(HazardFactory.factory),
        )
        .execution_options(populate_existing=True)
    )
    order = list(Discipline)
    return sorted(session.scalars(query), key=lambda hazard: (order.index(hazard.discipline), hazard.item))
