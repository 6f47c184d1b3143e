"""A card between `ehcert sandbox card --serve` and the virtual reader: sees every command, and misbehaves on demand."""

import socket
import struct
import subprocess
import threading

CONTROLS = (b"\x00", b"\x01", b"\x02", b"\x04")


class Pull(Exception):
    """The card is pulled out now, before it answers."""


class Silence(Exception):
    """The card never answers this command."""


def kind(command):
    """A command by its name; `atr` is the reader's question for the answer to reset."""
    return "atr" if len(command) < 2 else {0xA4: "select", 0xB0: "read", 0xC0: "response", 0x20: "verify", 0x24: "change", 0x22: "mse",
            0x2A: "sign", 0x88: "prove", 0xE4: "data", 0xE6: "logoff"}.get(command[1], "other")


def exactly(stream, length):
    data = b""
    while len(data) < length:
        part = stream.recv(length - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def receive(stream):
    return exactly(stream, struct.unpack(">H", exactly(stream, 2))[0])


def send(stream, payload):
    stream.sendall(struct.pack(">H", len(payload)) + payload)


class Between:
    """`rule(command, answer)` is asked with `answer=None` before the card is, and may give the answer instead or raise;
    then with the card's answer, which it may replace. `None` leaves things as they are."""

    def __init__(self, command, port, rule=None):
        self.rule = rule or (lambda command, answer: None)
        self.commands = []
        listener = socket.create_server(("127.0.0.1", 0))
        self.serving = subprocess.Popen(
            [*command, f"vpcd:{listener.getsockname()[1]}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        listener.settimeout(20)
        self.card, _ = listener.accept()
        listener.close()
        self.reader = socket.create_connection(("127.0.0.1", port))
        for stream in (self.card, self.reader):
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while True:
                self.reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                message = receive(self.reader)
                if message in CONTROLS and message != b"\x04":
                    send(self.card, message)
                    continue
                if len(message) > 1:
                    self.commands.append(message)
                send(self.reader, self.answer(message))
        except (OSError, ConnectionError, Pull):
            pass
        except Silence:
            # Neither answers nor leaves, until it is removed.
            return
        self.close_reader()

    def answer(self, command):
        instead = self.rule(command, None)
        if instead is not None:
            return instead
        send(self.card, command)
        answer = receive(self.card)
        return self.rule(command, answer) or answer

    def close_reader(self):
        try:
            self.reader.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.reader.close()

    # As the process that stands for a card in the bed.

    def kill(self):
        self.close_reader()
        self.serving.kill()

    def wait(self):
        self.serving.wait()
        self.card.close()
        self.thread.join(5)
