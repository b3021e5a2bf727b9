"""Hazards of many words and questions of every kind, and the two ways in which the words can be looked for."""

from sqlalchemy import func, select

from accord.records.factory import Factory
from accord.records.full_text import says_words
from accord.records.hazard import Hazard
from accord.rules.desk.hazard_search import words_asked
from tests.casework.desk.register_world import a_hazard

TEXTS = (
    "Collapsible GATES at the exit, locked",
    "collapsible shutter; gate-keeper’s room",
    "ফটকে তালা দেওয়া, সিঁড়ি বন্ধ",
    "তালাবদ্ধ কলাপসিবল গেট — ৩য় তলা",
    "ক্ষ ক্ক কক কা কি ক",
    "Grid 4/B-12: 350 kPa, ৩৫০ কেপিএ",
    "4 40 400 ৪০০ 4b",
    "AND OR NOT NEAR near(fire door) search_text: *",
    "Café naïve NAIVE ÅNGSTRÖM straße STRASSE",
    "“quoted” 'single' \"double\" %percent_under\\back/slash",
    "fire_door fire-door firedoor fire door",
    "１２ ⅔ ² Ⅷ ﷺ İstanbul",
    "٣ ३ x́ e̸ 中文字 한국어 𝒜𝓑",
    "the and লিমিটেড",
    "",
)
TYPED = (
    "gate", "gates", "ate", "g", "collapsible gate", "gate collapsible", "gate shutter", "locked exit zzz",
    "তালা", "তাল", "ত", "লা", "ালা", "তা", "তালাবদ্ধ গেট", "সিঁড়ি", "সিঁড়", "সিড়ি", "য়", "ক", "ক্", "ক্ষ", "কা",
    "4", "৪", "40", "350", "৩৫০ কেপিএ", "b", "12", "4/B-12", "kPa",
    "AND", "OR fire", "NOT fire", "fire NOT door", "near(fire door, 2)", "NEAR", "search_text:", "search_text : fire",
    "fire*", "*", "^fire", "fire + door", "{fire door}", "-fire", "\"fire door\"", "\"", "'", "''", "fire\"* OR \"gate",
    "'fire':*", "fire & door", "fire | gate", "!fire", "fire <-> door", "fire:A", "\\", "\\'", "%", "_", "fi_e", "f%r",
    "café", "cafe", "NAIVE", "Naïve", "angstrom", "STRASSE", "straß", "istanbul", "Iİ", "１２", "⅔", "2", "viii", "ﷺ",
    "中", "文", "한국", "x", "e̸", "𝒜", "ab", "fire_door", "firedoor", "the", "the gate", "লিমিটেড", "",
)  # fmt: skip


def write_hazards(session, *said):
    """Write one hazard for each of the texts, and return them."""
    items = (session.scalar(select(func.max(Hazard.item))) or 0) + 1
    factory = Factory(number=9000 + items)
    session.add(factory)
    session.flush()
    return [a_hazard(session, [factory], items + number, observation=text) for number, text in enumerate(said)]


def by_index(session, typed):
    """Return the ids of the hazards that say the words, by the index."""
    words = words_asked(typed)
    return set(session.scalars(select(Hazard.id).where(says_words(words))))


def by_text(session, typed):
    """Return the same by reading every text: what the index has to find, no more and no less."""
    said = [Hazard.search_text.contains(f" {word}", autoescape=True) for word in words_asked(typed)]
    return set(session.scalars(select(Hazard.id).where(*said)))
