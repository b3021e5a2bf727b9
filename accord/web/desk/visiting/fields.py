"""Fields that the forms around a visit are made of: each says in our words what it cannot understand."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wtforms import DateField, Field, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from accord.casework.refusals import N_
from accord.rules.desk.measurements import typed_number
from accord.web.filters import word
from accord.web.language import gettext

ID = "int(max=2147483647)"
"""The form of an id in an address: no database holds a larger one."""

UNREADABLE_DAY = N_("This is no day of the calendar.")
UNREADABLE_NUMBER = N_("Type a plain number.")
NOT_OFFERED = N_("Choose one of those that are offered.")


class DayField(DateField):
    """A day of the calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(UNREADABLE_DAY) from error

    @property
    def day(self) -> date:
        """The day that was typed, once the form is valid."""
        assert self.data is not None  # noqa: S101  a form without a required day is not valid
        return self.data


class CountField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing typed is no number."""
        self.data = None
        if valuelist and valuelist[0].strip():
            number = typed_number(valuelist[0])
            if number is None or number != int(number):
                raise ValueError(UNREADABLE_NUMBER)
            self.data = int(number)


class AmountField(Field):
    """A number as engineers write it down, with a point."""

    widget = TextInput()
    data: Decimal | float | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing typed is no number."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = typed_number(valuelist[0])
            if self.data is None:
                raise ValueError(UNREADABLE_NUMBER)

    @property
    def number(self) -> Decimal:
        """The number that was typed, once the form is valid."""
        return Decimal(str(self.data))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}" if isinstance(self.data, Decimal) else f"{self.data:g}"


class Within:
    """The check that a number lies within what is possible."""

    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse a number outside."""
        if field.data is not None and not self.least <= field.data <= self.most:
            said = gettext("A number from %(least)s to %(most)s is expected.", least=self.least, most=self.most)
            raise ValidationError(said)


class OneOf(SelectField):
    """One of several, offered in the language of the page."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(NOT_OFFERED) from error


class SeveralOf(SelectMultipleField):
    """Any number of several, each with a box to tick."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NOT_OFFERED) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(NOT_OFFERED) from error


def offered(words: Iterable[StrEnum], *, nothing: str | None = None) -> Sequence[tuple[str, str]]:
    """Return members of the vocabulary as choices, after one for "nothing" where a text for it is given."""
    first = [("", gettext(nothing))] if nothing is not None else []
    return [*first, *((each.value, word(each)) for each in words)]


def revision_in(typed: str | None) -> int:
    """Return the revision with which a form was opened; 0, which no record has, where it says none."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
