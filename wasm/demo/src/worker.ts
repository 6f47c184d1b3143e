/**
 * Where all work is done: the page itself never waits. The worker holds the password from the moment it is good until
 * it is used, drives the module's flows with `fetch`, plays the card over loopback, and asks the page only what a
 * person decides.
 */
import * as engine from "./engine";
import * as shelf from "./shelf";
import type { Language } from "./texts";
import type { Api, Outcome, Progress, Question, RequestInput, Told } from "./types";

/** The platform is where the page came from. */
const PLATFORM = self.location.origin;
/** The largest honest answer stays under 1 MB. */
const MAX_ANSWER = 8 << 20;
const PATIENCE_MS = 60_000;
/** How long step 2 waits for the certificate, in seconds. */
const CERTIFICATE_PATIENCE = 30;

/** What a running call needs of the page. */
interface Host {
  language: Language;
  signal: AbortSignal;
  ask(question: Question): Promise<unknown>;
  progress(progress: Progress): void;
}

/** An error in words, on its way to the page. */
class Refusal extends Error {
  constructor(readonly told: Told) {
    super(told.name);
  }
}

const CODE = { cancelled: 1003, unreachable: 2001, timeout: 2008, cut: 2009, tooLarge: 2010, httpStatus: 1611, readBack: 2040, readerEmpty: 2064 };

const refuse = (code: number, host: Host, detail: string | null = null) => new Refusal(engine.problem(code, host.language, detail));

let held: Uint8Array | null = null;
let holder: { signer: engine.Signer; nationalNumber: string } | null = null;
let sentCsr: Uint8Array | null = null;

function forget(): void {
  held?.fill(0);
  held = null;
}

/** Reads an answer up to a bound. */
async function bounded(answer: Response, host: Host): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    length += piece.value.length;
    if (length > MAX_ANSWER) {
      await reader?.cancel();
      throw refuse(CODE.tooLarge, host);
    }
    parts.push(piece.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A request to the platform, its network errors in the module's words. */
async function request(host: Host, url: string, init: RequestInit): Promise<{ answer: Response; body: Uint8Array }> {
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  let answer: Response | null = null;
  try {
    answer = await fetch(url, {
      ...init,
      redirect: "error",
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.any([host.signal, timeout]),
    });
    return { answer, body: await bounded(answer, host) };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (host.signal.aborted) throw refuse(CODE.cancelled, host);
    if (timeout.aborted) throw refuse(CODE.timeout, host);
    throw refuse(answer ? CODE.cut : CODE.unreachable, host, String((error as Error)?.message ?? error));
  }
}

async function roots(host: Host): Promise<Uint8Array[]> {
  const { body } = await request(host, `${PLATFORM}/ca/roots.pem`, {});
  const found = new TextDecoder().decode(body).matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g);
  return Array.from(found, (one) => Uint8Array.from(atob((one[1] ?? "").replace(/\s/g, "")), (c) => c.charCodeAt(0)));
}

function pause(ms: number, host: Host): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    host.signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(refuse(CODE.cancelled, host));
    });
  });
}

/** Plays a card operation with the platform's software card: each step is a plain message. */
async function playCard(host: Host, flow: engine.CardFlow): Promise<void> {
  let step = flow.start();
  while (step.kind !== "done") {
    if (step.kind === "apdu") {
      const { answer, body } = await request(host, `${PLATFORM}/card`, { method: "POST", body: step.bytes as BufferSource });
      if (step.secret) step.bytes.fill(0);
      if (!answer.ok) throw refuse(CODE.readerEmpty, host);
      step = flow.response(body);
    } else if (step.kind === "wait") {
      await pause(step.milliseconds, host);
      step = flow.waited();
    } else {
      const digits = (await host.ask({ kind: "pin", purpose: step.purpose, triesLeft: step.triesLeft ?? null })) as Uint8Array | null;
      if (!digits) throw refuse(CODE.cancelled, host);
      step = flow.pin(digits);
      digits.fill(0);
    }
  }
}

/** Puts the card in and reads it; no PIN is asked. */
async function insertCard(host: Host) {
  const { answer } = await request(host, `${PLATFORM}/card/reset`, { method: "POST" });
  if (!answer.ok) throw refuse(CODE.readerEmpty, host);
  const flow = engine.readCard();
  try {
    await playCard(host, flow);
    const found = flow.holder();
    holder = { signer: flow.signer(), nationalNumber: found.nationalNumber };
    return found;
  } finally {
    flow.free();
  }
}

async function signer(host: Host): Promise<engine.Signer> {
  if (!holder) await insertCard(host);
  if (!holder) throw refuse(CODE.readerEmpty, host);
  return holder.signer;
}

/** A key made by the browser, where it can; else the module makes one, here, where nobody waits. */
async function browserKey(): Promise<Uint8Array | null> {
  try {
    const pair = await crypto.subtle.generateKey(
      { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
      true,
      ["sign", "verify"],
    );
    return new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  } catch {
    return null;
  }
}

/** The CSR in the message that is sent, to be shown. */
function csrIn(body: Uint8Array): Uint8Array | null {
  const found = /<(?:\w+:)?CSR(?:\s[^>]*)?>([A-Za-z0-9+/=\s]+)<\//.exec(new TextDecoder().decode(body));
  return found ? Uint8Array.from(atob((found[1] ?? "").replace(/\s/g, "")), (c) => c.charCodeAt(0)) : null;
}

/** What a flow is done with, beside its own steps. */
interface Purpose {
  fileName: string;
  /** RSA 2048: the browser may make the key. */
  rsa: boolean;
}

/** The request may have reached the authority although its answer did not arrive. */
class MaybeSent extends Error {}

async function perform(host: Host, flow: engine.Flow, step: engine.Step, purpose: Purpose): Promise<engine.Step> {
  switch (step.kind) {
    case "sign": {
      const card = engine.signWithCard(step.key, step.hash, step.digest);
      try {
        await playCard(host, card);
        return flow.signature(card.signature() ?? new Uint8Array());
      } finally {
        card.free();
      }
    }
    case "showContract":
      return flow.contract((await host.ask({ kind: "contract", contract: step.review })) === true);
    case "generateKey": {
      const key = purpose.rsa ? await browserKey() : null;
      try {
        return flow.key(key);
      } finally {
        key?.fill(0);
      }
    }
    case "http": {
      sentCsr = csrIn(step.body) ?? sentCsr;
      const headers = Object.fromEntries(step.headers.map((one) => [one.name, one.value]));
      const { answer, body } = await request(host, step.url, { method: step.method, headers, body: step.body as BufferSource });
      return flow.http(answer.status, answer.headers.get("content-type") ?? "", body);
    }
    case "store": {
      const before = await shelf.get();
      const begun = before?.fileName === purpose.fileName ? before.begun : Date.now();
      await shelf.put({ bytes: step.keystore, fileName: purpose.fileName, begun, finished: false });
      const back = await shelf.get();
      if (!back) throw refuse(CODE.readBack, host);
      return flow.stored(back.bytes);
    }
    case "wait":
      await pause(step.seconds * 1000, host);
      return flow.waited();
    case "done":
      return step;
  }
}

/** Runs a flow to its end. A step that fails is told, and done again when the person wants it. */
async function drive(host: Host, flow: engine.Flow, purpose: Purpose): Promise<unknown> {
  let step = flow.step();
  for (;;) {
    host.progress({ name: step.name, label: engine.stepLabel(step.name, host.language), percent: step.percent });
    if (step.kind === "done") return flow.outcome();
    try {
      step = await perform(host, flow, step, purpose);
    } catch (error) {
      const told = error instanceof Refusal ? error.told : engine.toldError(error, host.language);
      if (host.signal.aborted) throw new Refusal(told);
      const stored = (await shelf.get()) !== null;
      const again = await host.ask({ kind: "trouble", error: told, stored });
      if (again !== true) throw new Refusal(told);
      if (step.kind === "http" && !step.repeatable) throw new MaybeSent();
      step = flow.step();
    }
  }
}

/** The unfinished keystore of an earlier run for the same certificate, if it opens with this password. */
async function pendingFor(fileName: string, password: Uint8Array): Promise<{ bytes: Uint8Array; fileName: string } | null> {
  const kept = await shelf.get();
  const identity = (name: string) => name.slice(0, name.lastIndexOf(" "));
  if (!kept || kept.finished || identity(kept.fileName) !== identity(fileName)) return null;
  try {
    engine.open(kept.bytes, password.slice());
    return kept;
  } catch {
    return null;
  }
}

/** Step 2: from the kept keystore to a working one. */
async function complete(host: Host, password: Uint8Array): Promise<Outcome> {
  const kept = await shelf.get();
  if (!kept) throw refuse(CODE.readBack, host);
  const flow = engine.completion(kept.bytes, password.slice(), CERTIFICATE_PATIENCE, PLATFORM, await roots(host));
  try {
    const found = (await drive(host, flow, { fileName: kept.fileName, rsa: true })) as Omit<Outcome, "pending" | "fileName" | "warnings"> & {
      warnings: unknown;
    };
    const final = await shelf.get();
    if (!final) throw refuse(CODE.readBack, host);
    // Offered only after it was read back and opened.
    engine.open(final.bytes, password.slice());
    await shelf.put({ ...final, finished: true });
    return { ...found, pending: false, fileName: kept.fileName, warnings: engine.warnings(found.warnings, host.language) };
  } finally {
    flow.free();
  }
}

async function enrol(host: Host, input: RequestInput): Promise<Outcome> {
  const password = held?.slice();
  if (!password) throw refuse(CODE.cancelled, host);
  try {
    sentCsr = null;
    const who = await signer(host);
    const anchors = await roots(host);
    const name = engine.look(input, host.language).fileName;
    let result: { automaticallyValidated: boolean } | null = null;
    while (!result) {
      const pending = await pendingFor(name, password);
      const purpose = { fileName: pending?.fileName ?? name, rsa: input.key !== "p-384" };
      const flow = engine.enrolment(who, input, password.slice(), pending?.bytes ?? null, PLATFORM, anchors);
      try {
        result = (await drive(host, flow, purpose)) as { automaticallyValidated: boolean };
      } catch (error) {
        // The next run asks the authority first whether it knows the key that is kept.
        if (!(error instanceof MaybeSent)) throw error;
      } finally {
        flow.free();
      }
    }
    if (!result.automaticallyValidated) {
      const fileName = (await shelf.get())?.fileName ?? name;
      return { pending: true, dn: "", serial: "", notBefore: 0, notAfter: 0, etkSerial: "", fileName, warnings: [] };
    }
    const outcome = await complete(host, password);
    forget();
    return outcome;
  } finally {
    password.fill(0);
  }
}

type Handlers = { [K in keyof Api]: (host: Host, ...args: never[]) => ReturnType<Api[K]> | Promise<ReturnType<Api[K]>> };

const handlers: Handlers = {
  load: () => engine.load(),
  lists: (_: Host, language: Language) => engine.lists(language),
  look: (_: Host, input: RequestInput, language: Language) => engine.look(input, language),
  holdPassword: (_: Host, password: Uint8Array, confirmation: Uint8Array | null, language: Language) => {
    const ticks = engine.ticks(password.slice(), confirmation?.slice() ?? null, language);
    forget();
    if (ticks.ok) held = password;
    else password.fill(0);
    confirmation?.fill(0);
    return ticks;
  },
  passwordHeld: () => held !== null,
  forgetPassword: () => forget(),
  view: (_: Host, bytes: Uint8Array) => engine.view(bytes),
  open: (_: Host, bytes: Uint8Array, password: Uint8Array) => {
    try {
      return engine.open(bytes, password);
    } finally {
      password.fill(0);
    }
  },
  readCard: (host: Host) => insertCard(host),
  findRights: async (host: Host) => {
    const flow = engine.preflight(await signer(host), PLATFORM, await roots(host));
    try {
      return engine.rights(await drive(host, flow, { fileName: "", rsa: true }), host.language);
    } finally {
      flow.free();
    }
  },
  enrol: (host: Host, input: RequestInput) => enrol(host, input),
  resume: async (host: Host, password: Uint8Array) => {
    try {
      return await complete(host, password);
    } finally {
      password.fill(0);
    }
  },
  kept: async () => {
    const kept = await shelf.get();
    return kept && { fileName: kept.fileName, begun: kept.begun, finished: kept.finished };
  },
  keptBytes: async () => (await shelf.get())?.bytes ?? new Uint8Array(),
  keptCsr: () => sentCsr,
  discard: async () => {
    sentCsr = null;
    forget();
    await shelf.clear();
  },
};

type Incoming =
  | { id: number; method: keyof Api; language: Language; args: unknown[] }
  | { id: number; answer: unknown }
  | { id: number; stop: true };

const running = new Map<number, { controller: AbortController; answer: ((value: unknown) => void) | null }>();

self.onmessage = async ({ data }: MessageEvent<Incoming>) => {
  if ("answer" in data) {
    running.get(data.id)?.answer?.(data.answer);
    return;
  }
  if ("stop" in data) {
    running.get(data.id)?.controller.abort();
    return;
  }
  const { id, method, language, args } = data;
  const call: { controller: AbortController; answer: ((value: unknown) => void) | null } = { controller: new AbortController(), answer: null };
  running.set(id, call);
  const host: Host = {
    language,
    signal: call.controller.signal,
    ask: (question) =>
      new Promise((resolve, reject) => {
        call.answer = resolve;
        call.controller.signal.addEventListener("abort", () => reject(refuse(CODE.cancelled, host)));
        self.postMessage({ id, question });
      }),
    progress: (progress) => self.postMessage({ id, progress }),
  };
  try {
    const work = handlers[method] as (host: Host, ...args: unknown[]) => unknown;
    self.postMessage({ id, result: await work(host, ...args) });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Refusal ? error.told : engine.toldError(error, language) });
  } finally {
    running.delete(id);
  }
};
