"""The printed referral: valid, readable in both languages, and no more in it than what was told."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from reports.reading import pdfium_text, poppler_text
from reports.verapdf import violations

from accord.casework.orders.referral.dossier import (
    BuildingTold,
    CauseTold,
    DeterminationTold,
    Dossier,
    FileTold,
    FloorTold,
    HazardTold,
    MeasurementTold,
    MeasureTold,
    OccupantTold,
    OrderTold,
    PhotoTold,
    RatingTold,
    RecipientTold,
    Said,
    StateOrderTold,
    StepTold,
    ZoneTold,
)
from accord.casework.orders.referral.paper import print_referral
from accord.rules.desk.measurements import Quantity
from accord.rules.orders.steps import Phase
from accord.rules.orders.words import CauseKind, Channel, Extent, MeasureStep, PanelOutcome, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep, PhotoOf, Rating, Severity, Status

DHAKA = ZoneInfo("Asia/Dhaka")
AT = datetime(2024, 7, 1, 6, tzinfo=UTC)
DAY = date(2024, 7, 1)
HOSTILE = (
    '<img src="http://192.0.2.1/x.png"><link rel=stylesheet href="file:///etc/passwd"><script>alert(1)</script>'
    " {{ 7 * 7 }} &amp; مرحبا \u202eabc 🛑 \x07\ud800 漢字 " + "x" * 300
)
SAID = Said("Column C3 has lost its cover.", "C3 কলামের আবরণ খসে গেছে।")


def a_dossier(**changes) -> Dossier:
    """Return a dossier with one of everything."""
    order = OrderTold(
        id=12,
        public_key="0123456789abcdef",
        kind=OrderKind.LOAD_REDUCTION,
        raised_as=OrderKind.EVACUATION,
        phase=Phase.DETERMINED,
        raised_on=DAY,
        said=SAID,
        limit_kpa=1.0,
        places=(Said("Sewing floor", "সেলাই ফ্লোর"),),
        causes=(CauseTold(CauseKind.HAZARD, Discipline.STRUCTURAL, SAID, AT),),
        steps=(
            StepTold(OrderStep.RAISED, DAY, AT, None, None, None, None),
            StepTold(OrderStep.ACKNOWLEDGED, DAY, AT, SAID, "First Knit Ltd.", "R. Islam", Channel.TELEPHONE),
        ),
        measures=(MeasureTold(Said("Empty the roof tank"), Said("Roof"), 1.0, DAY, MeasureStep.SET, DAY),),
        recipients=(
            RecipientTold("First Knit Ltd.", RecipientKind.FACTORY, AT, DAY, needs_answer=True),
            RecipientTold("Kashimpur Bank", RecipientKind.OCCUPANT, AT, None, needs_answer=True),
            RecipientTold("Chief Safety Officer", RecipientKind.CHIEF_SAFETY_OFFICER, AT, None, needs_answer=False),
        ),
        state_orders=(StateOrderTold(Extent.PARTIAL, "Inspector General", "DIFE/7", DAY, None),),
        determinations=(
            DeterminationTold(
                PanelOutcome.PARTIAL_CLOSURE, DAY, is_unanimous=False, agreed=("BUET",), against=("DIFE",)
            ),
        ),
    )
    building = BuildingTold(
        name=Said("Block A", "ব্লক ক"),
        storeys=6,
        construction="RC frame",
        year_built=1999,
        landlord="Kashimpur Estates",
        floors=(FloorTold(1, Said("Sewing floor", "সেলাই ফ্লোর"), 2.0, (ZoneTold(Said("Cutting"), None),)),),
        occupants=(OccupantTold(Said("First Knit Ltd."), 9001, 900, None, DAY),),
        ratings=(RatingTold(9001, DAY, Rating.RED),),
        measurements=(
            MeasurementTold(DAY, 9001, Said("Sewing floor"), Quantity.LOAD, 4.8, "kPa", "100 psf", 2.0, "Weighed."),
        ),
    )
    photo = PhotoTold("photos/9001-structural-7-1.jpg", "a" * 64, PhotoOf.HAZARD, DAY, Said("Column C3"))
    hazard = HazardTold(
        key="0" * 16,
        factories=(9001, 9002),
        item=7,
        found_on=DAY,
        severity=Severity.SEVERE_AND_IMMINENT,
        location="Ground floor",
        observation=SAID,
        recommended_action=Said("Jacket it.", "মজবুত করুন।"),
        final_action_plan=None,
        due_on=DAY,
        status=Status.IN_PROGRESS,
        status_since=DAY,
        photos=(photo,),
    )
    files = (
        FileTold("files/01-drawing.pdf", "drawing.pdf", "b" * 64, 900, DAY, is_missing=False),
        FileTold("files/02-gone.pdf", "gone.pdf", "c" * 64, 900, DAY, is_missing=True),
    )
    asked = Said("May it be used?", "ব্যবহার করা যাবে কি?")
    dossier = Dossier(AT, DAY, asked, is_demonstration=False, order=order, building=building, hazards=(hazard,),
                      photos_not_looked_at=2, files=files)  # fmt: skip
    return replace(dossier, **changes)


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING] == []


@pytest.fixture(scope="module")
def printed() -> bytes:
    return print_referral(a_dossier(is_demonstration=True), zone=DHAKA)


def test_it_is_archivable_and_accessible(printed, tmp_path):
    (tmp_path / "referral.pdf").write_bytes(printed)

    assert violations([tmp_path / "referral.pdf"]) == []


def test_everything_is_said_in_english_and_in_bangla(printed, tmp_path):
    text = " ".join(poppler_text(printed, tmp_path).split())

    for words in (
        "DEMONSTRATION",
        "Load reduction · Block A · at most 1.0 kPa",
        "raised as evacuation",
        "May it be used?",
        "1 July 2024, 12:00",
        "First Knit Ltd. · R. Islam · by telephone",
        "not acknowledged",
        "1 of them has not acknowledged it.",
        "Inspector General · DIFE/7",
        "did not agree: DIFE",
        "4.8 kPa",
        "allowable 2.0 kPa",
        "photos/9001-structural-7-1.jpg",
        "2 photos of these hazards are not enclosed",
        "gone or damaged on our disk: not enclosed",
        "রিভিউ প্যানেলে প্রেরণ",
        "ভার কমানো",
        "C3 কলামের আবরণ খসে গেছে।",
        "১ জুলাই ২০২৪, ১২:০০",
        "সর্বসম্মত",
    ):
        assert words in text, words
    assert "সেলাই ফ্লোর" in pdfium_text(printed)


def test_the_same_dossier_gives_the_same_bytes(printed):
    assert print_referral(a_dossier(is_demonstration=True), zone=DHAKA) == printed


def test_a_hostile_text_is_printed_as_what_it_is(tmp_path):
    order = replace(a_dossier().order, said=Said(HOSTILE))
    pdf = print_referral(a_dossier(order=order, asked=Said(HOSTILE)), zone=DHAKA)

    text = poppler_text(pdf, tmp_path)
    assert "{{ 7 * 7 }}" in text
    assert "<script>" in text


def test_a_dossier_of_nothing_is_printed_too(tmp_path):
    empty = {"causes": (), "measures": (), "recipients": (), "state_orders": (), "determinations": (), "places": ()}
    bare = {"floors": (), "occupants": (), "ratings": (), "measurements": (), "landlord": None, "construction": None}
    told = a_dossier()
    dossier = replace(
        told,
        order=replace(told.order, limit_kpa=None, **empty),
        building=replace(told.building, storeys=None, year_built=None, **bare),
        asked=None,
        hazards=(),
        files=(),
        photos_not_looked_at=0,
    )

    text = " ".join(poppler_text(print_referral(dossier, zone=DHAKA), tmp_path).split())

    for words in ("No measure was set.", "No floor is on record.", "Nothing was measured.", "No file was handed in."):
        assert words in text
