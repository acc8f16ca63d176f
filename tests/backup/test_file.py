"""The file of a backup appears whole or not at all, for its owner's eyes alone."""

import pytest

from fadjma.backup.file import Unfit, writing


@pytest.mark.parametrize("key", [None, "k" * 32])
def test_it_is_its_owners_alone(tmp_path, key):
    with writing(tmp_path / "kept", key) as write:
        write(b"text")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_the_one_before(tmp_path):
    (tmp_path / "kept").write_text("yesterday's")
    with pytest.raises(RuntimeError), writing(tmp_path / "kept", None) as write:
        write(b"half of to")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text() == "yesterday's"


@pytest.mark.parametrize("name", ["", "nowhere/kept"])
def test_a_place_that_cannot_be_is_said_before_anything_is_done(tmp_path, name):
    with pytest.raises(Unfit), writing(tmp_path / name, None):
        pass
    assert list(tmp_path.iterdir()) == []
