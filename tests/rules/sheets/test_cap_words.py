import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.rules.sheets.cap_words import (
    Danger,
    UnknownStatus,
    Visit,
    danger_in,
    disciplines_in,
    rating_of,
    status_of,
    title_discipline,
    visit_of,
    yes_or_no,
)
from accord.rules.vocabulary import Discipline, InspectionKind, OrderKind, Origin, Rating, Severity, Status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Corrected", Status.CORRECTED),
        (" CORRECTED\n", Status.CORRECTED),
        ("In\u00a0Progress", Status.IN_PROGRESS),
        ("In\nProgress ", Status.IN_PROGRESS),
        ("In-progress", Status.IN_PROGRESS),
        ("in_progress", Status.IN_PROGRESS),
        ("Not Corrected", Status.IN_PROGRESS),
        ("PENDING VERIFICATION", Status.PENDING_VERIFICATION),
        ("Pending\nVerification", Status.PENDING_VERIFICATION),
        ("Withdrawn", Status.WITHDRAWN),
        ("withdrawn by ACCORD", Status.WITHDRAWN),
    ],
)
def test_a_status_is_read_however_it_is_typed(words: str, status: Status) -> None:
    assert status_of(words)[0] is status


@pytest.mark.parametrize("words", ["Not applicable ", "N/A", "n/a", "NOT-APPLICABLE"])
def test_not_applicable_is_withdrawn_for_that_reason(words: str) -> None:
    assert status_of(words) == (Status.WITHDRAWN, "not applicable")


@pytest.mark.parametrize("words", ["", "Almost done", "Correct", "Partially corrected", "Done", "Not started", "-"])
def test_any_other_word_is_no_status(words: str) -> None:
    with pytest.raises(UnknownStatus):
        status_of(words)


@given(st.sampled_from(["corrected", "pending verification", "in progress", "n/a", "withdrawn"]), st.data())
def test_case_and_gaps_never_change_a_status(words: str, data: st.DataObject) -> None:
    gap = data.draw(st.sampled_from([" ", "\n", "\u00a0", "-", "  ", "–"]))
    typed = "".join(data.draw(st.sampled_from([letter, letter.upper()])) for letter in words.replace(" ", gap))

    assert status_of(f" {typed}\n") == status_of(words)


def test_only_an_initial_inspection_makes_an_initial_hazard() -> None:
    assert visit_of("Initial Inspection") == Visit(Origin.INITIAL, InspectionKind.INITIAL)
    assert visit_of("Follow-up Inspection", "4th Follow Up") == Visit(Origin.NEW, InspectionKind.FOLLOW_UP, 4)
    assert visit_of("Follow up Inspection") == Visit(Origin.NEW, InspectionKind.FOLLOW_UP)
    assert visit_of("Special Inspection", "Post-Earthquake Assessment") == Visit(Origin.NEW, InspectionKind.SPECIAL)
    assert visit_of("T&C Verification") == Visit(Origin.NEW, InspectionKind.COMMISSIONING)
    assert visit_of("Unheard-of Visit") == Visit(Origin.NEW, InspectionKind.SPECIAL)


@pytest.mark.parametrize(
    ("visit_type", "sub_type"),
    [
        ("OSH Complaint Inspection", "OSH Complaint"),
        ("Follow-up Inspection", "2nd Complaint Follow Up"),
        ("COMPLAINTS VERIFICATION", ""),
        ("Unannounced", "worker's complain"),
    ],
)
def test_a_visit_after_a_complaint_reads_special_and_leaves_no_trace(visit_type: str, sub_type: str) -> None:
    assert visit_of(visit_type, sub_type) == visit_of("Special Inspection")


@pytest.mark.parametrize(
    ("title", "discipline"),
    [
        ("STRUCTURAL & BUILDING SAFETY", Discipline.STRUCTURAL),
        ("Fire Safety Follow up Inspection", Discipline.FIRE),
        ("ELECTRICAL SAFETY FOLLOW UP INSPECTION REPORT (10 th)", Discipline.ELECTRICAL),
        ("BOILER SAFETY", Discipline.BOILER),
        ("Fire", Discipline.FIRE),
        ("Fire Service Road, Dhaka", None),
        ("Bangladesh Accord Remediation", None),
        ("Fire and Electrical Safety", None),
    ],
)
def test_a_title_names_one_discipline(title: str, discipline: Discipline | None) -> None:
    assert title_discipline(title) is discipline


def test_a_sheet_name_may_name_the_discipline_with_an_underscore() -> None:
    assert disciplines_in("Fire_90004") == (Discipline.FIRE,)
    assert disciplines_in("Annex Response") == ()


@pytest.mark.parametrize(
    ("discipline", "kind"),
    [
        (Discipline.STRUCTURAL, OrderKind.EVACUATION),
        (Discipline.BOILER, OrderKind.BOILER_SHUTDOWN),
        (Discipline.FIRE, None),
        (Discipline.ELECTRICAL, None),
    ],
)
def test_severe_and_imminent_calls_for_the_order_of_the_discipline(
    discipline: Discipline, kind: OrderKind | None
) -> None:
    words = "SEVERE AND\nIMMINENT: columns show cracks; evacuate, load reduction."

    assert danger_in(discipline, words, None) == Danger(kind, "severe and imminent")


@pytest.mark.parametrize(
    ("action", "danger"),
    [
        ("Suspend use and EVACUATE Building 2.", Danger(OrderKind.EVACUATION, "evacuate")),
        ("Immediate evacuation of level 4", Danger(OrderKind.EVACUATION, "evacuate")),
        ("Load-reduction: remove all loads", Danger(OrderKind.LOAD_REDUCTION, "load reduction")),
        ("Reduce the stacking height of loads", None),
        (None, None),
    ],
)
def test_words_of_danger_in_the_recommended_action_are_seen(action: str | None, danger: Danger | None) -> None:
    assert danger_in(Discipline.STRUCTURAL, "Cracks in columns.", action) == danger


@pytest.mark.parametrize("action", ["SHUT DOWN boiler no. 2", "Shutdown of the boiler"])
def test_shut_down_is_a_boiler_shutdown_only_at_a_boiler(action: str) -> None:
    assert danger_in(Discipline.BOILER, "No safety valve.", action) == Danger(OrderKind.BOILER_SHUTDOWN, "shut down")
    assert danger_in(Discipline.ELECTRICAL, "Hot joint.", action) == Danger(None, "shut down")


def test_ratings_and_yes_or_no_are_read_as_words() -> None:
    assert rating_of("Amber ") is Rating.AMBER
    assert rating_of("Red (suspended)") is Rating.RED
    assert rating_of("") is None
    assert (yes_or_no("Yes"), yes_or_no("NO"), yes_or_no("")) == (True, False, None)


@pytest.mark.parametrize(
    ("observation", "because"),
    [
        ("Column C3 is crushed at level 2. Clear the building.", "clear the building"),
        ("People must leave this floor at once.", "clear the building"),
        ("Concrete of column C3 is crushing.", "crushed"),
        ("The slab may collapse.", "collapse"),
        ("কলাম C3 চূর্ণ হয়েছে।", "crushed"),
        ("ভবনটি এখনই খালি করুন।", "clear the building"),
        ("সব শ্রমিকদের এখনই সরিয়ে নিন।", "clear the building"),
        ("স্ল্যাব ধসে পড়তে পারে।", "collapse"),
    ],
)
def test_a_danger_is_seen_in_the_words_of_an_engineer_in_both_languages(observation: str, because: str) -> None:
    assert danger_in(Discipline.STRUCTURAL, observation, None) == Danger(OrderKind.EVACUATION, because)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_bangla_letter_is_read_however_the_file_writes_it(form: str) -> None:
    words = unicodedata.normalize(form, "কারখানা ছেড়ে চলে যান")

    assert danger_in(Discipline.STRUCTURAL, words, None) == Danger(OrderKind.EVACUATION, "clear the building")
    assert danger_in(Discipline.STRUCTURAL, "কারখানা ছেড়ে চলে যান", None)


@pytest.mark.parametrize(
    ("discipline", "observation"),
    [
        (Discipline.STRUCTURAL, "The mix is of crushed stone; the crushing strength is not known."),
        (Discipline.STRUCTURAL, "Cartons stand nine high; the lowest ones are crushed."),
        (Discipline.FIRE, "Collapsible gates stand in the exit path: clear the passage."),
        (Discipline.FIRE, "Workers leave the premises of the store unlocked."),
        (Discipline.ELECTRICAL, "A cable is crushed under the panel."),
        (Discipline.STRUCTURAL, "দেয়াল পরিষ্কার করুন।"),
    ],
)
def test_words_that_only_sound_like_danger_call_for_no_order(discipline: Discipline, observation: str) -> None:
    assert danger_in(discipline, observation, None) is None


def test_the_severity_of_the_sheet_is_a_danger_whatever_the_words_say() -> None:
    severe = Severity.SEVERE_AND_IMMINENT

    assert danger_in(Discipline.FIRE, "Exit is locked.", None, severity=severe) == Danger(None, "severe and imminent")
    assert danger_in(Discipline.FIRE, "Exit is locked.", None, severity=Severity.HIGH) is None
