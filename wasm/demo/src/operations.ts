/**
 * Files, card and operations, and the only file that knows the names of the whole module. The worker loads it when
 * the first of them is asked for: a form does not load what it does not use.
 */
import init, {
  CardFlow as ModuleCard,
  describeProblem,
  Flow as ModuleFlow,
  hostError,
  inspectKeystore,
  Keystore,
  loadLanguage,
  previewCsr,
  stepLabel as labelOf,
  viewCertificate,
  type CardHolderView,
  type CardStep,
  type FlowStep,
  type PreflightOutcome,
  type Problem,
  type SignerInput,
} from "ehcert";
import address from "ehcert/ehcert.wasm?url";
import { told, toldError } from "./engine";
import type { Language } from "./texts";
import type { FileView, OpenedKeystore, RequestInput, Rights, Told } from "./types";

export type { CardStep, FlowStep };

export const load = (): Promise<void> => init(new URL(address, import.meta.url));

/** The texts of the module in the language of the page. They are of the page's own files; without them it would be English. */
export const speak = (language: Language): Promise<void> => loadLanguage(language).catch(() => undefined);

/** What the module, or this host of it, has to tell. */
export const words = (error: unknown, language: Language): Told => toldError(error, language, describeProblem);

/** An error of the host's own, by its stable name. */
export const problem = (name: string, language: Language, detail?: string): Told => words(hostError(name, detail), language);

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
    return { kind: "csr", ...previewCsr(bytes), der: octets(bytes) ?? bytes };
  } catch {
    try {
      return { kind: "certificate", ...viewCertificate(bytes), der: octets(bytes) };
    } catch {
      const { mac, macIterations, parts } = inspectKeystore(bytes);
      return { kind: "keystore", mac, macIterations, parts: parts.map((part) => ({ ...part, alias: part.alias ?? null })) };
    }
  }
}

export function open(bytes: Uint8Array, password: Uint8Array): OpenedKeystore {
  const keystore = Keystore.open(bytes, password);
  try {
    const entries = keystore.entries();
    try {
      const status = keystore.status();
      return { entries, pending: status.pending, dn: status.dn, daysLeft: status.daysLeft ?? null };
    } catch {
      // Somebody's keystore that is none of eHealth's has entries all the same.
      return { entries, pending: false, dn: "", daysLeft: null };
    }
  } finally {
    keystore.free();
  }
}

export type Flow = ModuleFlow;
export type CardFlow = ModuleCard;
/** The holder of the card, with the roots that its certificates must lead to. */
export type Signer = SignerInput;

const platform = (url: string, anchors: Uint8Array[]) => ({ platform: url, anchors });

export function preflight(signer: Signer, url: string, anchors: Uint8Array[]): Flow {
  return ModuleFlow.preflight({ signer, platform: platform(url, anchors) });
}

export function enrolment(
  signer: Signer,
  request: RequestInput,
  password: Uint8Array,
  pending: Uint8Array | undefined,
  url: string,
  anchors: Uint8Array[],
): Flow {
  return ModuleFlow.enrolment({ signer, request, password, pending, platform: platform(url, anchors) });
}

export function completion(keystore: Uint8Array, password: Uint8Array, patience: number, url: string, anchors: Uint8Array[]): Flow {
  return ModuleFlow.completion({ keystore, password, patience, platform: platform(url, anchors) });
}

export function applicationIds(identifierType: string, identifier: string, url: string, anchors: Uint8Array[]): Flow {
  return ModuleFlow.applicationIds({ identifierType, identifier, platform: platform(url, anchors) });
}

export function rights(found: PreflightOutcome, language: Language): Rights {
  return {
    naturalPerson: found.naturalPerson,
    organisations: found.organizations.map((one) => ({
      identifierType: one.identifierType,
      identifier: one.identifier,
      name: (one.names.find((n) => n.language === language) ?? one.names[0])?.text ?? "",
    })),
    warnings: warnings(found.warnings, language),
  };
}

export function warnings(problems: Problem[], language: Language): Told[] {
  return problems.map((one) => told(one, language, describeProblem));
}

export const stepLabel = (name: string, language: Language): string => labelOf(name, language);

export const readCard = (): CardFlow => ModuleCard.read();

export function signWithCard(step: Extract<FlowStep, { kind: "sign" }>, signer: Signer): CardFlow {
  const chain = step.key === "signature" ? signer.signatureChain : signer.authenticationChain;
  return ModuleCard.sign(step.key as "signature", step.hash as "SHA-256", step.digest, chain?.[0]);
}

/** The software card's own root is believed: this page only ever meets the card of a platform on loopback. */
export function signerOf(holder: CardHolderView): Signer {
  const { authenticationChain, signatureChain } = holder;
  return { authenticationChain, signatureChain, anchors: authenticationChain.slice(-1) };
}
