"""A TCP client that sends what it is told, well-formed or not."""

import re
import socket
import ssl


class Wire:
    def __init__(self, port, source="127.0.0.1", secure=False):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(source, 0))
        if secure:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self._socket = context.wrap_socket(self._socket)

    def send(self, text):
        """Sends as much as the other end takes."""
        try:
            self._socket.sendall(text if isinstance(text, bytes) else text.encode())
        except OSError:
            pass  # closed; what it said before is still to be read
        return self

    def rest(self):
        """Everything until the other end closes."""
        parts = []
        try:
            while part := self._socket.recv(65_536):
                parts.append(part)
        except ConnectionError:
            pass
        return b"".join(parts)

    def answer(self):
        """One answer with a Content-Length, its body included."""
        got = b""
        while b"\r\n\r\n" not in got:
            part = self._socket.recv(65_536)
            if not part:
                return got
            got += part
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1])
        while len(body) < length and (part := self._socket.recv(65_536)):
            body += part
        return head + b"\r\n\r\n" + body

    def close(self):
        self._socket.close()


def ask(port, request, source="127.0.0.1", secure=False):
    """One request on a connection of its own, and the whole answer."""
    wire = Wire(port, source, secure).send(request)
    try:
        return wire.rest()
    finally:
        wire.close()


def statuses(answer):
    """The status codes in what came over one connection."""
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)]
