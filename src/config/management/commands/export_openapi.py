"""`export_openapi`: write the OpenAPI document to a file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from api.app import api
from config.environment import ROOT


class Command(BaseCommand):
    help = "Write the OpenAPI document to a file; the same code always writes the same bytes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=ROOT / "openapi.json")

    def handle(self, *_args: object, file: Path, **_options: Any) -> None:
        file.write_text(exported(), encoding="utf-8")
        self.stdout.write(f"Wrote {file.name}.")


def exported() -> str:
    """Return the content of `openapi.json`."""
    return f"{json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False)}\n"
