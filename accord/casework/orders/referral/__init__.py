"""Referring an order to the Review Panel: what it is told, on paper and as data, the package of it all, the deed."""
