"""Importing a CAP workbook: a whole file or nothing. Source: CONTRACT.md section 2.1."""

from accord.casework.imports.report import ImportReport
from accord.casework.imports.run import SourceFile, import_cap

__all__ = ["ImportReport", "SourceFile", "import_cap"]
