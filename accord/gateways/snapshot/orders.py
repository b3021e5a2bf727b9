"""Reads the orders of the public snapshot."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.rows import disclosed
from accord.rules.disclosed_order import OrderDisclosed, OrderStepDisclosed


def read_orders(connection: Connection, *, factory: int | None = None) -> tuple[OrderDisclosed, ...]:
    """Return every order that was ever determined, or those of one factory, the latest first, in three queries."""
    table, links, steps = tables.safety_order, tables.order_factory, tables.order_step
    query, of_links, of_steps = select(table), select(links), select(steps).order_by(steps.c.sequence)
    if factory is not None:
        mine = select(links.c.safety_order).where(links.c.factory == factory)
        query = query.where(table.c.key.in_(mine))
        of_links = of_links.where(links.c.safety_order.in_(mine))
        of_steps = of_steps.where(steps.c.safety_order.in_(mine))
    factories: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(of_links).mappings():
        factories[row["safety_order"]].append(row["factory"])
    happened: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(of_steps).mappings():
        happened[row["safety_order"]].append(disclosed(OrderStepDisclosed, row))
    orders = [
        disclosed(
            OrderDisclosed,
            row,
            factories=tuple(sorted(factories[row["key"]])),
            steps=tuple(happened[row["key"]]),
        )
        for row in connection.execute(query).mappings()
    ]
    return tuple(sorted(orders, key=lambda order: order.determined_on, reverse=True))
