"""Tables from anywhere, as CSV, XLSX or XLS: rows of text with their places, or every reason why not."""

from accord.gateways.tables.model import Row, Table
from accord.gateways.tables.read import read_table

__all__ = ["Row", "Table", "read_table"]
