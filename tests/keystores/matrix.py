"""Who reads what ehcert writes: every profile by every reader, compared key by key and certificate by certificate.

matrix.py EHCERT WORK [--check TABLE.md]: prints the table; with --check compares it with the one in a page.
A reader that is not on this machine is told as `skipped:` and not compared.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROFILES = ["ehealth", "modern", "java-legacy"]
PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----\n?", re.S)


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, timeout=120, **more)
    if done.returncode != 0:
        text = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise RuntimeError(text[-1][:160] if text else f"exit {done.returncode}")
    return done.stdout


def sha(data):
    return hashlib.sha256(data).hexdigest()


def of_pem(text):
    """Keys and certificates of PEM text: (hashes of SubjectPublicKeyInfo, hashes of certificates)."""
    keys, certificates = set(), set()
    for block in PEM.finditer(text):
        label = block.group(1)
        if label.endswith(b"PRIVATE KEY"):
            keys.add(sha(run("openssl", "pkey", "-pubout", "-outform", "DER", input=block.group(0))))
        elif label == b"CERTIFICATE":
            certificates.add(sha(run("openssl", "x509", "-outform", "DER", input=block.group(0))))
    return keys, certificates


def of_lines(text):
    keys, certificates, aliases = set(), set(), set()
    for line in text.decode().splitlines():
        kind, value = line.split(" ", 1)
        {"key": keys, "certificate": certificates, "alias": aliases}[kind].add(value)
    return keys, certificates, aliases


class Readers:
    """Each method is a reader: it takes file and password file and gives (keys, certificates[, aliases])."""

    def __init__(self, work):
        self.work = work
        self.known = {}
        self.prepare()

    def prepare(self):
        def java():
            target = self.work / "java"
            run("mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={target}")
            run("javac", "-d", target, HERE / "Read.java")
            jars = ":".join(str(j) for j in target.glob("*.jar"))
            return f"{target}:{jars}"

        def go():
            run("go", "build", "-o", self.work / "read-go", ".", cwd=HERE / "go")
            return self.work / "read-go"

        def node():
            target = self.work / "node"
            target.mkdir(exist_ok=True)
            for name in ["package.json", "package-lock.json", "forge.mjs"]:
                (target / name).write_bytes((HERE / name).read_bytes())
            run("npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=target)
            return target / "forge.mjs"

        def pyca():
            run(sys.executable, "-c", "import cryptography")
            return True

        for name, prepare in [("java", java), ("go", go), ("node", node), ("pyca", pyca)]:
            try:
                self.known[name] = prepare()
            except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
                print(f"skipped: {name}: {error}")

    def all(self):
        legacy = ["-legacy"]
        yield "OpenSSL", lambda f, p: of_pem(
            run("openssl", "pkcs12", *legacy, "-in", f, "-passin", f"file:{p}", "-nodes")
        )
        if "java" in self.known:
            yield "Java 17 (what keytool uses)", lambda f, p: of_lines(run("java", "-cp", self.known["java"], "Read", "jdk", f, p))
            yield "BouncyCastle", lambda f, p: of_lines(run("java", "-cp", self.known["java"], "Read", "bc", f, p))
        yield "NSS (pk12util)", self.nss
        yield "GnuTLS (certtool)", self.gnutls
        if "go" in self.known:
            yield "Go (go-pkcs12)", lambda f, p: of_lines(run(self.known["go"], f, p))
        if "pyca" in self.known:
            yield "pyca cryptography", self.pyca
        if "node" in self.known:
            yield "node-forge", lambda f, p: of_lines(run("node", self.known["node"], f, p))

    def gnutls(self, file, password):
        """It prints the bags; the keys, still encrypted, are opened by it as well."""
        secret = Path(password).read_text().strip()
        text = run("certtool", "--p12-info", "--inder", "--infile", file, "--password", secret)
        keys = set()
        for block in PEM.finditer(text):
            if block.group(1) == b"ENCRYPTED PRIVATE KEY":
                one = self.work / "one.pem"
                one.write_bytes(block.group(0))
                spki = run("certtool", "--pubkey-info", "--load-privkey", one, "--password", secret, "--outder")
                keys.add(sha(spki))
        certificates = b"\n".join(b.group(0) for b in PEM.finditer(text) if b.group(1) == b"CERTIFICATE")
        return keys, of_pem(certificates)[1]

    def nss(self, file, password):
        """Imports into a fresh database: NSS says how many keys there are, and gives the certificates."""
        database = self.work / "nss"
        shutil.rmtree(database, ignore_errors=True)
        database.mkdir()
        empty = self.work / "empty"
        empty.write_text("\n")
        run("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
        run("pk12util", "-i", file, "-d", f"sql:{database}", "-w", password, "-k", empty)
        keys = run("certutil", "-K", "-d", f"sql:{database}", "-f", empty).decode()
        count = len(re.findall(r"^<\s*\d+>", keys, re.M))
        certificates = set()
        nicknames = {
            line.rsplit(None, 1)[0].strip()
            for line in run("certutil", "-L", "-d", f"sql:{database}").decode().splitlines()[4:]
            if line.strip()
        }
        for nickname in nicknames:
            text = run("certutil", "-L", "-d", f"sql:{database}", "-n", nickname, "-a")
            certificates |= of_pem(text)[1]
        return count, certificates

    def pyca(self, file, password):
        """It gives one key, with its certificate, and all other certificates."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12

        store = pkcs12.load_pkcs12(Path(file).read_bytes(), Path(password).read_text().strip().encode())
        spki = store.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        all_of = [store.cert, *store.additional_certs]
        return {sha(spki)}, {sha(c.certificate.public_bytes(Encoding.DER)) for c in all_of if c}


def shape(file, password):
    """Algorithms and iterations of a keystore, as OpenSSL tells them."""
    command = ["openssl", "pkcs12", "-legacy", "-info", "-noout", "-in", file, "-passin", f"file:{password}"]
    told = subprocess.run([str(c) for c in command], capture_output=True, timeout=120, check=True)
    return set(told.stderr.decode().splitlines())


def as_java_8(work, ours, password):
    """What tells a keystore of the profile `java-legacy` from one that keytool writes in its old way: nothing."""
    if not shutil.which("keytool"):
        print("skipped: keytool, the shape of Java 8")
        return []
    theirs = work / "keytool.p12"
    options = ["-alias", "authentication", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=Fictional"]
    secret = ["-keystore", theirs, "-storetype", "PKCS12", "-storepass:file", password]
    run("keytool", "-genkeypair", *options, *secret, "-J-Dkeystore.pkcs12.legacy")
    found, wanted = shape(ours, password), shape(theirs, password)
    print("the shape of Java 8:", *sorted(line for line in wanted if "Iteration" in line), sep="\n  ")
    return [] if found == wanted and wanted else [f"keytool: {sorted(wanted)}, ehcert: {sorted(found)}"]


def verdict(found, wanted):
    """What is missing, in words; empty when everything is there."""
    keys, certificates = found[0], found[1]
    missing = []
    count = keys if isinstance(keys, int) else len(keys & wanted[0])
    if count != len(wanted[0]):
        missing.append(f"{count} of {len(wanted[0])} keys")
    here = len(certificates & wanted[1])
    if here != len(wanted[1]):
        missing.append(f"{here} of {len(wanted[1])} certificates")
    if len(found) > 2 and not wanted[2] <= found[2]:
        missing.append("aliases")
    return ", ".join(missing)


def main():
    ehcert, work = sys.argv[1], Path(sys.argv[2])
    readers = list(Readers(work).all())
    table, failed = {}, []
    # What each reader is known not to give, by its own design.
    # Of Go's calls only ToPEM gives several keys, and it refuses the attribute by which Java marks certificates that
    # stand by themselves, which keystores of the official program carry as well. pyca has no call for a second key.
    java = "pkcs12: unknown attribute with OID 2.16.840.1.113894.746875.1.1"
    known = {
        ("Go (go-pkcs12)", "RSA"): java,
        ("Go (go-pkcs12)", "P-384"): java,
        ("pyca cryptography", "RSA"): "1 of 2 keys",
        ("pyca cryptography", "P-384"): "1 of 2 keys",
    }
    for kind, option in [("RSA", []), ("P-384", ["--ec"])]:
        folder = work / f"demo-{kind}"
        run(ehcert, "demo", "--dir", folder, "--json", *option)
        keystore = next((folder / "keystore").glob("*.p12"))
        password = folder / "password.txt"
        for profile in PROFILES:
            file = work / f"{kind}-{profile}.p12"
            run(ehcert, "rewrap", keystore, "--password-file", password, "--profile", profile, "--out", file)
            text = run(ehcert, "inspect", file, "--password-file", password, "--json")
            entries = json.loads(text.splitlines()[-1])["content"]["entries"]
            # OpenSSL is the witness of what is in it; ehcert's own count must agree.
            wanted = (*of_pem(run("openssl", "pkcs12", "-legacy", "-in", file, "-passin", f"file:{password}", "-nodes")),)
            keys = sum(1 for e in entries if e["key"])
            if len(wanted[0]) != keys or keys != 2:
                failed.append(f"{kind} {profile}: ehcert finds {keys} keys, OpenSSL {len(wanted[0])}")
            wanted = (*wanted, {e["alias"].lower() for e in entries if e["key"]})
            for name, read in readers:
                try:
                    missing = verdict(read(file, password), wanted)
                except (OSError, RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
                    missing = str(error)
                table.setdefault(name, {})[kind, profile] = missing
                if missing != known.get((name, kind), ""):
                    failed.append(f"{name}, {kind}, {profile}: {missing or 'everything, more than is known'}")
    failed += as_java_8(work, work / "RSA-java-legacy.p12", work / "demo-RSA/password.txt")
    lines = ["| reader | " + " | ".join(f"{k}, `{p}`" for k in ["RSA", "P-384"] for p in PROFILES) + " |"]
    lines.append("|---" * (1 + 2 * len(PROFILES)) + "|")
    for name, row in table.items():
        cells = [{"": "whole", java: "refused (2)"}.get(row[k, p], row[k, p]) for k in ["RSA", "P-384"] for p in PROFILES]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    print("\n".join(lines))
    if len(sys.argv) > 4 and sys.argv[3] == "--check":
        page = Path(sys.argv[4]).read_text().splitlines()
        for line in lines:
            if line not in page:
                failed.append(f"not in {sys.argv[4]}: {line}")
    if failed:
        print("\n".join(failed))
        sys.exit(1)
    print(f"{len(table)} readers, {sum(len(r) for r in table.values())} keystores read")


main()
