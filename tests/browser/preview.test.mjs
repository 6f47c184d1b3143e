// Previews of requests that others made, beside what their makers say of them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const from = (file) => import(pathToFileURL(join(process.env.EHCERT_NPM, file)).href);
const { default: init, ...ehcert } = await from("ehcert.node.js");
await init();
const top = mkdtempSync(join(tmpdir(), "ehcert-preview-"));
after(() => rmSync(top, { recursive: true, force: true }));

const subject = "CN=NIHII-GUARD_POST\\=67999077,OU=eHealth-platform Belgium,OU=POSTE FICTIF,O=Federal Government,C=BE";
const run = (program, ...given) => {
  const done = spawnSync(program, given, { encoding: "utf8", cwd: top });
  assert.equal(done.status, 0, `${program}: ${done.error ?? ""}${done.stderr}${done.stdout}`);
  return done.stdout;
};

/** Both previews agree, PEM and DER agree, and OpenSSL reads the same. */
function judged(file, key) {
  const pem = new Uint8Array(readFileSync(join(top, file)));
  const seen = ehcert.previewCsr(pem);
  run("openssl", "req", "-in", file, "-outform", "DER", "-out", "c.der");
  assert.deepEqual(ehcert.previewCsr(new Uint8Array(readFileSync(join(top, "c.der")))), seen);
  const { signatureValid, ...outline } = seen;
  assert.deepEqual(ehcert.outlineCsr(pem), outline);
  assert.equal(signatureValid, true);
  assert.equal(seen.key, key);
  const told = run("openssl", "req", "-in", file, "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb,utf8").trim();
  assert.equal(seen.subject.replaceAll("\\=", "="), told.replace(/^subject=/, "").replaceAll("\\=", "="));
  return seen;
}

for (const [key, options] of [["RSA 2048", ["rsa:2048"]], ["RSA 4096", ["rsa:4096"]], ["P-256", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]], ["P-384", ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]]]) {
  test(`OpenSSL, ${key}`, () => {
    const name = "/C=BE/O=Federal Government/OU=POSTE FICTIF/OU=eHealth-platform Belgium/CN=NIHII-GUARD_POST=67999077";
    run("openssl", "req", "-new", "-newkey", ...options, "-nodes", "-keyout", "k.pem", "-subj", name, "-utf8", "-addext", "keyUsage=digitalSignature", "-out", "o.csr");
    const seen = judged("o.csr", key);
    assert.equal(seen.subject, subject);
    assert.deepEqual(seen.attributes, ["1.2.840.113549.1.9.14"]);
    assert.deepEqual(seen.requestedExtensions, ["2.5.29.15"]);
    assert.match(seen.publicKeyIdentifier, /^[0-9A-F]{40}$/);
  });
}

test("a request without an algorithm that is known, and one that is forged", () => {
  run("openssl", "req", "-new", "-newkey", "ed25519", "-nodes", "-keyout", "k.pem", "-subj", "/CN=x", "-out", "e.csr");
  const seen = ehcert.previewCsr(new Uint8Array(readFileSync(join(top, "e.csr"))));
  assert.deepEqual([seen.key, seen.publicKeyIdentifier, seen.signatureValid], ["UnsupportedAlgorithm", "", false]);
  // The curve that no authority of eHealth has is told, and not computed with.
  run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521", "-nodes", "-keyout", "k.pem", "-subj", "/CN=x", "-out", "p.csr");
  const large = new Uint8Array(readFileSync(join(top, "p.csr")));
  assert.equal(ehcert.previewCsr(large).key, "UnsupportedAlgorithm");
  assert.equal(ehcert.outlineCsr(large).key, "P-521");
  run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-subj", "/CN=forged", "-outform", "DER", "-out", "f.der");
  const bytes = new Uint8Array(readFileSync(join(top, "f.der")));
  bytes[bytes.length - 1] ^= 1;
  assert.equal(ehcert.previewCsr(bytes).signatureValid, false);
});

const keytool = spawnSync("keytool", ["-help"]).error === undefined;
test("keytool", { skip: keytool ? false : "no keytool" }, () => {
  const store = ["-keystore", "k.p12", "-storetype", "PKCS12", "-storepass", "Test-1234", "-alias", "a"];
  for (const [algorithm, size, key] of [["RSA", "2048", "RSA 2048"], ["EC", "384", "P-384"]]) {
    rmSync(join(top, "k.p12"), { force: true });
    run("keytool", "-genkeypair", ...store, "-keyalg", algorithm, "-keysize", size, "-dname", subject);
    writeFileSync(join(top, "j.csr"), run("keytool", "-certreq", ...store));
    assert.equal(judged("j.csr", key).subject, subject);
  }
});
if (!keytool) console.log("skipped: keytool is not here");

/** Where BouncyCastle is; nothing where there is no Java or no Maven. */
function bouncyCastle() {
  const list = join(top, "classpath");
  const tools = fileURLToPath(new URL("tools/pom.xml", import.meta.url));
  if (spawnSync("java", ["-version"]).error || spawnSync("mvn", ["-q", "-B", "-f", tools, "dependency:build-classpath", `-Dmdep.outputFile=${list}`]).status !== 0) return null;
  return readFileSync(list, "utf8").trim();
}

const castle = bouncyCastle();
test("BouncyCastle", { skip: castle ? false : "no Java with BouncyCastle" }, () => {
  run("java", "-cp", castle, fileURLToPath(new URL("tools/Requests.java", import.meta.url)), top, subject);
  for (const [file, key] of [["rsa.csr", "RSA 2048"], ["pss.csr", "RSA 2048"], ["p384.csr", "P-384"]]) {
    const seen = judged(file, key);
    assert.equal(seen.subject, subject);
    assert.deepEqual(seen.attributes, ["1.2.840.113549.1.9.14"]);
    assert.deepEqual(seen.requestedExtensions, ["2.5.29.15"]);
  }
});
if (!castle) console.log("skipped: BouncyCastle is not here");
