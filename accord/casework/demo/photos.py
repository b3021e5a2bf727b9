"""Puts the drawings that stand for photos into the private store, and writes what they show."""

from dataclasses import dataclass
from hashlib import sha256

from accord.casework.demo.days import Days
from accord.casework.demo.pictures import HEIGHT_PX, VARIANTS, WIDTH_PX, drawn
from accord.casework.demo.story import HazardStory, PhotoStory
from accord.casework.demo.visits import Visit
from accord.gateways.files import FileStore
from accord.records.photo import Photo

TAKEN_AT, CLEARED_AT = 16, 18
"""Hours of the day in the programme's time zone."""


@dataclass(frozen=True)
class Album:
    """Where the photos are kept, and who looks at each of them before it may be shown."""

    store: FileStore
    chief_safety_officer: str
    days: Days

    def photo(self, story: PhotoStory, visit: Visit, *, hazard: HazardStory) -> Photo:
        """Keep the picture, and return the photo, not yet in a session; a drawing shows nobody, so it is cleared."""
        picture = drawn(story.picture, _variant(hazard))
        on = visit.inspection.inspected_on
        return Photo(
            shows=story.shows,
            sha256=self.store.keep(picture),
            width_px=WIDTH_PX,
            height_px=HEIGHT_PX,
            size_bytes=len(picture),
            taken_on=on,
            caption=story.caption,
            caption_bn=story.caption_bn,
            cleared_at=self.days.at(on, CLEARED_AT),
            cleared_by=self.chief_safety_officer,
            inspection_id=visit.inspection.id,
            person_id=visit.person.id,
            actor=visit.engineer,
            recorded_at=self.days.at(on, TAKEN_AT),
        )


def _variant(hazard: HazardStory) -> int:
    # By the place, so that what was found and what was seen corrected there show the same room.
    return sha256(f"{hazard.building} {hazard.location}".encode()).digest()[0] % VARIANTS
