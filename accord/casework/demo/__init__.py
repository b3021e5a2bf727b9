"""The demonstration: invented factories with years of history, so that every screen has something true to show."""

from accord.casework.demo.load import DemoRefused, load_demo

__all__ = ["DemoRefused", "load_demo"]
