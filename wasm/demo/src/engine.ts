/**
 * The checks of the form, and the only file that knows the names of `ehcert/validate`. It runs in the worker.
 * Everything that is said about a value comes from the module; here it is only given the page's types.
 */
import init, {
  checkApplicationId,
  checkEmail,
  checkIdentifier,
  checkPassword,
  checkPhone,
  describeProblem,
  foldName,
  identifierTypes,
  keystoreFileName,
  professions,
  reviewRequest,
  version,
  type EhcertError,
  type Problem,
} from "ehcert/validate";
import address from "ehcert/validate.wasm?url";
import type { Language } from "./texts";
import type { IdentifierType, Look, Profession, RequestInput, Ticks, Told, Verdict } from "./types";

export async function load(): Promise<{ version: string }> {
  await init(new URL(address, import.meta.url));
  return { version: version() };
}

/** What a module says of a problem; each module knows the texts of its own. */
export type Describe = (problem: Problem, language: Language) => { message: string; advice: string };

export function told(problem: Problem, language: Language, describe: Describe = describeProblem): Told {
  const { code, name, field, retryable, actor, detail, ra } = problem;
  return { code, name, field: field ?? null, retryable, actor, detail: detail ?? null, ra, ...describe(problem, language) };
}

/** What a module threw. A trap would be a bug: it is told as the module's own word for one. */
export function toldError(error: unknown, language: Language, describe: Describe = describeProblem): Told {
  const problem = (error as Partial<EhcertError>).problem;
  const detail = String((error as Error)?.message ?? error);
  return told(problem ?? { code: 1000, name: "Internal", field: undefined, retryable: false, actor: "integrator", detail, values: [], ra: [] }, language, describe);
}

function attempt<T>(work: () => T, language: Language): Verdict<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, error: toldError(error, language) };
  }
}

export function lists(language: Language): { professions: Profession[]; types: IdentifierType[] } {
  const types = identifierTypes(language).map((one) => ({ ...one, length: one.length ?? null }));
  return { professions: professions(language), types };
}

export function look(request: RequestInput, language: Language): Look {
  const review = reviewRequest(request);
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
    // The name of a keystore that is made now, by the clock on the wall.
    fileName: review.ok ? keystoreFileName(review.dn) : "",
    identifier: attempt(() => {
      const report = checkIdentifier(request.identifierType, request.identifier);
      return { value: report.value, warnings: all(report.warnings) };
    }, language),
    name: foldName(request.name),
    firstNames: foldName(request.firstNames),
    applicationId: attempt(() => checkApplicationId(request.applicationId ?? "") ?? null, language),
    emailPrivate: attempt(() => checkEmail(contact.emailPrivate), language),
    emailGeneral: attempt(() => checkEmail(contact.emailGeneral ?? ""), language),
    phonePrivate: attempt(() => checkPhone(contact.phonePrivate), language),
    phoneGeneral: attempt(() => checkPhone(contact.phoneGeneral ?? ""), language),
  };
}

export function ticks(password: Uint8Array, confirmation: Uint8Array | null, language: Language): Ticks {
  const report = checkPassword(password, confirmation ?? undefined);
  return { ...report, confirmation: report.confirmation ?? null, problems: report.problems.map((one) => told(one, language)) };
}
