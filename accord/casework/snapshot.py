"""Keeps the public snapshot: one factory as it is published, or all of them anew.

What the public reads is the latest edition as it was frozen, with the present status of its hazards and the
letters of recognition laid over it. No text and no date comes from anywhere but an edition.
"""

import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from accord.casework.disclosed_hazards import with_present_status
from accord.casework.disclosure import recognitions_of
from accord.casework.factories import factory_numbered
from accord.casework.publication import Publication, files_of, last_edition, last_edition_numbers
from accord.gateways.snapshot.place import alone_at, draft_of
from accord.gateways.snapshot.tables import editions_in, is_of_present_layout, open_for_writing
from accord.gateways.snapshot.writer import put_factory
from accord.rules.disclosure import Edition
from accord.rules.edition_object import edition_from
from accord.rules.moments import Moment
from accord.rules.redaction import redacted


def show(session: Session, publication: Publication, snapshot: Path, *, moment: Moment) -> None:
    """Bring the factory in the public snapshot up to date after an edition is committed; safe to repeat.

    The edition that the database holds as its latest is shown, also where another was published meanwhile.
    """
    with alone_at(snapshot):
        if is_of_present_layout(snapshot):
            _put([publication.edition.factory.number], snapshot, session=session, moment=moment)
        else:
            _rebuild(session, snapshot, moment=moment)


def needs_rebuilding(session: Session, snapshot: Path) -> bool:
    """Return whether the snapshot is of another layout, or shows other editions than the latest ones."""
    return last_edition_numbers(session) != editions_in(snapshot)


def rebuild_snapshot(session: Session, snapshot: Path, *, moment: Moment) -> list[int]:
    """Write the snapshot anew from all that was published, and return the factories in it.

    It is made beside the old one and takes its place when it is whole. Give a session that has read nothing yet:
    then it reads what is there once no other process writes the snapshot.
    """
    with alone_at(snapshot):
        return _rebuild(session, snapshot, moment=moment)


def _rebuild(session: Session, snapshot: Path, *, moment: Moment) -> list[int]:
    numbers = list(last_edition_numbers(session))
    if not numbers:
        snapshot.unlink(missing_ok=True)
        return []
    with draft_of(snapshot) as draft:
        _put(numbers, draft, session=session, moment=moment)
        draft.replace(snapshot)
    return numbers


def _put(numbers: list[int], snapshot: Path, *, session: Session, moment: Moment) -> None:
    engine = open_for_writing(snapshot)
    try:
        for number in numbers:
            _put_one(engine, number, session=session, moment=moment)
    finally:
        engine.dispose()


def _put_one(engine: Engine, number: int, *, session: Session, moment: Moment) -> None:
    factory = factory_numbered(session, number)
    last = last_edition(session, factory)
    if last is None:
        msg = f"factory {number} has no edition"
        raise LookupError(msg)
    frozen = edition_from(json.loads(last.content))
    present = replace(
        frozen,
        hazards=with_present_status(session, frozen.hazards, moment=moment),
        recognitions=recognitions_of(session, factory),
    )
    put_factory(
        engine,
        _again_redacted(present),
        files_of(session, factory, moment),
        place_of_edition=last.id,
        moment=moment,
    )


def _again_redacted(edition: Edition) -> Edition:
    # The reasons of changes of status made since, and editions frozen by a version that hid less.
    return redacted(edition).edition
