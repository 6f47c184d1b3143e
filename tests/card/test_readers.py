"""Readers that fail, and the system and other programs that come between: each with its error, its advice, and no try of
the PIN burnt."""

import ctypes
import pathlib
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import GEMPC, READERS, Bed  # noqa: E402
from between import kind  # noqa: E402
from pcsc import RESET, Program  # noqa: E402
from test_faults import Fault, of_kind  # noqa: E402

BED = Bed.get()
FIRST = READERS[0]
#: Speaks T=1 and nothing else.
T1 = bytes.fromhex("3B800181")


def pins(between):
    return [c for c in between.commands if kind(c) == "verify" and len(c) > 5]


class Reader(Fault):
    """A reader whose handler is ours; its keys are not used."""

    def setUp(self):
        super().setUp()
        BED.script.write_text("\n")
        self.addCleanup(BED.script.write_text, "\n")

    def test_unplugged_during_the_work(self):
        def unplug():
            BED.script.write_text("unplugged\n")
            return b"\x6f\x00"

        for name in ("rsa", "ec"):
            for moment in ("select", "read", "verify", "sign"):
                file = self.card(name)
                between = BED.insert(file, GEMPC, rule=of_kind(moment, unplug))
                self.said(self.sign(reader=READERS[GEMPC]), "ReaderUnplugged")
                self.assertLessEqual(len(pins(between)), 1, moment)
                self.assertEqual(BED.tries(file), 3 if moment == "sign" else 2, moment)
                BED.script.write_text("\n")
                BED.remove(GEMPC)
        BED.insert(file, GEMPC)
        self.assertEqual(self.sign(reader=READERS[GEMPC]).code, 0, "plugged in again it signs")

    def test_a_card_that_does_not_react(self):
        file = self.card()
        BED.script.write_text("mute\n")
        between = BED.insert(file, GEMPC, rule=lambda command, answer: None)
        for _ in range(2):
            self.said(self.check(READERS[GEMPC]), "CardMute")
            self.said(self.sign(reader=READERS[GEMPC]), "CardMute")
        self.assertEqual((between.commands, BED.tries(file)), ([], 2))
        # Turned round it is a good card.
        BED.remove(GEMPC)
        BED.script.write_text("\n")
        BED.insert(file, GEMPC)
        self.good(READERS[GEMPC])

    def test_a_card_that_speaks_another_protocol(self):
        file = self.card()
        between = BED.insert(file, rule=of_kind("atr", lambda: T1))
        self.said(self.check(), "CardProtocol")
        self.said(self.sign(), "CardProtocol")
        self.assertEqual((between.commands, BED.tries(file)), ([], 2))


class Resets(Fault):
    def test_other_programs_cannot_reset_the_card_during_the_work(self):
        """They wait: in PC/SC a transaction keeps them out. Between two transactions the card is taken up again."""
        for name in ("rsa", "ec"):
            for moment in ("read", "mse", "sign"):
                for way in (Program.reset, lambda program: program.close(RESET)):
                    early, waiting = [], []

                    def meanwhile():
                        if not waiting:
                            waiting.append(threading.Thread(target=way, args=(other,)))
                            waiting[0].start()
                            time.sleep(0.3)
                            early.append(not waiting[0].is_alive())

                    file = self.card(name)
                    between = BED.insert(file, rule=of_kind(moment, meanwhile))
                    other = Program(FIRST)
                    said = self.sign()
                    self.assertEqual(said.code, 0, said)
                    self.assertEqual(early, [False], moment)
                    waiting[0].join(10)
                    self.assertFalse(waiting[0].is_alive(), "and gets its turn afterwards")
                    self.assertEqual((len(pins(between)), BED.tries(file)), (1, 3), moment)
                    BED.remove()


class Library(Fault):
    """A library of PC/SC of ours in front of the system's."""

    @classmethod
    def setUpClass(cls):
        ctypes.CDLL("libpcsclite.so.1")
        maps = pathlib.Path("/proc/self/maps").read_text("utf-8")
        real = next(line.split()[-1] for line in maps.splitlines() if "libpcsclite" in line)
        cls.folder = BED.folder / "library"
        cls.folder.mkdir()
        subprocess.run(
            ["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", f'-DREAL="{real}"', "-o",
             cls.folder / "libpcsclite.so.1", pathlib.Path(__file__).parent / "library.c", "-ldl"], check=True)

    def with_library(self, does, *arguments):
        return BED.run(*arguments, environment={"LD_LIBRARY_PATH": str(self.folder), "LIBRARY_DOES": does})

    def test_the_system_resets_the_card_during_a_command(self):
        for name in ("rsa", "ec"):
            for instruction, sent, tries in (("A4", 0, 2), ("22", 0, 2), ("20", 0, 2), ("2A", 1, 3)):
                file = self.card(name)
                between = BED.insert(file, rule=lambda command, answer: None)
                self.said(self.with_library(instruction, *self.sign_arguments()), "CardReset")
                self.assertEqual((len(pins(between)), BED.tries(file)), (sent, tries), instruction)
                BED.remove()
        BED.insert(file)
        self.assertEqual(self.with_library("", *self.sign_arguments()).code, 0)

    def test_the_reader_is_unplugged_as_pcsclite_tells_it(self):
        """First a command that is lost, then a handle that is worth nothing."""
        for instruction, sent, tries in (("A4", 0, 2), ("B0", 0, 2), ("20", 0, 2), ("2A", 1, 3)):
            file = self.card()
            between = BED.insert(file, rule=lambda command, answer: None)
            self.said(self.with_library("gone" + instruction, *self.sign_arguments()), "ReaderUnplugged")
            self.assertEqual((len(pins(between)), BED.tries(file)), (sent, tries), instruction)
            BED.remove()

    def test_this_user_may_not_use_readers(self):
        file = self.card()
        between = BED.insert(file, rule=lambda command, answer: None)
        for arguments in (["check", "--offline", "--card", FIRST], self.sign_arguments()):
            self.said(self.with_library("denied", *arguments), "ReaderAccessDenied")
        self.assertEqual((between.commands, BED.tries(file)), ([], 2))


if __name__ == "__main__":
    unittest.main()
