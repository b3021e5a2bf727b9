"""An open order as Now shows it: its clock, what is missing, who is silent, what comes next, and the next deed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, url_for

from accord.casework.desk.visitors import Visitor
from accord.casework.orders.next_told import silent_of
from accord.casework.orders.standing import may_report
from accord.casework.orders.taking import by_of, organisations_of, places_of
from accord.casework.orders.watching import Watched
from accord.gateways.wording import Text, Wording
from accord.records.order import OrderCause, OrderRecipient, SafetyOrder
from accord.rules.desk.access import Thing
from accord.rules.desk.actions import Action
from accord.rules.moments import Moment
from accord.rules.orders.flaws import may_confirm
from accord.rules.orders.next_step import Lacks
from accord.rules.orders.standing import steps_open_to
from accord.rules.orders.steps import EMPTY, UNDETERMINED, By
from accord.rules.orders.words import RecipientKind
from accord.rules.vocabulary import OrderKind, OrderStep
from accord.web.desk.ages import age, clock_time
from accord.web.desk.ordering.causes_shown import words_of
from accord.web.desk.ordering.measures_shown import MeasureShown, measures_shown, waits
from accord.web.desk.ordering.order_words import (
    and_more,
    called,
    missing,
    places_in_words,
    recipients_in_words,
    reports_in_words,
)
from accord.web.desk.visiting.names import load
from accord.web.filters import day, number
from accord.web.language import gettext, language, ngettext

FIRST_NAMES = 4
"""So many are named; the others are counted, and stand on the page of the order."""

_OFFERED = (
    OrderStep.DETERMINED,
    OrderStep.VERIFIED,
    OrderStep.WORKS_VERIFIED,
    OrderStep.COMPLIED,
    OrderStep.ANNULLED,
)
"""What an order waits for, the most pressing first."""


@dataclass(frozen=True)
class Deed:
    """The next thing that the visitor may do, and where."""

    words: str
    address: str
    is_main: bool = False


@dataclass(frozen=True)
class OrderBlock:
    """All that is shown of one open order; None where there is nothing of it, or where it is not this visitor's."""

    order: SafetyOrder
    clock: str
    due: str | None
    is_late: bool
    reminder: str | None
    places: str | None
    tenants: tuple[str, ...]
    signatories: str | None
    because: Text
    measured: str | None
    further: tuple[str, Text] | None
    """The danger that joined last: how long ago, and its words."""
    measures: tuple[MeasureShown, ...]
    silent: str | None
    producing: str | None
    missing: str | None
    visit: str | None
    own: tuple[str, ...]
    """What the order asks of the visitor's own organisation."""
    deeds: tuple[Deed, ...]


def block_of(watched: Watched, who: Visitor, *, moment: Moment) -> OrderBlock:
    """Return the order as the visitor may see it: all of it the programme and labour, others what concerns them."""
    order, by = watched.order, by_of(who, watched.order)
    sees_all = who.may(Action.READ_ORDER, Thing())
    due, is_late = _due(watched, moment)
    silent = silent_of(order, watched.standing)
    own = organisations_of(who)
    is_told = any(each.organisation in own for each in silent)
    return OrderBlock(
        order=order,
        clock=_clock(watched, moment),
        due=due,
        is_late=is_late,
        reminder=_reminder(watched, moment) if sees_all else None,
        places=places_in_words(order),
        tenants=tuple(each.other_name for each in watched.tenants if each.other_name) if sees_all else (),
        signatories=_signatories(order) if sees_all else None,
        because=_because(watched),
        measured=_limit(watched),
        further=_further(order, moment),
        measures=measures_shown(watched.measures, moment=moment) if sees_all or By.FACTORY in by else (),
        silent=_some([called(each, order) for each in silent]) if sees_all else None,
        producing=_some([each.name for each in watched.producing]) if sees_all else None,
        missing=_missing(watched, names=sees_all) if sees_all or By.FACTORY in by else None,
        visit=_visit(watched, moment) if who.may_at_all(Action.READ_VISITS) else None,
        own=tuple(_own(watched, silent, own)),
        deeds=tuple(_deeds(watched, who, is_told=is_told, may_say=bool(_own_production(watched, own)))),
    )


def _missing(watched: Watched, *, names: bool) -> str | None:
    reports = reports_in_words(watched.order, watched.standing, names=names)
    return missing(watched.lacks, watched.order.kind, reports=reports)


def _open_steps(watched: Watched, who: Visitor, by: frozenset[By]) -> set[OrderStep]:
    order, stands = watched.order, watched.standing
    found = set(steps_open_to(stands, by))
    waiting = {each.organisation for each in may_report(order, stands)}
    if not waiting & places_of(who, order):
        found.discard(OrderStep.COMPLIED)  # what a factory reports by telephone is written on the order's page
    if not may_confirm(stands, who.id, by):
        found.discard(OrderStep.ANNULLED)
    return found


def _clock(watched: Watched, moment: Moment) -> str:
    stands = watched.standing
    if stands.phase in UNDETERMINED:
        return gettext("raised %(age)s ago", age=age(moment.now - stands.raised_at))
    if stands.phase in EMPTY and stands.verified_at:
        return gettext("verified on site %(age)s ago", age=age(moment.now - stands.verified_at))
    return gettext("in force for %(age)s", age=age(moment.now - stands.climb_began_at))


def _due(watched: Watched, moment: Moment) -> tuple[str | None, bool]:
    if watched.standing.phase in UNDETERMINED:
        by = watched.standing.raised_at + timedelta(hours=watched.pace.determination_hours)
        if by <= moment.now:
            return gettext("should have been determined %(age)s ago", age=age(moment.now - by)), True
        return gettext("to be determined within %(age)s", age=age(by - moment.now)), False
    ends = [moment.end_of(each.due_on) for each in watched.measures if waits(each)]
    return _due_by(min(ends), moment) if ends else (None, False)


def _due_by(end: datetime, moment: Moment) -> tuple[str, bool]:
    if end <= moment.now:
        return gettext("a measure is late by %(age)s", age=age(moment.now - end)), True
    return gettext("a measure is due in %(age)s", age=age(end - moment.now)), False


def _reminder(watched: Watched, moment: Moment) -> str | None:
    reminder = watched.reminder
    if reminder is None:
        return None
    words = recipients_in_words(watched.reminded)
    if reminder.due_at <= moment.now:
        return gettext("a reminder is due now: to %(whom)s", whom=words)
    return gettext("next reminder %(at)s: to %(whom)s", at=clock_time(reminder.due_at, moment), whom=words)


def _signatories(order: SafetyOrder) -> str | None:
    count = sum(each.kind is RecipientKind.SIGNATORY for each in order.recipients)
    return ngettext("%(count)s signatory", "%(count)s signatories", count) % {"count": number(count)} if count else None


def _because(watched: Watched) -> Text:
    order = watched.order
    if order.causes and (measured := _measured(order.causes[0])):
        return measured
    wording = Wording(language())
    return wording.of(order.because, order.because_bn) or wording.written(order.because)


def _measured(cause: OrderCause) -> Text | None:
    """Return a measured load in both units, which its own words lack; None for any other cause."""
    found = cause.measurement
    if found is None or found.allowable_kpa is None:
        return None
    allowed, measured = load(found.allowable_kpa), load(found.value)
    words = gettext("Measured %(measured)s, allowed %(allowed)s.", measured=measured, allowed=allowed)
    return Text(words, language(), is_foreign=False)


def _limit(watched: Watched) -> str | None:
    order = watched.order
    if order.limit_kpa is None or order.kind is not OrderKind.LOAD_REDUCTION:
        return None
    if any(_measured(each) for each in order.causes):
        return None  # it is said with what was measured
    return gettext("At most %(load)s may stay.", load=load(order.limit_kpa))


def _further(order: SafetyOrder, moment: Moment) -> tuple[str, Text] | None:
    joined = order.causes[1:]
    if not joined:
        return None
    last = joined[-1]
    ago = age(moment.now - last.recorded_at)
    return gettext("A further danger was found %(age)s ago:", age=ago), _measured(last) or words_of(last)


def _visit(watched: Watched, moment: Moment) -> str | None:
    visit = watched.visit
    if visit is None or watched.standing.phase in EMPTY:
        return None
    on = gettext("today") if visit.planned_on == moment.today else day(visit.planned_on)
    return gettext("A visit is planned: %(day)s, %(engineer)s.", day=on, engineer=visit.engineer.name)


def _own(watched: Watched, silent: Sequence[OrderRecipient], own: frozenset[str]) -> Iterator[str]:
    if any(each.organisation in own for each in silent):
        yield gettext("You have not said yet that you have this order.")
    if _own_production(watched, own):
        yield gettext("You have not confirmed yet that your production in this building has stopped.")


def _own_production(watched: Watched, own: frozenset[str]) -> frozenset[str]:
    return frozenset(f"signatory {each.id}" for each in watched.producing) & own


def _deeds(watched: Watched, who: Visitor, *, is_told: bool, may_say: bool) -> Iterator[Deed]:
    order, by = watched.order, by_of(who, watched.order)
    open_steps = _open_steps(watched, who, by)
    offered = [step for step in _OFFERED if step in open_steps]
    if Lacks.LIFTING in watched.lacks and OrderStep.LIFTED in open_steps:
        offered.insert(0, OrderStep.LIFTED)
    if is_told and By.STAFF not in by:
        offered.insert(0, OrderStep.ACKNOWLEDGED)
    words = {
        OrderStep.DETERMINED: gettext("Determine the order"),
        OrderStep.VERIFIED: gettext("Record a site visit"),
        OrderStep.WORKS_VERIFIED: gettext("Record that the works are done"),
        OrderStep.COMPLIED: gettext("Report that it was done"),
        OrderStep.ANNULLED: gettext("Annul the order"),
        OrderStep.LIFTED: gettext("Lift the order"),
        OrderStep.ACKNOWLEDGED: gettext("Say that you have it"),
    }
    for place, step in enumerate(offered[:2]):
        yield Deed(words[step], _on_page_of(order, f"take-{step.value}"), is_main=place == 0)
    if may_say:
        yield Deed(gettext("Say how your production stands"), _address("production.show", order, "production"))
    if Lacks.PANEL in watched.lacks and by & {By.DECIDER, By.PANEL}:
        yield Deed(gettext("To the Review Panel"), _address("panel.show", order, "panel"))


def _address(endpoint: str, order: SafetyOrder, anchor: str) -> str:
    """Return the page of that part of the order where it has one of its own, else its place on the order's page."""
    if endpoint in current_app.view_functions:
        return url_for(endpoint, order_id=order.id)
    return _on_page_of(order, anchor)


def _on_page_of(order: SafetyOrder, anchor: str) -> str:
    return url_for("orders_desk.show", order_id=order.id, _anchor=anchor)


def _some(names: Sequence[str]) -> str | None:
    """Return the first few names and how many more there are, or None for nobody."""
    more = len(names) - FIRST_NAMES
    if more <= 1:
        return " · ".join(names) or None
    return and_more(" · ".join(names[:FIRST_NAMES]), more)
