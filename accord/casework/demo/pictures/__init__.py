"""Drawings that stand for photos in the demonstration: made by code, so that they show nobody and belong to nobody."""

from accord.casework.demo.pictures.album import AFTER, VARIANTS, drawn
from accord.casework.demo.pictures.canvas import HEIGHT_PX, WIDTH_PX

__all__ = ["AFTER", "HEIGHT_PX", "VARIANTS", "WIDTH_PX", "drawn"]
