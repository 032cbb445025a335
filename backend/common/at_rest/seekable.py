"""What the two kinds of encrypted content have in common when they are read as files."""

import io


class SeekableContent(io.RawIOBase):
    """Bytes 0 to ``size``, to be read from ``at``. Whoever derives from it says how, in ``readinto``."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError("a place before the beginning")
        self.at = start + offset
        return self.at
