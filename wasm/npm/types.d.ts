// What the modules take and give. The records below are written from the engine's facade by `cargo xtask npm`.

/** The languages of all texts. */
export type Language = "en" | "fr" | "nl" | "de";

/** `rsa-2048` is what the platform has always taken, `p-384` what its newer CA issues for. */
export type KeyAlgorithm = "rsa-2048" | "p-384";

/** The form of a keystore: as eHealth's own program writes it, with today's algorithms, or for old Java. */
export type Profile = "ehealth" | "modern" | "java-legacy";

/** Who must act. */
export type Actor = "user" | "helpdesk" | "integrator" | "ehealth";

/** A reason to end a certificate. */
export type RevocationReason = "keyCompromise" | "affiliationChanged" | "superseded" | "cessationOfOperation";

/** What is thrown: an `Error` with its `message` in the language of `setLanguage`. */
export interface EhcertError extends Error {
  /** Stable name, such as `IdentifierCheckDigit`. */
  name: string;
  /** Stable number, never reused. */
  code: number;
  /** The field of the input that is wrong, if it is about one. */
  field: string | undefined;
  /** Whether a repetition can help. */
  retryable: boolean;
  /** Who must act. */
  actor: Actor;
  /** A technical remark for a log, without secrets and personal data. */
  detail: string | undefined;
  /** What to do next. */
  advice: string;
  /** The same for `describeProblem`, to be told in another language. */
  problem: Problem;
}

/** From where `init` takes the module: an address, an answer of `fetch`, its bytes, or a compiled module. */
export type ModuleSource =
  | string
  | URL
  | Request
  | Response
  | BufferSource
  | WebAssembly.Module
  | Promise<Response | BufferSource | WebAssembly.Module>;

/** `production`, `acceptance` or a base URL, or that with the roots that issued certificates must lead to. */
export type Platform = string | PlatformInput;

export interface PreflightOptions {
  /** The holder of the eID. */
  signer: SignerInput;
  platform: Platform;
  /** Seconds since 1970; absent: the host's clock. */
  now?: number | undefined;
}

export interface EnrolmentOptions extends PreflightOptions {
  /** What is asked for. */
  request: RequestInput;
  /** Password of the new keystore, UTF-8. Wipe the array after the call. */
  password: Uint8Array;
  /** Form of the new keystore; absent: `ehealth`. */
  profile?: Profile | undefined;
  /** A keystore that an earlier run stored and did not finish. */
  pending?: Uint8Array | undefined;
  /** The keystore that is renewed. */
  renews?: Uint8Array | undefined;
  /** Its password, UTF-8; absent: the new one. */
  renewsPassword?: Uint8Array | undefined;
}

export interface KeystoreOptions {
  /** PKCS#12. */
  keystore: Uint8Array;
  /** Its password, UTF-8. Wipe the array after the call. */
  password: Uint8Array;
  platform: Platform;
}

export interface RevocationInquiryOptions {
  /** Certificates (DER), encryption tokens and sealed messages. */
  items: Uint8Array[];
  /** Certificates that may lie between, DER. */
  untrusted?: Uint8Array[] | undefined;
  platform: Platform;
}

export interface CompletionOptions extends KeystoreOptions {
  /** Form of the completed keystore; absent: `ehealth`. */
  profile?: Profile | undefined;
  /** Whom the certificate must be for, RFC 2253. */
  expectedDn?: string | undefined;
  /** Seconds to wait for the certificate in all; absent: none. */
  patience?: number | undefined;
}

export interface ApplicationIdsOptions {
  /** `NIHII-PHARMACY`... */
  identifierType: string;
  /** Its number. */
  identifier: string;
  platform: Platform;
}

export interface RevocationOptions extends PreflightOptions {
  /** 20 bytes in hexadecimal. */
  publicKeyIdentifier: string;
  reason: RevocationReason;
}

export interface ForeignRequestOptions {
  /** BIS number. */
  bis: string;
  firstNames: string;
  name: string;
  contact: ContactInput;
  /** Password of the new keystore, UTF-8. Wipe the array after the call. */
  password: Uint8Array;
  key?: KeyAlgorithm | undefined;
  profile?: Profile | undefined;
  platform: Platform;
}

/** What `Flow.outcome` gives: of the operation that it is. */
export type FlowOutcome =
  | PreflightOutcome
  | EnrolmentResult
  | CompletionResult
  | RegisteredCertificate[]
  | string[]
  | ForeignResult
  | string;
