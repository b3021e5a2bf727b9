"""What every test would work out anew, worked out once in a run: SQL, templates, addresses.

Each test has its own database and its own application; the libraries keep what they have compiled with those, and would
do it again for every test. It is the same each time: two thirds of the time of the suite went into it.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS: LRUCache[Any, Any] = LRUCache(5000)


class KeptTemplates(BytecodeCache):
    """Templates as they were compiled for the first application that showed them."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """Let all databases and applications of this process share what was compiled."""
    _share_statements()
    _share_addresses()
    Flask.jinja_options = {"bytecode_cache": KeptTemplates()}


def _share_statements() -> None:
    """SQLAlchemy asks for a statement by its dialect too: all of SQLite are one, and all engines have one cache."""
    begin = Engine.__init__

    def made(self: Engine, *words: Any, **options: Any) -> None:
        begin(self, *words, **options)
        if type(self.dialect) is SQLiteDialect_pysqlite:
            self._compiled_cache = STATEMENTS

    Engine.__init__ = made  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__eq__ = lambda self, other: type(other) is type(self)  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


def _share_addresses() -> None:
    """Werkzeug writes a function for each address of an application: it is called with the rule, and knows no other."""
    build = Rule._compile_builder
    built: dict[object, Callable[..., Any]] = {}

    def once(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        asked = (append_unknown, tuple(self._trace), repr(self.defaults), tuple(sorted(self.arguments)))
        if asked not in built:
            built[asked] = build(self, append_unknown)
        return built[asked]

    Rule._compile_builder = once  # type: ignore[method-assign]
