"""Doors to the outside: spreadsheets, PDF, files, the public snapshot."""
