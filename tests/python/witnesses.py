"""Other people's libraries read what ehcert made: `cryptography` the keystore and the CSR, `asn1crypto` and OpenSSL the
sealed message and the token."""

import base64
import os
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.request

import ehcert
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from make_keystores import keystore
from sandbox_platform import HttpPlatform

PASSWORD = "Test-Keystore-1"


class Witnesses(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(cls.platform.close)
        cls.data = pathlib.Path(keystore(cls.platform, folder.name, "WITNESS")).read_bytes()

    def test_cryptography_opens_the_keystore(self):
        for profile in ("ehealth", "modern", "java-legacy"):
            with ehcert.Keystore(self.data, PASSWORD) as opened:
                rewrapped = opened.rewrap(profile)
                chain = opened.authentication_chain()
                identifier = opened.public_key_identifier()
            found = pkcs12.load_pkcs12(rewrapped, PASSWORD.encode())
            self.assertIsInstance(found.key, rsa.RSAPrivateKey)
            # One of both keys, with its own certificate, and its signatures are good.
            signature = found.key.sign(b"data", padding.PKCS1v15(), x509.load_der_x509_certificate(chain[0]).signature_hash_algorithm)
            self.assertTrue(signature)
            self.assertEqual(found.cert.certificate.public_key().public_numbers(), found.key.public_key().public_numbers())
            leaf = x509.load_der_x509_certificate(chain[0])
            self.assertEqual(x509.SubjectKeyIdentifier.from_public_key(leaf.public_key()).digest.hex().upper(), identifier)
            leaf.verify_directly_issued_by(x509.load_der_x509_certificate(chain[1]))

    def test_cryptography_reads_what_the_engine_shows_of_a_csr(self):
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CBE=0999999031")])
        csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        shown = ehcert.preview_csr(csr.public_bytes(serialization.Encoding.PEM))
        self.assertTrue(shown.signature_valid)
        self.assertIn("0999999031", shown.subject)

    def test_cryptography_opens_the_csr_of_a_request(self):
        """The CSR as it is sent: caught on its way."""
        where = ehcert.PlatformInput(platform=self.platform.url, anchors=self.platform.roots)
        flow = ehcert.Flow.foreign_request(
            "80410112368", "Zoe", "Verzonnen", ehcert.ContactInput(
                email_private="a@example.org", email_general=None, phone_private="0470123456", phone_general=None),
            PASSWORD.encode(), "rsa-2048", "ehealth", where)

        step = flow.step(int(time.time()))
        while not isinstance(step, ehcert.FlowStep.HTTP):
            now = int(time.time())
            step = flow.generate_key(now) if step.is_generate_key() else flow.answer_stored(step.keystore, now)
        found = re.search(rb"<(?:\w+:)?CSR[^>]*>([^<]+)<", step.body)
        self.assertIsNotNone(found, step.body[:2000])
        sent = base64.b64decode(found[1])
        csr = x509.load_der_x509_csr(sent)
        self.assertTrue(csr.is_signature_valid)
        self.assertIn("SSIN=80410112368", csr.subject.rfc4514_string().replace("\\", ""))

    def test_asn1crypto_and_openssl_open_a_sealed_message(self):
        anchors = self.platform.roots
        where = ehcert.PlatformInput(platform=self.platform.url, anchors=anchors)
        with ehcert.Keystore(self.data, PASSWORD) as opened:
            etk = self.token(opened, where)
            sealed = opened.seal(b"a message", [etk], anchors)
            back = opened.unseal(sealed, anchors)
            self.assertEqual(back.content, b"a message")
            entries = opened.entries()
        outer = cms.ContentInfo.load(sealed)
        self.assertEqual(outer["content_type"].native, "signed_data")
        signed = outer["content"]
        self.assertEqual(len(signed["signer_infos"]), 1)
        enveloped = cms.ContentInfo.load(signed["encap_content_info"]["content"].native)
        self.assertEqual(enveloped["content_type"].native, "enveloped_data")
        self.assertEqual(len(enveloped["content"]["recipient_infos"]), 1)
        self.assertTrue(any(entry.key for entry in entries))
        # OpenSSL opens both layers, the inner one with the encryption key of the keystore.
        files = {name: self.folder / name for name in ("sealed", "enveloped", "inner", "keys.pem", "k.p12", "roots.pem")}
        files["sealed"].write_bytes(sealed)
        files["k.p12"].write_bytes(self.data)
        files["roots.pem"].write_bytes(urllib.request.urlopen(self.platform.url + "/ca/roots.pem").read())

        def run(*words):
            return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True).stdout

        run("cms", "-verify", "-inform", "DER", "-in", files["sealed"], "-CAfile", files["roots.pem"], "-purpose", "any",
            "-out", files["enveloped"])
        keys = run("pkcs12", "-legacy", "-in", files["k.p12"], "-passin", "pass:" + PASSWORD, "-nodes", "-nocerts").decode()
        opened_by = 0
        for part in keys.split("-----BEGIN PRIVATE KEY-----")[1:]:
            files["keys.pem"].write_text("-----BEGIN PRIVATE KEY-----" + part.split("-----END")[0] + "-----END PRIVATE KEY-----\n")
            done = subprocess.run(
                ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(files["enveloped"]), "-inkey",
                 str(files["keys.pem"])], capture_output=True)
            content = done.stdout
            if done.returncode == 0 and content:
                inner = cms.ContentInfo.load(content)
                self.assertEqual(inner["content"]["encap_content_info"]["content"].native, b"a message")
                opened_by += 1
        self.assertEqual(opened_by, 1)

    def token(self, opened, where):
        """The holder's encryption token from the depot, as the self-test gets it."""
        flow = ehcert.Flow.self_test(self.data, PASSWORD.encode(), where)
        step = flow.step(int(time.time()))
        status, content_type, body = self.platform.send(step.method, step.url, {h.name: h.value for h in step.headers}, step.body)
        caught = re.search(rb"<(?:\w+:)?ETK[^>]*>([^<]+)<", body)
        self.assertIsNotNone(caught, body[:2000])
        flow.answer_http(status, content_type, body, int(time.time()))
        return base64.b64decode(caught[1])


if __name__ == "__main__":
    unittest.main()
