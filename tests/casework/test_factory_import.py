"""A factory list becomes part of the register: who is who, what is filled in, and what is refused."""

import json

import pytest
from sqlalchemy import func, select

from accord.records.factory import CompanyGroup, Factory
from accord.records.journal import JournalEntry
from accord.rules.factories.register import NumberRange
from accord.rules.vocabulary import Coverage
from tests.casework.factory_lists import counts, factories, refused_with, take_in, written

HEADS = ("Factory Number", "Name", "Address", "OS ID")
OS_ID, OTHER_OS_ID = "BD2019083XA3M0V", "BD201908303VJV8"


def test_a_factory_keeps_its_number_and_one_without_gets_the_next_of_our_own(session, moment, tmp_path):
    file = written(
        tmp_path, HEADS, ("", "Badal", "Savar", ""), ("9490", "Alif", "Savar", ""), ("", "Chand", "Tongi", "")
    )

    report = take_in(session, moment, file)

    assert [(factory.number, factory.name) for factory in factories(session)] == [
        (9490, "Alif"),
        (60_000, "Badal"),
        (60_001, "Chand"),
    ]
    assert counts(report) == (3, 0, 0)
    assert report.numbers_given == [60_000, 60_001]


def test_numbers_that_are_taken_are_passed_over_and_a_full_range_is_refused(session, moment, tmp_path):
    session.add(Factory(number=60_000, name="Old"))
    session.flush()
    file = written(
        tmp_path, HEADS, ("60001", "Alif", "Savar", ""), ("", "Badal", "Savar", ""), ("", "Chand", "Tongi", "")
    )

    assert (
        "row 4: no number is left"
        in refused_with(lambda: take_in(session, moment, file, numbers=NumberRange(60_000, 60_002)))[0]
    )
    session.rollback()
    assert take_in(session, moment, file).numbers_given == [60_000, 60_002]


def test_the_same_file_twice_changes_nothing_and_writes_one_line_in_the_journal(session, moment, tmp_path):
    file = written(
        tmp_path,
        (*HEADS, "District", "Workers", "Group"),
        ("9490", "Alif Ltd.", "Savar", OS_ID, "Dhaka", "1,250", "Alif Group"),
        ("", "Badal", "Road 1\n\tSavar", "", "", "", ""),
        ("", "", "", OTHER_OS_ID, "", "", ""),
        ("", "বাদল নিট", "সাভার", "", "", "", ""),
    )
    first = take_in(session, moment, file)

    again = take_in(session, moment, file)

    assert (counts(first), counts(again)) == ((3, 0, 0), (0, 0, 3))
    assert again.warnings == first.warnings == []
    [line] = session.scalars(select(JournalEntry))
    assert (line.deed, json.loads(line.details)["created"]) == ("imported a factory list", [9490, 60_000, 60_001])


def test_without_number_the_os_id_decides_and_without_both_name_and_address(session, moment, tmp_path):
    take_in(
        session, moment, written(tmp_path, HEADS, ("", "Alif", "Savar", OS_ID), ("", "Badal Ltd.", "Road 1, Tongi", ""))
    )

    report = take_in(
        session,
        moment,
        written(
            tmp_path, HEADS, ("", "Another Name", "Savar", OS_ID), ("", "BADAL LIMITED", "Road-1\nTongi", OTHER_OS_ID)
        ),
    )

    assert counts(report) == (0, 1, 1)
    assert [factory.os_id for factory in factories(session)] == [OS_ID, OTHER_OS_ID]


def test_other_os_ids_make_two_factories_of_one_name_and_address(session, moment, tmp_path):
    file = written(tmp_path, HEADS, ("", "Alif", "Savar", OS_ID), ("", "Alif", "Savar", OTHER_OS_ID))

    report = take_in(session, moment, file)

    assert counts(report) == (2, 0, 0)
    assert report.likely_duplicates[0].factories == (60_000, 60_001)
    assert "different OS IDs" in report.likely_duplicates[0].because


def test_a_number_is_never_changed_by_a_list_and_an_os_id_belongs_to_one_factory(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, HEADS, ("", "Alif", "Savar", OS_ID)))

    report = take_in(session, moment, written(tmp_path, HEADS, ("9490", "Alif", "Savar", OS_ID)))

    assert [(factory.number, factory.os_id) for factory in factories(session)] == [(9490, None), (60_000, OS_ID)]
    assert "already the OS ID of factory 60000" in report.warnings[0].message
    assert (report.likely_duplicates[0].score, report.likely_duplicates[0].because[0]) == (100, "same OS ID")


def test_what_is_missing_is_filled_in_and_what_differs_is_told_and_stays(session, moment, tmp_path):
    session.add(Factory(number=9490, name="Alif Ltd.", workers=1200))
    session.flush()
    file = written(
        tmp_path,
        ("Number", "Factory Name", "Address", "Workers", "Latitude", "Longitude"),
        ("9490", "Alif Knit Composite", "Tangabari,\nAshulia, Dhaka 1341", "1300", "23.9003", "90.3272"),
    )

    report = take_in(session, moment, file)

    [factory] = factories(session)
    assert (factory.name, factory.workers) == ("Alif Ltd.", 1200)
    assert (factory.address, factory.district) == ("Tangabari, Ashulia, Dhaka 1341", "Dhaka")
    assert (factory.latitude_degrees, factory.longitude_degrees) == (23.9003, 90.3272)
    assert [(note.row, note.column) for note in report.warnings] == [(2, "Factory Name"), (2, "Workers")]
    assert "“1200”; “1300” is not taken over" in report.warnings[1].message
    assert counts(report) == (0, 1, 0)


def test_an_empty_cell_erases_nothing(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, HEADS, ("9490", "Alif", "Savar", OS_ID)))

    report = take_in(session, moment, written(tmp_path, HEADS, ("9490", "Alif", "N/A", "")))

    assert counts(report) == (0, 0, 1)
    assert factories(session)[0].address == "Savar"


def test_rows_without_a_name_and_foreign_rows_are_left_out_and_counted(session, moment, tmp_path):
    file = written(
        tmp_path,
        ("name", "address", "country", "lat", "lng", "os id"),
        ("N/A", "N/A", "", "", "", ""),
        ("Shanghai Knit", "Shanghai", "CN", "31.2", "121.5", ""),
        ("Delhi Knit", "Delhi", "", "28.6", "77.2", ""),
        ("Lahore Knit", "Lahore", "", "", "", "PK2019083XA3M0V"),
        ("Alif", "Savar", "BD", "23.9", "90.3", ""),
    )

    report = take_in(session, moment, file)

    assert (report.no_name, report.foreign, report.created, report.rows) == (1, 3, 1, 5)
    assert [(note.row, note.column) for note in report.warnings] == [(4, "lat")]


def test_a_row_that_repeats_a_factory_of_the_list_adds_to_it_and_is_told(session, moment, tmp_path):
    file = written(
        tmp_path, HEADS, ("", "Alif", "Savar", ""), ("9490", "Alif", "Savar", ""), ("9490", "ALIF", "", OS_ID)
    )

    report = take_in(session, moment, file)

    assert (counts(report), report.repeated) == ((1, 0, 0), 2)
    assert [note.row for note in report.warnings] == [2, 4]
    assert factories(session)[0].os_id == OS_ID


def test_five_thousand_duplicates_are_one_factory_and_a_sentence_each(session, moment, tmp_path):
    report = take_in(session, moment, written(tmp_path, HEADS, *[("", "Alif", "Savar", "")] * 5000))

    assert (counts(report), report.repeated, len(report.warnings)) == ((1, 0, 0), 4999, 4999)


def test_a_bangla_name_is_kept_as_such_whatever_its_column(session, moment, tmp_path):
    file = written(tmp_path, ("কারখানার নাম", "ঠিকানা", "Name Bn"), ("আলিফ নিট", "আশুলিয়া, ঢাকা", ""), ("Badal", "", "বাদল"))

    take_in(session, moment, file)

    bangla, both = factories(session)
    assert (bangla.name, bangla.name_bn, bangla.address_bn, bangla.district) == (None, "আলিফ নিট", "আশুলিয়া, ঢাকা", "Dhaka")
    assert (both.name, both.name_bn) == ("Badal", "বাদল")


def test_being_on_a_list_makes_no_factory_a_covered_one_unless_the_list_says_so(session, moment, tmp_path):
    take_in(session, moment, written(tmp_path, ("name", "coverage"), ("Alif", ""), ("Badal", "Independent")))

    assert [factory.coverage for factory in factories(session)] == [Coverage.INACTIVE, Coverage.INDEPENDENT]


def test_a_company_group_is_one_whatever_its_spelling(session, moment, tmp_path):
    take_in(
        session, moment, written(tmp_path, ("name", "parent company"), ("Alif", "Alif Group"), ("Badal", "ALIF GROUP."))
    )

    assert session.scalar(select(func.count()).select_from(CompanyGroup)) == 1


def test_long_lists_of_products_are_shortened_at_a_comma_and_one_sentence_says_so(session, moment, tmp_path):
    products = "Shirts\n\t\t ,Pants\t\t,Jackets" + ", Sweaters" * 10

    report = take_in(session, moment, written(tmp_path, ("name", "Principal Exportable Product"), ("Alif", products)))

    assert (
        factories(session)[0].production == "Shirts, Pants, Jackets, Sweaters, Sweaters, Sweaters, Sweaters, Sweaters"
    )
    assert report.warnings[0].message.endswith("were shortened: 1")


def test_a_band_of_workers_is_no_number_of_them(session, moment, tmp_path):
    report = take_in(session, moment, written(tmp_path, ("name", "workers"), ("Alif", "1001-5000"), ("Badal", "১২০০")))

    assert [factory.workers for factory in factories(session)] == [None, 1200]
    assert (report.warnings[0].row, report.warnings[0].column) == (2, "workers")


@pytest.mark.parametrize(
    ("heads", "row", "words"),
    [
        (("address",), ("Savar",), "row 1, column 'name': no column tells the name"),
        (("name", "Address", "address"), ("Alif", "Savar", "Tongi"), "row 1, column 'address': the head stands over"),
        (("name", "number"), ("Alif", "949"), "row 2, column 'number': “949” is no factory number"),
        (("name", "os id"), ("Alif", "BD-17"), "row 2, column 'os id': “BD-17” is no OS ID"),
        (("name", "address"), ("=1+1", "x"), "row 2, column 'name': the cell holds the formula =1+1"),
        (("name", "address"), ("Alif", "Savar", "Dhaka"), "row 2: the row has 3 cells under 2 heads"),
        (("name",), ("A" * 301,), "row 2, column 'name': the text has 301 characters"),
        (("name", "lat", "lng"), ("Alif", "90.41", "23.81"), "row 2, column 'lat': latitude and longitude seem"),
        (("name", "lat", "lng", "country"), ("Alif", "3", "4", "BD"), "row 2, column 'lat': 3, 4 lies outside"),
        (("name", "lat", "lng"), ("Alif", "north", "90"), "row 2, column 'lat': “north” is no angle"),
        (("name", "coverage"), ("Alif", "covered"), "row 2, column 'coverage': “covered” is no coverage"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence_with_row_and_column(session, moment, tmp_path, heads, row, words):
    [sentence] = refused_with(take_in, session, moment, written(tmp_path, heads, row))

    assert sentence.startswith(f"list.csv, {words}")


def test_every_problem_of_a_list_is_told_at_once_and_nothing_is_stored(session, moment, tmp_path):
    file = written(tmp_path, HEADS, ("1", "Alif", "", ""), ("9490", "Badal", "", ""), ("9491", "Chand", "", "x"))

    sentences = refused_with(take_in, session, moment, file)

    assert [sentence.split(":")[0] for sentence in sentences] == [
        "list.csv, row 2, column 'Factory Number'",
        "list.csv, row 4, column 'OS ID'",
    ]
    session.rollback()
    assert factories(session) == []


def test_one_number_for_two_plainly_different_factories_is_refused(session, moment, tmp_path):
    file = written(tmp_path, HEADS, ("9490", "Alif Knit", "", ""), ("9490", "Badal Denim", "", ""))

    [sentence] = refused_with(take_in, session, moment, file)

    assert "row 3, column 'Factory Number': 9490 stands for “Alif Knit” in row 2 and for “Badal Denim” here" in sentence


def test_coordinates_of_zero_or_by_half_are_told_and_not_taken_over(session, moment, tmp_path):
    file = written(
        tmp_path, ("name", "lat", "lng"), ("Alif", "0", "0"), ("Badal", "23.8", ""), ("Chand", "23.8° N", "90,4 E")
    )

    report = take_in(session, moment, file)

    assert [factory.latitude_degrees for factory in factories(session)] == [None, None, 23.8]
    assert [(note.row, note.column) for note in report.warnings] == [(2, "lat"), (3, "lng")]


def test_the_list_of_the_manufacturers_association_is_read_whole(session, moment, shared_data):
    file = shared_data / "factories" / "bgmea_company_details.csv"

    first, again = take_in(session, moment, file), take_in(session, moment, file)

    assert (first.rows, counts(first), first.no_name) == (4363, (3351, 0, 0), 1012)
    assert counts(again) == (0, 0, 3351)
    assert again.likely_duplicates == first.likely_duplicates
    # A person can look through this many; every one of them shares nearly all of its name.
    assert 50 < len(first.likely_duplicates) < 200
    district = select(Factory.district, func.count()).where(Factory.district.is_not(None)).group_by(Factory.district)
    assert dict(session.execute(district).all())["Gazipur"] > 900


def test_lists_from_all_over_the_world_give_their_bangladeshi_factories_only(session, moment, shared_data):
    reports = [
        take_in(session, moment, shared_data / "factories" / f"oshub_{name}")
        for name in ("4.csv", "9.csv", "12.csv", "12.xls", "12.xlsx", "15.csv")
    ]

    assert [(report.created, report.foreign) for report in reports] == [
        (14, 67), (0, 34), (0, 15), (0, 15), (0, 15), (1, 350),
    ]  # fmt: skip
