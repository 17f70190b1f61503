"""Making a stranger's photo harmless: checked before it is decoded, drawn anew, its hidden data gone.

Only JPEG, PNG and WebP. What is kept is a new JPEG of at most 2000 pixels a side with nothing in it but
the picture: no place, no camera, no owner, no second file behind the first (checks C-12 to C-14).
"""

import io
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from linli.kernel.refusals import Invalid

LONGEST_SIDE = 2000
# A progressive JPEG costs 6 bytes a pixel while it is decoded, a PNG or WebP with its copy 7: both stay
# under 256 MB. A photo of a phone has 12 to 50 million pixels, the larger ones always as JPEG.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
_QUALITY = 85
_MODES_WITHOUT_COLOURS = {"1", "P", "PA"}

Image.MAX_IMAGE_PIXELS = None  # the limit here is sharper, and refuses instead of warning
_at_once = threading.BoundedSemaphore(2)  # pictures decoded at the same moment, for the memory's sake


class NotAPhoto(Invalid):
    """The file is no JPEG, PNG or WebP picture, whatever its name says, or it is broken."""

    code, sentence = "attachment.not_an_image", "这不是能识别的照片，请上传 JPG、PNG 或 WebP 格式的图片。"


class TooManyPixels(Invalid):
    """The picture would need too much room when it is unpacked."""

    code, sentence = "attachment.too_many_pixels", "照片的像素太大，请在手机上缩小后再上传。"


class Moving(Invalid):
    """The picture is an animation."""

    code, sentence = "attachment.animated", "不能上传动图，请换一张静止的照片。"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that linli drew itself."""

    content: bytes
    width: int
    height: int


def redraw(raw: bytes) -> Picture:
    """The picture in `raw`, upright, at most 2000 pixels a side, as a new JPEG without metadata.

    Raises NotAPhoto, TooManyPixels and Moving.
    """
    kind = _kind(raw)
    if kind == "WEBP":
        _check_webp(raw)  # Pillow's WebP reader takes memory for the whole picture when it opens one
    with _at_once:
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # the writer of PDFs switches it on for the whole process
        try:
            return _redraw(raw, kind)
        except Invalid:
            raise
        except Exception as fault:  # Pillow raises many kinds for broken files
            raise NotAPhoto from fault


def blackened(content: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> bytes:
    """A picture that linli drew, with black over each box: left, top, right, bottom in thousandths."""
    with _at_once, Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        drawn = opened.convert("RGB")
        for left, top, right, bottom in boxes:
            across, down = (
                (left * drawn.width, right * drawn.width),
                (top * drawn.height, bottom * drawn.height),
            )
            drawn.paste(
                "black", (across[0] // 1000, down[0] // 1000, -(-across[1] // 1000), -(-down[1] // 1000))
            )
        made = io.BytesIO()
        drawn.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _kind(raw: bytes) -> str:
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    raise NotAPhoto


def _check_webp(raw: bytes) -> None:
    """Size and movement from the first chunk of the container, without unpacking."""
    chunk = raw[12:16]
    try:
        if chunk == b"VP8X":
            flags, width, height = raw[20], 1 + _uint24(raw, 24), 1 + _uint24(raw, 27)
            if flags & 0x02:
                raise Moving
        elif chunk == b"VP8L":
            (bits,) = struct.unpack_from("<I", raw, 21)
            width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif chunk == b"VP8 ":
            width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", raw, 26))
        else:
            raise NotAPhoto
    except (struct.error, IndexError):
        raise NotAPhoto from None
    _check_size(width, height, "WEBP")


def _uint24(raw: bytes, at: int) -> int:
    return raw[at] | raw[at + 1] << 8 | raw[at + 2] << 16


def _check_size(width: int, height: int, kind: str) -> None:
    if width < 1 or height < 1:
        raise NotAPhoto
    if width * height > MOST_PIXELS[kind]:
        raise TooManyPixels


def _redraw(raw: bytes, kind: str) -> Picture:
    with Image.open(io.BytesIO(raw), formats=[kind]) as opened:
        _check_size(*opened.size, kind)
        if getattr(opened, "is_animated", False):
            raise Moving
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a half or a quarter
        image: Image.Image = opened
        if image.mode in _MODES_WITHOUT_COLOURS:
            image = image.convert("RGBA")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(image)
        canvas = Image.new("RGB", image.size, "white")
        if image.mode in {"RGBA", "LA", "La", "RGBa"}:
            image = image.convert("RGBA")
            canvas.paste(image, mask=image.getchannel("A"))
        else:
            canvas.paste(image.convert("RGB"))
    made = io.BytesIO()
    canvas.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(made.getvalue(), canvas.width, canvas.height)
