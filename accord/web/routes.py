"""The forms that parts of an address may take."""

from typing import Any

from werkzeug.routing import IntegerConverter

LAST_ID = 2_147_483_647
"""The largest number that every database takes for an id."""


class RowNumber(IntegerConverter):
    """The id of a row, wherever an address says `int`: one that no database can look for names nothing."""

    def __init__(self, addresses: Any, **words: Any) -> None:
        super().__init__(addresses, **({"max": LAST_ID} | words))


class FactoryNumber(IntegerConverter):
    """A factory number without leading zeros, so that every factory has one address.

    Nine digits at most: no factory has more than five, and the database cannot look for arbitrarily many.
    """

    regex = r"[1-9][0-9]{0,8}"
