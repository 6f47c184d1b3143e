"""A sandbox platform with a software card, for tests of any language binding."""

import base64
import http.client
import json
import pathlib
import socket
import subprocess
import tempfile
import urllib.parse


def pem_certificates(text):
    """The certificates of a PEM file, DER."""
    blocks = text.split("-----BEGIN CERTIFICATE-----")[1:]
    return [base64.b64decode("".join(block.split("-----END")[0].split())) for block in blocks]


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


class HttpPlatform:
    """A sandbox with a card of its own, all of it over HTTP."""

    def __init__(self, command, kind="ec"):
        self.folder = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.folder.name)
        self.process = subprocess.Popen(
            [command, "sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", self.dir / "platform", "--card",
             kind], stdout=subprocess.PIPE, text=True,
        )
        self.url = json.loads(self.process.stdout.readline())["url"]
        self.roots = pem_certificates(self.send("GET", self.url + "/ca/roots.pem", {}, None)[2].decode())

    def send(self, method, url, headers, body):
        """Status, content type and body; None when no whole answer came."""
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        try:
            connection.request(method, parts.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type", ""), answer.read()
        except (http.client.HTTPException, OSError):
            return None
        finally:
            connection.close()

    def control(self, command):
        answer = self.send("POST", self.url + "/control", {"Content-Type": "application/json"}, json.dumps(command))
        assert answer is not None and answer[0] == 200, (command, answer)

    def run_card(self, flow, pin=b"1234", gone=False):
        """Drives a card operation. No PIN: the person gives up; gone: the card answers nothing."""
        self.send("POST", self.url + "/card/reset", {}, b"")
        step = flow.start()
        while not step.is_done():
            if step.is_apdu():
                response = b"" if gone else self.send("POST", self.url + "/card", {}, step.bytes)[2]
                step = flow.answer_response(response)
            elif step.is_wait():
                step = flow.answer_waited()
            elif pin is None:
                step = flow.answer_cancelled()
            else:
                step = flow.answer_pin(pin)
        return flow

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()
