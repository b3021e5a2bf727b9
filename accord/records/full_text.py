"""Finds hazards by the words they say, through an index of words that the database keeps by itself.

The text holds words already folded, with a space before each (`rules.desk.hazard_search`), and the index cuts it at the
spaces and nowhere else: what it finds is what `search_text LIKE '% word%'` finds, in every script, and no row is read.
"""

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, cast, column, literal, literal_column, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import Boolean, Integer

from accord.records.hazard import Hazard

INDEX = "hazard_words"
"""The virtual table of SQLite; on PostgreSQL a column of the hazards that follows their texts, and what makes it."""

MOST_PIECES = 1000
"""So many pieces of the index of SQLite lie side by side before it makes one of them while somebody saves.

At its own 16 one save in some 240 took 160 ms of processor under the pen, among 145,000 hazards; so the longest takes
50, since what it puts together little by little keeps them few.
"""

LONGEST_WORD = 500
"""So many characters of each word are kept: PostgreSQL takes no word above 2,046 bytes."""


def says_words(words: Sequence[str], *, is_of_few: bool = False) -> ColumnElement[bool]:
    """Return what is true of the hazards of which each of the words begins a word.

    They must be folded as those of the text are: nothing but letters, marks and figures is left in them. Of few
    hazards, known by something else, the texts are read: sooner done than going through all that say a common word.
    """
    indexed = [] if is_of_few else [word for word in words if len(word) <= LONGEST_WORD]
    conditions = [_SaysWords(_in_fts5(indexed), _in_tsvector(indexed))] if indexed else []
    others = (Hazard.search_text.contains(f" {word}", autoescape=True) for word in words if word not in indexed)
    return and_(true(), *conditions, *others)


class _SaysWords(ColumnElement[bool]):
    """One question in the language of each database."""

    inherit_cache = True
    type = Boolean()
    # So that SQLAlchemy finds the words in both of them when it keeps what it compiled.
    _traverse_internals = [  # noqa: RUF012  as SQLAlchemy declares it
        ("on_sqlite", InternalTraversal.dp_clauseelement),
        ("elsewhere", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, on_sqlite: ColumnElement[bool], elsewhere: ColumnElement[bool]) -> None:
        self.on_sqlite = on_sqlite
        self.elsewhere = elsewhere

    @property
    def _from_objects(self) -> list[Any]:
        return self.elsewhere._from_objects

    def self_group(self, against: OperatorType | None = None) -> Self:
        """Return the question as it is: "= 1" after it, as after a column, would keep SQLite from using the index."""
        return self


@compiles(_SaysWords)
def _elsewhere(element: _SaysWords, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.elsewhere, **options)})"


@compiles(_SaysWords, "sqlite")
def _on_sqlite(element: _SaysWords, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.on_sqlite, **options)})"


def _in_fts5(words: Sequence[str]) -> ColumnElement[bool]:
    asked = " AND ".join(f'"{word}"*' for word in words)
    index = table(INDEX, column("rowid", Integer))
    return Hazard.id.in_(select(index.c.rowid).where(literal_column(INDEX).op("MATCH")(literal(asked))))


def _in_tsvector(words: Sequence[str]) -> ColumnElement[bool]:
    asked = " & ".join(f"'{word}':*" for word in words)
    said = table(Hazard.__tablename__, column("id", Integer), column(INDEX)).alias(INDEX)
    return Hazard.id.in_(select(said.c.id).where(said.c[INDEX].op("@@")(cast(literal(asked), TSQUERY))))


def index_of_words(dialect_name: str) -> list[str]:
    """Return the statements that make the index of what all hazards say, and keep it, for migrations."""
    if dialect_name == "sqlite":
        # The tokenizer "ascii" takes every character beyond ASCII for a part of its word: signs of Bangla split none.
        take_out = f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);"  # noqa: S608
        put_in = f"INSERT INTO {INDEX} (rowid, search_text) VALUES (NEW.id, NEW.search_text);"  # noqa: S608
        return [
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5 (search_text, content = 'hazard', content_rowid = 'id', "
            "tokenize = 'ascii', detail = 'none', columnsize = 0)",
            f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')",  # noqa: S608
            f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON hazard BEGIN {put_in} END",
            f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF search_text ON hazard "
            f"WHEN OLD.search_text <> NEW.search_text BEGIN {take_out} {put_in} END",
            f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON hazard BEGIN {take_out} END",
        ]
    # No parser of PostgreSQL keeps words as they are: each is put in as it stands.
    each = f"SELECT left(word, {LONGEST_WORD}) FROM unnest(string_to_array(btrim(search_text), ' ')) AS word"  # noqa: S608
    return [
        f"CREATE FUNCTION {INDEX}(search_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"AS $$ SELECT array_to_tsvector(ARRAY({each})) $$",
        # A column, since the planner rather goes through the table where a word is common: that reads what is ready.
        f"ALTER TABLE hazard ADD COLUMN {INDEX} tsvector GENERATED ALWAYS AS ({INDEX}(search_text)) STORED",
        f"CREATE INDEX ix_{INDEX} ON hazard USING gin ({INDEX})",
    ]


def merge_seldom(dialect_name: str, pieces: int = MOST_PIECES) -> list[str]:
    """Return the statements after which the index is put together only once it lies in so many pieces."""
    if dialect_name != "sqlite":
        return []
    return [f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('crisismerge', {pieces})"]  # noqa: S608


def no_index_of_words(dialect_name: str) -> list[str]:
    """Return the statements that undo `index_of_words`, for migrations downwards."""
    if dialect_name == "sqlite":
        triggers = [f"DROP TRIGGER {INDEX}_{deed}" for deed in ("insert", "update", "delete")]
        return [*triggers, f"DROP TABLE {INDEX}"]
    return [f"ALTER TABLE hazard DROP COLUMN {INDEX}", f"DROP FUNCTION {INDEX}(text)"]


def is_described(name: str | None, _kind: str, _within: object) -> bool:
    """Return whether the records describe what has this name in the database: not so the parts of the index.

    For Alembic, which compares the two (`include_name`).
    """
    return name is None or not name.removeprefix("ix_").startswith(INDEX)
