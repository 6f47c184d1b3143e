"""pcscd with two virtual readers, a platform in a box and software cards, in namespaces made by the caller."""

import atexit
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from between import Between  # noqa: E402
from pcsc import Pcsc  # noqa: E402

EHCERT = os.environ["EHCERT"]
HERE = pathlib.Path(__file__).parent
#: Two readers of vpcd; one with keys, one with keys that must not be used, one with old firmware: two slots each.
PORTS = (35963, 35964, 35968, 35972, 35976)
READERS = (
    "Virtual PCD 00 00", "Virtual PCD 00 01", "Virtual Pinpad 00 00", "Virtual GemPC Pinpad 00 00",
    "Virtual SPR532 00 00",
)
PINPAD, GEMPC, SPR532 = 2, 3, 4
PASSWORD = "Demo-1234"
POST = ("NIHII-GUARD_POST", "67999077", "POSTE FICTIF DES ESSAIS")
#: A command that takes longer hangs.
LIMIT = 90


def wait_for(what, condition, seconds=10.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


class Said:
    """Exit code and JSON lines of the command."""

    def __init__(self, code, text):
        self.code = code
        self.lines = [json.loads(line) for line in text.splitlines() if line.strip()]

    def events(self, name):
        return [line for line in self.lines if line["event"] == name]

    @property
    def error(self):
        """Name of the first error or of the first cross of a check."""
        for line in self.lines:
            if line["event"] == "error":
                return line["name"]
            if line["event"] == "check" and not line["ok"]:
                return line["error"]
        return None

    def __repr__(self):
        return f"{self.code}: {json.dumps(self.lines, indent=1)[-3000:]}"


def change_card(file, change):
    """Changes a software card's file: `change` gets the whole card."""
    card = json.loads(pathlib.Path(file).read_text())
    change(card)
    pathlib.Path(file).write_text(json.dumps(card))
    return file


class Bed:
    """The whole test bed; one for all tests of a process."""

    shared = None

    @classmethod
    def get(cls):
        cls.shared = cls.shared or cls()
        return cls.shared

    def __init__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        os.makedirs("/run/pcscd", exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", "/run/pcscd"], check=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ehcert-card-"))
        self.log = open(self.folder / "log", "wb")
        self.processes = {}
        self.pcscd, self.pcsc = None, Pcsc()
        #: Names of all errors that a test provoked.
        self.seen = set()
        atexit.register(self.close)
        # A reader handler with keys, and the configuration of all readers, in place of the system's.
        self.script = self.folder / "typed"
        self.readers = ""
        vpcd = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
        for number, (name, port) in enumerate([
            ("Virtual PCD", 35963), ("Virtual Pinpad", 35968), ("Virtual GemPC Pinpad", 35972), ("Virtual SPR532", 35976),
        ]):
            library = self.with_keys(vpcd, number, "SPR532" in name) if number else vpcd
            self.readers += (
                f'FRIENDLYNAME "{name}"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {library}\nCHANNELID 0x{port:X}\n\n'
            )
        self.start_pcscd()
        self.platform = self.folder / "platform"
        self.platform.mkdir()
        with open(self.folder / "url", "wb") as out:
            self.sandbox = self.spawn(["sandbox", "run", "--listen", "127.0.0.1:0", "--dir", str(self.platform)], out)
        wait_for("the platform", lambda: (self.folder / "url").read_text().startswith("http"))
        self.url = (self.folder / "url").read_text().strip()
        self.write("pin", "1234\n")
        self.write("password", PASSWORD + "\n")

    def with_keys(self, vpcd, number, old):
        """A handler of its own for a reader with keys."""
        copy, handler = self.folder / f"vpcd-{number}.so", self.folder / f"pinpad-{number}.so"
        shutil.copy(vpcd, copy)
        subprocess.run(
            ["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", f'-DVPCD="{copy}"', f"-DOLD={int(old)}",
             "-o", handler, HERE / "pinpad.c", "-ldl"], check=True)
        return handler

    def close(self):
        if "SEEN" in os.environ:
            with open(os.environ["SEEN"], "a", encoding="ascii") as out:
                out.writelines(name + "\n" for name in sorted(self.seen))
        for process in list(self.processes.values()):
            process.kill()
        self.sandbox.kill()
        self.stop_pcscd()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    def spawn(self, arguments, out=None):
        return subprocess.Popen([EHCERT, *arguments], stdin=subprocess.DEVNULL, stdout=out or self.log, stderr=self.log)

    # -- the service

    def start_pcscd(self, readers=True):
        pathlib.Path("/run/pcscd/pcscd.comm").unlink(missing_ok=True)
        configuration = self.write("reader.conf", self.readers if readers else "")
        self.pcscd = subprocess.Popen(
            ["pcscd", "--foreground", "--config", configuration], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log, env={**os.environ, "PINPAD_SCRIPT": str(self.script)},
        )
        wait_for("pcscd", lambda: os.path.exists("/run/pcscd/pcscd.comm"))
        # The readers' ports are there a moment later.
        for port in PORTS if readers else ():
            wait_for("vpcd", lambda port=port: f":{port} " in subprocess.run(
                ["ss", "-ltn"], capture_output=True, text=True, check=True).stdout)

    def stop_pcscd(self, how=signal.SIGTERM):
        if self.pcscd:
            self.pcscd.send_signal(how)
            self.pcscd.wait(10)
            self.pcscd = None

    # -- cards

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def make_card(self, kind, **options):
        """A new software card; its national number."""
        self.count = getattr(self, "count", 0) + 1
        file = self.folder / f"{kind}-{self.count}.json"
        extra = [text for name, value in options.items() for text in ("--" + name.replace("_", "-"), value)]
        command = ["sandbox", "card", "--dir", str(self.platform), str(file), "--kind", kind, *extra, "--json"]
        done = subprocess.run([EHCERT, *command], capture_output=True, text=True, check=True, timeout=LIMIT)
        return file, json.loads(done.stdout)["national_number"]

    def insert(self, file, slot=0, rule=None):
        """Puts a card in; `rule`: see [`Between`], which is then the result."""
        command = ["sandbox", "card", str(file), "--serve"]
        for last in (False, False, True):
            self.remove(slot)
            if rule is None:
                self.processes[slot] = self.spawn([*command, f"vpcd:{PORTS[slot]}"])
            else:
                self.processes[slot] = Between([EHCERT, *command], PORTS[slot], rule)
            try:
                wait_for("the card", lambda: self.present(READERS[slot]), 8)
                break
            except AssertionError:
                # vpcd sometimes misses a card that comes soon after another went.
                if last:
                    raise
        return self.processes[slot]

    def remove(self, slot=0, quickly=False):
        process = self.processes.pop(slot, None)
        if process:
            process.kill()
            process.wait()
            if not quickly:
                # So that nobody takes the next card for this one.
                wait_for("the card to be out", lambda: not self.present(READERS[slot]), 10)

    def present(self, reader):
        """Whether PC/SC sees a card in this reader; asks no card anything."""
        return self.pcsc.state(reader) & 0x20 != 0

    def tries(self, file):
        """The PIN counter of a software card, in its file."""
        return json.loads(pathlib.Path(file).read_text())["tries_left"]

    # -- the command

    def run(self, *arguments, timeout=LIMIT, environment=None):
        done = subprocess.run(
            [EHCERT, *map(str, arguments), "--json"], env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False,
        )
        assert PASSWORD not in done.stdout + done.stderr
        assert "panicked" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout)

    def card_options(self, reader=READERS[0]):
        return ["--card", reader, "--pin-file", self.folder / "pin", "--eid-anchor", self.platform / "eid-roots.pem"]

    def start(self, *arguments):
        return subprocess.Popen(
            [EHCERT, *map(str, arguments), "--json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )

    def request_arguments(self, folder, *more, person=False, reader=READERS[0]):
        who = ["person"] if person else ["organisation", "--type", POST[0], "--id", POST[1]]
        return [
            "request", *who, "--platform", self.url, *self.card_options(reader),
            "--password-file", self.folder / "password", "--dir", self.folder / folder,
            "--email-private", "an@example.org", "--phone-private", "0470000000", "--accept-contract", *more,
        ]

    def entitle(self, ssin, post=POST):
        """The holder may act for an organisation."""
        command = {"do": "add_organisation", "ssin": ssin, "organisation": {"type": post[0], "id": post[1], "name": post[2]}}
        said = self.run("sandbox", "control", "--url", self.url, json.dumps(command))
        assert said.code == 0, said

    def issued(self):
        state = self.run("sandbox", "control", "--url", self.url, '{"do":"state"}').lines[0]["answer"]
        return [c for c in state["certificates"] if c["status"].startswith("VALID")]
