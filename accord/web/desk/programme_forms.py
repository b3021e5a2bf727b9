"""The forms with which the administrator sets limits and wordings."""

from typing import Self

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import DataRequired, InputRequired, ValidationError

from accord.casework.desk.limits import Wanted
from accord.casework.desk.wordings import Standing
from accord.casework.refusals import N_
from accord.rules.vocabulary import Category, Severity
from accord.rules.words.standard_wording import StandardWording
from accord.web.desk.forms import DeskForm, Longest, stripped, typed
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.site import site

FILLED = DataRequired(N_("Please fill this in."))
"""Asked after the blanks around a text are gone."""


class Numbered(DeskForm):
    """A form that knows the version that it was opened with."""

    revision = HiddenField()

    @property
    def opened_at(self) -> int:
        """The version; -1, which is none, where that was tampered with."""
        told = typed(self.revision)
        return int(told) if told.isascii() and told.isdigit() and len(told) < len("1000000000") else -1


class LimitForm(Numbered):
    """A number, from when it holds, and why."""

    value = StringField(N_("New number"), [FILLED, Longest(20)], filters=[stripped])
    holds_from = DateField(N_("Holds from"), [InputRequired(N_("Please fill this in."))])
    reason = TextAreaField(N_("Reason"), [FILLED, Longest(1000)], filters=[stripped])

    def validate_value(self, field: StringField) -> None:
        """Refuse what is no number."""
        try:
            float(typed(field))
        except ValueError as error:
            raise ValidationError(gettext("This is no number. Write it as 4 or 2.5.")) from error

    @property
    def wanted(self) -> Wanted:
        """What was typed."""
        return Wanted(float(typed(self.value)), self.holds_from.data or site().today, typed(self.reason))


class WordingForm(Numbered):
    """A standard wording in both languages."""

    category = SelectField(N_("Category"), [FILLED], choices=[])
    title = StringField(N_("Title"), [FILLED, Longest(120)], filters=[stripped])
    title_bn = StringField(N_("Title in Bangla"), [FILLED, Longest(120)], filters=[stripped])
    observation = TextAreaField(
        N_("Observation"),
        [FILLED, Longest(4000)],
        filters=[stripped],
        description=N_("What the engineer fills in stands in brackets: [place], [number], [value], [date]."),
    )
    observation_bn = TextAreaField(N_("Observation in Bangla"), [FILLED, Longest(4000)], filters=[stripped])
    action = TextAreaField(N_("Recommended action"), [FILLED, Longest(4000)], filters=[stripped])
    action_bn = TextAreaField(N_("Recommended action in Bangla"), [FILLED, Longest(4000)], filters=[stripped])
    timeline = StringField(
        N_("Recommended timeline"),
        [FILLED, Longest(120)],
        filters=[stripped],
        description=N_("As a report prints it: Immediate, 6 weeks, 3 months."),
    )
    severity = SelectField(N_("Severity"), [FILLED], choices=[])
    keywords = StringField(
        N_("Words to find it by"),
        [Longest(1000)],
        filters=[stripped],
        description=N_("In both scripts, with commas between them."),
    )
    is_retired = BooleanField(N_("No longer offered to engineers"))

    def __init__(self, **words: object) -> None:
        super().__init__(**words)
        for field, members in ((self.category, Category), (self.severity, Severity)):
            field.choices = [SelectChoice("", ""), *(SelectChoice(each.value, word(each)) for each in members)]

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """Return the form of a wording as it stands."""
        told = standing.wording
        return cls(
            revision=standing.number,
            category=told.category.value,
            title=told.title,
            title_bn=told.title_bn,
            observation=told.observation,
            observation_bn=told.observation_bn,
            action=told.action,
            action_bn=told.action_bn,
            timeline=told.timeline,
            severity=told.severity.value,
            keywords=", ".join(told.keywords),
            is_retired=standing.is_retired,
        )

    def wording(self, key: str) -> StandardWording:
        """Return what was typed, under a key."""
        return StandardWording(
            key=key,
            category=Category(self.category.data),
            title=typed(self.title),
            title_bn=typed(self.title_bn),
            observation=typed(self.observation),
            observation_bn=typed(self.observation_bn),
            action=typed(self.action),
            action_bn=typed(self.action_bn),
            timeline=typed(self.timeline),
            severity=Severity(self.severity.data),
            keywords=tuple(filter(None, (each.strip() for each in typed(self.keywords).split(",")))),
        )
