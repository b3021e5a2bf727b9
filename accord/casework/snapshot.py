"""Keeps the public snapshot: one factory as it is published, or all of them anew.

What the public reads of a factory is its latest edition as it was frozen, with what is so today laid over it: the
status of its hazards, its coverage, its stage, its letters of recognition. No text and no date of a hazard comes from
anywhere but an edition. A covered factory of which nothing is published yet stands in the register alone.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import Session

from accord.casework.coverage import coverage_on
from accord.casework.disclosed_factory import (
    coverage_changes_of,
    disclosed_factory,
    inspections_of,
    recognitions_of,
    signatories_of,
)
from accord.casework.disclosed_orders import disclosed_orders
from accord.casework.disclosed_protocol import disclosed_protocol
from accord.casework.disclosed_stages import export_papers_of, stages_of, terminations_of, was_ineligible
from accord.casework.disclosure import is_demonstration
from accord.casework.present_status import with_present_status
from accord.casework.publication import files_of, last_edition, last_edition_numbers
from accord.casework.unpublished import unpublished_of
from accord.gateways.snapshot.place import alone_at, draft_of
from accord.gateways.snapshot.protocol import put_protocol
from accord.gateways.snapshot.tables import editions_in, is_of_present_layout, open_for_writing
from accord.gateways.snapshot.writer import put_factory, put_facts, put_orders
from accord.records.edition import PublishedEdition
from accord.records.factory import CoverageChange, Factory
from accord.records.photo import Photo
from accord.rules.moments import Moment
from accord.rules.public.edition_object import edition_from, edition_object, plain
from accord.rules.public.redaction import REDACTION, redacted, redacted_part
from accord.rules.vocabulary import COVERED, Coverage

LISTED = COVERED | {Coverage.CLOSED, Coverage.HANDED_OVER}
"""Factories that ever had one of these coverages are in the public register although nothing of them is published."""

NO_EDITION = -1
"""The place of what is no edition: before that of every edition."""


def show(session: Session, number: int, snapshot: Path, *, moment: Moment) -> None:
    """Bring the factory in the public snapshot up to date after its edition or coverage is committed; safe to repeat.

    The edition that the database holds as its latest is shown, also where another was published meanwhile.
    """
    with alone_at(snapshot):
        if is_of_present_layout(snapshot):
            factories = session.scalars(_in_public().where(Factory.number == number)).all()
            _write(session, factories, snapshot, moment=moment)
        else:
            _rebuild(session, snapshot, moment=moment)


def show_protocol(session: Session, snapshot: Path, *, moment: Moment) -> None:
    """Bring the protocol in the public snapshot up to date after a version is committed; safe to repeat.

    Where nothing is published yet it waits for the first publication.
    """
    with alone_at(snapshot):
        if is_of_present_layout(snapshot):
            _write(session, (), snapshot, moment=moment)


def needs_rebuilding(session: Session, snapshot: Path) -> bool:
    """Return whether the snapshot is of another layout, or shows other editions than the latest ones."""
    return last_edition_numbers(session) != editions_in(snapshot)


def rebuild_snapshot(session: Session, snapshot: Path, *, moment: Moment) -> list[int]:
    """Write the snapshot anew from the register and all that was published; return the factories in it.

    It is made beside the old one and takes its place when it is whole. Give a session that has read nothing yet:
    then it reads what is there once no other process writes the snapshot.
    """
    with alone_at(snapshot):
        return _rebuild(session, snapshot, moment=moment)


def count_in_public(session: Session) -> int:
    """Return how many factories the snapshot would hold if it was written anew."""
    return session.scalar(select(func.count()).select_from(_in_public().subquery())) or 0


def _rebuild(session: Session, snapshot: Path, *, moment: Moment) -> list[int]:
    query = _in_public().order_by(Factory.number).execution_options(yield_per=100)
    if session.scalar(query.with_only_columns(Factory.id).limit(1)) is None:
        snapshot.unlink(missing_ok=True)
        return []
    with draft_of(snapshot) as draft:
        numbers = _write(session, session.scalars(query), draft, moment=moment, is_draft=True)
        draft.replace(snapshot)
    return numbers


def _in_public() -> Select[Factory]:
    published = select(PublishedEdition.factory_id)
    # Also one that is inactive by now: it counted on the days on which it was covered.
    listed = select(CoverageChange.factory_id).where(CoverageChange.coverage.in_(LISTED))
    return select(Factory).where(Factory.id.in_(published) | Factory.id.in_(listed), Factory.merged_into_id.is_(None))


def _write(
    session: Session, factories: Iterable[Factory], snapshot: Path, *, moment: Moment, is_draft: bool = False
) -> list[int]:
    engine = open_for_writing(snapshot, is_draft=is_draft)
    numbers = []
    try:
        with engine.begin() as connection:
            for factory in factories:
                _put(session, connection, factory, moment=moment)
                numbers.append(factory.number)
            of_them = None if is_draft else [factory.id for factory in factories]
            put_orders(connection, disclosed_orders(session, as_of=moment.today, factory_ids=of_them))
            put_protocol(connection, disclosed_protocol(session, moment=moment))
            put_facts(connection, is_demonstration=is_demonstration(session), moment=moment)
    finally:
        engine.dispose()
    return numbers


def _put(session: Session, connection: Connection, factory: Factory, *, moment: Moment) -> None:
    last = last_edition(session, factory)
    place = last.id if last else NO_EDITION
    said = _frozen(last) if last else _register_entry(session, factory, moment)
    stages = stages_of(session, factory)
    live: dict[str, tuple[object, ...]] = {
        "recognitions": recognitions_of(session, factory),
        "coverage_changes": coverage_changes_of(session, factory),
        "stages": stages,
    }
    if was_ineligible(stages):
        live["terminations"] = terminations_of(session, factory, moment=moment)
        live["export_papers"] = export_papers_of(session, factory)
    said |= {name: plain(redacted_part(things)) for name, things in live.items()}
    buyers = signatories_of(session, factory, moment=moment)
    said["factory"] |= {
        "coverage": (coverage_on(factory, moment.today) or factory.coverage).value,
        "signatory_count": buyers.count,
        "signatories_named": list(redacted_part(buyers.named)),
    }
    said["unpublished"] = plain(unpublished_of(session, factory, shown=said["hazards"], moment=moment))
    if last:
        said["hazards"] = with_present_status(session, factory, said["hazards"], moment=moment)
        _drop_photos_no_longer_cleared(session, said["hazards"])
    put_factory(connection, said, files_of(session, factory, moment) if last else (), place_of_edition=place)


def _drop_photos_no_longer_cleared(session: Session, hazards: list[dict[str, Any]]) -> None:
    """Leave out what somebody has found since that must not be seen: that waits for no edition."""
    shown = [photo["sha256"] for said in hazards for photo in said.get("photos", ())]
    if not shown:
        return
    query = select(Photo.sha256).where(Photo.sha256.in_(shown), Photo.cleared_at.is_not(None))
    cleared = set(session.scalars(query))
    for said in hazards:
        said["photos"] = [photo for photo in said.get("photos", ()) if photo["sha256"] in cleared]


def _frozen(edition: PublishedEdition) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(edition.content)
    if edition.redaction >= REDACTION:
        return said
    # Frozen by a version that hid less.
    return edition_object(redacted(edition_from(said)).edition)


def _register_entry(session: Session, factory: Factory, moment: Moment) -> dict[str, Any]:
    # A summary is a text that somebody looks at before it is published; the rest is the register of covered factories.
    disclosed = replace(disclosed_factory(session, factory, moment=moment), summary=None, summary_bn=None)
    return {
        "edition": None,
        "published_on": None,
        "as_of": moment.today.isoformat(),
        "factory": plain(redacted_part(disclosed)),
        "approvals": [],
        "inspections": plain(inspections_of(session, factory)),
        "hazards": [],
    }
