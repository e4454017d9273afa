from pathlib import Path

from django.core.management import call_command

from config.environment import ROOT


def test_the_document_is_written_to_a_file_as_it_is_committed(tmp_path: Path) -> None:
    call_command("export_openapi", tmp_path / "written.json", verbosity=0)

    assert (tmp_path / "written.json").read_bytes() == (ROOT / "openapi.json").read_bytes()
