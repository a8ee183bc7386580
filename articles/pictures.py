"""Pictures from elsewhere become ours: decoded, and written anew with nothing but what is to be
seen. Pure.

What comes is believed in nothing. Only the formats below are decoded, none before its size is
known, and no byte of it is kept: no metadata, no place where it was taken, no second file behind
the first. Of a moving picture the first frame stays; behind what is transparent it becomes white,
as on the pages that it was made for.
"""

from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # SVG is a page with scripts, not a picture
MOST_PIXELS = 24_000_000  # as many as good cameras give
MOST_DECODED = 16_000_000  # takes at most 270 MB, as WebP; a JPEG is decoded no larger than needed
LONGEST_SIDE = 1_600  # twice what a page shows
LONGEST_RATIO = 50
DRAWN = ("PNG", "GIF")
MOST_COLOURS = 10_000  # of what is drawn or typed, where blurred edges are seen
QUALITY, HASTE = 82, 20
SRGB = ImageCms.createProfile("sRGB")


class Encoded(NamedTuple):
    data: bytes
    """WebP."""
    width: int
    height: int


class Unusable(Exception):
    """A picture that isn't stored; the text is one sentence that says why."""


def encode(data: bytes) -> Encoded:
    """The picture in a file of a few hundred KB, at most 1,600 pixels wide and high.

    Raises Unusable if it isn't one, is of another format, broken, or too large to be decoded.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _judge(image.size, MOST_PIXELS)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            _judge(image.size, MOST_DECODED)
            return _encoded(image)
    except Unusable:
        raise
    except Image.UnidentifiedImageError as error:
        raise Unusable("This is no JPEG, PNG, WebP, GIF or AVIF.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("The picture has too many pixels.") from error
    except Exception as error:  # what decoders raise on broken bytes is written nowhere
        raise Unusable("The picture is broken.") from error


def _judge(size: tuple[int, int], most: int) -> None:
    width, height = size
    if width * height > most:
        raise Unusable("The picture has too many pixels.")
    if max(size) > LONGEST_RATIO * min(size):
        raise Unusable("The picture is no more than a line.")


def _encoded(image: Image.Image) -> Encoded:
    seen = ImageOps.exif_transpose(_on_white(_in_srgb(_smaller(image))))
    bare = Image.new("RGB", seen.size)
    bare.paste(seen)
    file = BytesIO()
    if image.format in DRAWN and bare.getcolors(MOST_COLOURS):
        bare.save(file, "WEBP", lossless=True, quality=HASTE)
    else:
        bare.save(file, "WEBP", quality=QUALITY)
    return Encoded(file.getvalue(), *bare.size)


def _smaller(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode.startswith("I"):  # 16 bits
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("P", "PA", "1") or "transparency" in image.info:
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError, TypeError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, given, SRGB, outputMode="RGB") or image
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "a" not in image.getbands():
        return image.convert("RGB")
    whole = image.convert("RGBA")
    white = Image.new("RGBA", whole.size, "white")
    white.alpha_composite(whole)
    white.info = image.info
    return white.convert("RGB")
