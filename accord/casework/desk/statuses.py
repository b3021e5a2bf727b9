"""What is said of a hazard's correction: claims of the factory, verdicts of engineers. Each is an event of its own."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.hazard import Hazard, HazardEvent, LogEntry
from accord.records.inspection import Inspection
from accord.records.person import RoleHeld
from accord.rules.desk.people import Role
from accord.rules.desk.verification import (
    STATUS_OF,
    Said,
    Standing,
    Verdict,
    Wrong,
    wrong_with_claim,
    wrong_with_verdict,
)
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline, Source, Status

SENTENCES = {
    Wrong.FUTURE: N_("The day lies in the future."),
    Wrong.BEFORE_FOUND: N_("The day lies before the hazard was found."),
    Wrong.BEFORE_LAST: N_("Something later was already said of this hazard; give that day or a later one."),
    Wrong.NOTHING_TO_CLAIM: N_("Only a hazard that is in progress can be reported as corrected."),
    Wrong.NOTHING_TO_JUDGE: N_("The status of the hazard has changed; this verdict no longer fits. Load it anew."),
    Wrong.OTHER_DISCIPLINE: N_("Only an engineer of the hazard's discipline may say this."),
    Wrong.NOT_THEN: N_("You were no engineer of this discipline yet on the day of that inspection."),
    Wrong.OWN_CLAIM: N_("You reported this correction yourself: another engineer must verify it."),
    Wrong.NO_COMMENT: N_("Say what is not right: the factory has to know what to do."),
    Wrong.ALREADY_WITHDRAWN: N_("The hazard is withdrawn already."),
    Wrong.OWN_PROPOSAL: N_("You proposed this yourself: somebody else must decide on it."),
}
"""Why something may not be said of a hazard, in words."""


class CannotBeSaid(Told):
    """What was to be said of a hazard is against the rules; `wrong` names which."""

    def __init__(self, wrong: Wrong) -> None:
        self.wrong = wrong
        self.sentence = SENTENCES[wrong]
        super().__init__()


class NotOnThatVisit(Told):
    """A verdict names an inspection of another factory or discipline, or one that was made on another day."""

    sentence = N_("A verdict needs an inspection of this factory and discipline on that day.")


def hold(session: Session, hazard: Hazard) -> None:
    """Let one person at a time say something of a hazard: who comes second finds what the first one said.

    On SQLite a writing transaction is alone from its first statement.
    """
    session.refresh(hazard, ["status"], with_for_update=True)


def disciplines_on(session: Session, person_id: int, day: date) -> Sequence[Discipline]:
    """Return the disciplines in which a person was an engineer on a day."""
    held = session.scalars(
        select(RoleHeld.discipline).where(
            RoleHeld.person_id == person_id,
            RoleHeld.role == Role.ENGINEER,
            RoleHeld.from_on <= day,
            RoleHeld.to_on.is_(None) | (RoleHeld.to_on >= day),
        )
    )
    return [discipline for discipline in held if discipline]


def standing_of(session: Session, hazard: Hazard) -> Standing:
    """Return the hazard as something is about to be said of it."""
    rows = session.execute(
        select(
            HazardEvent.id,
            HazardEvent.status,
            HazardEvent.effective_on,
            HazardEvent.person_id,
            HazardEvent.compensates_id,
        ).where(HazardEvent.hazard_id == hazard.id)
    ).all()
    taken_back = {row.compensates_id for row in rows}
    standing = sorted((row for row in rows if row.id not in taken_back), key=lambda row: (row.effective_on, row.id))
    said = tuple(Said(row.status, row.effective_on, row.person_id) for row in standing)
    return Standing(hazard.discipline, hazard.found_on, said)


def claim_correction(
    session: Session, hazard: Hazard, *, done: str, on: date, who: Visitor, moment: Moment
) -> HazardEvent:
    """Record that the factory says it corrected the hazard on that day, and what it did."""
    hold(session, hazard)
    if wrong := wrong_with_claim(standing_of(session, hazard), on=on, today=moment.today):
        raise CannotBeSaid(wrong)
    event = _say(session, hazard, Status.PENDING_VERIFICATION, on=on, reason=done, who=who, moment=moment)
    _note(session, "reported a correction", hazard, event, who=who, moment=moment)
    return event


def give_verdict(
    session: Session,
    hazard: Hazard,
    verdict: Verdict,
    *,
    inspection: Inspection,
    comment: str | None,
    who: Visitor,
    moment: Moment,
) -> HazardEvent:
    """Record what an engineer saw of the hazard on an inspection; the comment also stands in the hazard's log."""
    hold(session, hazard)
    factories = {link.factory_id for link in hazard.links if link.removed_at is None}
    belongs = inspection.discipline is hazard.discipline and inspection.factory_id in factories
    if not belongs or inspection.removed_at:
        raise NotOnThatVisit
    wrong = wrong_with_verdict(
        standing_of(session, hazard),
        verdict,
        by=who.id,
        disciplines=who.disciplines,
        disciplines_then=disciplines_on(session, who.id, inspection.inspected_on),
        on=inspection.inspected_on,
        comment=comment,
        today=moment.today,
    )
    if wrong:
        raise CannotBeSaid(wrong)
    event = _say(
        session,
        hazard,
        STATUS_OF[verdict],
        on=inspection.inspected_on,
        reason=comment,
        inspection=inspection,
        who=who,
        moment=moment,
    )
    if comment:
        add_comment(session, hazard, comment, inspection=inspection, who=who, moment=moment)
    _note(session, verdict.value.replace("_", " "), hazard, event, who=who, moment=moment)
    return event


def take_back(session: Session, event: HazardEvent, *, reason: str, who: Visitor, moment: Moment) -> HazardEvent:
    """Mend a slip: a further event that takes the given one back, and says again what was so before it."""
    hazard = event.hazard
    before = _last_before(session, event)
    # What was so before is said again by who said it then: nobody verifies anything by taking something else back.
    mended = HazardEvent(
        hazard_id=hazard.id,
        status=before.status if before else Status.IN_PROGRESS,
        effective_on=before.effective_on if before else hazard.found_on,
        recorded_at=moment.now,
        source=before.source if before else Source.DESK,
        actor=before.actor if before else who.actor,
        person_id=before.person_id if before else who.id,
        inspection_id=before.inspection_id if before else None,
        reason=reason,
        compensates_id=event.id,
        # It falls with the import that said so first.
        import_id=before.import_id if before else None,
    )
    session.add(mended)
    hazard.status = mended.status
    session.flush()
    _note(session, "took back what was said", hazard, mended, who=who, moment=moment)
    return mended


def _last_before(session: Session, event: HazardEvent) -> HazardEvent | None:
    events = session.scalars(select(HazardEvent).where(HazardEvent.hazard_id == event.hazard_id)).all()
    taken_back = {each.compensates_id for each in events} | {event.id}
    standing = [each for each in events if each.id not in taken_back]
    return max(standing, key=lambda each: (each.effective_on, each.id), default=None)


def add_comment(
    session: Session, hazard: Hazard, text: str, *, inspection: Inspection | None, who: Visitor, moment: Moment
) -> LogEntry:
    """Write a dated comment into the hazard's log."""
    entry = LogEntry(
        hazard_id=hazard.id,
        dated_on=inspection.inspected_on if inspection else moment.today,
        text=text,
        inspection_id=inspection.id if inspection else None,
        source=Source.DESK,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(entry)
    return entry


def _say(
    session: Session,
    hazard: Hazard,
    status: Status,
    *,
    on: date,
    reason: str | None,
    who: Visitor,
    moment: Moment,
    inspection: Inspection | None = None,
) -> HazardEvent:
    event = HazardEvent(
        hazard_id=hazard.id,
        status=status,
        effective_on=on,
        recorded_at=moment.now,
        source=Source.DESK,
        actor=who.actor,
        person_id=who.id,
        inspection_id=inspection.id if inspection else None,
        reason=reason,
    )
    session.add(event)
    hazard.status = status
    session.flush()
    return event


def _note(session: Session, deed: str, hazard: Hazard, event: HazardEvent, *, who: Visitor, moment: Moment) -> None:
    details = {
        "event": event.id,
        "status": event.status.value,
        "on": event.effective_on.isoformat(),
        "reason": event.reason,
        "takes_back": event.compensates_id,
    }
    journal.note(session, deed, f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)
