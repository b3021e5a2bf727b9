"""The forms of a request: what a factory asks for, and what the programme answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the types known of it
from wtforms.validators import Optional

from accord.casework.escalation.requests import Asked
from accord.casework.refusals import N_
from accord.records.escalation import StageChange
from accord.records.hazard import Hazard
from accord.rules.escalation.words import RequestKind
from accord.web.desk.escalating.saying import WRITTEN, called
from accord.web.desk.forms import REQUIRED, DeskForm, Longest, stripped, typed
from accord.web.desk.visiting.fields import DayField, OneOf
from accord.web.desk.visiting.inspection_forms import CHOOSE
from accord.web.filters import day, plain
from accord.web.language import gettext

GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True)
class Wording:
    """How a kind of request is spoken of."""

    title: str
    button: str
    why: str
    """What is asked in the field of words."""
    granted: str
    refused: str


WORDINGS: Mapping[RequestKind, Wording] = {
    RequestKind.EXTENSION: Wording(
        N_("Ask for more time"),
        N_("Ask for more time"),
        N_("Why more time is needed, and what is done meanwhile"),
        N_("Yes: more time is granted"),
        N_("No: the agreed day stays"),
    ),
    RequestKind.WRONG_OBSERVATION: Wording(
        N_("Say that an observation is wrong"),
        N_("Say that it is wrong"),
        N_("What is wrong about it, and how one can see that"),
        N_("Yes: the observation is wrong"),
        N_("No: the observation stands"),
    ),
    RequestKind.REVIEW: Wording(
        N_("Ask that a decision is looked at again"),
        N_("Ask for the review"),
        N_("Why the decision should be another one"),
        N_("Yes: the decision is to be taken back"),
        N_("No: the decision stands"),
    ),
}


class AskForm(DeskForm):
    """What a factory asks for; which of the fields are shown, its kind says."""

    hazard = OneOf(N_("Which hazard"), [Optional()])
    decision = OneOf(N_("Which decision"), [Optional()])
    wants_until_on = DayField(N_("Until which day"), [Optional()])
    words = TextAreaField(N_("Why"), [WRITTEN, Longest(4000)], filters=[stripped])

    def is_about(self, kind: RequestKind, hazards: Sequence[Hazard], decisions: Sequence[StageChange]) -> None:
        """Keep the fields of the kind, and offer what it can be about."""
        self.hazards = {str(each.id): each for each in hazards}
        self.decisions = {str(each.id): each for each in decisions}
        self.words.label.text = WORDINGS[kind].why
        nothing = "" if kind is not RequestKind.EXTENSION else gettext("of the plan as a whole")
        self.hazard.choices = [
            SelectChoice("", nothing or gettext(CHOOSE)),
            *(SelectChoice(key, called(each)) for key, each in self.hazards.items()),
        ]
        self.decision.choices = [
            SelectChoice("", gettext(CHOOSE)),
            *(SelectChoice(key, decision_called(each)) for key, each in self.decisions.items()),
        ]
        if kind is not RequestKind.REVIEW:
            del self.decision
        if kind is RequestKind.REVIEW:
            del self.hazard
        if kind is RequestKind.EXTENSION:
            self.wants_until_on.flags.required = True
        else:
            del self.wants_until_on
        for name in ("hazard", "decision"):
            if name in self and kind is not RequestKind.EXTENSION:
                self[name].flags.required = True

    def asked(self, kind: RequestKind) -> Asked:
        """Return what was typed."""
        return Asked(
            kind,
            typed(self.words),
            hazard=self.hazards.get(self.hazard.data or "") if "hazard" in self else None,
            decision=self.decisions.get(self.decision.data or "") if "decision" in self else None,
            wants_until_on=self.wants_until_on.data if "wants_until_on" in self else None,
        )


class AnswerForm(DeskForm):
    """What the programme answers."""

    verdict = RadioField(N_("What the programme answers"), [REQUIRED], choices=[], validate_choice=False)
    words = TextAreaField(
        N_("Reason of the answer"),
        [WRITTEN, Longest(4000)],
        filters=[stripped],
        description=N_("The factory reads it."),
    )

    def is_about(self, kind: RequestKind) -> None:
        """Offer the two answers in the words of the kind."""
        said = WORDINGS[kind]
        self.verdict.choices = [SelectChoice(GRANTED, said.granted), SelectChoice(REFUSED, said.refused)]
        self.verdict.validate_choice = True

    @property
    def is_granted(self) -> bool:
        """Whether it was granted."""
        return bool(self.verdict.data == GRANTED)


def decision_called(decision: StageChange) -> str:
    """Return what a decision on a stage is called."""
    return gettext(
        "the decision of %(day)s on stage %(stage)s", day=day(decision.decided_on), stage=plain(decision.stage)
    )
