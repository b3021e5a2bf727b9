"""Hazards that have seen everything, for tests of the register: late, reopened, shared, not known, to come."""

from datetime import UTC, date, datetime

from accord.casework.desk.register.selection import Day
from accord.casework.hazard_words import search_text_of
from accord.records.factory import CoverageChange, Factory, Signatory, Sourcing
from accord.records.hazard import Deadline, Hazard, HazardEvent, HazardFactory
from accord.rules.desk.access import Sight
from accord.rules.vocabulary import Coverage, Discipline, Origin, Source, Status

ALL = Sight(everywhere=True, factories=frozenset(), issued_of=frozenset())
SINCE = date(2015, 1, 1)


def noon(day):
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def a_hazard(session, factories, item, *, found_on=date(2024, 1, 1), events=(), dues=(), **words):
    """Write a hazard; `events` are statuses with the days on which they held and were recorded, `dues` likewise."""
    hazard = Hazard(
        **{
            "discipline": Discipline.FIRE,
            "item": item,
            "origin": Origin.INITIAL,
            "visit": "initial",
            "found_on": found_on,
            "observation": f"hazard {item}",
            "source": Source.IMPORTED,
            "recorded_at": noon(found_on),
            "status": events[-1][0] if events else Status.IN_PROGRESS,
        }
        | words
    )
    hazard.links = [
        HazardFactory(factory=each, discipline=hazard.discipline, item=item, recorded_at=noon(found_on))
        for each in factories
    ]
    hazard.search_text = search_text_of(hazard)
    session.add(hazard)
    session.flush()
    session.add_all(
        HazardEvent(
            hazard_id=hazard.id,
            status=status,
            effective_on=on,
            recorded_at=noon(recorded),
            source=Source.IMPORTED,
            actor="x",
        )
        for status, on, recorded in events
    )
    session.add_all(
        Deadline(
            hazard_id=hazard.id,
            due_on=due,
            holds_from=on,
            recorded_at=noon(recorded),
            source=Source.IMPORTED,
            approved_by="x",
        )
        for due, on, recorded in dues
    )
    session.flush()
    return hazard


def a_register(session):
    """Three factories, one of them not covered; a brand that buys from two; hazards that have seen everything."""
    factories = [
        Factory(number=number, district=district)
        for number, district in ((9001, "Dhaka"), (9002, "Gazipur"), (9003, "Gazipur"))
    ]
    buyer = Signatory(name="A Brand")
    session.add_all([*factories, buyer])
    session.flush()
    for factory, coverage in zip(factories, (Coverage.ACTIVE, Coverage.ACTIVE, Coverage.CLOSED), strict=True):
        session.add(
            CoverageChange(
                factory_id=factory.id,
                coverage=coverage,
                from_on=SINCE,
                source=Source.IMPORTED,
                actor="x",
                recorded_at=noon(SINCE),
            )
        )
    session.add_all(
        Sourcing(factory_id=each.id, signatory=buyer, from_on=SINCE, recorded_at=noon(SINCE)) for each in factories[1:]
    )
    first, second, third = factories
    feb, mar, apr, may = date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)
    start = (Status.IN_PROGRESS, date(2024, 1, 1), date(2024, 1, 1))
    fixed = (Status.CORRECTED, mar, mar)
    a_hazard(session, [first], 1, events=[start], dues=[(mar, feb, feb)])
    a_hazard(session, [first], 2, events=[start, (Status.PENDING_VERIFICATION, feb, feb), fixed])
    a_hazard(session, [first, second], 3, events=[start, fixed, (Status.IN_PROGRESS, apr, may)])
    a_hazard(session, [second], 4, events=[start, (Status.WITHDRAWN, may, may)], origin=Origin.NEW)
    a_hazard(session, [second], 5, events=[], discipline=Discipline.ELECTRICAL)
    a_hazard(session, [third], 6, events=[start, (Status.PENDING_VERIFICATION, apr, apr)], dues=[(apr, feb, feb)])
    # Typed with a day to come: neither holds today.
    a_hazard(session, [third], 7, events=[start, (Status.CORRECTED, date(2024, 8, 1), may)], origin=Origin.NEW)
    a_hazard(session, [first], 8, events=[start], dues=[(mar, feb, feb), (date(2024, 9, 1), date(2024, 8, 1), may)])
    session.commit()
    return session


def the_day(moment, as_of=None, known_at=None):
    as_of, known_at = as_of or moment.today, known_at or moment.today
    return Day(as_of, known_at, moment.end_of(known_at), moment.today)
