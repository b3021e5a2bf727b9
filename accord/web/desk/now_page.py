"""What the first page of the desk shows: each task with how much of it there is, and where it is done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for
from sqlalchemy.orm import Session

from accord.casework.clockwork import last_beat
from accord.casework.desk import now, waiting
from accord.casework.desk.queue import More
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation import waiting as stages
from accord.casework.escalation.on_table import Leads
from accord.casework.notices.held_back import held_back
from accord.casework.orders.listing import Wanted, count_of, pressing_orders
from accord.casework.orders.panel_word import waiting_to_be_accepted
from accord.casework.orders.watching import watch
from accord.records.danger import DangerToConfirm
from accord.rules.clockwork import is_stale
from accord.rules.desk.actions import Action
from accord.rules.desk.people import OF_THE_PROGRAMME
from accord.rules.moments import Moment
from accord.web.desk.ages import age
from accord.web.desk.escalating.hearing_tasks import hearing_tasks
from accord.web.desk.escalating.stage_three_tasks import stage_three_tasks
from accord.web.desk.ordering.open_order import OrderBlock, block_of
from accord.web.desk.telling.letters_links import carry_no_link
from accord.web.filters import named
from accord.web.language import gettext, language, ngettext

AT_LENGTH = 6
"""So many orders are told at length; of the next ones a line each, or nobody would see what else waits."""


@dataclass(frozen=True)
class Task:
    """Something to be done: how much of it, in words, and where."""

    count: int
    words: str
    address: str
    is_late: bool = False


Makes = Callable[[Session, Visitor, Moment], list[Task]]
Address = Callable[[Session, Visitor, Moment], str]
"""Where something is done that is not always done at the same place."""


@dataclass(frozen=True)
class HeadPart:
    """A piece of the line on top, and where it leads."""

    words: str
    address: str
    is_late: bool = False


@dataclass(frozen=True)
class NowPage:
    """All that the page shows, worked out so that the template decides nothing."""

    head: tuple[HeadPart, ...]
    dangers: tuple[DangerToConfirm, ...]
    more_dangers: int
    """That are to be confirmed and not shown."""
    orders: tuple[OrderBlock, ...]
    next_orders: tuple[OrderBlock, ...]
    """Less pressing ones, of which a line is enough."""
    more_orders: int
    tasks: tuple[Task, ...]
    visits: tuple[object, ...]
    stops: tuple[now.Stop, ...]
    more: tuple[More, ...]
    """Claims at other factories than those of `stops`, by district."""
    today: date
    moment: Moment


def page_of(session: Session, who: Visitor, *, moment: Moment) -> NowPage:
    """Return the page for this visitor."""
    stops = now.stops_for_claims(session, who) if who.may_at_all(Action.VERIFY_CORRECTION) else []
    makers = [make for action, make in TASKS if who.may_at_all(action)]
    reads_orders = who.may_at_all(Action.READ_ORDER)
    orders = watch(session, pressing_orders(session, who), moment=moment) if reads_orders else []
    blocks = tuple(block_of(each, who, moment=moment) for each in orders)
    count = count_of(session, who, Wanted()) if reads_orders else 0
    dangers = now.open_dangers(session, who) if who.may_at_all(Action.READ_FACTORY) else ()
    to_confirm = now.count_dangers(session, who) if dangers else 0
    return NowPage(
        head=tuple(_head(session, who, count, to_confirm, moment)),
        dangers=tuple(dangers),
        more_dangers=to_confirm - len(dangers),
        orders=blocks[:AT_LENGTH],
        next_orders=blocks[AT_LENGTH:],
        more_orders=count - len(orders),
        tasks=tuple(task for make in makers for task in make(session, who, moment)),
        visits=tuple(now.own_visits(session, who, moment=moment)),
        stops=tuple(stops),
        more=now.claims_elsewhere(session, who, stops) if stops else (),
        today=moment.today,
        moment=moment,
    )


def _head(session: Session, who: Visitor, orders: int, dangers: int, moment: Moment) -> Iterator[HeadPart]:
    if who.may_at_all(Action.READ_ORDER):
        words = ngettext("%(count)s order open", "%(count)s orders open", orders) % {"count": _number(orders)}
        yield HeadPart(words, url_for("orders_desk.list"))
    if dangers:
        words = ngettext("%(count)s imported danger to confirm", "%(count)s imported dangers to confirm", dangers)
        yield HeadPart(words % {"count": _number(dangers)}, "#dangers")
    if OF_THE_PROGRAMME.intersection(who.roles):
        yield _clockwork(session, moment)
        yield from _held_letters(session, who, moment)
        if carry_no_link(session):
            words = gettext("letters carry no link by which to answer: the address of the site is not set")
            yield HeadPart(words, url_for("status.show"), is_late=True)


def _clockwork(session: Session, moment: Moment) -> HeadPart:
    beat, status = last_beat(session, moment=moment), url_for("status.show")
    if beat is None:
        return HeadPart(gettext("the clockwork has never run here"), status, is_late=True)
    passed = age(moment.now - beat)
    if is_stale(beat, now=moment.now):
        return HeadPart(gettext("the clockwork has stood still for %(age)s", age=passed), status, is_late=True)
    return HeadPart(gettext("the clockwork ran %(age)s ago", age=passed), status)


def _held_letters(session: Session, who: Visitor, moment: Moment) -> Iterator[HeadPart]:
    held = held_back(session, moment=moment)
    may_release = who.may_at_all(Action.RELEASE_LETTERS)
    address = url_for("notices.held_back") if may_release else url_for("status.show")
    if held.letters:
        words = ngettext(
            "%(count)s letter of an open order is held: nobody was sent it",
            "%(count)s letters of open orders are held: nobody was sent them",
            held.letters,
        )
        yield HeadPart(words % {"count": _number(held.letters)}, address, is_late=True)
    elif held.is_shut:
        yield HeadPart(gettext("letters of orders are not sent yet: each is held"), address, is_late=True)
    if held.about_stages:
        words = ngettext(
            "%(count)s letter about a stage is held: nobody was sent it",
            "%(count)s letters about stages are held: nobody was sent them",
            held.about_stages,
        )
        yield HeadPart(words % {"count": _number(held.about_stages)}, address, is_late=True)


def _claims(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    waits, address = waiting.claims(session, who, moment), url_for("verification.queue")
    if not waits.count:
        return [Task(0, gettext("No claim waits to be verified."), address)]
    grave = gettext("%(grave)s of high risk", grave=_number(dict(waits.more)["grave"]))
    return [Task(waits.count, f"{waits.words_said(language())}; {grave}", address, is_late=waits.is_late)]


def _waits(ask: waiting.Asks, address: Address | str, *, shows_none: bool = False) -> Makes:
    """Return what makes the task of something that waits: counted and worded where the letters ask too."""

    def make(session: Session, who: Visitor, moment: Moment) -> list[Task]:
        waits = ask(session, who, moment)
        if not (waits.count or shows_none):
            return []
        leads_to = url_for(address) if isinstance(address, str) else address(session, who, moment)
        return [Task(waits.count, waits.words_said(language()), leads_to, is_late=waits.is_late)]

    return make


def _drafts_at(session: Session, who: Visitor, moment: Moment) -> str:
    drafts = stages.drafts_to_sign(session, who, today=moment.today)
    if len(drafts) == 1:
        return url_for("drafts.show", draft_id=drafts[0].id)
    return url_for("proposals.list", leads=Leads.TO_THREE.value)


def _doubtful(_session: Session, _who: Visitor, _moment: Moment) -> str:
    return url_for("recognition.list", _anchor="doubtful")


def _without_date(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    tasks = []
    found = now.hazards_without_date(session, who)
    for factory, count in found:
        words = ngettext(
            "hazard has no agreed date: plan its correction",
            "hazards have no agreed date: plan their correction",
            count,
        )
        # Whoever looks after one factory knows which it is.
        about = words if len(found) == 1 else f"{words} · {named(factory)}"
        tasks.append(Task(count, about, url_for("plans.show", number=factory.number)))
    return tasks


def _own_hazards(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    still_open, late = now.open_hazards(session, who, moment=moment)
    return [
        Task(still_open, ngettext("hazard is open", "hazards are open", still_open), url_for("hazards.register")),
        Task(
            late,
            ngettext("hazard is past its agreed date", "hazards are past their agreed date", late),
            url_for("hazards.register", overdue="yes"),
            is_late=late > 0,
        ),
    ]


def _number(value: int | date) -> str:
    return str(current_app.jinja_env.filters["number"](value))


def _after_lifting(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    count = now.open_after_lifting(session) if OF_THE_PROGRAMME.intersection(who.roles) else 0
    words = ngettext(
        "hazard that called for a lifted order is not corrected",
        "hazards that called for a lifted order are not corrected",
        count,
    )
    return [Task(count, words, url_for("orders_desk.list", state="ended"), is_late=True)] if count else []


def _panel_words(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    found = waiting_to_be_accepted(session)
    words = ngettext(
        "determination of the Review Panel does not count yet: read the signed minutes and accept it",
        "determinations of the Review Panel do not count yet: read the signed minutes and accept them",
        len(found),
    )
    # They are accepted one by one: the oldest comes first.
    return [Task(len(found), words, url_for("panel.show", order_id=found[0].order_id), is_late=True)] if found else []


def _hearing(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    return [Task(*each) for each in hearing_tasks(session, who, moment)]


def _stage_three(session: Session, who: Visitor, moment: Moment) -> list[Task]:
    return [Task(*each) for each in stage_three_tasks(session, who, moment)]


TASKS: tuple[tuple[Action, Makes], ...] = (
    (Action.REFER_ORDER, _panel_words),
    (Action.READ_ORDER, _after_lifting),
    (Action.READ_STAGE, _hearing),
    (Action.READ_STAGE, _stage_three),
    (Action.VERIFY_CORRECTION, _claims),
    (Action.CHECK_REPORT, _waits(waiting.reports_to_check, "reports.list")),
    (Action.APPROVE_REPORT, _waits(waiting.reports_to_approve, "reports.list", shows_none=True)),
    (Action.APPROVE_PLAN, _waits(waiting.plans, "plans.handed_in", shows_none=True)),
    (Action.DECIDE_STAGE, _waits(waiting.stage_drafts, _drafts_at)),
    (Action.DECIDE_STAGE, _waits(waiting.stage_proposals, "proposals.list")),
    (Action.ANSWER_REQUEST, _waits(waiting.requests, "requests.list")),
    (Action.DECIDE_WITHDRAWAL, _waits(waiting.withdrawals, "withdrawals.list")),
    (Action.RECOGNISE_FACTORY, _waits(waiting.doubtful_recognitions, _doubtful)),
    (Action.RECOGNISE_FACTORY, _waits(waiting.recognitions, "recognition.list")),
    (Action.CLEAR_PHOTO, _waits(waiting.photos, "photos.to_clear")),
    (Action.PLAN_VISIT, _waits(waiting.due, "visits.due", shows_none=True)),
    (Action.WRITE_PLAN, _without_date),
    (Action.READ_HAZARD, _own_hazards),
)
"""What is to be done by whoever may do it, the most pressing first."""
