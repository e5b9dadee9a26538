"""Runs a slow command with a sign of life, and shows its output only when it fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

HEARTBEAT_SECONDS = 2.0
TAIL_LINES = 25


class StepFailed(Exception):
    """A command ended with an error; the message ends with what to do."""


def run(label: str, command: Sequence[str], log: Path, remedy: str, env: Mapping[str, str] | None = None) -> None:
    """Run `command`, writing its output to `log` and a line to the terminal every two seconds.

    Raises StepFailed with the end of the log and `remedy` when the command fails.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    say(f"{label} ...")
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env)
        code = _wait(process, label, log, started)
    if code:
        raise StepFailed(f"{label} failed (exit code {code}).\n{_tail(log)}\n{remedy}")
    say(f"{label}: done in {time.monotonic() - started:.0f} s")


def say(text: str) -> None:
    """One line for the person at the terminal."""
    print(f"[setup] {text}", flush=True)


def _wait(process: subprocess.Popen[bytes], label: str, log: Path, started: float) -> int:
    """Wait for the process; a terminal gets a line that counts, a log file one line per ten seconds."""
    beat = HEARTBEAT_SECONDS if sys.stdout.isatty() else 5 * HEARTBEAT_SECONDS
    while True:
        try:
            return process.wait(timeout=beat)
        except subprocess.TimeoutExpired:
            say(f"{label}: {time.monotonic() - started:.0f} s, {_last_line(log)}")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip()[:90] for line in reversed(lines) if line.strip()), "starting")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:])
