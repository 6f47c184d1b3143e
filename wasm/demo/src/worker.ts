/**
 * Where all work is done: the page itself never waits. The worker holds the password from the moment it is good until
 * it is used, drives the module's flows with `fetch`, plays the card over loopback, and asks the page only what a
 * person decides.
 */
import * as engine from "./engine";
import type * as Operations from "./operations";
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

let loading: Promise<typeof Operations> | null = null;
let operations: typeof Operations | null = null;

/** The whole module, from the first call that needs it; it speaks the language of each call. */
async function whole(language: Language): Promise<typeof Operations> {
  loading ??= import("./operations").then(async (found) => {
    await found.load();
    operations = found;
    return found;
  });
  try {
    const found = await loading;
    await found.speak(language);
    return found;
  } catch (error) {
    loading = null;
    throw error;
  }
}

/** An error of the page's own, by the module's name for it. */
function refuse(name: string, host: Host, detail?: string): Refusal {
  const told = operations?.problem(name, host.language, detail) ?? engine.toldError(new Error(name), host.language);
  return new Refusal(told);
}

const words = (error: unknown, language: Language): Told =>
  error instanceof Refusal ? error.told : (operations?.words(error, language) ?? engine.toldError(error, language));

let held: Uint8Array | null = null;
let holder: Operations.Signer | null = null;
let sentCsr: Uint8Array | null = null;
/** Whether the person wants to see the request before it is sent. */
let showCsr = false;

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
      throw refuse("ResponseTooLarge", host);
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
    if (host.signal.aborted) throw refuse("Cancelled", host);
    if (timeout.aborted) throw refuse("NetworkTimeout", host);
    throw refuse(answer ? "ConnectionCut" : "NetworkUnreachable", host, String((error as Error)?.message ?? error));
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
      reject(refuse("Cancelled", host));
    });
  });
}

/** Plays a card operation with the platform's software card: each step is a plain message. */
async function playCard(host: Host, flow: Operations.CardFlow): Promise<void> {
  let step = flow.start();
  while (step.kind !== "done") {
    if (step.kind === "apdu") {
      const { answer, body } = await request(host, `${PLATFORM}/card`, { method: "POST", body: step.bytes as BufferSource });
      if (step.secret) step.bytes.fill(0);
      if (!answer.ok) throw refuse("ReaderEmpty", host);
      step = flow.answerResponse(body);
    } else if (step.kind === "wait") {
      await pause(step.milliseconds, host);
      step = flow.answerWaited();
    } else {
      const digits = (await host.ask({ kind: "pin", purpose: step.purpose, triesLeft: step.triesLeft ?? null })) as Uint8Array | null;
      if (!digits) throw refuse("Cancelled", host);
      step = flow.answerPin(digits);
      digits.fill(0);
    }
  }
}

/** Puts the card in and reads it; no PIN is asked. */
async function insertCard(host: Host) {
  await whole(host.language);
  const { answer } = await request(host, `${PLATFORM}/card/reset`, { method: "POST" });
  if (!answer.ok) throw refuse("ReaderEmpty", host);
  const ops = await whole(host.language);
  const flow = ops.readCard();
  try {
    await playCard(host, flow);
    const found = flow.holder();
    if (!found) throw refuse("ReaderEmpty", host);
    holder = ops.signerOf(found);
    return { nationalNumber: found.nationalNumber, surname: found.surname, givenNames: found.givenNames };
  } finally {
    flow.free();
  }
}

async function signer(host: Host): Promise<Operations.Signer> {
  if (!holder) await insertCard(host);
  if (!holder) throw refuse("ReaderEmpty", host);
  return holder;
}

/** A key made by the browser, where it can; else the module makes one, here, where nobody waits. */
async function browserKey(algorithm: string): Promise<Uint8Array | null> {
  const wanted =
    algorithm === "p-384"
      ? { name: "ECDSA", namedCurve: "P-384" }
      : { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
  try {
    const pair = (await crypto.subtle.generateKey(wanted, true, ["sign", "verify"])) as CryptoKeyPair;
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

/** The request may have reached the authority although its answer did not arrive. */
class MaybeSent extends Error {}

async function perform(host: Host, flow: Operations.Flow, step: Operations.FlowStep, fileName: string): Promise<Operations.FlowStep> {
  switch (step.kind) {
    case "sign": {
      const ops = await whole(host.language);
      const card = ops.signWithCard(step, await signer(host));
      try {
        await playCard(host, card);
        return flow.answerSignature(card.signature() ?? new Uint8Array());
      } finally {
        card.free();
      }
    }
    case "showContract":
      return flow.answerContract((await host.ask({ kind: "contract", contract: step.review })) === true);
    case "generateKey": {
      const key = await browserKey(step.algorithm);
      try {
        return key ? flow.answerKey(key) : flow.generateKey();
      } finally {
        key?.fill(0);
      }
    }
    case "http": {
      const csr = csrIn(step.body);
      // What is sent again was seen already.
      const seen = csr?.length === sentCsr?.length && csr?.every((octet, at) => octet === sentCsr?.[at]);
      if (csr && showCsr && !seen && (await host.ask({ kind: "request", csr })) !== true) throw refuse("Cancelled", host);
      sentCsr = csr ?? sentCsr;
      const headers = Object.fromEntries(step.headers.map((one) => [one.name, one.value]));
      const { answer, body } = await request(host, step.url, { method: step.method, headers, body: step.body as BufferSource });
      return flow.answerHttp(answer.status, answer.headers.get("content-type") ?? "", body);
    }
    case "store": {
      const before = await shelf.get();
      const begun = before?.fileName === fileName ? before.begun : Date.now();
      await shelf.put({ bytes: step.keystore, fileName: fileName, begun, finished: false });
      const back = await shelf.get();
      if (!back) throw refuse("ReadBackFailed", host);
      return flow.answerStored(back.bytes);
    }
    case "wait":
      await pause(step.seconds * 1000, host);
      return flow.answerWaited();
    case "done":
      return step;
  }
}

/** Runs a flow to its end. A step that fails is told, and done again when the person wants it. */
async function drive(host: Host, flow: Operations.Flow, fileName: string): Promise<void> {
  const ops = await whole(host.language);
  let step = flow.step();
  for (;;) {
    host.progress({ name: step.name, label: ops.stepLabel(step.name, host.language), percent: step.percent });
    if (step.kind === "done") return;
    try {
      step = await perform(host, flow, step, fileName);
    } catch (error) {
      const told = words(error, host.language);
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
async function pendingFor(host: Host, fileName: string, password: Uint8Array): Promise<{ bytes: Uint8Array; fileName: string } | null> {
  const kept = await shelf.get();
  const identity = (name: string) => name.slice(0, name.lastIndexOf(" "));
  if (!kept || kept.finished || identity(kept.fileName) !== identity(fileName)) return null;
  try {
    (await whole(host.language)).open(kept.bytes, password.slice());
    return kept;
  } catch {
    return null;
  }
}

/** Step 2: from the kept keystore to a working one. */
async function complete(host: Host, password: Uint8Array): Promise<Outcome> {
  const kept = await shelf.get();
  if (!kept) throw refuse("ReadBackFailed", host);
  const ops = await whole(host.language);
  const flow = ops.completion(kept.bytes, password.slice(), CERTIFICATE_PATIENCE, PLATFORM, await roots(host));
  try {
    await drive(host, flow, kept.fileName);
    const found = flow.completionOutcome();
    if (!found) throw refuse("WrongState", host);
    const final = await shelf.get();
    if (!final) throw refuse("ReadBackFailed", host);
    // Offered only after it was read back and opened.
    ops.open(final.bytes, password.slice());
    await shelf.put({ ...final, finished: true });
    const { dn, serial, notBefore, notAfter, etkSerial } = found;
    return { dn, serial, notBefore, notAfter, etkSerial, pending: false, fileName: kept.fileName, warnings: ops.warnings(found.warnings, host.language) };
  } finally {
    flow.free();
  }
}

async function enrol(host: Host, input: RequestInput, show: boolean): Promise<Outcome> {
  const password = held?.slice();
  if (!password) throw refuse("Cancelled", host);
  try {
    sentCsr = null;
    showCsr = show;
    const who = await signer(host);
    const anchors = await roots(host);
    const name = engine.look(input, host.language).fileName;
    const ops = await whole(host.language);
    let result: { automaticallyValidated: boolean } | undefined;
    while (!result) {
      const pending = await pendingFor(host, name, password);
      const flow = ops.enrolment(who, input, password.slice(), pending?.bytes, PLATFORM, anchors);
      try {
        await drive(host, flow, pending?.fileName ?? name);
        result = flow.enrolmentOutcome();
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
  view: async (host: Host, bytes: Uint8Array) => (await whole(host.language)).view(bytes),
  open: async (host: Host, bytes: Uint8Array, password: Uint8Array) => {
    try {
      return (await whole(host.language)).open(bytes, password);
    } finally {
      password.fill(0);
    }
  },
  readCard: (host: Host) => insertCard(host),
  findRights: async (host: Host) => {
    const ops = await whole(host.language);
    const flow = ops.preflight(await signer(host), PLATFORM, await roots(host));
    try {
      await drive(host, flow, "");
      const found = flow.preflightOutcome();
      if (!found) throw refuse("WrongState", host);
      return ops.rights(found, host.language);
    } finally {
      flow.free();
    }
  },
  applicationIds: async (host: Host, identifierType: string, identifier: string) => {
    const ops = await whole(host.language);
    const flow = ops.applicationIds(identifierType, identifier, PLATFORM, await roots(host));
    try {
      let step = flow.step();
      while (step.kind !== "done") step = await perform(host, flow, step, "");
      return flow.applicationIdsOutcome() ?? [];
    } finally {
      flow.free();
    }
  },
  enrol: (host: Host, input: RequestInput, show: boolean) => enrol(host, input, show),
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
        call.controller.signal.addEventListener("abort", () => reject(refuse("Cancelled", host)));
        self.postMessage({ id, question });
      }),
    progress: (progress) => self.postMessage({ id, progress }),
  };
  try {
    await operations?.speak(language);
    const work = handlers[method] as (host: Host, ...args: unknown[]) => unknown;
    self.postMessage({ id, result: await work(host, ...args) });
  } catch (error) {
    self.postMessage({ id, error: words(error, language) });
  } finally {
    running.delete(id);
  }
};
