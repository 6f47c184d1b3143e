// How the page is served, that it asks nobody else, and that it opens without a network.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { close, fill, next, open } from "./bench.mjs";

function get(url, headers = {}, method = "GET") {
  return new Promise((done, fail) => {
    const asked = request(url, { method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, length: Buffer.concat(parts).length }));
    });
    asked.on("error", fail);
    asked.end();
  });
}

export function serving(chrome, stage) {
  test("headers: a strict policy, right types, compressed, names with a digest kept for good", async () => {
    const { portal, url } = stage();
    const page = await get(portal);
    assert.equal(page.status, 200);
    assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
    assert.match(page.headers["content-security-policy"], /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
    assert.doesNotMatch(page.headers["content-security-policy"], /unsafe-inline|unsafe-eval'[^']*'unsafe-eval|https?:|\*/);
    assert.equal(page.headers["x-content-type-options"], "nosniff");
    assert.equal(page.headers["referrer-policy"], "no-referrer");
    assert.equal(page.headers["access-control-allow-origin"], undefined);
    const worker = await (await fetch(`${portal}sw.js`)).text();
    const files = JSON.parse(/const FILES = (\[.*?\]);/.exec(worker)[1]).filter((name) => name.startsWith("assets/"));
    const modules = files.filter((name) => name.endsWith(".wasm"));
    assert.equal(modules.length, 2, "the checks, and everything");
    for (const name of files) {
      const [plain, gzip, brotli] = [await get(portal + name), await get(portal + name, { "accept-encoding": "gzip" }), await get(portal + name, { "accept-encoding": "gzip, br" })];
      const type = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", wasm: "application/wasm" }[name.split(".").at(-1)];
      assert.equal(plain.headers["content-type"], type);
      assert.equal(plain.headers["cache-control"], "max-age=31536000, immutable");
      assert.equal(gzip.headers["content-encoding"], "gzip");
      assert.equal(brotli.headers["content-encoding"], "br");
      assert.ok(brotli.length < gzip.length && gzip.length < plain.length, name);
    }
    assert.equal((await get(url + "/portal")).headers.location, "/portal/");
    assert.equal((await get(portal + "nothing.js")).status, 404);
    assert.equal((await get(portal + "..%2fsandbox.redb")).status, 404);
    assert.equal((await get(portal, {}, "POST")).status, 405);
    assert.equal((await get(portal, { host: "portal.example.org" })).status, 403, "only under a name of this computer");
  });

  test("a form loads the checks alone; nothing is asked of anybody else", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fill.quality(page);
    await next(page);
    await next(page);
    await fill.holder(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map((one) => one.name));
    assert.ok(!fetched.some((name) => /ehcert_bg/.test(name)));
    const origin = new URL(stage().url).origin;
    assert.deepEqual(page.asked.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:") && !url.startsWith("data:")), []);
    await close(page);
  });

  test("after the first load the page opens and checks without a network", async () => {
    const page = await open(chrome(), stage(), { language: "fr" });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => {
      const [name] = await caches.keys();
      return name && (await (await caches.open(name)).keys()).length >= 8;
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.waitForSelector("#profession");
    await fill.quality(page);
    await next(page);
    await next(page);
    await fill.holder(page);
    assert.match(await page.innerText("#name-said"), /POSTE DE GARDE FICTIF/);
    await page.goto(`${stage().portal}#inspect`);
    await page.waitForSelector("#file", { state: "attached" });
    await page.setInputFiles("#file", { name: "x", mimeType: "text/plain", buffer: Buffer.from("x") });
    await page.waitForSelector(".result .notice-error", { timeout: 15_000 });
    await close(page);
  });

  test("markup in a field is text", async () => {
    const page = await open(chrome(), stage(), { language: "en" });
    await fill.quality(page);
    await next(page);
    await next(page);
    await page.check("#holder-other");
    await page.selectOption("#identifierType", "NIHII-GUARD_POST");
    await page.fill("#identifier", "<img src=x onerror=\"document.title='taken'\">");
    await page.fill("#name", "</p><script>document.title='taken'</script>");
    await page.locator("#name").blur();
    await page.waitForTimeout(200);
    assert.ok(!(await page.title()).includes("taken"));
    assert.equal(await page.locator("main img, main script").count(), 0);
    await close(page);
  });
}
