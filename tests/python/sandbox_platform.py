"""A sandbox platform with a software card, for tests of any language binding."""

import json
import pathlib
import socket
import subprocess
import tempfile


class Platform:
    """`ehcert sandbox run` in a process, and a card in a virtual reader that the test holds."""

    def __init__(self, command, kind="rsa"):
        self.command = command
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.process = subprocess.Popen(
            [command, "sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", self.dir / "platform"],
            stdout=subprocess.PIPE, text=True,
        )
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.card_file = self.dir / "card.json"
        subprocess.run(
            [command, "sandbox", "card", "--dir", self.dir / "platform", "--kind", kind, self.card_file],
            check=True, capture_output=True,
        )
        listener = socket.create_server(("127.0.0.1", 0))
        self.reader = subprocess.Popen(
            [command, "sandbox", "serve", self.card_file, "--vpcd", str(listener.getsockname()[1])],
            stdout=subprocess.DEVNULL,
        )
        self.card, _ = listener.accept()
        listener.close()
        self._send(b"\x01")

    def _send(self, message):
        self.card.sendall(len(message).to_bytes(2, "big") + message)

    def transmit(self, apdu):
        """One command to the card, status included in the answer."""
        self._send(apdu)
        length = int.from_bytes(self._receive(2), "big")
        return self._receive(length)

    def _receive(self, length):
        data = b""
        while len(data) < length:
            part = self.card.recv(length - len(data))
            if not part:
                raise ConnectionError("the card is gone")
            data += part
        return data

    def close(self):
        self.card.close()
        self.reader.wait(10)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()
