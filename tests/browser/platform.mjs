// A platform with a software card, both on loopback, for the tests.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const command = process.env.EHCERT;

export const text = (value) => new TextEncoder().encode(value);

/** The request of all tests: a fictional guard post. */
export const request = {
  holder: "other", identifierType: "NIHII-GUARD_POST", identifier: "67999077", name: "Poste fictif",
  contact: { emailPrivate: "a@example.org", phonePrivate: "0470000000" },
};

export class Platform {
  static async start() {
    const self = new Platform();
    self.dir = mkdtempSync(join(tmpdir(), "ehcert-"));
    const folder = join(self.dir, "platform");
    self.process = spawn(command, ["sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", folder]);
    const line = await new Promise((done) => self.process.stdout.once("data", (data) => done(String(data))));
    self.url = JSON.parse(line).url;
    const card = join(self.dir, "card.json");
    assert.equal(spawnSync(command, ["sandbox", "card", "--dir", folder, "--kind", "ec", card]).status, 0);
    const server = createServer();
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const connected = new Promise((done) => server.once("connection", done));
    self.reader = spawn(command, ["sandbox", "serve", card, "--vpcd", String(server.address().port)]);
    self.socket = await connected;
    server.close();
    self.buffer = Buffer.alloc(0);
    self.socket.on("data", (data) => {
      self.buffer = Buffer.concat([self.buffer, data]);
      self.pump?.();
    });
    self.send(Buffer.from([1]));
    return self;
  }
  send(message) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    this.socket.write(Buffer.concat([length, message]));
  }
  transmit(apdu) {
    return new Promise((done) => {
      this.pump = () => {
        if (this.buffer.length < 2) return;
        const length = this.buffer.readUInt16BE(0);
        if (this.buffer.length < 2 + length) return;
        const answer = this.buffer.subarray(2, 2 + length);
        this.buffer = this.buffer.subarray(2 + length);
        this.pump = undefined;
        done(new Uint8Array(answer));
      };
      this.send(Buffer.from(apdu));
    });
  }
  /** The roots of its certification authorities, DER. */
  async roots() {
    const pem = await (await fetch(this.url + "/ca/roots.pem")).text();
    const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g);
    return [...blocks].map((m) => new Uint8Array(Buffer.from(m[1], "base64")));
  }
  stop() {
    this.socket.destroy();
    this.process.kill("SIGKILL");
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Does a card operation with the platform's card. */
export async function card(platform, flow) {
  let step = flow.start();
  while (step.kind !== "done") {
    if (step.kind === "apdu") step = flow.answerResponse(await platform.transmit(step.bytes));
    else if (step.kind === "wait") step = flow.answerWaited();
    else step = flow.answerPin(text("1234"));
  }
  return flow;
}
