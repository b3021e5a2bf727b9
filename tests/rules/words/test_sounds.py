"""Names sound alike in both scripts."""

import pytest

from accord.rules.factories.register import words_of
from accord.rules.words.sounds import in_latin, sound_of, spoken


@pytest.mark.parametrize(
    ("bangla", "latin"),
    [
        ("সাভার", "savar"),
        ("নারায়ণগঞ্জ", "narayanganj"),
        ("নারায়ণগঞ্জ", "narayangonj"),
        ("গাজীপুর", "gazipur"),
        ("চট্টগ্রাম", "chattogram"),
        ("ময়মনসিংহ", "mymensingh"),
        ("যশোর", "jashore"),
        ("আশুলিয়া", "ashulia"),
        ("ওয়াশিং", "washing"),
        ("ডাইং", "dyeing"),
        ("নিটওয়্যার", "knitwear"),
        ("ফ্যাশনস", "fashions"),
        ("ইন্ডাস্ট্রিজ", "industries"),
        ("কর্ণফুলী", "karnaphuli"),
        ("চৌধুরী", "chowdhury"),
        ("টঙ্গী", "tongi"),
    ],
)
def test_a_name_sounds_the_same_in_both_scripts(bangla, latin):
    assert sound_of(words_of(bangla)) == sound_of(latin) != ""


def test_names_that_differ_in_a_consonant_or_in_i_and_u_sound_different():
    heard = [sound_of(word) for word in ("savar", "sabir", "saver", "samar", "kabul", "kabil")]

    assert heard[0] == heard[2]
    assert len(set(heard)) == 5


def test_a_short_word_is_told_apart_by_how_it_is_spoken():
    assert sound_of("ঢাকা") == sound_of("deco")
    assert spoken("ঢাকা") == spoken("dhaka") != spoken("deco")


def test_what_is_no_word_of_letters_has_no_sound():
    assert sound_of("90002") == sound_of("unit2") == sound_of("") == ""


def test_bangla_is_written_in_latin_letters_as_its_places_are():
    assert in_latin("সাভার") == "sabhar"
    assert in_latin("মিরপুর") == "mirapur"
