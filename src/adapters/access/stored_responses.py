"""The answers to requests with an Idempotency-Key, in PostgreSQL."""

from hashlib import sha256

from django.db import connection
from django.utils import timezone

from adapters.access.models import KeptAnswer
from domain.errors import Conflict
from domain.idempotency import LIFETIME, Answer, KeyReused, Question

RUNNING = "A request with this Idempotency-Key is still running. Send it again in a moment."
# The number of expired answers that a transaction deletes at most.
MOST_DELETED = 20


class DjangoKeptAnswers:
    """`KeptAnswers` on PostgreSQL, in the transaction of the request."""

    def claim(self, question: Question) -> Answer | None:
        name = sha256(f"{question.caller} {question.key}".encode()).digest()
        with connection.cursor() as cursor:
            lock = int.from_bytes(name[:8], signed=True)
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            if not cursor.fetchone()[0]:
                raise Conflict(RUNNING)
        kept = KeptAnswer.objects.filter(caller=question.caller, key=question.key).first()
        if kept is None:
            return None
        if kept.kept_at < timezone.now() - LIFETIME:
            kept.delete()
            return None
        if kept.request != question.digest:
            raise KeyReused
        return Answer(status=kept.status, headers=kept.headers, body=bytes(kept.body))

    def keep(self, question: Question, answer: Answer) -> None:
        expired = KeptAnswer.objects.filter(kept_at__lt=timezone.now() - LIFETIME)
        ids = expired.select_for_update(skip_locked=True).values_list("pk", flat=True)
        KeptAnswer.objects.filter(pk__in=list(ids[:MOST_DELETED])).delete()
        KeptAnswer.objects.create(
            caller=question.caller,
            key=question.key,
            request=question.digest,
            status=answer.status,
            headers=dict(answer.headers),
            body=answer.body,
        )
