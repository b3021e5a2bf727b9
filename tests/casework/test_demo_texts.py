"""What the public reads of the demonstration: whole, in both languages, never the same twice, with nothing to hide."""

from collections import Counter
from collections.abc import Iterator

import pytest
from casework.demonstration import every_hazard, place_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.demo.reading import factories_told, programme_told
from accord.records.escalation import StageChange
from accord.records.factory import Building, CoverageChange, Factory
from accord.records.order import OrderEvent, SafetyOrder
from accord.records.photo import Photo
from accord.records.plan import CapLine
from accord.rules.figures.timelines import parse_timeline
from accord.rules.public.public_text import public_text
from accord.rules.vocabulary import DISCIPLINE_OF_CATEGORY
from accord.rules.words.bangla import is_bangla

PAIRED = {
    Factory: ("name", "address", "summary"),
    Building: ("name",),
    CoverageChange: ("reason",),
    StageChange: ("reason",),
    SafetyOrder: ("because",),
    OrderEvent: ("note",),
    Photo: ("caption",),
}
"""The texts of each record that stand beside their Bangla."""


def texts_of_hazards(session: Session) -> Iterator[str]:
    for hazard in every_hazard(session):
        yield from filter(
            None,
            (
                hazard.observation,
                hazard.observation_bn,
                hazard.recommended_action,
                hazard.recommended_action_bn,
                hazard.final_action_plan,
                hazard.final_action_plan_bn,
                hazard.location,
                *(event.reason for event in hazard.events),
                *(change.reason for change in hazard.deadlines),
                *(comment.text for comment in hazard.log),
            ),
        )


def paired_texts(session: Session) -> Iterator[tuple[str | None, str | None]]:
    for record, names in PAIRED.items():
        for row in session.scalars(select(record)):
            for name in names:
                yield getattr(row, name), getattr(row, f"{name}_bn")


def test_every_hazard_has_its_texts_in_bangla(demo: Session) -> None:
    planned = {line.hazard_id: line.action_plan_bn for line in demo.scalars(select(CapLine))}
    for hazard in every_hazard(demo):
        for text in (hazard.observation_bn, hazard.recommended_action_bn, planned[hazard.id]):
            assert text, place_of(hazard)
            assert is_bangla(text), place_of(hazard)


def test_every_other_text_stands_beside_its_bangla_or_is_left_out_in_both(demo: Session) -> None:
    for english, bangla in paired_texts(demo):
        assert bool(english) == bool(bangla), (english, bangla)
        assert not bangla or is_bangla(bangla), bangla
        assert not english or not is_bangla(english), english


def test_every_hazard_is_described_in_full(demo: Session) -> None:
    planned = {line.hazard_id: line.action_plan for line in demo.scalars(select(CapLine))}
    for hazard in every_hazard(demo):
        place = place_of(hazard)
        assert hazard.observation, place
        assert hazard.recommended_action, place
        assert planned[hazard.id], place
        assert hazard.location, place
        assert hazard.category, place
        assert DISCIPLINE_OF_CATEGORY[hazard.category] is hazard.discipline, place
        assert parse_timeline(hazard.recommended_timeline or ""), hazard.recommended_timeline


@pytest.mark.parametrize(
    "name",
    [
        "observation",
        "observation_bn",
        "recommended_action",
        "recommended_action_bn",
        "final_action_plan",
        "final_action_plan_bn",
    ],
)
def test_no_two_hazards_say_the_same(demo: Session, name: str) -> None:
    said = Counter(text for hazard in every_hazard(demo) if (text := getattr(hazard, name)))

    assert [text for text, times in said.items() if times > 1] == []


def test_no_public_text_names_a_person_or_has_to_be_cut(demo: Session) -> None:
    programme = programme_told()
    people = [programme.chief_safety_officer, *(name for names in programme.engineers.values() for name in names)]
    people += [story.claimant for story in factories_told()]
    surnames = [person.split(",")[0].split()[-1] for person in people]

    texts = [*texts_of_hazards(demo), *(text for pair in paired_texts(demo) for text in pair if text)]

    assert [text for text in texts if public_text(text) != text] == []
    assert [text for text in texts for surname in surnames if surname in text] == []


def test_everything_that_has_a_name_says_that_it_is_invented(demo: Session) -> None:
    assert all((each.name or "").startswith("Demo ") for each in demo.scalars(select(Factory)))
    assert all(each.name.startswith("Demo ") for each in programme_told().signatories)
    for building in demo.scalars(select(Building)):
        assert (building.landlord or "").startswith("Demo ")
        assert all((other.other_name or "Demo ").startswith("Demo ") for other in building.occupants)
    assert all((each.os_id or "").startswith("BDDEMO") for each in demo.scalars(select(Factory)))
