// The main job in Firefox, driven by WebDriver BiDi over its own WebSocket: no driver program is needed.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { endings, PASSWORD } from "./bench.mjs";

/** Firefox with one page. */
class Firefox {
  static async start() {
    const self = new Firefox();
    self.dir = mkdtempSync(join(tmpdir(), "ehcert-firefox-"));
    self.downloads = join(self.dir, "downloads");
    const preferences = {
      "browser.download.folderList": 2,
      "browser.download.dir": self.downloads,
      "browser.download.useDownloadDir": true,
      "browser.shell.checkDefaultBrowser": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "app.update.enabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
      "services.settings.server": "data:,",
      "browser.aboutwelcome.enabled": false,
    };
    writeFileSync(join(self.dir, "user.js"), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
    self.child = spawn("firefox-esr", ["--headless", "--no-remote", "--profile", self.dir, "--remote-debugging-port", "0", "about:blank"], {
      env: { ...process.env, HOME: self.dir },
    });
    endings.push(() => {
      self.socket?.close();
      self.child.kill("SIGKILL");
      rmSync(self.dir, { recursive: true, force: true });
    });
    let said = "";
    const address = await new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`Firefox does not start: ${said}`)), 60_000);
      self.child.stderr.on("data", (data) => {
        said += data;
        const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said);
        if (found) {
          clearTimeout(timer);
          done(found[1]);
        }
      });
    });
    self.socket = new WebSocket(`${address}/session`);
    self.waiting = new Map();
    self.last = 0;
    self.socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      const call = self.waiting.get(message.id);
      if (!call) return;
      self.waiting.delete(message.id);
      if (message.type === "error") call.fail(new Error(`${message.error}: ${message.message}`));
      else call.done(message.result);
    });
    await new Promise((done, fail) => {
      self.socket.addEventListener("open", done);
      self.socket.addEventListener("error", () => fail(new Error("no WebSocket to Firefox")));
    });
    await self.send("session.new", { capabilities: {} });
    const { contexts } = await self.send("browsingContext.getTree", {});
    self.context = contexts[0].context;
    return self;
  }

  send(method, params) {
    const id = ++this.last;
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }

  go(url) {
    return this.send("browsingContext.navigate", { context: this.context, url, wait: "complete" });
  }

  /** The text that an expression gives in the page. */
  async evaluate(expression) {
    const { type, result, exceptionDetails } = await this.send("script.evaluate", {
      expression,
      target: { context: this.context },
      awaitPromise: true,
    });
    if (type === "exception") throw new Error(exceptionDetails.text);
    return result.value;
  }

  async until(expression, seconds = 40) {
    for (let i = 0; i < seconds * 10; i++) {
      if (await this.evaluate(`Boolean(${expression})`)) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`not in ${seconds} s: ${expression}; the page: ${await this.evaluate("document.querySelector('main').innerText")}`);
  }

  async see(selector) {
    await this.until(`document.querySelector(${JSON.stringify(selector)})`);
  }

  async click(selector) {
    await this.see(selector);
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  }

  /** Types with real keys. */
  async type(selector, text) {
    await this.see(selector);
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).focus()`);
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await this.send("input.performActions", { context: this.context, actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async choose(selector, value) {
    await this.see(selector);
    await this.evaluate(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.value = ${JSON.stringify(value)}; e.dispatchEvent(new Event("change", { bubbles: true })); })()`);
  }

  async next() {
    const before = await this.evaluate("document.querySelector('h1').textContent");
    await this.click("#next");
    // The new step has the focus before anything is typed: what is typed before that would go to the heading.
    await this.until(`document.activeElement?.tagName === "H1" && document.activeElement.textContent !== ${JSON.stringify(before)}`);
  }
}

export function firefox(_, stage) {
  const missing = spawnSync("firefox-esr", ["--version"]).status !== 0 ? "firefox-esr is not there" : typeof WebSocket === "undefined" ? "this Node has no WebSocket" : null;
  if (missing) {
    console.log(`skipped: the portal page in Firefox, ${missing}`);
    return;
  }
  test("the main job in Firefox, to a downloaded keystore that OpenSSL opens", async () => {
    const page = await Firefox.start();
    await page.go(`${stage().portal}?lang=nl`);
    await page.see("#profession option:nth-child(5)");
    await page.choose("#profession", await page.evaluate("document.querySelector('#profession').options[24].value"));
    await page.next();
    await page.click("form .button");
    await page.see("#organisations");
    await page.next();
    await page.click("#holder-other");
    await page.choose("#identifierType", "NIHII-GUARD_POST");
    await page.type("#identifier", "67999078");
    await page.type("#name", "Fictieve wachtpost van \u00c9\u00e9n");
    await page.see("#identifier-said .said-wrong");
    assert.match(await page.evaluate("document.querySelector('#name-said').innerText"), /FICTIEVE WACHTPOST VAN EEN/);
    await page.evaluate("document.querySelector('#identifier').select()");
    await page.type("#identifier", "67999077");
    await page.see("#identifier-said .said-good");
    await page.next();
    await page.type("#applicationId", "vuurvos");
    await page.next();
    await page.type("#emailPrivate", "iemand@example.org");
    await page.type("#phonePrivate", "0470123456");
    await page.see("#phonePrivate-said .said-good");
    await page.next();
    await page.type("#password", PASSWORD);
    await page.type("#confirmation", PASSWORD);
    await page.see("#password-said .said-good");
    await page.next();
    await page.see("#send:not([disabled])");
    await page.click("#send");
    await page.click("#accept");
    await page.click(".panel .button");
    // A panel that opens takes the focus to its title: what is typed before is lost.
    await page.until("document.querySelector('#pin') && document.activeElement?.id === 'panel-title'");
    await page.type("#pin", "1234");
    await page.click(".panel button[type=submit]");
    await page.see("#download");
    await page.click("#download");
    const file = () => (existsSync(page.downloads) ? readdirSync(page.downloads).find((name) => name.endsWith(".p12")) : undefined);
    for (let i = 0; i < 100 && !file(); i++) await new Promise((done) => setTimeout(done, 100));
    assert.ok(file(), "nothing was downloaded");
    const opened = spawnSync("openssl", ["pkcs12", "-legacy", "-in", join(page.downloads, file()), "-nodes", "-passin", `pass:${PASSWORD}`], { encoding: "utf8" });
    assert.equal(opened.status, 0, opened.stderr);
    assert.equal(opened.stdout.split("BEGIN PRIVATE KEY").length - 1, 2);
    assert.equal(await page.evaluate(`document.documentElement.outerHTML.includes(${JSON.stringify(PASSWORD)}) || JSON.stringify({ ...sessionStorage }).includes(${JSON.stringify(PASSWORD)})`), false);
  });
}
