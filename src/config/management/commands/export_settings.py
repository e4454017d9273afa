"""`export_settings`: write docs/settings.md, the page of all settings."""

from typing import Any

from django.core.management.base import BaseCommand

from config.environment import ROOT
from config.management.settings_page.page import page

FILE = ROOT / "docs" / "settings.md"


class Command(BaseCommand):
    help = "Write docs/settings.md from the definitions of the settings."

    def handle(self, *_args: object, **_options: Any) -> None:
        FILE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Wrote {FILE}.")
