"""Runs in the browser's fallback before our package is imported: what it would work out from texts is ready compiled.

`dataclasses` writes the methods of every class as source text and compiles it, and the rules are TOML; the two take half
of the time that starting our package takes in WebAssembly. The bundler has compiled the same texts before; a text that
is not among them is worked out as usual. Run by the bundler (`python preload.py`), it prints the compiled texts instead.
"""

import dataclasses
import datetime
import gc
import marshal
import sys
import tomllib
from pathlib import Path
from types import CodeType
from typing import Any

# Text -> its code, marshalled one by one: only what is asked for is taken apart.
known: dict[str, bytes] = {}
parse = tomllib.loads


def _compiled(text: str) -> CodeType | None:
    code: CodeType | None = marshal.loads(known[text]) if text in known else None
    return code


def _remember(text: str, *scopes: Any) -> None:
    code = compile(text, "<string>", "exec", dont_inherit=True)
    known[text] = marshal.dumps(code)
    exec(code, *scopes)


def _recall(text: str, *scopes: Any) -> None:
    exec(_compiled(text) or text, *scopes)


def _remember_data(text: str) -> dict[str, Any]:
    data = parse(text)
    known[text] = marshal.dumps(compile(repr(data), "<data>", "eval", dont_inherit=True))
    return data


def _recall_data(text: str) -> dict[str, Any]:
    code = _compiled(text)
    data: dict[str, Any] = eval(code, {"datetime": datetime}) if code else parse(text)
    return data


if __name__ == "__main__":
    dataclasses.exec = _remember  # type: ignore[attr-defined]
    tomllib.loads = _remember_data  # type: ignore[assignment]
    import calculators.browser
    import calculators.journey.door  # noqa: F401
    from calculators import catalog, policy

    policy.load_everything()
    assert catalog.CATALOG
    sys.stdout.buffer.write(marshal.dumps(dict(sorted(known.items()))))
else:
    known = marshal.loads(Path(__file__).with_name("pledge_preload.bin").read_bytes())
    dataclasses.exec = _recall  # type: ignore[attr-defined]
    tomllib.loads = _recall_data  # type: ignore[assignment]
    # Importing makes no garbage worth collecting; the worker switches the collector on again.
    gc.disable()
