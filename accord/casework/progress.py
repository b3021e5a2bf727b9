"""Rates and counts of a factory, a signatory's suppliers or the programme, on any day, as known on any day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.factories import factory_known
from accord.casework.histories import Scope, hazards_in, histories
from accord.casework.refusals import Refused
from accord.records.cap import CapStep, CapVersion, Recognition
from accord.records.escalation import StageChange
from accord.records.factory import Factory, Signatory
from accord.records.inspection import Inspection
from accord.rules.figures.factory_status import INELIGIBLE_STAGE, Standing, factory_status
from accord.rules.figures.history import HazardHistory, hazard_on
from accord.rules.figures.progress import Progress, progress_of
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState, InspectionKind

APPROVED = (CapState.TECHNICALLY_APPROVED, CapState.FINANCE_PLAN_AGREED)


class UnknownSignatory(Refused):
    """No signatory has this name."""


def progress(
    session: Session, scope: Scope, *, moment: Moment, as_of: date | None = None, known_at: date | None = None
) -> Progress:
    """Return the progress of the scope on `as_of`, as recorded by `known_at`; both default to today."""
    as_of, known_at = as_of or moment.today, known_at or moment.today
    if scope.signatory is not None and not session.scalar(select(exists().where(Signatory.name == scope.signatory))):
        msg = f"no signatory is named {scope.signatory!r}"
        raise UnknownSignatory(msg)
    known_before = moment.end_of(known_at)
    factory = None
    if scope.factory is not None:
        factory = factory_known(session, scope.factory, known_before=known_before)
    found = histories(session, hazards_in(scope, as_of=as_of, known_before=known_before), moment=moment)
    result = progress_from(found.values(), as_of=as_of, known_at=known_at)
    if factory is None:
        return result
    whole = result
    if scope.discipline:
        ids = hazards_in(Scope(factory=factory.number), as_of=as_of, known_before=known_before)
        every = histories(session, ids, moment=moment)
        whole = progress_from(every.values(), as_of=as_of, known_at=known_at)
    standing = standing_of(session, factory, moment=moment, as_of=as_of, known_at=known_at)
    return replace(result, status=factory_status(standing, whole))


def progress_from(found: Iterable[HazardHistory], *, as_of: date, known_at: date) -> Progress:
    """Return the progress of these hazards on that day, each given once."""
    on_day = (hazard_on(history, as_of=as_of, known_at=known_at) for history in found)
    return progress_of((hazard for hazard in on_day if hazard is not None), as_of=as_of, known_at=known_at)


def standing_of(session: Session, factory: Factory, *, moment: Moment, as_of: date, known_at: date) -> Standing:
    """Return what was on record of the factory on that day besides its hazards."""
    known_before = moment.end_of(known_at)
    inspections = session.execute(
        select(Inspection.discipline, Inspection.inspected_on, Inspection.recorded_at).where(
            Inspection.factory_id == factory.id,
            Inspection.kind == InspectionKind.INITIAL,
            Inspection.removed_at.is_(None) | (Inspection.removed_at >= known_before),
        )
    )
    taken_back = select(CapStep.version_id).where(
        CapStep.state == CapState.TAKEN_BACK, CapStep.recorded_at < known_before
    )
    # Not the version as it stands now: an approval that was recorded later was not known before.
    approvals = session.execute(
        select(CapVersion.discipline, CapStep.happened_on, CapStep.recorded_at)
        .join(CapStep, CapStep.version_id == CapVersion.id)
        .where(CapVersion.factory_id == factory.id, CapStep.state.in_(APPROVED), CapVersion.id.not_in(taken_back))
    )
    letters = session.execute(
        select(
            Recognition.recognised_on,
            Recognition.recorded_at,
            Recognition.withdrawn_on,
            Recognition.withdrawal_recorded_at,
        ).where(Recognition.factory_id == factory.id)
    )
    return Standing(
        is_ineligible=stage_of(session, factory, as_of=as_of, known_before=known_before) == INELIGIBLE_STAGE,
        inspected=frozenset(
            discipline for discipline, day, at in inspections if day <= as_of and moment.civil_date(at) <= known_at
        ),
        approved=frozenset(
            discipline for discipline, day, at in approvals if day <= as_of and moment.civil_date(at) <= known_at
        ),
        is_recognised=any(
            day <= as_of
            and moment.civil_date(at) <= known_at
            and not (withdrawn and withdrawn_at and withdrawn <= as_of and moment.civil_date(withdrawn_at) <= known_at)
            for day, at, withdrawn, withdrawn_at in letters
        ),
    )


def stage_of(session: Session, factory: Factory, *, as_of: date, known_before: datetime) -> int:
    """Return the stage of the escalation protocol that held on that day; 0 where nothing was decided.

    A decision that is known to have been taken back never held.
    """
    taken_back = select(StageChange.retracts_id).where(
        StageChange.retracts_id.is_not(None), StageChange.recorded_at < known_before
    )
    return (
        session.scalar(
            select(StageChange.stage)
            .where(
                StageChange.factory_id == factory.id,
                StageChange.effective_on <= as_of,
                StageChange.recorded_at < known_before,
                StageChange.retracts_id.is_(None),
                StageChange.id.not_in(taken_back),
            )
            .order_by(StageChange.effective_on.desc(), StageChange.id.desc())
            .limit(1)
        )
        or 0
    )
