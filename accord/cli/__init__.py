"""Who asks by command line: `accord …`."""

from accord.cli.main import main

__all__ = ["main"]
