"""Which file store a deployment has chosen."""

from pathlib import Path

from linli.gateways.local_storage import LocalStorage
from linli.gateways.s3_storage import S3Storage
from linli.platform.storage import Storage


def storage_at(setting: str, *, data_dir: Path) -> Storage:
    """`local:` is the folder `files` of the data folder, `local:/a/path` another one, `s3://…` an object store.

    ValueError for anything else.
    """
    if setting.startswith("local:"):
        return LocalStorage(Path(setting.removeprefix("local:") or data_dir / "files"))
    return S3Storage.at(setting)
