"""Editions to print: a factory that never was, with as many hazards as a test asks for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from accord.rules.figures.progress import HazardOnDay, Progress, progress_of
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    DeadlineDisclosed,
    Edition,
    FactoryDisclosed,
    HazardDisclosed,
    InspectionDisclosed,
    LogDisclosed,
    StatusDisclosed,
)
from accord.rules.vocabulary import (
    CapState,
    Category,
    Coverage,
    Discipline,
    FactoryStatus,
    InspectionKind,
    Origin,
    Rating,
    Severity,
    Source,
    Status,
)

AS_OF = date(2018, 7, 1)
FOUND = date(2014, 8, 11)

_SEEN = {
    Discipline.STRUCTURAL: (
        Category.COLUMN_OVERSTRESS,
        "Columns C4, C7 and C8 show diagonal cracks and crushing of cover concrete. Calculated factor of safety 1.04"
        " under present load.",
        "সি৪, সি৭ ও সি৮ কলামে কোনাকুনি ফাটল; বাইরের কংক্রিট ভেঙে ক্ষতিগ্রস্ত হয়েছে। নিরাপত্তা গুণক ১.০৪।",
        "Suspend use of the bays around these columns. Prop the columns at all levels to an engineered design, submit"
        " a Detailed Engineering Assessment.",
        "এই কলামগুলোর চারপাশের জায়গার ব্যবহার বন্ধ রাখুন। প্রকৌশলীর নকশা অনুযায়ী"
        " সব তলায় ঠেকনা দিন এবং বিস্তারিত প্রকৌশলগত মূল্যায়ন প্রতিবেদন জমা দিন।",
    ),
    Discipline.FIRE: (
        Category.LOCKABLE_OR_COLLAPSIBLE_GATES,
        "Collapsible gates with padlocks are installed at the exits of stairs 1 and 2 from the ground floor to the"
        " fourth floor.",
        "নিচতলা থেকে চতুর্থ তলা পর্যন্ত ১ ও ২ নম্বর সিঁড়ির বহির্গমন পথে তালাসহ কলাপসিবল গেট আছে।",
        "Remove all lockable features and collapsible gates from the means of egress. Replace them by side-hinged doors"
        " that open in the direction of egress travel.",
        "বহির্গমন পথ থেকে সব তালা ও কলাপসিবল গেট সরিয়ে ফেলুন। বের হওয়ার দিকে খোলে এমন কব্জাযুক্ত দরজা লাগান।",
    ),
    Discipline.ELECTRICAL: (
        Category.DUST_AND_LINT,
        "Dust and lint was found inside and on top of the distribution boards of the sewing floors; cables enter the"
        " boards through unsealed openings.",
        "সেলাই ফ্লোরের ডিস্ট্রিবিউশন বোর্ডের ভেতরে ও ওপরে ধুলা এবং তুলার আঁশ জমে আছে; খোলা ফাঁক দিয়ে ক্যাবল বোর্ডে ঢুকেছে।",
        "Clean all boards, seal the openings with fire-rated glands and inspect every board monthly by a qualified"
        " electrician.",
        "সব বোর্ড পরিষ্কার করুন, ফাঁক বন্ধ করুন এবং প্রতি মাসে একজন যোগ্য ইলেকট্রিশিয়ান দিয়ে পরীক্ষা করান।",
    ),
    Discipline.BOILER: (
        Category.SAFETY_VALVE,
        "The safety valve of boiler 1 is fitted with an additional weight and does not lift at its set pressure.",
        None,
        "Replace the safety valve by a certified one, set below the working pressure on the certificate, and test it.",
        None,
    ),
}
_STATUSES = (
    Status.CORRECTED,
    Status.CORRECTED,
    Status.IN_PROGRESS,
    Status.PENDING_VERIFICATION,
    Status.CORRECTED,
    Status.IN_PROGRESS,
    Status.CORRECTED,
    Status.WITHDRAWN,
)
_SHARES = (Discipline.STRUCTURAL,) * 3 + (Discipline.FIRE,) * 4 + (Discipline.ELECTRICAL,) * 4 + (Discipline.BOILER,)


def a_factory(**changes: Any) -> FactoryDisclosed:
    """Return a factory with two buildings, one of them shared."""
    factory = FactoryDisclosed(
        number=90002,
        name="Demo Denim & Washing Ltd.",
        name_bn="ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড",
        address="Plot 17, Kashimpur, Gazipur",
        address_bn="প্লট ১৭, কাশিমপুর, গাজীপুর",
        district="Gazipur",
        upazila="Gazipur Sadar",
        latitude_degrees=23.99,
        longitude_degrees=90.42,
        production="Woven garments: sewing, washing",
        company_group="Demo Group",
        coverage=Coverage.ACTIVE,
        os_id="BD2019083XA3M0V",
        workers=2140,
        workers_women=1390,
        signatory_count=4,
        signatories_named=("Brand A", "Brand B"),
        summary="Washing and sewing in two buildings. Building 2 was evacuated in August 2014 and strengthened since.",
        summary_bn="দুটি ভবনে ধোলাই ও সেলাইয়ের কাজ হয়। ২০১৪ সালের আগস্টে ২ নম্বর ভবন"
        " খালি করা হয়েছিল, এরপর সেটি শক্তিশালী করা হয়েছে।",
        buildings=(
            BuildingDisclosed("Main Building", "মূল ভবন", 7, "reinforced concrete", 2001, is_shared=True),
            BuildingDisclosed("Building 2", "২ নম্বর ভবন", 4, None, 1996, is_shared=False),
        ),
    )
    return replace(factory, **changes)


def a_hazard(discipline: Discipline = Discipline.FIRE, item: int = 1, **changes: Any) -> HazardDisclosed:
    """Return one hazard of a discipline: initial, in progress, with a date that has not come yet."""
    category, observation, observation_bn, action, action_bn = _SEEN[discipline]
    hazard = HazardDisclosed(
        key=f"{list(Discipline).index(discipline):08x}{item:08x}",
        discipline=discipline,
        item=item,
        origin=Origin.INITIAL,
        visit=InspectionKind.INITIAL,
        visit_ordinal=None,
        found_on=FOUND,
        category=category,
        category_as_written=None,
        severity=Severity.HIGH,
        location="Building 2, ground floor",
        observation=observation,
        observation_bn=observation_bn,
        recommended_action=action,
        recommended_action_bn=action_bn,
        recommended_timeline="Within 6 weeks",
        final_action_plan="Contractor appointed; drawings submitted, work by floor from the top down.",
        final_action_plan_bn=None,
        due_on=date(2018, 12, 31),
        status=Status.IN_PROGRESS,
        status_since=FOUND,
        withdrawn_reason=None,
        is_overdue=False,
        reopened_count=0,
        shared_with=(),
        statuses=(StatusDisclosed(Status.IN_PROGRESS, FOUND, FOUND, Source.DESK, None),),
        deadlines=(DeadlineDisclosed(date(2018, 12, 31), FOUND, FOUND),),
        log=(),
    )
    return replace(hazard, **changes)


def hazards(count: int) -> tuple[HazardDisclosed, ...]:
    """Return hazards of all four disciplines in the mix of a real CAP: statuses, dates, new ones, logs."""
    numbers = dict.fromkeys(Discipline, 0)
    made = []
    for place in range(count):
        discipline = _SHARES[place % len(_SHARES)]
        numbers[discipline] += 1
        made.append(_one_of_many(discipline, numbers[discipline], place))
    return tuple(sorted(made, key=lambda hazard: (list(Discipline).index(hazard.discipline), hazard.item)))


def _one_of_many(discipline: Discipline, item: int, place: int) -> HazardDisclosed:
    status = _STATUSES[place % len(_STATUSES)]
    is_new = place % 6 == 5
    due_on = None if place % 11 == 10 else date(2018, 3, 1) + timedelta(days=place * 7 % 300)
    since = FOUND if status is Status.IN_PROGRESS else date(2016, 5, 3) + timedelta(days=place % 700)
    return a_hazard(
        discipline,
        item,
        origin=Origin.NEW if is_new else Origin.INITIAL,
        visit=InspectionKind.FOLLOW_UP if is_new else InspectionKind.INITIAL,
        visit_ordinal=5 if is_new else None,
        status=status,
        status_since=since,
        due_on=due_on,
        is_overdue=status is Status.IN_PROGRESS and due_on is not None and due_on < AS_OF,
        reopened_count=1 if place % 13 == 2 else 0,
        severity=Severity.SEVERE_AND_IMMINENT if place == 0 else list(Severity)[1 + place % 3],
        shared_with=(90004,) if place % 17 == 3 else (),
        location=f"Main Building, floor {place % 7}, line {place % 5 + 1}",
        withdrawn_reason="Duplicate of an earlier item." if status is Status.WITHDRAWN else None,
        deadlines=(
            DeadlineDisclosed(date(2015, 3, 25), FOUND, FOUND),
            DeadlineDisclosed(due_on, date(2016, 6, 1), date(2016, 6, 1)),
        ),
        statuses=(StatusDisclosed(Status.IN_PROGRESS, FOUND, FOUND, Source.IMPORTED, None),)
        if since == FOUND
        else (
            StatusDisclosed(Status.IN_PROGRESS, FOUND, FOUND, Source.IMPORTED, None),
            StatusDisclosed(status, since, since, Source.DESK, None),
        ),
        log=(
            LogDisclosed(date(2016, 5, 3), "1st follow-up: work has begun, drawings seen on site."),
            LogDisclosed(since, "Seen with the maintenance manager; evidence filed with the report."),
        )[: place % 3],
    )


def progress_on(listed: Sequence[HazardDisclosed], status: FactoryStatus | None = None) -> Progress:
    """Return the rates of the hazards as they stand."""
    return progress_of(
        (HazardOnDay(hazard.origin, hazard.status, hazard.due_on, hazard.reopened_count) for hazard in listed),
        as_of=AS_OF,
        known_at=AS_OF,
        status=status,
    )


def an_edition(listed: Sequence[HazardDisclosed] | None = None, **changes: Any) -> Edition:
    """Return an edition of the hazards (24 by default) whose figures agree with them."""
    every = hazards(24) if listed is None else tuple(listed)
    status = changes.get("status", FactoryStatus.BEHIND_SCHEDULE)
    edition = Edition(
        factory=a_factory(),
        number=3,
        published_on=date(2018, 7, 9),
        as_of=AS_OF,
        is_demonstration=False,
        status=status,
        progress=progress_on(every, status),
        progress_by_discipline=tuple(
            (discipline, progress_on([hazard for hazard in every if hazard.discipline is discipline]))
            for discipline in Discipline
        ),
        approvals=(
            ApprovalDisclosed(
                Discipline.STRUCTURAL, 2, CapState.FINANCE_PLAN_AGREED, date(2015, 3, 1), True, Source.DESK
            ),
            ApprovalDisclosed(
                Discipline.FIRE, 1, CapState.TECHNICALLY_APPROVED, date(2018, 5, 3), False, Source.IMPORTED
            ),
            ApprovalDisclosed(
                Discipline.ELECTRICAL, 1, CapState.TECHNICALLY_APPROVED, date(2018, 5, 3), None, Source.IMPORTED
            ),
        ),
        inspections=(
            InspectionDisclosed(Discipline.STRUCTURAL, InspectionKind.INITIAL, None, FOUND, Rating.AMBER),
            InspectionDisclosed(Discipline.FIRE, InspectionKind.INITIAL, None, FOUND, None),
            InspectionDisclosed(Discipline.ELECTRICAL, InspectionKind.INITIAL, None, FOUND, None),
            InspectionDisclosed(Discipline.FIRE, InspectionKind.FOLLOW_UP, 5, date(2018, 5, 3), None),
        ),
        hazards=every,
    )
    return replace(edition, **changes)
