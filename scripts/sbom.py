"""What linli is made of, as CycloneDX 1.6 JSON: the locked libraries and the front-end parts.

`python scripts/sbom.py FILE` writes it; `--installed` also fails when the environment holds another
version than the lock names. The same lock always makes the same bytes.
"""

import argparse
import json
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from locked import Pin, pins

VENDORED = Path(__file__).with_name("vendor.json")


def document() -> dict[str, Any]:
    components = [_library(pin) for pin in pins()] + _front_end_parts()
    body = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, body)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "linli", "bom-ref": "linli"}},
        "components": components,
    }


def _library(pin: Pin) -> dict[str, Any]:
    """One library. The lock's hashes are of the files it may come as, one of which is installed."""
    address = f"pkg:pypi/{pin.name}@{pin.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin.name,
        "version": pin.version,
        "purl": address,
        "properties": [{"name": "linli:file-sha256", "value": digest} for digest in pin.hashes],
    }


def _front_end_parts() -> list[dict[str, Any]]:
    """What was taken from npm into the repository (scripts/vendor.json), if anything."""
    if not VENDORED.exists():
        return []
    parts: dict[str, dict[str, Any]] = json.loads(VENDORED.read_text(encoding="utf-8"))
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:npm/{name.replace('@', '%40')}@{part['version']}",
            "name": name,
            "version": part["version"],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{part['version']}",
            "properties": [{"name": "linli:integrity", "value": part["integrity"]}],
        }
        for name, part in sorted(parts.items())
    ]


def differences() -> list[str]:
    """Where what is installed is not what the lock names."""
    found = []
    for pin in pins():
        try:
            installed = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            installed = "nothing"
        if installed != pin.version:
            found.append(f"{pin.name}: {pin.version} is locked, {installed} is installed")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="where to write it")
    parser.add_argument("--installed", action="store_true", help="compare with this environment too")
    wanted = parser.parse_args()
    made = document()
    wanted.file.parent.mkdir(parents=True, exist_ok=True)
    wanted.file.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{wanted.file}: {len(made['components'])} components")
    differing = differences() if wanted.installed else []
    for difference in differing:
        print(f"sbom: {difference}", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
