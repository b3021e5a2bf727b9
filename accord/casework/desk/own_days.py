"""The days that concern one person: their visits, shifts and reports, and what their own factory agreed to do by when.

A calendar is kept by other companies on other machines. So no unannounced visit is named in it, to nobody; no words of
an order, no complaint. A visit is told to the engineer who makes it and to nobody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.desk.limits import limit
from accord.casework.desk.sights import is_told
from accord.casework.desk.visitors import Visitor
from accord.casework.escalation.concerned import meetings_that_concern, own_promises
from accord.casework.orders.on_call import not_withdrawn
from accord.casework.refusals import N_
from accord.gateways.formats import format_number, format_plain
from accord.gateways.language import Language, translator
from accord.records.clockwork import OnCall
from accord.records.factory import Factory
from accord.records.hazard import Hazard, HazardFactory
from accord.records.hearing import MeetingPromise, StageMeeting
from accord.records.inspection import Inspection, InspectionEngineer, Report, Visit
from accord.records.order import OrderFactory, SafetyOrder
from accord.records.order_care import OrderMeasure
from accord.rules.desk.actions import Action
from accord.rules.desk.people import OF_A_FACTORY
from accord.rules.desk.reports import ReportState
from accord.rules.desk.rota import post_of
from accord.rules.desk.rounds import VisitState
from accord.rules.figures.progress import OPEN
from accord.rules.labels import label
from accord.rules.moments import Moment
from accord.rules.orders.words import MeasureStep

BACK = timedelta(days=31)
"""Ours: so far back a calendar still shows what was."""
OLDEST_REPORT = timedelta(days=180)
"""Ours: an inspection without a report that is older than that comes from elsewhere."""
DECIDER = N_("chief safety officer or deputy")


class Kind(StrEnum):
    """What it is."""

    VISIT = "visit"
    REPORT = "report"
    SHIFT = "shift"
    PLAN = "plan"
    MEASURE = "measure"
    MEETING = "meeting"
    PROMISE = "promise"


@dataclass(frozen=True)
class OwnDay:
    """Something of one person, on a day or from one instant to another."""

    kind: Kind
    about: int
    """The id of the visit, inspection, shift, measure, meeting or promise; the number of a factory."""
    title: str
    begins: date | datetime
    ends: datetime | None = None
    """None: it is of the whole day."""

    @property
    def uid(self) -> str:
        """Its name for ever; of a factory each agreed day is another thing."""
        return f"{self.kind}-{self.about}" + (f"-{self.begins.isoformat()}" if self.kind is Kind.PLAN else "")


def own_days(session: Session, who: Visitor, language: Language, *, moment: Moment) -> list[OwnDay]:
    """Return what concerns a person, in a fixed number of questions."""
    words = _Words(language)
    made = (_visits, _reports, _shifts, _plans, _measures, _meetings, _promises)
    return [day for make in made for day in make(session, who, words, moment)]


@dataclass(frozen=True)
class _Words:
    language: Language

    def say(self, sentence: str, **told: str) -> str:
        return translator(self.language).gettext(sentence) % told

    def factory(self, factory: Factory) -> str:
        name = (factory.name_bn if self.language is Language.BN else None) or factory.name or ""
        return f"{name} ({format_plain(factory.number, self.language)})".strip()


def _visits(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    if not who.may_at_all(Action.READ_VISITS):
        return
    query = (
        select(Visit)
        .where(
            Visit.engineer_id == who.id,
            Visit.state == VisitState.PLANNED,
            Visit.planned_on >= moment.today - BACK,
        )
        .options(joinedload(Visit.factory))
        .order_by(Visit.planned_on, Visit.id)
    )
    for visit in session.scalars(query):
        title = words.say(N_("Visit: see the desk"))
        if visit.is_announced:
            title = words.say(
                N_("Visit: %(factory)s · %(discipline)s"),
                factory=words.factory(visit.factory),
                discipline=words.say(label(visit.discipline)),
            )
        yield OwnDay(Kind.VISIT, visit.id, title, visit.planned_on)


def _reports(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    if not who.may_at_all(Action.RECORD_INSPECTION):
        return
    days = timedelta(days=limit(session, "report_days", on=moment.today))
    issued = exists().where(Report.inspection_id == Inspection.id, Report.state == ReportState.ISSUED)
    query = (
        select(Inspection)
        .join(InspectionEngineer, InspectionEngineer.inspection_id == Inspection.id)
        .where(
            InspectionEngineer.person_id == who.id,
            Inspection.removed_at.is_(None),
            Inspection.inspected_on >= moment.today - OLDEST_REPORT,
            ~issued,
        )
        .options(joinedload(Inspection.factory))
        .order_by(Inspection.inspected_on, Inspection.id)
    )
    for inspection in session.scalars(query):
        title = words.say(
            N_("Report is due: %(factory)s · %(discipline)s"),
            factory=words.factory(inspection.factory),
            discipline=words.say(label(inspection.discipline)),
        )
        yield OwnDay(Kind.REPORT, inspection.id, title, inspection.inspected_on + days)


def _shifts(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    if not who.may_at_all(Action.READ_ROTA):
        return
    query = (
        select(OnCall)
        .where(OnCall.person_id == who.id, OnCall.ends_at > moment.now - BACK, not_withdrawn(moment))
        .order_by(OnCall.begins_at, OnCall.id)
    )
    for shift in session.scalars(query):
        post = post_of(shift.role, shift.discipline)
        called = label(post.discipline) if post and post.discipline else DECIDER
        title = words.say(N_("On call: %(post)s"), post=words.say(called))
        yield OwnDay(Kind.SHIFT, shift.id, title, shift.begins_at, shift.ends_at)


def _plans(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    own = _own_factories(who)
    if not own:
        return
    query = (
        select(Factory, Hazard.due_on, func.count())
        .select_from(Hazard)
        .join(HazardFactory, HazardFactory.hazard_id == Hazard.id)
        .join(Factory, Factory.id == HazardFactory.factory_id)
        .where(
            Factory.id.in_(own),
            HazardFactory.removed_at.is_(None),
            Hazard.status.in_(OPEN),
            Hazard.due_on >= moment.today - BACK,
            is_told(),
        )
        .group_by(Factory.id, Hazard.due_on)
        .order_by(Hazard.due_on, Factory.number)
    )
    for factory, due_on, count in session.execute(query):
        assert due_on is not None  # noqa: S101  the query asks for a day
        title = words.say(
            N_("Agreed day: %(count)s open hazards · %(factory)s"),
            count=format_number(count, words.language),
            factory=words.factory(factory),
        )
        yield OwnDay(Kind.PLAN, factory.number, title, due_on)


def _measures(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    own = _own_factories(who)
    if not own:
        return
    there = exists().where(OrderFactory.order_id == SafetyOrder.id, OrderFactory.factory_id.in_(own))
    query = (
        select(OrderMeasure)
        .join(SafetyOrder, SafetyOrder.id == OrderMeasure.order_id)
        .where(SafetyOrder.next_due_at.is_not(None), there, OrderMeasure.due_on >= moment.today - BACK)
        .options(selectinload(OrderMeasure.steps))
        .order_by(OrderMeasure.due_on, OrderMeasure.id)
    )
    waits = (MeasureStep.SET, MeasureStep.NOT_ACCEPTED)
    for measure in session.scalars(query):
        if measure.steps and measure.steps[-1].step in waits:
            number = format_plain(measure.order_id, words.language)
            title = words.say(N_("A measure of order %(number)s is due"), number=number)
            yield OwnDay(Kind.MEASURE, measure.id, title, measure.due_on)


def _meetings(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    """Yield meetings with a factory, for it, for whoever invited it and for whoever decides on its stage.

    That the meeting is mandatory, and of which stage, is nobody's business who looks into a calendar.
    """
    if not who.may_at_all(Action.READ_STAGE):
        return
    query = meetings_that_concern(who).where(StageMeeting.meets_on >= moment.today - BACK)
    for meeting in session.scalars(query):
        title = words.say(N_("Meeting at the programme: %(factory)s"), factory=words.factory(meeting.factory))
        yield OwnDay(Kind.MEETING, meeting.id, title, meeting.meets_on)


def _promises(session: Session, who: Visitor, words: _Words, moment: Moment) -> Iterator[OwnDay]:
    if not who.may_at_all(Action.READ_STAGE):
        return
    for promise in session.scalars(own_promises(who).where(MeetingPromise.due_on >= moment.today - BACK)):
        title = words.say(N_("Promised day: %(factory)s"), factory=words.factory(promise.meeting.factory))
        yield OwnDay(Kind.PROMISE, promise.id, title, promise.due_on)


def _own_factories(who: Visitor) -> frozenset[int]:
    return frozenset().union(*(held.factories for held in who.holdings if held.role in OF_A_FACTORY))
