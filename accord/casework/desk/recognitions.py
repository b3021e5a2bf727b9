"""Letters of recognition: the chief safety officer says that the initial CAP of a factory is complete.

Source: DOMAIN.md section 5, "initial CAP completed".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.recognition_letter import Printed, letter_said
from accord.casework.desk.uploads import PEN
from accord.casework.desk.visitors import Visitor
from accord.casework.histories import Scope
from accord.casework.progress import APPROVED, progress, standing_of
from accord.casework.refusals import N_, Told
from accord.gateways.files import FileStore
from accord.records.base import hold_the_pen
from accord.records.cap import CapVersion, Recognition, RecognitionSheet
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.inspection import Inspection
from accord.records.order import OrderEvent, OrderFactory, SafetyOrder
from accord.rules.desk.recognition import Lacking, lacking, next_number
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


class NumberTaken(Told):
    """Another letter bears this number."""

    sentence = N_("Another letter of recognition bears the number %(number)s.")


class ChangedSincePrinted(Told):
    """What the letter says is not so any more."""

    sentence = N_("Something changed while the letter was being printed. Look at it, and write it again.")


RECOGNISED, WITHDRAWN = "recognised", "withdrew the recognition"
"""The deeds in the journal."""
LETTERS = "letters of recognition"


@dataclass(frozen=True)
class Letter:
    """A letter with the languages in which it was printed; none: it was not written at the desk."""

    recognition: Recognition
    languages: tuple[str, ...]


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
    found = session.scalars(letters).all()
    sheets = session.execute(
        select(RecognitionSheet.recognition_id, RecognitionSheet.language)
        .where(RecognitionSheet.recognition_id.in_([letter.id for letter in found]))
        .order_by(RecognitionSheet.language.desc())
    ).all()
    return [
        Letter(letter, tuple(language for recognition, language in sheets if recognition == letter.id))
        for letter in found
    ]


def standing_letters(session: Session, words: str = "", *, most: int) -> tuple[list[tuple[Recognition, Factory]], int]:
    """Return the letters that stand, the latest first and no more than these, and how many there are.

    `words`: a number of a factory, or a part of its name or of the number of the letter; empty: all of them.
    """
    named = or_(
        Factory.name.icontains(words, autoescape=True),
        Factory.name_bn.contains(words, autoescape=True),
        Recognition.number.icontains(words, autoescape=True),
        cast(Factory.number, String) == words,
    )
    stands = Recognition.withdrawn_on.is_(None) & Factory.merged_into_id.is_(None)
    wanted = stands & named if words else stands
    of_factory = Factory.id == Recognition.factory_id
    count = session.scalar(select(func.count(Recognition.id)).join(Factory, of_factory).where(wanted)) or 0
    rows = session.execute(
        select(Recognition, Factory)
        .join(Factory, of_factory)
        .where(wanted)
        .order_by(Recognition.recognised_on.desc(), Recognition.id.desc())
        .limit(most)
    )
    return [(letter, factory) for letter, factory in rows], count


def letters_of(session: Session, factory: Factory) -> list[Letter]:
    """Return every letter of the factory, the latest first."""
    return _letters(session, factory)


def suggested_number(session: Session, *, today: date) -> str:
    """Return the number that the next letter may bear."""
    last = select(Recognition.number).where(Recognition.number.is_not(None)).order_by(Recognition.id.desc()).limit(1)
    return next_number(session.scalar(last), today=today)


def recognise(
    session: Session,
    factory: Factory,
    *,
    letter_number: str,
    on: date,
    who: Visitor,
    moment: Moment,
    printed: Printed | None = None,
    documents: FileStore | None = None,
) -> Recognition:
    """Write that the initial CAP of the factory is complete, by a letter of that number and day.

    It is kept as it was printed; where that says something else than what stands now, nothing is written.
    """
    hold_the_pen(session, f"recognition {factory.id}")
    hold_the_pen(session, LETTERS)
    if on > moment.today:
        raise DayIsWrong
    if why := prospect(session, factory, moment=moment).why_not:
        raise NotComplete(why)
    if session.scalar(select(Recognition.id).where(Recognition.number == letter_number).limit(1)):
        raise NumberTaken(number=letter_number)
    if printed and printed.said != letter_said(session, factory, number=letter_number, on=on, who=who, moment=moment):
        raise ChangedSincePrinted
    letter = Recognition(
        factory_id=factory.id, recognised_on=on, number=letter_number, actor=who.actor, recorded_at=moment.now
    )
    session.add(letter)
    session.flush()
    if printed and documents:
        _keep(session, letter, printed, documents, moment=moment)
    details = {"recognition": letter.id, "letter": letter_number, "on": on.isoformat()}
    _note(session, RECOGNISED, factory, details, who=who, moment=moment)
    return letter


def _keep(session: Session, letter: Recognition, printed: Printed, documents: FileStore, *, moment: Moment) -> None:
    hold_the_pen(session, PEN)  # so long nothing is swept away that no row names yet
    for language, pdf in printed.pdfs.items():
        sheet = RecognitionSheet(
            recognition_id=letter.id,
            language=language.value,
            sha256=documents.keep(pdf),
            size_bytes=len(pdf),
            recorded_at=moment.now,
        )
        session.add(sheet)
    session.flush()


def withdraw_recognition(
    session: Session, factory: Factory, *, reason: str, who: Visitor, moment: Moment, reason_bn: str | None = None
) -> None:
    """End the letter that stands, from today on; it stays in the history, and in public with the reason."""
    hold_the_pen(session, f"recognition {factory.id}")
    standing = session.scalars(
        select(Recognition).where(Recognition.factory_id == factory.id, Recognition.withdrawn_on.is_(None))
    ).all()
    if not standing:
        raise NoLetter
    for letter in standing:
        letter.withdrawn_on, letter.withdrawal_recorded_at = moment.today, moment.now
        letter.why_withdrawn, letter.why_withdrawn_bn, letter.withdrawn_by = reason, reason_bn or None, who.actor
        details = {"recognition": letter.id, "reason": reason}
        _note(session, WITHDRAWN, factory, details, who=who, moment=moment)
    session.flush()


def _note(
    session: Session, deed: str, factory: Factory, details: dict[str, object], *, who: Visitor, moment: Moment
) -> None:
    journal.note(session, deed, f"factory {factory.number}", actor=who.actor, moment=moment, details=details)
