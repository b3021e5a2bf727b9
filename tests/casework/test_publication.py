"""Publishing: a frozen edition, its files, and a public snapshot that holds allow-listed fields only."""

import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from casework.cap_sheets import a_file, a_row, a_sheet
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from accord.casework.cap_files import cap_xlsx, export_cap
from accord.casework.disclosure import disclose
from accord.casework.factories import UnknownFactory
from accord.casework.histories import Scope
from accord.casework.imports import import_cap
from accord.casework.journal import first_broken_line, lost_roots, note
from accord.casework.progress import progress
from accord.casework.publication import ChangedMeanwhile, NothingApproved, prepare, print_files, publish, record
from accord.casework.snapshot import needs_rebuilding, rebuild_snapshot
from accord.gateways.cap_sheets.model import LogEntry
from accord.gateways.cap_sheets.read import read_cap_workbook
from accord.gateways.snapshot.reader import NothingPublished
from accord.records.base import no_longer_append_only, open_engine, reading
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory, Signatory, Sourcing
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, Rating, Status
from tests.desk_builders import a_cap_version, a_factory_with_hazard, a_report, an_engineer, an_inspection

BOTH = {"factory_numbers": (90004, 90005), "factory_names": ("A Ltd.", "B Ltd."), "factory_names_bn": (None, None)}


def test_an_edition_has_a_pdf_in_both_languages_and_the_data_in_three_formats(take, put, store):
    take(a_sheet(a_row(1), a_row(2, status=Status.CORRECTED)))

    publication = put(9490)

    assert [(file.format, file.language) for file in publication.files] == [
        ("pdf", "en"),
        ("pdf", "bn"),
        ("xlsx", ""),
        ("csv", ""),
        ("json", ""),
    ]
    assert all(store.path_of(file.sha256).stat().st_size == file.size_bytes for file in publication.files)


def test_publishing_again_without_a_change_makes_no_new_edition(take, put, session, moment):
    take(a_sheet(a_row()))
    put(9490)

    again = put(9490, replace(moment, now=moment.now + timedelta(days=40)))

    assert (again.is_new, again.edition.number) == (False, 1)
    assert session.scalar(select(func.count()).select_from(PublishedEdition)) == 1


def test_a_change_makes_a_new_edition_and_the_old_one_stays(take, put, session, store):
    take(a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    first = put(9490)
    take(a_sheet(a_row(status=Status.CORRECTED)))

    second = put(9490)

    assert (second.is_new, second.edition.number) == (True, 2)
    assert all(store.path_of(file.sha256).exists() for file in first.files)
    frozen = session.scalars(select(PublishedEdition).order_by(PublishedEdition.number)).first()
    assert json.loads(frozen.content)["hazards"][0]["status"] == "in_progress"


def test_a_factory_without_an_approved_cap_is_not_published(session, store, photos, moment):
    session.add(Factory(number=9491, name="Not inspected yet Ltd."))
    session.flush()

    with pytest.raises(NothingApproved, match="factory 9491 has no approved corrective action plan"):
        publish(session, 9491, store=store, photos=photos, actor="the CSO", moment=moment)


def test_an_unknown_factory_is_refused(session, store, photos, moment):
    with pytest.raises(UnknownFactory, match="there is no factory 4321"):
        publish(session, 4321, store=store, photos=photos, actor="the CSO", moment=moment)


def test_nothing_published_is_said_and_no_error(public, moment):
    with pytest.raises(NothingPublished):
        public.facts()


def test_the_snapshot_gives_the_same_figures_as_the_private_records(take, put, public, session, moment):
    rows = [a_row(1), a_row(2, status=Status.CORRECTED), a_row(3, status=Status.WITHDRAWN), a_row(4, due_on=None)]
    take(a_sheet(*rows))
    put(9490)

    shown = public.factory(9490, as_of=moment.today).progress
    register = public.register(as_of=moment.today)

    private = progress(session, Scope(factory=9490), moment=moment)
    assert shown == private
    assert register.lines[0].progress == private
    assert register.progress == replace(private, status=None)


def test_a_shared_hazard_is_one_in_the_snapshot_counts_for_both_and_once_in_all(take, put, public, moment):
    take(a_sheet(a_row(), **BOTH))
    put(90004)
    put(90005)

    register = public.register(as_of=moment.today)

    assert [line.progress.initial.applicable for line in register.lines] == [1, 1]
    assert register.progress.initial.applicable == 1
    assert public.factory(90004, as_of=moment.today).hazards[0].shared_with == (90005,)


def test_publishing_one_factory_brings_a_shared_hazard_up_to_date_for_the_other(take, put, public, moment):
    take(a_sheet(a_row(), **BOTH, sheet_date=date(2015, 6, 1)))
    put(90004)
    put(90005)
    take(a_sheet(a_row(status=Status.CORRECTED), **BOTH))

    put(90005)

    assert public.factory(90004, as_of=moment.today).hazards[0].status is Status.CORRECTED


def test_writing_the_snapshot_twice_leaves_it_as_writing_it_once(take, put, public, moment):
    take(a_sheet(a_row(1), a_row(2)))
    put(9490)
    once = public.factory(9490, as_of=moment.today)

    put(9490)

    assert public.factory(9490, as_of=moment.today) == once


def test_a_lost_snapshot_is_made_anew_from_what_was_published(take, put, public, session, tmp_path, moment):
    take(a_sheet(a_row(), **BOTH), a_sheet(a_row(), name="Fire 9490"))
    for number in (90004, 90005, 9490):
        put(number)
    before = [public.factory(number, as_of=moment.today) for number in (90004, 90005, 9490)]
    (tmp_path / "public.sqlite").unlink()

    assert needs_rebuilding(session, tmp_path / "public.sqlite")
    assert rebuild_snapshot(session, tmp_path / "public.sqlite", moment=moment) == [9490, 90004, 90005]

    assert [public.factory(number, as_of=moment.today) for number in (90004, 90005, 9490)] == before


def test_a_snapshot_of_an_older_layout_is_made_anew_with_the_next_publication(take, put, public, tmp_path, moment):
    take(a_sheet(a_row()))
    put(9490)
    with sqlite3.connect(tmp_path / "public.sqlite") as connection:
        connection.execute("UPDATE fact SET value = '0' WHERE name = 'layout'")
        connection.execute("ALTER TABLE hazard DROP COLUMN severity")
    connection.close()

    put(9490)

    assert public.factory(9490, as_of=moment.today).hazards[0].severity is None


def test_a_rebuilt_snapshot_shows_no_hazard_that_no_edition_holds(take, put, public, session, tmp_path, moment):
    take(a_sheet(a_row(1), sheet_date=date(2015, 6, 1)))
    put(9490)
    take(a_sheet(a_row(1, status=Status.CORRECTED), a_row(2)))

    rebuild_snapshot(session, tmp_path / "public.sqlite", moment=moment)

    [hazard] = public.factory(9490, as_of=moment.today).hazards
    assert (hazard.item, hazard.status) == (1, Status.CORRECTED)


SECRETS = {
    "a responsible person": "Rahman Maintenance",
    "a telephone number": "01712345678",
    "a mail address": "owner@example.com",
    "a complaint": "complaint",
    "a signatory that did not agree": "Nordic Basics",
    "a person who acted": "an engineer",
}


def test_no_secret_is_anywhere_in_the_snapshot_or_in_a_published_file(take, put, session, store, tmp_path, moment):
    log = (LogEntry(date(2015, 3, 4), "Call 01712345678 or owner@example.com. Visited after a worker's complaint."),)
    take(a_sheet(a_row(responsible_person="Rahman Maintenance", log=log)))
    factory = session.scalars(select(Factory)).one()
    since = {"factory": factory, "from_on": date(2014, 1, 1), "recorded_at": moment.now}
    session.add(Sourcing(signatory=Signatory(name="Nordic Basics"), **since))
    session.add(Sourcing(signatory=Signatory(name="Open Brand", agreed_to_be_named=True), **since))
    session.flush()

    publication = put(9490)

    with sqlite3.connect(tmp_path / "public.sqlite") as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    data_files = [file for file in publication.files if file.format in {"csv", "json"}]
    published = dump + "".join(store.path_of(file.sha256).read_text("utf-8") for file in data_files)
    assert [what for what, secret in SECRETS.items() if secret in published] == []
    assert "Open Brand" in published
    assert publication.edition.factory.signatory_count == 2


def test_a_person_is_told_what_was_hidden_also_when_nothing_is_new(take, put):
    take(a_sheet(a_row(final_action_plan="Call 01711123456."), address="Road 2, owner@example.com"))

    first, again = put(9490), put(9490)

    assert first.hidden == again.hidden
    assert first.hidden == (
        "factory 9490: a part of address is hidden",
        "factory 9490, fire, item 1: a part of final action plan is hidden",
    )


def test_nothing_is_published_of_a_discipline_whose_plan_was_never_approved(take, put, public, session, moment):
    take(a_sheet(a_row(1)))
    electrical = {"number": 9490, "discipline": Discipline.ELECTRICAL, "item": 2}
    hazard = a_factory_with_hazard(session, moment, **electrical)
    a_report(session, hazard.inspection, who=an_engineer(session, Discipline.ELECTRICAL))
    handed_in = (CapState.SUBMITTED, moment.today, moment.now)
    a_cap_version(session, hazard.links[0].factory, Discipline.ELECTRICAL, steps=[handed_in])

    publication = put(9490)

    shown = public.factory(9490, as_of=moment.today)
    assert [hazard.discipline for hazard in publication.edition.hazards] == [Discipline.FIRE]
    assert [hazard.discipline for hazard in shown.hazards] == [Discipline.FIRE]
    assert publication.edition.progress.initial.applicable == shown.progress.initial.applicable == 1


def a_rated_visit(session, discipline):
    factory = session.scalars(select(Factory)).one()
    visit = an_inspection(session, factory, discipline=discipline, on=date(2014, 6, 7), kind=InspectionKind.INITIAL)
    visit.rating = Rating.AMBER
    session.flush()
    return visit


def test_only_structural_visits_show_a_rating(take, put, session):
    take(a_sheet(a_row()))
    for discipline in (Discipline.STRUCTURAL, Discipline.BOILER):
        a_report(session, a_rated_visit(session, discipline), who=an_engineer(session, discipline))

    visits = put(9490).edition.inspections

    ratings = {visit.discipline: visit.rating for visit in visits}
    assert (ratings[Discipline.STRUCTURAL], ratings[Discipline.BOILER]) == (Rating.AMBER, None)


def test_others_can_write_while_an_edition_is_printed(take, session, store, photos, database, moment):
    take(a_sheet(a_row()))
    session.commit()
    engine = open_engine(f"sqlite:///{database}")
    with reading(engine) as reader:
        prepared = prepare(reader, 9490, moment=moment)

    # Printing stands between the two transactions: here another command comes in.
    session.add(Factory(number=9491))
    session.commit()
    prepared = print_files(prepared)

    with Session(engine) as writer:
        publication = record(writer, prepared, store=store, photos=photos, actor="the CSO")
        writer.commit()
    engine.dispose()
    assert (publication.is_new, publication.edition.number, len(publication.files)) == (True, 1, 5)


def test_what_changed_while_it_was_printed_is_not_published(take, session, store, photos, moment):
    take(a_sheet(a_row(), sheet_date=date(2015, 6, 1)))
    prepared = print_files(prepare(session, 9490, moment=moment))
    take(a_sheet(a_row(status=Status.CORRECTED)))

    with pytest.raises(ChangedMeanwhile, match="factory 9490 was changed while its plan was being printed"):
        record(session, prepared, store=store, photos=photos, actor="the CSO")

    assert session.scalar(select(func.count()).select_from(PublishedEdition)) == 0
    assert not store.folder.exists()


def test_of_two_that_publish_the_same_edition_the_second_is_refused(take, session, store, photos, moment):
    take(a_sheet(a_row()))
    one, other = (print_files(prepare(session, 9490, moment=moment)) for _ in range(2))
    record(session, one, store=store, photos=photos, actor="the CSO")

    with pytest.raises(ChangedMeanwhile):
        record(session, other, store=store, photos=photos, actor="the deputy")

    assert session.scalar(select(func.count()).select_from(PublishedEdition)) == 1


def test_what_is_not_new_is_not_printed(take, put, session, moment):
    take(a_sheet(a_row()))
    put(9490)

    assert print_files(prepare(session, 9490, moment=moment)).files == ()


@pytest.mark.parametrize("for_public", [True, False])
def test_the_name_that_stands_in_for_an_unknown_one_is_never_written_where_the_import_reads_names(
    take, session, moment, for_public
):
    take(a_sheet(a_row(), factory_names=(None,)))
    factory = session.scalars(select(Factory)).one()
    edition = disclose(session, factory, moment=moment, number=1, for_public=for_public)

    workbook = load_workbook(BytesIO(cap_xlsx(edition)))

    words = [cell.value for row in workbook.worksheets[0].iter_rows(max_row=12) for cell in row]
    assert edition.factory.name == "Factory 9490"
    assert 9490 in words
    assert "Factory 9490" not in words


def test_an_export_of_a_factory_without_a_name_imported_again_gives_it_none(take, session, moment, tmp_path):
    take(a_sheet(a_row(), factory_names=(None,)))
    file = tmp_path / "cap.xlsx"
    file.write_bytes(export_cap(session, 9490, kind="xlsx", language="en", moment=moment))

    workbook = read_cap_workbook(file)
    import_cap(session, workbook, file=a_file(workbook), actor="an engineer", moment=moment)

    assert session.scalars(select(Factory)).one().name is None


def test_a_danger_that_no_engineer_has_decided_on_is_told_at_every_publication(take, put):
    take(a_sheet(a_row(), rating=Rating.RED))

    first, again = put(9490), put(9490)

    assert first.dangers == again.dangers
    assert first.dangers[0].startswith("no engineer has decided on evacuation yet (")


def test_an_edition_knows_the_end_of_the_journal_so_that_a_tail_that_was_cut_off_is_missed(session, take, put):
    take(a_sheet(a_row(1)))
    put(9490)
    assert (lost_roots(session), first_broken_line(session)) == ([], None)

    for statement in no_longer_append_only("sqlite", "journal"):
        session.execute(text(statement))
    session.execute(text("DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)"))

    assert first_broken_line(session) is None
    assert lost_roots(session) == [(9490, 1)]


def test_lines_that_are_written_after_an_edition_do_not_hide_its_root(session, take, put, moment):
    take(a_sheet(a_row(1)))
    put(9490)

    note(session, "went on", "test", actor="test", moment=moment, details={})

    assert lost_roots(session) == []
