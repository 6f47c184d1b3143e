// Drives a flow by fetch: does each step, or asks the host for what only a person or a card can give.
import { hostError } from "./ehcert.js";

const LONGEST_ANSWER = 16 << 20;

export async function drive(flow, host, { signal } = {}) {
  let keystore;
  for (let step = flow.step(); ; ) {
    signal?.throwIfAborted();
    host.onStep?.(step);
    if (step.kind === "done") return { outcome: flow.outcome(), keystore };
    else if (step.kind === "sign") step = flow.answerSignature(await host.sign(step, signal));
    else if (step.kind === "showContract") step = flow.answerContract(await host.showContract(step.review, signal));
    else if (step.kind === "http") step = flow.answerHttp(...(await send(step, host, signal)));
    else if (step.kind === "generateKey") {
      const key = await (host.generateKey ?? generateKey)(step.algorithm, signal);
      try { step = flow.answerKey(key); } finally { key.fill(0); }
    } else if (step.kind === "store") {
      keystore = await (host.store ?? keep)(step.keystore, step);
      step = flow.answerStored(keystore);
    } else {
      await pause(step.seconds * 1000, signal);
      step = flow.answerWaited();
    }
  }
}

/** A new key as PKCS#8: by WebCrypto, or in a worker with the module where a page has no WebCrypto. */
export async function generateKey(algorithm, signal) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return inWorker(algorithm, signal);
  const wanted = algorithm === "p-384" ? { name: "ECDSA", namedCurve: "P-384" }
    : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const pair = await subtle.generateKey(wanted, true, ["sign", "verify"]);
  return new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey));
}

/** The default of `host.store`: into a Blob, and back out of it. */
async function keep(keystore) {
  return new Uint8Array(await new Blob([keystore], { type: "application/x-pkcs12" }).arrayBuffer());
}

function inWorker(algorithm, signal) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.key ? resolve(data.key) : reject(hostError("Internal", data.failure)));
    worker.onerror = (event) => reject(hostError("Internal", `worker: ${event.message ?? "cannot be loaded"}`));
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.postMessage({ algorithm });
  }).finally(() => worker.terminate());
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => (clearTimeout(timer), reject(signal.reason));
    const timer = setTimeout(() => (signal?.removeEventListener("abort", stop), resolve()), milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** The answer to a request, as `answerHttp` takes it. What may be repeated is, once; an optional one may fail. */
async function send(step, host, signal) {
  for (let again = step.repeatable; ; again = false) {
    const control = new AbortController();
    const stop = () => control.abort();
    const timer = setTimeout(stop, step.optional ? 10_000 : (host.timeout ?? 60_000));
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const answer = await (host.fetch ?? globalThis.fetch)(step.url, {
        method: step.method, headers: step.headers.map((h) => [h.name, h.value]), body: step.method === "GET" ? undefined : step.body,
        redirect: "error", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", signal: control.signal,
      });
      return [answer.status, answer.headers.get("content-type") ?? "", await bounded(answer)];
    } catch (error) {
      signal?.throwIfAborted();
      if (error?.problem && !step.optional) throw error;
      if (again) continue;
      if (step.optional) return [0, "", new Uint8Array()];
      if (control.signal.aborted) throw hostError("NetworkTimeout");
      throw hostError(globalThis.navigator?.onLine === false ? "NetworkUnreachable" : "NetworkFailed", String(error?.message ?? error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

/** The body, as far as an answer may be long. */
async function bounded(answer) {
  const parts = [];
  let length = 0;
  for (let reader = answer.body?.getReader(); reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if ((length += value.length) > LONGEST_ANSWER) {
      await reader.cancel();
      throw hostError("ResponseTooLarge");
    }
    parts.push(value);
  }
  const body = new Uint8Array(length);
  parts.reduce((at, part) => (body.set(part, at), at + part.length), 0);
  return body;
}
