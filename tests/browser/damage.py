"""A server that does to chosen files what networks, proxies and careless uploads do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus

from site_config.serve import Reply, Server, Site

type Damage = Callable[[DamageServer, Reply], Reply]


class DamageServer(Server):
    """Serves a site; `damage` maps the end of a path to what happens to it, `asked` lists every path requested."""

    def __init__(self, site: Site, port: int) -> None:
        super().__init__(site, port)
        self.damage: dict[str, Damage] = {}
        self.asked: list[str] = []
        self.release = threading.Event()

    def answer(self, target: str, accepted: str, known: str) -> Reply:
        self.asked.append(target)
        for ending, damage in self.damage.items():
            if target.endswith(ending):
                return damage(self, self.site.reply(target, "", ""))
        return super().answer(target, accepted, known)


def missing(server: DamageServer, reply: Reply) -> Reply:
    """The file was not uploaded."""
    return server.site.reply("/no-such-file", "", "")


def mistyped(server: DamageServer, reply: Reply) -> Reply:
    """A security proxy has changed the type."""
    return reply._replace(headers={**reply.headers, "Content-Type": "text/plain; charset=utf-8"})


def truncated(server: DamageServer, reply: Reply) -> Reply:
    """The upload broke off in the middle."""
    return reply._replace(body=reply.body[: len(reply.body) // 2])


def replaced(server: DamageServer, reply: Reply) -> Reply:
    """A login page answers instead, with status 200."""
    headers = {**reply.headers, "Content-Type": "text/html; charset=utf-8"}
    return Reply(HTTPStatus.OK, headers, "<!doctype html><title>请先登录</title>".encode())


def late(server: DamageServer, reply: Reply) -> Reply:
    """Nothing comes for a minute, or until the test is over."""
    server.release.wait(60)
    return reply


def rewritten(old: str, new: str) -> Damage:
    """The file with one text in place of another."""
    return lambda _, reply: reply._replace(body=reply.body.replace(old.encode(), new.encode()))


def appended(script: str) -> Damage:
    """The file with more code at its end, to make the worker misbehave on purpose."""
    return lambda _, reply: reply._replace(body=reply.body + f"\n{script}\n".encode())
