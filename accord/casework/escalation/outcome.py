"""What became of a draft of ineligibility that was signed: it stands, was taken back, or the factory was let back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.escalation.standing import standing_changes
from accord.records.escalation import StageChange, StageDraft
from accord.rules.escalation.words import LAST_STAGE


@dataclass(frozen=True)
class Outcome:
    """The decision that was signed, and what ended it; at most one of the two did."""

    change: StageChange
    taken_back: StageChange | None
    """What took it back, as if it had not been taken."""
    let_back: StageChange | None
    """What let the factory back."""


def outcome_of(session: Session, written: StageDraft, *, today: date) -> Outcome | None:
    """Return what became of a draft for its own factory by that day; None: it was not signed."""
    changes = session.scalars(
        select(StageChange)
        .where(StageChange.factory_id == written.factory_id)
        .order_by(StageChange.effective_on, StageChange.id)
    ).all()
    change = next((each for each in changes if each.draft_id == written.id and not each.retracts_id), None)
    if change is None:
        return None
    taken_back = next((each for each in changes if each.retracts_id == change.id), None)
    after = [each for each in standing_changes(changes) if _follows(each, change) and each.effective_on <= today]
    let_back = next((each for each in after if each.stage < LAST_STAGE), None)
    return Outcome(change, taken_back, None if taken_back else let_back)


def _follows(later: StageChange, earlier: StageChange) -> bool:
    return (later.effective_on, later.id) > (earlier.effective_on, earlier.id)
