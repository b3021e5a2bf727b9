"""A factory is found however its name is typed, and only factories that answer are."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.gateways.language import translator
from accord.gateways.snapshot.programme import FactoryLine
from accord.gateways.snapshot.rows import Past
from accord.rules.factories.districts import DISTRICTS
from accord.rules.figures.progress import Progress, Tally
from accord.rules.public.search import NOISE
from accord.rules.vocabulary import Coverage, FactoryStatus
from accord.rules.words.bangla import is_bangla
from accord.web.public.search import matching
from tests.builders import a_factory

DAY = date(2018, 7, 1)
PLACELESS = {
    "name_bn": None,
    "district": None,
    "upazila": None,
    "address": None,
    "address_bn": None,
    "company_group": None,
    "os_id": None,
}


def a_line(number, name, **changes):
    return FactoryLine(
        factory=a_factory(**{**PLACELESS, "number": number, "name": name, **changes}),
        past=Past((), (), (), (), ()),
        coverage=Coverage.ACTIVE,
        status=FactoryStatus.ON_TRACK,
        rating=None,
        stage=0,
        recognised_on=None,
        progress=Progress(DAY, DAY, Tally(), Tally(), 0, 0, 0),
        open_orders=(),
        edition=1,
        published_on=DAY,
    )


REGISTER = [
    a_line(90001, "Savar Knit Composite Ltd.", district="Dhaka"),
    a_line(90002, "Demo Denim & Washing Ltd.", name_bn="ডেমো ডেনিম অ্যান্ড ওয়াশিং লিমিটেড", district="Gazipur"),
    a_line(90003, "সাভার নিট কম্পোজিট লিঃ"),
    a_line(90004, "Karnaphuli Fashions (Pvt.) Ltd", district="Chattogram", os_id="BD2019083XA3M0V"),
    a_line(90005, "Rupali Knitwear", address="Holding 17, Jamgora, Ashulia, Savar", company_group="Rupali Group"),
    a_line(90006, "Deco Legacy", upazila="Sreepur"),
]


def found(query):
    return [line.factory.number for line in matching(REGISTER, query)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("Savar", [90001, 90003, 90005]),
        ("সাভার", [90003, 90001, 90005]),
        ("savar knit", [90001, 90003, 90005]),
        ("সাভার নিট কম্পোজিট লিমিটেড", [90003, 90001]),
        ("Savar Knit Composite Limited", [90001, 90003]),
        ("denim washing", [90002]),
        ("Washing and Denim Ltd.", [90002]),
        ("ডেমো ডেনিম লিঃ", [90002]),
        ("demmo dennim", [90002]),
        ("demodenim", [90002]),
        ("Limted Denim", [90002]),
        ("karnafully", [90004]),
        ("কর্ণফুলী ফ্যাশনস প্রাঃ লিঃ", [90004]),
        ("chittagong", [90004]),
        ("চট্টগ্রাম", [90004]),
        ("bd2019083xa3m0v", [90004]),
        ("knit wear", [90005]),
        ("রূপালী", [90005]),
        ("আশুলিয়া", [90005]),
        ("sreepur", [90006]),
        ("90002", [90002]),
        ("৯০০০২", [90002]),
        ("900", [90001, 90002, 90003, 90004, 90005, 90006]),
        ("17", []),
        ("ঢাকা", [90001]),
        ("90009", []),
        ("nobody", []),
    ],
)
def test_what_a_reader_types_finds_the_factories_that_were_meant(query, numbers):
    assert found(query) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("Karnafulee", [90004]),  # one sound
        ("Karnpahuil", [90004]),  # twice two letters in each other's place
        ("Kranaphulli", [90004]),
        ("Karnphli", [90004]),  # two left out: eight are typed of ten
        ("Karnphl", []),  # three
        ("Compsit", [90003, 90001]),  # two of nine left out, in either script
        ("Cpomosite", [90001, 90003]),
        ("Xomposige", [90001]),
        ("knxtxear", [90005]),
        ("knxtxeax", []),
        ("Rpualy Kntwear", [90005]),  # one in each word
        ("Rpulai Knitwear", [90005]),  # both in a word of six, as part of the whole name
        ("Rupalyknitwer", [90005]),  # and no space between
        ("Deco Lgeaci", [90006]),
        ("কর্ণফলি", [90004]),
    ],
)
def test_two_errors_are_allowed_where_eight_letters_or_more_are_meant(query, numbers):
    assert found(query) == numbers


def test_a_word_of_the_trade_finds_no_factory_whose_name_only_resembles_it():
    lines = [a_line(90001, "Composite Textile"), a_line(90002, "Garments Fashion"), a_line(90003, "Washing Plant")]

    for query in ("Competent", "Varnish", "Garland", "Passion fruit", "Polished"):
        assert matching(lines, query) == [], query


@pytest.mark.parametrize("query", ["", "  ", "Ltd.", "লিঃ", "the & Co."])
def test_no_words_or_noise_alone_ask_for_every_factory_in_the_order_given(query):
    assert found(query) == [line.factory.number for line in REGISTER]


def test_the_factory_of_that_name_comes_before_one_that_lies_there():
    lines = [
        a_line(90001, "Alpha", address="Road 3, Uttara"),
        a_line(90002, "Uttara Sweaters"),
    ]

    assert [line.factory.number for line in matching(lines, "uttara")] == [90002, 90001]


@pytest.mark.parametrize("district", DISTRICTS)
def test_each_district_is_found_by_its_bangla_name(district):
    lines = [a_line(number, "Demo", district=name) for number, name in enumerate(DISTRICTS, start=1000)]

    bangla = translator("bn").gettext(district)
    met = matching(lines, bangla)

    assert is_bangla(bangla)
    assert [line.factory.district for line in met] == [district]


words = st.text(string.ascii_lowercase, min_size=4, max_size=10).filter(lambda word: word not in NOISE)


@given(
    words,
    st.integers(0, 9),
    st.sampled_from(string.ascii_lowercase),
    st.sampled_from(["wrong", "more", "less", "swap"]),
)
def test_one_error_in_a_word_of_five_letters_or_more_still_finds_it(word, place, letter, error):
    word += "q"
    place %= len(word) - 1
    mistyped = {
        "wrong": word[:place] + letter + word[place + 1 :],
        "more": word[:place] + letter + word[place:],
        "less": word[:place] + word[place + 1 :],
        "swap": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    }[error]

    assert a_line(90001, f"{word} tex") in matching([a_line(90001, f"{word} tex")], mistyped)


@given(
    words.map(lambda word: f"{word}qzqz"),
    st.lists(
        st.tuples(
            st.integers(0, 20), st.sampled_from(string.ascii_lowercase), st.sampled_from(["wrong", "more", "less"])
        ),
        min_size=2,
        max_size=2,
    ),
)
def test_two_errors_anywhere_in_a_word_of_eight_letters_or_more_still_find_it(word, errors):
    mistyped = word
    for place, letter, error in errors:
        place %= len(mistyped)
        mistyped = mistyped[:place] + ("" if error == "less" else letter) + mistyped[place + (error != "more") :]

    assert a_line(90001, f"{word} tex") in matching([a_line(90001, f"{word} tex")], mistyped)


names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(names, st.lists(st.sampled_from(sorted(NOISE)), max_size=3), st.randoms())
def test_noise_words_capitals_and_the_order_of_words_change_nothing(name, noise, shuffle):
    line = a_line(90001, name.title())
    typed = [*name.upper().split(), *noise]
    shuffle.shuffle(typed)

    assert matching([line], " ".join(typed)) == [line]


@given(st.lists(names, max_size=8, unique=True), st.text(max_size=30))
def test_whatever_is_typed_finds_each_factory_once_at_most(every, query):
    lines = [a_line(number, name) for number, name in enumerate(every, start=1000)]

    met = matching(lines, query)

    assert len({line.factory.number for line in met}) == len(met) <= len(lines)


def test_the_words_of_a_line_are_worked_out_once():
    line = a_line(90001, "Alpha")

    assert line.words_searched is line.words_searched
    assert replace(line, stage=1).words_searched == line.words_searched
