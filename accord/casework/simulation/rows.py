"""Writes rows in bulk: gathers them by table, numbers them, and inserts many at once in the order of the keys."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from accord.records.base import Base, number_on_from


class Rows:
    """Rows that wait to be written, and how many were."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: defaultdict[Table, list[Mapping[str, Any]]] = defaultdict(list)
        self._last_ids: dict[Table, int] = {}
        self.counts: Counter[str] = Counter()

    def add(self, record: type[Base], /, **row: Any) -> int:
        """Take up a row and return its id; the rows of one table must name the same columns. 0 where it has no id."""
        table = _table_of(record)
        self.counts[table.name] += 1
        if "id" not in table.c:
            self._waiting[table].append(row)
            return 0
        id_ = self._last_ids[table] = self._last_id(table) + 1
        self._waiting[table].append({"id": id_, **row})
        return id_

    def write(self) -> None:
        """Write all that waits."""
        connection = self._session.connection()
        for table in Base.metadata.sorted_tables:
            if waiting := self._waiting.pop(table, None):
                connection.execute(insert(table), waiting)

    def close(self) -> None:
        """Write the rest, and let the database give further ids after ours."""
        self.write()
        for table in self._last_ids:
            number_on_from(self._session, table)

    def _last_id(self, table: Table) -> int:
        if table not in self._last_ids:
            self._last_ids[table] = self._session.scalar(select(func.max(table.c.id))) or 0
        return self._last_ids[table]


def _table_of(record: type[Base]) -> Table:
    return cast(Table, record.__table__)
