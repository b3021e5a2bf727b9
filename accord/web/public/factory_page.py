"""Everything the page of one factory shows, worked out so that its template decides nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accord.gateways.language import Language
from accord.gateways.snapshot.factory import PublishedFactory
from accord.gateways.wording import Text, Wording
from accord.rules.figures.factory_status import REQUIRED_DISCIPLINES
from accord.rules.figures.progress import Progress
from accord.rules.figures.rate_picture import RatePicture, picture_of
from accord.rules.public.disclosure import (
    ApprovalDisclosed,
    BuildingDisclosed,
    FactoryDisclosed,
    FileDisclosed,
    InspectionDisclosed,
)
from accord.rules.vocabulary import COVERED, Coverage, Discipline, FactoryStatus
from accord.web.language import gettext
from accord.web.public.documents import Format
from accord.web.public.factory_story import (
    CoverageView,
    OrderView,
    Unpublished,
    coverages_of,
    has_open,
    orders_of,
    unpublished,
)
from accord.web.public.hazard_choice import Choice, Offer, figure_words, offers
from accord.web.public.hazard_view import Group, groups_of
from accord.web.public.letter_view import LetterView, letter_of
from accord.web.public.stage_view import StageCard, StageView, card_of, stages_of

MANY_INSPECTIONS = 6
"""A longer list of inspections is folded after its latest ones."""
MANY_HAZARDS = 12
"""With more of them on one page each shows its head alone: on a telephone a hundred would be a long walk."""


@dataclass(frozen=True)
class DisciplineLine:
    """One row of the table by discipline; `progress` None where no hazard of it is published."""

    discipline: Discipline
    progress: Progress | None
    rate: RatePicture | None
    last_visit: date | None
    approval: ApprovalDisclosed | None


@dataclass(frozen=True)
class Building:
    """A building with its name in the language of the page."""

    name: Text
    construction: Text | None
    facts: BuildingDisclosed


@dataclass(frozen=True)
class FactoryPage:
    """The page of one factory."""

    factory: FactoryDisclosed
    name: Text
    other_name: Text | None
    address: Text | None
    summary: Text | None
    buildings: tuple[Building, ...]
    is_covered: bool
    as_of: date
    asked_day: str | None
    """The day asked for as an address says it; None: today."""
    edition: int | None
    published_on: date | None
    unpublished: Unpublished | None
    orders: tuple[OrderView, ...]
    has_open_order: bool
    stage_card: StageCard | None
    stages: tuple[StageView, ...]
    coverages: tuple[CoverageView, ...]
    is_known: bool
    """Whether the programme knew the factory on that day."""
    coverage: Coverage | None
    status: FactoryStatus
    status_means: str
    letter: LetterView | None
    progress: Progress
    initial: RatePicture
    new: RatePicture
    withdrawn: int
    disciplines: tuple[DisciplineLine, ...]
    files: dict[str, FileDisclosed]
    inspections: tuple[InspectionDisclosed, ...]
    earlier_inspections: tuple[InspectionDisclosed, ...]
    choice: Choice
    chosen_figure: str | None
    offers: list[list[Offer]]
    groups: tuple[Group, ...]
    shown_count: int
    is_folded: bool
    """Whether each hazard shows its head alone until it is opened."""
    hazard_count: int
    has_untranslated: bool


def factory_page(published: PublishedFactory, choice: Choice, language: Language, *, today: date) -> FactoryPage:
    """Return the page of a factory, as it stood on the day of its figures, with the hazards that were asked for."""
    wording = Wording(language)
    factory = published.factory
    names = wording.of(factory.name, factory.name_bn) or wording.written(factory.name)
    shown = [hazard for hazard in published.hazards if choice.picks(hazard, is_unknown=hazard.key in published.unknown)]
    progress = published.progress
    as_of = progress.as_of
    orders = orders_of(published, wording, as_of=as_of)
    visits = tuple(sorted(published.inspections, key=lambda visit: visit.inspected_on, reverse=True))
    return FactoryPage(
        factory=factory,
        name=names,
        other_name=_other_name(factory, names),
        address=wording.of(factory.address, factory.address_bn),
        summary=wording.of(factory.summary, factory.summary_bn),
        buildings=tuple(_building(building, wording) for building in factory.buildings),
        is_covered=published.coverage in COVERED,
        as_of=as_of,
        asked_day=None if as_of == today else as_of.isoformat(),
        edition=published.edition,
        published_on=published.published_on,
        unpublished=unpublished(published, as_of=as_of),
        orders=orders,
        has_open_order=has_open(orders),
        stage_card=card_of(published, wording, as_of=as_of),
        stages=stages_of(published, wording, as_of=as_of),
        coverages=coverages_of(published, wording, as_of=as_of),
        is_known=published.coverage is not None,
        coverage=published.coverage,
        status=published.status,
        status_means=status_means(published.status),
        letter=letter_of(published.past.recognitions, wording, as_of=as_of),
        progress=progress,
        initial=picture_of(progress.initial, published.status),
        new=picture_of(progress.new, published.status),
        withdrawn=progress.initial.withdrawn + progress.new.withdrawn,
        disciplines=_disciplines(published),
        files=_latest(published.files),
        inspections=visits[:MANY_INSPECTIONS],
        earlier_inspections=visits[MANY_INSPECTIONS:],
        choice=choice,
        chosen_figure=figure_words(choice.show) if choice.show else None,
        offers=offers(published.hazards, choice, unknown=published.unknown),
        groups=groups_of(shown, wording, unknown=published.unknown),
        shown_count=len(shown),
        is_folded=len(shown) > MANY_HAZARDS,
        hazard_count=len(published.hazards),
        has_untranslated=wording.has_untranslated,
    )


def status_means(status: FactoryStatus) -> str:
    """Return one plain sentence on what a factory's status says, and what it does not say."""
    return {
        FactoryStatus.INELIGIBLE: gettext("Brands that signed the Accord may not do business with this factory."),
        FactoryStatus.NOT_INSPECTED: gettext("No initial inspection of this factory is on record."),
        FactoryStatus.CAP_PENDING: gettext(
            "Structure, fire and electricity each need an initial inspection and an approved action plan. At least "
            "one of them is missing."
        ),
        FactoryStatus.INITIAL_CAP_COMPLETED: gettext(
            "Every hazard of the initial inspections is verified as corrected, and the chief safety officer has "
            "recognised it. Hazards found since then are shown apart."
        ),
        FactoryStatus.BEHIND_SCHEDULE: gettext(
            "The agreed date of at least one hazard has passed, and it is neither corrected nor reported as corrected."
        ),
        FactoryStatus.ON_TRACK: gettext(
            "No hazard is in progress past its agreed date. Hazards without a date are counted on their own."
        ),
    }[status]


def _other_name(factory: FactoryDisclosed, shown: Text) -> Text | None:
    if not factory.name_bn or shown.words not in (factory.name, factory.name_bn):
        return None
    if shown.words == factory.name:
        return Text(factory.name_bn, Language.BN, is_foreign=True)
    return Text(factory.name, Language.EN, is_foreign=True)


def _building(building: BuildingDisclosed, wording: Wording) -> Building:
    name = wording.of(building.name, building.name_bn) or wording.written(building.name)
    return Building(name, wording.of(building.construction), building)


def _disciplines(published: PublishedFactory) -> tuple[DisciplineLine, ...]:
    progress = dict(published.progress_by_discipline)
    approvals = {approval.discipline: approval for approval in published.approvals}
    visited = {discipline: max(_visits(published, discipline), default=None) for discipline in Discipline}
    return tuple(
        DisciplineLine(
            discipline,
            progress=progress.get(discipline),
            rate=picture_of(progress[discipline].initial) if discipline in progress else None,
            last_visit=visited[discipline],
            approval=approvals.get(discipline),
        )
        for discipline in Discipline
        if discipline in REQUIRED_DISCIPLINES or discipline in progress or visited[discipline]
    )


def _visits(published: PublishedFactory, discipline: Discipline) -> Iterator[date]:
    """Return the days of all visits on record; many published plans date them in the comments alone."""
    yield from (visit.inspected_on for visit in published.inspections if visit.discipline is discipline)
    for hazard in published.hazards:
        if hazard.discipline is discipline:
            yield from (
                entry.dated_on for entry in hazard.log if entry.dated_on and entry.dated_on <= published.progress.as_of
            )


def _latest(files: Sequence[FileDisclosed]) -> dict[str, FileDisclosed]:
    """Return the latest file of each kind, as "pdf-en", "pdf-bn", "xlsx"; kinds never published are absent."""
    latest: dict[str, FileDisclosed] = {}
    for file in sorted(files, key=lambda file: file.edition):
        if file.format in set(Format):
            latest[f"{file.format}-{file.language}".rstrip("-")] = file
    return latest
