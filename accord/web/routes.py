"""The forms that parts of an address may take."""

from werkzeug.routing import IntegerConverter


class FactoryNumber(IntegerConverter):
    """A factory number without leading zeros, so that every factory has one address.

    Nine digits at most: no factory has more than five, and the database cannot look for arbitrarily many.
    """

    regex = r"[1-9][0-9]{0,8}"
