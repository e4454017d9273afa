"""The minimum cost behind a server in Rust: a route of django-bolt that returns constant bytes.

By GET, because django-bolt closes the connection after a body that the handler does not read.
"""

from django_bolt import BoltAPI, Response

from benchmarks.peers.given import ANSWER

api = BoltAPI(trailing_slash="keep")


@api.get("/api/search/unified/")
async def search() -> Response:
    return Response(ANSWER, media_type="application/json")
