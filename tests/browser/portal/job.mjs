// The main job in the browser, and what may happen to it: a cut network, garbage, a reload, a double click.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import {
  acceptContract, accessible, accessibleInBoth, close, fill, fillAll, next, open, PASSWORD, picture, saved, sendAll, typePin,
} from "./bench.mjs";

/** What OpenSSL finds in a keystore. */
function openssl(path, password) {
  const opened = spawnSync("openssl", ["pkcs12", "-legacy", "-in", path, "-nodes", "-passin", `pass:${password}`], { encoding: "utf8" });
  assert.equal(opened.status, 0, opened.stderr);
  return {
    keys: opened.stdout.split("BEGIN PRIVATE KEY").length - 1,
    subject: spawnSync("openssl", ["x509", "-noout", "-subject"], { input: opened.stdout, encoding: "utf8" }).stdout,
  };
}

const operations = async (stage) => (await stage.control({ do: "state" })).exchanges.map((one) => one.operation);

/** The octets of a text wherever a page might have left them. */
async function traces(page, secret) {
  return page.evaluate(async (wanted) => {
    const found = [];
    const look = (where, text) => text?.includes(wanted) && found.push(where);
    look("document", document.documentElement.outerHTML);
    for (const element of document.querySelectorAll("*")) for (const one of element.attributes) look(`attribute ${one.name}`, one.value);
    look("address", location.href);
    look("history", JSON.stringify(history.state));
    look("title", document.title);
    for (const [name, store] of [["session storage", sessionStorage], ["local storage", localStorage]]) look(name, JSON.stringify({ ...store }));
    look("cookie", document.cookie);
    const all = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = fail; });
    for (const { name } of await indexedDB.databases()) {
      const db = await all(indexedDB.open(name));
      for (const table of db.objectStoreNames) {
        for (const value of await all(db.transaction(table).objectStore(table).getAll())) {
          for (const part of Object.values(value)) look(`${name}/${table}`, part instanceof Uint8Array ? new TextDecoder("latin1").decode(part) : String(part));
        }
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) look(`cache ${name}`, request.url);
    }
    return found;
  }, secret);
}

export function job(chrome, stage) {
  test("the main job, to a downloaded keystore that OpenSSL opens; no trace of the secrets anywhere", async () => {
    const page = await open(chrome(), stage(), { language: "fr" });
    const sent = [];
    page.context().on("request", (request) => sent.push(request.postDataBuffer()?.toString("latin1") ?? ""));
    // The organisations that the authority knows for the holder; the PIN is wrong first.
    await page.selectOption("#profession", { index: 24 });
    await next(page);
    await page.click("form .button");
    await page.click("section:has(#organisations) > p button");
    await page.waitForSelector("#pin");
    await accessibleInBoth(page, "PIN");
    await typePin(page, "9999");
    await page.waitForSelector(".panel .problem-message");
    await accessible(page, "a wrong PIN");
    await page.click(".panel .button");
    await typePin(page);
    await page.waitForSelector("ul.plain li");
    assert.match(await page.innerText("ul.plain"), /NIHII-GUARD_POST=67999077/);
    await picture(page, "organisations-fr");
    await next(page);
    assert.ok(await page.isChecked("#holder-recognized"));
    assert.match(await page.innerText("#chosen"), /POSTE DE GARDE FICTIF DE LA DEMONSTRATION - NIHII-GUARD_POST=67999077/);
    await next(page);
    await page.fill("#applicationId", "portail-é");
    await next(page);
    await page.fill("#emailPrivate", "personne@example.org");
    await page.fill("#phonePrivate", "0470123456");
    await next(page);
    await page.fill("#password", PASSWORD);
    await page.fill("#confirmation", PASSWORD);
    await page.waitForSelector("#password-said .said-good");
    assert.deepEqual(await traces(page, PASSWORD), [], "while it is typed");
    await next(page);
    await page.waitForSelector("[data-dn]", { state: "attached" });
    const promised = await page.textContent("[data-dn]");
    await page.click("#send");
    await page.waitForSelector("#accept");
    // The contract stands in a frame without scripts and without an origin.
    const frame = page.frameLocator("iframe.contract");
    assert.equal(await page.getAttribute("iframe.contract", "sandbox"), "");
    assert.match(await frame.locator("body").innerText(), /Liselot/);
    assert.equal(await page.evaluate(() => document.querySelector("iframe").contentDocument), null);
    await accessibleInBoth(page, "contract");
    await picture(page, "contract-fr");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "contract-fr-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.click(".panel .button");
    assert.match(await page.innerText("#accept-said"), /./, "who did not tick the box is told");
    await acceptContract(page);
    await typePin(page);
    await page.waitForSelector("#download", { timeout: 60_000 });
    await accessibleInBoth(page, "done");
    await picture(page, "done-fr");
    const { path, name } = await saved(page, stage());
    assert.match(name, /^NIHII-GUARD_POST=67999077,PORTAIL-E \d{8}-\d{6}\.p12$/);
    const found = openssl(path, PASSWORD);
    assert.equal(found.keys, 2, "the key of the certificate and the encryption key");
    assert.match(found.subject, /POSTE DE GARDE FICTIF DE LA DEMONSTRATION/);
    assert.ok((await page.innerText(".facts")).includes(promised), "the certificate has the name that was promised");
    // The request, as it was sent.
    await page.click("details.csr > summary");
    assert.match(await page.innerText("details.csr .tree"), /commonName \(2\.5\.4\.3\)[\s\S]*rsaEncryption/);
    const csr = await page.textContent("details.csr [data-pem]");
    const read = spawnSync("openssl", ["req", "-verify", "-noout", "-subject"], { input: csr, encoding: "utf8" });
    assert.match(read.stderr + read.stdout, /verify OK/);
    // Nothing of a secret anywhere, and nothing in what was sent but the PIN to the card.
    for (const secret of [PASSWORD, "9999"]) assert.deepEqual(await traces(page, secret), [], secret);
    assert.ok(!sent.some((body) => body.includes(PASSWORD)), "the password was sent");
    assert.ok(!page.said.some((line) => line.includes(PASSWORD)), "the password is on the console");
    assert.ok(!page.asked.some((url) => url.includes(PASSWORD)), "the password is in an address");
    assert.deepEqual(page.said.filter((line) => line.startsWith("error") || line.startsWith("warning")), []);
    // At the end everything is forgotten.
    await page.click("#finish");
    await page.waitForSelector("#profession");
    assert.equal(await page.inputValue("#profession"), "");
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await page.reload();
    await page.waitForSelector("#profession");
    assert.equal(await page.locator("#unfinished").count(), 0);
    await close(page);
  });

  test("for a person, with a key on P-384", async () => {
    const page = await open(chrome(), stage(), { language: "de" });
    await page.selectOption("#profession", { index: 24 });
    await next(page);
    await page.click("form .button");
    await page.waitForSelector("#organisations");
    await next(page);
    await page.check("#holder");
    assert.equal(await page.inputValue("#ssin"), "79081340250");
    await page.waitForSelector("#lastName-said .said-good");
    await next(page);
    await page.check("#key-p384");
    await next(page);
    await page.fill("#emailPrivate", "person@example.org");
    await page.fill("#phonePrivate", "0470123456");
    await next(page);
    await page.fill("#password", PASSWORD);
    await page.fill("#confirmation", PASSWORD);
    await page.waitForSelector("#password-said .said-good");
    await next(page);
    await page.waitForSelector("[data-dn]", { state: "attached" });
    await sendAll(page);
    const { path } = await saved(page, stage());
    assert.equal(openssl(path, PASSWORD).keys, 2);
    await page.click("#finish");
    await close(page);
  });

  test("a double click on send is one request", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "double" });
    const before = (await operations(stage())).filter((one) => one === "GenerateContract").length;
    await page.dblclick("#send");
    await acceptContract(page);
    await page.waitForSelector("#pin");
    await page.fill("#pin", "1234");
    await page.dblclick(".panel button[type=submit]").catch(() => {});
    await page.waitForSelector("#download", { timeout: 60_000 });
    const after = await operations(stage());
    assert.equal(after.filter((one) => one === "GenerateContract").length, before + 1);
    await close(page);
  });

  test("a reload in the middle loses nothing that was typed, except the password", async () => {
    const page = await open(chrome(), stage(), { language: "nl" });
    await fillAll(page, { applicationId: "herladen" });
    const shown = () => page.innerText("main");
    const certificate = await page.innerText(".certificate");
    await page.reload();
    await page.waitForSelector("[data-dn]", { state: "attached" });
    assert.equal(await page.innerText(".certificate"), certificate);
    assert.match(await shown(), /personne@example\.org/);
    assert.match(await shown(), /typ het opnieuw/);
    // To send, the password has to be typed again; then everything goes on.
    await page.click("#send");
    await page.waitForSelector("#password");
    assert.equal(await page.inputValue("#password"), "");
    await page.fill("#password", PASSWORD);
    await page.fill("#confirmation", PASSWORD);
    await page.waitForSelector("#password-said .said-good");
    await next(page);
    await page.waitForSelector("[data-dn]", { state: "attached" });
    await sendAll(page);
    await close(page);
  });

  test("a crash after the key was stored: the page offers to go on, and comes to the same end", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "crash" });
    await page.click("#send");
    await acceptContract(page);
    await page.waitForSelector("#pin");
    // The request goes out; nobody is there any more when the certificate comes.
    const requests = async () => (await operations(stage())).filter((one) => one === "GenerateCertificate").length;
    const before = await requests();
    await stage().rule({ kind: "slow", milliseconds: 6000, operation: "GetCertificate", times: 1 });
    await page.fill("#pin", "1234");
    await page.click(".panel button[type=submit]");
    for (let i = 0; i < 200 && (await requests()) === before; i++) await page.waitForTimeout(50);
    await page.reload();
    await page.waitForSelector(".certificate");
    await page.click(".steps li:first-child button");
    await page.waitForSelector("#unfinished");
    await accessibleInBoth(page, "unfinished");
    await picture(page, "unfinished-en");
    await page.fill("#resume-password", "Wrong-Password-1");
    await page.click("section:has(#unfinished) button[type=submit]");
    await page.waitForSelector(".notice-error .problem-message");
    await page.fill("#resume-password", PASSWORD);
    await page.click("section:has(#unfinished) button[type=submit]");
    await page.waitForSelector("#download", { timeout: 60_000 });
    const { path } = await saved(page, stage());
    assert.equal(openssl(path, PASSWORD).keys, 2);
    await stage().control({ do: "clear_rules" });
    await close(page);
  });

  test("a crash between the key that is stored and the request that is sent: the same key is used again", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "crash-2" });
    const requests = async () => (await operations(stage())).filter((one) => one === "GenerateCertificate").length;
    const before = await requests();
    await page.click("#send");
    await acceptContract(page);
    await page.waitForSelector("#pin");
    const kept = () =>
      page.evaluate(async () => {
        const done = (request) => new Promise((well, badly) => { request.onsuccess = () => well(request.result); request.onerror = badly; });
        const db = await done(indexedDB.open("ehcert-portal"));
        const found = await done(db.transaction("keystores").objectStore("keystores").get("current"));
        db.close();
        return found ? Array.from(found.bytes) : null;
      });
    assert.ok((await kept())?.length > 1000, "the key is stored before anything is signed");
    assert.equal(await requests(), before, "nothing was sent");
    await page.reload();
    await page.waitForSelector(".certificate");
    // The review is where it was; the password is typed again, and everything goes on with the key that is there.
    await page.click("#send");
    await page.fill("#password", PASSWORD);
    await page.fill("#confirmation", PASSWORD);
    await page.waitForSelector("#password-said .said-good");
    await next(page);
    await page.waitForSelector("[data-dn]", { state: "attached" });
    await page.click("#send");
    for (let i = 0; i < 4 && !(await page.locator("#download").count()); i++) {
      await page.waitForSelector("#accept, #pin, #download", { timeout: 60_000 });
      if (await page.locator("#accept").count()) await acceptContract(page);
      else if (await page.locator("#pin").count()) await typePin(page);
      await page.waitForTimeout(300);
    }
    await page.waitForSelector("#download", { timeout: 60_000 });
    const { path } = await saved(page, stage());
    assert.equal(openssl(path, PASSWORD).keys, 2);
    assert.equal(await requests(), before + 1, "one request");
    const { certificates } = await stage().control({ do: "state" });
    assert.equal(certificates.filter((one) => JSON.stringify(one.holder).includes("CRASH-2")).length, 1);
    await close(page);
  });

  test("who wants to sees the request before it is sent, as a tree, in hexadecimal and as PEM", async () => {
    const page = await open(chrome(), stage(), { language: "nl" });
    await fillAll(page, { applicationId: "csr-vooraf" });
    const requests = async () => (await operations(stage())).filter((one) => one === "GenerateCertificate").length;
    const before = await requests();
    await page.check("#show-csr");
    await page.click("#send");
    await acceptContract(page);
    await typePin(page);
    await page.waitForSelector("#send-csr");
    await accessibleInBoth(page, "request");
    await picture(page, "request-nl");
    assert.match(await page.innerText(".csr .tree"), /commonName \(2\.5\.4\.3\)[\s\S]*rsaEncryption/);
    const csr = await page.textContent(".csr [data-pem]");
    const read = spawnSync("openssl", ["req", "-verify", "-noout", "-subject"], { input: csr, encoding: "utf8" });
    assert.match(read.stderr + read.stdout, /verify OK[\s\S]*CSR-VOORAF/);
    assert.equal(await requests(), before, "nothing was sent");
    await page.click("#send-csr");
    await page.waitForSelector("#download", { timeout: 60_000 });
    assert.equal(await page.textContent("details.csr [data-pem]"), csr, "what was shown is what was sent");
    assert.equal(await requests(), before + 1);
    await close(page);
  });

  test("who asks again is told for which application ids there are certificates", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "known-1" });
    await sendAll(page);
    await page.click("#finish");
    await page.waitForSelector("#profession");
    for (const step of [fill.quality, fill.card, fill.holder]) {
      await step(page);
      await next(page);
    }
    await page.waitForFunction(() => document.querySelector("#taken")?.textContent.includes("KNOWN-1"));
    assert.match(await page.innerText("#taken"), /^This organisation already has a certificate for: .*\.$/);
    await accessibleInBoth(page, "application ids");
    await close(page);
  });

  test("the network is cut: said so, nothing is lost, and the same step goes on", async () => {
    const page = await open(chrome(), stage(), { language: "fr" });
    await fillAll(page, { applicationId: "coupure" });
    await page.click("#send");
    await page.waitForSelector("#accept");
    await page.context().setOffline(true);
    await page.waitForSelector(".notice-warning");
    await page.check("#accept");
    await page.click(".panel .button");
    await page.waitForSelector(".panel .problem-message", { timeout: 30_000 });
    await accessibleInBoth(page, "cut network");
    await picture(page, "cut-fr");
    const told = await page.innerText(".panel");
    assert.match(told, /Réessayer/);
    await page.context().setOffline(false);
    await page.click(".panel .button");
    await typePin(page);
    await page.waitForSelector("#download", { timeout: 60_000 });
    await close(page);
  });

  for (const rule of [
    { kind: "garbage" },
    { kind: "html_page" },
    { kind: "cut", bytes: 40 },
    { kind: "http_error", status: 503 },
    { kind: "soap_fault", text: "down" },
    { kind: "cut", bytes: 0, after: true },
  ]) {
    test(`the server answers with ${rule.kind}${rule.after ? " after it has done its work" : ""}: said in words, then repeated to the end`, async () => {
      const page = await open(chrome(), stage(), { language: "en" });
      await fillAll(page, { applicationId: `F-${rule.kind.replaceAll("_", "-")}${rule.after ? "-2" : ""}`.slice(0, 30) });
      await stage().rule({ ...rule, operation: "GenerateCertificate", times: 1 });
      await page.click("#send");
      await acceptContract(page);
      await typePin(page);
      // A browser sends again by itself what was cut on a connection that it had used before: then nothing is to be said.
      await page.waitForSelector(rule.kind === "cut" ? ".panel .problem-message, #download" : ".panel .problem-message", { timeout: 60_000 });
      if (!(await page.locator("#download").count())) {
        assert.match(await page.innerText(".panel"), /Nothing is lost/);
        assert.equal(await page.locator(".panel .button").count(), 1, "it can be tried again");
        await page.click(".panel .button");
      }
      // What comes next may be the contract once more, a PIN, or the end.
      for (let i = 0; i < 4 && !(await page.locator("#download").count()); i++) {
        await page.waitForSelector("#accept, #pin, #download", { timeout: 60_000 });
        if (await page.locator("#accept").count()) await acceptContract(page);
        else if (await page.locator("#pin").count()) await typePin(page);
        await page.waitForTimeout(300);
      }
      await page.waitForSelector("#download", { timeout: 60_000 });
      const { path } = await saved(page, stage());
      assert.equal(openssl(path, PASSWORD).keys, 2);
      const state = await stage().control({ do: "clear_rules" });
      const mine = state.certificates.filter((one) => JSON.stringify(one.holder).includes(`F-${rule.kind.replaceAll("_", "-").toUpperCase()}${rule.after ? "-2" : ""}`));
      assert.equal(mine.length, 1, "one key for one request, however often it was sent");
      await close(page);
    });
  }

  test("who refuses the contract signs nothing", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "refused" });
    const before = (await operations(stage())).filter((one) => one === "GenerateCertificate").length;
    await page.click("#send");
    await page.waitForSelector("#accept");
    await page.click(".panel .button-second");
    await page.waitForSelector(".problem-message");
    assert.equal((await operations(stage())).filter((one) => one === "GenerateCertificate").length, before);
    await close(page);
  });

  test("what eHealth checks by hand: the keystore is offered, and completed later in another browser", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fillAll(page, { applicationId: "by-hand" });
    await stage().rule({ kind: "manual_validation", times: 1 });
    await sendAll(page);
    assert.match(await page.textContent("h1"), /has been sent/);
    const { path } = await saved(page, stage());
    assert.equal(openssl(path, PASSWORD).keys, 1);
    await stage().control({ do: "clear_rules" });
    await close(page);
  });
}
