"""The main job and the whole life of a certificate with a card in a PC/SC reader, both generations."""

import subprocess
import sys
import pathlib
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import POST, Bed  # noqa: E402

BED = Bed.get()


class Life(unittest.TestCase):
    def job(self, kind, folder, person=False, application=()):
        file, ssin = BED.make_card(kind)
        if not person:
            BED.entitle(ssin, POST)
        BED.insert(file)
        said = BED.run(*BED.request_arguments(folder, "--complete", "30", *application, person=person))
        self.assertEqual(said.code, 0, said)
        return said.events("completed")[0]["keystore"]

    def whole_life(self, kind, person=False, application=()):
        """Request, use, renew, revoke; gives the keystores."""
        folder = f"{kind}-{'person' if person else 'organisation'}"
        keystore = self.job(kind, folder, person, application)
        password = ["--platform", BED.url, "--password-file", BED.folder / "password"]
        self.assertEqual(BED.run("selftest", keystore, *password).code, 0)
        settings = '{"do":"settings","replacement_days":3650}'
        self.assertEqual(BED.run("sandbox", "control", "--url", BED.url, settings).code, 0)
        valid = len(BED.issued())
        said = BED.run(
            "renew", keystore, *password, *BED.card_options(), "--email-private", "an@example.org",
            "--phone-private", "0470000000", "--accept-contract", "--complete", "30", "--dir", BED.folder / f"{folder}-2",
        )
        self.assertEqual(said.code, 0, said)
        renewed = said.events("completed")[0]["keystore"]
        self.assertEqual(BED.run("activate", renewed, *password).code, 0)
        before = len(BED.issued())
        self.assertGreaterEqual(before, valid)
        said = BED.run("revoke", renewed, *password, *BED.card_options(), "--reason", "other", "--accept-contract")
        self.assertEqual(said.code, 0, said)
        self.assertLess(len(BED.issued()), before, "the platform took it back")
        return keystore, renewed

    def test_1_an_organisation_with_a_card_of_1_8(self):
        self.whole_life("ec")

    def test_2_an_organisation_with_a_card_of_1_7(self):
        self.whole_life("rsa", application=["--application-id", "SECOND"])

    def test_3_a_person_with_a_card_of_1_7_and_openssl_opens_the_result(self):
        # After a renewal the old key is still there: it opens what was encrypted before.
        for keystore, keys in zip(self.whole_life("rsa", person=True), (2, 3), strict=True):
            shown = subprocess.run(
                ["openssl", "pkcs12", "-legacy", "-in", keystore, "-nodes", "-passin", f"file:{BED.folder / 'password'}"],
                capture_output=True, text=True, check=True,
            ).stdout
            self.assertEqual(shown.count("BEGIN PRIVATE KEY"), keys)

    def test_4_a_person_with_a_card_of_1_8(self):
        self.whole_life("long-names", person=True)


if __name__ == "__main__":
    unittest.main()
