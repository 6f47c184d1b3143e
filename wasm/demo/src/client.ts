/** The page's side of the worker: a promise for each call. */
import type { Language } from "./texts";
import type { Api, Progress, Question, Told } from "./types";

/** A refusal of the engine, in words. */
export class ToldError extends Error {
  constructor(readonly told: Told) {
    super(told.message);
  }
}

export interface Watch {
  ask?(question: Question, answer: (value: unknown, transfer?: Transferable[]) => void): void;
  progress?(progress: Progress): void;
  signal?: AbortSignal;
  /** Octets that the worker takes over: the page keeps no copy. */
  transfer?: Transferable[];
}

interface Waiting extends Watch {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Outgoing = { id: number } & ({ result: unknown } | { error: Told } | { question: Question } | { progress: Progress });

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const waiting = new Map<number, Waiting>();
let last = 0;

worker.onmessage = ({ data }: MessageEvent<Outgoing>) => {
  const { id } = data;
  const call = waiting.get(id);
  if (!call) return;
  if ("progress" in data) call.progress?.(data.progress);
  else if ("question" in data) call.ask?.(data.question, (answer, transfer) => worker.postMessage({ id, answer }, transfer ?? []));
  else {
    waiting.delete(id);
    if ("error" in data) call.reject(new ToldError(data.error));
    else call.resolve(data.result);
  }
};

worker.onerror = (event) => {
  for (const call of waiting.values()) call.reject(new Error(event.message || "the worker could not start"));
  waiting.clear();
};

/** Calls the engine. `language` is that of its texts. */
export function call<K extends keyof Api>(
  method: K,
  language: Language,
  args: Parameters<Api[K]>,
  watch: Watch = {},
): Promise<ReturnType<Api[K]>> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { ...watch, resolve: resolve as (value: unknown) => void, reject });
    watch.signal?.addEventListener("abort", () => worker.postMessage({ id, stop: true }));
    worker.postMessage({ id, method, language, args }, watch.transfer ?? []);
  });
}
