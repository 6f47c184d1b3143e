"""Readers with keys: the PIN never passes through this computer."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import GEMPC, PINPAD, READERS, SPR532, Bed, change_card  # noqa: E402
from between import kind  # noqa: E402

BED = Bed.get()


class Pinpad(unittest.TestCase):
    def insert(self, name, slot=PINPAD, tries=2):
        file, _ = BED.make_card(name)
        change_card(file, lambda card: card.update(tries_left=tries))
        self.between = BED.insert(file, slot, rule=lambda command, answer: None)
        self.addCleanup(BED.remove, slot)
        return file

    def sign(self, slot=PINPAD):
        return BED.run("eid", "sign", BED.write("document", "to be signed\n"), "--card", READERS[slot])

    def typed(self, text):
        BED.script.write_text(text + "\n")

    def test_the_right_pin_signs_on_both_generations(self):
        for name in ("rsa", "ec"):
            file = self.insert(name)
            self.typed("1234")
            said = self.sign()
            self.assertEqual(said.code, 0, said)
            self.assertEqual(BED.tries(file), 3)
            # Between MSE and the signature there is one VERIFY, the reader's own.
            names = [kind(c) for c in self.between.commands]
            self.assertEqual(names[names.index("mse"):][:3], ["mse", "verify", "sign"])
            BED.remove(PINPAD)

    def test_what_the_reader_and_the_card_say(self):
        file = self.insert("ec")
        for typed, error, tries in (
            ("cancel", "Cancelled", 2), ("timeout", "PinpadTimeout", 2), ("123", "PinFormat", 2),
            ("refuse", "PinpadRefused", 2), ("9999", "PinWrong", 1), ("8888", "PinBlocked", 0),
        ):
            self.typed(typed)
            said = self.sign()
            self.assertEqual((said.code, said.error), (1, error), typed)
            self.assertTrue(said.events("error")[0]["advice"])
            BED.seen.add(error)
            self.assertEqual(BED.tries(file), tries, typed)
            # LOG OFF follows, so nobody finds the PIN verified.
            self.assertEqual(kind(self.between.commands[-1]), "logoff")
        self.typed("1234")
        before = len(self.between.commands)
        self.assertEqual(self.sign().error, "PinBlocked")
        self.assertFalse([c for c in self.between.commands[before:] if kind(c) == "verify" and len(c) > 5])

    def test_the_main_job(self):
        file, ssin = BED.make_card("ec")
        BED.entitle(ssin)
        BED.insert(file, PINPAD)
        self.addCleanup(BED.remove, PINPAD)
        self.typed("1234")
        arguments = BED.request_arguments("pinpad", "--application-id", "PINPAD", "--complete", "30", reader=READERS[PINPAD])
        at = arguments.index("--pin-file")
        del arguments[at : at + 2]
        said = BED.run(*arguments)
        self.assertEqual(said.code, 0, said)

    def test_the_pin_is_changed_on_the_reader(self):
        file = self.insert("rsa")
        change = ["eid", "pin", "change", "--card", READERS[PINPAD]]
        for typed, error, tries in (
            ("1234 5678 8765", "PinConfirmation", 2), ("cancel", "Cancelled", 2), ("1234 56 56", "PinFormat", 2),
            ("9999 5678 5678", "PinWrong", 1),
        ):
            self.typed(typed)
            said = BED.run(*change)
            self.assertEqual((said.error, BED.tries(file)), (error, tries), typed)
            BED.seen.add(error)
        self.typed("1234 567890 567890")
        self.assertEqual(BED.run(*change).code, 0)
        self.typed("567890")
        self.assertEqual(self.sign().code, 0)

    def test_keys_that_must_not_be_used_are_not(self):
        file = self.insert("ec", GEMPC)
        self.typed("refuse")
        said = BED.run("eid", "sign", BED.write("document", "x"), "--card", READERS[GEMPC], "--pin-file", BED.folder / "pin")
        self.assertEqual((said.code, BED.tries(file)), (0, 3), said)

    def test_old_firmware_wants_another_format(self):
        self.insert("ec", SPR532)
        self.typed("1234")
        self.assertEqual(self.sign(SPR532).code, 0)


if __name__ == "__main__":
    unittest.main()
