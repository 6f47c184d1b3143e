// What an integrator writes, under `tsc --strict`: every record has its type.
import init, {
  Flow,
  Keystore,
  type CompletionResult,
  type EhcertError,
  type FlowStep,
  type PreflightOutcome,
  type RequestInput,
  type SignerInput,
  previewCsr,
  verifyCertificate,
} from "ehcert";
import { drive, type Host } from "ehcert/driver";
import start, { checkIdentifier, checkPassword, describeProblem, reviewRequest, setLanguage, type Problem } from "ehcert/validate";

export async function form(number: string, password: Uint8Array): Promise<string[]> {
  await start();
  setLanguage("nl");
  try {
    const report = checkIdentifier("CBE", number);
    return report.warnings.map((warning: Problem) => describeProblem(warning, "nl").message);
  } catch (thrown) {
    const error = thrown as EhcertError;
    return [error.message, error.advice, error.field ?? "", error.code.toFixed(), checkPassword(password).length ? "long" : "short"];
  }
}

const request: RequestInput = {
  holder: "other",
  identifierType: "NIHII-GUARD_POST",
  identifier: "67999077",
  name: "Poste fictif",
  contact: { emailPrivate: "a@example.org", phonePrivate: "0470000000" },
};

const host: Host = {
  async sign(step) {
    const hash: "SHA-256" | "SHA-384" | "SHA-512" = step.hash;
    return new Uint8Array(await crypto.subtle.digest(hash, new Uint8Array(step.digest)));
  },
  showContract: (review) => review.texts.some((text) => text.language === "fr"),
  onStep: (step: FlowStep) => console.log(step.kind, step.percent, step.kind === "wait" ? step.seconds : 0),
};

export async function job(signer: SignerInput, password: Uint8Array, signal: AbortSignal): Promise<number> {
  await init();
  const rights = await drive<PreflightOutcome>(Flow.preflight({ signer, platform: "acceptance" }), host, { signal });
  if (!reviewRequest(request).ok || rights.outcome.organizations.length === 0) return 0;
  const pending = await drive(Flow.enrolment({ signer, request, password, platform: { platform: "acceptance" } }), host);
  if (!pending.keystore) return 0;
  const completion = Flow.completion({ keystore: pending.keystore, password, platform: "acceptance", patience: 60 });
  const { outcome, keystore } = await drive<CompletionResult>(completion, host, { signal });
  if (keystore) {
    const opened = Keystore.open(keystore, password);
    const left: number | undefined = opened.status().daysLeft;
    const chain: Uint8Array[] = opened.authenticationChain();
    const judged = verifyCertificate(chain[0] ?? new Uint8Array(), { untrusted: chain.slice(1), revocation: false }, { purpose: "client" });
    opened.free();
    return judged.accepted ? (left ?? 0) : outcome.notAfter;
  }
  return previewCsr(new Uint8Array()).signatureValid ? 1 : 0;
}
