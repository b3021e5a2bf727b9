"""Whose CAP it is: finds or registers the factories of a workbook, and refuses a name that is plainly another's."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.casework.coverage import set_coverage
from accord.casework.imports.dates import found_on, sheet_day
from accord.casework.imports.report import ImportReport
from accord.gateways.cap_sheets.model import CapSheet, CapWorkbook, Problem
from accord.records.factory import Factory
from accord.rules.factories.districts import district_in
from accord.rules.moments import Moment
from accord.rules.vocabulary import Coverage, Source
from accord.rules.words.likeness import clearly_different


@dataclass(frozen=True)
class Registrar:
    """Who registers, from which file and when."""

    session: Session
    file_name: str
    actor: str
    moment: Moment
    report: ImportReport

    def factories_of(self, workbook: CapWorkbook) -> dict[int, Factory]:
        """Return the factories by number, those made that were not on record."""
        best = _best_sheets(workbook)
        known = self.session.scalars(select(Factory).where(Factory.number.in_(best)))
        factories = {factory.number: factory for factory in known}
        for number, sheet in best.items():
            if number not in factories:
                factories[number] = self._register(number)
            self._cover(factories[number], since=_first_day(workbook, number, today=self.moment.today))
            self._fill_in(factories[number], sheet)
            self.report.factories[number] = factories[number].name
        self.session.flush()
        return factories

    def _register(self, number: int) -> Factory:
        factory = Factory(number=number)
        self.session.add(factory)
        self.report.factories_created.add(number)
        self._note("registered a factory", number, {})
        return factory

    def _cover(self, factory: Factory, *, since: date) -> None:
        """Call the factory covered from the first day of which a workbook tells; what is on record holds otherwise."""
        began = [change.from_on for change in factory.coverage_changes]
        if None in began or any(day <= since for day in began if day):
            return
        first = min(factory.coverage_changes, key=lambda change: change.from_on or date.min, default=None)
        set_coverage(
            factory,
            first.coverage if first else Coverage.ACTIVE,
            from_on=since,
            actor=self.actor,
            moment=self.moment,
            source=Source.IMPORTED,
        )

    def _fill_in(self, factory: Factory, sheet: CapSheet) -> None:
        """Fill in what is not on record of the factory yet; what is on record stays."""
        place = sheet.factory_numbers.index(factory.number)
        told = {
            "name": sheet.factory_names[place],
            "name_bn": sheet.factory_names_bn[place],
            "address": sheet.address,
            "address_bn": sheet.address_bn,
        }
        if sheet.address and factory.address is None:
            told["district"] = district_in(sheet.address)
        filled = {name: value for name, value in told.items() if value and getattr(factory, name) is None}
        for name, value in filled.items():
            setattr(factory, name, value)
        if filled:
            self._note("filled in a factory", factory.number, filled)

    def _note(self, deed: str, number: int, details: dict[str, str]) -> None:
        journal.note(
            self.session,
            deed,
            f"factory {number}",
            actor=self.actor,
            moment=self.moment,
            details={"file": self.file_name, **details},
        )


def merged_away(workbook: CapWorkbook, factories: dict[int, Factory]) -> list[Problem]:
    """Return a problem for each sheet of a factory that another one stands for.

    A factory with a corrective action plan of its own may well not be the other one; a person must look at it again.
    """
    return [
        Problem(
            sheet.name,
            None,
            None,
            f"the sheet is of factory {number}, which was merged into {kept.number}; give it the number {kept.number} "
            f"if it is of that factory, else undo the merge first",
        )
        for sheet in workbook.sheets
        for number in sheet.factory_numbers
        if (kept := factories[number].merged_into)
    ]


def strange_names(workbook: CapWorkbook, factories: dict[int, Factory]) -> list[Problem]:
    """Return a problem for each sheet that names another factory than the one on record under its number."""
    problems = []
    for sheet in workbook.sheets:
        told = zip(sheet.factory_numbers, sheet.factory_names, strict=True)
        if len(set(sheet.factory_names)) < len(sheet.factory_numbers):
            continue  # One text for several factories, which nobody could take apart.
        for number, name in told:
            known = factories[number].name
            if name and known and clearly_different(name, known):
                said = (
                    f"the sheet names “{name}”, but factory {number} is on record as “{known}”; "
                    "import with --accept-changes if they are the same factory"
                )
                problems.append(Problem(sheet.name, None, None, said))
    return problems


def _first_day(workbook: CapWorkbook, number: int, *, today: date) -> date:
    """Return the first day of which the workbook tells anything of the factory; the day of the import if of none."""
    sheets = [sheet for sheet in workbook.sheets if number in sheet.factory_numbers]
    days = [day for sheet in sheets for _, day in sheet.follow_ups]
    days += [sheet.initial_inspection_on for sheet in sheets if sheet.initial_inspection_on]
    days += [found_on(row, sheet, today=today) for sheet in sheets for row in sheet.rows]
    days += [day for sheet in sheets if (day := sheet_day(sheet, today=today))]
    return min((day for day in days if day <= today), default=today)


def _best_sheets(workbook: CapWorkbook) -> dict[int, CapSheet]:
    """Return for each number the sheet that tells its name best: one of that factory alone."""
    best: dict[int, CapSheet] = {}
    for sheet in workbook.sheets:
        for number in sheet.factory_numbers:
            if number not in best or len(sheet.factory_numbers) < len(best[number].factory_numbers):
                best[number] = sheet
    return best
