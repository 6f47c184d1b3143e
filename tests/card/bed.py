"""pcscd with two virtual readers, a platform in a box and software cards, in namespaces made by the caller."""

import atexit
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time

EHCERT = os.environ["EHCERT"]
PORTS = (35963, 35964)
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
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


class Bed:
    """The whole test bed."""

    def __init__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        os.makedirs("/run/pcscd", exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "none", "/run/pcscd"], check=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ehcert-card-"))
        self.log = open(self.folder / "log", "wb")
        self.processes = {}
        self.pcscd = None
        atexit.register(self.close)
        self.start_pcscd()
        self.platform = self.folder / "platform"
        self.platform.mkdir()
        with open(self.folder / "url", "wb") as out:
            self.sandbox = self.spawn(["sandbox", "run", "--listen", "127.0.0.1:0", "--dir", str(self.platform)], out)
        wait_for("the platform", lambda: (self.folder / "url").read_text().startswith("http"))
        self.url = (self.folder / "url").read_text().strip()
        self.write("pin", "1234\n")
        self.write("password", PASSWORD + "\n")

    def close(self):
        for process in list(self.processes.values()):
            process.kill()
        self.sandbox.kill()
        self.stop_pcscd()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    def spawn(self, arguments, out=None):
        return subprocess.Popen([EHCERT, *arguments], stdin=subprocess.DEVNULL, stdout=out or self.log, stderr=self.log)

    # -- the service

    def start_pcscd(self):
        pathlib.Path("/run/pcscd/pcscd.comm").unlink(missing_ok=True)
        self.pcscd = subprocess.Popen(
            ["pcscd", "--foreground"], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        wait_for("pcscd", lambda: os.path.exists("/run/pcscd/pcscd.comm"))
        # The readers' ports are there a moment later.
        for port in PORTS:
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
        file = self.folder / f"{kind}.json"
        extra = [text for name, value in options.items() for text in ("--" + name.replace("_", "-"), value)]
        command = ["sandbox", "card", "--dir", str(self.platform), str(file), "--kind", kind, *extra, "--json"]
        done = subprocess.run([EHCERT, *command], capture_output=True, text=True, check=True, timeout=LIMIT)
        return file, json.loads(done.stdout)["national_number"]

    def insert(self, file, slot=0):
        self.remove(slot)
        self.processes[slot] = self.spawn(["sandbox", "serve", str(file), "--vpcd", str(PORTS[slot])])
        wait_for("the card", lambda: b"3b" in self.atr(slot).lower(), 10)

    def remove(self, slot=0, quickly=False):
        process = self.processes.pop(slot, None)
        if process:
            process.kill()
            process.wait()
            if not quickly:
                time.sleep(1.6)

    def atr(self, slot):
        done = subprocess.run(["opensc-tool", "--reader", str(slot), "--atr"], capture_output=True, timeout=LIMIT)
        return done.stdout

    # -- the command

    def run(self, *arguments, timeout=LIMIT):
        done = subprocess.run(
            [EHCERT, *map(str, arguments), "--json"],
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
