"""The form of one hazard: what was typed becomes a draft, and what the rules find wrong stands at its field."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from accord.casework.desk.places import Places
from accord.casework.desk.wordings import LONGEST_KEY
from accord.casework.refusals import N_
from accord.gateways.formats import format_number
from accord.records.hazard import Hazard, new_public_key
from accord.rules.desk.hazard_draft import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TIMELINE,
    HazardDraft,
    Problem,
    cleaned,
    placed,
)
from accord.rules.desk.hazard_rows import LAST_ITEM
from accord.rules.desk.places import Place, key_of, words_of_place
from accord.rules.labels import label
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY, Category, Discipline, OrderKind, Severity
from accord.rules.words.standard_wording import StandardWording
from accord.web.desk.forms import REQUIRED
from accord.web.desk.sending import LONGEST_CAPTION, FormWithPhotos
from accord.web.language import gettext, language

SENTENCES: Mapping[Problem, str] = {
    Problem.MISSING: N_("Please fill this in."),
    Problem.TOO_LONG: N_("This is too long: at most %(most)s characters."),
    Problem.NO_TIMELINE: N_("This says no time: write “immediate”, “6 weeks”, “3 months” or a date."),
    Problem.OTHER_DISCIPLINE: N_("This category belongs to another discipline."),
    Problem.BAD_KEY: N_("This form cannot be taken. Load the page anew."),
    Problem.BLANK: N_("Fill in what stands in brackets."),
    Problem.UNKNOWN: N_("This is none of the words that may stand here."),
    Problem.TWICE: N_("The same item number stands in an earlier row."),
    Problem.NOT_IN_A_LIST: N_(
        "Record this one by itself: people may be in danger, and who is told must be seen before it is saved."
    ),
}
"""What is wrong with a field, in words."""

KEY_OF_WORDING = re.compile(r"[a-z0-9_]+")

CAPTIONS = ("photo_caption", "photo_caption_bn")
_MOST = {"location": LONGEST_PLACE, "recommended_timeline": LONGEST_TIMELINE} | dict.fromkeys(CAPTIONS, LONGEST_CAPTION)

TIMELINES = ("Immediate", "1 week", "2 weeks", "6 weeks", "3 months", "6 months")
"""Offered while typing; as CAPs print them."""

ONE_OF_TWO = N_("One of the two is needed: where, or where exactly.")


def sentence(problem: Problem, *, at: str) -> str:
    """Return what is wrong with a field in the language of the answer."""
    if problem is Problem.TOO_LONG:
        return gettext(SENTENCES[problem], most=format_number(_MOST.get(at, LONGEST_TEXT), language()))
    return gettext(SENTENCES[problem])


class HazardForm(FormWithPhotos):
    """One hazard. What may stand in it, the rules say; here is only how it is typed."""

    key = HiddenField()
    wording = HiddenField()
    confirmed = HiddenField()
    revision = HiddenField()
    place = SelectField(N_("Where"), description=ONE_OF_TWO, validate_choice=False)
    location = StringField(N_("Where exactly"), description=ONE_OF_TWO)
    category = SelectField(N_("Category"), validate_choice=False)
    observation = TextAreaField(N_("Observation"), [REQUIRED])
    observation_bn = TextAreaField(N_("Observation in Bangla"))
    recommended_action = TextAreaField(N_("Recommended action"), [REQUIRED])
    recommended_action_bn = TextAreaField(N_("Recommended action in Bangla"))
    recommended_timeline = StringField(N_("To be corrected within"), [REQUIRED])
    severity = RadioField(
        N_("Severity"),
        [REQUIRED],
        validate_choice=False,
    )
    item = StringField(N_("Item number"))
    shared_with = SelectMultipleField(validate_choice=False)
    order = RadioField(N_("What must happen at once"), validate_choice=False)

    def offer(self, places: Places, discipline: Discipline) -> None:
        """Let the form offer the places of the factory and the categories of the discipline."""
        self.place.choices = [("", gettext("not a building")), *((each.key, said(each)) for each in places.every)]
        categories = [each for each in Category if DISCIPLINE_OF_CATEGORY[each] is discipline]
        self.category.choices = [
            ("", gettext("not said")),
            *((each.value, gettext(label(each))) for each in categories),
        ]
        self.severity.choices = [(each.value, label(each)) for each in Severity]

    def draft(self, places: Places) -> HazardDraft:
        """Return what was typed; a word that is none of those offered counts as not said."""
        place = places.named(self.place.data)
        neighbours = places.neighbours(place.building_id) if place else frozenset()
        typed = HazardDraft(
            key=self.key.data or "",
            observation=cleaned(self.observation.data),
            observation_bn=cleaned(self.observation_bn.data),
            recommended_action=cleaned(self.recommended_action.data),
            recommended_action_bn=cleaned(self.recommended_action_bn.data),
            recommended_timeline=cleaned(self.recommended_timeline.data),
            severity=one_of(Severity, self.severity.data),
            category=one_of(Category, self.category.data),
            wording_key=key_in(self.wording.data),
            location=cleaned(self.location.data),
            building_id=place.building_id if place else None,
            floor_id=place.floor_id if place else None,
            zone_id=place.zone_id if place else None,
            item=item_in(self.item.data),
            shared_with=neighbours & numbers_in(self.shared_with.data),
            order=one_of(OrderKind, self.order.data),
        )
        english, bangla = words_of_place(place, typed.location)
        return placed(typed, english=english, bangla=bangla)

    def problems_of_shape(self) -> dict[str, Problem]:
        """Return what the draft cannot tell: an item that is no number, words for photos that are too long."""
        too_long = {name: Problem.TOO_LONG for name in CAPTIONS if len(self[name].data or "") > LONGEST_CAPTION}
        return too_long | ({"item": Problem.UNKNOWN} if self.item.data and item_in(self.item.data) is None else {})

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        """Show what is wrong, each at its field."""
        for name, problem in problems.items():
            if name == "key":
                self.form_errors.append(sentence(problem, at=name))
            else:
                self[name].errors = [*self[name].errors, sentence(problem, at=name)]

    def take(self, wording: StandardWording) -> None:
        """Fill in a standard wording."""
        self.wording.data = wording.key
        self.category.data = wording.category.value
        self.observation.data, self.observation_bn.data = wording.observation, wording.observation_bn
        self.recommended_action.data, self.recommended_action_bn.data = wording.action, wording.action_bn
        self.recommended_timeline.data, self.severity.data = wording.timeline, wording.severity.value

    def copy(self, hazard: Hazard) -> None:
        """Fill in what a hazard says."""
        for name in ("location", "observation", "observation_bn", "recommended_action", "recommended_action_bn"):
            self[name].data = getattr(hazard, name)
        self.recommended_timeline.data = hazard.recommended_timeline
        self.wording.data = hazard.wording_key
        self.category.data = hazard.category.value if hazard.category else ""
        self.severity.data = hazard.severity.value if hazard.severity else None
        self.place.data = key_of(hazard.building_id, hazard.floor_id, hazard.zone_id) or ""

    def begin(self, places: Places) -> None:
        """Give a new form its key, and tick everybody else who is in a building."""
        self.key.data = new_public_key()
        self.shared_with.data = [str(each.id) for shared in places.shared for each in shared.factories]


def said(place: Place) -> str:
    """Return a place in the language of the answer."""
    return place.bangla if language() == "bn" else place.english


def one_of(words: type[Any], typed: str | None) -> Any:
    """Return the member of a vocabulary that was chosen, or None."""
    return words(typed) if typed in {each.value for each in words} else None


def item_in(typed: str | None) -> int | None:
    """Return the item number that was typed, or None where none was, or something else."""
    words = (typed or "").strip()
    is_number = words.isdecimal() and len(words) <= len(str(LAST_ITEM)) and int(words) > 0
    return int(words) if is_number else None


def key_in(typed: str | None) -> str | None:
    """Return the key of a wording, or None for what can be none."""
    return typed if typed and len(typed) <= LONGEST_KEY and KEY_OF_WORDING.fullmatch(typed) else None


def numbers_in(typed: list[str] | None) -> frozenset[int]:
    """Return the ids that were ticked."""
    return frozenset(int(each) for each in typed or () if each.isdecimal() and len(each) < 18)
