"""The security policy of the site: computed from the built pages, the same for every response.

`python -m site_config.security [--site site] [--out build/nginx]` writes it as two nginx includes. Under instant
navigation the first page's policy stays in force, and a worker obeys the headers of its own script, so there is one
policy for the whole site and every response carries it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
from html.parser import HTMLParser
from pathlib import Path

SCRIPT_TYPES = ("", "text/javascript", "application/javascript", "module")
DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self' 'wasm-unsafe-eval'"),
    ("worker-src", "'self'"),
    ("connect-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
    ("frame-ancestors", "'self'"),
)
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
RUNTIME = "assets/runtime/"


class PolicyError(ValueError):
    """A page contains something that the policy would block; the message names the page and the thing."""


class _Inline(HTMLParser):
    """Collects the inline scripts of one page, and what no hash can allow."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.blocked: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script":
            self._in_script = "src" not in given and (given.get("type") or "").lower() in SCRIPT_TYPES
        if tag == "style" or "style" in given:
            self.blocked.append(f"inline style on <{tag}>")
        self.blocked += [f"{name} on <{tag}>" for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)


def script_hash(text: str) -> str:
    """The CSP source that allows exactly this inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline_hashes(site: Path) -> tuple[str, ...]:
    """The hashes of all inline scripts of all pages, sorted. Raises PolicyError for inline styles and handlers."""
    found: set[str] = set()
    for page in sorted(site.rglob("*.html")):
        parser = _Inline()
        parser.feed(page.read_text(encoding="utf-8"))
        parser.close()
        if parser.blocked:
            raise PolicyError(
                f"{page.relative_to(site)}: {parser.blocked[0]} is blocked by the policy; use a class or an external script"
            )
        found.update(script_hash(text) for text in parser.scripts)
    return tuple(sorted(found))


def policy(site: Path) -> str:
    """The Content-Security-Policy of the whole site."""
    extra = {"script-src": " ".join(("", *inline_hashes(site)))}
    return "; ".join(f"{name} {sources}{extra.get(name, '')}" for name, sources in DIRECTIVES)


def headers(csp: str) -> dict[str, str]:
    """What every response carries."""
    return {
        "Content-Security-Policy": csp,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def caching(path: str) -> str:
    """The Cache-Control of a site path: the folder named by its content never changes, everything else is asked for anew."""
    inside = path.lstrip("/").removeprefix(RUNTIME)
    return IMMUTABLE if inside != path.lstrip("/") and "/" in inside else REVALIDATE


def nginx_headers(csp: str) -> str:
    """The include that every `location` with headers of its own must repeat."""
    lines = [f'add_header {name} "{value}" always;' for name, value in headers(csp).items()]
    return "\n".join(["# Written by python -m site_config.security; changes with every build.", *lines, ""])


def nginx_site(folder: str) -> str:
    """The include for a `server` block: compressed copies, types, caching, headers everywhere."""
    repeat = f"include {folder}/pledge-headers.conf;"
    return f"""# Written by python -m site_config.security. Put `include {folder}/pledge-site.conf;` into a server block.
charset utf-8;
gzip_static on;
gzip on;
gzip_types text/css application/javascript text/javascript application/json image/svg+xml application/wasm application/zip;
# With the brotli module also: brotli_static on;
error_page 404 /404.html;

location / {{
    add_header Cache-Control "{REVALIDATE}" always;
    {repeat}
    try_files $uri $uri/ =404;
}}
location ~ ^/{RUNTIME}[^/]+/ {{
    add_header Cache-Control "{IMMUTABLE}";
    {repeat}
}}
"""


def main(arguments: list[str]) -> int:
    """Write the nginx includes; exit code 1 with one line when a page breaks the policy."""
    parser = argparse.ArgumentParser(
        prog="python -m site_config.security", description="Write the nginx includes of a built site."
    )
    parser.add_argument("--site", type=Path, default=Path("site"), help="the built site")
    parser.add_argument("--out", type=Path, default=Path("build/nginx"), help="where the two files go")
    parser.add_argument("--folder", default="snippets", help="where nginx will find them")
    options = parser.parse_args(arguments)
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no built site; run `make build`", file=sys.stderr)
        return 1
    try:
        csp = policy(options.site)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "pledge-headers.conf").write_text(nginx_headers(csp), encoding="utf-8")
    (options.out / "pledge-site.conf").write_text(nginx_site(options.folder), encoding="utf-8")
    print(f"{options.out}/pledge-site.conf and pledge-headers.conf written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
