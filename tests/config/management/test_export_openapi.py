from pathlib import Path

from django.core.management import call_command

from config.environment import ROOT


def test_the_written_document_equals_the_committed_one(tmp_path: Path) -> None:
    call_command("export_openapi", tmp_path / "written.json", verbosity=0)

    assert (tmp_path / "written.json").read_bytes() == (ROOT / "openapi.json").read_bytes()
