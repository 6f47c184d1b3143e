/** What travels between the page and the worker: plain data only. */
import type { Language } from "./texts";

/** What went wrong (or should be told), in words of the chosen language. */
export interface Told {
  code: number;
  name: string;
  field: string | null;
  message: string;
  advice: string;
  retryable: boolean;
  actor: string;
  detail: string | null;
  /** What the registration authority itself said. */
  ra: { code: string; message: string }[];
}

export type Verdict<T> = { ok: true; value: T } | { ok: false; error: Told };

export interface Profession {
  id: string;
  name: string;
  personalCertificate: boolean;
  organizationTypes: string[];
}

export interface IdentifierType {
  code: string;
  name: string;
  length: number | null;
  person: boolean;
}

export interface FoldedName {
  text: string;
  changed: boolean;
  expanded: string[];
  unfolded: string[];
  invisible: string[];
}

export interface ContactInput {
  emailPrivate: string;
  emailGeneral: string | null;
  phonePrivate: string;
  phoneGeneral: string | null;
}

export type Key = "rsa-2048" | "p-384";

/** The engine's input for a request. */
export interface RequestInput {
  holder: "person" | "recognized" | "other";
  identifierType: string;
  identifier: string;
  name: string;
  firstNames: string;
  applicationId: string | null;
  baseServices: string[];
  contact: ContactInput;
  key: Key;
}

/** Everything that the engine says about a request as it stands: asked again at every key stroke. */
export interface Look {
  ok: boolean;
  errors: Told[];
  warnings: Told[];
  dn: string;
  commonName: string;
  organizationalUnits: string[];
  organization: string;
  country: string;
  fileName: string;
  identifier: Verdict<{ value: string; warnings: Told[] }>;
  name: FoldedName;
  firstNames: FoldedName;
  applicationId: Verdict<string | null>;
  emailPrivate: Verdict<string>;
  emailGeneral: Verdict<string>;
  phonePrivate: Verdict<string>;
  phoneGeneral: Verdict<string>;
}

export interface Ticks {
  length: boolean;
  acceptedCharacters: boolean;
  digitOrSymbol: boolean;
  letter: boolean;
  notTooLong: boolean;
  confirmation: boolean | null;
  ok: boolean;
  problems: Told[];
}

export interface CsrView {
  kind: "csr";
  subject: string;
  key: string;
  publicKeyIdentifier: string;
  signatureValid: boolean;
  attributes: string[];
  requestedExtensions: string[];
  der: Uint8Array;
}

export interface CertificateView {
  kind: "certificate";
  subject: string;
  issuer: string;
  serial: string;
  notBefore: number;
  notAfter: number;
  key: string;
  extensions: string[];
  der: Uint8Array | null;
}

export interface KeystoreView {
  kind: "keystore";
  mac: string;
  macIterations: number;
  parts: { kind: string; encryption: string; iterations: number; alias: string | null }[];
}

export type FileView = CsrView | CertificateView | KeystoreView;

export interface OpenedKeystore {
  entries: { alias: string; key: boolean; certificates: Omit<CertificateView, "kind" | "der">[] }[];
  pending: boolean;
  dn: string;
  daysLeft: number | null;
}

export interface CardHolder {
  nationalNumber: string;
  surname: string;
  givenNames: string;
}

export interface Organisation {
  identifierType: string;
  identifier: string;
  name: string;
}

export interface Rights {
  naturalPerson: boolean;
  organisations: Organisation[];
  warnings: Told[];
}

export interface Contract {
  dn: string;
  commonName: string;
  organizationalUnits: string[];
  organization: string;
  country: string;
  signer: string;
  contact: { emailPrivate: string; phonePrivate: string };
  baseServices: string[];
  texts: { language: string; text: string }[];
}

export interface Outcome {
  /** The certificate has not come: eHealth checks by hand. */
  pending: boolean;
  dn: string;
  serial: string;
  notBefore: number;
  notAfter: number;
  etkSerial: string;
  fileName: string;
  warnings: Told[];
}

/** A keystore that this browser keeps for a request that is not finished. */
export interface Kept {
  fileName: string;
  begun: number;
  finished: boolean;
}

/** A question of a job to the person. */
export type Question =
  | { kind: "pin"; purpose: string; triesLeft: number | null }
  | { kind: "contract"; contract: Contract }
  | { kind: "request"; csr: Uint8Array }
  | { kind: "trouble"; error: Told; stored: boolean };

export interface Progress {
  name: string;
  label: string;
  percent: number;
}

/** What the worker can do. Arguments and results are plain data; a refusal is a {@link Told}. */
export interface Api {
  load(): { version: string };
  lists(language: Language): { professions: Profession[]; types: IdentifierType[] };
  look(request: RequestInput, language: Language): Look;
  holdPassword(password: Uint8Array, confirmation: Uint8Array | null, language: Language): Ticks;
  passwordHeld(): boolean;
  forgetPassword(): void;
  view(bytes: Uint8Array, language: Language): FileView;
  open(bytes: Uint8Array, password: Uint8Array, language: Language): OpenedKeystore;
  readCard(language: Language): CardHolder;
  findRights(language: Language): Rights;
  /** The application ids of an organisation's certificates; empty for the one without, and none when nobody answers. */
  applicationIds(identifierType: string, identifier: string): string[];
  /** `showCsr`: the request is shown, and sent when the person wants it. */
  enrol(request: RequestInput, showCsr: boolean, language: Language): Outcome;
  resume(password: Uint8Array, language: Language): Outcome;
  kept(): Kept | null;
  keptBytes(): Uint8Array;
  keptCsr(): Uint8Array | null;
  discard(): void;
}
