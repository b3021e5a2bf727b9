"""The forms of photos: adding several at once, taking one out, saying that some may be published."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, DateField, Field, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from accord.casework.refusals import N_
from accord.rules.labels import label
from accord.rules.vocabulary import PhotoOf
from accord.web.desk.chosen_photos import FormOfPhotos, too_many
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, whole_numbers

FILLED_IN = DataRequired(N_("Please fill this in."))
"""Blanks alone say nothing."""
LOOKED = N_("Look at each photo and tick what is so.")


class NeedsFile:
    """The check that a file was chosen, or is kept; a browser sends one without a name where none was."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: object, field: Field) -> None:
        """Refuse a form without a file."""
        if isinstance(form, FormOfPhotos) and form.kept_ids:
            return
        found = field.data if isinstance(field.data, list) else [field.data]
        if not any(isinstance(each, FileStorage) and each.filename for each in found):
            raise ValidationError(self.sentence)


class PhotosForm(FormOfPhotos):
    """Photos of one hazard: what they show, in a sentence that is also read to those who cannot see them."""

    photos = MultipleFileField(
        N_("Photos"),
        [NeedsFile(N_("Choose at least one photo."))],
        description=N_("JPEG, PNG, WebP or HEIC, each up to 30 MB. Where they were taken is not kept."),
        render_kw={"accept": "image/*,.heic,.heif"},
    )
    shows = RadioField(N_("What they show"), [REQUIRED], coerce=PhotoOf)
    caption = StringField(
        N_("What can be seen"),
        [FILLED_IN, Longest(300)],
        filters=[stripped],
        description=N_("One sentence, for those who cannot see it too: “The gate of stair 2 is padlocked.”"),
    )
    caption_bn = StringField(N_("The same in Bangla"), [Longest(300)], filters=[stripped])
    taken_on = DateField(N_("Taken on"), [REQUIRED])
    inspection = IntegerField(N_("Inspection"), [Optional()], widget=HiddenInput())

    def validate_photos(self, _field: Field) -> None:
        """Refuse more than go in one form."""
        if len(self.chosen) > self.room:
            raise ValidationError(too_many())

    def offer(self, may_show: Sequence[PhotoOf]) -> None:
        """Offer what photos of this person may show."""
        self.shows.choices = [(each, label(each)) for each in may_show]
        if len(may_show) == 1 and self.shows.data is None:
            self.shows.data = may_show[0]


class TakeOutForm(DeskForm):
    """Why a photo is taken out."""

    reason = StringField(N_("Why is it taken out?"), [FILLED_IN, Longest(300)], filters=[stripped])


class CaptionForm(DeskForm):
    """What a photo shows, worded anew."""

    caption = StringField(N_("What can be seen"), [FILLED_IN, Longest(300)], filters=[stripped])
    caption_bn = StringField(N_("The same in Bangla"), [Longest(300)], filters=[stripped])
    revision = HiddenField()

    @property
    def opened_at(self) -> int:
        """What the form was opened with; 0, which is almost no words', where it does not say."""
        return next(iter(whole_numbers([self.revision.data or ""])), 0)


class ClearForm(DeskForm):
    """What must be so of every photo that is published."""

    faces = BooleanField(N_("No face can be recognised."), [InputRequired(LOOKED)])
    names = BooleanField(N_("No name, badge or telephone number can be read."), [InputRequired(LOOKED)])
    papers = BooleanField(N_("No paper, screen or document can be read."), [InputRequired(LOOKED)])


def pairs_of(values: Sequence[str]) -> Mapping[int, int]:
    """Return what was sent as one number of another: "12-34" is 34 of the photo 12."""
    pairs = (whole_numbers(value.split("-")) for value in values)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def words_of(form: DeskForm) -> Mapping[str, str | None]:
    """Return the captions as they were typed."""
    return {"caption": form.caption.data or "", "caption_bn": form.caption_bn.data}
