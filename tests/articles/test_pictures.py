"""Pictures from elsewhere, good and bad."""

from io import BytesIO
from struct import pack
from typing import Any
from zlib import compress, crc32

import pytest
from PIL import Image, ImageCms

from articles.pictures import LONGEST_SIDE, Unusable, encode

PLACE = b"taken behind the harbour office"


def file(image: Image.Image, kind: str, **more: Any) -> bytes:
    held = BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()


def photo(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((width, height), 60).convert(mode)


def seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(encode(data).data))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "1"),
        ("WEBP", "RGBA"),
        ("GIF", "P"),
        ("AVIF", "RGB"),
    ],
)
def test_each_kind_of_picture_becomes_one_of_ours(kind: str, mode: str) -> None:
    encoded = encode(file(photo(mode=mode), kind))
    with Image.open(BytesIO(encoded.data)) as image:
        assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (120, 80))
    assert (encoded.width, encoded.height) == (120, 80)


def test_large_pictures_become_as_large_as_a_page_can_show() -> None:
    assert encode(file(photo(3000, 1500), "JPEG"))[1:] == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_nothing_that_is_not_to_be_seen_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = file(photo(), "JPEG", exif=exif, comment=PLACE, icc_profile=profile) + PLACE
    assert data.count(PLACE) == 3
    encoded = encode(data).data
    assert PLACE not in encoded
    assert not {b"EXIF", b"ICCP", b"XMP "} & {encoded[at : at + 4] for at in range(len(encoded))}


def test_a_picture_that_was_taken_upright_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert encode(file(photo(120, 80), "JPEG", exif=exif))[1:] == (80, 120)


def test_white_is_behind_what_is_transparent() -> None:
    assert seen(file(Image.new("RGBA", (20, 20)), "PNG")).getpixel((5, 5)) == (255, 255, 255)


def test_sixteen_bits_become_eight() -> None:
    dim = Image.new("I;16", (20, 20), 0x8000)
    assert seen(file(dim, "PNG")).getpixel((5, 5)) == (128, 128, 128)


def test_what_is_drawn_keeps_its_edges() -> None:
    drawn = Image.new("RGB", (40, 40), "white")
    drawn.paste((200, 0, 0), (10, 10, 30, 30))
    image = seen(file(drawn, "PNG"))
    assert image.getcolors() == [(1200, (255, 255, 255)), (400, (200, 0, 0))]


def test_of_a_moving_picture_the_first_frame_stays() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    data = file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    image = seen(data)
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((5, 5)) == (255, 0, 0)


def png_of(width: int, height: int) -> bytes:
    """A file of a few hundred bytes that says it is so large."""
    chunks = [
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", compress(b"\0" * 100_000)),
        (b"IEND", b""),
    ]
    parts = (
        pack(">I", len(held)) + name + held + pack(">I", crc32(name + held))
        for name, held in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "This is no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no JPEG"),
        (b"<html><body>Not found</body></html>", "no JPEG"),
        (file(photo(), "TIFF"), "no JPEG"),
        (file(photo(), "BMP"), "no JPEG"),
        (file(photo(), "JPEG")[:900], "broken"),
        (file(photo(), "PNG")[:900], "broken"),
        (png_of(100, 100)[:60], "broken"),
        (png_of(30_000, 30_000), "too many pixels"),
        (png_of(12_000, 12_000), "too many pixels"),
        (png_of(4_900, 4_800), "too many pixels"),
        (file(photo(400, 2), "PNG"), "no more than a line"),
    ],
)
def test_what_is_no_good_picture_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(Unusable, match=why):
        encode(data)
