"""The photos of a form: those that were chosen in it, and those that are kept for it since it came back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectMultipleField

from accord.gateways.formats import format_number
from accord.rules.desk.uploads import MOST_AT_ONCE
from accord.web.desk.forms import DeskForm, whole_numbers
from accord.web.language import gettext, language


@dataclass(frozen=True)
class Kept:
    """A photo that is kept for a form: by its name until its small copy is drawn, or why it cannot be taken."""

    id: int
    file_name: str
    is_drawn: bool
    why: str | None
    is_dropped: bool


class FormOfPhotos(DeskForm):
    """A form in which photos are chosen, and which keeps them when it comes back."""

    photos: MultipleFileField

    kept_photos = SelectMultipleField(validate_choice=False)
    """The ids of photos that came with this form before, and were kept when it came back."""
    drop_photos = SelectMultipleField(validate_choice=False)
    """The ids of those that shall not go with it after all."""
    kept: Sequence[Kept] = ()
    """What the form shows of them; filled in by `kept_photos.give_back`."""

    @property
    def chosen(self) -> Sequence[FileStorage]:
        """The photos that were chosen."""
        return [each for each in self.photos.data or () if isinstance(each, FileStorage) and each.filename]

    @property
    def dropped_ids(self) -> frozenset[int]:
        """The kept photos that shall not go with the form."""
        return frozenset(whole_numbers(self.drop_photos.data or ()))

    @property
    def kept_ids(self) -> frozenset[int]:
        """The kept photos that shall go with the form; whose they are is asked when they are looked up."""
        return frozenset(whole_numbers(self.kept_photos.data or ())) - self.dropped_ids

    @property
    def room(self) -> int:
        """How many more photos go with the form."""
        return max(0, MOST_AT_ONCE - len(self.kept_ids))


def too_many() -> str:
    """Return that more photos were chosen than go at once."""
    most = format_number(MOST_AT_ONCE, language())
    return gettext("At most %(most)s photos go at once: send the others after these.", most=most)
