"""The forms of the Review Panel: what it determined, and that an order is referred to it."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it

from accord.casework.orders.care import Determination
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.rules.labels import label
from accord.rules.orders.panel import Member
from accord.rules.orders.words import PanelOutcome
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, Ticked, stripped
from accord.web.desk.people_forms import WordsField
from accord.web.desk.visiting.fields import DayField
from accord.web.language import language


class DeterminationForm(DeskForm):
    """What the Review Panel determined; whether it was of one mind follows from the ticks."""

    outcome = SelectField(
        N_("What the Review Panel determined"),
        [REQUIRED],
        choices=[SelectChoice("", "–"), *(SelectChoice(each.value, label(each)) for each in PanelOutcome)],
        validate_choice=False,
    )
    determined_on = DayField(N_("Determined on"), [REQUIRED])
    took_part = WordsField(
        N_("Which members took part"),
        [Ticked(N_("Please fill this in."))],
        choices=[],
        validate_choice=False,
    )
    agreed = WordsField(
        N_("Which of them agreed"),
        choices=[],
        validate_choice=False,
        description=N_("Whether it is of one mind is worked out from these ticks."),
    )
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])

    def offer(self, panel: Sequence[Member]) -> None:
        """Offer the members of the panel, by their names in the language of the page."""
        choices = [SelectChoice(each.name, name_of_member(each)) for each in panel]
        self.took_part.choices = choices
        # Said of the whole: a flag of its check would have browsers ask for every single box.
        self.took_part.flags.required = True
        self.agreed.choices = choices

    @property
    def said(self) -> Determination | None:
        """What was typed; None where no outcome was chosen."""
        if self.outcome.data not in set(PanelOutcome) or self.determined_on.data is None:
            return None
        return Determination(
            PanelOutcome(self.outcome.data),
            self.determined_on.data,
            took_part=self.took_part.data or (),
            agreed=self.agreed.data or (),
            note=self.note.data,
        )


class ReferralForm(DeskForm):
    """Why an order is referred; `seen` names the state of it that the sender had before them."""

    seen = HiddenField()
    note = TextAreaField(
        N_("What the Review Panel is asked"),
        [Longest(4000)],
        filters=[stripped],
        description=N_("It stands in the covering letter."),
    )
    note_bn = TextAreaField(N_("The same in Bangla"), [Longest(4000)], filters=[stripped])


def name_of_member(member: Member) -> str:
    """Return the name of a member organisation in the language of the answer."""
    return (member.name_bn if language() == Language.BN else None) or member.name
