"""Photos that are sent along with another form: what is fit is kept, each other one is told by its name."""

from datetime import date
from typing import ClassVar

from flask import flash
from flask_wtf.file import MultipleFileField
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from accord.casework.desk.kept_photos import drop_kept, kept_photos, send_kept
from accord.casework.desk.preparing import why_refused
from accord.casework.desk.uploads import Evidence, keep_upload, was_sent
from accord.casework.refusals import N_, Refused
from accord.gateways.language import Language
from accord.gateways.pictures import UploadRefused
from accord.gateways.pictures.look import MAX_PHOTO_BYTES
from accord.records.hazard import Hazard, HazardEvent
from accord.records.inspection import Inspection
from accord.records.photo import KeptPhoto
from accord.rules.desk.rounds import UploadState
from accord.rules.vocabulary import PhotoOf
from accord.web.database import db
from accord.web.desk.chosen_photos import FormOfPhotos, too_many
from accord.web.desk.forms import Longest, said, stripped
from accord.web.filters import number
from accord.web.language import gettext, language, ngettext
from accord.web.signed_in import who
from accord.web.site import site

LONGEST_CAPTION = 300


class FormWithPhotos(FormOfPhotos):
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
        has_photos = self.chosen or self.kept_ids
        if self.told_by and has_photos and not (self.photo_caption.data or self[self.told_by].data):
            raise ValidationError(gettext("Say in a sentence what the photos show, or write a comment."))


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
    send(form, hazard, evidence=Evidence(shows, *_captions(form, otherwise), inspection, event, taken_on))


def send(form: FormOfPhotos, hazard: Hazard, *, evidence: Evidence) -> bool:
    """Send what is kept for a form and what was chosen in it, say of each other photo why not; return whether all."""
    sent = _send_kept(form, hazard, evidence) + _send_chosen(form, hazard, evidence)
    _tell(sent, is_too_much=len(form.chosen) > form.room)
    return sent == len(form.kept_ids) + len(form.chosen)


def _send_kept(form: FormOfPhotos, hazard: Hazard, evidence: Evidence) -> int:
    """Send what was kept when the form came back, and return how many of them belong to it now."""
    found = kept_photos(db(), form.kept_ids, who=who(), moment=site().moment)
    sent = sum(_is_sent(kept, hazard, evidence) for kept in found)
    drop_kept(db(), form.dropped_ids, who=who())
    db().commit()
    if lost := len(form.kept_ids) - len(found):
        flash(
            ngettext(
                "%(count)s photo that was kept for this form is not there any more: add it to the item again.",
                "%(count)s photos that were kept for this form are not there any more: add them to the item again.",
                lost,
            )
            % {"count": number(lost)},
            "late",
        )
    return sent


def _is_sent(kept: KeptPhoto, hazard: Hazard, evidence: Evidence) -> bool:
    if kept.state is UploadState.REFUSED:
        flash(why_not(kept), "late")
        return False
    try:
        is_sent = send_kept(db(), kept, hazard, evidence=evidence, who=who(), moment=site().moment)
    except Refused as refusal:
        flash(said(refusal), "late")
        return False
    db().commit()
    return is_sent


def why_not(kept: KeptPhoto) -> str:
    """Return why a kept photo cannot be taken, with its name."""
    why = why_refused(kept, Language(language()))
    return why if kept.file_name in why else f"“{kept.file_name}”: {why}"


def _send_chosen(form: FormOfPhotos, hazard: Hazard, evidence: Evidence) -> int:
    """Send what was chosen in the form, and return how many were fit."""
    sent = 0
    for file in form.chosen[: form.room]:
        # One byte more than is taken is enough to know that it is too much.
        raw = file.stream.read(MAX_PHOTO_BYTES + 1)
        if was_sent(db(), hazard, raw, evidence=evidence):
            sent += 1
            continue
        try:
            keep_upload(
                db(),
                hazard,
                raw=raw,
                file_name=file.filename or "",
                shows=evidence.shows,
                caption=evidence.caption,
                caption_bn=evidence.caption_bn,
                inspection=evidence.inspection,
                event=evidence.event,
                taken_on=evidence.taken_on,
                who=who(),
                moment=site().moment,
                uploads=site().uploads,
            )
        except (Refused, UploadRefused) as refusal:
            flash(said(refusal), "late")
        else:
            sent += 1
            db().commit()
    return sent


def _captions(form: FormWithPhotos, otherwise: tuple[str, str | None]) -> tuple[str, str | None]:
    if form.photo_caption.data:
        return form.photo_caption.data, form.photo_caption_bn.data
    english, bangla = otherwise
    return _shortened(english), form.photo_caption_bn.data or (_shortened(bangla) if bangla else None)


def _shortened(text: str) -> str:
    """Return as much of a text as a caption holds, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_CAPTION else f"{line[: LONGEST_CAPTION - 1]}…"


def _tell(sent: int, *, is_too_much: bool) -> None:
    if sent:
        flash(ngettext("%(count)s photo was sent.", "%(count)s photos were sent.", sent) % {"count": number(sent)})
    if is_too_much:
        flash(too_many(), "late")
