"""The session cookie: signed, good for thirty days from the last day on which its person came."""

import time

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

_DAY_SECONDS = 24 * 60 * 60


class DailySessions(SecureCookieSessionInterface):
    """Flask's cookie, sent anew on the first answer of a day: one with every answer would only cost, most of all at saves."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        session = super().open_session(app, request)
        today = int(time.time() // _DAY_SECONDS)
        if session is not None and session.permanent and session.get("renewed") != today:
            session["renewed"] = today
        return session
