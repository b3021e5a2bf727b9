"""What is to be done about a stage, above all stage 3, for the first page of the desk."""

from collections.abc import Iterator
from typing import NamedTuple

from flask import url_for
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.ineligible import thing_of_draft
from accord.casework.escalation.terminations import count_owed, papers_to_ask, papers_to_restore, sees_all
from accord.casework.escalation.waiting import drafts_too_late, letters_not_acknowledged, warned_factories
from accord.casework.orders.taking import DECIDERS, STAFF
from accord.records.escalation import OwnersAnswer, StageDraft
from accord.records.factory import Factory
from accord.rules.desk.people import Role
from accord.rules.escalation.words import DraftState
from accord.rules.moments import Moment
from accord.web.filters import day, named, number
from accord.web.language import gettext, ngettext


class ToDo(NamedTuple):
    """Something to be done: how much of it, in words, where, and whether it is late."""

    how_many: int
    words: str
    address: str
    is_late: bool = False


def stage_three_tasks(session: Session, who: Visitor, moment: Moment) -> Iterator[ToDo]:
    """Give what the visitor has to do about a stage: answer, see what is owed, confirm, see to the export papers."""
    yield from _drafts(session, who)
    yield from _warned(session, who, moment)
    if DECIDERS & set(who.roles):
        yield from _too_late(session, moment)
    yield from _duties(session, who, moment)
    if STAFF & set(who.roles):
        yield from _papers(session, moment)


def _own(who: Visitor) -> frozenset[int]:
    return frozenset().union(*(held.factories for held in who.holdings if held.role is Role.FACTORY_USER))


def _warned(session: Session, who: Visitor, moment: Moment) -> Iterator[ToDo]:
    """Give where the own factories stand, and the letters to them that nobody acknowledged."""
    if not (own := _own(who)):
        return
    for factory, at in warned_factories(session, own, today=moment.today):
        words = gettext(
            "stage %(stage)s since %(day)s: what is owed and by when",
            stage=number(at.stage),
            day=day(at.since_on) if at.since_on else "–",
        )
        # Whoever looks after one factory knows which it is.
        said = words if len(own) == 1 else f"{words} · {named(factory)}"
        yield ToDo(1, said, url_for("stages.show", number=factory.number), is_late=True)
    letters: dict[Factory, int] = {}
    for letter in letters_not_acknowledged(session, {f"factory {id_}" for id_ in own}):
        if letter.factory:
            letters[letter.factory] = letters.get(letter.factory, 0) + 1
    for factory, count in letters.items():
        words = ngettext(
            "letter to your factory is not acknowledged", "letters to your factory are not acknowledged", count
        )
        said = words if len(own) == 1 else f"{words} · {named(factory)}"
        yield ToDo(count, said, url_for("stages.show", number=factory.number, _anchor="stage-letters"))


def _too_late(session: Session, moment: Moment) -> Iterator[ToDo]:
    if not (found := drafts_too_late(session, today=moment.today)):
        return
    words = ngettext(
        "draft of ineligibility can be signed no longer, its day is too near or over: withdraw it and write it again",
        "drafts of ineligibility can be signed no longer, their days are near or over: withdraw and write them again",
        len(found),
    )
    # They are withdrawn one by one: the oldest comes first.
    yield ToDo(len(found), words, url_for("drafts.show", draft_id=found[0].id), is_late=True)


def _drafts(session: Session, who: Visitor) -> Iterator[ToDo]:
    own = _own(who)
    if not own:
        return
    answered = exists().where(OwnersAnswer.draft_id == StageDraft.id)
    groups = select(Factory.company_group_id).where(Factory.id.in_(own), Factory.company_group_id.is_not(None))
    query = (
        select(StageDraft)
        .join(Factory, Factory.id == StageDraft.factory_id)
        .where(
            StageDraft.state == DraftState.OPEN,
            StageDraft.factory_id.in_(own) | Factory.company_group_id.in_(groups),
            ~answered,
        )
        .order_by(StageDraft.id)
    )
    for written in session.scalars(query):
        if not own & thing_of_draft(session, written).factories:
            continue
        until = day(written.answer_until_on)
        words = gettext("decision on ineligibility is about to be taken: answer until %(day)s", day=until)
        yield ToDo(1, words, url_for("drafts.show", draft_id=written.id), is_late=True)


def _duties(session: Session, who: Visitor, moment: Moment) -> Iterator[ToDo]:
    if not (sees_all(who) or any(held.role is Role.SIGNATORY_USER for held in who.holdings)):
        return
    owed, late = count_owed(session, who, moment=moment)
    if not owed:
        return
    if sees_all(who):
        words = ngettext(
            "end of business with an ineligible factory is not confirmed",
            "ends of business with ineligible factories are not confirmed",
            owed,
        )
    else:
        words = ngettext(
            "factory became ineligible: confirm that your business there has ended",
            "factories became ineligible: confirm that your business there has ended",
            owed,
        )
    if late:
        words += " · " + gettext("%(count)s of them late", count=number(late))
    yield ToDo(owed, words, url_for("terminations.list", duty="late" if late else "open"), late > 0)


def _papers(session: Session, moment: Moment) -> Iterator[ToDo]:
    address = url_for("terminations.list", _anchor="papers")
    if count := papers_to_ask(session, moment=moment):
        words = ngettext(
            "ineligible factory whose export papers are not withheld",
            "ineligible factories whose export papers are not withheld",
            count,
        )
        yield ToDo(count, words, address, is_late=True)
    if count := papers_to_restore(session, moment=moment):
        words = ngettext(
            "factory is ineligible no longer: restore its export papers",
            "factories are ineligible no longer: restore their export papers",
            count,
        )
        yield ToDo(count, words, address, is_late=True)
