"""The card through PC/SC: main job, whole life, witnesses, and what goes wrong with cards and readers."""

import ctypes
import pathlib
import signal
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import LIMIT, POST, READERS, Bed, Said  # noqa: E402

BED = Bed()


class Holder:
    """Another program that holds a reader, by libpcsclite itself."""

    def __init__(self, reader):
        self.lib = ctypes.CDLL("libpcsclite.so.1")
        self.context, self.card = ctypes.c_long(), ctypes.c_long()
        protocol = ctypes.c_ulong()
        self.call("SCardEstablishContext", 2, None, None, ctypes.byref(self.context))
        self.call("SCardConnect", self.context, reader.encode(), 2, 3, ctypes.byref(self.card), ctypes.byref(protocol))
        self.call("SCardBeginTransaction", self.card)

    def call(self, name, *arguments):
        code = getattr(self.lib, name)(*arguments) & 0xFFFFFFFF
        assert code == 0, f"{name}: {code:08x}"

    def end(self):
        self.call("SCardEndTransaction", self.card, 0)
        self.call("SCardDisconnect", self.card, 0)
        self.call("SCardReleaseContext", self.context)


class MainJob(unittest.TestCase):
    def job(self, kind, folder, person=False, post=POST):
        file, ssin = BED.make_card(kind)
        if not person:
            BED.entitle(ssin, post)
        BED.insert(file)
        said = BED.run(*BED.request_arguments(folder, "--complete", "30", person=person))
        self.assertEqual(said.code, 0, said)
        return said.events("completed")[0]["keystore"]

    def test_1_the_whole_life_with_a_card_of_1_8(self):
        keystore = self.job("ec", "ec")
        password = ["--platform", BED.url, "--password-file", BED.folder / "password"]
        self.assertEqual(BED.run("selftest", keystore, *password).code, 0)
        settings = '{"do":"settings","replacement_days":3650}'
        self.assertEqual(BED.run("sandbox", "control", "--url", BED.url, settings).code, 0)
        said = BED.run(
            "renew", keystore, *password, *BED.card_options(), "--email-private", "an@example.org",
            "--phone-private", "0470000000", "--accept-contract", "--complete", "30", "--dir", BED.folder / "renewed",
        )
        self.assertEqual(said.code, 0, said)
        renewed = said.events("completed")[0]["keystore"]
        self.assertEqual(BED.run("activate", renewed, *password).code, 0)
        said = BED.run(
            "revoke", renewed, *password, *BED.card_options(), "--reason", "other", "--accept-contract"
        )
        self.assertEqual(said.code, 0, said)

    def test_2_a_person_with_a_card_of_1_7(self):
        keystore = self.job("rsa", "rsa", person=True)
        shown = subprocess.run(
            ["openssl", "pkcs12", "-legacy", "-in", keystore, "-nodes", "-passin", f"file:{BED.folder / 'password'}"],
            capture_output=True, text=True, check=True,
        ).stdout
        self.assertEqual(shown.count("BEGIN PRIVATE KEY"), 2)


class Witnesses(unittest.TestCase):
    """Debian's OpenSC reads our software card as it reads real ones."""

    def test_opensc_knows_the_card_and_reads_its_holder(self):
        for kind in ("rsa", "ec"):
            file, ssin = BED.make_card(kind, first_names="Zoé Marie", name="Vanden Proef")
            BED.insert(file)
            name = subprocess.run(["opensc-tool", "-n", "--reader", "0"], capture_output=True, text=True, timeout=LIMIT)
            self.assertIn("Belpic", name.stdout, name)
            done = subprocess.run(["eidenv", "-r", "0"], capture_output=True, text=True, timeout=LIMIT)
            shown = done.stdout + done.stderr
            values = dict(line.split(": ", 1) for line in shown.splitlines() if ": " in line)
            self.assertEqual(values.get("BELPIC_NATIONALNUMBER"), ssin, shown)
            self.assertEqual(values["BELPIC_NAME"], "Vanden Proef")
            self.assertEqual(values["BELPIC_FIRSTNAMES"], "Zoé Marie")


class Faults(unittest.TestCase):
    """Each with its name, its advice, and no try burnt."""

    def setUp(self):
        for slot in (0, 1):
            BED.remove(slot)

    def check(self, *arguments):
        said = BED.run("check", "--offline", *arguments)
        for line in said.lines:
            if line["event"] == "error" or (line["event"] == "check" and not line["ok"]):
                self.assertTrue(line["advice"], line)
        return said

    def test_no_card_and_no_such_reader(self):
        self.assertEqual(self.check("--card", READERS[0]).error, "ReaderEmpty")
        self.assertEqual(self.check("--card", "any").error, "ReaderEmpty")
        self.assertEqual(self.check("--card", "Omnikey").error, "ReaderNotFound")

    def test_the_card_is_found_in_the_other_reader(self):
        file, _ = BED.make_card("ec")
        BED.insert(file, 1)
        said = self.check("--card", "any")
        self.assertEqual((said.code, said.lines[0]["note"]), (0, READERS[1]))
        self.assertEqual(self.check("--card", "00 01").code, 0)

    def test_cards_that_cannot_be_used(self):
        for kind, error in (("no-signature", "SignatureCertificateMissing"), ("expired", "CardCertificateExpired"),
                            ("kid", "AuthenticationCertificateMissing")):
            file, _ = BED.make_card(kind)
            BED.insert(file)
            said = self.check("--card", READERS[0])
            self.assertEqual((said.code, said.error), (1, error), kind)
            BED.remove()

    def test_a_wrong_pin_is_told_with_what_is_left_and_blocks_in_the_end(self):
        file, ssin = BED.make_card("ec")
        BED.entitle(ssin)
        BED.insert(file)
        BED.write("pin", "9999\n")
        try:
            for left in ("2", "1"):
                said = BED.run(*BED.request_arguments("pin"))
                self.assertEqual(said.error, "PinWrong", said)
                self.assertIn(left, [v["value"] for v in said.events("error")[0]["values"]])
            self.assertEqual(BED.run(*BED.request_arguments("pin")).error, "PinBlocked")
        finally:
            BED.write("pin", "1234\n")
        # The card remembers it in another reader, after being out.
        BED.remove()
        BED.insert(file, 1)
        self.assertEqual(self.check("--card", READERS[1]).error, "PinBlocked")

    def test_pulled_at_any_moment_and_put_back(self):
        file, ssin = BED.make_card("rekeyed")
        BED.entitle(ssin)
        application = ["--application-id", "PULLED"]
        seen = set()
        for moment in (0.02, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6):
            BED.insert(file)
            process = BED.start(*BED.request_arguments("pulled", *application))
            time.sleep(moment)
            BED.remove(quickly=True)
            out, _ = process.communicate(timeout=LIMIT)
            said = Said(process.returncode, out)
            # Clients need a moment to see that a card is gone.
            time.sleep(1.6)
            if said.code == 0:
                break
            seen.add(said.error)
        allowed = {"CardRemoved", "ReaderEmpty", "CardReset", "CardNotAnswering", "CardMute", "CardCommunication",
                   "CardChanged", "CardNoAnswer", "ReaderUnplugged"}
        self.assertTrue(seen and seen <= allowed, seen)
        BED.insert(file)
        said = BED.run(*BED.request_arguments("pulled", *application, "--complete", "30"))
        # A first run that went through has its certificate already.
        files = list((BED.folder / "pulled").glob("*.p12"))
        self.assertEqual(len(files), 1, files)
        self.assertTrue(said.code == 0 or said.error == "RaRefused", said)
        self.assertEqual(self.check("--card", READERS[0]).code, 0, "no try was burnt")
        print("pulled:", sorted(seen), file=sys.stderr)

    def test_a_reader_that_another_program_holds_is_waited_for(self):
        file, _ = BED.make_card("ec")
        BED.insert(file)
        holder = Holder(READERS[0])
        timer = threading.Timer(2.0, holder.end)
        timer.start()
        begin = time.monotonic()
        said = self.check("--card", READERS[0])
        timer.join()
        self.assertEqual(said.code, 0, said)
        self.assertGreater(time.monotonic() - begin, 1.0)

    def test_the_service_is_not_there_or_dies(self):
        file, ssin = BED.make_card("ec")
        BED.insert(file)
        BED.stop_pcscd(signal.SIGKILL)
        try:
            said = self.check("--card", "any")
            self.assertIn(said.error, ("PcscServiceMissing", "PcscServiceStopped"))
        finally:
            BED.remove(quickly=True)
            BED.start_pcscd()
        BED.insert(file)
        self.assertEqual(self.check("--card", "any").code, 0, "it goes on when the service is back")


if __name__ == "__main__":
    unittest.main()
