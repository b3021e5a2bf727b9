"""Every sentence of the site exists in Bangla."""

import re

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from accord import paths
from accord.gateways.language import Language, merged_catalog
from accord.rules.labels import labels

PACKAGE = paths.templates_folder().parent / "accord"
PO_FILES = sorted((PACKAGE / "translations").rglob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def messages_in_use():
    jinja = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
    for folder, methods, options in (
        (paths.templates_folder(), [("**.html", "jinja2")], jinja),
        (paths.reports_folder(), [("**.html", "jinja2")], jinja),
        (
            PACKAGE,
            [
                ("web/**.py", "python"),
                ("casework/desk/**.py", "python"),
                ("casework/escalation/**.py", "python"),
                ("casework/notices/**.py", "python"),
                ("casework/orders/**.py", "python"),
                ("rules/desk/**.py", "python"),
            ],
            {},
        ),
    ):
        for found in extract_from_dir(folder, methods, options):
            message = found[2]
            yield message if isinstance(message, str) else message[0]


def test_every_message_of_the_pages_and_of_the_print_has_its_bangla():
    catalog = merged_catalog(Language.BN)
    words = {label for members in labels().values() for label in members.values()}

    missing = [
        message
        for message in sorted({*messages_in_use(), *words})
        if not (known := catalog.get(message)) or not known.string
    ]

    assert missing == []


@pytest.mark.parametrize("file", PO_FILES, ids=lambda file: file.name)
def test_no_translation_is_left_half_done(file):
    with file.open("rb") as opened:
        catalog = read_po(opened, locale="bn", abort_invalid=True)

    assert [message.id for message in catalog if message.fuzzy and message.id] == []
    assert list(catalog.obsolete) == []
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        for text, english in zip(texts, asked, strict=True):
            # "Reopened once" may say its number in words; what English puts in as a figure, Bangla does too.
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(english)), message.id


def test_the_pages_keep_no_translation_that_they_no_longer_use():
    with (PACKAGE / "translations/bn/LC_MESSAGES/public.po").open("rb") as opened:
        catalog = read_po(opened, locale="bn")
    used = set(messages_in_use())

    ids = [message.id[0] if isinstance(message.id, tuple) else message.id for message in catalog if message.id]

    assert [message for message in ids if message not in used] == []


STRAY = {"এখনও": "এখনো", "অনুরোধ": "আবেদন", "আদেশ": "নির্দেশ", "ঝুঁকি": "ত্রুটি", "সহকারী": "স্থলাভিষিক্ত", "প্রটোকল": "প্রোটোকল"}
"""Words that were once written in the escalation protocol where docs/glossary-bn.md has another for the same thing."""


@pytest.mark.parametrize(
    "file", [file for file in PO_FILES if file.name.startswith("escalation")], ids=lambda f: f.name
)
def test_the_escalation_protocol_has_one_word_for_one_thing(file):
    said = file.read_text(encoding="utf-8")

    assert {word: better for word, better in STRAY.items() if word in said} == {}
