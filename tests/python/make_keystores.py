"""Makes a working keystore on a sandbox, and many of it, for tests and measurements."""

import base64
import pathlib
import subprocess
import tempfile

import ehcert
import ehcert.jobs

CONTACT = ehcert.ContactInput(
    email_private="someone@example.org", email_general=None, phone_private="0470 12 34 56", phone_general=None)


def keystore(platform, folder, application_id="MADE", password="Test-Keystore-1", ec=False):
    """The path of a complete keystore."""
    job = ehcert.jobs.request(
        platform=platform.url, card="sandbox", password=password, contact=CONTACT, identifier_type="NIHII-GUARD_POST",
        identifier="67999077", name="Poste de garde fictif", folder=folder, application_id=application_id, ec=ec, wait=60)
    with job:
        return job.run(pin=lambda *_: "1234", accept=lambda _: True).keystore


def quick(data, password="Test-Keystore-1"):
    """The authentication key of a keystore in one that OpenSSL writes with a single round, so that thousands are opened
    in the time of a test; what ehcert writes takes thousands of rounds."""
    with ehcert.Keystore(data, password) as opened:
        chain = opened.authentication_chain()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)

        def openssl(*words, **more):
            return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, **more).stdout

        (folder / "old.p12").write_bytes(data)
        text = "".join(
            f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(der).decode()}-----END CERTIFICATE-----\n" for der in chain)
        (folder / "chain.pem").write_text(text)
        public = openssl("x509", "-in", folder / "chain.pem", "-noout", "-pubkey")
        keys = openssl(
            "pkcs12", "-legacy", "-in", folder / "old.p12", "-passin", f"pass:{password}", "-nodes", "-nocerts").decode()
        for part in keys.split("-----BEGIN PRIVATE KEY-----")[1:]:
            key = "-----BEGIN PRIVATE KEY-----" + part.split("-----END")[0] + "-----END PRIVATE KEY-----\n"
            if openssl("pkey", "-pubout", input=key.encode()) == public:
                (folder / "key.pem").write_text(key)
        openssl(
            "pkcs12", "-export", "-inkey", folder / "key.pem", "-in", folder / "chain.pem", "-name", "authentication",
            "-iter", 1, "-nomaciter", "-passout", f"pass:{password}", "-out", folder / "new.p12")
        return (folder / "new.p12").read_bytes()


def fleet(keystores, count):
    """Rows (id, keystore, password) made of some keystores (bytes, password): every tenth is broken in some way."""
    rows = []
    for number in range(count):
        data, password = keystores[number % len(keystores)]
        broken = (number // 10) % 7 if number % 10 == 3 else None
        if broken == 0:
            data = data[: len(data) * (number % 97) // 97]
        elif broken == 1:
            password = "another one"
        elif broken == 2:
            data = bytes(number % 300)
        elif broken == 3:
            at = number * 7919 % len(data)
            data = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1:]
        elif broken == 4:
            data = None
        elif broken == 5:
            password = None
        elif broken == 6:
            data = b"-----BEGIN CERTIFICATE-----\n"
        rows.append((f"practice-{number:06d}", data, password))
    return rows
