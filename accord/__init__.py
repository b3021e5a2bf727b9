"""Accord: a tracker for safety hazards in garment factories and their remediation."""

__version__ = "0.1.0"
