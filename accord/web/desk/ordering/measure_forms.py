"""The forms of a measure: set, handed in, looked at, dropped."""

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import Optional

from accord.casework.desk.measurements import Place, places_of
from accord.casework.orders.measures import Wanted
from accord.casework.orders.ready_measures import READY, ReadyMeasure
from accord.casework.refusals import N_
from accord.records.factory import Building
from accord.rules.factories.loads import LEAST_KPA, MOST_KPA
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped
from accord.web.desk.ordering.handing_in import FormWithFiles
from accord.web.desk.visiting.fields import AmountField, DayField, OneOf, Within
from accord.web.desk.visiting.names import floor_name
from accord.web.filters import named
from accord.web.language import gettext

OWN_WORDS = "own"
"""The choice of no ready wording."""


class SetForm(DeskForm):
    """What has to be done, where, and by when."""

    ready = RadioField(N_("What has to be done"), [REQUIRED], choices=[], default=OWN_WORDS, validate_choice=False)
    words = TextAreaField(
        N_("In words"),
        [Longest(2000)],
        filters=[stripped],
        description=N_("Left empty, the words above stand there, in both languages."),
    )
    words_bn = TextAreaField(N_("The same in Bangla"), [Longest(2000)], filters=[stripped], render_kw={"lang": "bn"})
    place = OneOf(N_("Where"), [Optional()])
    limit_kpa = AmountField(N_("Load that may stay there (kPa)"), [Optional(), Within(LEAST_KPA, MOST_KPA)])
    due_on = DayField(N_("To be done by"), [REQUIRED])

    def offer(self, building: Building) -> None:
        """Offer the ready wordings, and the floors and zones of the building."""
        self.places = {each.key: each for each in places_of([building])}
        self.ready.choices = [
            *((key, gettext(each.words)) for key, each in READY.items()),
            (OWN_WORDS, gettext("Something else, in your own words")),
        ]
        self.place.choices = [SelectChoice(key, _called(place)) for key, place in self.places.items()]

    @property
    def ready_words(self) -> Sequence[tuple[str, ReadyMeasure]]:
        """The ready wordings by their key, for what is chosen to be put into the fields at once."""
        return tuple(READY.items())

    @property
    def wanted(self) -> Wanted:
        """What was asked for: the ready wording in both languages where no words were typed."""
        ready = READY.get(self.ready.data or "")
        place = self.places.get(self.place.data or "")
        typed_kpa = self.limit_kpa.data
        words, words_bn = self._worded(ready)
        return Wanted(
            words=words,
            words_bn=words_bn,
            due_on=self.due_on.day,
            floor=place.floor if place else None,
            zone=place.zone if place else None,
            limit_kpa=float(typed_kpa) if typed_kpa is not None else (ready.limit_kpa if ready else None),
        )

    def _worded(self, ready: ReadyMeasure | None) -> tuple[str, str | None]:
        if ready is None:
            return self.words.data or "", self.words_bn.data
        # Somebody's own English words are not what the ready Bangla says.
        is_as_offered = self.words.data in (None, ready.words)
        return self.words.data or ready.words, self.words_bn.data or (ready.words_bn if is_as_offered else None)


class HandInForm(FormWithFiles):
    """What shows that a measure was taken."""

    note = TextAreaField(
        N_("What was done"),
        [Longest(4000)],
        filters=[stripped],
        description=N_("With a photo or a paper this may stay empty."),
    )


class JudgeForm(DeskForm):
    """What an engineer makes of what was handed in."""

    verdict = RadioField(
        N_("Is the measure taken?"),
        [REQUIRED],
        choices=[
            SelectChoice("accepted", N_("Yes: it is accepted")),
            SelectChoice("not_accepted", N_("No: it has to be done again")),
        ],
    )
    note = TextAreaField(
        N_("Why"), [Longest(4000)], filters=[stripped], description=N_("Needed where it is not accepted.")
    )

    @property
    def is_accepted(self) -> bool:
        """Whether it was accepted."""
        return bool(self.verdict.data == "accepted")


class DropForm(DeskForm):
    """Why a measure is needed no more."""

    note = TextAreaField(N_("Why it is needed no more"), [REQUIRED, Longest(4000)], filters=[stripped])


def _called(place: Place) -> str:
    if place.floor is None:
        return gettext("the whole building, or as the words say")
    parts = [floor_name(place.floor)]
    if place.zone is not None:
        parts.append(named(place.zone))
    return " · ".join(parts)
