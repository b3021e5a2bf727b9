"""A programme with a past: factories that joined, left and fell behind, orders in force, and a shared building."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from accord.config import Settings
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_orders
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    CoverageDisclosed,
    DeadlineDisclosed,
    Edition,
    HazardDisclosed,
    InspectionDisclosed,
)
from accord.rules.vocabulary import (
    DISCIPLINE_OF_CATEGORY,
    CapState,
    Category,
    Coverage,
    Discipline,
    InspectionKind,
    OrderKind,
    OrderStep,
    Origin,
    Source,
    Status,
)
from tests.builders import FOUND, a_factory, a_hazard, an_edition, lived, publish

CATEGORIES = (
    Category.LOCKABLE_OR_COLLAPSIBLE_GATES,
    Category.FIRE_DOORS,
    Category.STAIR_ENCLOSURE,
    Category.ALARM_AND_DETECTION,
    Category.CABLE_SUPPORT,
    Category.DUST_AND_LINT,
    Category.OVERLOADED_CIRCUITS,
    Category.COLUMN_OVERSTRESS,
    Category.LOAD_PLAN,
    Category.CRACKS,
    Category.SAFETY_VALVE,
    Category.SPRINKLER,
)
JOINED_LATE = date(2018, 3, 5)


def an_order(**changes: object) -> OrderDisclosed:
    """Return an evacuation of the main building of factory 90002, in force since 28 June 2018."""
    order = OrderDisclosed(
        key="an-order",
        kind=OrderKind.EVACUATION,
        building="Main Building",
        building_bn="মূল ভবন",
        places=(),
        places_bn=(),
        because="Columns C4, C7 and C8 of the ground floor show diagonal cracks and crushing.",
        because_bn="নিচতলার সি৪, সি৭ ও সি৮ কলামে কোনাকুনি ফাটল দেখা গেছে।",
        limit_kpa=None,
        factories=(90002,),
        steps=(OrderStepDisclosed(OrderStep.DETERMINED, date(2018, 6, 28), None, None),),
    )
    return replace(order, **changes)


def put_in_force(settings: Settings, *orders: OrderDisclosed) -> None:
    """Write orders into the public snapshot."""
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        put_orders(connection, orders)
    engine.dispose()


def a_hazard_of(
    number: int, item: int, *, found_on: date, days: Iterable[tuple[int, Status]], **changes: object
) -> HazardDisclosed:
    """Return a hazard with its statuses given by the days since it was found."""
    category = CATEGORIES[item % len(CATEGORIES)]
    due_on = None if item % 9 == 8 else found_on + timedelta(days=120 + 90 * (item % 9))
    hazard = a_hazard(
        DISCIPLINE_OF_CATEGORY[category], item, category=category, key=f"{number:08d}{item:08d}", due_on=due_on
    )
    hazard = lived(hazard, *((found_on + timedelta(days=day), status) for day, status in days))
    agreed = (DeadlineDisclosed(due_on, found_on, found_on),)
    return replace(hazard, found_on=found_on, deadlines=agreed, **changes)


def a_past(item: int, *, last: int) -> list[tuple[int, Status]]:
    """Return statuses by day up to the last one, some of them taken back."""
    reported, seen = 90 + 37 * item % 900, 150 + 41 * item % 1100
    told = [(0, Status.IN_PROGRESS), (reported, Status.PENDING_VERIFICATION)]
    if item % 5 != 4:
        told.append((max(seen, reported + 30), Status.CORRECTED))
    if item % 11 == 3:
        told.append((max(seen, reported + 30) + 200, Status.IN_PROGRESS))
    if item % 17 == 5:
        told = [(0, Status.IN_PROGRESS), (100, Status.WITHDRAWN)]
    return [(day, status) for day, status in told if day <= last]


def an_edition_of(
    number: int,
    *,
    hazards: int,
    found_on: date,
    joined_on: date | None = None,
    left_on: date | None = None,
    **of: object,
) -> Edition:
    """Return the edition of one factory with so many hazards, each sixth of them new."""
    until = (date(2018, 7, 1) - found_on).days
    every = [
        a_hazard_of(
            number,
            item,
            found_on=found_on,
            days=a_past(item + number % 7, last=until),
            origin=Origin.NEW if item % 6 == 5 else Origin.INITIAL,
        )
        for item in range(1, hazards + 1)
    ]
    coverage = [CoverageDisclosed(Coverage.ACTIVE, joined_on or found_on, None, None)]
    if left_on:
        coverage.append(CoverageDisclosed(Coverage.CLOSED, left_on, "Closed by its owner.", None))
    approved_on = found_on + timedelta(days=200)
    return an_edition(
        every,
        factory=a_factory(number=number, **of),
        coverage_changes=tuple(coverage),
        is_demonstration=True,
        inspections=tuple(
            InspectionDisclosed(discipline, InspectionKind.INITIAL, None, found_on, None) for discipline in Discipline
        ),
        approvals=tuple(
            ApprovalDisclosed(discipline, 1, CapState.TECHNICALLY_APPROVED, approved_on, None, Source.DESK)
            for discipline in Discipline
        ),
    )


def publish_a_past(settings: Settings) -> None:
    """Publish a programme of nine factories from 2014 to the middle of 2018, with two orders in force."""
    since = [FOUND + timedelta(days=100 * place) for place in range(6)]
    names = (
        ("Demo Denim & Washing Ltd.", "ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড", "Gazipur"),
        ("Karnaphuli Shirts Ltd.", "কর্ণফুলী শার্টস লিমিটেড", "Chattogram"),
        ("Meghna Knit Composite Ltd.", None, "Narayanganj"),
        ("Padma Sweaters Ltd.", "পদ্মা সোয়েটার্স লিমিটেড", "Gazipur"),
        ("Rupali Fashions Ltd.", None, "Dhaka"),
        ("Surma Apparels Ltd.", None, "Dhaka"),
    )
    editions = [
        an_edition_of(90002 + place, hazards=40 + 9 * place, found_on=day, name=name, name_bn=bangla, district=district)
        for place, (day, (name, bangla, district)) in enumerate(zip(since, names, strict=True))
    ]
    joined = an_edition_of(
        90011, hazards=48, found_on=date(2018, 2, 1), joined_on=JOINED_LATE, name="Teesta Jeans Ltd.", name_bn=None,
        workers=None, workers_women=None,
    )  # fmt: skip
    left = an_edition_of(
        90012, hazards=30, found_on=FOUND, left_on=date(2017, 11, 1), name="Old Mill Ltd.", name_bn=None
    )
    unseen = an_edition(
        [], factory=a_factory(number=9490, name="Unseen Sweaters Ltd.", name_bn=None, district=None),
        is_demonstration=True, inspections=(), approvals=(),
        coverage_changes=(CoverageDisclosed(Coverage.ACTIVE, FOUND, None, None),),
    )  # fmt: skip
    publish(settings, *editions, joined, left, unseen)
    put_in_force(
        settings,
        an_order(),
        an_order(
            key="another",
            kind=OrderKind.LOAD_REDUCTION,
            building="Building 2",
            building_bn="২ নম্বর ভবন",
            places=("floor 4", "floor 5"),
            places_bn=("৪র্থ ফ্লোর", None),
            because="Fabric rolls load the slabs with 4.1 kPa; 2.0 kPa are allowed.",
            because_bn=None,
            limit_kpa=2.0,
            factories=(90005, 90006),
            steps=(OrderStepDisclosed(OrderStep.DETERMINED, date(2018, 5, 3), None, None),),
        ),
    )
