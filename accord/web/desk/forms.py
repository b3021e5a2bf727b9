"""What every form of the desk shares. A form checks the shape of what was typed; its sense, the rules check."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import InputRequired, ValidationError

from accord.casework.refusals import N_, Refused, Told
from accord.gateways.formats import format_number
from accord.gateways.pictures import UploadRefused
from accord.web.language import gettext, language

REQUIRED = InputRequired(N_("Please fill this in."))
"""For a field that may not stay empty."""


class Longest:
    """The check that a text has no more letters than its place holds; no browser cuts it short unseen."""

    def __init__(self, letters: int) -> None:
        self.letters = letters

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a longer text, and say by how much."""
        found = len(field.data or "")
        if found > self.letters:
            sentence = gettext(
                "This holds %(most)s characters; here are %(found)s.",
                most=format_number(self.letters, language()),
                found=format_number(found, language()),
            )
            raise ValidationError(sentence)


class Ticked:
    """The check that at least one box of several is ticked."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a field without any tick."""
        if not field.data:
            raise ValidationError(self.sentence)


def first_error(field: Field) -> str:
    """Return the first thing that is wrong with a field, as a sentence."""
    error: Any = field.errors[0]
    return str(error[0] if isinstance(error, (list, tuple)) and error else error)


def typed(field: Field) -> str:
    """Return what was typed into a field of text, with its blanks; nothing as an empty text."""
    return str(field.data or "")


def stripped(text: str | None) -> str | None:
    """Return a text without blanks around it, or None where nothing was typed; for `filters` of a field."""
    return (text or "").strip() or None


def whole_numbers(values: Sequence[str]) -> Sequence[int]:
    """Return the ids among what was sent; what is no number names nothing."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


class DeskForm(FlaskForm):  # type: ignore[misc]
    """A form that says what is wrong at the field, keeps everything typed, and shows refusals."""

    def refuse(self, refusal: Refused | UploadRefused, *, at: str | None = None) -> None:
        """Show why the deed was refused: at a field, or on top of the form."""
        sentence = said(refusal)
        if at is None:
            self.form_errors.append(sentence)
        else:
            field = self[at]
            field.errors = [*field.errors, sentence]


def said(refusal: Refused | UploadRefused) -> str:
    """Return the sentence of a refusal in the language of the answer."""
    if isinstance(refusal, UploadRefused):
        return refusal.in_language(language())
    return gettext(refusal.sentence, **refusal.values) if isinstance(refusal, Told) else str(refusal)
