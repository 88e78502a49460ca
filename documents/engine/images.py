"""An image is drawn anew: upright, without metadata, and nothing behind its last pixel is kept."""

from pathlib import Path

from PIL import Image, ImageOps

from documents.engine.refusal import Refusal

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 6_000
_FORMATS = ("PNG", "JPEG", "WEBP")


def keep(source: Path, target: Path) -> None:
    """
    Draw the image anew.

    :raises Refusal: when it has too many pixels or cannot be drawn
    """
    Image.MAX_IMAGE_PIXELS = None  # measured below, before a pixel is read
    with Image.open(source, formats=_FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refusal("too_many_pixels")
        name = image.format
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        transparent = name != "JPEG" and (upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info)
        drawn = upright.convert("RGBA" if transparent else "RGB")
        bare = Image.new(drawn.mode, drawn.size)
        bare.paste(drawn)
    bare.save(target, format=name, **({"quality": 90} if name != "PNG" else {}))
