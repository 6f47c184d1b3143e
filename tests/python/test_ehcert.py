"""The Python package: checks, misuse, and the main job against the sandbox."""

import asyncio
import os
import pathlib
import subprocess
import threading
import unittest
import urllib.request

import ehcert
import ehcert.aio
import ehcert.fleet
from sandbox_platform import Platform, pem_certificates

COMMAND = os.environ["EHCERT"]
PASSWORD = "Test-Keystore-1"


def card_step(platform, flow, pin=b"1234"):
    """Drives a card operation over the virtual reader."""
    step = flow.start()
    while not step.is_done():
        if step.is_apdu():
            step = flow.answer_response(platform.transmit(step.bytes))
        elif step.is_wait():
            step = flow.answer_waited()
        else:
            step = flow.answer_pin(pin)
    return flow


class Checks(unittest.TestCase):
    def test_identifier(self):
        self.assertEqual(ehcert.check_identifier("NIHII-GUARD_POST", "679.990-77").value, "67999077")
        with self.assertRaises(ehcert.errors.IdentityError) as caught:
            ehcert.check_identifier("CBE", "0999999032")
        problem = caught.exception
        self.assertEqual(problem.field, "identifier")
        self.assertFalse(problem.retryable)
        for language in ("fr", "nl", "de", "en"):
            self.assertTrue(ehcert.message_of(caught.exception, language))

    def test_password_ticks(self):
        ticks = ehcert.check_password("court")
        self.assertFalse(ticks.ok)
        self.assertFalse(ticks.length)
        self.assertIsNone(ticks.confirmation)
        self.assertTrue(ehcert.check_password(PASSWORD, PASSWORD).ok)
        self.assertFalse(ehcert.check_password(PASSWORD, "another-1").ok)

    def test_records_become_dictionaries(self):
        rows = ehcert.to_dict(ehcert.professions("nl"))
        self.assertEqual(len(rows), 29)
        self.assertIn("name", rows[0])

    def test_error_codes_are_those_of_the_command_line(self):
        with self.assertRaises(ehcert.errors.IdentityError) as caught:
            ehcert.check_identifier("CBE", "0999999032")
        done = subprocess.run([COMMAND, "--json", "validate", "CBE", "0999999032"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f'"code":{caught.exception.code}', done.stdout.replace(" ", ""))


class MainJob(unittest.TestCase):
    def job(self, kind, key):
        platform = Platform(COMMAND, kind)
        self.addCleanup(platform.close)
        roots = pem_certificates(urllib.request.urlopen(platform.url + "/ca/roots.pem").read().decode())
        where = ehcert.PlatformInput(platform=platform.url, anchors=roots)
        holder = card_step(platform, ehcert.CardFlow.read()).holder()
        signer = ehcert.SignerInput(
            authentication_chain=holder.authentication_chain,
            signature_chain=holder.signature_chain,
            anchors=[holder.authentication_chain[-1]],
        )

        def sign(key, hash_name, digest):
            now = int(__import__("time").time())
            flow = ehcert.CardFlow.sign(key, hash_name, digest, None, now)
            return card_step(platform, flow).signature()

        stored = {}

        def store(keystore):
            stored["keystore"] = keystore
            return bytes(keystore)

        import time
        flow = ehcert.Flow.preflight(signer, where, int(time.time()))
        ehcert.run(flow, sign=sign)
        self.assertTrue(flow.preflight_outcome().natural_person)

        request = ehcert.RequestInput(
            holder="other", identifier_type="NIHII-GUARD_POST", identifier="67999077", name="Poste de garde fictif",
            first_names="", application_id=None, base_services=[], key=key,
            contact=ehcert.ContactInput(email_private="a@example.org", email_general=None,
                                        phone_private="0470 00 00 00", phone_general=None),
        )
        flow = ehcert.Flow.enrolment(signer, request, PASSWORD.encode(), "ehealth", None, None, None, where,
                                     int(time.time()))
        seen = []
        ehcert.run(flow, sign=sign, store=store, accept=lambda review: review.common_name.endswith("67999077"),
                   progress=lambda name, percent: seen.append((name, percent)))
        self.assertTrue(flow.enrolment_outcome().automatically_validated)
        self.assertEqual([p for _, p in seen], sorted(p for _, p in seen))

        flow = ehcert.Flow.completion(stored["keystore"], PASSWORD.encode(), "ehealth", None, 30, where)
        asyncio.run(ehcert.aio.run(flow, store=store))
        outcome = flow.completion_outcome()
        self.assertIn("NIHII-GUARD_POST", outcome.dn)
        with ehcert.Keystore(stored["keystore"], PASSWORD) as keystore:
            status = keystore.status()
            self.assertFalse(status.pending)
            self.assertEqual(status.encryption_keys, [outcome.etk_serial])
            self.assertEqual(repr(keystore), "Keystore()")
            chain = keystore.authentication_chain()
            trust = ehcert.trust_input(anchors=roots, untrusted=chain[1:])
            judged = ehcert.verify_certificate(chain[0], trust)
            self.assertTrue(judged.accepted, judged)
            self.assertEqual(judged.chain[0].serial, outcome.serial)
            self.assertFalse(ehcert.verify_certificate(chain[0]).accepted)
            row = next(ehcert.fleet.scan([("one", stored["keystore"], PASSWORD)]))
            self.assertEqual((row["ok"], row["dn"], row["serial"]), (True, outcome.dn, outcome.serial))
        with self.assertRaises(ehcert.errors.GeneralError) as caught:
            keystore.status()
        self.assertEqual(caught.exception.name, "WrongState")

        flow = ehcert.Flow.self_test(stored["keystore"], PASSWORD.encode(), where)
        ehcert.run(flow)
        self.assertEqual(flow.self_test_outcome(), outcome.etk_serial)

        file = pathlib.Path(platform.dir) / "k.p12"
        file.write_bytes(stored["keystore"])
        opened = subprocess.run(
            ["openssl", "pkcs12", "-legacy", "-in", file, "-nodes", "-passin", f"pass:{PASSWORD}"],
            capture_output=True, text=True, check=True,
        ).stdout
        self.assertEqual(opened.count("BEGIN PRIVATE KEY"), 2)
        return stored["keystore"]

    def test_rsa(self):
        self.job("rsa", "rsa-2048")

    def test_ec(self):
        self.job("ec", "p-384")

    def test_sixteen_threads_and_flat_memory(self):
        keystore = self.job("rsa", "rsa-2048")

        def resident():
            return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096

        def work():
            for _ in range(20):
                with ehcert.Keystore(keystore, PASSWORD) as opened:
                    opened.status()

        work()
        before = resident()
        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLess(resident() - before, 32 << 20)


if __name__ == "__main__":
    unittest.main()
