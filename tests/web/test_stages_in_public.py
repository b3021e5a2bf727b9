"""Stages in public: what they mean for workers and brands, what has not followed yet, and what was taken back."""

import csv
from datetime import date
from io import StringIO

import pytest

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.tables import open_for_writing
from accord.rules.public.disclosed_ineligibility import ExportPapers
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.public.disclosure import RecognitionDisclosed
from accord.rules.vocabulary import Status
from tests.public_builders_reg import an_entry, put_register
from tests.web.reading import read

DECIDED, HOLDS = date(2018, 2, 20), date(2018, 3, 1)
REFUSED = StageDisclosed(
    3,
    DECIDED,
    HOLDS,
    "Refused to install fire doors.",
    "ফায়ার ডোর লাগাতে রাজি হয়নি।",
    conditions="Fire doors on every stair.",
    conditions_bn="প্রতিটি সিঁড়িতে ফায়ার ডোর।",
)
RETRACTED = StageDisclosed(
    3,
    date(2017, 5, 2),
    date(2017, 5, 9),
    "No door.",
    None,
    retracted_on=date(2017, 6, 1),
    why_retracted="The door was there.",
)


def put(settings, *stages, recognitions=()):
    put_register(
        settings,
        [an_entry(90001, Status.CORRECTED, name="Savar Knit Ltd.", stages=stages, recognitions=recognitions)],
    )


def follows(settings, *, papers=(), duties=()):
    """Write what followed the decision, as the snapshot is written."""
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        for place, (step, day) in enumerate(papers):
            row = {"factory": 90001, "sequence": place, "decided_on": DECIDED, "step": step, "happened_on": day}
            connection.execute(tables.export_papers.insert(), row)
        for place, day in enumerate(duties):
            row = {"factory": 90001, "sequence": place, "decided_on": DECIDED, "confirmed_on": day}
            connection.execute(tables.termination.insert(), row)
    engine.dispose()


@pytest.mark.parametrize(
    ("stage", "worker", "brand"),
    [
        (1, "Nothing changes for your work and your wages.", "see to it that the action plan is carried out"),
        (2, "Nothing changes for your work and your wages.", "say how they help to pay"),
        (3, "What you have earned must be paid.", "must end its business here"),
    ],
)
def test_a_stage_says_what_it_means_for_workers_and_for_brands(settings, visitor, stage, worker, brand):
    put(settings, StageDisclosed(stage, DECIDED, HOLDS, None, None))

    text = read(visitor.get("/factories/90001").text).text

    assert worker in text
    assert brand in text
    assert "since 1 March 2018 · decided 20 February 2018" in text


def test_an_ineligible_factory_tells_its_counters_and_what_must_be_so_to_come_back(settings, visitor):
    put(settings, REFUSED)
    follows(settings, papers=[(ExportPapers.ASKED, HOLDS)], duties=[None, None, date(2018, 4, 1)])

    text = read(visitor.get("/factories/90001?as_of=2018-03-02").text).text
    later = read(visitor.get("/factories/90001?as_of=2018-04-01").text).text

    assert "Fire doors on every stair." in text
    assert "days since the decision without the export papers withheld 10" in text
    assert "brands that have not confirmed that they ended their business 3 of 3 brands" in text
    assert "brands that have not confirmed that they ended their business 2 of 3 brands" in later


def test_papers_that_are_withheld_are_said_to_be(settings, visitor):
    put(settings, REFUSED)
    follows(settings, papers=[(ExportPapers.WITHHELD, HOLDS)])

    assert "withheld they are withheld" in read(visitor.get("/factories/90001").text).text
    assert "they are withheld" in read(visitor.get("/ineligible").text).text


def test_a_decision_is_shown_before_its_day_and_makes_nobody_ineligible_before_it(settings, visitor):
    put(settings, REFUSED)

    page = read(visitor.get("/factories/90001?as_of=2018-02-25").text).text
    listed = read(visitor.get("/ineligible?as_of=2018-02-25").text).text

    assert "Decided, and holds from 1 March 2018 on." in page
    assert "Stage 3 is decided: brands that signed the Accord must end their business" in page
    assert "ineligible" not in page.partition("Remediation of the initial")[2][:60]
    assert "No factory is ineligible on this day." in listed
    assert "Decided, not yet in force 1" in listed
    assert "Savar Knit Ltd. 90001 · Gazipur 20 February 2018 1 March 2018" in listed
    assert "Savar" not in visitor.get("/ineligible.csv?as_of=2018-02-25").text


def test_a_decision_that_was_taken_back_stays_with_both_dates_and_the_reason(settings, visitor):
    put(settings, RETRACTED)

    page = read(visitor.get("/factories/90001").text).text
    listed = read(visitor.get("/ineligible").text).text

    assert "Taken back on 1 June 2017: it never held. The door was there." in page
    assert "must end its business here" not in page
    assert "2 May 2017 1 June 2017 The door was there." in listed
    assert "No factory is ineligible on this day." in listed


def test_a_requalified_factory_is_listed_with_both_ends(settings, visitor):
    back = StageDisclosed(0, date(2018, 5, 1), date(2018, 5, 1), "Every door hangs.", "সব দরজা লাগানো।")
    put(settings, REFUSED, back)

    listed = read(visitor.get("/ineligible?lang=bn").text).text

    assert "আবার যোগ্য ঘোষিত কারখানা" in listed
    assert "১ মার্চ ২০১৮ ১ মে ২০১৮ সব দরজা লাগানো।" in listed
    assert "Requalified: what was refused" in read(visitor.get("/factories/90001?lang=en").text).text


def test_the_page_of_an_ineligible_factory_is_whole_in_bangla(settings, visitor):
    put(settings, REFUSED)

    page = read(visitor.get("/factories/90001?lang=bn").text)

    assert "প্রতিটি সিঁড়িতে ফায়ার ডোর।" in page.said_in("bn")
    assert "আপনার পাওনা মজুরি দিতেই হবে।" in page.text


def test_a_withdrawn_recognition_stays_as_a_tombstone_with_its_reason(settings, visitor):
    gone = RecognitionDisclosed(
        date(2017, 3, 1), date(2018, 2, 1), "BA/L 17", "A gate is locked again.", "আবার গেটে তালা।"
    )
    put(settings, recognitions=(gone,))

    listed = read(visitor.get("/completed").text).text
    page = read(visitor.get("/factories/90001").text).text

    assert "Recognition withdrawn 1" in listed
    assert "1 March 2017 1 February 2018 A gate is locked again." in listed
    assert "The recognition of 1 March 2017 was withdrawn on 1 February 2018. A gate is locked again." in page
    assert "আবার গেটে তালা।" in read(visitor.get("/completed?lang=bn").text).text
    assert "withdrawn" not in read(visitor.get("/completed?as_of=2018-01-31").text).text
    assert "BA/L 17" in read(visitor.get("/factories/90001?as_of=2018-01-31").text).text


def test_the_api_and_the_file_say_the_same(settings, visitor):
    put(settings, REFUSED, RETRACTED)
    follows(settings, duties=[None])

    whole = visitor.get("/api/v1/factories/90001?as_of=2018-03-02").json
    [row] = csv.DictReader(StringIO(visitor.get("/ineligible.csv?as_of=2018-03-02").text))

    assert whole["ineligible"]["days_export_papers_not_withheld"] == 10
    assert whole["ineligible"]["signatories_not_confirmed"] == 1
    assert whole["ineligible"]["conditions"] == "Fire doors on every stair."
    assert whole["stages"][1]["retracted_on"] == "2017-06-01"
    assert (row["days_export_papers_not_withheld"], row["signatories_not_confirmed"]) == ("10", "1")
    assert visitor.get("/api/v1/factories/90001?as_of=2018-02-28").json["ineligible"] is None


def test_of_a_factory_that_is_warned_no_longer_the_page_says_no_more_than_was_decided(settings, visitor):
    warned = StageDisclosed(1, DECIDED, DECIDED, "Three dates passed.", None)
    put(settings, warned, StageDisclosed(0, HOLDS, HOLDS, "The dates were set anew.", None))

    page = read(visitor.get("/factories/90001?lang=en").text).text

    assert "Back to normal: no longer warned." in page
    assert "engineers have verified it" not in page
    assert "আর সতর্কবার্তার অধীনে নেই।" in read(visitor.get("/factories/90001?lang=bn").text).text
