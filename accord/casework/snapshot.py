"""Keeps the public snapshot: one factory as it is published, or all of them anew."""

import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.disclosure import disclose
from accord.casework.publication import Publication, files_of, last_edition, recognised_on
from accord.gateways.snapshot.tables import is_of_present_layout, open_for_writing
from accord.gateways.snapshot.writer import put_factory
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.rules.moments import Moment


def show(session: Session, publication: Publication, snapshot: Path, *, moment: Moment) -> None:
    """Bring the public snapshot up to date after an edition is committed; safe to repeat."""
    if is_of_present_layout(snapshot):
        _put(publication, snapshot, moment=moment)
    else:
        rebuild_snapshot(session, snapshot, moment=moment)


def needs_rebuilding(session: Session, snapshot: Path) -> bool:
    """Return whether something is published that a snapshot of the present layout does not hold."""
    return not is_of_present_layout(snapshot) and bool(session.scalar(select(exists().where(PublishedEdition.id > 0))))


def rebuild_snapshot(session: Session, snapshot: Path, *, moment: Moment) -> list[int]:
    """Write the snapshot anew from all that was published, and return the factories in it.

    It is made beside the old one and takes its place when it is whole.
    """
    draft = snapshot.with_name(f"{snapshot.name}.part")
    draft.unlink(missing_ok=True)
    published = select(Factory).where(Factory.id.in_(select(PublishedEdition.factory_id))).order_by(Factory.number)
    numbers = []
    for factory in session.scalars(published):
        _put(_in_force(session, factory, moment=moment), draft, moment=moment)
        numbers.append(factory.number)
    if numbers:
        draft.replace(snapshot)
    return numbers


def _put(publication: Publication, snapshot: Path, *, moment: Moment) -> None:
    engine = open_for_writing(snapshot)
    try:
        put_factory(
            engine,
            publication.edition,
            publication.files,
            recognised_on=publication.recognised_on,
            written_at=moment.now,
        )
    finally:
        engine.dispose()


def _in_force(session: Session, factory: Factory, *, moment: Moment) -> Publication:
    """Return the hazards of the latest edition in their present state; what came after it waits for the next."""
    last = last_edition(session, factory)
    if last is None:
        msg = f"factory {factory.number} has no edition"
        raise LookupError(msg)
    frozen = {(hazard["discipline"], hazard["item"]) for hazard in json.loads(last.content)["hazards"]}
    edition = disclose(session, factory, moment=moment, number=last.number)
    hazards = tuple(hazard for hazard in edition.hazards if (hazard.discipline.value, hazard.item) in frozen)
    files = files_of(session, factory, moment)
    return Publication(replace(edition, hazards=hazards), False, files, recognised_on(session, factory))
