"""Pictures: what they are by content, and that they decode to a size that can be borne."""

from __future__ import annotations

import warnings
from typing import IO

from PIL import Image, UnidentifiedImageError

from byregion.knowledge.files.kinds import Kind
from byregion.knowledge.files.refusal import Reason, Refused

MOST_MEGAPIXELS = 60
MOST_FRAMES = 500
FORMATS = {
    "avif": "AVIF", "gif": "GIF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP",
}  # fmt: skip


def check(file: IO[bytes], kind: Kind) -> None:
    """Decode the picture wholly, once its stated size is found bearable. Raises Refused."""
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(file) as picture:
                _check_opened(picture, kind)
                picture.load()
        except UnidentifiedImageError:
            raise Refused(Reason.MISMATCH, extension=kind.extension) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(Reason.PIXELS, megapixels=MOST_MEGAPIXELS) from None
        except (OSError, SyntaxError, ValueError, EOFError, Warning) as error:
            raise Refused(Reason.BROKEN) from error


def _check_opened(picture: Image.Image, kind: Kind) -> None:
    if picture.format != FORMATS[kind.extension]:
        raise Refused(Reason.MISMATCH, extension=kind.extension)
    frames = getattr(picture, "n_frames", 1)
    pixels = picture.width * picture.height
    if frames > MOST_FRAMES or pixels * frames > MOST_MEGAPIXELS * 1_000_000:
        raise Refused(Reason.PIXELS, megapixels=MOST_MEGAPIXELS)
