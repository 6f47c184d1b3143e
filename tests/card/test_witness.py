"""Debian's OpenSC and ehcert read the same cards and find the same, value by value."""

import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from bed import LIMIT, READERS, Bed  # noqa: E402

BED = Bed.get()
#: Special status by its digit on the card; names in the order of the alphabet.
STATUS = {
    (): "0", ("white_cane",): "1", ("extended_minority",): "2", ("extended_minority", "white_cane"): "3",
    ("yellow_cane",): "4", ("extended_minority", "yellow_cane"): "5",
}


def tool(*command, **how):
    done = subprocess.run(list(map(str, command)), capture_output=True, timeout=LIMIT, check=False, **how)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def turned(date):
    """`2030-11-25` as the card has it."""
    return ".".join(reversed(date.split("-")))


class Witness(unittest.TestCase):
    def insert(self, kind, **options):
        file, ssin = BED.make_card(kind, **options)
        BED.insert(file)
        self.addCleanup(BED.remove)
        said = BED.run("eid", "show", "--card", READERS[0], "--eid-anchor", BED.platform / "eid-roots.pem")
        self.assertEqual(said.code, 0, said)
        return said.events("eid")[0], ssin

    def environment(self):
        """What `eidenv` prints, by name."""
        # Its exit code is 1 whatever happens.
        _, out, errors = tool("eidenv", "-r", "0")
        lines = (out + errors).splitlines()
        return dict(line.split(": ", 1) for line in lines if line.startswith("BELPIC_") and ": " in line)

    def test_eidenv_reads_what_ehcert_reads(self):
        cards = [(kind, {}) for kind in ("rsa", "rekeyed", "ec", "long-names")]
        # Foreigners: E, A, EU+, and a child of one.
        cards += [("foreigner", {"document": number}) for number in ("15", "11", "32", "61")]
        for kind, options in cards:
            shown, ssin = self.insert(kind, **options)
            identity, card, address = shown["identity"], shown["card"], shown["address"]
            theirs = self.environment()
            birth = identity["birth_text"]
            ours = {
                "CARDNUMBER": identity["card_number"],
                "CHIPNUMBER": card["chip"],
                "VALIDFROM": turned(identity["valid_from"]),
                "VALIDTILL": turned(identity["valid_until"]),
                "DELIVERINGMUNICIPALITY": identity["municipality"],
                "NATIONALNUMBER": identity["national_number"],
                "NAME": identity["surname"],
                "FIRSTNAMES": identity["given_names"],
                "INITIAL": identity["third_initial"],
                "NATIONALITY": identity["nationality"],
                "BIRTHLOCATION": identity["birth_place"],
                "BIRTHDATE": birth,
                "NOBLECONDITION": identity["noble_condition"],
                "DOCUMENTTYPE": str(identity["document"]),
                "SPECIALSTATUS": STATUS[tuple(name for name, is_so in identity["special_status"].items() if is_so)],
                "ZIPCODE": address["postal_code"],
                "MUNICIPALITY": address["municipality"],
                "STREETANDNUMBER": address["street"],
            }
            self.assertEqual(identity["national_number"], ssin)
            self.assertEqual(ours["DOCUMENTTYPE"], options.get("document", "1"))
            compared, differ = 0, {}
            for name, value in ours.items():
                their = theirs.get("BELPIC_" + name, "").strip()
                compared += bool(their)
                if their != (value or ""):
                    differ[name] = (value, their)
            # Their known faults; see docs/card.md.
            if "STREETANDNUMBER" in differ:
                self.assertEqual(differ.pop("STREETANDNUMBER")[1], "", kind)
            if "CHIPNUMBER" in differ:
                ours_chip, their_chip = differ.pop("CHIPNUMBER")
                self.assertEqual(their_chip, ours_chip.replace("F", "E"), kind)
            self.assertEqual(differ, {}, kind)
            self.assertGreaterEqual(compared, 13, theirs)
            sex = theirs["BELPIC_SEX"]
            self.assertEqual("male" if sex == "M" else "female", identity["sex"])
            BED.remove()

    def test_opensc_knows_the_card_and_lists_its_objects(self):
        for kind, certificates in (("rsa", 4), ("ec", 4), ("no-signature", 3), ("kid", 2)):
            file, _ = BED.make_card(kind)
            BED.insert(file)
            self.assertIn("Belpic", tool("opensc-tool", "-n", "--reader", "0")[1])
            code, out, errors = tool("pkcs15-tool", "--reader", "0", "-D")
            self.assertEqual(code, 0, errors)
            self.assertEqual(out.count("X.509 Certificate ["), certificates, out)
            self.assertIn("PIN [Basic PIN]", out)
            BED.remove()

    def test_the_certificates_are_the_same(self):
        for kind in ("rsa", "ec"):
            shown, _ = self.insert(kind)
            for number, name in (("02", "authentication"), ("03", "signature"), ("04", "ca"), ("06", "root")):
                code, pem, errors = tool("pkcs15-tool", "--reader", "0", "--read-certificate", number)
                self.assertEqual(code, 0, errors)
                code, out, errors = tool("openssl", "x509", "-noout", "-serial", input=pem.encode())
                self.assertEqual(int(out.split("=")[1], 16), int(shown["certificates"][name]["serial"]), (kind, name))
            BED.remove()

    def test_opensc_signs_with_the_card(self):
        """The middleware of others, over the same card: its PIN and its key work for them."""
        file, _ = BED.make_card("rsa")
        BED.insert(file)
        self.addCleanup(BED.remove)
        digest, signature = BED.folder / "digest", BED.folder / "signature"
        data = BED.folder / "data"
        data.write_text("to be signed by others\n")
        tool("openssl", "dgst", "-sha256", "-binary", "-out", digest, data)
        code, _, errors = tool("pkcs15-crypt", "--reader", "0", "-s", "-k", "2", "--pkcs1", "--sha-256", "-i", digest,
                               "-o", signature, "-p", "1234")
        self.assertEqual(code, 0, errors)
        key = BED.folder / "key.pem"
        _, pem, _ = tool("pkcs15-tool", "--reader", "0", "--read-certificate", "02")
        key.write_text(tool("openssl", "x509", "-noout", "-pubkey", input=pem.encode())[1])
        code, out, errors = tool("openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, data)
        self.assertEqual(code, 0, out + errors)
        self.assertEqual(BED.tries(file), 3)

    def test_openssl_confirms_what_ehcert_signs(self):
        for kind in ("rsa", "ec"):
            self.insert(kind)
            data = BED.write("data", "to be signed\n")
            for key in ("authentication", "signature"):
                for digest in ("sha-256", "sha-384", "sha-512"):
                    out, certificate = BED.folder / f"{kind}-{key}-{digest}", BED.folder / f"{kind}-{key}-{digest}.pem"
                    said = BED.run("eid", "sign", data, "--card", READERS[0], "--pin-file", BED.folder / "pin", "--key", key,
                                   "--hash", digest, "--out", out, "--certificate", certificate)
                    self.assertEqual(said.code, 0, said)
                    public = BED.folder / "public.pem"
                    public.write_text(tool("openssl", "x509", "-in", certificate, "-noout", "-pubkey")[1])
                    code, text, errors = tool(
                        "openssl", "dgst", "-" + digest.replace("-", ""), "-verify", public, "-signature", out, data)
                    self.assertEqual(code, 0, text + errors)
            BED.remove()


if __name__ == "__main__":
    unittest.main()
