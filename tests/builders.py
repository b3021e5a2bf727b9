"""What tests build with: a published factory, a site that serves it, at a moment that never moves."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from accord.app import create_app
from accord.config import Settings
from accord.gateways.files import FileStore
from accord.gateways.snapshot.tables import open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts
from accord.rules.figures.history import StatusEvent, times_reopened
from accord.rules.moments import Moment
from accord.rules.public.disclosure import (
    CoverageDisclosed,
    DeadlineDisclosed,
    Edition,
    FileDisclosed,
    HazardDisclosed,
    RecognitionDisclosed,
    StatusDisclosed,
)
from accord.rules.public.edition_object import edition_object
from accord.rules.vocabulary import Discipline, Origin, Source, Status
from tests.reports.editions import FOUND, a_factory, a_hazard, an_edition, hazards

__all__ = [
    "FILES",
    "NOW",
    "a_factory",
    "a_hazard",
    "a_site",
    "an_edition",
    "hazards",
    "lived",
    "one_of_each_figure",
    "publish",
    "settings_in",
]

NOW = datetime(2018, 7, 1, 6, 0, tzinfo=UTC)
"""Noon in Dhaka on the day that the editions of `tests.reports.editions` speak of."""

FILES = {
    ("pdf", "en"): b"%PDF-1.7 the plan in English",
    ("pdf", "bn"): "%PDF-1.7 বাংলায় কর্মপরিকল্পনা".encode(),
    ("xlsx", ""): b"PK the plan as a workbook",
    ("csv", ""): b"item,status\n1,corrected\n",
    ("json", ""): b'{"factory": 90002}',
}
"""Stands for the published files: the web hands out bytes and never looks inside."""

REASON = "Recorded twice."
"""Why a hazard of the tests is withdrawn."""


def settings_in(folder: Path, *, base_url: str | None = None) -> Settings:
    """Return the settings of an installation in this folder."""
    return Settings(
        instance=folder,
        database_url=f"sqlite:///{folder / 'accord.sqlite'}",
        secret_key=folder.name,
        mail_url=None,
        base_url=base_url,
        zone=ZoneInfo("Asia/Dhaka"),
        hotline=None,
    )


def publish(
    settings: Settings,
    *editions: Edition,
    files: Iterable[tuple[str, str]] = tuple(FILES),
    recognised_on: date | None = None,
    written_at: datetime = NOW,
) -> None:
    """Put editions into the public snapshot as publication does, with files that stand for printed ones."""
    store = FileStore(settings.files)
    kinds = list(files)
    engine = open_for_writing(settings.snapshot)
    moment = Moment(now=written_at, zone=settings.zone)
    with engine.begin() as connection:
        for place, edition in enumerate(editions):
            disclosed = [_file(store, edition, kind, language) for kind, language in kinds]
            if recognised_on:
                edition = replace(edition, recognitions=(RecognitionDisclosed(recognised_on, None),))
            if not edition.coverage_changes:
                since = CoverageDisclosed(edition.factory.coverage, None, None, None)
                edition = replace(edition, coverage_changes=(since,))
            put_factory(connection, edition_object(edition), disclosed, place_of_edition=place)
        if editions:
            put_facts(connection, is_demonstration=editions[-1].is_demonstration, moment=moment)
    engine.dispose()


def a_site(settings: Settings, *, now: Callable[[], datetime] = lambda: NOW, trouble: str | None = None) -> Flask:
    """Return the real application; `trouble` is what it hears when it asks after the private database."""
    return create_app(settings, now=now, trouble_with_database=lambda: trouble)


def _file(store: FileStore, edition: Edition, kind: str, language: str) -> FileDisclosed:
    content = FILES[kind, language]
    return FileDisclosed(
        edition=edition.number,
        published_on=edition.published_on,
        format=kind,
        language=language,
        sha256=store.keep(content),
        size_bytes=len(content),
    )


def lived(hazard: HazardDisclosed, *statuses: tuple[date, Status]) -> HazardDisclosed:
    """Return the hazard after these changes of status, its history and its counts agreeing with each other."""
    history = [StatusEvent(place, status, day, day) for place, (day, status) in enumerate(statuses)]
    last_day, last = statuses[-1]
    return replace(
        hazard,
        status=last,
        status_since=last_day,
        reopened_count=times_reopened(history),
        statuses=tuple(
            StatusDisclosed(status, day, day, Source.DESK, REASON if status is Status.WITHDRAWN else None)
            for day, status in statuses
        ),
        deadlines=(DeadlineDisclosed(hazard.due_on, FOUND, FOUND),),
        withdrawn_reason=REASON if last is Status.WITHDRAWN else None,
    )


def one_of_each_figure() -> list[HazardDisclosed]:
    """Return hazards such that no two figures of a factory's page are the same."""
    late, coming = date(2018, 1, 31), date(2018, 12, 31)
    opened, claimed, seen, again = (
        (FOUND, Status.IN_PROGRESS),
        (date(2016, 3, 1), Status.PENDING_VERIFICATION),
        (date(2016, 5, 1), Status.CORRECTED),
        (date(2017, 5, 1), Status.IN_PROGRESS),
    )
    withdrawn = (date(2016, 9, 1), Status.WITHDRAWN)
    kinds = [
        *[(Origin.INITIAL, coming, (opened, claimed, seen))] * 9,
        *[(Origin.INITIAL, coming, (opened, claimed))] * 2,
        *[(Origin.INITIAL, late, (opened,))] * 3,
        *[(Origin.INITIAL, None, (opened, claimed, seen, again))] * 4,
        *[(Origin.INITIAL, None, (opened,))],
        *[(Origin.INITIAL, late, (opened, withdrawn))] * 6,
        *[(Origin.NEW, late, (opened, claimed, seen))] * 7,
        *[(Origin.NEW, late, (opened, claimed))],
        *[(Origin.NEW, None, (opened,))] * 3,
    ]
    return [
        lived(a_hazard(Discipline.FIRE, item, origin=origin, due_on=due_on), *statuses)
        for item, (origin, due_on, statuses) in enumerate(kinds, start=1)
    ]
