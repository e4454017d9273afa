"""The responses to requests with an Idempotency-Key, in PostgreSQL."""

from hashlib import sha256

from django.db import connection
from django.utils import timezone

from adapters.access import models
from domain.errors import Conflict
from domain.idempotency import LIFETIME, KeyedRequest, KeyReused, StoredResponse

RUNNING = "A request with this Idempotency-Key is still running. Send it again in a moment."
# The number of expired responses that a transaction deletes at most.
MOST_DELETED = 20


class DjangoStoredResponses:
    """`StoredResponses` on PostgreSQL, in the transaction of the request."""

    def claim(self, request: KeyedRequest) -> StoredResponse | None:
        name = sha256(f"{request.caller} {request.key}".encode()).digest()
        with connection.cursor() as cursor:
            lock = int.from_bytes(name[:8], signed=True)
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            if not cursor.fetchone()[0]:
                raise Conflict(RUNNING)
        stored = models.StoredResponse.objects.filter(
            caller=request.caller, key=request.key
        ).first()
        if stored is None:
            return None
        if stored.kept_at < timezone.now() - LIFETIME:
            stored.delete()
            return None
        if stored.request != request.digest:
            raise KeyReused
        return StoredResponse(status=stored.status, headers=stored.headers, body=bytes(stored.body))

    def store(self, request: KeyedRequest, response: StoredResponse) -> None:
        expired = models.StoredResponse.objects.filter(kept_at__lt=timezone.now() - LIFETIME)
        ids = expired.select_for_update(skip_locked=True).values_list("pk", flat=True)
        models.StoredResponse.objects.filter(pk__in=list(ids[:MOST_DELETED])).delete()
        models.StoredResponse.objects.create(
            caller=request.caller,
            key=request.key,
            request=request.digest,
            status=response.status,
            headers=dict(response.headers),
            body=response.body,
        )
