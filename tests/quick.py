"""What every app of a test run has alike, made once: compiled templates and the addresses' builders.

Most tests make an app of their own. Compiling its templates and its addresses anew took more than the tests themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """Keeps the code of each template by its name and its source; a changed template is another one."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


_templates = CompiledTemplates()
_builders: dict[tuple[Any, ...], Callable[..., Any]] = {}


class QuickEnvironment(Environment):
    """The environment of an app's templates, which compiles each of them once a run."""

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **{"bytecode_cache": _templates} | options)


class QuickRule(Rule):
    """An address whose builder, which hangs on its text alone, is shared by the apps."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        if self.defaults:  # they become part of the builder
            return super()._compile_builder(append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


def make_apps_quickly() -> None:
    """Let every app made from now on take what an earlier one has compiled."""
    Flask.jinja_environment = QuickEnvironment
    Flask.url_rule_class = QuickRule
