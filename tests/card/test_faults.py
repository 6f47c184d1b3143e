"""What goes wrong with cards and readers: the right error, an advice, and no try of the PIN burnt.

`docs/card.md` lists every fault and what is said; test_written.py compares that table with what was seen here.
"""

import json
import os
import pathlib
import signal
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import LIMIT, READERS, Bed, Said, change_card  # noqa: E402
from between import Pull, Silence, kind  # noqa: E402
from pcsc import EXCLUSIVE, RESET, Program  # noqa: E402

BED = Bed.get()
FIRST = READERS[0]


class Fault(unittest.TestCase):
    def setUp(self):
        for slot in list(BED.processes):
            BED.remove(slot)

    def said(self, said, error):
        """The error by its name, with an advice; every error and cross has one."""
        self.assertEqual((said.code, said.error), (1, error), said)
        for line in said.lines:
            if line["event"] == "error" or (line["event"] == "check" and not line["ok"]):
                self.assertTrue(line["advice"] and line["message"], line)
        BED.seen.add(error)

    def check(self, card=FIRST, *more):
        return BED.run("check", "--offline", "--card", card, "--eid-anchor", BED.platform / "eid-roots.pem", *more)

    def good(self, card=FIRST):
        said = self.check(card)
        self.assertEqual(said.code, 0, said)

    def card(self, kind="ec", tries=2):
        """A card on which one wrong PIN was typed already: a try that is lost shows."""
        file, _ = BED.make_card(kind)
        return change_card(file, lambda card: card.update(tries_left=tries))

    def sign_arguments(self, reader=FIRST, pin=None):
        file = BED.write("document", "to be signed\n")
        return ["eid", "sign", file, "--card", reader, "--pin-file", pin or BED.folder / "pin"]

    def sign(self, **how):
        return BED.run(*self.sign_arguments(**how))

    def typing(self, meanwhile):
        """Signs; `meanwhile` is done while the PIN is asked."""
        fifo = BED.folder / "fifo"
        fifo.unlink(missing_ok=True)
        os.mkfifo(fifo)
        process = BED.start(*self.sign_arguments(pin=fifo))
        # Opening succeeds when the other side asks for the PIN.
        with open(fifo, "w", encoding="ascii") as pin:
            meanwhile()
            pin.write("1234\n")
        out, _ = process.communicate(timeout=LIMIT)
        return Said(process.returncode, out)


class Readers(Fault):
    def test_no_card_and_no_such_reader(self):
        self.said(self.check(), "ReaderEmpty")
        self.said(self.check("any"), "ReaderEmpty")
        self.said(self.check("Omnikey"), "ReaderNotFound")

    def test_the_card_is_found_in_the_other_reader(self):
        BED.insert(self.card(), 1)
        said = self.check("any")
        found = [line["value"] for line in said.events("check") if line["name"] == "reader"]
        self.assertEqual((said.code, found), (0, [READERS[1]]))
        self.good("00 01")

    def test_no_reader(self):
        BED.stop_pcscd()
        try:
            BED.start_pcscd(readers=False)
            self.said(self.check("any"), "NoReader")
        finally:
            BED.stop_pcscd()
            BED.start_pcscd()

    def test_the_service_is_not_there_and_comes_while_waiting(self):
        BED.stop_pcscd(signal.SIGKILL)
        self.said(self.check("any"), "PcscServiceMissing")
        watch = BED.start("check", "--offline", "--watch", "--seconds", 60, "--card", FIRST,
                          "--eid-anchor", BED.platform / "eid-roots.pem")
        time.sleep(0.5)
        BED.start_pcscd()
        time.sleep(1.0)
        BED.insert(self.card())
        out, _ = watch.communicate(timeout=LIMIT)
        said = Said(watch.returncode, out)
        ready = [line["ready"] for line in said.events("checked")]
        self.assertEqual((said.code, ready[0], ready[-1]), (0, False, True), said)

    def test_the_reader_is_gone_while_waiting(self):
        watch = BED.start("check", "--offline", "--watch", "--seconds", 4, "--card", FIRST)
        time.sleep(0.7)
        BED.stop_pcscd()
        BED.start_pcscd(readers=False)
        try:
            out, _ = watch.communicate(timeout=LIMIT)
            said = Said(watch.returncode, out)
            self.assertEqual(said.code, 1)
            errors = [line["error"] for line in said.events("check") if not line["ok"]]
            self.assertEqual((errors[0], errors[-1]), ("ReaderEmpty", "NoReader"), said)
        finally:
            BED.stop_pcscd()
            BED.start_pcscd()

    def test_watching_ends_when_the_right_card_comes(self):
        watch = BED.start("check", "--offline", "--watch", "--seconds", 60, "--card", FIRST,
                          "--eid-anchor", BED.platform / "eid-roots.pem")
        time.sleep(0.5)
        BED.insert(self.card("no-signature"))
        time.sleep(1.0)
        BED.remove()
        BED.insert(self.card())
        out, _ = watch.communicate(timeout=LIMIT)
        said = Said(watch.returncode, out)
        errors = [line["error"] for line in said.events("check") if not line["ok"]]
        self.assertEqual((said.code, errors[0]), (0, "ReaderEmpty"), said)
        self.assertIn("SignatureCertificateMissing", errors)

    def test_another_program_holds_the_reader_for_ten_seconds(self):
        file = self.card()
        BED.insert(file)
        for take in (lambda: Program(FIRST, EXCLUSIVE), lambda: Program(FIRST).begin()):
            other = take()
            begin = time.monotonic()
            self.said(self.check(FIRST, "--reader-wait", "1"), "ReaderBusy")
            timer = threading.Timer(10.0 - (time.monotonic() - begin), other.close)
            timer.start()
            said = self.check()
            timer.join()
            self.assertEqual(said.code, 0, said)
            self.assertGreater(time.monotonic() - begin, 9.9)
            # Who waits is told for which reader.
            warning = said.events("warning")[0]
            self.assertEqual(warning["name"], "ReaderBusy")
            self.assertIn(FIRST, warning["message"])
        self.assertEqual(BED.tries(file), 2)


class Service(Fault):
    def test_it_dies_during_the_signature(self):
        file = self.card()

        def rule(command, answer):
            if kind(command) == "sign" and answer is None:
                BED.pcscd.kill()
                raise Pull

        between = BED.insert(file, rule=rule)
        try:
            self.said(self.sign(), "PcscServiceStopped")
        finally:
            BED.stop_pcscd()
            BED.remove(quickly=True)
            BED.start_pcscd()
        self.assertEqual([kind(c) for c in between.commands].count("verify"), 1, "the PIN, once")
        BED.insert(file)
        self.good()


def of_kind(wanted, do):
    """A rule that does something in place of the answer to a command of this kind."""

    def rule(command, answer):
        if answer is None and kind(command) == wanted and not (wanted == "verify" and len(command) < 13):
            return do()
        return None

    return rule


def pull():
    raise Pull


def silence():
    raise Silence


class Cards(Fault):
    def test_cards_that_cannot_be_used(self):
        for name, error in (("no-signature", "SignatureCertificateMissing"), ("expired", "CardCertificateExpired"),
                            ("kid", "AuthenticationCertificateMissing"), ("blocked", "PinBlocked")):
            file, _ = BED.make_card(name)
            BED.insert(file)
            self.said(self.check(), error)
            BED.remove()

    def test_a_card_that_belgium_did_not_make(self):
        BED.insert(self.card())
        said = BED.run("check", "--offline", "--card", FIRST)
        self.said(said, "EidCertificateUntrusted")

    def test_other_cards(self):
        """Another applet, and a card of another country with the same answer to reset."""
        for rule in (
            of_kind("select", lambda: bytes.fromhex("6A82")),
            of_kind("select", lambda: bytes.fromhex("6D00")),
            of_kind("data", lambda: bytes.fromhex("6D00")),
            of_kind("data", lambda: bytes(28) + bytes.fromhex("9000")),
        ):
            between = BED.insert(self.card(), rule=rule)
            self.said(self.check(), "CardNotRecognised")
            self.said(self.sign(), "CardNotRecognised")
            self.assertNotIn("verify", map(kind, between.commands))
            BED.remove()

    def test_an_old_card_one_that_is_not_activated_and_one_that_says_what_nobody_expects(self):
        def old(command, answer):
            # As applet 1.1 says its version.
            return answer[:21] + b"\x11" + answer[22:] if answer and kind(command) == "data" else None

        def not_activated(command, answer):
            return bytes.fromhex("6985") if kind(command) == "select" and command[2] == 8 and answer is None else None

        for name in ("rsa", "ec"):
            for rule, error, tries in (
                (old, "CardTooOld", 2), (not_activated, "CardNotActivated", 2),
                (of_kind("mse", lambda: bytes.fromhex("6581")), "CardAnswerUnexpected", 2),
                (of_kind("verify", lambda: bytes.fromhex("6581")), "CardAnswerUnexpected", 2),
                (of_kind("sign", lambda: bytes.fromhex("6581")), "CardAnswerUnexpected", 3),
            ):
                file = self.card(name)
                between = BED.insert(file, rule=rule)
                if rule in (old, not_activated):
                    self.said(self.check(), error)
                self.said(self.sign(), error)
                pins = [c for c in between.commands if kind(c) == "verify" and len(c) > 5]
                self.assertEqual((len(pins) <= 1, BED.tries(file)), (True, tries), error)
                BED.remove()

    def test_certificates_of_somebody_else(self):
        file, other = self.card(), json.loads(pathlib.Path(self.card("long-names")).read_text())
        names = ("DF00/5038", "DF00/5039")
        change_card(file, lambda card: card["files"].update({name: other["files"][name] for name in names}))
        BED.insert(file)
        self.said(self.check(), "CardHolderMismatch")
        self.assertEqual(BED.tries(file), 2)

    def test_pulled_before_during_and_after_the_pin_and_during_the_signature(self):
        for name in ("rsa", "ec"):
            for moment, do in (("select", pull), ("read", pull), ("mse", pull), ("verify", pull), ("sign", pull),
                               ("response", pull)):
                file = self.card(name)
                between = BED.insert(file, rule=of_kind(moment, do))
                said = self.sign()
                self.said(said, "CardRemoved")
                pins = [c for c in between.commands if kind(c) == "verify" and len(c) > 5]
                self.assertLessEqual(len(pins), 1, moment)
                # The right PIN that reached the card gave all tries back; nothing took one.
                self.assertEqual(BED.tries(file), 3 if moment in ("sign", "response") else 2, moment)
                BED.remove()
        BED.insert(file)
        self.assertEqual(self.sign().code, 0, "and put back it signs")

    def test_pulled_while_the_pin_is_typed(self):
        file = self.card()
        BED.insert(file)
        said = self.typing(BED.remove)
        self.assertIn(said.error, ("CardRemoved", "ReaderEmpty"), said)
        self.said(said, said.error)
        self.assertEqual(BED.tries(file), 2)

    def test_put_back_while_the_pin_is_typed(self):
        file = self.card()
        BED.insert(file)

        def again():
            BED.remove()
            BED.insert(file)

        self.assertEqual(self.typing(again).code, 0, "it is the same card")

    def test_another_card_is_there_when_the_pin_was_typed(self):
        file, other = self.card(), self.card()
        BED.insert(file)

        def swap():
            BED.remove()
            BED.insert(other)

        self.said(self.typing(swap), "CardChanged")
        self.assertEqual((BED.tries(file), BED.tries(other)), (2, 2))

    def test_another_program_resets_the_card_while_the_pin_is_typed(self):
        file = self.card()
        BED.insert(file)
        self.assertEqual(self.typing(lambda: Program(FIRST).close(RESET)).code, 0)

    def test_a_card_that_never_answers(self):
        for moment in ("read", "sign"):
            file = self.card()
            BED.insert(file, rule=of_kind(moment, silence))
            begin = time.monotonic()
            self.said(self.sign(), "CardNotAnswering")
            self.assertLess(time.monotonic() - begin, 40)
            self.assertEqual(BED.tries(file), 3 if moment == "sign" else 2)
            BED.remove()

    def test_answers_of_no_octet_and_of_one(self):
        # The virtual reader waits for more when there is nothing: then it is a card that does not answer.
        for answer, errors, moments in (
            (b"", ("CardRemoved", "CardNotAnswering"), ["verify"]),
            (b"\x90", ("CardCommunication", "CardRemoved"), ["data", "read", "verify", "sign"]),
        ):
            for moment in moments:
                file = self.card()
                between = BED.insert(file, rule=of_kind(moment, lambda answer=answer: answer))
                said = self.sign()
                self.assertIn(said.error, errors, (answer, moment))
                self.said(said, said.error)
                pins = [c for c in between.commands if kind(c) == "verify" and len(c) > 5]
                self.assertLessEqual(len(pins), 1)
                self.assertEqual(BED.tries(file), 3 if moment == "sign" else 2, moment)
                BED.remove()


class Pins(Fault):
    def test_a_wrong_pin_is_told_with_what_is_left_and_blocks_in_the_end(self):
        file = self.card(tries=3)
        BED.insert(file)
        wrong = BED.write("wrong", "9999\n")
        for left in (2, 1):
            said = self.sign(pin=wrong)
            self.said(said, "PinWrong")
            self.assertIn(str(left), [v["value"] for v in said.events("error")[0]["values"]])
            self.assertEqual(BED.tries(file), left)
        self.said(self.sign(pin=wrong), "PinBlocked")
        self.assertEqual(BED.tries(file), 0)
        # The card remembers it in another reader, after being out; no PIN is sent any more.
        BED.remove()
        between = BED.insert(file, 1, rule=lambda command, answer: None)
        self.said(self.check(READERS[1]), "PinBlocked")
        self.said(self.sign(reader=READERS[1]), "PinBlocked")
        self.said(BED.run("eid", "pin", "status", "--card", READERS[1]), "PinBlocked")
        self.assertFalse([c for c in between.commands if kind(c) == "verify" and len(c) > 5])

    def test_a_pin_that_cannot_be_right_never_reaches_the_card(self):
        file = self.card()
        between = BED.insert(file, rule=lambda command, answer: None)
        for pin in ("123", "1234567890123", "12a4", "١٢٣٤", ""):
            self.said(self.sign(pin=BED.write("odd", pin + "\n")), "PinFormat")
        self.assertFalse([c for c in between.commands if kind(c) == "verify" and len(c) > 5])
        self.assertEqual(BED.tries(file), 2)

    def test_the_status_burns_nothing_and_a_change_is_kept(self):
        for name in ("rsa", "ec"):
            file = self.card(name)
            BED.insert(file)
            said = BED.run("eid", "pin", "status", "--card", FIRST)
            self.assertEqual((said.code, said.lines[0]["tries_left"]), (0, 2))
            change = ["eid", "pin", "change", "--card", FIRST, "--new-pin-file", BED.write("new", "123456\n"), "--pin-file"]
            self.said(BED.run(*change, BED.write("wrong", "9999\n")), "PinWrong")
            self.assertEqual(BED.tries(file), 1)
            self.assertEqual(BED.run(*change, BED.folder / "pin").code, 0)
            self.assertEqual(BED.tries(file), 3)
            self.assertEqual(self.sign(pin=BED.folder / "new").code, 0)
            BED.remove()

    def test_another_program_uses_the_card_between_pin_and_signature(self):
        file = self.card()
        BED.insert(file, rule=of_kind("sign", lambda: bytes.fromhex("6982")))
        self.said(self.sign(), "CardAccessLost")

    def test_a_signature_that_is_not_the_cards(self):
        def rule(command, answer):
            return bytes([answer[0] ^ 1]) + answer[1:] if answer and kind(command) == "response" else None

        BED.insert(self.card(), rule=rule)
        self.said(self.sign(), "CardSignatureWrong")


class Files(Fault):
    """What is on the card is not as the national register made it."""

    def show(self, *more):
        return BED.run("eid", "show", "--card", FIRST, "--eid-anchor", BED.platform / "eid-roots.pem", *more)

    def crosses(self, said):
        return {c["name"]: c["error"] for c in said.events("eid")[0]["checks"] if not c["ok"]}

    def damaged(self, change, kind="ec"):
        file = self.card(kind)
        change_card(file, lambda card: change(card["files"]))
        BED.insert(file)
        said = self.show()
        BED.remove()
        return said

    def test_a_good_card_of_every_kind(self):
        for name in ("rsa", "rekeyed", "ec", "foreigner", "long-names"):
            BED.insert(self.card(name))
            photo, page = BED.folder / f"{name}.jpg", BED.folder / f"{name}.html"
            said = self.show("--photo", photo, "--html", page)
            self.assertEqual((said.code, self.crosses(said)), (0, {}), said)
            self.assertEqual(photo.read_bytes()[:2], b"\xff\xd8")
            self.assertIn("data:image/jpeg;base64,", page.read_text())
            BED.remove()

    def test_forged_identity_address_and_photo(self):
        def flip(name, at):
            def change(files):
                data = bytearray.fromhex(files[name])
                data[at] ^= 1
                files[name] = data.hex().upper()
            return change

        for name, at, want in (
            # The last letter of the card number; the street; a line of the picture.
            ("DF01/4031", 13, {"identity": "CardDataForged"}),
            ("DF01/4033", 4, {"address": "CardDataForged"}),
            ("DF01/4035", -40, {"photo": "CardDataForged"}),
        ):
            for card in ("rsa", "rekeyed", "ec"):
                self.assertEqual(self.crosses(self.damaged(flip(name, at), card)), want, (name, card))
        BED.seen.add("CardDataForged")

    def test_truncated_files(self):
        def cut(name, length):
            return lambda files: files.update({name: files[name][: 2 * length]})

        for name, length in (("DF01/4031", 40), ("DF00/5038", 300), ("DF00/503A", 0), ("DF00/5032", 20), ("DF01/4033", 10)):
            said = self.damaged(cut(name, length))
            self.said(said, "CardFileDamaged")
            self.assertIn(name, said.events("error")[0]["message"] + json.dumps(said.events("error")[0]["values"]))
        said = self.damaged(cut("DF01/4032", 30))
        self.assertEqual(self.crosses(said)["identity"], "CardDataForged")
        said = self.damaged(lambda files: files.pop("DF01/4035"))
        self.said(said, "CardFileMissing")

    def test_files_that_never_end(self):
        def endless(command, answer):
            if answer is None and kind(command) == "read":
                return bytes([1]) * command[4] + b"\x90\x00"
            return None

        between = BED.insert(self.card(), rule=endless)
        self.assertIn(self.show().error, ("CardFileTooLarge", "CardFileDamaged"))
        self.assertLess(len(between.commands), 300)

    def test_a_certificate_of_two_megabytes(self):
        def huge(command, answer):
            if answer is None and kind(command) == "read":
                return bytes.fromhex("3083200000").ljust(command[4], b"\x00") + b"\x90\x00"
            return None

        between = BED.insert(self.card(), rule=huge)
        self.said(self.sign(), "CardFileTooLarge")
        self.assertLess(len(between.commands), 12)

    def test_a_photo_that_is_no_jpeg(self):
        """Signed by the register of the sandbox, and still no picture."""
        file, _ = BED.make_card("ec")
        picture = b"This is no picture." * 40

        def change(card):
            card["files"]["DF01/4035"] = picture.hex().upper()

        change_card(file, change)
        BED.insert(file)
        photo, page = BED.folder / "none.jpg", BED.folder / "none.html"
        said = self.show("--photo", photo, "--html", page)
        self.assertIn(self.crosses(said)["photo"], ("CardPhotoInvalid", "CardDataForged"))
        self.assertFalse(photo.exists())
        self.assertNotIn("<img", page.read_text())

    def test_a_copied_card(self):
        """All files of a card, in a chip that has another key."""
        other = json.loads(pathlib.Path(self.card()).read_text())
        file = self.card()
        change_card(file, lambda card: card.update(basic=other["basic"]))
        BED.insert(file)
        self.assertEqual(self.crosses(self.show()), {"chip": "CardCopied"})
        BED.seen.add("CardCopied")

    def test_a_chip_that_proved_itself_too_often(self):
        file = self.card()
        change_card(file, lambda card: card.update(proofs_left=0))
        BED.insert(file)
        self.assertEqual(self.crosses(self.show()), {"chip": "CardProofExhausted"})
        self.assertEqual(self.sign().code, 0)
        self.assertEqual(self.crosses(self.show()), {})
        BED.seen.add("CardProofExhausted")


if __name__ == "__main__":
    unittest.main()
