"""Files as people send them, and as nobody should: named by the trouble they make."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

HOSTILE_SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SVG_BEHIND_A_COMMENT = b"<!-- a harmless picture -->\n<svg onload='alert(1)'></svg>"
HTML_CALLED_PICTURE = b"\n  <!DOCTYPE html><html><script>alert(1)</script></html>"
UTF16_HTML = "\ufeff<html><script>alert(1)</script></html>".encode("utf-16-le")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
CUT_OFF_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 600), **options: object) -> bytes:
    """A picture with a corner in another colour."""
    image = Image.new("RGB", size, "teal")
    image.paste("orange", (0, 0, size[0] // 4, size[1] // 4))
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def picture_with_a_place() -> bytes:
    """A photograph that lies on its side and says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010E] = "taken at Keizersgracht 1"
    return picture("JPEG", (800, 600), exif=exif)


def bomb(edge: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it is `edge` pixels wide and high."""
    header = struct.pack(">IIBBBBB", edge, edge, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )
