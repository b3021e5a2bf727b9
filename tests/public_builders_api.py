"""What tests of the open data build with: orders, and a programme in which every kind of row occurs."""

from dataclasses import replace
from datetime import date
from typing import Any

from accord.config import Settings
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_orders
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import (
    CoverageDisclosed,
    Edition,
    HazardDisclosed,
    RecognitionDisclosed,
)
from accord.rules.vocabulary import Coverage, Discipline, OrderKind, OrderStep, Status
from tests.builders import a_factory, a_hazard, an_edition, lived, one_of_each_figure
from tests.reports.editions import FOUND


def an_order(*, ended_on: date | None = None, **changes: Any) -> OrderDisclosed:
    """Return an order that was determined on 11 August 2014."""
    steps = [
        OrderStepDisclosed(OrderStep.DETERMINED, date(2014, 8, 11), None, None),
        OrderStepDisclosed(OrderStep.COMPLIED, date(2014, 8, 12), "The building is empty.", "ভবন খালি।"),
    ]
    if ended_on:
        steps.append(OrderStepDisclosed(OrderStep.LIFTED, ended_on, None, None))
    said: dict[str, Any] = {
        "key": "0123456789abcdef",
        "kind": OrderKind.EVACUATION,
        "building": "Building 2",
        "building_bn": "২ নম্বর ভবন",
        "places": ("ground floor", "first floor"),
        "places_bn": ("নিচতলা", None),
        "because": "Columns C4, C7 and C8 show diagonal cracks.",
        "because_bn": None,
        "limit_kpa": None,
        "factories": (90002,),
        "steps": tuple(steps),
    }
    return OrderDisclosed(**(said | changes))


def publish_orders(settings: Settings, *orders: OrderDisclosed) -> None:
    """Put orders into the public snapshot."""
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        put_orders(connection, orders)
    engine.dispose()


def a_programme() -> tuple[Edition, ...]:
    """Return editions of factories of every status and several coverages; two of them share a hazard."""
    shared = replace(lived(a_hazard(Discipline.FIRE, 50), (FOUND, Status.IN_PROGRESS)), key="f" * 16)
    done = [
        lived(a_hazard(Discipline.FIRE, item), (FOUND, Status.IN_PROGRESS), (date(2017, 3, 1), Status.CORRECTED))
        for item in (1, 2)
    ]
    late = [lived(a_hazard(Discipline.FIRE, 1, due_on=date(2018, 1, 31)), (FOUND, Status.IN_PROGRESS))]
    coming = lived(a_hazard(Discipline.ELECTRICAL, 1), (FOUND, Status.IN_PROGRESS))
    unknown = lived(a_hazard(Discipline.BOILER, 3, category=None), (date(2017, 1, 1), Status.PENDING_VERIFICATION))
    return (
        _edition(90001, [*_own(90001, one_of_each_figure()), shared], name="=Alpha Ltd.", stages=STAGES, workers=1000),
        _edition(
            90002, _own(90002, late), name="Beta Ltd.", workers=12_000, latitude_degrees=23.9, longitude_degrees=None
        ),
        _edition(90003, [], name="Gamma Ltd.", inspections=(), approvals=(), workers=None),
        _edition(90004, _own(90004, [unknown]), name="Delta Ltd.", approvals=(), workers=0),
        _edition(
            90005,
            _own(90005, done),
            name="Epsilon Ltd.",
            recognitions=(RecognitionDisclosed(date(2018, 5, 1), None),),
            latitude_degrees=23.99,
            longitude_degrees=90.42,
        ),
        _edition(90006, [*_own(90006, [coming]), shared], name="Zeta Ltd.", company_group=None),
        _edition(
            90007,
            _own(90007, done),
            name="Eta Ltd.",
            coverage_changes=(
                CoverageDisclosed(Coverage.ACTIVE, None, None, None),
                CoverageDisclosed(
                    Coverage.HANDED_OVER, date(2018, 3, 1), "No brand for two years.", "দুই বছর কোনো ব্র্যান্ড নেই।"
                ),
            ),
        ),
        _edition(
            90008,
            _own(90008, done),
            name="Theta Ltd.",
            coverage_changes=(
                CoverageDisclosed(Coverage.ACTIVE, None, None, None),
                CoverageDisclosed(
                    Coverage.CLOSED, date(2018, 4, 1), "No brand for two years.", "দুই বছর কোনো ব্র্যান্ড নেই।"
                ),
            ),
        ),
    )


STAGES = (
    StageDisclosed(1, date(2017, 9, 1), date(2017, 9, 1), "The plan is not carried out.", None),
    StageDisclosed(3, date(2018, 1, 10), date(2018, 1, 15), "The plan is still not carried out.", "পরিকল্পনার কাজ হয়নি।"),
)


def _edition(number: int, listed: list[HazardDisclosed], **changes: Any) -> Edition:
    of_edition = {name: changes.pop(name) for name in PARTS if name in changes}
    factory = a_factory(number=number, name_bn=None, **changes)
    return an_edition(listed, factory=factory, **of_edition)


PARTS = ("stages", "inspections", "approvals", "recognitions", "coverage_changes")


def _own(number: int, listed: list[HazardDisclosed]) -> list[HazardDisclosed]:
    return [replace(hazard, key=f"{number:08x}{place:08x}") for place, hazard in enumerate(listed)]
