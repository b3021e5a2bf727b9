"""Under which licence the published data may be used."""

LICENCE = "Creative Commons Attribution 4.0 International"
"""Ours: workers, brands and researchers may use the figures for anything, and say where and of what day they are."""
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
