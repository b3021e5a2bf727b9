"""What the pages of photos show, worked out so that the templates decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.desk.photo_doubts import Doubted, doubts_of
from accord.casework.desk.photos import count_to_clear, photos_of, photos_to_clear, revision_of
from accord.casework.desk.preparing import why_refused
from accord.casework.desk.uploads import uploads_of
from accord.casework.desk.visitors import Visitor
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.records.factory import Factory
from accord.records.hazard import Hazard
from accord.records.photo import Photo, Upload
from accord.rules.desk.actions import Action
from accord.rules.desk.photo_doubts import DoubtKind
from accord.rules.desk.rounds import UploadState
from accord.rules.moments import Moment
from accord.web.access import may
from accord.web.language import gettext, language

DOUBTS = {
    DoubtKind.LONG_BEFORE: N_("The camera says that it was taken more than a week before the inspection."),
    DoubtKind.BEFORE_FOUND: N_("The camera says that it was taken before the hazard was found."),
    DoubtKind.SAME_FILE: N_("The same file was sent for another place or before:"),
    DoubtKind.LOOKS_ALIKE: N_("It looks much like another photo:"),
}


@dataclass(frozen=True)
class Shown:
    """A photo with its caption in the language of the page, and what is doubtful of it."""

    photo: Photo
    caption: str
    doubts: Sequence[Doubted]

    @property
    def words_seen(self) -> str:
        """Tells a form whose words were looked at, and which."""
        return f"{self.photo.id}-{revision_of(self.photo)}"


@dataclass(frozen=True)
class Refused:
    """An upload that was refused, and why."""

    upload: Upload
    why: str


@dataclass(frozen=True)
class Album:
    """The photos of one hazard, and what was sent for it and is none yet."""

    hazard: Hazard
    factory: Factory
    photos: Sequence[Shown]
    waiting: Sequence[Upload]
    refused: Sequence[Refused]
    may_add: bool


@dataclass(frozen=True)
class ToClear:
    """Photos that nobody has looked at: those of this page, and how many there are in all."""

    photos: Sequence[Shown]
    count: int


def album_of(session: Session, hazard: Hazard, *, who: Visitor, may_add: bool, moment: Moment) -> Album:
    """Return the page of one hazard's photos; doubts are told to those alone who look at every hazard."""
    sent = uploads_of(session, hazard)
    doubts = doubts_of(session, [hazard.id], moment=moment) if may(Action.CLEAR_PHOTO) else {}
    return Album(
        hazard=hazard,
        factory=factory_of(hazard),
        photos=[shown(photo, doubts.get(hazard.id, ())) for photo in photos_of(session, hazard, who=who)],
        waiting=[each for each in sent if each.state is UploadState.WAITING],
        refused=[
            Refused(each, why_refused(each, Language(language()))) for each in sent if each.state is UploadState.REFUSED
        ],
        may_add=may_add,
    )


def to_clear(session: Session, *, moment: Moment) -> ToClear:
    """Return the page of photos that wait to be looked at."""
    photos = photos_to_clear(session)
    doubts = doubts_of(session, {photo.hazard_id for photo in photos}, moment=moment, by_likeness=False)
    return ToClear([shown(photo, doubts.get(photo.hazard_id, ())) for photo in photos], count_to_clear(session))


def shown(photo: Photo, doubts: Sequence[Doubted]) -> Shown:
    """Return a photo with its words, and those of the doubts that are about it."""
    is_bangla = language() is Language.BN and photo.caption_bn
    caption = photo.caption_bn if is_bangla and photo.caption_bn else photo.caption
    return Shown(photo, caption, [each for each in doubts if each.doubt.photo_id == photo.id])


def factory_of(hazard: Hazard) -> Factory:
    """Return the factory under which the hazard is told: of several, the one with the lowest number."""
    links = [link for link in hazard.links if link.removed_at is None] or hazard.links
    return min((link.factory for link in links), key=lambda factory: factory.number)


def doubt_words(doubted: Doubted) -> str:
    """Return what is doubtful, in the language of the page."""
    return gettext(DOUBTS[doubted.doubt.kind])
