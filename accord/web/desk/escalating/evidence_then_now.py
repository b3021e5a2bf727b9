"""What speaks for a proposal as it stands today, beside what spoke for it on the day when it was made."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from accord.casework.escalation.evidence import covered_factories, evidence_of
from accord.casework.escalation.protocol import by_version
from accord.casework.escalation.ready_statement import GROUNDS
from accord.records.escalation import StageProposal
from accord.records.factory import Factory
from accord.rules.escalation.words import Trigger
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from accord.web.access import Action, may
from accord.web.filters import day, number, plain, word
from accord.web.language import gettext


@dataclass(frozen=True)
class Piece:
    """One thing that the factory owes, or owed."""

    words: str
    address: str | None
    owed_on: date
    late_days: int
    is_counted: bool
    is_new: bool
    is_gone: bool


@dataclass(frozen=True)
class OfTrigger:
    """The pieces of one trigger, in a sentence; of some, an outsider reads the sentence alone."""

    words: str
    pieces: Sequence[Piece]
    new: int
    gone: int


@dataclass(frozen=True)
class _Stands:
    trigger: Trigger
    subject: str
    owed_on: date
    late_days: int
    is_counted: bool


def then_and_now(session: Session, proposal: StageProposal, *, is_staff: bool, moment: Moment) -> Sequence[OfTrigger]:
    """Return the evidence by trigger, with what came and what went since the proposal was made."""
    then = {(each.trigger, each.subject): each for each in _then(proposal)}
    now = {(each.trigger, each.subject): each for each in _today(session, proposal, moment)}
    found: dict[Trigger, list[Piece]] = defaultdict(list)
    for key, stands in sorted((then | now).items(), key=lambda item: (item[1].owed_on, item[0])):
        found[key[0]].append(_piece(stands, is_new=key not in then, is_gone=key not in now))
    return [_of_trigger(each, found[each], is_staff=is_staff) for each in Trigger if found[each]]


def _then(proposal: StageProposal) -> Iterable[_Stands]:
    for each in proposal.evidence:
        yield _Stands(each.trigger, each.subject, each.owed_on, each.late_days, each.is_counted)


def _today(session: Session, proposal: StageProposal, moment: Moment) -> Iterable[_Stands]:
    profile = by_version(session, proposal.version_id)
    factory = covered_factories().where(Factory.id == proposal.factory_id)
    for each in evidence_of(session, factory, moment=moment).get(proposal.factory_id, ()):
        if late_days := each.late_days(moment.today):
            is_counted = late_days > profile.triggers[each.trigger].after_days
            yield _Stands(each.trigger, each.subject, each.owed_on, late_days, is_counted)


def _piece(stands: _Stands, *, is_new: bool, is_gone: bool) -> Piece:
    kind, _, id_ = stands.subject.partition(" ")
    return Piece(
        words=_subject_words(kind, id_),
        address=_address(kind, id_),
        owed_on=stands.owed_on,
        late_days=stands.late_days,
        is_counted=stands.is_counted,
        is_new=is_new,
        is_gone=is_gone,
    )


def _of_trigger(trigger: Trigger, pieces: Sequence[Piece], *, is_staff: bool) -> OfTrigger:
    counted = [each for each in pieces if not each.is_gone]
    first = min((each.owed_on for each in counted), default=None)
    said = gettext(GROUNDS[trigger])
    words = said % {"count": number(len(counted)), "day": day(first) if first else "–"} if "%(" in said else said
    # Who refused whom what, and when, would point to whoever complained: outside nobody is told more than the sentence.
    is_silent = trigger is Trigger.REMEDY_REFUSED and not is_staff
    return OfTrigger(
        words,
        () if is_silent else tuple(pieces),
        new=0 if is_silent else sum(each.is_new for each in pieces),
        gone=0 if is_silent else sum(each.is_gone for each in pieces),
    )


def _subject_words(kind: str, id_: str) -> str:
    if not id_:
        return str(word(Discipline(kind)))
    said = {
        "hazard": gettext("hazard %(number)s", number=plain(int(id_))),
        "order": gettext("order %(number)s", number=plain(int(id_))),
        "meeting": gettext("meeting %(number)s", number=plain(int(id_))),
        "promise": gettext("promise %(number)s", number=plain(int(id_))),
        "obstruction": gettext("refusal %(number)s", number=plain(int(id_))),
    }
    return said.get(kind) or gettext("record %(number)s", number=plain(int(id_)))


def _address(kind: str, id_: str) -> str | None:
    if kind == "hazard" and may(Action.READ_HAZARD):
        return url_for("hazards.show", hazard_id=int(id_))
    if kind == "order" and may(Action.READ_ORDER):
        return url_for("orders_desk.show", order_id=int(id_))
    return None
