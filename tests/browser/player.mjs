// Plays the files of tests/scenarios with the package, in Node and in a page: gives the lines of the trace.

const utf8 = (value) => new TextEncoder().encode(value);
/** Whether ehcert said it: anything else is a fault of the player or a trap. */
const told = (error) => typeof error?.code === "number" && error.problem !== undefined;

/** The lines of fields.json; without some calls for a module that has not all. */
export async function playFields(ehcert, { language, cases }) {
  for (const tag of ["fr", "nl", "de"]) await ehcert.loadLanguage?.(tag);
  return cases.map(({ call, arguments: given }) => {
    try {
      return { call, result: said(ehcert, call, given, language) };
    } catch (error) {
      if (!told(error)) throw error;
      return { call, error: error.problem, ...ehcert.describeProblem(error.problem, language) };
    }
  });
}

function said(ehcert, call, given, language) {
  if (call === "checkPassword") return ehcert.checkPassword(...given.map((g) => (g === null ? undefined : utf8(g))));
  if (call === "fieldLabel" || call === "stepLabel") return ehcert[call](given[0], given[1] ?? language);
  if (call === "keystoreFileName") {
    const [dn, year, month, ...rest] = given;
    return ehcert.keystoreFileName(dn, new Date(year, month - 1, ...rest));
  }
  return ehcert[call](...given);
}

/** The lines of a flow file, against the sandbox at `base`. */
export async function playFlows(ehcert, scenario, base) {
  const player = new Player(ehcert, scenario, base);
  await player.begin();
  for (const entry of scenario.flows) await player.play(entry);
  player.end();
  return player.lines;
}

class Player {
  constructor(ehcert, scenario, base) {
    Object.assign(this, { ehcert, scenario, base, clock: 0, lines: [], stored: undefined });
  }
  now() {
    return Date.now() / 1000 + this.clock;
  }
  print(line) {
    this.lines.push(JSON.parse(JSON.stringify(line)));
  }
  async post(path, body, type = "application/json") {
    const answer = await fetch(this.base + path, { method: "POST", headers: { "content-type": type }, body });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
  control(command) {
    return this.post("/control", JSON.stringify(command));
  }
  async begin() {
    await this.control({ do: "clear_rules" });
    await this.control({ do: "clock", offset: 0 });
    const pem = await (await fetch(this.base + "/ca/roots.pem")).text();
    const roots = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)];
    const anchors = roots.map((m) => Uint8Array.from(atob(m[1].replace(/\s/g, "")), (c) => c.charCodeAt(0)));
    this.platform = { platform: this.base, anchors };
    this.holder = (await this.card(this.ehcert.CardFlow.read(), {})).holder();
    const { authenticationChain, signatureChain } = this.holder;
    this.signer = { authenticationChain, signatureChain, anchors: authenticationChain.slice(-1) };
  }
  /** Does a card operation, after a reset. */
  async card(flow, { pin = "1234", absent = false }) {
    await this.post("/card/reset");
    let step = flow.start();
    while (step.kind !== "done") {
      if (step.kind === "apdu") step = flow.answerResponse(absent ? new Uint8Array() : await this.post("/card", step.bytes, "application/octet-stream"));
      else if (step.kind === "wait") step = flow.answerWaited();
      else step = pin === null ? flow.answerCancelled() : flow.answerPin(utf8(pin));
    }
    return flow;
  }
  identifier() {
    const store = this.ehcert.Keystore.open(this.stored, utf8(this.scenario.password));
    const identifier = store.publicKeyIdentifier();
    store.free();
    return identifier;
  }
  make(entry, again) {
    const { Flow } = this.ehcert;
    const { signer, platform } = this;
    const now = this.now();
    const password = utf8(entry.password ?? this.scenario.password);
    const keystore = this.stored;
    switch (entry.flow) {
      case "preflight":
        return Flow.preflight({ signer, platform, now });
      case "enrolment":
        return Flow.enrolment({
          signer, request: entry.request ?? this.scenario.request, password, platform, now,
          pending: entry.pending || again ? keystore : undefined,
          renews: entry.renews ? this.renewed ?? keystore : undefined,
        });
      case "completion":
        return Flow.completion({ keystore, password, platform, patience: entry.patience, expectedDn: entry.expected });
      case "applicationIds":
        return Flow.applicationIds({ identifierType: entry.identifierType, identifier: entry.identifier, platform });
      case "revocation":
        return Flow.revocation({ signer, publicKeyIdentifier: this.identifier(), reason: entry.reason, platform, now });
      case "foreignRequest": {
        const { bis, firstNames, name, contact } = entry;
        return Flow.foreignRequest({ bis, firstNames, name, contact, password, key: "p-384", platform });
      }
      default:
        return Flow[entry.flow]({ keystore, password, platform });
    }
  }
  async play(entry) {
    this.print({ flow: entry.flow });
    let flow, step;
    try {
      if (entry.flow === "card") {
        const { nationalNumber, surname, givenNames } = (await this.card(this.ehcert.CardFlow.read(), {})).holder();
        return this.print({ outcome: { nationalNumber, surname, givenNames } });
      }
      this.renewed = entry.renews ? this.stored : undefined;
      flow = this.make(entry);
      step = flow.step(this.now());
    } catch (error) {
      return this.failed(error);
    }
    const script = [...(entry.script ?? [])];
    for (let failures = 0; ; ) {
      this.step(step);
      if (step.kind === "done") {
        this.outcome(entry, flow);
        break;
      }
      const at = script.findIndex((todo) => todo.at === step.name);
      const [todo] = at < 0 ? [{}] : script.splice(at, 1);
      try {
        for (const command of todo.control ?? []) {
          const text = JSON.stringify(command);
          await this.control(JSON.parse(text.includes("{publicKeyIdentifier}") ? text.replaceAll("{publicKeyIdentifier}", this.identifier()) : text));
        }
        this.clock = todo.clock ?? this.clock;
        if (todo.act === "stop") break;
        if (todo.act === "restart") {
          flow.free();
          flow = this.make(entry, entry.flow === "enrolment" && this.stored !== this.renewed);
          this.print({ restart: true });
          step = flow.step(this.now());
          continue;
        }
        const next = await this.answer(flow, step, todo);
        if (next === null) {
          this.print({ lost: true });
          step = flow.step(this.now());
        } else {
          step = next;
          failures = 0;
        }
      } catch (error) {
        this.failed(error);
        if (++failures === 4) break;
        try {
          step = flow.step(this.now());
        } catch (again) {
          this.failed(again);
          break;
        }
      }
    }
    flow.free();
  }
  failed(error) {
    if (!told(error)) throw error;
    this.print({ error: error.problem });
  }
  /** The next step; `null` when the answer was lost. */
  async answer(flow, step, { act, http }) {
    const now = () => this.now();
    if (act === "not-asked") return flow.answerWaited(now());
    switch (step.kind) {
      case "sign": {
        if (act === "no-signature") return flow.answerSignature(new Uint8Array(), now());
        const chain = step.key === "authentication" ? this.holder.authenticationChain : this.holder.signatureChain;
        const signing = this.ehcert.CardFlow.sign(step.key, step.hash, step.digest, chain[0], now());
        const how = { "wrong-pin": { pin: "0000" }, "no-pin": { pin: null }, "no-card": { absent: true } }[act] ?? {};
        const signature = (await this.card(signing, how)).signature();
        if (act === "wrong-signature") signature[signature.length - 1] ^= 1;
        return flow.answerSignature(signature, now());
      }
      case "showContract":
        return flow.answerContract(act !== "decline", now());
      case "generateKey":
        return act === "wrong-key" ? flow.answerKey(new Uint8Array([0x30, 0]), now()) : flow.generateKey(now());
      case "store": {
        let bytes = step.keystore.slice();
        if (act === "stored-other") bytes[bytes.length - 1] ^= 1;
        if (act === "stored-half") bytes = bytes.slice(0, Math.floor(bytes.length / 2));
        if (act === "stored-nothing") bytes = new Uint8Array();
        const next = flow.answerStored(bytes, now());
        this.stored = step.keystore;
        return next;
      }
      case "wait":
        await this.control({ do: "advance", seconds: step.seconds });
        this.clock += step.seconds;
        return flow.answerWaited(now());
      default: {
        if (act === "http") return flow.answerHttp(http.status, http.contentType, utf8(http.body.repeat(http.times ?? 1)), now());
        let status, type, body;
        try {
          const answer = await fetch(step.url, { method: step.method, headers: step.headers.map((h) => [h.name, h.value]), body: step.body.length ? step.body : undefined });
          [status, type, body] = [answer.status, answer.headers.get("content-type") ?? "", new Uint8Array(await answer.arrayBuffer())];
        } catch {
          return null;
        }
        return act === "lost" ? null : flow.answerHttp(status, type, body, now());
      }
    }
  }
  step({ digest, body, keystore, ...line }) {
    this.print(line);
  }
  outcome(entry, flow) {
    const outcome = flow.outcome();
    const named = { keystoreStatus: "certificates", applicationIds: "applicationIds", selfTest: "etkSerial" }[entry.flow];
    this.print({ outcome: named ? { [named]: outcome } : (outcome ?? {}) });
  }
  end() {
    if (this.stored === undefined) return;
    try {
      const store = this.ehcert.Keystore.open(this.stored, utf8(this.scenario.password));
      this.print({ keystore: store.status(Date.now() / 1000) });
      store.free();
    } catch (error) {
      this.failed(error);
    }
  }
}
