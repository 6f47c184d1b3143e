/** What a person fills in, and how it survives a reload: in the tab's session storage, without any secret. */
import { LANGUAGES, preferred, type Language } from "./texts";
import type { CardHolder, Key, Organisation, RequestInput } from "./types";

export const STEPS = ["quality", "card", "holder", "options", "contact", "password", "review"] as const;
export type StepId = (typeof STEPS)[number];

export type HolderChoice = "" | "person" | "recognized" | "other";

export interface Draft {
  language: Language;
  step: StepId;
  /** The farthest step that was reached: steps up to it can be opened directly. */
  reached: number;
  profession: string;
  card: CardHolder | null;
  /** `null`: not asked yet. */
  organisations: Organisation[] | null;
  holder: HolderChoice;
  ssin: string;
  lastName: string;
  firstNames: string;
  /** Index in `organisations`. */
  chosen: number;
  identifierType: string;
  identifier: string;
  name: string;
  applicationId: string;
  baseServices: string[];
  key: Key;
  emailPrivate: string;
  emailGeneral: string;
  phonePrivate: string;
  phoneGeneral: string;
  /** Whether the CSR is to be shown before it is sent. */
  showCsr: boolean;
}

const EMPTY: Draft = {
  language: "fr",
  step: "quality",
  reached: 0,
  profession: "",
  card: null,
  organisations: null,
  holder: "",
  ssin: "",
  lastName: "",
  firstNames: "",
  chosen: 0,
  identifierType: "",
  identifier: "",
  name: "",
  applicationId: "",
  baseServices: [],
  key: "rsa-2048",
  emailPrivate: "",
  emailGeneral: "",
  phonePrivate: "",
  phoneGeneral: "",
  showCsr: false,
};

const PLACE = "ehcert-portal-draft";

const isText = (value: unknown): boolean => typeof value === "string";
const isRecord = (value: unknown, ...texts: string[]): boolean =>
  typeof value === "object" && value !== null && texts.every((key) => isText((value as Record<string, unknown>)[key]));
const isCount = (value: unknown, below: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) < below;
const isList = (value: unknown, item: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(item);

/** Whether a stored value is what a draft has in this place: another version of the page may have written it. */
const FITS: { [Field in keyof Draft]: (value: unknown) => boolean } = {
  language: (value) => LANGUAGES.some((one) => one === value),
  step: (value) => STEPS.some((one) => one === value),
  reached: (value) => isCount(value, STEPS.length),
  profession: isText,
  card: (value) => value === null || isRecord(value, "nationalNumber", "surname", "givenNames"),
  organisations: (value) => value === null || isList(value, (one) => isRecord(one, "identifierType", "identifier", "name")),
  holder: (value) => ["", "person", "recognized", "other"].some((one) => one === value),
  ssin: isText,
  lastName: isText,
  firstNames: isText,
  chosen: (value) => isCount(value, Infinity),
  identifierType: isText,
  identifier: isText,
  name: isText,
  applicationId: isText,
  baseServices: (value) => isList(value, isText),
  key: isText,
  emailPrivate: isText,
  emailGeneral: isText,
  phonePrivate: isText,
  phoneGeneral: isText,
  showCsr: (value) => typeof value === "boolean",
};

/** The draft of this tab, or a new one in the browser's language (or that of `?lang=`). */
export function restore(): Draft {
  const wanted = new URLSearchParams(location.search).get("lang");
  const language = LANGUAGES.find((one) => one === wanted) ?? preferred(navigator.languages);
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    if (found && typeof found === "object") {
      const fitting = Object.entries(found).filter(([field, value]) => field in FITS && FITS[field as keyof Draft](value));
      const draft: Draft = { ...EMPTY, language, ...Object.fromEntries(fitting) };
      return draft.chosen < (draft.organisations?.length ?? 0) ? draft : { ...draft, chosen: 0 };
    }
  } catch {
    // Storage that is closed or was written by something else: a new draft.
  }
  return { ...EMPTY, language };
}

export function keep(draft: Draft): void {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(draft));
  } catch {
    // Without storage the page works; a reload then begins anew.
  }
}

/** A new draft in the same language; nothing of the old one stays. */
export function cleared(draft: Draft): Draft {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // As above.
  }
  return { ...EMPTY, language: draft.language };
}

/** The engine's input for what was filled in so far. */
export function requestOf(draft: Draft): RequestInput {
  const person = draft.holder === "person";
  const recognised = draft.holder === "recognized" ? draft.organisations?.[draft.chosen] : undefined;
  return {
    holder: draft.holder === "" ? "other" : draft.holder,
    identifierType: person ? "SSIN" : (recognised?.identifierType ?? draft.identifierType),
    identifier: person ? draft.ssin : (recognised?.identifier ?? draft.identifier),
    name: person ? draft.lastName : (recognised?.name ?? draft.name),
    firstNames: person ? draft.firstNames : "",
    applicationId: person ? null : draft.applicationId,
    baseServices: draft.baseServices,
    key: draft.key,
    contact: {
      emailPrivate: draft.emailPrivate,
      emailGeneral: draft.emailGeneral === "" ? null : draft.emailGeneral,
      phonePrivate: draft.phonePrivate,
      phoneGeneral: draft.phoneGeneral === "" ? null : draft.phoneGeneral,
    },
  };
}

/** The engine's names of the fields of each step, and the page's input for each. */
export const FIELDS: Record<StepId, Record<string, string>> = {
  quality: { profession: "profession" },
  card: {},
  holder: {
    holder: "holder",
    identifier_type: "identifierType",
    identifier: "identifier",
    name: "name",
    ssin: "ssin",
    last_name: "lastName",
    first_names: "firstNames",
  },
  options: { application_id: "applicationId", base_services: "services", key: "key" },
  contact: {
    email_private: "emailPrivate",
    email_general: "emailGeneral",
    phone_private: "phonePrivate",
    phone_general: "phoneGeneral",
  },
  password: { password: "password", password_confirmation: "confirmation" },
  review: {},
};
