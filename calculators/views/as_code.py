"""A calculation as something to run elsewhere: a command for a shell, and a Python program. Both print the record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from calculators.calculator import Answer
from calculators.views.case import typed

PLAIN_WORD = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")


def quoted(word: str) -> str:
    """A word for a POSIX shell: nothing in it is expanded, whatever it holds."""
    return word if PLAIN_WORD.fullmatch(word) else "'" + word.replace("'", "'\"'\"'") + "'"


def command(answer: Answer, values: Mapping[str, str]) -> str:
    """One command for the folder of the project: prints the canonical record as JSON."""
    texts = typed(answer.calculator, values)
    words = ["python", "-m", "calculators", "run", answer.calculator.name]
    words += [f"{key}={text}" for key, text in texts.items() if key != "on"]
    return " ".join(quoted(word) for word in [*words, f"--on={texts['on']}", "--json"])


def program(answer: Answer, values: Mapping[str, str]) -> str:
    """The same as a Python program for version 3.13, without anything to install."""
    texts = typed(answer.calculator, values)
    lines = (f"    {key!r}: {text!r}," for key, text in texts.items())
    return "\n".join(
        [
            f"# {answer.calculator.title}：在项目文件夹里用 Python 3.13 运行，输出含全部推导的 JSON。",
            "from calculators.calculator import run",
            "from calculators.catalog import calculator",
            "from calculators.views.record import dump",
            "",
            "values = {",
            *lines,
            "}",
            f'print(dump(run(calculator("{answer.calculator.name}"), values)))',
            "",
        ]
    )
