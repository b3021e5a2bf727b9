"""XLSX workbooks from anywhere: read in one pass that refuses what is hostile."""
