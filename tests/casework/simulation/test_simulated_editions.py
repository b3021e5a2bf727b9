"""What is frozen of a simulated factory is what would be disclosed of it."""

import pytest
from casework.simulation.making import ANCHOR, FACTORIES, MOMENT, factory_ids
from sqlalchemy import select

from accord.casework.cap_files import cap_json
from accord.casework.disclosure import disclose
from accord.casework.publication import prepare, substance_of
from accord.casework.simulation.words import filled, on_floor, templates, words
from accord.records.edition import PublishedEdition
from accord.records.factory import Factory
from accord.rules.public.public_text import public_text
from accord.rules.words.bangla import is_bangla


def test_every_frozen_edition_is_to_the_letter_what_would_be_disclosed(records):
    editions = {edition.factory_id: edition for edition in records.scalars(select(PublishedEdition))}

    for number, id_ in factory_ids(records).items():
        disclosed = disclose(records, records.get_one(Factory, id_), moment=MOMENT, number=1)
        edition = editions.get(id_)
        assert (edition is not None) is bool(disclosed.approvals), number
        if edition is not None:
            assert edition.content == cap_json(disclosed).decode(), number
            assert edition.substance_sha256 == substance_of(disclosed), number
            assert (edition.number, edition.as_of, edition.files, edition.photos) == (1, ANCHOR, [], [])
            assert MOMENT.civil_date(edition.published_at) == ANCHOR

    assert 0 < FACTORIES - len(editions) < 6


def test_publishing_a_simulated_factory_finds_nothing_new_and_nothing_to_hide(records):
    [number] = records.scalars(
        select(Factory.number).join(PublishedEdition, PublishedEdition.factory_id == Factory.id).limit(1)
    )

    prepared = prepare(records, number, moment=MOMENT)

    assert not prepared.is_new
    assert prepared.hidden == ()


@pytest.mark.parametrize("category", templates())
def test_no_sentence_has_to_be_cut_for_the_public_whatever_number_stands_in_it(category):
    template = templates()[category]
    least, most = template.n

    for said in (*template.observations, template.action, template.plan):
        for n in range(least, most + 1):
            for level in (0, 1, 9, 10):
                english, bangla = filled(said, on=on_floor(level, 10), grid="H12", n=n)
                assert (public_text(english), public_text(bangla)) == (english, bangla)
                assert is_bangla(bangla), bangla
                assert not is_bangla(english)
    assert template.days_given() >= 0


def test_no_other_words_have_to_be_cut_either_and_each_has_its_bangla():
    said = words()
    orders = [pair for order in said.orders.values() for pair in (order.because, order.lifted, order.vacated)]
    pairs = [*orders, *said.stages, *said.coverage.values(), *said.factory_words]

    assert all(is_bangla(bangla) and not is_bangla(english) for english, bangla in pairs)
    texts = [text for pair in pairs for text in pair] + [text for texts in said.comments.values() for text in texts]
    assert [text for text in texts if public_text(text) != text] == []
