"""Makes a working keystore on a sandbox, and many of it, for tests and measurements."""

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
