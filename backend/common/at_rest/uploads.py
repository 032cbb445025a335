"""What a form sends lies encrypted, and without a name, on the disk until the request has ended."""

import io
import secrets
import tempfile
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from backend.common.at_rest.pieces import BlockReader, Blocks


class EncryptedUploadHandler(FileUploadHandler):
    """In the place of Django's handler for temporary files, whose files are plain and outlive a killed process."""

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Closed with what is made of it, or when the upload is cut off.
        made = tempfile.TemporaryFile(buffering=0, dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self._file = cast(IO[bytes], made)
        self._blocks = Blocks(self._file, secrets.token_hex(16))

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> None:
        self._blocks.append(bytes(raw_data))

    def file_complete(self, file_size: int) -> UploadedFile:
        content = _Content(self._blocks, self._file)
        return UploadedFile(
            file=cast(IO[bytes], io.BufferedReader(content, self.chunk_size)),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()


class _Content(BlockReader):
    """Closes, and so removes, the file that it lies in."""

    def __init__(self, blocks: Blocks, file: IO[bytes]) -> None:
        super().__init__(blocks)
        self._file = file

    def close(self) -> None:
        self._file.close()
        super().close()
