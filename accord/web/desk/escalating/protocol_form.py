"""The form in which another version of the protocol is pasted or sent, and the one that takes what was previewed."""

from datetime import date

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import DateField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Optional

from accord.casework.refusals import N_
from accord.rules.escalation.profile_file import MOST_LETTERS, with_day
from accord.web.desk.forms import DeskForm, Longest, stripped, typed

MOST_BYTES = 4 * MOST_LETTERS
"""A letter has four bytes at most."""


class ProtocolForm(DeskForm):
    """The text of a version, pasted or as a file, and the day from which it is to hold."""

    file = FileField(
        N_("A file"), description=N_("A TOML file; it takes the place of the text."), render_kw={"accept": ".toml,.txt"}
    )
    text = TextAreaField(N_("The text of the protocol"), [Longest(MOST_LETTERS)])
    holds_from = DateField(
        N_("Holds from"),
        [Optional()],
        description=N_("Today or later; it is written into the text. Left empty, the day that stands there counts."),
    )

    def filled(self) -> str | None:
        """Return the text to look over, with its day; None where there is none, which is said at its field."""
        chosen = self.file.data
        if isinstance(chosen, FileStorage) and chosen.filename:
            content = chosen.stream.read(MOST_BYTES + 1)
            try:
                self.text.data = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                self.file.errors = [N_("This file is not written in UTF-8.")]
                return None
        text = plain_lines(typed(self.text))
        if not text.strip():
            self.text.errors = [N_("Paste the text, or choose a file.")]
            return None
        day: date | None = self.holds_from.data
        self.text.data = with_day(text, day) if day else text
        # It stands in the text from now on: asked again, it would undo a day that is changed there.
        self.holds_from.data, self.holds_from.raw_data = None, None
        return self.text.data


class TakeForm(DeskForm):
    """The text that was previewed, by what it is known again, and why it is taken."""

    text = HiddenField()
    sha256 = HiddenField()
    seen = HiddenField()
    reason = TextAreaField(
        N_("Why the protocol changes"),
        [DataRequired(N_("Please fill this in.")), Longest(2000)],
        filters=[stripped],
        description=N_("It stays on record, among us. Why each limit is what it is stands in the text."),
    )

    @property
    def whole_text(self) -> str:
        """The text as it was previewed."""
        return plain_lines(typed(self.text))

    @property
    def seen_version(self) -> int:
        """Which version had been taken last at the preview; -1, which is none, where that was tampered with."""
        told = typed(self.seen)
        return int(told) if told.isascii() and told.isdigit() and len(told) < len("1000000000") else -1


def plain_lines(text: str) -> str:
    """Return a text with the line feeds of a file, whatever a browser made of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
