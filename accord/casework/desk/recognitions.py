"""Letters of recognition: the chief safety officer says that the initial CAP of a factory is complete.

Source: DOMAIN.md section 5, "initial CAP completed".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.visitors import Visitor
from accord.casework.histories import Scope
from accord.casework.progress import APPROVED, progress, standing_of
from accord.casework.refusals import N_, Told
from accord.records.base import hold_the_pen
from accord.records.cap import CapVersion, Recognition
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.records.order import OrderEvent, OrderFactory, SafetyOrder
from accord.rules.desk.recognition import Lacking, lacking
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.figures.progress import Progress
from accord.rules.moments import Moment
from accord.rules.vocabulary import COVERED, ORDER_ENDS, InspectionKind, Origin, Status

SENTENCES = {
    Lacking.RECOGNISED: N_("A letter of recognition stands already."),
    Lacking.INELIGIBLE: N_("The factory is ineligible."),
    Lacking.INSPECTION_OR_PLAN: N_("An initial inspection or an approved plan is lacking in a discipline."),
    Lacking.NO_HAZARD: N_("No initial hazard is on record: there is nothing to recognise."),
    Lacking.OPEN_INITIAL_HAZARDS: N_("Not every initial hazard is corrected."),
}


class NotComplete(Told):
    """A factory was to be recognised whose initial CAP is not complete; `why` says what is lacking."""

    def __init__(self, why: Lacking) -> None:
        self.why = why
        self.sentence = SENTENCES[why]
        super().__init__()


class DayIsWrong(Told):
    """A letter was dated in the future."""

    sentence = N_("The day lies in the future.")


class NoLetter(Told):
    """A letter was to be withdrawn where none stands."""

    sentence = N_("No letter of recognition stands.")


RECOGNISED, WITHDRAWN = "recognised", "withdrew the recognition"
"""The deeds in the journal, which alone keeps the number of a letter and why it was withdrawn."""


@dataclass(frozen=True)
class Letter:
    """A letter with what the journal keeps of it; None: it was not written at the desk."""

    recognition: Recognition
    number: str | None
    why_withdrawn: str | None
    withdrawn_by: str | None


@dataclass(frozen=True)
class Prospect:
    """A factory as it stands before its letter: what is lacking, and what no green word may hide."""

    factory: Factory
    progress: Progress
    why_not: Lacking | None
    orders: Sequence[SafetyOrder]
    """Orders that have not ended."""
    letters: Sequence[Letter]
    """All of them, the latest first."""

    @property
    def standing_letter(self) -> Letter | None:
        """The letter that stands, or None."""
        return next((letter for letter in self.letters if letter.recognition.withdrawn_on is None), None)


def complete_factories(session: Session) -> list[Factory]:
    """Return the covered factories that may be recognised and are not, by number, in a fixed number of questions.

    They are found by what stands now; before a letter is written, its own factory is held against the rules.
    """
    # Asked of each factory by itself: in nearly all the first open hazard answers, and none of the others is read.
    own = exists().where(
        HazardFactory.factory_id == Factory.id,
        HazardFactory.removed_at.is_(None),
        Hazard.id == HazardFactory.hazard_id,
        Hazard.origin == Origin.INITIAL,
    )
    recognised = select(Recognition.factory_id).where(Recognition.withdrawn_on.is_(None))
    factories = session.scalars(
        select(Factory)
        .where(
            Factory.coverage.in_(COVERED),
            Factory.merged_into_id.is_(None),
            ~own.where(Hazard.status.not_in((Status.CORRECTED, Status.WITHDRAWN))),
            own.where(Hazard.status == Status.CORRECTED),
            Factory.id.not_in(recognised),
        )
        .order_by(Factory.number)
    ).all()
    ids = [factory.id for factory in factories]
    inspected = session.execute(
        select(Inspection.factory_id, Inspection.discipline).where(
            Inspection.factory_id.in_(ids), Inspection.kind == InspectionKind.INITIAL
        )
    )
    approved = session.execute(
        select(CapVersion.factory_id, CapVersion.discipline).where(
            CapVersion.factory_id.in_(ids), CapVersion.state.in_(APPROVED)
        )
    )
    both = {tuple(row) for row in inspected} & {tuple(row) for row in approved}
    return [
        factory for factory in factories if all((factory.id, discipline) in both for discipline in REQUIRED_DISCIPLINES)
    ]


def prospect(session: Session, factory: Factory, *, moment: Moment) -> Prospect:
    """Return what the chief safety officer looks at before writing the letter."""
    today = moment.today
    standing = standing_of(session, factory, moment=moment, as_of=today, known_at=today)
    found = progress(session, Scope(factory=factory.number), moment=moment)
    ended = select(OrderEvent.order_id).where(OrderEvent.step.in_(ORDER_ENDS))
    own = select(OrderFactory.order_id).where(OrderFactory.factory_id == factory.id)
    orders = select(SafetyOrder).where(SafetyOrder.id.in_(own), SafetyOrder.id.not_in(ended))
    return Prospect(
        factory,
        found,
        lacking(standing, found),
        session.scalars(orders.order_by(SafetyOrder.id)).all(),
        _letters(session, factory),
    )


def _letters(session: Session, factory: Factory) -> list[Letter]:
    letters = select(Recognition).where(Recognition.factory_id == factory.id).order_by(Recognition.id.desc())
    deeds = select(JournalEntry).where(
        JournalEntry.subject == f"factory {factory.number}", JournalEntry.deed.in_((RECOGNISED, WITHDRAWN))
    )
    told: dict[tuple[str, int], tuple[str, dict[str, str]]] = {}
    for entry in session.scalars(deeds):
        details = json.loads(entry.details)
        told[entry.deed, details["recognition"]] = entry.actor, details
    nothing: tuple[None, dict[str, str]] = None, {}
    found = []
    for letter in session.scalars(letters):
        _, written = told.get((RECOGNISED, letter.id), nothing)
        by, ended = told.get((WITHDRAWN, letter.id), nothing)
        found.append(Letter(letter, written.get("letter"), ended.get("reason"), by))
    return found


def recognise(
    session: Session, factory: Factory, *, letter_number: str, on: date, who: Visitor, moment: Moment
) -> Recognition:
    """Write that the initial CAP of the factory is complete, by a letter of that number and day."""
    hold_the_pen(session, f"recognition {factory.id}")
    if on > moment.today:
        raise DayIsWrong
    if why := prospect(session, factory, moment=moment).why_not:
        raise NotComplete(why)
    letter = Recognition(factory_id=factory.id, recognised_on=on, actor=who.actor, recorded_at=moment.now)
    session.add(letter)
    session.flush()
    details = {"recognition": letter.id, "letter": letter_number, "on": on.isoformat()}
    _note(session, RECOGNISED, factory, details, who=who, moment=moment)
    return letter


def withdraw_recognition(session: Session, factory: Factory, *, reason: str, who: Visitor, moment: Moment) -> None:
    """End the letter that stands, from today on; it stays in the history."""
    hold_the_pen(session, f"recognition {factory.id}")
    standing = session.scalars(
        select(Recognition).where(Recognition.factory_id == factory.id, Recognition.withdrawn_on.is_(None))
    ).all()
    if not standing:
        raise NoLetter
    for letter in standing:
        letter.withdrawn_on, letter.withdrawal_recorded_at = moment.today, moment.now
        details = {"recognition": letter.id, "reason": reason}
        _note(session, WITHDRAWN, factory, details, who=who, moment=moment)
    session.flush()


def _note(
    session: Session, deed: str, factory: Factory, details: dict[str, object], *, who: Visitor, moment: Moment
) -> None:
    journal.note(session, deed, f"factory {factory.number}", actor=who.actor, moment=moment, details=details)
