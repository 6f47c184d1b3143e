"""Searches the memory of a process for the secrets that it used: `secrets.py PROGRAM EHCERT`.

PROGRAM obtains a certificate from a sandbox and closes everything; EHCERT is the command line. What is searched for:
the password as text and as PKCS#12 takes it (UTF-16), the PIN as text and as the card takes it (BCD), the private
parts of both keys in either order of octets. A search for what must be there shows that the search works.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

PASSWORD, PIN = "Gecko-Lamp-7391!", "938271640518"


def memory(pid):
    """Every readable region that may be written; what is only read was never a secret's place."""
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for row in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.. \S+ \S+ \S+\s*(.*)", row)
            if not found or found[3] in ("[vvar]", "[vsyscall]"):
                continue
            begin, end = int(found[1], 16), int(found[2], 16)
            mem.seek(begin)
            try:
                yield found[3] or "anonymous", mem.read(end - begin)
            except OSError:
                continue


def private_numbers(file):
    """The private numbers of all keys, as OpenSSL sees them."""
    pem = subprocess.run(
        ["openssl", "pkcs12", "-legacy", "-in", file, "-passin", f"pass:{PASSWORD}", "-nodes", "-nocerts"],
        check=True, capture_output=True, text=True,
    ).stdout
    for key in re.findall("-----BEGIN PRIVATE KEY.*?END PRIVATE KEY-----", pem, re.S):
        text = subprocess.run(["openssl", "pkey", "-noout", "-text"], input=key, check=True, capture_output=True, text=True)
        for name, digits in re.findall(r"^(\w+):\n((?:    [0-9a-f:]+\n)+)", text.stdout, re.M):
            if name in ("privateExponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient"):
                yield name, bytes.fromhex(re.sub(r"[\s:]", "", digits)).lstrip(b"\0")


def main(program, ehcert):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        out = folder / "out"
        out.mkdir()
        card = folder / "card.json"
        subprocess.run(
            [ehcert, "sandbox", "card", "--dir", folder / "platform", "--pin", PIN, card], check=True, capture_output=True
        )
        sandbox = subprocess.Popen(
            [ehcert, "sandbox", "--json", "--listen", "127.0.0.1:0", "--dir", folder / "platform", "--card", card],
            stdout=subprocess.PIPE, text=True,
        )
        try:
            url = json.loads(sandbox.stdout.readline())["url"]
            with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
                process.stdin.write(f"{url}\n{out}\n{PASSWORD}\n{PIN}\n".encode())
                process.stdin.flush()
                if process.stdout.readline() != b"done\n":
                    sys.exit("the program failed")
                regions = list(memory(process.pid))
                process.stdin.close()
        finally:
            sandbox.kill()
            sandbox.wait()
        keystore = next(out.glob("*.p12"))
        bcd = bytes.fromhex(PIN)
        searched = {
            "password": PASSWORD.encode(), "password, UTF-16": PASSWORD.encode("utf-16-be"),
            "password, UTF-16 LE": PASSWORD.encode("utf-16-le"), "PIN": PIN.encode(), "PIN, BCD": bcd,
        }
        numbers = list(private_numbers(keystore))
        if len(numbers) != 12:
            sys.exit(f"{len(numbers)} private numbers instead of 12")
        for count, (name, number) in enumerate(numbers):
            # A third of a number is as good as the number.
            third = len(number) // 3
            for part in range(3):
                piece = number[part * third:(part + 1) * third]
                searched[f"key {count // 6} {name} part {part}"] = piece
                searched[f"key {count // 6} {name} part {part}, reversed"] = piece[::-1]
        hits = [(what, where) for what, wanted in searched.items() for where, octets in regions if wanted in octets]
        if not any(keystore.read_bytes()[100:200] in octets for _, octets in regions):
            sys.exit("the keystore file itself is not found: this search finds nothing")
        size = sum(len(octets) for _, octets in regions)
        print(f"secrets: {len(searched)} searched for in {size >> 20} MiB of {len(regions)} regions, {len(hits)} found")
        for what, where in hits:
            print("found:", what, "in", where)
        sys.exit(1 if hits else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
