"""The form of a step of an order: what each step asks for, and what comes of it."""

from collections.abc import Mapping

from wtforms import BooleanField, DateField, FloatField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import NumberRange, Optional

from accord.casework.orders.taking import Comes
from accord.casework.refusals import N_
from accord.rules.factories.loads import LEAST_KPA, MOST_KPA
from accord.rules.labels import label
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import OrderStep
from accord.web.desk.forms import Longest, stripped, whole_numbers
from accord.web.desk.ordering.handing_in import FormWithFiles
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.language import gettext

DEEDS: Mapping[OrderStep, str] = {
    OrderStep.DETERMINED: N_("Determine the order"),
    OrderStep.ACKNOWLEDGED: N_("Record that somebody has the order"),
    OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK: N_("Take back that somebody has the order"),
    OrderStep.COMPLIED: N_("Report that it was done"),
    OrderStep.VERIFIED: N_("Verify on site that it is so"),
    OrderStep.WORKS_VERIFIED: N_("Verify the works on site"),
    OrderStep.ANSWERED: N_("Record an answer to the weekly question"),
    OrderStep.RE_ENTERED: N_("Record that the place was entered or loaded again"),
    OrderStep.EASED: N_("Let it become a load reduction"),
    OrderStep.LIFTED: N_("Lift the order"),
    OrderStep.VACATED: N_("End it: vacated for good"),
    OrderStep.ANNULMENT_PROPOSED: N_("Propose to annul it"),
    OrderStep.ANNULMENT_REJECTED: N_("Reject the proposal to annul it"),
    OrderStep.ANNULLED: N_("Annul the order"),
}
"""What somebody does who takes a step, in the order in which the steps are offered."""

_FOR_ONESELF: Mapping[OrderStep, str] = {
    OrderStep.ACKNOWLEDGED: N_("Say that you have it"),
    OrderStep.ANSWERED: N_("Answer the weekly question"),
}
"""The same where somebody speaks for their own organisation alone."""

_WORDS = ("note", "note_bn")
_FILES = ("files",)
_ON_SITE = ("seen_on", "inspection", *_WORDS, *_FILES)
ASKS: Mapping[OrderStep, tuple[str, ...]] = {
    OrderStep.DETERMINED: _WORDS,
    OrderStep.ACKNOWLEDGED: ("organisation", "said_by", "channel", "number"),
    OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK: ("organisation", "note"),
    OrderStep.COMPLIED: ("organisation", *_WORDS, *_FILES),
    OrderStep.VERIFIED: _ON_SITE,
    OrderStep.WORKS_VERIFIED: _ON_SITE,
    OrderStep.ANSWERED: ("organisation", "said_by", "channel", "note"),
    OrderStep.RE_ENTERED: _WORDS,
    OrderStep.EASED: ("limit_kpa", *_WORDS),
    OrderStep.LIFTED: (*_WORDS, "despite"),
    OrderStep.VACATED: _ON_SITE,
    OrderStep.ANNULMENT_PROPOSED: ("note",),
    OrderStep.ANNULMENT_REJECTED: ("note",),
    OrderStep.ANNULLED: _WORDS,
}
"""The fields of each step; "files" stands for photos and papers."""

_REQUIRED: Mapping[OrderStep, tuple[str, ...]] = {
    OrderStep.ACKNOWLEDGED: ("organisation", "said_by", "channel"),
    OrderStep.ACKNOWLEDGEMENT_TAKEN_BACK: ("organisation", "note"),
    OrderStep.COMPLIED: ("organisation",),
    OrderStep.ANSWERED: ("organisation", "said_by", "channel", "note"),
    OrderStep.RE_ENTERED: ("note",),
    OrderStep.EASED: ("limit_kpa", "note"),
    OrderStep.LIFTED: ("note",),
    OrderStep.VACATED: ("note",),
    OrderStep.ANNULMENT_PROPOSED: ("note",),
    OrderStep.ANNULMENT_REJECTED: ("note",),
    OrderStep.ANNULLED: ("note",),
}
"""What no such step can do without."""

_ONE_OF_THEM: Mapping[OrderStep, tuple[tuple[str, ...], ...]] = {
    OrderStep.COMPLIED: (("note", "photos", "papers"),),
    OrderStep.VERIFIED: (("seen_on", "inspection"),),
    OrderStep.WORKS_VERIFIED: (("seen_on", "inspection"), ("note", "photos", "papers")),
    OrderStep.VACATED: (("seen_on", "inspection"),),
}
"""Fields of which one is enough; none of them is called optional."""

_ENOUGH = {
    ("seen_on", "inspection"): N_("The day, or the inspection: one of the two is needed."),
    ("note", "photos", "papers"): N_("What was seen, in words, or a photo or a paper: one of them is needed."),
}

CALLS = frozenset({Channel.TELEPHONE.value, Channel.WHATSAPP.value})
"""Ways by which a number is called."""

EVERYBODY = "everybody"
"""Chosen where staff report of everybody inside at once."""

OF_WHO_WAS_HEARD = frozenset({"said_by", "channel", "number"})
"""Asked of staff, who speak for others; who speaks for themselves does so at the desk, under their own name."""

HEARD = tuple(each for each in Channel if each is not Channel.LINK)
"""By which way staff heard it: by the link in a letter nobody answers but whoever it was written to."""


def words_of(step: OrderStep, *, is_staff: bool) -> str:
    """Return what taking the step is called for staff, or for somebody who speaks for themselves."""
    return DEEDS[step] if is_staff else _FOR_ONESELF.get(step, DEEDS[step])


def fields_of(step: OrderStep, *, is_staff: bool) -> tuple[str, ...]:
    """Return the fields that the step asks of staff, or of somebody who speaks for themselves."""
    return tuple(name for name in ASKS[step] if is_staff or name not in OF_WHO_WAS_HEARD)


class StepForm(FormWithFiles):
    """What comes with a step; each step shows the fields that it asks for."""

    organisation = SelectField(N_("Who"), choices=[], validate_choice=False)
    said_by = StringField(N_("Name of the person"), [Longest(120)], filters=[stripped])
    channel = SelectField(
        N_("By which way"),
        choices=[SelectChoice("", CHOOSE), *(SelectChoice(each.value, label(each)) for each in HEARD)],
        default="",
    )
    number = StringField(
        N_("Number that was called"),
        [Longest(40)],
        filters=[stripped],
        description=N_("Of a call, or a message on WhatsApp."),
    )
    seen_on = DateField(N_("Seen on site on"), [Optional()])
    inspection = SelectField(N_("or on the inspection"), choices=[], validate_choice=False)
    limit_kpa = FloatField(N_("Load that may stay (kPa)"), [Optional(), NumberRange(LEAST_KPA, MOST_KPA)])
    note = TextAreaField(N_("In words"), [Longest(4000)], filters=[stripped])
    note_bn = TextAreaField(N_("The same in Bangla"), [Longest(4000)], filters=[stripped])
    despite = BooleanField()

    def asks_whom(self, step: OrderStep, *, is_staff: bool) -> None:
        """Say which of its fields must be filled in, and of which one is enough."""
        asked = fields_of(step, is_staff=is_staff)
        for name in _REQUIRED.get(step, ()):
            self[name].flags.required = name in asked
        for names in _ONE_OF_THEM.get(step, ()):
            for name in names:
                self[name].flags.one_of_them = True
            self[names[0]].description = gettext(_ENOUGH[names])
        self.number.flags.one_of_them = self.despite.flags.one_of_them = True

    def is_filled_in(self, step: OrderStep, *, is_staff: bool) -> bool:
        """Return whether nothing is missing that the step cannot do without; the form says what."""
        asked = fields_of(step, is_staff=is_staff)
        # Who speaks for themselves has their own place: it is known where there is but one.
        wanted = [name for name in _REQUIRED.get(step, ()) if name in asked and (is_staff or name != "organisation")]
        if "number" in asked and self.channel.data in CALLS:
            wanted.append("number")
        missing = [name for name in wanted if not self[name].data and self[name].data != 0]
        for name in missing:
            self[name].errors = [gettext("Please fill this in.")]
        return not missing

    @property
    def way(self) -> Channel | None:
        """By which way somebody answered; None: it was not said."""
        return Channel(self.channel.data) if self.channel.data else None

    @property
    def open_causes(self) -> frozenset[int]:
        """The dangers that are still there, where their box is ticked: those that it named."""
        said = self.despite.raw_data[0] if self.despite.data and self.despite.raw_data else ""
        return frozenset(whole_numbers(said.split(",")))

    @property
    def comes(self) -> Comes:
        """What was typed, for the step."""
        return Comes(
            note=self.note.data,
            note_bn=self.note_bn.data,
            seen_on=self.seen_on.data,
            limit_kpa=self.limit_kpa.data,
            despite=self.open_causes,
            organisation=self.organisation.data if self.organisation.data not in ("", EVERYBODY) else None,
            said_by=self.said_by.data,
            channel=self.way,
            number=self.number.data,
        )
