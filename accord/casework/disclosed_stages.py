"""What the public may read of the escalation protocol at a factory: decisions, and two counters behind stage 3.

No evidence, no request, no meeting, no name. Source: DOMAIN.md sections 7 and 8.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from accord.casework.escalation.standing import standing_changes
from accord.records.escalation import StageChange, StageDraft
from accord.records.factory import Factory
from accord.records.ineligibility import DeclarationStep, Termination
from accord.rules.escalation.words import LAST_STAGE
from accord.rules.moments import Moment
from accord.rules.public.disclosed_ineligibility import ExportPapers, ExportPapersDisclosed, TerminationDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed


def stages_of(session: Session, factory: Factory) -> tuple[StageDisclosed, ...]:
    """Return every decision of the escalation protocol, in the order of recording.

    One that was taken back says so itself; what took it back is not told a second time.
    """
    changes = session.scalars(
        select(StageChange).where(StageChange.factory_id == factory.id).order_by(StageChange.id)
    ).all()
    taken_back = {change.retracts_id: change for change in changes if change.retracts_id}
    told = _told(changes)
    drafts = _drafts(session, changes)
    return tuple(
        _disclosed(change, taken_back.get(change.id), drafts.get(change.draft_id), is_told=change.id in told)
        for change in changes
        if not change.retracts_id
    )


def was_ineligible(stages: Iterable[StageDisclosed]) -> bool:
    """Return whether anything can have followed a decision on ineligibility: nearly all factories had none."""
    return any(stage.stage >= LAST_STAGE for stage in stages)


def _told(changes: Sequence[StageChange]) -> set[int]:
    """Return the decisions of which the reason is public: those of stage 3, and what ended it."""
    told = {change.id for change in changes if change.stage >= LAST_STAGE}
    standing = sorted(standing_changes(changes), key=lambda change: (change.effective_on, change.id))
    ends = (after.id for before, after in pairwise(standing) if before.stage >= LAST_STAGE)
    return told | set(ends)


def _drafts(session: Session, changes: Sequence[StageChange]) -> Mapping[int | None, StageDraft]:
    ids = {change.draft_id for change in changes if change.draft_id}
    if not ids:
        return {}
    return {draft.id: draft for draft in session.scalars(select(StageDraft).where(StageDraft.id.in_(ids)))}


def _disclosed(
    change: StageChange, back: StageChange | None, draft: StageDraft | None, *, is_told: bool
) -> StageDisclosed:
    return StageDisclosed(
        change.stage,
        change.decided_on,
        effective_on=change.effective_on,
        reason=change.reason if is_told else None,
        reason_bn=change.reason_bn if is_told else None,
        conditions=draft.conditions if draft else None,
        conditions_bn=draft.conditions_bn if draft else None,
        retracted_on=back.decided_on if back else None,
        why_retracted=back.reason if back and is_told else None,
        why_retracted_bn=back.reason_bn if back and is_told else None,
    )


def terminations_of(session: Session, factory: Factory, *, moment: Moment) -> tuple[TerminationDisclosed, ...]:
    """Return the duties to end business with the factory, by days alone: no order of them points to a signatory."""
    rows = session.execute(
        select(StageChange.decided_on, Termination.confirmed_at)
        .join(StageChange, StageChange.id == Termination.stage_change_id)
        .where(Termination.factory_id == factory.id, StageChange.id.not_in(_taken_back()))
    )
    found = [
        TerminationDisclosed(decided_on, moment.civil_date(confirmed_at) if confirmed_at else None)
        for decided_on, confirmed_at in rows
    ]
    return tuple(sorted(found, key=_by_days))


def _by_days(duty: TerminationDisclosed) -> tuple[date, date]:
    return duty.decided_on, duty.confirmed_on or date.max


def _taken_back() -> Select[int | None]:
    return select(StageChange.retracts_id).where(StageChange.retracts_id.is_not(None))


def export_papers_of(session: Session, factory: Factory) -> tuple[ExportPapersDisclosed, ...]:
    """Return what became of the export papers of the factory, in the order of recording."""
    rows = session.execute(
        select(StageChange.decided_on, DeclarationStep.step, DeclarationStep.happened_on)
        .join(StageChange, StageChange.id == DeclarationStep.stage_change_id)
        .where(StageChange.factory_id == factory.id, StageChange.id.not_in(_taken_back()))
        .order_by(DeclarationStep.id)
    )
    return tuple(
        ExportPapersDisclosed(decided_on, ExportPapers(step.value), happened_on)
        for decided_on, step, happened_on in rows
    )
