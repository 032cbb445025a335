"""A line between a phone and a server that can be slow, and be cut in the middle of a byte stream."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self

BLOCK = 16 * 1024


class Line:
    """``with Line(port) as line``: what is sent to ``line.origin`` goes on to ``port`` of this machine.

    ``bytes_per_second`` holds for what is sent to the server; ``sent`` counts it.
    """

    def __init__(self, port: int, *, bytes_per_second: float | None = None) -> None:
        self.bytes_per_second = bytes_per_second
        self.sent = 0
        self._server_port = port
        self._is_down = False
        self._sockets: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End all that is under way, and let nothing through until `mend`."""
        with self._lock:
            self._is_down = True
            sockets, self._sockets = self._sockets, set()
        for one in sockets:
            # Whoever carries it closes it then.
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_down = False

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server_port))
                except ConnectionError:
                    phone.close()
                    continue
                with self._lock:
                    if self._is_down:
                        phone.close()
                        server.close()
                        continue
                    self._sockets |= {phone, server}
                threading.Thread(target=self._carry, args=(phone, server), daemon=True).start()

    def _carry(self, phone: socket.socket, server: socket.socket) -> None:
        up = threading.Thread(target=self._pump, args=(phone, server, True), daemon=True)
        up.start()
        self._pump(server, phone, False)
        up.join()
        with self._lock:
            self._sockets -= {phone, server}
        phone.close()
        server.close()

    def _pump(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while block := source.recv(BLOCK):
                target.sendall(block)
                if is_up:
                    self.sent += len(block)
                    if self.bytes_per_second:
                        time.sleep(len(block) / self.bytes_per_second)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
