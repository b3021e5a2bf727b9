"""The printer is loaded without the parts it hardly ever calls, and with them when it does."""

import subprocess
import sys


def test_printing_does_not_load_what_it_does_not_call():
    script = (
        "import sys; from reports.editions import an_edition; from accord.casework.cap_document import print_cap;"
        "print_cap(an_edition(), language='bn');"
        "sys.exit('weasyprint' not in sys.modules or 'fontTools.subset' in sys.modules)"
    )
    search_path = {"PYTHONPATH": ":".join(sys.path)}

    assert subprocess.run([sys.executable, "-c", script], env=search_path).returncode == 0


def test_what_is_called_after_all_is_loaded_then():
    script = """
import sys
from accord.gateways.printing.seldom import SELDOM, loaded_when_called
with loaded_when_called():
    from fontTools import subset
    from fontTools.varLib.instancer import instantiateVariableFont
assert not set(SELDOM) & set(sys.modules)
options = subset.Options(retain_gids=True)
assert options.retain_gids and type(options) is sys.modules["fontTools.subset"].Options
try:
    instantiateVariableFont({}, {})
except ValueError:
    assert "fontTools.varLib.instancer" in sys.modules
else:
    sys.exit(1)
"""
    assert subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
