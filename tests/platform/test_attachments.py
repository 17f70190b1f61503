"""Photos and documents: harmless, complete, in their place, and gone when they should be."""

import io
import os
import struct
import threading
import zlib
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from linli.gateways.local_storage import LocalStorage
from linli.gateways.s3_storage import S3Storage
from linli.gateways.storages import storage_at
from linli.kernel.refusals import Unknown
from linli.platform import attachments, clock, images
from linli.platform.db import db
from linli.platform.ports import bind
from linli.platform.storage import FileMissing, Storage, check_key
from linli.platform.transactions import transaction
from tests.platform.small import HERE

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n%%EOF"


def photo(kind="JPEG", size=(60, 40), mode="RGB", **options):
    made = io.BytesIO()
    Image.new(mode, size, "red").save(made, kind, **options)
    return made.getvalue()


def exif_of_a_phone():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (28.0, 58.0, 12.0)  # where it was taken
    return exif


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(side=30_000):
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(10_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    )


class TestRedraw:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_keeps_the_picture_of_the_three_formats_as_a_jpeg(self, kind):
        picture = images.redraw(photo(kind))
        with Image.open(io.BytesIO(picture.content)) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (60, 40))
            assert drawn.getpixel((30, 20))[0] > 200

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_leaves_no_place_no_camera_and_no_comment_and_stands_upright(self, kind):
        options = {"exif": exif_of_a_phone()} | ({"xmp": b"<x>SecretXmp</x>"} if kind != "PNG" else {})
        raw = photo(kind, **options)
        assert b"SecretPhone" in raw
        picture = images.redraw(raw + b"SecretTail<html><script>alert(1)</script>")
        assert (picture.width, picture.height) == (40, 60)
        assert b"Secret" not in picture.content
        with Image.open(io.BytesIO(picture.content)) as drawn:
            assert not drawn.getexif()
            assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

    def test_makes_a_large_photo_small_enough(self):
        picture = images.redraw(photo(size=(5000, 3000)))
        assert (picture.width, picture.height) == (2000, 1200)

    @pytest.mark.parametrize("mode", ["P", "L", "LA", "RGBA", "1", "I;16"])
    def test_knows_every_kind_of_colours(self, mode):
        made = io.BytesIO()
        Image.new(mode, (8, 8)).save(made, "PNG")
        assert images.redraw(made.getvalue()).width == 8

    def test_shows_what_is_transparent_as_white(self):
        made = io.BytesIO()
        Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(made, "PNG")
        with Image.open(io.BytesIO(images.redraw(made.getvalue()).content)) as drawn:
            assert drawn.getpixel((4, 4)) == (255, 255, 255)

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a<script>",
            b"%!PS-Adobe-3.0 EPSF-3.0",
            b"SIMPLE  =                    T" + b" " * 50,
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff" + b"\x00" * 100,
            b"RIFF\x00\x00\x00\x00WEBPVP8X",
            b"RIFF\x00\x00\x00\x00WEBPXXXX" + bytes(40),
            photo()[:300],
            photo("PNG")[:60],
            photo("WEBP")[:60],
        ],
    )
    def test_refuses_what_is_no_photo_or_broken(self, raw):
        with pytest.raises(images.NotAPhoto):
            images.redraw(raw)

    def test_refuses_a_bomb_before_it_is_unpacked(self):
        with pytest.raises(images.TooManyPixels):
            images.redraw(png_bomb())
        webp = bytearray(photo("WEBP", lossless=True, size=(10, 10)))
        assert webp[12:16] == b"VP8L"
        webp[21:25] = struct.pack("<I", 16_000 | 16_000 << 14)
        with pytest.raises(images.TooManyPixels):
            images.redraw(bytes(webp))

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_refuses_what_moves(self, kind):
        made = io.BytesIO()
        frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
        frames[0].save(made, kind, save_all=True, append_images=frames[1:])
        with pytest.raises(images.Moving):
            images.redraw(made.getvalue())


class TestKeys:
    @pytest.mark.parametrize(
        "key",
        [
            "../etc/passwd", "/etc/passwd", "a/../b", "a//b", "a\\b", "a%2f..", "a\x00b", "", ".hidden", "a/.b",
            "c:/x", "A", "a" * 300, "a/", "a.b.c", "a\n", "\uff0e\uff0e/a",
        ],
    )  # fmt: skip
    def test_a_key_that_could_lead_astray_is_refused(self, key, tmp_path):
        with pytest.raises(ValueError):
            check_key(key)
        with pytest.raises(ValueError):
            LocalStorage(tmp_path).put(key, b"x", media_type="image/jpeg")


@pytest.fixture(scope="module")
def s3_server():
    """A store that speaks the S3 protocol over a socket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def storage(request, tmp_path):
    if request.param == "folder":
        return storage_at("local:", data_dir=tmp_path)
    pytest.importorskip("moto.server")
    address, bucket = request.getfixturevalue("s3_server"), f"files-{uuid4().hex[:8]}"
    made = storage_at(f"s3://someone:a%2Fsecret@{address}/{bucket}?insecure=1", data_dir=tmp_path)
    made._client.create_bucket(Bucket=bucket)
    return made


class TestStorage:
    """Both stores, by the same words."""

    def test_gives_back_what_was_put_and_replaces_it(self, storage):
        for content in (b"one", b"two" * 100_000):
            storage.put("a/b.jpg", content, media_type="image/jpeg")
            assert storage.get("a/b.jpg") == content
        assert storage.exists("a/b.jpg")
        assert [key for key, _ in storage.listed()] == ["a/b.jpg"]

    def test_says_when_a_file_is_missing_and_forgets_without_fuss(self, storage):
        storage.put("a/b.jpg", b"x", media_type="image/jpeg")
        for _ in range(2):
            storage.delete("a/b.jpg")
        assert not storage.exists("a/b.jpg")
        with pytest.raises(FileMissing):
            storage.get("a/b.jpg")
        assert list(storage.listed()) == []

    def test_a_wrong_address_of_a_store_is_refused(self, tmp_path):
        for wrong in ("s3://host/bucket", "s3://a:b@host", "ftp://a:b@host/bucket", ""):
            with pytest.raises(ValueError):
                storage_at(wrong, data_dir=tmp_path)
        assert S3Storage.at("s3://a:b@oss.example/bucket").endpoint == "https://oss.example"


class TestFolder:
    def test_a_full_disk_leaves_no_half_file(self, tmp_path, monkeypatch):
        def full(_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError):
            LocalStorage(tmp_path).put("a/b.jpg", b"x", media_type="image/jpeg")
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_a_symbolic_link_leads_nowhere(self, tmp_path):
        outside, store = tmp_path / "outside", LocalStorage(tmp_path / "store")
        outside.mkdir()
        (outside / "secret.jpg").write_bytes(b"secret")
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "a").symlink_to(outside)
        (tmp_path / "store" / "b.jpg").symlink_to(outside / "secret.jpg")
        with pytest.raises(ValueError):
            store.get("a/secret.jpg")
        with pytest.raises(FileMissing):
            store.get("b.jpg")


@pytest.fixture
def kept(platform_app, tmp_path):
    """The platform with a folder for its files."""
    store = LocalStorage(tmp_path / "files")
    bind(platform_app, Storage, store)
    return store


THING = UUID(int=9)


def keep_photo(raw=None, object_id=THING):
    return attachments.store_image(
        estate_id=HERE,
        stream=io.BytesIO(raw or photo()),
        object_kind="thing",
        object_id=object_id,
        made_by=None,
        now=clock.now(),
    )


class TestAttachments:
    def test_a_photo_is_found_with_its_thing_and_its_bytes_are_the_redrawn_ones(self, kept):
        raw = photo(exif=exif_of_a_phone())
        with transaction():
            keep_photo(raw)
        with transaction(writes=False):
            [one] = attachments.of_object(estate_id=HERE, object_kind="thing", object_id=UUID(int=9))
            content = kept.get(one.storage_key)
            assert (one.width, one.height, one.bytes) == (40, 60, len(content))
            assert content != raw
            assert attachments.attachment(estate_id=HERE, attachment_id=one.id) is one
            assert (
                attachments.of_object(estate_id=UUID(int=2), object_kind="thing", object_id=UUID(int=9)) == []
            )

    def test_a_foreign_or_deleted_file_is_unknown(self, kept):
        with transaction():
            one = keep_photo()
        with transaction():
            with pytest.raises(Unknown):
                attachments.attachment(estate_id=UUID(int=2), attachment_id=one.id)
            attachments.delete(db.session.merge(one), now=NOON)
        with transaction(writes=False), pytest.raises(Unknown):
            attachments.attachment(estate_id=HERE, attachment_id=one.id)

    def test_a_pdf_is_kept_as_it_is_under_a_harmless_name(self, kept):
        with transaction():
            one = attachments.store_document(
                estate_id=HERE, stream=io.BytesIO(PDF), name="..\\..\\合同\n.exe.PDF", object_kind="thing",
                object_id=UUID(int=9), made_by=None, now=NOON,
            )  # fmt: skip
            assert (one.name, kept.get(one.storage_key)) == ("合同.exe.pdf", PDF)

    @pytest.mark.parametrize("raw", [b"MZ\x90", b"<html>%PDF-1.4", photo(), b"GIF89a%PDF-"])
    def test_what_is_no_pdf_is_refused_as_a_document(self, kept, raw):
        with transaction(), pytest.raises(attachments.NotADocument):
            attachments.store_document(
                estate_id=HERE, stream=io.BytesIO(raw), name="a.pdf", object_kind="thing",
                object_id=UUID(int=9), made_by=None, now=NOON,
            )  # fmt: skip

    def test_a_file_over_the_limit_is_refused(self, kept):
        with transaction(), pytest.raises(attachments.TooLarge):
            keep_photo(b"\xff\xd8\xff" + bytes(attachments.MOST_BYTES))

    def test_a_file_of_a_transaction_that_failed_is_swept_a_day_later_and_no_other(self, kept):
        with transaction():
            good = keep_photo()
        with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012 - the file comes first
            keep_photo()
            _ = 1 // 0
        assert len(list(kept.listed())) == 2
        attachments.sweep(now=clock.now())
        assert len(list(kept.listed())) == 2
        attachments.sweep(now=clock.now() + timedelta(days=2))
        assert [key for key, _ in kept.listed()] == [good.storage_key]

    def test_a_deleted_file_can_be_restored_for_a_month_and_then_its_bytes_go(self, kept):
        with transaction():
            one = keep_photo()
        with transaction():
            attachments.delete(db.session.merge(one), now=clock.now())
        attachments.sweep(now=clock.now() + timedelta(days=29))
        assert kept.exists(one.storage_key)
        with transaction():
            attachments.restore(db.session.merge(one))
            attachments.delete(db.session.merge(one), now=clock.now())
        attachments.sweep(now=clock.now() + timedelta(days=31))
        assert not kept.exists(one.storage_key)

    def test_an_erased_file_leaves_neither_row_nor_bytes(self, kept):
        with transaction():
            one = keep_photo()
        with transaction():
            attachments.erase(db.session.merge(one))
        attachments.sweep(now=clock.now() + timedelta(days=2))
        with transaction(writes=False):
            assert db.session.scalars(select(attachments.Attachment)).all() == []
        assert list(kept.listed()) == []

    def test_a_row_whose_file_is_gone_is_found(self, kept):
        with transaction():
            one = keep_photo()
            keep_photo()
        kept.delete(one.storage_key)
        with transaction(writes=False):
            assert [found.id for found in attachments.without_file()] == [one.id]


def test_many_photos_at_once_are_decoded_two_at_a_time(monkeypatch):
    now, most, lock = [0], [0], threading.Lock()
    real = images._redraw

    def counted(raw, kind):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        try:
            return real(raw, kind)
        finally:
            with lock:
                now[0] -= 1

    monkeypatch.setattr(images, "_redraw", counted)
    threads = [threading.Thread(target=images.redraw, args=[photo(size=(800, 800))]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
