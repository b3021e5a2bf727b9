"""What the block above the table of our own export says otherwise than the record: taken over, or told as left aside.

A rating, a finance plan or the day of an initial inspection that somebody wrote there counts as in a newer workbook,
unless the record is newer than the export or was made in the desk. Names, addresses and a day on record stay, as for
every workbook. Other layouts never repeat what is on record, so nothing in them is an edit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accord.casework.imports.left_out import written_at
from accord.casework.progress import APPROVED
from accord.gateways.cap_sheets.model import CapSheet, Note
from accord.records.cap import CapVersion, SheetImport
from accord.records.factory import Factory
from accord.records.inspection import Inspection
from accord.rules.moments import Moment
from accord.rules.sheets import cap_layout as layout
from accord.rules.vocabulary import Discipline, InspectionKind, Origin, Rating, Source

_TEXTS = {
    layout.FACTORY_NAME: "name",
    layout.FACTORY_NAME_BN: "name_bn",
    layout.ADDRESS: "address",
    layout.ADDRESS_BN: "address_bn",
}
"""The field of the factory that each of these lines repeats."""

_OLDER = "since a newer sheet was imported"
_NEWER_RECORD = "since the record was changed after this export was written"
_DESK = "since it was set in the desk"


@dataclass(frozen=True)
class HeadChange:
    """What the block above one sheet changes for one factory, each as old and new value; `notes`: what it does not."""

    rating: tuple[Rating | None, Rating] | None = None
    finance: tuple[bool | None, bool] | None = None
    inspected_on: date | None = None
    finance_holds: bool | None = None
    """What holds of the finance plan afterwards, changed or not."""
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.rating or self.finance or self.inspected_on)

    def told(self) -> dict[str, dict[str, Any]]:
        """Return old and new value by label, for people and for the journal."""
        said: dict[str, tuple[Any, Any]] = {}
        if self.rating:
            said[layout.RATING] = self.rating
        if self.finance:
            said[layout.FINANCE_PLAN_AGREED] = self.finance
        if self.inspected_on:
            said[layout.DATE_OF_INSPECTION] = (None, self.inspected_on.isoformat())
        return {label: {"from": old, "to": new} for label, (old, new) in said.items()}


NO_HEAD_CHANGE = HeadChange()


def left_out_above(sheet: CapSheet, factories: Mapping[int, Factory]) -> list[Note]:
    """Return a sentence for each name and address above our own table that differs from the record."""
    if not sheet.is_ours:
        return []
    notes = [
        note
        for number in sheet.factory_numbers
        for label, name in _TEXTS.items()
        if (note := _left(sheet, label, on_record=getattr(factories[number], name)))
    ]
    if not sheet.disciplines:
        notes += [
            _note(sheet, label, "is not taken over, since the sheet names no discipline")
            for label in (layout.RATING, layout.FINANCE_PLAN_AGREED, layout.DATE_OF_INSPECTION)
            if label in sheet.above and sheet.above[label].text
        ]
    return notes


@dataclass(frozen=True)
class HeadOfOurs:
    """The block above one of our own tables, held against the record of one factory and discipline."""

    session: Session
    sheet: CapSheet
    factory: Factory
    discipline: Discipline
    moment: Moment
    is_older: bool
    is_written: bool
    """Whether rows of the sheet change or are new: then an approval and an inspection come on record with them."""
    _notes: list[Note] = field(default_factory=list, init=False)

    def change(self) -> HeadChange:
        """Return what the block changes."""
        rating, finance, day = self._rating(), self._finance(), self._inspected_on()
        before = self._versions[-1].finance_agreed if self._versions else self.sheet.finance_agreed
        return HeadChange(
            rating,
            finance,
            inspected_on=day,
            finance_holds=finance[1] if finance else before,
            notes=tuple(self._notes),
        )

    def _rating(self) -> tuple[Rating | None, Rating] | None:
        told, last = self.sheet.rating, next((visit for visit in reversed(self._visits) if visit.rating), None)
        known = last.rating if last else None
        if self.discipline is not Discipline.STRUCTURAL:
            # Only a structural rating is exported, so any other one was written in by hand.
            self._leave(layout.RATING, "is not taken over, since only a structural sheet has one", where=bool(told))
        elif told is None:
            self._unsaid(layout.RATING, on_record=known)
        elif told is not known:
            why = self._why_rating_stays(last)
            if why is None:
                return known, told
            known_as = f"stays {known} as on record" if known else "is not taken over"
            self._leave(layout.RATING, f"is {told} on the sheet and {known_as}, {why}")
        return None

    def _why_rating_stays(self, last: Inspection | None) -> str | None:
        if self.is_older:
            return _OLDER
        if last and last.source is Source.DESK:
            return _DESK
        if self._was_rated_since():
            return _NEWER_RECORD
        proves_one = self.is_written and any(row.origin is Origin.INITIAL for row in self.sheet.rows)
        carries = self._visits or proves_one or self.sheet.initial_inspection_on
        return None if carries else "since no inspection on record could carry it"

    def _finance(self) -> tuple[bool | None, bool] | None:
        told, versions = self.sheet.finance_agreed, self._versions
        last = versions[-1] if versions else None
        known = last.finance_agreed if last else None
        exported = next((version for version in reversed(versions) if version.recorded_at <= self._written_at), None)
        if told is None:
            self._unsaid(layout.FINANCE_PLAN_AGREED, on_record=known)
            return None
        if told is known or (exported and told is exported.finance_agreed):
            return None
        if last is None and self.is_written:
            return None
        why = self._why_finance_stays(last, exported)
        if why is None:
            return known, told
        stays = "is not taken over" if known is None else f"stays {_yes(known)} as on record"
        self._leave(layout.FINANCE_PLAN_AGREED, f"is {_yes(told)} on the sheet and {stays}, {why}")
        return None

    def _why_finance_stays(self, last: CapVersion | None, exported: CapVersion | None) -> str | None:
        if last is None:
            return "since no approved plan is on record"
        if self.is_older:
            return _OLDER
        if last.source is Source.DESK:
            return _DESK
        return None if last is exported else _NEWER_RECORD

    def _inspected_on(self) -> date | None:
        told = self.sheet.initial_inspection_on
        known = next((visit.inspected_on for visit in self._visits if visit.kind is InspectionKind.INITIAL), None)
        label = layout.DATE_OF_INSPECTION
        if told is None:
            self._unsaid(label, on_record=known)
        elif known is None:
            if not self.is_older and told <= self.moment.today:
                return told
            self._leave(label, f"is {told} on the sheet and is not taken over")
        elif told != known:
            self._leave(label, f"is {told} on the sheet and stays {known} as on record")
        return None

    def _unsaid(self, label: str, *, on_record: object) -> None:
        line = self.sheet.above.get(label)
        if line and line.text:
            self._leave(label, f"is “{line.text}” on the sheet, which is not understood, and stays as on record")
        elif on_record is not None and (note := _silent(self.sheet, label)):
            self._notes.append(note)

    def _leave(self, label: str, said: str, *, where: bool = True) -> None:
        if where:
            self._notes.append(_note(self.sheet, label, said))

    def _was_rated_since(self) -> bool:
        """Return whether a rating may have come on record after the export was written."""
        told = select(func.count()).where(
            SheetImport.factory_id == self.factory.id,
            SheetImport.discipline == self.discipline,
            SheetImport.rating.is_not(None),
            SheetImport.recorded_at > self._written_at,
            SheetImport.undone_at.is_(None),
        )
        visited = any(visit.rating and visit.recorded_at > self._written_at for visit in self._visits)
        return visited or bool(self.session.scalar(told))

    @cached_property
    def _written_at(self) -> datetime:
        return written_at(self.sheet, self.moment)

    @cached_property
    def _visits(self) -> list[Inspection]:
        query = (
            select(Inspection)
            .where(
                Inspection.factory_id == self.factory.id,
                Inspection.discipline == self.discipline,
                Inspection.removed_at.is_(None),
            )
            .order_by(Inspection.inspected_on, Inspection.id)
        )
        return list(self.session.scalars(query))

    @cached_property
    def _versions(self) -> list[CapVersion]:
        query = (
            select(CapVersion)
            .where(
                CapVersion.factory_id == self.factory.id,
                CapVersion.discipline == self.discipline,
                CapVersion.state.in_(APPROVED),
                CapVersion.approved_on.is_not(None),
            )
            .order_by(CapVersion.number)
        )
        return list(self.session.scalars(query))


def _left(sheet: CapSheet, label: str, *, on_record: str | None) -> Note | None:
    line = sheet.above.get(label)
    if line is None or line.text is None:
        return _silent(sheet, label) if on_record else None
    if on_record is None:
        return _note(sheet, label, f"is “{line.text}” on the sheet and is not taken over from this one")
    # Spreadsheet programs change spaces and line ends.
    if line.text.split() == on_record.split():
        return None
    return _note(sheet, label, f"is “{line.text}” on the sheet and stays “{on_record}” as on record")


def _silent(sheet: CapSheet, label: str) -> Note | None:
    # With its column the whole block may be lost, or a sheet be copied without it: that is no edit of one line.
    if not any(line.text for line in sheet.above.values()):
        return None
    what = "is empty" if label in sheet.above else "is missing"
    return _note(sheet, label, f"{what} on the sheet and stays as on record")


def _note(sheet: CapSheet, label: str, said: str) -> Note:
    line = sheet.above.get(label)
    return Note(sheet.name, line.row if line else None, label, f"{label} {said}")


def _yes(agreed: bool) -> str:
    return "Yes" if agreed else "No"
