"""Answers made smaller on their way: which are, and how much.

Pages, lists and findings are words and markup: gzip takes a desk to a fifth. What it costs is measured in
docs/benchmarks.md (weight). Event streams, fonts and images go out as they are. So do answers to writes: they are small,
and one of them shows a link's secret next to words that a person chose, whose lengths together would tell of the secret
(the attack called BREACH). The pages that are compressed hold no secret but the texts, and nothing that an address says.
"""

import gzip

from flask import Flask, Response, request

#: What is shorter fits into one packet either way.
BYTES_MIN = 1200
#: The quick level for what is made for one reader, the best one for what is made once.
QUICK, BEST = 1, 9

_TYPES = {"text/html", "text/css", "text/javascript", "text/plain", "application/json", "image/svg+xml"}


def init_compression(app: Flask) -> None:
    app.after_request(_compress)


def is_compressible(mimetype: str) -> bool:
    return mimetype in _TYPES


def takes_gzip() -> bool:
    """Whether the browser that asks reads gzip."""
    return request.accept_encodings.quality("gzip") > 0


def squeeze(body: bytes, level: int) -> bytes:
    """Return the body as gzip, the same for the same body."""
    return gzip.compress(body, level, mtime=0)


def _compress(response: Response) -> Response:
    if not _is_worth_it(response):
        return response
    response.vary.add("Accept-Encoding")
    if not takes_gzip():
        return response
    response.set_data(squeeze(response.get_data(), QUICK))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        # Another form of the same answer: the tag stands for both, so it is a weak one.
        response.set_etag(tag, weak=True)
    return response


def _is_worth_it(response: Response) -> bool:
    is_whole = response.status_code == 200 and not response.is_streamed and not response.direct_passthrough
    return (
        is_whole
        and request.method == "GET"
        and is_compressible(response.mimetype)
        and "Content-Encoding" not in response.headers
        and len(response.get_data()) >= BYTES_MIN
    )
