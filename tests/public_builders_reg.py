"""What the tests of the register and the public lists build with: a small programme in which every case occurs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from accord.config import Settings
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts, put_orders
from accord.rules.moments import Moment
from accord.rules.public.disclosed_order import OrderDisclosed, OrderStepDisclosed
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import CoverageDisclosed, Edition, RecognitionDisclosed
from accord.rules.public.edition_object import edition_object
from accord.rules.vocabulary import Coverage, Discipline, OrderKind, OrderStep, Origin, Status
from tests.builders import FOUND, NOW, a_factory, a_hazard, an_edition, lived

LATE = date(2018, 1, 31)
LONG_NAME = "Padma Meghna Jamuna Knit Composite, Dyeing, Printing and Finishing Industries (Private) Limited – Unit 2"


@dataclass(frozen=True)
class Entry:
    """A factory as it is put into the register; `is_published` False: no edition of it is out yet."""

    edition: Edition
    is_published: bool = True


def put_register(
    settings: Settings, entries: Iterable[Entry], *, orders: Iterable[OrderDisclosed] = (), written_at: datetime = NOW
) -> None:
    """Put factories and orders into the public snapshot."""
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        for place, entry in enumerate(entries):
            said = edition_object(entry.edition)
            if not entry.is_published:
                said |= {"edition": None, "published_on": None}
            put_factory(connection, said, (), place_of_edition=place if entry.is_published else -1)
        put_orders(connection, orders)
        put_facts(connection, is_demonstration=False, moment=Moment(now=written_at, zone=settings.zone))
    engine.dispose()


def an_entry(number: int, *statuses: Status, is_published: bool = True, **changes: Any) -> Entry:
    """Return a factory with one initial hazard of each of these statuses; `changes` are of it or of its edition."""
    hazards = [_hazard(number, item, status) for item, status in enumerate(statuses, start=1)]
    of_edition = {
        name: changes.pop(name)
        for name in ("inspections", "approvals", "hazards", "stages", "recognitions")
        if name in changes
    }
    coverages = changes.pop("coverages", None) or (since(changes.get("coverage", Coverage.ACTIVE)),)
    plain = dict.fromkeys(("name_bn", "address", "address_bn", "upazila", "company_group", "os_id"))
    factory = a_factory(**{**plain, "number": number, **changes})
    edition = an_edition(hazards, factory=factory, coverage_changes=coverages)
    return Entry(replace(edition, **of_edition), is_published)


def _hazard(number: int, item: int, status: Status, **changes: Any) -> Any:
    hazard = a_hazard(Discipline.FIRE, item, key=f"{number:08x}{item:08x}", **changes)
    first = (FOUND, Status.IN_PROGRESS)
    return lived(hazard, first) if status is Status.IN_PROGRESS else lived(hazard, first, (date(2016, 5, 1), status))


def since(
    coverage: Coverage, day: date | None = None, reason: str | None = None, reason_bn: str | None = None
) -> CoverageDisclosed:
    """Return a coverage from a day on, or since before anything was recorded."""
    return CoverageDisclosed(coverage, day, reason, reason_bn)


def an_order(key: str, *steps: tuple[date, OrderStep], **changes: Any) -> OrderDisclosed:
    """Return an evacuation of one building of factory 90001, with these steps."""
    happened = tuple(OrderStepDisclosed(step, day, None, None) for day, step in steps)
    order = OrderDisclosed(
        key=key,
        kind=OrderKind.EVACUATION,
        building="Building 2",
        building_bn="২ নম্বর ভবন",
        places=(),
        places_bn=(),
        because="Columns C4, C7 and C8 show diagonal cracks and crushing.",
        because_bn="সি৪, সি৭ ও সি৮ কলামে কোনাকুনি ফাটল; কংক্রিট ভেঙে গেছে।",
        limit_kpa=None,
        factories=(90001,),
        steps=happened,
    )
    return replace(order, **changes)


def a_programme(settings: Settings) -> None:
    """Publish a programme in which every status, coverage, list and kind of order occurs."""
    corrected, claimed, open_ = Status.CORRECTED, Status.PENDING_VERIFICATION, Status.IN_PROGRESS
    letter = (RecognitionDisclosed(date(2017, 3, 1), None),)
    found_later = [
        _hazard(90003, 7, open_, origin=Origin.NEW, due_on=LATE),
        _hazard(90003, 8, corrected, origin=Origin.NEW),
    ]
    refused = StageDisclosed(3, date(2018, 2, 20), date(2018, 3, 1), "Refused to install fire doors.", None)
    entries = [
        an_entry(
            90001,
            corrected,
            corrected,
            claimed,
            open_,
            name="Savar Knit Composite Ltd.",
            name_bn="সাভার নিট কম্পোজিট লিমিটেড",
            district="Dhaka",
            workers=1200,
        ),
        an_entry(
            90002,
            corrected,
            open_,
            name="Demo Denim & Washing Ltd.",
            name_bn="ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড",
            district="Gazipur",
            workers=0,
        ),
        an_entry(
            90003,
            name="Karnaphuli Fashions Ltd.",
            name_bn="কর্ণফুলী ফ্যাশনস লিঃ",
            district="Chattogram",
            recognitions=letter,
            hazards=(_hazard(90003, 1, corrected), *found_later),
            workers=830,
        ),
        an_entry(90004, open_, name="Rupali Sweaters Ltd.", district="Narayanganj", stages=(refused,), workers=310),
        an_entry(
            90005,
            inspections=(),
            approvals=(),
            name="Unseen Apparels Ltd.",
            district="Gazipur",
            workers=None,
            signatory_count=0,
        ),
        an_entry(90006, is_published=False, name="Meghna Garments Ltd.", district="Gazipur", workers=640),
        an_entry(90007, open_, corrected, name=LONG_NAME, district=None, coverage=Coverage.INDEPENDENT, workers=45000),
        an_entry(
            90008,
            corrected,
            name="Jamuna Shirts Ltd.",
            district="Dhaka",
            coverage=Coverage.HANDED_OVER,
            coverages=(
                since(Coverage.ACTIVE),
                since(
                    Coverage.HANDED_OVER,
                    date(2018, 4, 2),
                    "No brand has bought there since 2016.",
                    "২০১৬ সালের পর কোনো ব্র্যান্ড এখান থেকে কেনেনি।",
                ),
            ),
        ),
        an_entry(
            90009,
            open_,
            name="Padma Textiles Ltd.",
            district="Gazipur",
            coverage=Coverage.CLOSED,
            coverages=(
                since(Coverage.ACTIVE),
                since(Coverage.CLOSED, date(2017, 6, 30), "Production ended; wages were paid."),
            ),
        ),
    ]
    day = date(2018, 6, 19)
    orders = [
        an_order(
            "a" * 16,
            (day, OrderStep.DETERMINED),
            (date(2018, 6, 21), OrderStep.COMPLIED),
            (date(2018, 6, 25), OrderStep.VERIFIED),
            factories=(90001, 90006, 12345),
            places=("Ground floor", "Level 1, north bay"),
            places_bn=("নিচতলা", None),
        ),
        an_order(
            "b" * 16,
            (date(2018, 5, 2), OrderStep.DETERMINED),
            kind=OrderKind.LOAD_REDUCTION,
            building="Main Building",
            building_bn=None,
            limit_kpa=2.0,
            factories=(90002,),
            because="Storage on level 5 weighs twice what the floor may carry.",
            because_bn=None,
            places=("Level 5",),
            places_bn=("৫ম ফ্লোর",),
        ),
        an_order(
            "c" * 16,
            (date(2016, 1, 4), OrderStep.DETERMINED),
            (date(2016, 9, 8), OrderStep.LIFTED),
            kind=OrderKind.BOILER_SHUTDOWN,
            factories=(90003,),
        ),
    ]
    put_register(settings, entries, orders=orders)
