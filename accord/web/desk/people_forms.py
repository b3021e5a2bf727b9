"""The forms with which the administrator keeps accounts."""

import re
from collections.abc import Sequence
from datetime import date

from flask import request
from sqlalchemy import select
from wtforms import DateField, EmailField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types that are known of it
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from accord.casework.desk.people import Particulars
from accord.casework.desk.roles import Given
from accord.casework.refusals import N_
from accord.records.factory import Factory, Signatory
from accord.rules.desk.people import LONGEST_ADDRESS, Role
from accord.rules.factories.districts import DISTRICTS
from accord.rules.labels import label
from accord.rules.vocabulary import Discipline
from accord.web.database import db
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.filters import word
from accord.web.language import gettext
from accord.web.site import site

NOTHING = SelectChoice("", "")

MOST_FACTORIES = 200
"""That one person looks after; more than the largest company group has."""


class WordsField(SelectMultipleField):
    """Several words of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _date(name: str, *, is_required: bool = False, help_: str = "") -> DateField:
    checks = [InputRequired(N_("Please fill this in."))] if is_required else [Optional()]
    return DateField(name, checks, description=help_, format="%Y-%m-%d")


class PersonForm(DeskForm):
    """Who somebody is."""

    revision = HiddenField()
    # Asked after the blanks around it are gone: a blank is no name.
    name = StringField(N_("Name"), [DataRequired(N_("Please fill this in.")), Longest(120)], filters=[stripped])
    name_bn = StringField(N_("Name in Bangla"), [Longest(120)], filters=[stripped])
    email = EmailField(N_("E-mail address"), [REQUIRED, Longest(LONGEST_ADDRESS)])
    telephone = StringField(N_("Telephone"), [Longest(40)], filters=[stripped])

    @property
    def particulars(self) -> Particulars:
        """What was typed."""
        return Particulars(
            typed(self.email), str(self.name.data), name_bn=self.name_bn.data, telephone=self.telephone.data
        )

    @property
    def opened_at(self) -> int:
        """The revision that the form was opened with; 0, which is none, where that was tampered with."""
        told = typed(self.revision)
        return int(told) if told.isascii() and told.isdigit() and len(told) < len("1000000000") else 0


class RoleForm(DeskForm):
    """A role, what it is about, and its days."""

    role = SelectField(N_("Role"), [REQUIRED], choices=[])
    disciplines = WordsField(
        N_("Disciplines"),
        choices=[SelectChoice(each.value, label(each)) for each in Discipline],
        description=N_("Of an engineer."),
    )
    factories = StringField(
        N_("Factories"),
        [Longest(2000)],
        description=N_("Numbers, with commas between them. Of somebody of a factory or its safety committee."),
    )
    signatory = SelectField(
        # The deed says of a name that nobody has that nobody has it.
        N_("Signatory"),
        choices=[],
        validate_choice=False,
        description=N_("Of a brand's people."),
    )
    districts = WordsField(
        N_("Districts"), choices=[], description=N_("Of a brand's team in a region; none: everywhere it buys.")
    )
    from_on = _date(N_("First day"), is_required=True)
    to_on = _date(N_("Last day"), help_=N_("Of a deputy always; of others where it is known."))

    def __init__(self, **words: object) -> None:
        super().__init__(**words)
        names = db().scalars(select(Signatory.name).order_by(Signatory.name)).all()
        # Of a list that opens, the browser shows the words as they are given: they are put into the language here.
        self.role.choices = [NOTHING, *(SelectChoice(role.value, word(role)) for role in Role)]
        self.signatory.choices = [NOTHING, *(SelectChoice(name, name) for name in names)]
        known = set(db().scalars(select(Factory.district).distinct()))
        self.districts.choices = [SelectChoice(name, name) for name in DISTRICTS if name in known]
        if self.from_on.data is None and request.method == "GET":
            self.from_on.data = site().today

    def validate_factories(self, field: StringField) -> None:
        """Refuse what is no list of numbers."""
        numbers = typed(field).replace(",", " ").split()
        if not all(re.fullmatch(r"[1-9][0-9]{3,4}", number) for number in numbers):
            raise ValidationError(gettext("Factory numbers have four or five digits: 9001, 12241."))
        if len(numbers) > MOST_FACTORIES:
            raise ValidationError(gettext("Give at most 200 factories at once."))

    @property
    def given(self) -> Given:
        """What was typed."""
        return Given(
            role=Role(self.role.data),
            from_on=self.from_on.data or site().today,
            to_on=self.to_on.data,
            disciplines=tuple(map(Discipline, self.disciplines.data or ())),
            factories=self._numbers,
            signatory=self.signatory.data or None,
            districts=tuple(self.districts.data or ()),
        )

    @property
    def _numbers(self) -> Sequence[int]:
        return [int(number) for number in typed(self.factories).replace(",", " ").split()]


class LastDayForm(DeskForm):
    """The last day of a role."""

    last_day = _date(N_("Last day"), is_required=True)

    @property
    def day(self) -> date:
        """The day that was typed; asked of a form that is good."""
        return self.last_day.data or site().today
