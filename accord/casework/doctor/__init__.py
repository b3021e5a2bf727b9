"""Looks an installation over: what is measured, what that means, and what to do about it."""

from accord.casework.doctor.examination import Finding
from accord.casework.doctor.examine import examine

__all__ = ["Finding", "examine"]
