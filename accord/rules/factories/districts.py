"""The 64 districts of Bangladesh, and finding one in an address."""

import re

from accord.rules.factories.register import words_of

DISTRICTS = (
    "Bagerhat", "Bandarban", "Barguna", "Barishal", "Bhola", "Bogura", "Brahmanbaria", "Chandpur", "Chapainawabganj",
    "Chattogram", "Chuadanga", "Cox's Bazar", "Cumilla", "Dhaka", "Dinajpur", "Faridpur", "Feni", "Gaibandha",
    "Gazipur", "Gopalganj", "Habiganj", "Jamalpur", "Jashore", "Jhalokathi", "Jhenaidah", "Joypurhat", "Khagrachhari",
    "Khulna", "Kishoreganj", "Kurigram", "Kushtia", "Lakshmipur", "Lalmonirhat", "Madaripur", "Magura", "Manikganj",
    "Meherpur", "Moulvibazar", "Munshiganj", "Mymensingh", "Naogaon", "Narail", "Narayanganj", "Narsingdi", "Natore",
    "Netrokona", "Nilphamari", "Noakhali", "Pabna", "Panchagarh", "Patuakhali", "Pirojpur", "Rajbari", "Rajshahi",
    "Rangamati", "Rangpur", "Satkhira", "Shariatpur", "Sherpur", "Sirajganj", "Sunamganj", "Sylhet", "Tangail",
    "Thakurgaon",
)  # fmt: skip
"""Official English spellings since 2018."""

_OTHER_SPELLINGS = {
    "chittagong": "Chattogram", "comilla": "Cumilla", "jessore": "Jashore", "bogra": "Bogura", "barisal": "Barishal",
    "narayangonj": "Narayanganj", "naraynaganj": "Narayanganj", "narayangan": "Narayanganj", "hobiganj": "Habiganj",
    "hobigonj": "Habiganj", "mymensing": "Mymensingh", "sirajgonj": "Sirajganj", "munshigonj": "Munshiganj",
    "manikgonj": "Manikganj", "kishoregonj": "Kishoreganj", "netrakona": "Netrokona", "b baria": "Brahmanbaria",
    "chapai nawabganj": "Chapainawabganj", "narshingdi": "Narsingdi", "coxs bazar": "Cox's Bazar",
    "ঢাকা": "Dhaka", "গাজীপুর": "Gazipur", "নারায়ণগঞ্জ": "Narayanganj", "চট্টগ্রাম": "Chattogram",
    "ময়মনসিংহ": "Mymensingh", "নরসিংদী": "Narsingdi", "টাঙ্গাইল": "Tangail", "কুমিল্লা": "Cumilla", "মানিকগঞ্জ": "Manikganj",
    "সিলেট": "Sylhet", "নওগাঁ": "Naogaon", "কক্সবাজার": "Cox's Bazar",
}  # fmt: skip
_BY_WORDS = {words_of(name): name for name in DISTRICTS} | {
    words_of(name): district for name, district in _OTHER_SPELLINGS.items()
}
_ALSO_DIVISIONS = frozenset({"Dhaka", "Chattogram"})
"""Addresses in Gazipur or Cumilla often end in the division's name, so these two yield to any other district."""


def district_named(text: str) -> str | None:
    """Return the official spelling of the district that the whole text names, or None."""
    words = re.sub(r"\b(district|dist|zila)\b|\b\d{4}\b", "", words_of(text))
    return _BY_WORDS.get(" ".join(words.split()))


def district_in(address: str) -> str | None:
    """Return the district that a line or a part between commas of the address names, or None.

    An address on several lines gives its street first and then the district on a line of its own: the first such
    line counts, since the line after it holds a sub-district that may bear the name of another district.
    """
    lines = address.splitlines()[1:]
    if found := next((name for line in lines if (name := district_named(line))), None):
        return found
    named = [name for part in re.split(r"[,;\n]", address) if (name := district_named(part))]
    return next((name for name in named if name not in _ALSO_DIVISIONS), named[0] if named else None)
