"""The session cookie: signed, good for thirty days from the last day on which its person came."""

import time
from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

_DAY_SECONDS = 24 * 60 * 60


class DailySessions(SecureCookieSessionInterface):
    """Flask's cookie, sent anew on the first answer of a day: one with every answer would only cost, most of all at saves.

    A signature once found right is not computed again; how old it is, is looked at each time.
    """

    def __init__(self) -> None:
        self._serializer = lru_cache(maxsize=1)(self._new_serializer)
        self._signed = lru_cache(maxsize=1024)(_signed)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._serializer(app, app.secret_key)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        now = time.time()
        session = self._opened(app, request.cookies.get(self.get_cookie_name(app)), now)
        today = int(now // _DAY_SECONDS)
        if session.permanent and session.get("renewed") != today:
            session["renewed"] = today
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where it changed. No file of ours does: a copy that depends on it would not be good for long."""
        if request.endpoint != "static":
            super().save_session(app, session, response)

    def _opened(self, app: Flask, cookie: str | None, now: float) -> SecureCookieSession:
        try:
            content, signed_at = self._signed(self.get_signing_serializer(app), cookie or "")
        except BadSignature:
            return self.session_class()
        is_good = -1 < now - signed_at <= app.permanent_session_lifetime.total_seconds()
        return self.session_class(deepcopy(content) if is_good else None)

    def _new_serializer(self, app: Flask, _secret_key: object) -> URLSafeTimedSerializer | None:
        return super().get_signing_serializer(app)


def _signed(serializer: URLSafeTimedSerializer, cookie: str) -> tuple[dict[str, Any], float]:
    """Return what the cookie holds and when it was signed; raises BadSignature."""
    content, signed_at = serializer.loads(cookie, return_timestamp=True)
    return content, signed_at.timestamp()
