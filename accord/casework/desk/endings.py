"""Check lists that block until met: before a factory is closed, or handed over to the regulator.

What is on record already is worked out and ticked by nobody; the rest is put on file by people of the programme, each
with its day and its paper. Source: DOMAIN.md sections 2 and 8; rules in `rules/factories/endings.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.desk.ending_facts import buyers_of, facts_of
from accord.casework.desk.ending_words import SENTENCES
from accord.casework.desk.file_names import plain_name
from accord.casework.desk.uploads import PEN
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_, Told
from accord.gateways.files import FileStore
from accord.gateways.pictures import PictureKind, look_at
from accord.records.base import hold_the_pen
from accord.records.ending import EndingItem
from accord.records.factory import Factory
from accord.rules.factories.endings import BY_HAND, ENDINGS, Check, Condition, Ending, check_list, still_missing
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage

MAX_PDF_NAME = 200


class EndingOpen(Told):
    """A factory was to be closed or handed over while a condition is open."""

    sentence = N_("This is open on the check list: %(conditions)s")

    def __init__(self, conditions: Sequence[Condition], *, in_words: Callable[[str], str] = N_) -> None:
        self.conditions = tuple(conditions)
        super().__init__(conditions=" ".join(in_words(SENTENCES[condition]) for condition in conditions))

    def told(self, in_words: Callable[[str], str]) -> "EndingOpen":
        """Return the same refusal with its conditions in the language of the page."""
        return EndingOpen(self.conditions, in_words=in_words)


class WorkedOut(Told):
    """Somebody wanted to tick what follows from what is on record."""

    sentence = N_("This is worked out from what is on record: nobody ticks it by hand.")


class NotYet(Told):
    """A day to come."""

    sentence = N_("The day lies in the future.")


class NotABuyer(Told):
    """A confirmation of a brand that does not buy there, or of none."""

    sentence = N_("Choose one of the brands that buy here.")


class NeedsPaper(Told):
    """A confirmation in writing without anything written."""

    sentence = N_("A confirmation in writing: attach it as a PDF, or give the reference of the letter.")


class NotAPdf(Told):
    """A paper that is no PDF."""

    sentence = N_("“%(name)s” is no PDF: scan the paper as a PDF.")


class OnFile(Told):
    """The same condition is on file already."""

    sentence = N_("This is on file already: take that back first.")


class TakenBack(Told):
    """Somebody else took it back meanwhile."""

    sentence = N_("This was taken back already.")


@dataclass(frozen=True)
class Said:
    """What is put on file of a condition."""

    condition: Condition
    happened_on: date
    words: str
    reference: str | None = None
    signatory_id: int | None = None
    """Of the brand that confirmed, where each has to."""


@dataclass(frozen=True)
class Paper:
    """A PDF as it was sent."""

    name: str
    raw: bytes


def checks_of(session: Session, factory: Factory, ending: Ending, *, moment: Moment) -> tuple[Check, ...]:
    """Return the check list of the ending as it stands now."""
    return check_list(ending, facts_of(session, factory, moment=moment))


def require_ready(session: Session, factory: Factory, coverage: Coverage, *, moment: Moment) -> None:
    """Refuse a coverage that ends the programme's work at the factory while a condition is open; raises EndingOpen."""
    ending = ENDINGS.get(coverage)
    if ending is None:
        return
    if missing := still_missing(checks_of(session, factory, ending, moment=moment)):
        raise EndingOpen(missing)


def items_of(session: Session, factory: Factory) -> list[EndingItem]:
    """Return everything that was put on file, the latest first; what was taken back too."""
    query = select(EndingItem).where(EndingItem.factory_id == factory.id).order_by(EndingItem.id.desc())
    return list(session.scalars(query))


def put_on_file(
    session: Session,
    factory: Factory,
    said: Said,
    *,
    paper: Paper | None,
    documents: FileStore,
    who: Visitor,
    moment: Moment,
) -> EndingItem:
    """Put on file that a condition is met; raises a refusal of ours, or one of uploads, and nothing is kept then."""
    hold_the_pen(session, f"ending {factory.id}")
    _require_sense(session, factory, said, paper, moment=moment)
    if paper and look_at(paper.raw, file_name=paper.name) is not PictureKind.PDF:
        raise NotAPdf(name=plain_name(paper.name, otherwise="document.pdf"))
    hold_the_pen(session, PEN)
    item = EndingItem(
        factory_id=factory.id,
        condition=said.condition,
        signatory_id=said.signatory_id if said.condition is Condition.BRANDS_CONFIRMED else None,
        happened_on=said.happened_on,
        words=said.words.strip(),
        reference=said.reference or None,
        file_name=plain_name(paper.name, otherwise="document.pdf")[:MAX_PDF_NAME] if paper else None,
        sha256=documents.keep(paper.raw) if paper else None,
        size_bytes=len(paper.raw) if paper else None,
        person_id=who.id,
        actor=who.actor,
        recorded_at=moment.now,
    )
    session.add(item)
    session.flush()
    details = {
        "item": item.id,
        "condition": item.condition.value,
        "signatory": item.signatory_id,
        "on": item.happened_on.isoformat(),
        "file": item.sha256,
    }
    _note(session, "put on a check list", factory, details, who=who, moment=moment)
    return item


def _require_sense(session: Session, factory: Factory, said: Said, paper: Paper | None, *, moment: Moment) -> None:
    if said.condition not in BY_HAND:
        raise WorkedOut
    if said.happened_on > moment.today:
        raise NotYet
    is_of_brand = said.condition is Condition.BRANDS_CONFIRMED
    if is_of_brand and said.signatory_id not in buyers_of(session, factory, today=moment.today):
        raise NotABuyer
    if not (paper or (said.reference or "").strip()):
        raise NeedsPaper
    of_brand = said.signatory_id if is_of_brand else None
    standing = select(EndingItem.id).where(
        EndingItem.factory_id == factory.id,
        EndingItem.condition == said.condition,
        EndingItem.signatory_id.is_not_distinct_from(of_brand),
        EndingItem.taken_back_at.is_(None),
    )
    facts = facts_of(session, factory, moment=moment)
    counts = of_brand in facts.confirmed if is_of_brand else said.condition in facts.on_file
    if counts and session.scalar(standing.limit(1)):
        raise OnFile


def take_back(session: Session, item: EndingItem, *, reason: str, who: Visitor, moment: Moment) -> None:
    """Say that what was put on file does not count, and why; it stays to be read."""
    hold_the_pen(session, f"ending {item.factory_id}")
    session.refresh(item, with_for_update=True)
    if item.taken_back_at is not None:
        raise TakenBack
    item.taken_back_at, item.why_taken_back, item.taken_back_by = moment.now, reason.strip(), who.actor
    session.flush()
    details = {"item": item.id, "condition": item.condition.value, "reason": reason}
    _note(session, "took back from a check list", item.factory, details, who=who, moment=moment)


def _note(
    session: Session, deed: str, factory: Factory, details: Mapping[str, object], *, who: Visitor, moment: Moment
) -> None:
    journal.note(session, deed, f"factory {factory.number}", actor=who.actor, moment=moment, details=dict(details))
