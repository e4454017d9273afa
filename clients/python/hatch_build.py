"""The version and the licence of the client are those of the service."""

import tomllib
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ServiceMetadata(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        service = tomllib.loads((Path(self.root).parents[1] / "pyproject.toml").read_text("utf-8"))
        for key in ("version", "license"):
            metadata[key] = service["project"][key]
