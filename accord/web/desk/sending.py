"""Photos that are sent along with another form: what is fit is kept, each other one is told by its name."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from flask import flash
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from accord.casework.desk.uploads import keep_upload, was_sent
from accord.casework.refusals import N_, Refused
from accord.gateways.formats import format_number
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.records.hazard import Hazard, HazardEvent
from accord.records.inspection import Inspection
from accord.rules.desk.uploads import MOST_AT_ONCE
from accord.rules.vocabulary import PhotoOf
from accord.web.database import db
from accord.web.desk.forms import DeskForm, Longest, said, stripped
from accord.web.filters import number
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who
from accord.web.site import site

LONGEST_CAPTION = 300


class FormWithPhotos(DeskForm):
    """A form with which photos may be sent; what it says itself is kept whether they are fit or not."""

    photos = MultipleFileField(
        N_("Photos"),
        description=N_("JPEG, PNG, WebP or HEIC, each up to 30 MB. Where they were taken is not kept."),
        render_kw={"accept": "image/*,.heic,.heif"},
    )
    photo_caption = StringField(
        N_("What the photos show"),
        [Longest(LONGEST_CAPTION)],
        filters=[stripped],
        description=N_(
            "One sentence, for those who cannot see them too. Left empty, the words of this form stand there."
        ),
    )
    photo_caption_bn = StringField(
        N_("What the photos show, in Bangla"), [Longest(LONGEST_CAPTION)], filters=[stripped]
    )

    told_by: ClassVar[str | None] = None
    """The field without which photos need words of their own: who cannot see them would be told nothing."""

    def validate_photos(self, _field: Field) -> None:
        """Refuse photos of which nothing is said."""
        if self.told_by and self.chosen and not (self.photo_caption.data or self[self.told_by].data):
            raise ValidationError(gettext("Say in a sentence what the photos show, or write a comment."))

    @property
    def chosen(self) -> Sequence[FileStorage]:
        """The photos that were chosen."""
        return [each for each in self.photos.data or () if isinstance(each, FileStorage) and each.filename]


def send_along(
    form: FormWithPhotos,
    hazard: Hazard,
    *,
    shows: PhotoOf,
    otherwise: tuple[str, str | None],
    inspection: Inspection | None,
    event: HazardEvent | None,
    taken_on: date,
) -> None:
    """Keep the photos of a form whose own deed was committed, and say how many were, and of each other why not.

    `otherwise`: what they show, in English and in Bangla, where nothing was typed. Each is committed by itself: while
    one is written to the disk nobody else shall wait for more than that.
    """
    caption, caption_bn = _captions(form, otherwise)
    kept = 0
    for file in form.chosen[:MOST_AT_ONCE]:
        # One byte more than is taken is enough to know that it is too much.
        raw = file.stream.read(MAX_PHOTO_BYTES + 1)
        if was_sent(db(), hazard, raw, event=event):
            kept += 1
            continue
        try:
            keep_upload(
                db(),
                hazard,
                raw=raw,
                file_name=file.filename or "",
                shows=shows,
                caption=caption,
                caption_bn=caption_bn,
                inspection=inspection,
                event=event,
                taken_on=taken_on,
                who=who(),
                moment=site().moment,
                uploads=site().uploads,
            )
        except (Refused, UploadRefused) as refusal:
            flash(said(refusal), "late")
        else:
            kept += 1
            db().commit()
    _tell(kept, too_many=len(form.chosen) > MOST_AT_ONCE)


def _captions(form: FormWithPhotos, otherwise: tuple[str, str | None]) -> tuple[str, str | None]:
    if form.photo_caption.data:
        return form.photo_caption.data, form.photo_caption_bn.data
    english, bangla = otherwise
    return _shortened(english), form.photo_caption_bn.data or (_shortened(bangla) if bangla else None)


def _shortened(text: str) -> str:
    """Return as much of a text as a caption holds, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CAPTION else f"{line[: LONGEST_CAPTION - 1]}…"


def _tell(kept: int, *, too_many: bool) -> None:
    if kept:
        flash(ngettext("%(count)s photo was sent.", "%(count)s photos were sent.", kept) % {"count": number(kept)})
    if too_many:
        most = format_number(MOST_AT_ONCE, language())
        flash(gettext("At most %(most)s photos go at once: send the others after these.", most=most), "late")
