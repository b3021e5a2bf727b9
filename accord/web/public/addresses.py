"""Addresses of the public pages with what is asked of them, the language carried along."""

from urllib.parse import urlencode

from flask import g

REGISTER = "/factories"
ORDERS = "/orders"


def address_of(path: str, **asked: str | int | None) -> str:
    """Return the address of a public page; what is None is not asked for."""
    language = g.get("asked_language")
    told = {name: value for name, value in asked.items() if value is not None}
    if language:
        told["lang"] = language.value
    return f"{path}?{urlencode(told)}" if told else path
