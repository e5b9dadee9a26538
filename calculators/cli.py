"""The command line: `pledge` or `python -m calculators`. Errors are in Chinese and end with exit code 2.

pledge run NAME key=value … [--on DATE] [--scheme KEY] [--example KEY] [--json] [--explain] [--ics] [--xlsx FILE]
pledge list                       calculators and their examples
pledge template NAME              a run command filled with the first example
pledge parameters check|list|show [KEY] [--on DATE]
pledge cases FILE …               worked cases; exit code 1 when one fails
"""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
from base64 import b64decode
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from calculators import parameters as parameter_files
from calculators import schemes as scheme_files
from calculators.calculator import Answer, run
from calculators.cases.runner import Report, run_text
from calculators.catalog import CATALOG, calculator
from calculators.citation import TRUST_WORDS
from calculators.errors import DataError, InputError, ParameterError
from calculators.examples import all_examples, example, examples_of
from calculators.policy import Policy, all_parameters, rule_digest
from calculators.views import exports
from calculators.views.calendar_file import answer_calendar
from calculators.views.format import exact
from calculators.views.record import dump
from calculators.views.text import answer_text

WRONG_INPUT = 2


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign:
            raise InputError.at(text, "写成 输入项=数值 的样子，如 principal=200万。")
        pairs[key.strip()] = value
    return pairs


def _run(arguments: argparse.Namespace) -> int:
    found = calculator(arguments.name)
    start = dict(example(found.name, arguments.example).inputs) if arguments.example else {}
    values = start | _pairs(arguments.values)
    if arguments.on:
        values["on"] = arguments.on
    if arguments.scheme:
        values["scheme"] = arguments.scheme
    answer = run(found, values)
    if arguments.xlsx:
        return _write_workbook(answer, arguments.xlsx)
    if arguments.ics:
        sys.stdout.write(answer_calendar(answer))
        return 0
    print(dump(answer) if arguments.json else answer_text(answer, arguments.explain))
    return 0


def _write_workbook(answer: Answer, name: str) -> int:
    made = exports.workbook_file(answer)
    if not made["ok"]:
        raise InputError.at("--xlsx", "这台机器上没有生成 Excel 的程序包；请安装 openpyxl 和 segno，或在网页上下载。")
    try:
        Path(name).write_bytes(b64decode(made["base64"]))
    except OSError as error:
        raise InputError.at("--xlsx", f"写不了文件“{name}”（{error.strerror}）；请换一个位置。") from error
    print(f"已写入 {name}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    for entry in CATALOG:
        print(f"{entry.name}\t{entry.title}\t{entry.summary}")
        for case in examples_of(entry.name):
            print(f"  --example {case.key}\t{case.title}")
    return 0


def _template(arguments: argparse.Namespace) -> int:
    found = calculator(arguments.name)
    for field in found.all_fields():
        options = "／".join(f"{key}={label}" for key, label in field.choices)
        need = "必填" if field.required else "选填"
        print(f"# {field.key}\t{field.label}\t{need}\t{field.shown_unit()}\t{field.hint}{options}")
    first = examples_of(found.name)[0]
    words = [f"{key}={value}" for key, value in first.inputs.items() if key != "on"]
    print(shlex.join(["pledge", "run", found.name, *words, "--on", first.inputs["on"]]))
    return 0


def _parameters(arguments: argparse.Namespace) -> int:
    if arguments.action == "check":
        found, schemes = parameter_files.load(), scheme_files.load()
        print(f"{len(found)} parameters, {len(schemes)} schemes, {len(all_examples())} examples read, all in order")
        print(f"rules {rule_digest()}")
    elif arguments.action == "list":
        for key, entry in all_parameters().items():
            print(f"{key}\t{entry.label}\t{entry.unit}\t{len(entry.values)} 个数值\t{entry.file}")
    else:
        _show_parameter(arguments)
    return 0


def _show_parameter(arguments: argparse.Namespace) -> None:
    if not arguments.key:
        raise InputError.at("KEY", "请写出参数名，如 pledge parameters show lpr_1y。")
    entry = Policy.at(date.max).parameter(arguments.key)
    print(f"{entry.key}\t{entry.label}\t单位 {entry.unit or '无'}")
    for dated in entry.values:
        cite = dated.cite
        mark = "，待核实" if cite.unverified else f"，{cite.checked} 核对"
        until = f" 至 {dated.until}" if dated.until else " 起"
        print(f"{dated.start}{until}\t{dated.value}\t{cite.document}，{cite.clause}；{TRUST_WORDS[cite.trust]}{mark}")
    if arguments.on:
        print(f"{arguments.on} 有效：{exact(entry.dated(_day(arguments.on)).value)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError.at("on", f"日期填了“{text}”，没有这个日期；请写成 2025-04-10 的样子。") from error


def _cases(arguments: argparse.Namespace) -> int:
    report = Report()
    for name in arguments.files:
        try:
            text = Path(name).read_text(encoding="utf-8")
        except OSError as error:
            raise InputError.at(name, f"打不开这个文件（{error.strerror}）；请核对路径。") from error
        report.add(run_text(text, Path(name).name))
    for line in report.lines:
        print(line)
    print(report.closing())
    return 1 if report.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pledge", description="专利质押融资测算：命令行", epilog=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("run", help="计算一次")
    one.add_argument("name")
    one.add_argument("values", nargs="*", metavar="key=value")
    for option, words in (("--on", "政策日期"), ("--scheme", "扶持办法"), ("--example", "从这个算例出发")):
        one.add_argument(option, help=words)
    one.add_argument("--json", action="store_true", help="输出含全部推导的 JSON")
    one.add_argument("--ics", action="store_true", help="输出日历文件（只用于质物监控日历）")
    one.add_argument("--xlsx", metavar="FILE", help="写成带公式的 Excel 文件")
    one.add_argument("--explain", action="store_true", help="输出推导过程")
    one.set_defaults(do=_run)
    commands.add_parser("list", help="列出计算器和算例").set_defaults(do=_list)
    template = commands.add_parser("template", help="输出一条可以照改的命令")
    template.add_argument("name")
    template.set_defaults(do=_template)
    params = commands.add_parser("parameters", help="检查、列出、查看政策参数")
    params.add_argument("action", choices=("check", "list", "show"))
    params.add_argument("key", nargs="?")
    params.add_argument("--on", help="查看这一天有效的数值")
    params.set_defaults(do=_parameters)
    cases = commands.add_parser("cases", help="核对算例文件")
    cases.add_argument("files", nargs="+")
    cases.set_defaults(do=_cases)
    return parser


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Options may stand before, between and after key=value pairs; argparse alone stops at the first option."""
    parser = _parser()
    parsed, rest = parser.parse_known_args(arguments)
    if any(word.startswith("-") or parsed.command != "run" for word in rest):
        parser.error(f"不认识的参数：{' '.join(rest)}")
    if rest:
        parsed.values = [*parsed.values, *rest]
    return parsed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 a case failed, 2 the input cannot be used."""
    if hasattr(signal, "SIGPIPE"):  # `| head` may close the pipe early; that is no error
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    parsed = _parse(arguments)
    try:
        return int(parsed.do(parsed))
    except InputError as error:
        for problem in error.problems:
            print(f"{problem.field}：{problem.message}", file=sys.stderr)
    except (ParameterError, DataError) as error:
        print(error, file=sys.stderr)
    return WRONG_INPUT
