"""The forms of a mandatory meeting: invited to, held with what was promised, missed, called off."""

from collections.abc import Sequence

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import Optional

from accord.casework.escalation.hearings import Minutes, Promised
from accord.casework.refusals import N_
from accord.records.hazard import Hazard
from accord.rules.escalation.words import PromiseState
from accord.web.desk.escalating.saying import WRITTEN, called
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, first_error, stripped, typed, whole_numbers
from accord.web.desk.visiting.fields import DayField, OneOf
from accord.web.language import gettext

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 2, 3, 40
"""Promises for which there is room at first, how many more at a time, and at most."""


class InviteForm(DeskForm):
    """When and where the factory is expected."""

    meets_on = DayField(N_("Day of the meeting"), [REQUIRED])
    place = StringField(
        N_("Hour and place"),
        [WRITTEN, Longest(200)],
        filters=[stripped],
        description=N_("For example: 10:30, office of the programme, Gulshan 2, Dhaka."),
    )


class PromiseForm(DeskForm):
    """Something that was promised."""

    words = TextAreaField(N_("What was promised"), [Longest(2000)], filters=[stripped])
    due_on = DayField(N_("Promised for"), [Optional()])
    hazard = OneOf(N_("Of which hazard"), [Optional()])

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into the row."""
        return not (typed(self.words) or any(self.due_on.raw_data or ()) or self.hazard.data)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the row; what was promised and its day belong together."""
        is_fine = bool(super().validate(extra_validators))
        if self.is_empty:
            return is_fine
        for needed in (self.words, self.due_on):
            if not needed.data and not needed.errors:
                needed.errors = [str(REQUIRED.message)]
                is_fine = False
        return is_fine


class HoldForm(DeskForm):
    """What was recorded of a meeting; its promises stand in rows, with room for more without any script."""

    attended = TextAreaField(
        N_("Who came"),
        [WRITTEN, Longest(4000)],
        filters=[stripped],
        description=N_("One a line: the name, and for whom."),
    )
    minutes = TextAreaField(N_("What was said"), [WRITTEN, Longest(20_000)], filters=[stripped])
    finance_heard = TextAreaField(
        N_("What was heard of finance"),
        [Longest(10_000)],
        filters=[stripped],
        description=N_("The means that the factory has, and what its signatories offered."),
    )
    rows = HiddenField()

    def offer(self, hazards: Sequence[Hazard], *, more: bool = False) -> None:
        """Make room for promises, as many as were sent; `more`: and some further."""
        sent = next(iter(whole_numbers([typed(self.rows)])), FIRST_ROWS)
        wanted = min(max(sent, 1) + (MORE_ROWS if more else 0), MOST_ROWS)
        self.rows.data = str(wanted)
        nothing = SelectChoice("", gettext("of no single one"))
        self.hazards = {str(each.id): each for each in hazards}
        choices = [nothing, *(SelectChoice(key, called(each)) for key, each in self.hazards.items())]
        self.promised = [PromiseForm(prefix=f"{self._prefix}promise{place}-") for place in range(1, wanted + 1)]
        for row in self.promised:
            row.hazard.choices = choices

    @property
    def is_full(self) -> bool:
        """Whether there can be no more rows."""
        return len(self.promised) >= MOST_ROWS

    def validate(self, extra_validators: object = None) -> bool:
        """Check the form and every row."""
        is_fine = bool(super().validate(extra_validators))
        for place, row in enumerate(self.promised, start=1):
            if not row.validate():
                is_fine = False
                wrong = next(field for field in row if field.errors)
                self.form_errors.append(
                    gettext("Promise %(place)s: %(what)s", place=place, what=gettext(first_error(wrong)))
                )
        return is_fine

    @property
    def said(self) -> Minutes:
        """What was typed."""
        return Minutes(
            attended=typed(self.attended),
            minutes=typed(self.minutes),
            finance_heard=self.finance_heard.data,
            promises=[
                Promised(typed(row.words), row.due_on.day, self.hazards.get(row.hazard.data or ""))
                for row in self.promised
                if not row.is_empty
            ],
        )


class MissForm(DeskForm):
    """That nobody came: nothing to type."""


class CallOffForm(DeskForm):
    """Why a meeting is called off."""

    reason = TextAreaField(N_("Why it is called off"), [WRITTEN, Longest(2000)], filters=[stripped])


class SettleForm(DeskForm):
    """What became of a promise."""

    state = RadioField(
        N_("What became of it"),
        [REQUIRED],
        choices=[
            SelectChoice(PromiseState.KEPT.value, N_("It was kept")),
            SelectChoice(PromiseState.DROPPED.value, N_("It is needed no more")),
        ],
    )
    note = TextAreaField(
        N_("What was seen, or why it is needed no more"),
        [Longest(2000)],
        filters=[stripped],
        description=N_("Needed where it is dropped. A hazard is corrected only once an engineer has verified it."),
    )
