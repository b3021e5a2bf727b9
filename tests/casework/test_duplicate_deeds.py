"""A person says that two factories are one, or different, and takes it back; no figure told before changes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet, a_workbook
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from accord.casework.coverage import coverage_on, set_coverage
from accord.casework.disclosure import disclose
from accord.casework.factories import MergedAway, UnknownFactory, factory_numbered, factory_on_record
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.journal import first_broken_line
from accord.casework.progress import progress
from accord.casework.register import say_different, say_same, undo
from accord.casework.register.decisions import NoPair, NothingDecided
from accord.casework.register.giving_way import AlreadyDecided, MayNotGiveWay
from accord.casework.register.pairs import pairs_in
from accord.gateways.cap_sheets.model import WorkbookRefused
from accord.records.cap import CapMeeting, CapVersion, Recognition, SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.edition import PublishedEdition
from accord.records.escalation import StageChange
from accord.records.factory import Building, CompanyGroup, CoverageChange, Factory, Occupant, Signatory, Sourcing
from accord.records.incident import Incident
from accord.records.inspection import Inspection, Visit
from accord.records.journal import JournalEntry
from accord.records.order import OrderFactory, SafetyOrder
from accord.records.paperwork import RequiredDocument, StoredFile
from accord.records.register import DuplicateState, FactoryMerge, LikelyDuplicate
from accord.rules.desk.incidents import IncidentKind
from accord.rules.desk.paperwork import DocumentKind
from accord.rules.desk.people import Role
from accord.rules.vocabulary import CapState, Coverage, Discipline, InspectionKind, OrderKind, Source
from tests.casework.factory_lists import counts, refused_with, take_in, take_in_sourcing, written
from tests.desk_builders import a_person, an_engineer

HEADS = ("Factory Number", "Name", "Name (Bangla)", "Address", "District", "Lat", "Lng", "OS ID", "Workers", "Group")
ALIF = ("9490", "Alif Knitwear Ltd.", "", "Plot 7, Tongi, Gazipur", "", "", "", "", "500", "")
ALIF_AGAIN = ("9491", "ALIF KNIT WEAR LIMITED", "আলিফ নিটওয়্যার", "Plot-7 Tongi Gazipur", "Gazipur", "23.9", "90.4")
OS_ID, OTHER_OS_ID = "BD2019083XA3M0V", "BD201908303VJV8"
ALIF_AGAIN = (*ALIF_AGAIN, OS_ID, "900", "Alif Group")
BOTH = (9490, 9491)
WHO = "R. Islam"
RELATIONS = ("signatory", "factory", "from", "to", "lead")


@pytest.fixture
def then(moment):
    """A month before the moment of the tests."""
    return replace(moment, now=datetime(2024, 6, 1, 6, 0, tzinfo=UTC))


@pytest.fixture
def later(moment):
    """A month after the moment of the tests."""
    return replace(moment, now=datetime(2024, 8, 1, 6, 0, tzinfo=UTC))


@pytest.fixture
def a_list(tmp_path):
    return written(tmp_path, HEADS, ALIF, ALIF_AGAIN)


@pytest.fixture
def alike(session, then, a_list):
    """Two records of one factory, imported from a list a month ago, which are listed as a likely pair."""
    take_in(session, then, a_list)
    return session


@pytest.fixture
def same(alike, moment):
    def said(keep=9490, *, pair=BOTH, at=moment):
        return say_same(alike, *pair, keep=keep, actor=WHO, moment=at)

    return said


@pytest.fixture
def undone(alike, later):
    def said(*, pair=BOTH, at=later):
        return undo(alike, *pair, actor="the CSO", moment=at)

    return said


def a_cap(session, number, *rows, at):
    sheet = a_sheet(*rows, factory_numbers=(number,), factory_names=(None,))
    return import_cap(session, (book := a_workbook(sheet)), file=a_file(book), actor="an engineer", moment=at)


def record(session, number) -> dict:
    """Return all that is on record of a factory."""
    factory = factory_on_record(session, number)
    session.refresh(factory)
    return {column.key: getattr(factory, column.key) for column in inspect(Factory).column_attrs}


def numbers(session, state=DuplicateState.OPEN) -> list[tuple[int, int]]:
    return [pair.numbers for pair in pairs_in(session, state)]


def standing_merges(session) -> set[tuple[int, int]]:
    """Return who stands for whom, from the records of merges; the column of the factory must say the same."""
    rows = session.execute(
        select(FactoryMerge.merged_id, FactoryMerge.kept_id).where(FactoryMerge.undone_at.is_(None))
    ).all()
    columns = session.execute(
        select(Factory.id, Factory.merged_into_id).where(Factory.merged_into_id.is_not(None))
    ).all()
    assert set(rows) == set(columns)
    by_id = dict(session.execute(select(Factory.id, Factory.number)).all())
    return {(by_id[merged], by_id[kept]) for merged, kept in rows}


def coverages(session, *each) -> list[Coverage]:
    return [factory_on_record(session, number).coverage for number in each]


def a_relation(session, brand, number, *, at, since=date(2018, 1, 1), **more):
    signatory = session.scalar(select(Signatory).where(Signatory.name == brand)) or Signatory(name=brand)
    factory = factory_on_record(session, number)
    session.add(Sourcing(signatory=signatory, factory=factory, from_on=since, recorded_at=at.now, **more))
    session.flush()


# What merging does


def test_the_kept_factory_takes_over_what_it_lacks_and_nothing_that_it_says_itself(alike, same):
    decision = same()

    kept = factory_numbered(alike, 9490)
    assert (kept.name, kept.workers) == ("Alif Knitwear Ltd.", 500)
    assert (kept.name_bn, kept.district, kept.os_id) == ("আলিফ নিটওয়্যার", "Gazipur", OS_ID)
    assert (kept.latitude_degrees, kept.longitude_degrees) == (23.9, 90.4)
    assert kept.company_group.name == "Alif Group"
    assert decision.as_object() == {
        "factories": [9490, 9491],
        "state": "same",
        "kept": 9490,
        "merged": 9491,
        "taken_over": ["name_bn", "latitude_degrees", "longitude_degrees", "os_id", "company_group"],
        "places_differ": False,
        "coverage": {"9490": "inactive", "9491": "archived"},
    }


def test_the_merged_factory_keeps_its_record_and_is_archived_from_today_on(alike, same, moment):
    before = record(alike, 9491)

    same()

    changed = {name for name, value in record(alike, 9491).items() if before[name] != value}
    assert changed == {"coverage", "merged_into_id", "os_id"}
    [_, change] = alike.scalars(
        select(CoverageChange).where(CoverageChange.factory_id == before["id"]).order_by(CoverageChange.id)
    )
    assert (change.coverage, change.from_on, change.actor) == (Coverage.ARCHIVED, moment.today, WHO)
    assert change.reason == "factory 9490 stands for it"
    assert standing_merges(alike) == {(9491, 9490)}


def test_the_pair_and_the_journal_say_who_decided_what_and_when(alike, same, moment):
    same()

    [pair] = pairs_in(alike, DuplicateState.SAME)
    assert (pair.numbers, pair.decided_by, pair.decided_at, pair.kept.number) == (BOTH, WHO, moment.now, 9490)
    line = alike.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (line.actor, line.deed, line.subject) == (
        WHO,
        "said that two factories are one",
        "factory 9490 factory 9491",
    )
    details = json.loads(line.details)
    assert (details["kept"], details["merged"], details["taken_over"]["os_id"]) == (9490, 9491, OS_ID)
    assert details["taken_over"]["company_group"] == "Alif Group"
    assert details["coverage_before"]["merged"]["before"] == [["2024-07-01", "inactive"]]
    assert first_broken_line(alike) is None


def test_the_person_chooses_which_number_stays(alike, same):
    same(keep=9491)

    kept = factory_numbered(alike, 9491)
    assert (kept.name, kept.workers, kept.os_id) == ("ALIF KNIT WEAR LIMITED", 900, OS_ID)
    assert standing_merges(alike) == {(9490, 9491)}


def test_of_a_record_at_another_place_the_kept_one_takes_over_no_place(session, moment, tmp_path):
    moved = ("9491", "Alif Knitwear", "", "House 3, Agrabad, Chattogram", "Chattogram", "22.3", "91.8", "", "", "")
    take_in(session, moment, written(tmp_path, HEADS, ALIF, moved))

    decision = say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    kept = factory_numbered(session, 9490)
    assert decision.told["places_differ"]
    assert (kept.district, kept.latitude_degrees, kept.address) == ("Gazipur", None, "Plot 7, Tongi, Gazipur")


# What undoing does


def test_undoing_leaves_both_records_as_they_were_and_the_pair_undecided(alike, same, undone):
    before = [record(alike, number) for number in BOTH]
    same()

    decision = undone()

    assert [record(alike, number) for number in BOTH] == before
    assert (standing_merges(alike), numbers(alike)) == (set(), [BOTH])
    [pair] = pairs_in(alike, DuplicateState.OPEN)
    assert (pair.decided_by, pair.decided_at) == (None, None)
    assert decision.as_object() == {
        "factories": [9490, 9491],
        "state": "open",
        "undone": "same",
        "taken_back": ["name_bn", "latitude_degrees", "longitude_degrees", "os_id", "company_group"],
        "left": [],
    }


def test_undoing_keeps_every_line_that_was_ever_written(alike, same, undone, later):
    same()
    undone()
    same(keep=9491, at=later)
    undone()

    deeds = list(alike.scalars(select(JournalEntry.deed).order_by(JournalEntry.id)))
    assert deeds[1:] == ["said that two factories are one", "took back what was said of two factories"] * 2
    assert first_broken_line(alike) is None
    merges = alike.scalars(select(FactoryMerge).order_by(FactoryMerge.id)).all()
    assert [(each.merged.number, each.kept.number, each.undone_by) for each in merges] == [
        (9491, 9490, "the CSO"),
        (9490, 9491, "the CSO"),
    ]


def test_undoing_takes_back_only_what_is_still_as_the_merge_left_it(alike, same, undone):
    same()
    kept = factory_numbered(alike, 9490)
    kept.name_bn, kept.os_id = "আলিফ", OTHER_OS_ID
    alike.flush()

    decision = undone()

    assert (kept.name_bn, kept.os_id, kept.latitude_degrees) == ("আলিফ", OTHER_OS_ID, None)
    assert decision.told["left"] == ["name_bn", "os_id"]
    assert factory_numbered(alike, 9491).os_id == OS_ID


def test_what_was_recorded_of_the_kept_factory_meanwhile_stays_with_it(alike, same, undone, moment, later):
    same()
    a_cap(alike, 9490, a_row(), at=moment)

    undone()

    found = [progress(alike, Scope(factory=number), moment=later).initial.applicable for number in BOTH]
    assert found == [1, 0]


# Lists after a merge


def test_the_same_lists_again_after_a_merge_change_nothing_and_propose_nothing(alike, same, moment, a_list, tmp_path):
    relations = written(
        tmp_path,
        RELATIONS,
        ("Nordic Wear", "9490", "2018-01-01", "", "yes"),
        ("Nordic Wear", "9491", "2019-01-01", "", "yes"),
        ("Alpine", "9491", "2020-01-01", "2021-01-01", ""),
    ).rename(tmp_path / "relations.csv")
    take_in_sourcing(alike, moment, relations)
    a_list = written(tmp_path, HEADS, ALIF, ALIF_AGAIN)
    same()
    before = [record(alike, number) for number in BOTH]
    lines = alike.scalar(select(func.count()).select_from(JournalEntry))

    again = take_in(alike, moment, a_list)
    relations_again = take_in_sourcing(alike, moment, relations)

    assert counts(again) == (0, 0, 1)
    assert (again.repeated, again.likely_duplicates) == (1, [])
    assert [note.message for note in again.warnings] == ["the row speaks of the same factory as row 2"]
    assert (relations_again.created, relations_again.updated, relations_again.unchanged) == (0, 0, 3)
    assert relations_again.warnings == []
    assert [record(alike, number) for number in BOTH] == before
    assert alike.scalar(select(func.count()).select_from(JournalEntry)) == lines
    assert alike.scalar(select(func.count()).select_from(LikelyDuplicate)) == 1


@pytest.mark.parametrize(
    "named",
    [
        {0: "9491", 1: "ALIF KNIT WEAR LIMITED"},
        {1: "Alif", 7: OS_ID},
        {1: "Alif Knit Wear Ltd", 3: "Plot 7, Tongi Gazipur"},
    ],
)
def test_a_row_that_names_the_merged_number_os_id_or_name_and_address_is_of_the_kept_factory(
    alike, same, moment, tmp_path, named
):
    same()
    row = [named.get(place, "") for place in range(len(HEADS))]

    report = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*row, "Tongi")))

    assert (counts(report), report.likely_duplicates) == ((0, 1, 0), [])
    assert factory_numbered(alike, 9490).upazila == "Tongi"
    assert factory_on_record(alike, 9491).upazila is None


def test_two_os_ids_of_one_factory_both_lead_to_the_kept_one(session, moment, tmp_path):
    rows = [(*ALIF[:7], OTHER_OS_ID, "", ""), ALIF_AGAIN]
    take_in(session, moment, written(tmp_path, HEADS, *rows))
    say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    file = written(tmp_path, ("Name", "OS ID"), ("Alif One", OTHER_OS_ID), ("Alif Two", OS_ID))
    report = take_in(session, moment, file)

    assert (counts(report), report.repeated) == ((0, 0, 1), 1)
    assert [factory_on_record(session, number).os_id for number in BOTH] == [OTHER_OS_ID, OS_ID]


def test_the_merged_number_may_bear_another_name_in_a_list_and_two_rows_of_one_number_may_not(
    session, moment, tmp_path
):
    rows = [("9491", "Badal Denim Mills", "Savar"), ("9490", "Alif Knit", "Savar")]
    file = written(tmp_path, ("Number", "Name", "Address"), *rows)
    take_in(session, moment, file)
    say_same(session, *BOTH, keep=9490, actor=WHO, moment=moment)

    assert counts(take_in(session, moment, file)) == (0, 0, 1)
    repeated = take_in(session, moment, written(tmp_path, ("Number", "Name", "Address"), *rows, rows[0]))
    assert (counts(repeated), repeated.repeated) == ((0, 0, 1), 2)
    twice = written(tmp_path, ("Number", "Name", "Address"), rows[1], ("9490", "Badal Denim Mills", "Savar"))
    assert "9490 stands for “Alif Knit” in row 2" in refused_with(take_in, session, moment, twice)[0]


def test_a_number_that_gave_way_is_not_given_to_a_new_factory(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, ("Name",), ("Alif Knit",), ("Badal Denim",)))
    say_same(session, 60_000, 60_001, keep=60_000, actor=WHO, moment=moment)

    report = take_in(session, moment, written(tmp_path, ("Name",), ("Chand Textile",)))

    assert report.numbers_given == [60_002]


def test_a_cap_of_the_merged_number_is_refused_in_a_sentence_that_names_the_one_that_stands(alike, same, moment):
    same()

    with pytest.raises(WorkbookRefused) as refused:
        a_cap(alike, 9491, a_row(), at=moment)

    [sentence] = refused.value.sentences("cap.xlsx")
    assert "the sheet is of factory 9491, which was merged into 9490" in sentence


# Who may give way


def an_edition(session, factory, moment):
    frozen = {"content": "{}", "substance_sha256": "x", "published_at": moment.now, "redaction": 1}
    return PublishedEdition(number=1, as_of=moment.today, **frozen)


def an_inspection(session, factory, moment):
    kind = {"discipline": Discipline.FIRE, "kind": InspectionKind.INITIAL, "source": Source.DESK}
    return Inspection(**kind, inspected_on=moment.today, recorded_at=moment.now)


def a_cap_version(session, factory, moment):
    state = {"discipline": Discipline.FIRE, "number": 1, "state": CapState.DRAFT, "source": Source.DESK}
    return CapVersion(**state, actor=WHO, recorded_at=moment.now)


def a_letter(session, factory, moment):
    return Recognition(recognised_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_sheet_read(session, factory, moment):
    file = {"file_name": "x", "file_sha256": "x", "sheet": "x"}
    return SheetImport(discipline=Discipline.FIRE, **file, recorded_at=moment.now)


def a_danger(session, factory, moment):
    return DangerToConfirm(discipline=Discipline.FIRE, because="rating red", recorded_at=moment.now)


def a_stage(session, factory, moment):
    day = {"decided_on": moment.today, "effective_on": moment.today}
    return StageChange(stage=1, **day, reason="x", actor=WHO, recorded_at=moment.now)


def a_place(session, factory, moment):
    session.add(building := Building(name="East"))
    session.flush()
    return Occupant(building_id=building.id)


def an_order(session, factory, moment):
    session.add(order := SafetyOrder(kind=OrderKind.EVACUATION, building=Building(name="East"), because="x"))
    session.flush()
    return OrderFactory(order_id=order.id)


def a_role(session, factory, moment):
    return an_owner(session, factory).roles[0]


def an_owner(session, factory, until=None):
    return a_person(session, Role.FACTORY_USER, factory=factory, until=until)


def a_planned_visit(session, factory, moment):
    visit = {"discipline": Discipline.FIRE, "kind": InspectionKind.FOLLOW_UP, "engineer_id": an_engineer(session).id}
    return Visit(**visit, planned_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_meeting(session, factory, moment):
    said = {"held_on": moment.today, "attended": "x", "notes": "x", "person_id": an_engineer(session).id}
    return CapMeeting(**said, actor=WHO, recorded_at=moment.now)


def an_owed_document(session, factory, moment):
    return RequiredDocument(kind=DocumentKind.DEA, actor=WHO, recorded_at=moment.now)


def an_accident(session, factory, moment):
    said = {"kind": IncidentKind.FIRE, "happened_on": moment.today, "account": "x"}
    return Incident(**said, actor=WHO, recorded_at=moment.now)


def a_kept_file(session, factory, moment):
    file = {"name": "x.pdf", "sha256": "x", "size_bytes": 1, "person_id": an_engineer(session).id}
    return StoredFile(**file, actor=WHO, recorded_at=moment.now)


HELD = [
    (an_edition, "1 published edition"),
    (an_inspection, "1 inspection"),
    (a_cap_version, "1 version of a corrective action plan"),
    (a_letter, "1 letter of recognition"),
    (a_sheet_read, "1 imported CAP sheet"),
    (a_danger, "1 danger to confirm"),
    (a_stage, "1 decision on its stage"),
    (a_place, "1 place in a building"),
    (an_order, "1 order"),
    (a_role, "1 role that somebody has there"),
    (a_planned_visit, "1 planned visit"),
    (a_meeting, "1 meeting about its plan"),
    (an_owed_document, "1 document that it owes"),
    (an_accident, "1 accident"),
    (a_kept_file, "1 file"),
]


def hold(session, number, thing, moment):
    factory = factory_on_record(session, number)
    held = thing(session, factory, moment)
    held.factory_id = factory.id
    session.add(held)
    session.flush()


@pytest.mark.parametrize(("thing", "words"), HELD)
def test_a_factory_that_holds_something_of_its_own_does_not_give_way_and_is_proposed_to_be_kept(
    alike, same, moment, thing, words
):
    hold(alike, 9491, thing, moment)

    with pytest.raises(MayNotGiveWay, match=f"9491 cannot give way, since it holds {words}; keep 9491 instead"):
        same(keep=9490)
    alike.rollback()


def test_a_role_that_has_ended_does_not_keep_a_factory_from_giving_way(alike, same, moment):
    an_owner(alike, factory_on_record(alike, 9491), until=date(2020, 1, 1))

    assert same(keep=9490).state is DuplicateState.SAME


def test_hazards_are_named_among_what_is_held_and_the_proposal_is_one_that_is_accepted(alike, same, then):
    a_cap(alike, 9491, a_row(1), a_row(2), at=then)

    with pytest.raises(MayNotGiveWay, match=r"it holds 2 hazards, 1 inspection, .*; keep 9491 instead"):
        same(keep=9490)

    assert same(keep=9491).state is DuplicateState.SAME


def test_where_both_hold_something_a_person_must_sort_it_out(alike, same, moment):
    hold(alike, 9490, an_inspection, moment)
    hold(alike, 9491, a_stage, moment)

    with pytest.raises(MayNotGiveWay, match=r"\(9490: 1 inspection; 9491: 1 decision on its stage\)"):
        same()


def test_every_kind_of_record_that_names_a_factory_is_a_holding_or_reckoned_with():
    reckoned_with = {"factory", "factory_merge", "likely_duplicate", "coverage_change", "sourcing"}
    naming = {
        table.name
        for table in Factory.metadata.tables.values()
        if any(key.column is Factory.__table__.c.id for column in table.columns for key in column.foreign_keys)
    }
    tried = {"hazard_factory"} | {
        "edition", "inspection", "cap_version", "recognition", "sheet_import", "danger_to_confirm", "stage_change",
        "occupant", "order_factory", "role_held", "visit", "cap_meeting", "required_document", "incident",
        "stored_file",
    }  # fmt: skip

    assert naming == reckoned_with | tried


# One step only


def three(session, moment):
    session.add_all(Factory(number=number, name=name) for number, name in ((1001, "A"), (1002, "B"), (1003, "C")))
    session.flush()

    def said(merged, kept):
        say_same(session, merged, kept, keep=kept, actor=WHO, moment=moment)

    return said


def test_who_stands_for_another_gives_way_to_none_and_who_gave_way_stands_for_none(session, moment):
    merge = three(session, moment)
    merge(1001, 1002)

    with pytest.raises(MayNotGiveWay, match="factory 1002 stands for 1001, merged into it; undo that first"):
        merge(1002, 1003)
    with pytest.raises(MergedAway, match="factory 1001 was merged into 1002; use the number 1002"):
        merge(1003, 1001)
    with pytest.raises(MergedAway, match="use the number 1002"):
        merge(1001, 1003)
    merge(1003, 1002)
    assert standing_merges(session) == {(1001, 1002), (1003, 1002)}


def test_merging_twice_or_the_other_way_round_is_refused_and_changes_nothing(session, moment):
    merge = three(session, moment)
    merge(1001, 1002)

    for pair in ((1001, 1002), (1002, 1001)):
        with pytest.raises(
            AlreadyDecided, match=f"1001 and 1002 were said to be the same by {WHO} on 2024-07-01; undo that first"
        ):
            merge(*pair)
    assert standing_merges(session) == {(1001, 1002)}


def test_the_database_itself_refuses_a_factory_that_stands_for_itself_and_two_that_stand_for_one(session, moment):
    three(session, moment)
    [one, *_] = session.scalars(select(Factory).order_by(Factory.number)).all()
    told = {"taken_over": "{}", "coverage_before": "{}", "actor": WHO, "recorded_at": moment.now}
    one.merged_into_id = one.id
    with pytest.raises(IntegrityError, match="not_into_itself"):
        session.flush()
    session.rollback()
    three(session, moment)
    one, other, third = session.scalars(select(Factory).order_by(Factory.number)).all()
    session.add_all(FactoryMerge(merged_id=one.id, kept_id=each.id, **told) for each in (other, third))
    with pytest.raises(IntegrityError, match=r"factory_merge\.merged_id"):
        session.flush()


def test_numbers_that_make_no_pair_are_refused(session, moment):
    three(session, moment)

    with pytest.raises(NoPair, match="1001 is one factory; name two"):
        say_different(session, 1001, 1001, actor=WHO, moment=moment)
    with pytest.raises(NoPair, match="the factory to keep is one of the two, 1001 or 1002; 1003 is neither"):
        say_same(session, 1001, 1002, keep=1003, actor=WHO, moment=moment)
    with pytest.raises(UnknownFactory, match="there is no factory 9999"):
        say_same(session, 1001, 9999, keep=1001, actor=WHO, moment=moment)
    with pytest.raises(NothingDecided, match="nothing was decided about factories 1001 and 1002"):
        undo(session, 1002, 1001, actor=WHO, moment=moment)


# Pairs, listed and not


def test_two_that_the_program_did_not_find_alike_may_be_named_by_a_person(session, moment):
    three(session, moment)

    say_different(session, 1003, 1001, actor=WHO, moment=moment)

    [pair] = pairs_in(session, DuplicateState.DIFFERENT)
    assert (pair.numbers, pair.score, pair.because) == ((1001, 1003), 0, ("named by a person",))
    assert (pair.decided_by, pair.decided_at, pair.kept) == (WHO, moment.now, None)


def test_what_was_said_to_be_different_is_never_listed_again_unless_that_is_undone(alike, moment, tmp_path):
    assert numbers(alike) == [BOTH]
    say_different(alike, *BOTH, actor=WHO, moment=moment)

    told = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*ALIF, "Tongi"), (*ALIF_AGAIN, "Tongi")))

    assert (told.updated, told.likely_duplicates, numbers(alike)) == (2, [], [])
    with pytest.raises(AlreadyDecided, match=r"were said to be different by R\. Islam on 2024-07-01; undo that first"):
        say_same(alike, *BOTH, keep=9490, actor=WHO, moment=moment)
    undo(alike, *BOTH, actor=WHO, moment=moment)
    assert numbers(alike) == [BOTH]
    with pytest.raises(NothingDecided):
        undo(alike, *BOTH, actor=WHO, moment=moment)


def test_a_new_factory_is_compared_with_the_one_that_stands_and_not_with_the_merged_one(alike, same, moment, tmp_path):
    same()

    report = take_in(alike, moment, written(tmp_path, ("Name", "Address"), ("Alif Knitwears", "Plot 7, Tongi")))

    assert [pair.factories for pair in report.likely_duplicates] == [(9490, 60_000)]
    [pair] = alike.scalars(select(LikelyDuplicate).where(LikelyDuplicate.state == DuplicateState.OPEN))
    assert 9491 not in {pair.factory.number, pair.other_factory.number}


def test_a_factory_is_not_found_alike_to_one_from_which_a_merged_one_was_told_apart(alike, same, moment, tmp_path):
    alike.add(Factory(number=9492, name="Alif Knitwear Ltd."))
    alike.flush()
    say_different(alike, 9491, 9492, actor=WHO, moment=moment)
    same()

    report = take_in(alike, moment, written(tmp_path, (*HEADS, "Upazila"), (*ALIF, "Tongi")))

    assert (report.updated, report.likely_duplicates) == (1, [])
    assert alike.scalar(select(func.count()).select_from(LikelyDuplicate)) == 2


@pytest.fixture
def three_alike(alike, moment):
    """A third record whose only likely pair is with the one that gives way."""
    third = Factory(number=9492, name="Alif Composite")
    alike.add(third)
    alike.flush()
    pair = {"factory_id": factory_on_record(alike, 9491).id, "other_factory_id": third.id}
    alike.add(LikelyDuplicate(**pair, score=85, because="names 90 % alike", found_at=moment.now))
    alike.flush()
    return alike


def test_a_pair_of_the_merged_factory_is_listed_as_one_of_the_factory_that_stands_for_it(three_alike, same, undone):
    same()

    [pair] = pairs_in(three_alike, DuplicateState.OPEN)
    assert (pair.numbers, pair.score) == ((9490, 9492), 85)
    assert pair.because == ("names 90 % alike", "found of 9491 and 9492")
    undone()
    assert numbers(three_alike) == [BOTH, (9491, 9492)]


def test_what_is_said_of_the_factory_that_stands_holds_for_the_pair_of_the_merged_one(three_alike, same, moment):
    same()

    say_different(three_alike, 9490, 9492, actor=WHO, moment=moment)

    assert numbers(three_alike) == []
    assert [pair.score for pair in pairs_in(three_alike, DuplicateState.DIFFERENT)] == [85]


def test_two_said_to_be_different_are_not_made_one_by_way_of_a_third(three_alike, same, moment):
    say_different(three_alike, 9491, 9492, actor=WHO, moment=moment)
    same()

    with pytest.raises(AlreadyDecided, match="9491 and 9492 were said to be different"):
        same(keep=9490, pair=(9490, 9492))
    assert numbers(three_alike) == []


def test_what_was_said_of_one_merged_factory_holds_for_the_pair_of_another_one(three_alike, same, moment):
    three_alike.add(Factory(number=9493, name="Alif"))
    three_alike.flush()
    say_different(three_alike, 9493, 9492, actor=WHO, moment=moment)
    same()
    assert numbers(three_alike) == [(9490, 9492)]

    same(keep=9490, pair=(9490, 9493))

    assert numbers(three_alike) == []


# Figures


def test_a_programme_figure_of_what_was_known_before_is_changed_by_no_merge_and_no_undoing(
    alike, same, undone, then, moment, later
):
    """The kept one has the hazards and no brand; the merged one a brand: so the merge changes what counts today."""
    a_relation(alike, "Nordic Wear", 9491, at=then)
    a_cap(alike, 9490, a_row(1), a_row(2), at=then)
    for number, coverage in ((9490, Coverage.INACTIVE), (9491, Coverage.ACTIVE)):
        set_coverage(factory_on_record(alike, number), coverage, from_on=None, actor=WHO, moment=then)
    alike.flush()
    scopes = (Scope(), Scope(signatory="Nordic Wear"), Scope(factory=9490))
    days = [each.today + timedelta(days=days) for each in (then, moment, later) for days in (0, 1)]

    def figures(until):
        return [
            progress(alike, scope, moment=later, as_of=as_of, known_at=known_at)
            for scope in scopes
            for as_of in days
            for known_at in days
            if known_at < until.today
        ]

    def counted(scope, at):
        return progress(alike, scope, moment=at).initial.applicable

    assert [counted(scope, moment) for scope in scopes] == [0, 0, 2]
    before_merging = figures(moment)

    same()
    assert figures(moment) == before_merging
    assert [counted(scope, moment) for scope in scopes] == [2, 2, 2]
    before_undoing = figures(later)

    undone()
    assert figures(later) == before_undoing
    assert figures(moment) == before_merging
    assert [counted(scope, later) for scope in scopes] == [0, 0, 2]


def test_the_merged_number_gives_the_figure_it_gave_and_then_names_the_one_that_stands(
    alike, same, undone, then, moment, later
):
    known_then = {"moment": later, "as_of": then.today, "known_at": then.today}
    before = progress(alike, Scope(factory=9491), **known_then)
    same()

    assert progress(alike, Scope(factory=9491), **known_then) == before
    with pytest.raises(MergedAway, match="factory 9491 was merged into 9490; use the number 9490") as merged:
        progress(alike, Scope(factory=9491), moment=moment)
    assert merged.value.stands_now == 9490
    with pytest.raises(MergedAway):
        factory_numbered(alike, 9491)

    undone()
    assert progress(alike, Scope(factory=9491), moment=later).status is before.status
    with pytest.raises(MergedAway):
        progress(alike, Scope(factory=9491), moment=later, known_at=moment.today)


def test_a_brand_of_the_merged_factory_is_counted_once_among_those_of_the_kept_one(alike, same, undone, then, moment):
    a_relation(alike, "Nordic Wear", 9490, at=then)
    a_relation(alike, "Nordic Wear", 9491, at=then)
    a_relation(alike, "Alpine", 9491, at=then)
    kept = factory_on_record(alike, 9490)

    def brands():
        return disclose(alike, kept, moment=moment, number=1).factory.signatory_count

    assert brands() == 1
    same()
    assert brands() == 2
    undone()
    assert brands() == 1


# Coverage


@pytest.fixture
def covered(alike, then):
    def said(kept, merged):
        for number, coverage in ((9490, kept), (9491, merged)):
            set_coverage(factory_on_record(alike, number), coverage, from_on=None, actor=WHO, moment=then)
        alike.flush()

    return said


def test_who_still_stands_for_a_covered_factory_stays_covered(alike, same, undone, covered, then, moment):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    third = Factory(number=9492, name="Alif")
    set_coverage(third, Coverage.ACTIVE, from_on=None, actor=WHO, moment=then)
    alike.add(third)
    alike.flush()
    same()
    same(keep=9490, pair=(9490, 9492))

    assert undone().told["left"] == ["coverage of 9490"]
    assert coverages(alike, *BOTH, 9492) == [Coverage.ACTIVE, Coverage.ACTIVE, Coverage.ARCHIVED]


@pytest.mark.parametrize("kept", [Coverage.INACTIVE, Coverage.INDEPENDENT])
def test_a_covered_factory_stays_covered_under_the_number_that_is_kept(alike, same, undone, covered, kept):
    covered(kept, Coverage.ACTIVE)

    same()
    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ARCHIVED]

    undone()
    assert coverages(alike, *BOTH) == [kept, Coverage.ACTIVE]


def test_a_covered_factory_is_not_merged_into_a_closed_one(alike, same, covered):
    covered(Coverage.CLOSED, Coverage.ACTIVE)

    with pytest.raises(MayNotGiveWay, match="9490 is on record as closed and 9491 as active; keep 9491 instead"):
        same()
    assert same(keep=9491).told["coverage"] == {"9491": "active", "9490": "archived"}


def test_a_coverage_that_would_begin_later_brings_no_merged_factory_back_and_holds_again_once_undone(
    alike, same, undone, moment, later
):
    merged = factory_on_record(alike, 9491)
    for day, coverage in ((date(2024, 7, 15), Coverage.ACTIVE), (date(2024, 9, 1), Coverage.CLOSED)):
        set_coverage(merged, coverage, from_on=day, actor=WHO, moment=moment)
    alike.flush()
    same()

    assert [coverage_on(merged, day) for day in (date(2024, 7, 20), date(2024, 9, 2))] == [Coverage.ARCHIVED] * 2

    undone()
    days = (date(2024, 7, 20), later.today, date(2024, 9, 2))
    assert [coverage_on(merged, day) for day in days] == [Coverage.ARCHIVED, Coverage.ACTIVE, Coverage.CLOSED]


def test_what_was_said_of_the_coverage_meanwhile_stays_when_the_merge_is_undone(alike, same, undone, covered, moment):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    same()
    set_coverage(factory_on_record(alike, 9490), Coverage.CLOSED, from_on=moment.today, actor=WHO, moment=moment)
    alike.flush()

    decision = undone()

    assert coverages(alike, *BOTH) == [Coverage.CLOSED, Coverage.ACTIVE]
    assert decision.told["left"] == ["coverage of 9490"]


def test_a_brand_that_came_meanwhile_keeps_its_factory_active(alike, same, undone, covered, moment, tmp_path):
    covered(Coverage.INACTIVE, Coverage.ACTIVE)
    a_relation(alike, "Nordic Wear", 9491, at=moment)
    same()
    take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", "9490", "2024-01-01", "", "")))

    decision = undone()

    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ACTIVE]
    assert decision.told["left"] == ["coverage of 9490"]


def test_a_brand_that_a_list_gives_the_merged_number_makes_the_kept_factory_active_and_later_its_own(
    alike, same, undone, moment, tmp_path
):
    same()

    report = take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", "9491", "2024-01-01", "", "")))

    assert report.activated == [9490]
    assert coverages(alike, *BOTH) == [Coverage.ACTIVE, Coverage.ARCHIVED]
    undone()
    assert coverages(alike, 9491) == [Coverage.ACTIVE]


# Lead brands


def leads(session, at, **since):
    for (brand, number), day in zip((("Nordic Wear", 9490), ("Alpine", 9491)), since.values(), strict=True):
        a_relation(session, brand, number, at=at, since=day, is_lead=True)


def test_two_lead_brands_at_once_from_today_on_are_not_brought_together(alike, same, then):
    leads(alike, then, nordic=date(2018, 1, 1), alpine=date(2019, 1, 1))

    with pytest.raises(MayNotGiveWay, match=r"two lead brands at once, Nordic Wear \(9490\) and Alpine \(9491\)"):
        same()


def test_two_lead_brands_of_the_past_stay_as_they_were_recorded(alike, same, then, tmp_path, moment):
    leads(alike, then, nordic=date(2018, 1, 1), alpine=date(2019, 1, 1))
    rows = [
        ("Nordic Wear", "9490", "2018-01-01", "2024-07-01", "yes"),
        ("Nordic Wear", "9490", "2024-07-01", "", "no"),
        ("Alpine", "9491", "2019-01-01", "", "yes"),
    ]
    file = written(tmp_path, RELATIONS, *rows)
    take_in_sourcing(alike, moment, file)

    same()

    assert take_in_sourcing(alike, moment, file).unchanged == 3


@pytest.mark.parametrize(("number", "row"), [("9490", "Bravo"), ("9491", "Bravo")])
def test_a_list_may_not_add_a_second_lead_brand_under_the_other_number(alike, same, moment, tmp_path, number, row):
    same()
    led = "9491" if number == "9490" else "9490"
    take_in_sourcing(alike, moment, written(tmp_path, RELATIONS, ("Alpine", led, "2018-01-01", "", "yes")))

    [sentence] = refused_with(
        take_in_sourcing, alike, moment, written(tmp_path, RELATIONS, (row, number, "2020-01-01", "", "yes"))
    )

    assert sentence == (
        "list.csv, row 2, column 'lead': factory 9490, which stands for 9491, would have two lead brands at once: "
        "Alpine is lead from 2018-01-01 (on record)"
    )


def test_a_company_group_goes_with_the_merge_and_comes_back(alike, same, undone):
    group = alike.scalar(select(CompanyGroup))
    same()
    alike.expire(group)
    assert {factory.number for factory in group.factories} == set(BOTH)

    undone()
    alike.expire(group)
    assert {factory.number for factory in group.factories} == {9491}
