from typing import ClassVar

from pydantic import Field, field_validator

from config.environment.group import Group


class ServerSettings(Group):
    heading: ClassVar = "Web server"

    bind: str = Field(
        default="127.0.0.1:8000",
        description=(
            "The address of the production server, `HOST:PORT` or `unix:PATH`. The option "
            "`--bind` and a socket from systemd take precedence. `make run` uses `PORT`."
        ),
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=256,
        description="Number of processes. A search is pure Python, so each uses at most one core.",
    )
    threads: int = Field(
        default=8,
        ge=1,
        le=256,
        description="Threads of each process: the number of requests that it handles at once.",
    )
    worker_connections: int = Field(
        default=1000,
        ge=10,
        le=100_000,
        description=(
            "Open client connections of each process. If there are more, the connection that has "
            "waited longest is closed."
        ),
    )
    worker_timeout_seconds: int = Field(
        default=60,
        ge=5,
        le=3600,
        description="A process that does not respond for this time is replaced.",
    )
    shutdown_seconds: int = Field(
        default=5,
        ge=1,
        le=600,
        description="Time to finish running requests when a process stops.",
    )
    keepalive_seconds: int = Field(
        default=2,
        ge=1,
        le=3600,
        description=(
            "An open connection without a request is closed after this time. It must be longer "
            "than the proxy's own `keepalive_timeout`."
        ),
    )
    client_head_seconds: float = Field(
        default=10, ge=0.1, le=3600, description="Time for a client to send the request's headers."
    )
    client_body_seconds: float = Field(
        default=20, ge=0.1, le=3600, description="Time for a client to send the request's body."
    )
    client_answer_seconds: float = Field(
        default=30, ge=0.1, le=3600, description="Time for a client to receive the response."
    )

    @field_validator("bind")
    @classmethod
    def is_understood_by_gunicorn(cls, value: str) -> str:
        from gunicorn.util import parse_address

        try:
            parse_address(value)
        except RuntimeError as error:
            raise ValueError(str(error).rstrip(".")) from None
        return value
