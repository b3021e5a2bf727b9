"""Factories for programs: the register in the field names that clients of the RSC's site read, and one factory."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, request, url_for

from accord.gateways.language import Language
from accord.gateways.snapshot.factory import PublishedFactory
from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.gateways.snapshot.reader import NothingPublished
from accord.gateways.wording import Text, Wording
from accord.rules.figures.progress import Progress, Tally
from accord.rules.figures.progress_object import progress_object
from accord.rules.public.disclosure import FactoryDisclosed, FileDisclosed, HazardDisclosed
from accord.rules.public.edition_object import plain
from accord.rules.vocabulary import Coverage, Discipline, FactoryStatus, OrderKind
from accord.web.api import answers
from accord.web.api.ineligible import ineligible_answer
from accord.web.api.orders import order_answer
from accord.web.public.register_query import RegisterQuery
from accord.web.public.register_sort import Sort
from accord.web.site import address_of, is_demonstration, site

PARTS_OF_ONE = 10_000
"""A rate has four decimals here: 0.8292 is 82.92 %."""
DESIGNATIONS = {status: answers.DesignationStatus[status.name] for status in FactoryStatus}


def every(
    *,
    status: frozenset[Coverage] | None,
    progress: int | None,
    q: str,
    as_of: date,
    sort: Sort | None,
    language: Language,
    limit: int,
    page: int,
    **_only_json: Any,
) -> answers.Factories:
    """Return a page of the register."""
    try:
        register = site().snapshot.register(as_of=as_of)
    except NothingPublished:
        return answers.Factories(
            is_demonstration=False, as_of=as_of, results=(), pagination=answers.Pagination(0, None)
        )
    lines = [
        line
        for line in RegisterQuery(q, None, None, None, as_of, sort).found(register)
        if (status is None or line.coverage in status) and progress in (None, tenth_of(line.progress.initial))
    ]
    one_page = Entries(register, language, site().snapshot.latest_files())
    shown = lines[(page - 1) * limit : page * limit]
    return answers.Factories(
        is_demonstration=is_demonstration(),
        as_of=as_of,
        results=tuple(answers.Factory(**one_page.entry(line)) for line in shown),
        pagination=answers.Pagination(len(lines), _next_page(page) if page * limit < len(lines) else None),
    )


def one(*, number: int, as_of: date, language: Language) -> answers.FactoryWhole:
    """Return one factory with all that is published of it besides its hazards."""
    published = _published(number, as_of)
    register = site().snapshot.register(as_of=as_of)
    entries = Entries(register, language, site().snapshot.latest_files())
    return answers.FactoryWhole(
        **entries.entry(register.by_number[number]),
        is_demonstration=is_demonstration(),
        as_of=as_of,
        stage=published.stage,
        recognised_on=published.recognised_on,
        register=published.factory,
        remediation_by_discipline=tuple(
            answers.OfDiscipline(discipline, progress_object(progress))
            for discipline, progress in published.progress_by_discipline
        ),
        approvals=published.approvals,
        visits=published.inspections,
        orders=tuple(order_answer(order, as_of) for order in published.orders if order.determined_on <= as_of),
        ineligible=ineligible_answer(published, as_of),
        recognitions=tuple(letter for letter in published.past.recognitions if letter.recognised_on <= as_of),
        stages=tuple(stage for stage in published.past.stages if stage.decided_on <= as_of),
        coverage_changes=tuple(
            change for change in published.past.coverage_changes if change.from_on is None or change.from_on <= as_of
        ),
        files=tuple(_file(number, file) for file in entries.files.get(number, ())),
    )


def hazards(*, number: int, as_of: date) -> answers.Hazards:
    """Return the hazards of one factory as they stood on the day."""
    published = _published(number, as_of)
    results = tuple(_hazard(hazard, published) for hazard in published.hazards)
    return answers.Hazards(is_demonstration(), number, as_of, len(results), results)


def progress_of_one(*, number: int, as_of: date, discipline: Discipline | None) -> dict[str, Any]:
    """Return the progress object of one factory, or of one of its disciplines."""
    published = _published(number, as_of)
    if discipline is None:
        return progress_object(published.progress)
    nothing = Progress(as_of, published.progress.known_at, Tally(), Tally(), overdue=0, no_date=0, reopened=0)
    return progress_object(dict(published.progress_by_discipline).get(discipline, nothing))


def rate(count: int, tally: Tally) -> float | None:
    """Return count of the applicable ones from 0 to 1, rounded down, or None where there is no rate."""
    if tally.unknown or not tally.applicable:
        return None
    return (count * PARTS_OF_ONE // tally.applicable) / PARTS_OF_ONE


def tenth_of(tally: Tally) -> int | None:
    """Return the tenth that the reported rate lies in, from 0 to 9; a rate of 1 lies in 9."""
    if tally.unknown or not tally.applicable:
        return None
    return min(9, tally.reported * 10 // tally.applicable)


class Entries:
    """Makes entries of factories in one language, among all others of the register."""

    def __init__(
        self, register: RegisterOfDay, language: Language, files: Mapping[int, tuple[FileDisclosed, ...]]
    ) -> None:
        self.wording, self.files = Wording(language), files
        self.is_past = register.counts.as_of < register.counts.known_at
        self.sizes = Counter(line.factory.company_group for line in register.lines if line.factory.company_group)

    def entry(self, line: FactoryLine) -> dict[str, Any]:
        """Return the fields of one factory."""
        factory, tally = line.factory, line.progress.initial
        return {
            "factory_id": factory.number,
            "factory_name": self._words(self.wording.of(factory.name, factory.name_bn)) or factory.name,
            "location": self._words(self.wording.of(factory.address, factory.address_bn)),
            "progress": rate(tally.reported, tally),
            "progress_verified": rate(tally.corrected, tally),
            "workers": None if self.is_past else factory.workers,
            "supplier": None if self.is_past else self._supplier(factory.company_group),
            "designation": answers.Designation(DESIGNATIONS[line.status]),
            "training": None,
            "status": answers.CoverageStatus(line.coverage),
            "inspections": answers.InspectionReports(None, None, None, None),
            "cap": self._cap(factory.number),
            "os_id": factory.os_id,
            "district": factory.district,
            "coordinates": _coordinates(factory),
            "edition": line.edition,
            "published_on": line.published_on,
            "structural_rating": line.rating,
            "open_orders": tuple(kind for kind in OrderKind if kind in {order.kind for order in line.open_orders}),
            "remediation": progress_object(line.progress),
        }

    def _supplier(self, group: str | None) -> answers.Supplier | None:
        return answers.Supplier(group, self.sizes[group]) if group else None

    def _cap(self, number: int) -> str | None:
        language = self.wording.language.value
        has_one = any(file.format == "pdf" and file.language == language for file in self.files.get(number, ()))
        return _document(number, "pdf", language) if has_one else None

    @staticmethod
    def _words(text: Text | None) -> str | None:
        return text.words if text else None


def _published(number: int, as_of: date) -> PublishedFactory:
    found = site().snapshot.factory(number, as_of=as_of)
    if found is None:
        abort(404)
    return found


def _next_page(page: int) -> str:
    asked: dict[str, Any] = request.args.to_dict()
    return address_of(url_for(request.endpoint or "", **(asked | {"page": page + 1})))


def _coordinates(factory: FactoryDisclosed) -> answers.Coordinates | None:
    if factory.latitude_degrees is None or factory.longitude_degrees is None:
        return None
    return answers.Coordinates(factory.latitude_degrees, factory.longitude_degrees)


def _file(number: int, file: FileDisclosed) -> answers.PublishedFile:
    return answers.PublishedFile(
        format=file.format,
        language=file.language or None,
        address=_document(number, file.format, file.language),
        edition=file.edition,
        published_on=file.published_on,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
    )


def _document(number: int, kind: str, language: str) -> str:
    return address_of(url_for("documents.cap", number=number, kind=kind, lang=language or None))


def _hazard(hazard: HazardDisclosed, published: PublishedFactory) -> dict[str, Any]:
    said: dict[str, Any] = plain(hazard)
    return said | ({"status": None, "status_since": None} if hazard.key in published.unknown else {})
