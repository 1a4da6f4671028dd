"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def _folder(name):
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the real data ({name}) does not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_statistics():
    """Folder with the national tables of Statistics Norway, tidy."""
    return _folder("statistics")


@pytest.fixture(scope="session")
def shared_reference():
    """Folder with small published data sets that have known results."""
    return _folder("reference")
