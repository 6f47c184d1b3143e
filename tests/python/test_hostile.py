"""Hostile bytes through the Python package: cut, flipped, longer and spliced copies of every vector beside the checkout.

Each call gives a value or raises ``EhcertError`` with a code; nothing else comes out.
"""

import pathlib
import resource
import unittest

import ehcert

VECTORS = pathlib.Path(__file__).resolve().parents[2].parent / "shared/vectors"
NOW = 1_795_500_000
#: Places of each vector that are changed.
PLACES = 96

CALLS = {
    "view_certificate": ehcert.view_certificate,
    "preview_csr": ehcert.preview_csr,
    "inspect_keystore": ehcert.inspect_keystore,
    "verify_certificate": lambda data: ehcert.verify_certificate(data, at=NOW),
    "verify_etk": lambda data: ehcert.verify_etk(data, at=NOW),
    "verify_message": lambda data: ehcert.verify_message(data, at=NOW),
    "Keystore": lambda data: ehcert.Keystore(data, "test").close(),
    "revocation_inquiry": lambda data: ehcert.Flow.revocation_inquiry(
        [data], [], ehcert.PlatformInput(platform="http://127.0.0.1:1", anchors=[])
    ),
}


def copies(vector, other):
    step = max(1, len(vector) // PLACES)
    for number, at in enumerate(range(0, len(vector), step)):
        flipped = bytearray(vector)
        flipped[at] ^= 0x80 if number % 3 == 0 else 1 << (number % 7)
        yield bytes(flipped)
        if number % 4 == 0:
            yield vector[:at]
        if number % 12 == 0:
            yield vector[:at] + other[at:]
    yield vector + b"\0"
    yield vector + b"\xff" * 70_000
    yield vector + vector
    yield b"\x30\x80" * 50_000
    yield b"\x30\x84\xff\xff\xff\xff" + vector


class Hostile(unittest.TestCase):
    def test_every_vector_through_every_call(self):
        if not VECTORS.is_dir():
            print("skipped: shared/vectors not present")
            self.skipTest("shared/vectors not present")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        own = {"cert": ["view_certificate", "verify_certificate"], "etk": ["verify_etk"], "msg": ["verify_message"],
               "p12": ["inspect_keystore"]}
        calls = refused = 0
        for folder, names in own.items():
            files = [file.read_bytes() for file in sorted((VECTORS / folder).iterdir())]
            for index, vector in enumerate(files):
                for number, data in enumerate(copies(vector, files[index - 1])):
                    for name, call in CALLS.items():
                        # What reads this kind sees every copy, the others each 24th.
                        if name not in names and number % 24:
                            continue
                        calls += 1
                        try:
                            call(data)
                        except ehcert.EhcertError as error:
                            refused += 1
                            self.assertTrue(error.code and error.code != ehcert.Code.Internal, (name, folder, number))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"hostile: Python: {calls} calls, {refused} refused, {grown} KiB more at most")
        self.assertGreater(refused, calls // 5)
        self.assertLess(grown, 64 << 10)


if __name__ == "__main__":
    unittest.main()
