"""The checked-in bundles are the ones the manifest names, and the manifest follows package-lock.json. Needs no Node."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())
LOCKED = json.loads((ROOT / "package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("entry", MANIFEST["files"], ids=lambda entry: entry["file"])
def test_vendored_file_has_the_bytes_its_manifest_names(entry: dict) -> None:
    content = (ROOT / entry["file"]).read_bytes()

    assert len(content) == entry["bytes"]
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", MANIFEST["files"], ids=lambda entry: entry["file"])
def test_vendored_file_was_built_from_the_locked_packages(entry: dict) -> None:
    assert entry["from"]
    for package in entry["from"]:
        locked = LOCKED[f"node_modules/{package['package']}"]
        assert (package["version"], package["integrity"]) == (locked["version"], locked["integrity"])


def test_no_file_lies_in_vendor_that_the_manifest_does_not_name() -> None:
    present = {path.relative_to(ROOT).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert present - {"static/vendor/MANIFEST.json"} <= {entry["file"] for entry in MANIFEST["files"]}


def test_every_vendored_package_brings_its_licence() -> None:
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]

    assert folders
    for folder in folders:
        assert (folder / "LICENSE").read_text().strip(), folder


def test_every_listed_icon_is_in_the_sprite_once() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text()
    listed = [line for line in (ROOT / "bundles" / "icons.txt").read_text().splitlines() if line and line[0] != "#"]

    assert listed == sorted(set(listed))
    for name in listed:
        assert sprite.count(f'id="{name}"') == 1, name


def test_no_bundle_needs_eval() -> None:
    prosemirror = next(VENDOR.glob("prosemirror@*/prosemirror.js")).read_text()

    assert "eval(" not in prosemirror
    assert "new Function" not in prosemirror
