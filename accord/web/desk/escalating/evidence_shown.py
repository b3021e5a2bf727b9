"""Pieces of evidence as people read them: what each is about, since when it was owed, and where it is looked at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for

from accord.casework.escalation.then_and_now import Piece, Since, by_trigger
from accord.casework.escalation.things import Things, number_in, things_of
from accord.casework.refusals import N_
from accord.gateways.wording import Text, Wording
from accord.records.factory import Factory
from accord.rules.desk.actions import Action
from accord.rules.escalation.profile import Profile, TriggerLimits
from accord.rules.escalation.words import HAPPENED, Trigger
from accord.rules.vocabulary import Discipline
from accord.web.database import db
from accord.web.desk.escalating.readers import Reader
from accord.web.desk.escalating.stage_words import LOST
from accord.web.filters import day, named, number, plain, word
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who

SINCE: Mapping[Since, str] = {
    Since.GONE: N_("no longer so today"),
    Since.COUNTS_BY_NOW: N_("counts by now"),
    Since.COUNTS_NO_LONGER: N_("counts no longer"),
    Since.NEW: N_("came since"),
}


@dataclass(frozen=True)
class About:
    """What a piece is about, and its page where the visitor may open it."""

    title: str
    words: Text | None = None
    address: str | None = None


@dataclass(frozen=True)
class PieceShown:
    """A piece of evidence."""

    about: About
    owed_on: date
    late_days: int
    programme_days: int
    lost: tuple[str, ...]
    """For what the programme lost them."""
    is_counted: bool
    since: str | None
    is_gone: bool


@dataclass(frozen=True)
class TriggerShown:
    """A trigger with its pieces; of some, a visitor reads the word alone."""

    trigger: Trigger
    counted: int
    pieces: tuple[PieceShown, ...]
    limits: TriggerLimits
    is_word_alone: bool
    speaks_for_it: bool
    """Whether a proposal was made for it."""

    @property
    def has_happened(self) -> bool:
        """Whether its days are those of what happened, and not of what is owed."""
        return self.trigger in HAPPENED


def shown(
    pieces: Iterable[Piece],
    factory: Factory,
    profile: Profile,
    *,
    reader: Reader,
    grounds: frozenset[Trigger] = frozenset(),
) -> tuple[TriggerShown, ...]:
    """Return all pieces by trigger, those of a proposal's grounds first, in a fixed number of questions."""
    found = by_trigger(pieces)
    things = things_of(db(), [each.subject for group in found.values() for each in group], who())
    in_order = sorted(found, key=lambda trigger: trigger not in grounds)
    return tuple(
        _trigger(trigger, found[trigger], things, factory, profile, reader=reader, speaks_for_it=trigger in grounds)
        for trigger in in_order
    )


def _trigger(
    trigger: Trigger,
    pieces: Sequence[Piece],
    things: Things,
    factory: Factory,
    profile: Profile,
    *,
    reader: Reader,
    speaks_for_it: bool,
) -> TriggerShown:
    says_no_more = is_word_alone(trigger, reader)
    return TriggerShown(
        trigger=trigger,
        counted=sum(each.is_counted for each in pieces),
        pieces=() if says_no_more else tuple(_piece(each, things, factory, reader=reader) for each in pieces),
        limits=profile.triggers[trigger],
        is_word_alone=says_no_more,
        speaks_for_it=speaks_for_it,
    )


def is_word_alone(trigger: Trigger, reader: Reader) -> bool:
    """Return whether somebody reads the trigger and no more.

    A day or a number could point to who complained, or to the visit that followed.
    """
    return trigger is Trigger.REMEDY_REFUSED and reader is not Reader.STAFF


def _piece(piece: Piece, things: Things, factory: Factory, *, reader: Reader) -> PieceShown:
    return PieceShown(
        about=about(piece.subject, things, factory, reader=reader),
        owed_on=piece.owed_on,
        late_days=piece.late_days,
        programme_days=piece.programme_days,
        lost=tuple(_lost(gettext(LOST[why]), days) for why, days in (piece.lost or {}).items()),
        is_counted=piece.is_counted,
        since=gettext(SINCE[piece.since]) if piece.since in SINCE else None,
        is_gone=piece.since is Since.GONE,
    )


def _lost(why: str, days: int) -> str:
    words = ngettext("%(days)s day: %(why)s", "%(days)s days: %(why)s", days)
    return words % {"days": number(days), "why": why}


def about(subject: str, things: Things, factory: Factory, *, reader: Reader) -> About:
    """Return what a piece is about."""
    kind, id_ = number_in(subject)
    if id_ is None:
        address = url_for("plans.show", number=factory.number)
        return About(gettext("Plan · %(discipline)s", discipline=word(Discipline(kind))), None, address)
    return _ABOUT[kind](id_, things, factory, reader)


def _hazard(id_: int, things: Things, _factory: Factory, _reader: Reader) -> About:
    hazard = things.hazards.get(id_)
    if hazard is None:
        return About(gettext("A hazard"))
    title = f"{gettext('Item %(item)s', item=plain(hazard.item))} · {word(hazard.discipline)}"
    words = Wording(language()).of(hazard.observation, hazard.observation_bn)
    return About(title, words, url_for("hazards.show", hazard_id=id_))


def _order(id_: int, things: Things, _factory: Factory, _reader: Reader) -> About:
    order = things.orders.get(id_)
    if order is None:
        return About(gettext("An order"))
    title = f"{word(order.kind)} · {named(order.building)}"
    return About(title[:1].upper() + title[1:], None, url_for("orders_desk.show", order_id=id_))


def _measure(id_: int, things: Things, _factory: Factory, _reader: Reader) -> About:
    measure = things.measures.get(id_)
    if measure is None:
        return About(gettext("A measure of an order"))
    words = Wording(language()).of(measure.words, measure.words_bn)
    address = url_for("orders_desk.show", order_id=measure.order_id)
    return About(gettext("A measure of an order"), words, address)


def _meeting(id_: int, things: Things, factory: Factory, _reader: Reader) -> About:
    meeting = things.meetings.get(id_)
    if meeting is None:
        return About(gettext("A meeting"))
    return About(gettext("Meeting of %(day)s", day=day(meeting.meets_on)), None, _meeting_address(id_, factory))


def _promise(id_: int, things: Things, factory: Factory, _reader: Reader) -> About:
    promise = things.promises.get(id_)
    if promise is None:
        return About(gettext("A promise"))
    title = gettext("Promised at the meeting of %(day)s", day=day(promise.meeting.meets_on))
    words = Wording(language()).written(promise.words)
    return About(title, words, _meeting_address(promise.meeting_id, factory))


def _obstruction(id_: int, things: Things, factory: Factory, reader: Reader) -> About:
    found = things.obstructions.get(id_)
    title = gettext("On record at the programme")
    if found is None or reader is not Reader.STAFF:
        return About(title)
    return About(title, Wording(language()).written(found.words), _address("refusals.list", number=factory.number))


_ABOUT: Mapping[str, Callable[[int, Things, Factory, Reader], About]] = {
    "hazard": _hazard,
    "order": _order,
    "measure": _measure,
    "meeting": _meeting,
    "promise": _promise,
    "obstruction": _obstruction,
}


def _meeting_address(meeting_id: int, factory: Factory) -> str | None:
    # The page of a meeting is for whoever leads it; everybody else reads of it on the page of the stage.
    if not who().may_at_all(Action.HEAR_FACTORY):
        return _address("stages.show", number=factory.number, _anchor="meetings")
    return _address("stage_meetings.show", meeting_id=meeting_id)


def _address(endpoint: str, **values: Any) -> str | None:
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
