"""The responses to requests with an Idempotency-Key, in PostgreSQL."""

import json
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from adapters.access import models
from domain.errors import Conflict
from domain.idempotency import LIFETIME, KeyedRequest, KeyReused, StoredResponse

RUNNING = "A request with this Idempotency-Key is still running. Send it again in a moment."
# The number of expired responses that a transaction deletes at most.
MOST_DELETED = 20
FIND = "SELECT id FROM acted.kept_answers WHERE caller = %s AND key = %s"
STORE = """
    INSERT INTO acted.kept_answers (caller, key, request, status, headers, body)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
DELETE_EXPIRED = """
    DELETE FROM acted.kept_answers WHERE id IN (
        SELECT id FROM acted.kept_answers WHERE kept_at < %s LIMIT %s FOR UPDATE SKIP LOCKED
    )
"""


class DjangoStoredResponses:
    """`StoredResponses` on PostgreSQL, in the transaction of the request."""

    def claim(self, request: KeyedRequest) -> StoredResponse | None:
        name = sha256(f"{request.caller} {request.key}".encode()).digest()
        with connection.cursor() as cursor:
            lock = int.from_bytes(name[:8], signed=True)
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            if not cursor.fetchone()[0]:
                raise Conflict(RUNNING)
            # A separate statement, because it must see what was committed before the lock was
            # acquired.
            cursor.execute(FIND, [request.caller, request.key])
            found = cursor.fetchone()
        if found is None:
            return None
        return _response(models.StoredResponse.objects.get(pk=found[0]), request)

    def store(self, request: KeyedRequest, response: StoredResponse) -> None:
        with connection.cursor() as cursor:
            cursor.execute(DELETE_EXPIRED, [timezone.now() - LIFETIME, MOST_DELETED])
            values = (request.caller, request.key, request.digest, response.status)
            cursor.execute(STORE, [*values, json.dumps(dict(response.headers)), response.body])


def _response(stored: models.StoredResponse, request: KeyedRequest) -> StoredResponse | None:
    if stored.kept_at < timezone.now() - LIFETIME:
        stored.delete()
        return None
    if stored.request != request.digest:
        raise KeyReused
    return StoredResponse(status=stored.status, headers=stored.headers, body=bytes(stored.body))
