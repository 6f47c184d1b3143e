import type { Flow } from "./wasm/ehcert.js";
import type { ContractReview, FlowOutcome, FlowStep, KeyAlgorithm } from "./types.js";

/** A step of one kind. */
export type Step<Kind extends FlowStep["kind"]> = Extract<FlowStep, { kind: Kind }>;

/** What only the host has: the card, the person, a place for the keystore. */
export interface Host {
  /** Signs `step.digest` with a key of the eID: RSA PKCS#1 v1.5, or ECDSA as r||s. */
  sign(step: Step<"sign">, signal?: AbortSignal): Promise<Uint8Array> | Uint8Array;
  /** Shows the contract in a sandboxed frame; whether the person accepts it. */
  showContract(review: ContractReview, signal?: AbortSignal): Promise<boolean> | boolean;
  /**
   * Stores the keystore and reads it back; gives what was read, which the flow opens and compares. Absent: a Blob
   * in memory; the result's `keystore` is then offered as a download.
   */
  store?(keystore: Uint8Array, step: Step<"store">): Promise<Uint8Array> | Uint8Array;
  /** Makes a key, DER PrivateKeyInfo, which is wiped after its use. Absent: WebCrypto, or a worker without it. */
  generateKey?(algorithm: KeyAlgorithm, signal?: AbortSignal): Promise<Uint8Array>;
  /** Is told of each step before it is done. */
  onStep?(step: FlowStep): void;
  /** Instead of the global one. */
  fetch?: typeof globalThis.fetch;
  /** Milliseconds that a request may take; absent: 60 000. */
  timeout?: number;
}

/** What came of a flow. */
export interface Driven<Outcome> {
  /** Of the operation. */
  outcome: Outcome;
  /** The keystore as it was read back last; `undefined` when the operation stores none. */
  keystore: Uint8Array | undefined;
}

/**
 * Does every step of a flow. When it throws (no network, the signal, a refusal of the RA), the flow stays where it
 * was: call it again to go on, or `flow.free()` to give up.
 */
export function drive<Outcome extends FlowOutcome = FlowOutcome>(
  flow: Flow,
  host: Host,
  options?: { signal?: AbortSignal | undefined },
): Promise<Driven<Outcome>>;

/** A new key as PKCS#8: by WebCrypto, or in a worker with the module where a page has no WebCrypto. */
export function generateKey(algorithm: KeyAlgorithm, signal?: AbortSignal): Promise<Uint8Array>;
