/**
 * The only file of the page that knows the module's own names. It runs in the worker. Everything that is said about
 * a value comes from the module; here it is only given the page's types.
 */
import init, * as ehcert from "ehcert";
import address from "ehcert/module.wasm?url";
import type { Language } from "./texts";
import type {
  CardHolder,
  CertificateView,
  Contract,
  CsrView,
  FileView,
  FoldedName,
  IdentifierType,
  Look,
  OpenedKeystore,
  Profession,
  RequestInput,
  Rights,
  Ticks,
  Told,
  Verdict,
} from "./types";

interface Problem {
  code: number;
  name: string;
  field: string | null;
  retryable: boolean;
  actor: string;
  detail: string | null;
  values: { key: string; value: string }[];
  ra: { code: string; message: string }[];
}

const now = () => Date.now() / 1000;

export async function load(): Promise<{ version: string }> {
  await init({ module_or_path: address });
  return { version: ehcert.version() };
}

function told(problem: Problem, language: Language): Told {
  const row = ehcert.describeProblem(problem.code, language) as { message: string; advice: string } | undefined;
  const fill = (text: string) => problem.values.reduce((t, v) => t.replaceAll(`{${v.key}}`, v.value), text);
  const { code, name, field, retryable, actor, detail, ra } = problem;
  return { code, name, field, retryable, actor, detail, ra, message: fill(row?.message ?? name), advice: fill(row?.advice ?? "") };
}

/** A problem of the module's own, by its stable number. */
export function problem(code: number, language: Language, detail: string | null = null): Told {
  const rows = ehcert.errorTable(language) as { code: number; name: string; retryable: boolean; actor: string }[];
  const row = rows.find((one) => one.code === code);
  return told(
    { code, name: row?.name ?? String(code), field: null, retryable: row?.retryable ?? false, actor: row?.actor ?? "user", detail, values: [], ra: [] },
    language,
  );
}

/** An error that the module threw. A trap (which is a bug) becomes the module's own word for one. */
export function toldError(error: unknown, language: Language): Told {
  const own = (error as { problem?: Problem }).problem;
  return own ? told(own, language) : problem(1000, language, String((error as Error)?.message ?? error));
}

function attempt<T>(work: () => T, language: Language): Verdict<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error: toldError(error, language) };
  }
}

export function lists(language: Language): { professions: Profession[]; types: IdentifierType[] } {
  return { professions: ehcert.professions(language), types: ehcert.identifierTypes(language) };
}

/** The name of the file that a keystore made now would have, by the clock on the wall. */
export function fileName(dn: string): string {
  const t = new Date();
  return ehcert.keystoreFileName(dn, t.getFullYear(), t.getMonth() + 1, t.getDate(), t.getHours(), t.getMinutes(), t.getSeconds());
}

export function look(request: RequestInput, language: Language): Look {
  const review = ehcert.reviewRequest(request);
  const all = (problems: Problem[]) => problems.map((one) => told(one, language));
  const { contact } = request;
  return {
    ok: review.ok,
    errors: all(review.errors),
    warnings: all(review.warnings),
    dn: review.dn,
    commonName: review.commonName,
    organizationalUnits: review.organizationalUnits,
    organization: review.organization,
    country: review.country,
    fileName: review.ok ? fileName(review.dn) : "",
    identifier: attempt(() => {
      const report = ehcert.checkIdentifier(request.identifierType, request.identifier);
      return { value: report.value, warnings: all(report.warnings) };
    }, language),
    name: ehcert.foldName(request.name) as FoldedName,
    firstNames: ehcert.foldName(request.firstNames) as FoldedName,
    applicationId: attempt(() => ehcert.checkApplicationId(request.applicationId ?? "") ?? null, language),
    emailPrivate: attempt(() => ehcert.checkEmail(contact.emailPrivate), language),
    emailGeneral: attempt(() => ehcert.checkEmail(contact.emailGeneral ?? ""), language),
    phonePrivate: attempt(() => ehcert.checkPhone(contact.phonePrivate), language),
    phoneGeneral: attempt(() => ehcert.checkPhone(contact.phoneGeneral ?? ""), language),
  };
}

export function ticks(password: Uint8Array, confirmation: Uint8Array | null, language: Language): Ticks {
  const report = ehcert.checkPassword(password, confirmation ?? undefined);
  return { ...report, problems: report.problems.map((one: Problem) => told(one, language)) };
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;

/** The octets of a file that may be PEM: for the view of octets only, the module reads the file by itself. */
function octets(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] === 0x30) return bytes;
  try {
    const found = PEM.exec(new TextDecoder().decode(bytes));
    return found ? Uint8Array.from(atob((found[2] ?? "").replace(/[^A-Za-z0-9+/=]/g, "")), (c) => c.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

/** What a file is: the first kind that the module can read it as. The error of a file that is none is the last one's. */
export function view(bytes: Uint8Array): FileView {
  try {
    const csr = ehcert.previewCsr(bytes) as Omit<CsrView, "kind" | "der">;
    return { kind: "csr", ...csr, der: octets(bytes) ?? bytes };
  } catch {
    try {
      const certificate = ehcert.viewCertificate(bytes) as Omit<CertificateView, "kind" | "der">;
      return { kind: "certificate", ...certificate, der: octets(bytes) };
    } catch {
      return { kind: "keystore", ...ehcert.inspectKeystore(bytes) };
    }
  }
}

export function open(bytes: Uint8Array, password: Uint8Array): OpenedKeystore {
  const keystore = ehcert.Keystore.open(bytes, password);
  try {
    const status = keystore.status(now());
    return { entries: keystore.entries(), pending: status.pending, dn: status.dn, daysLeft: status.daysLeft ?? null };
  } finally {
    keystore.free();
  }
}

export type Step =
  | { kind: "sign"; name: string; percent: number; key: string; hash: string; digest: Uint8Array }
  | { kind: "showContract"; name: string; percent: number; review: Contract }
  | { kind: "generateKey"; name: string; percent: number }
  | { kind: "http"; name: string; percent: number; method: string; url: string; headers: { name: string; value: string }[]; body: Uint8Array; repeatable: boolean }
  | { kind: "store"; name: string; percent: number; keystore: Uint8Array; replace: boolean }
  | { kind: "wait"; name: string; percent: number; seconds: number }
  | { kind: "done"; name: string; percent: number };

/** An operation of the module on its way: `step` repeats what is due, each answer gives the next. */
export interface Flow {
  step(): Step;
  signature(signature: Uint8Array): Step;
  contract(accepted: boolean): Step;
  key(pkcs8: Uint8Array | null): Step;
  http(status: number, contentType: string, body: Uint8Array): Step;
  stored(readBack: Uint8Array): Step;
  waited(): Step;
  outcome(): unknown;
  free(): void;
}

function flow(inner: ehcert.Flow): Flow {
  return {
    step: () => inner.step(now()),
    signature: (signature) => inner.answerSignature(signature, now()),
    contract: (accepted) => inner.answerContract(accepted, now()),
    key: (pkcs8) => (pkcs8 ? inner.answerKey(pkcs8, now()) : inner.generateKey(now())),
    http: (status, contentType, body) => inner.answerHttp(status, contentType, body, now()),
    stored: (readBack) => inner.answerStored(readBack, now()),
    waited: () => inner.answerWaited(now()),
    outcome: () => inner.outcome(),
    free: () => inner.free(),
  };
}

export type Signer = ehcert.Signer;

export function preflight(signer: Signer, url: string, anchors: Uint8Array[]): Flow {
  return flow(ehcert.Flow.preflight(signer, url, anchors, now()));
}

export function enrolment(
  signer: Signer,
  request: RequestInput,
  password: Uint8Array,
  _pending: Uint8Array | null,
  url: string,
  anchors: Uint8Array[],
): Flow {
  return flow(ehcert.Flow.enrolment(signer, request, password, url, anchors, now()));
}

export function completion(keystore: Uint8Array, password: Uint8Array, patience: number, url: string, anchors: Uint8Array[]): Flow {
  return flow(ehcert.Flow.completion(keystore, password, patience, url, anchors));
}

export function rights(outcome: unknown, language: Language): Rights {
  const found = outcome as {
    naturalPerson: boolean;
    organizations: { identifierType: string; identifier: string; names: { language: string; text: string }[] }[];
    warnings: Problem[];
  };
  return {
    naturalPerson: found.naturalPerson,
    organisations: found.organizations.map((one) => ({
      identifierType: one.identifierType,
      identifier: one.identifier,
      name: (one.names.find((n) => n.language === language) ?? one.names[0])?.text ?? "",
    })),
    warnings: found.warnings.map((one) => told(one, language)),
  };
}

export function warnings(problems: unknown, language: Language): Told[] {
  return (problems as Problem[]).map((one) => told(one, language));
}

export function stepLabel(name: string, language: Language): string {
  return ehcert.stepLabel(name, language);
}

export type CardStep =
  | { kind: "apdu"; bytes: Uint8Array; secret: boolean }
  | { kind: "wait"; milliseconds: number }
  | { kind: "askPin"; purpose: string; triesLeft: number | null }
  | { kind: "done" };

/** An operation of the card, one command at a time. */
export interface CardFlow {
  start(): CardStep;
  response(bytes: Uint8Array): CardStep;
  waited(): CardStep;
  pin(digits: Uint8Array): CardStep;
  holder(): CardHolder;
  signer(): Signer;
  signature(): Uint8Array | undefined;
  free(): void;
}

function card(inner: ehcert.CardFlow): CardFlow {
  return {
    start: () => inner.start(),
    response: (bytes) => inner.answerResponse(bytes),
    waited: () => inner.answerWaited(),
    pin: (digits) => inner.answerPin(digits),
    holder: () => {
      const [nationalNumber, surname, givenNames] = inner.holder() as string[];
      return { nationalNumber: nationalNumber ?? "", surname: surname ?? "", givenNames: givenNames ?? "" };
    },
    // The software card's own root: this page only ever meets the card of a platform on loopback.
    signer: () => inner.signer(undefined),
    signature: () => inner.signature(),
    free: () => inner.free(),
  };
}

export const readCard = (): CardFlow => card(ehcert.CardFlow.read());

export const signWithCard = (key: string, hash: string, digest: Uint8Array): CardFlow =>
  card(ehcert.CardFlow.sign(key, hash, digest, now()));
