// Files dropped on the page: of OpenSSL, keytool and our own, and files of every wrong kind.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { accessibleInBoth, close, open, picture } from "./bench.mjs";

function run(program, ...args) {
  const ran = spawnSync(program, args, { encoding: "utf8" });
  assert.equal(ran.status, 0, `${program} ${args.join(" ")}: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

async function shown(page, path) {
  await page.setInputFiles("#file", path);
  // The result names its file: that of the file before is not taken for it.
  await page.waitForFunction((name) => document.querySelector(".result [data-kind], .result .notice-error")?.textContent.includes(name), basename(path));
  return { kind: await page.evaluate(() => document.querySelector(".result [data-kind]")?.dataset.kind ?? null), text: await page.innerText(".result") };
}

export function inspect(chrome, stage) {
  test("CSRs by OpenSSL and keytool: subject, key, attributes, tree, hexadecimal and PEM", async () => {
    const page = await open(chrome(), stage(), { language: "en", place: "#inspect" });
    const at = (name) => join(stage().dir, name);
    const subject = "/C=BE/O=Fictional practice \u00e9/OU=Test/CN=preview";
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", at("r.key"), "-out", at("rsa.pem"), "-utf8", "-subj", subject, "-addext", "subjectAltName=DNS:fictional.example");
    run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1", "-nodes", "-keyout", at("e.key"), "-outform", "DER", "-out", at("ec.der"), "-utf8", "-subj", subject);
    run("keytool", "-genkeypair", "-alias", "k", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=preview, OU=Test, O=Fictional, C=BE", "-keystore", at("k.p12"), "-storepass", "Test-1234", "-storetype", "PKCS12");
    run("keytool", "-certreq", "-alias", "k", "-keystore", at("k.p12"), "-storepass", "Test-1234", "-file", at("keytool.pem"));
    for (const [name, key] of [["rsa.pem", "RSA 2048"], ["ec.der", "P-384"], ["keytool.pem", "RSA 2048"]]) {
      const { kind, text } = await shown(page, at(name));
      assert.equal(kind, "csr", name);
      assert.match(text, /CN=preview/);
      assert.ok(text.includes(key), `${name}: ${text}`);
      assert.match(text, /fits its own key/);
      assert.match(await page.innerText(".tree"), /SEQUENCE[\s\S]*commonName \(2\.5\.4\.3\)[\s\S]*preview/);
      const form = name.endsWith("der") ? ["-inform", "DER"] : [];
      assert.equal((await page.textContent("[data-pem]")).trim(), run("openssl", "req", ...form, "-in", at(name)).trim());
      await page.click(".octets:nth-of-type(2) summary");
      const hexadecimal = await page.textContent('pre[aria-label="Hexadecimal"]');
      const der = Buffer.from((await page.textContent("[data-pem]")).replace(/-----[^-]+-----|\s/g, ""), "base64");
      const octets = hexadecimal.split("\n").map((line) => line.slice(6, 53).replaceAll(" ", "")).join("");
      assert.equal(octets, der.toString("hex"));
      await page.click(".octets:nth-of-type(2) summary");
    }
    await accessibleInBoth(page, "a CSR");
    await picture(page, "inspect-en");
    // One octet of the signed part changed: it is shown, and said not to fit.
    const der = readFileSync(at("ec.der"));
    der[der.indexOf(Buffer.from("preview"))] ^= 1;
    writeFileSync(at("changed.der"), der);
    assert.match((await shown(page, at("changed.der"))).text, /does not fit its own key/);
    // Pasted instead of dropped.
    await page.fill("#paste", readFileSync(at("keytool.pem"), "utf8"));
    await page.click(".paste button");
    await page.waitForFunction(() => document.querySelector(".result")?.innerText.includes("O=Fictional,"));
    await close(page);
  });

  test("certificates and keystores, opened with their password only", async () => {
    const page = await open(chrome(), stage(), { language: "en", place: "#inspect" });
    const at = (name) => join(stage().dir, name);
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("c.key"), "-out", at("c.pem"), "-subj", "/C=BE/CN=certificate", "-days", "30");
    assert.equal((await shown(page, at("c.pem"))).kind, "certificate");
    run("openssl", "pkcs12", "-export", "-in", at("c.pem"), "-inkey", at("c.key"), "-name", "fictional", "-passout", "pass:Test-1234", "-out", at("c.p12"));
    const { kind, text } = await shown(page, at("c.p12"));
    assert.equal(kind, "keystore");
    assert.match(text, /HMAC/);
    await page.fill("#keystore-password", "wrong");
    await page.click("form.inline button");
    await page.waitForSelector(".result .notice-error .problem-message");
    assert.equal(await page.inputValue("#keystore-password"), "", "the field is emptied");
    await page.fill("#keystore-password", "Test-1234");
    await page.click("form.inline button");
    await page.waitForSelector("#entries");
    assert.match(await page.innerText(".entry"), /with private key[\s\S]*CN=certificate/);
    await accessibleInBoth(page, "an opened keystore");
    await close(page);
  });

  test("dropped on the page with the mouse", async () => {
    const page = await open(chrome(), stage(), { language: "fr", place: "#inspect" });
    const pem = run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=tombe");
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "demande.csr"));
      for (const type of ["dragover", "drop"]) document.querySelector(".drop").dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, pem);
    await page.waitForSelector('[data-kind="csr"]');
    assert.match(await page.innerText(".result"), /CN=tombe/);
    await close(page);
  });

  test("files of every wrong kind: an error in words, and the page goes on", async () => {
    const page = await open(chrome(), stage(), { language: "nl", place: "#inspect" });
    const at = (name) => join(stage().dir, name);
    const files = {
      empty: Buffer.alloc(0),
      zeros: Buffer.alloc(5000),
      text: Buffer.from("geen certificaat"),
      png: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
      pdf: Buffer.from("%PDF-1.7\n%\u00e2\u00e3\n1 0 obj"),
      zip: Buffer.from("504b030414000000", "hex"),
      "half-pem": Buffer.from("-----BEGIN CERTIFICATE REQUEST-----\nMIIB"),
      "pem-of-nothing": Buffer.from("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"),
      deep: Buffer.concat(Array.from({ length: 3000 }, (_, i) => Buffer.from([0x30, 0x82, ((3000 - i) * 4 >> 8) & 255, ((3000 - i) * 4) & 255]))),
      long: Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02, 0x01, 0x00]),
      html: Buffer.from("<script>document.title='taken'</script><img src=x onerror=alert(1)>"),
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(at(name), content);
      const { kind, text } = await shown(page, at(name));
      assert.equal(kind, null, name);
      assert.ok(text.length > 20, name);
    }
    writeFileSync(at("huge"), Buffer.alloc(11 << 20));
    assert.match((await shown(page, at("huge"))).text, /te groot/);
    // 100 MB in the field for pasting.
    await page.setInputFiles("#file", at("text"));
    await page.waitForFunction(() => !document.querySelector(".result")?.innerText.includes("te groot"));
    const taken = await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "A".repeat(100 << 20));
      const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      return document.querySelector("#paste").dispatchEvent(paste);
    });
    assert.equal(taken, false, "100 MB are refused before they are in the field");
    await page.waitForFunction(() => document.querySelector(".result")?.innerText.includes("te groot"));
    assert.ok(!(await page.title()).includes("taken"));
    await accessibleInBoth(page, "an error");
    // And it still works.
    assert.ok(existsSync(at("c.pem")), "the certificate of an earlier test");
    assert.equal((await shown(page, at("c.pem"))).kind, "certificate");
    await close(page);
  });
}
