"""Random sequences of writes with a token, compared with a model of the stored data."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.api.responses import EVENTS, Response
from tests.api.writing import Service, a_session, an_event
from tests.contracts.services import in_memory

# Most writes are to events that exist from the start.
CODES = st.sampled_from(["A", "A", "B/C", "B/C", "D E"])
NEW = st.sampled_from(["F", "G", "H", "D E"])
VENUES = st.sampled_from(["Bridge House", "Park Row", "Live Online"])
SEQUENCES = st.integers(min_value=1, max_value=4)
DAYS = st.sampled_from(["2027-03-01", "2027-03-28", "2027-07-01", "2027-10-31"])


class Writes(RuleBasedStateMachine):
    """Writes to a service; `model` has the last answer for each code, with its ETag."""

    def __init__(self) -> None:
        super().__init__()
        self.service: Service = in_memory()
        self.model: dict[str, tuple[dict[str, Any], str]] = {}
        self.stale: dict[str, str] = {}

    def send(self, method: str, place: str, body: Any = None, **headers: str) -> Response:
        response = self.service.send(method, f"{EVENTS}{place}", body, **headers)
        assert response.status_code < 500, response.content
        if response.status_code < 300:
            assert response.headers["Catalogue-Version"]
        return response

    def change(self, method: str, code: str, body: Any = None, action: str = "") -> Response:
        """Send a change with the last ETag, or with none for a code that is not stored."""
        tag = self.model[code][1] if code in self.model else '"none"'
        response = self.send(method, f"{code}/{action}", body, **{"If-Match": tag})
        if code in self.model:
            assert response.status_code not in {404, 412}, response.content
        else:
            # A body that breaks a rule is refused before.
            assert response.status_code in {404, 422}, response.content
        return response

    def keep(self, response: Response) -> None:
        event = response.json()
        code = event["code"]
        if code in self.model and self.model[code][1] != response.headers["ETag"]:
            self.stale[code] = self.model[code][1]
        self.model[code] = event, response.headers["ETag"]

    @initialize()
    def store_some(self) -> None:
        for code in ("A", "B/C"):
            self.create(code, "Bridge House")

    @rule(code=NEW, venue=VENUES)
    def create(self, code: str, venue: str) -> None:
        body = an_event(code, product=self.service.product, venue=venue)
        response = self.send("POST", "", body)
        assert response.status_code == (409 if code in self.model else 201)
        if response.status_code == 201:
            self.keep(response)

    @rule(code=CODES, venue=VENUES, places=st.integers(-1, 5))
    def patch(self, code: str, venue: str, places: int) -> None:
        response = self.change("PATCH", code, {"venue": venue, "remain_space": places})
        if code in self.model:
            assert response.status_code == (422 if places < 0 else 200)
        if response.status_code == 200:
            before, _ = self.model[code]
            self.keep(response)
            assert self.model[code][0]["sessions"] == before["sessions"]
            assert self.model[code][0]["venue"] == venue

    @rule(code=CODES)
    def send_back(self, code: str) -> None:
        body = self.model[code][0] if code in self.model else an_event(code, product=1)
        response = self.change("PUT", code, body)
        if response.status_code == 200:
            assert response.json() == body

    @rule(code=CODES, other=NEW, day=DAYS)
    def copy(self, code: str, other: str, day: str) -> None:
        response = self.send("POST", f"{code}/copy/", {"code": other, "start_date": day})
        if code not in self.model:
            assert response.status_code == 404
        elif other in self.model:
            assert response.status_code == 409
        else:
            assert response.status_code == 201
            self.keep(response)
            clocks = [
                [session["start_date"][10:16] for session in self.model[each][0]["sessions"]]
                for each in (code, other)
            ]
            assert clocks[0] == clocks[1]

    @rule(code=CODES)
    def cancel(self, code: str) -> None:
        response = self.change("POST", code, {"reason": "ill"}, "cancel/")
        if code in self.model:
            is_cancelled = self.model[code][0]["cancelled_at"] is not None
            assert response.status_code == (409 if is_cancelled else 200)
        if response.status_code == 200:
            self.keep(response)

    @rule(code=CODES)
    def reinstate(self, code: str) -> None:
        response = self.change("POST", code, None, "reinstate/")
        if response.status_code == 200:
            assert self.model[code][0]["cancelled_at"] is not None
            self.keep(response)

    @rule(code=CODES, sequence=SEQUENCES)
    def add_a_session(self, code: str, sequence: int) -> None:
        response = self.change("POST", code, a_session(sequence), "sessions/")
        if code not in self.model:
            return
        taken = [session["sequence"] for session in self.model[code][0]["sessions"]]
        assert response.status_code == (409 if sequence in taken else 201)
        if response.status_code == 201:
            self._read(code)

    @rule(code=CODES, number=st.integers(0, 3))
    def delete_a_session(self, code: str, number: int) -> None:
        sessions = self.model[code][0]["sessions"] if code in self.model else []
        if number < len(sessions):
            response = self.change("DELETE", code, None, f"sessions/{sessions[number]['id']}/")
            assert response.status_code == 204
            self._read(code)

    @rule(code=NEW)
    def delete(self, code: str) -> None:
        response = self.change("DELETE", code)
        if response.status_code == 204:
            del self.model[code]
            self.stale.pop(code, None)

    @precondition(lambda self: self.stale)
    @rule(data=st.data())
    def write_with_a_stale_tag(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(sorted(self.stale)))
        if self.stale[code] != self.model[code][1]:
            body = {"venue": "Lost"}
            response = self.send("PATCH", f"{code}/", body, **{"If-Match": self.stale[code]})
            assert response.status_code == 412

    @invariant()
    def what_is_read_is_what_was_written(self) -> None:
        for code, (event, tag) in self.model.items():
            read = self.service.read(code)
            assert (read.status_code, read.json()) == (200, event)
            assert read.headers["ETag"] == tag

    def _read(self, code: str) -> None:
        self.keep(self.service.read(code))


TestWrites = Writes.TestCase
TestWrites.settings = settings(
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow],
)
