"""A small, safe picture of a picture: decoded within limits, drawn anew, without what the camera wrote into it."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
EDGE = 640  # pixels of the longer side
PIXELS = 50_000_000  # what we are willing to decode; a phone takes pictures of up to this size
_BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError, TypeError,
    struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """`width` and `height` are of the original as it is looked at; `preview` is a WebP."""

    width: int
    height: int
    preview: bytes


def picture(content: bytes) -> Picture | None:
    """The picture in the bytes; None when it is broken, or too large to be decoded with a quiet mind."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > PIXELS or not image.width or not image.height:
                return None
            return _drawn_anew(image)
    except _BROKEN:  # whatever a hostile file makes of the decoder, it is only no picture
        return None


def _drawn_anew(image: Image.Image) -> Picture:
    width, height = image.size
    image.draft("RGB", (EDGE, EDGE))
    upright = ImageOps.exif_transpose(image)
    if (upright.width < upright.height) != (width < height):
        width, height = height, width
    has_alpha = "A" in upright.getbands() or "transparency" in upright.info
    drawn = upright.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((EDGE, EDGE))
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    written = io.BytesIO()
    clean.save(written, "WEBP", quality=80, method=4)
    return Picture(width, height, written.getvalue())
