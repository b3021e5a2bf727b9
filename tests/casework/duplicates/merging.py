"""Two records of one factory, and what tests of merging them ask."""

from datetime import date

from casework.cap_sheets import a_file, a_sheet, a_workbook
from sqlalchemy import inspect, select

from accord.casework.factories import factory_on_record
from accord.casework.imports import import_cap
from accord.casework.register import say_same
from accord.casework.register.pairs import pairs_in
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.register import DuplicateState, FactoryMerge
from accord.rules.vocabulary import Coverage

HEADS = ("Factory Number", "Name", "Name (Bangla)", "Address", "District", "Lat", "Lng", "OS ID", "Workers", "Group")
ALIF = ("9490", "Alif Knitwear Ltd.", "", "Plot 7, Tongi, Gazipur", "", "", "", "", "500", "")
ALIF_AGAIN = ("9491", "ALIF KNIT WEAR LIMITED", "আলিফ নিটওয়্যার", "Plot-7 Tongi Gazipur", "Gazipur", "23.9", "90.4")
OS_ID, OTHER_OS_ID = "BD2019083XA3M0V", "BD201908303VJV8"
ALIF_AGAIN = (*ALIF_AGAIN, OS_ID, "900", "Alif Group")
BOTH = (9490, 9491)
WHO = "R. Islam"
RELATIONS = ("signatory", "factory", "from", "to", "lead")


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


def three(session, moment):
    session.add_all(Factory(number=number, name=name) for number, name in ((1001, "A"), (1002, "B"), (1003, "C")))
    session.flush()

    def said(merged, kept):
        say_same(session, merged, kept, keep=kept, actor=WHO, moment=moment)

    return said
