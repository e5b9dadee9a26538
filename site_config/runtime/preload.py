"""Runs in the browser's fallback before our package is imported: dataclasses take their methods ready compiled.

`dataclasses` writes the methods of every class as source text and compiles it, which takes half of the time that
importing our package takes in WebAssembly. The bundler has compiled the same texts before; a text that is not among
them is compiled as usual. Run by the bundler (`python preload.py`), it prints the compiled texts instead.
"""

import dataclasses
import gc
import marshal
import sys
from pathlib import Path
from types import CodeType
from typing import Any

known: dict[str, CodeType] = {}


def _remember(text: str, *scopes: Any) -> None:
    known[text] = compile(text, "<string>", "exec", dont_inherit=True)
    exec(known[text], *scopes)


def _recall(text: str, *scopes: Any) -> None:
    exec(known.get(text, text), *scopes)


if __name__ == "__main__":
    dataclasses.exec = _remember  # type: ignore[attr-defined]
    import calculators.browser  # noqa: F401

    sys.stdout.buffer.write(marshal.dumps(dict(sorted(known.items()))))
else:
    known = marshal.loads(Path(__file__).with_name("pledge_preload.bin").read_bytes())
    dataclasses.exec = _recall  # type: ignore[attr-defined]
    # Importing makes no garbage worth collecting; the worker switches the collector on again.
    gc.disable()
