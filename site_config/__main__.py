"""`python -m site_config prepare` makes what the builders need; `python -m site_config serve` shows the built site."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code. Errors an author can mend are one readable line, not a traceback."""
    command, *rest = arguments or ["help"]
    if command == "prepare":
        return _prepare()
    if command == "serve":
        from site_config.serve import main as serve

        return serve(rest)
    print(__doc__, file=sys.stderr)
    return 2


def _prepare() -> int:
    from calculators.errors import DataError
    from site_config.embeds import EmbedError
    from site_config.prepare import prepare

    try:
        prepare()
    except (EmbedError, DataError) as error:
        print(f"prepare: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
