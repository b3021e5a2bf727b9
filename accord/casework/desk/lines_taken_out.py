"""Taking a line out of a draft of a CAP before it is handed in: what stood in it stays in the journal."""

from dataclasses import asdict, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.plans import NotADraft, Planned
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.records.cap import CapVersion
from accord.records.plan import CapLine
from accord.rules.moments import Moment
from accord.rules.vocabulary import CapState


class NotInTheDraft(Told):
    """A line was to be taken out that the draft does not hold."""

    sentence = N_("This hazard is not in the draft.")


class ChangedSince(Told):
    """A line was to be taken out that somebody changed after it was shown."""

    sentence = N_("Somebody changed this line while you had it open. Look at it, then take it out.")


def take_out_line(
    session: Session, version: CapVersion, hazard_id: int, *, shown: int, who: Visitor, moment: Moment
) -> None:
    """Take what a draft plans for a hazard out of it; `shown` is the revision of the line that was shown.

    Whatever is in force for the hazard stays in force: a draft changes nothing, and neither does what leaves it.
    """
    session.refresh(version, with_for_update=True)
    if version.state is not CapState.DRAFT:
        raise NotADraft
    line = session.scalar(
        select(CapLine).where(CapLine.version_id == version.id, CapLine.hazard_id == hazard_id).with_for_update()
    )
    if line is None:
        raise NotInTheDraft
    if line.revision != shown:
        raise ChangedSince
    stood = asdict(Planned(**{each.name: getattr(line, each.name) for each in fields(Planned)}))
    told = {
        name: [value if isinstance(value, int) else str(value), None]
        for name, value in stood.items()
        if value is not None
    }
    session.delete(line)
    session.flush()
    journal.note(
        session,
        "took out of a plan",
        f"hazard {hazard_id}",
        actor=who.actor,
        moment=moment,
        details={"version": version.id, **told},
    )
