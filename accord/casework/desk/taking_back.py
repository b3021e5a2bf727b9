"""Taking back what was just recorded by mistake, while only the engineers have seen it. Source: DOMAIN.md section 5.

Nothing is deleted: the hazard stays as withdrawn with its reason. The report in which it is so named is approved by the
chief safety officer, who sees it there; once the report was handed in, a withdrawal is proposed instead.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.danger import was_called_out
from accord.casework.desk.hazards import require_writable
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.casework.standing_reports import standing_reports
from accord.records.hazard import Hazard, HazardEvent
from accord.rules.moments import Moment
from accord.rules.vocabulary import Source, Status


class WhyTakenBack(Told):
    """A hazard was to be taken back without a reason."""

    sentence = N_("Say why it is taken back: the reason stands in the list for ever.")


class MoreWasSaid(Told):
    """Something was said of the hazard after it was recorded: a claim, a verdict, or that it was taken back."""

    sentence = N_("More was said of this hazard since it was recorded: propose to withdraw it instead.")


class StandsInAReport(Told):
    """The hazard stands in a report that was approved, and is taken back in no revision of it by one engineer."""

    sentence = N_("This hazard stands in an approved report: propose to withdraw it instead.")


class PeopleWereTold(Told):
    """The hazard set off a danger, and people were told to leave because of it."""

    sentence = N_(
        "People were told of a danger because of this hazard: "
        "only the chief safety officer and a second engineer can end that."
    )


def take_back_hazard(session: Session, hazard: Hazard, *, reason: str | None, who: Visitor, moment: Moment) -> None:
    """Withdraw a hazard that should not have been recorded, by an event that takes back the one of finding it."""
    if not reason:
        raise WhyTakenBack
    require_writable(session, hazard)
    events = session.scalars(select(HazardEvent).where(HazardEvent.hazard_id == hazard.id).with_for_update()).all()
    if len(events) != 1:
        raise MoreWasSaid
    reports = standing_reports(session, [hazard.inspection_id])
    if reports.vouch_for(hazard.source, hazard.inspection_id, recorded_at=hazard.recorded_at):
        raise StandsInAReport
    if was_called_out(session, hazard):
        raise PeopleWereTold
    session.add(
        HazardEvent(
            hazard_id=hazard.id,
            status=Status.WITHDRAWN,
            effective_on=events[0].effective_on,
            recorded_at=moment.now,
            source=Source.DESK,
            actor=who.actor,
            person_id=who.id,
            inspection_id=hazard.inspection_id,
            reason=reason,
            compensates_id=events[0].id,
        )
    )
    hazard.status = Status.WITHDRAWN
    session.flush()
    details = {"item": hazard.item, "discipline": hazard.discipline.value, "reason": reason}
    journal.note(session, "took back a hazard", f"hazard {hazard.id}", actor=who.actor, moment=moment, details=details)
