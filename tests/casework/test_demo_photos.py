"""The photos of the demonstration: private files that somebody has looked at, of what their captions say."""

from hashlib import sha256
from pathlib import Path

from casework.demonstration import PROMISED, every_hazard, place_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.demo.pictures import AFTER
from accord.casework.demo.reading import factories_told
from accord.casework.disclosure import disclose
from accord.casework.factories import factory_numbered
from accord.gateways.files import FileStore
from accord.records.photo import Photo
from accord.rules.moments import Moment
from accord.rules.vocabulary import PhotoOf, Status

PICTURED = [(story.number, hazard) for story in factories_told() for hazard in story.hazards if hazard.photos]


def test_every_drawing_stands_for_a_photo_somewhere() -> None:
    pictures = {photo.picture for _, hazard in PICTURED for photo in hazard.photos}

    assert pictures == {*AFTER, *AFTER.values()}


def test_at_least_thirty_hazards_have_photos_and_most_of_these_also_of_the_correction() -> None:
    corrections = [hazard for _, hazard in PICTURED if hazard.photos[-1].shows is PhotoOf.CORRECTION]

    assert len(PICTURED) >= 30
    assert len(corrections) > len(PICTURED) / 2


def test_what_was_found_and_what_was_corrected_are_shown_by_the_two_drawings_of_a_pair() -> None:
    for number, hazard in PICTURED:
        found = {photo.picture for photo in hazard.photos if photo.shows is PhotoOf.HAZARD}
        corrected = {photo.picture for photo in hazard.photos if photo.shows is PhotoOf.CORRECTION}
        assert found <= set(AFTER), (number, hazard.discipline, hazard.item)
        pairs = {AFTER[picture] for picture in found} or set(AFTER.values())
        assert corrected <= pairs, (number, hazard.discipline, hazard.item)


def test_a_hazard_is_photographed_while_it_stands_and_a_correction_when_an_engineer_saw_it(demo: Session) -> None:
    for hazard in every_hazard(demo):
        for photo in hazard.photos:
            so_far = [event for event in hazard.events if event.effective_on <= photo.taken_on]
            assert so_far, place_of(hazard)
            is_corrected = so_far[-1].status is Status.CORRECTED
            assert is_corrected == (photo.shows is PhotoOf.CORRECTION), place_of(hazard)


def test_every_photo_is_in_the_private_store_as_its_row_says(demo: Session, loaded: Path) -> None:
    store = FileStore(loaded / "photos")
    photos = list(demo.scalars(select(Photo)))

    for photo in photos:
        content = store.path_of(photo.sha256).read_bytes()
        assert sha256(content).hexdigest() == photo.sha256
        assert (len(content), photo.width_px, photo.height_px) == (photo.size_bytes, 1200, 800)
    kept = {path.name for path in store.folder.rglob("*") if path.is_file()}
    assert kept == {photo.sha256 for photo in photos}


def test_every_photo_was_looked_at_by_another_than_the_one_who_took_it(demo: Session, moment: Moment) -> None:
    for photo in demo.scalars(select(Photo)):
        assert photo.cleared_at
        assert photo.recorded_at < photo.cleared_at
        assert moment.civil_date(photo.recorded_at) == photo.taken_on
        assert photo.cleared_by
        assert photo.cleared_by != photo.actor


def test_the_public_sees_the_photos_of_what_is_published(demo: Session, moment: Moment) -> None:
    shown = 0
    for number in PROMISED:
        edition = disclose(demo, factory_numbered(demo, number), moment=moment, number=1)
        shown += sum(len(hazard.photos) for hazard in edition.hazards)

    assert shown >= len(list(demo.scalars(select(Photo))))
