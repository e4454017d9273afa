"""What a client remembers of earlier responses: their content by ETag, and the last write."""

import re
import time
from collections import OrderedDict
from threading import Lock

import httpx

READS = frozenset({"GET", "HEAD", "OPTIONS"})
# A search is a read, although it is sent with POST.
READ_PATH = re.compile(r"/api/search/unified/$")
MOST_REMEMBERED = 100
# With one of these, the caller looks after the versions.
CONDITIONS = ("If-None-Match", "If-Match", "If-Modified-Since", "Range")
# They describe the bytes on the wire, not the remembered ones.
OF_THE_WIRE = {"content-encoding", "content-length", "transfer-encoding"}
VERSION_HEADER = "Catalogue-Version"
# A copy of the database has everything by then.
VERSION_SECONDS = 60.0


def is_read(request: httpx.Request) -> bool:
    return request.method in READS or bool(READ_PATH.search(request.url.path))


class Memory:
    """Safe for threads."""

    def __init__(self, *, remember: bool) -> None:
        self._remember = remember
        self._known: OrderedDict[tuple[str, ...], httpx.Response] = OrderedDict()
        self._written: tuple[str, float] | None = None
        self._lock = Lock()

    def prepare(self, request: httpx.Request) -> tuple[str, ...] | None:
        """Add the version of the last write and the ETag of the remembered response to a read.

        Returns the key of the response to remember; None if it is not to be remembered.
        """
        if not is_read(request):
            return None
        written = self._written
        if written is not None and time.monotonic() - written[1] < VERSION_SECONDS:
            request.headers.setdefault(VERSION_HEADER, written[0])
        if not self._remember or request.method != "GET":
            return None
        if any(name in request.headers for name in CONDITIONS):
            return None
        asked = (request.headers.get(name, "") for name in ("Accept", "Authorization"))
        key = (str(request.url), *asked)
        known = self._known.get(key)
        if known is not None:
            request.headers["If-None-Match"] = known.headers["ETag"]
        return key

    def answer(
        self, request: httpx.Request, key: tuple[str, ...] | None, response: httpx.Response
    ) -> httpx.Response:
        """Return the remembered response for a 304, and remember a new one."""
        if not is_read(request) and VERSION_HEADER in response.headers:
            self._written = (response.headers[VERSION_HEADER], time.monotonic())
        if key is None:
            return response
        with self._lock:
            known = self._known.pop(key, None)
            if known is not None and response.status_code == httpx.codes.NOT_MODIFIED:
                self._known[key] = known
                return _copy(known)
            if response.status_code == httpx.codes.OK and "ETag" in response.headers:
                self._known[key] = _copy(response)
                while len(self._known) > MOST_REMEMBERED:
                    self._known.popitem(last=False)
        return response


def _copy(response: httpx.Response) -> httpx.Response:
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in OF_THE_WIRE
    ]
    return httpx.Response(response.status_code, headers=headers, content=response.content)
