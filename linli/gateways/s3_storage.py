"""Files in an S3-compatible object store, so that several machines share them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from linli.platform.storage import FileMissing, check_key

_MISSING = {"404", "NoSuchKey", "NotFound"}


class S3Storage:
    """One bucket. Calls end after seconds, so that a hanging store cannot hold the house up (check H-10)."""

    def __init__(
        self, *, bucket: str, endpoint: str, key_id: str, secret: str, region: str = "us-east-1"
    ) -> None:
        self.bucket, self.endpoint, self.region = bucket, endpoint, region
        self._credentials = (key_id, secret)

    @classmethod
    def at(cls, url: str) -> "S3Storage":
        """From `s3://KEY_ID:SECRET@HOST[:PORT]/BUCKET[?region=…&insecure=1]`; ValueError for anything else.

        `insecure=1` speaks http, for a store on the same machine.
        """
        parts = urlsplit(url)
        bucket, asked = parts.path.strip("/"), parse_qs(parts.query)
        if parts.scheme != "s3" or not (parts.hostname and bucket and parts.username and parts.password):
            raise ValueError("a store is written s3://KEY_ID:SECRET@HOST/BUCKET?region=REGION")
        scheme = "http" if asked.get("insecure") == ["1"] else "https"
        port = f":{parts.port}" if parts.port else ""
        return cls(
            bucket=bucket,
            endpoint=f"{scheme}://{parts.hostname}{port}",
            key_id=unquote(parts.username),
            secret=unquote(parts.password),
            region=asked.get("region", ["us-east-1"])[0],
        )

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        self._client.put_object(Bucket=self.bucket, Key=check_key(key), Body=content, ContentType=media_type)

    def get(self, key: str) -> bytes:
        try:
            content: bytes = self._client.get_object(Bucket=self.bucket, Key=check_key(key))["Body"].read()
        except self._client.exceptions.ClientError as fault:
            raise _missing(fault, key) from fault
        return content

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self.bucket, Key=check_key(key))

    def exists(self, key: str) -> bool:
        try:
            self._client.head_object(Bucket=self.bucket, Key=check_key(key))
        except self._client.exceptions.ClientError as fault:
            if isinstance(_missing(fault, key), FileMissing):
                return False
            raise
        return True

    def listed(self) -> Iterator[tuple[str, datetime]]:
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            for one in page.get("Contents", ()):
                yield one["Key"], one["LastModified"]

    @cached_property
    def _client(self) -> Any:
        import boto3  # slow to load, and only this store needs it
        from botocore.config import Config

        key_id, secret = self._credentials
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(
                connect_timeout=2,
                read_timeout=8,
                retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": "path"},
                # many stores that speak S3 know the older checksums only
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )


def _missing(fault: Any, key: str) -> Exception:
    """FileMissing where the store says that there is no such key; otherwise the fault itself."""
    if fault.response.get("Error", {}).get("Code") in _MISSING:
        return FileMissing(key)
    return fault  # type: ignore[no-any-return]
