/** The parts that all steps are made of. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";
import { text, type Language, type TextKey } from "./texts";
import type { Told } from "./types";

export const LanguageContext = createContext<Language>("fr");

/** Whether what the engine said is about what stands in the fields now. */
export const SettledContext = createContext(true);

export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

export function useSay(): Say {
  const language = useContext(LanguageContext);
  return (key, values) => text(language, key, values);
}

export function Icon({ name }: { name: "yes" | "no" | "wait" | "file" }) {
  const path = {
    yes: "M4 10.5 8.2 14.5 16 6",
    no: "M5.5 5.5 14.5 14.5M14.5 5.5 5.5 14.5",
    wait: "M5 10h10",
    file: "M6 2.75h5.5L15.25 6.5v10.75H6zM11.25 3v3.75h3.75",
  }[name];
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

export function Notice({ kind, title, children }: { kind: "note" | "warning" | "error" | "good"; title?: string; children: ComponentChildren }) {
  return (
    <div class={`notice notice-${kind}`}>
      {title && <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** An error of the engine with its advice and who can help. */
export function Problem({ told }: { told: Told }) {
  const say = useSay();
  const actor = `actor_${told.actor}` as TextKey;
  return (
    <>
      <p class="problem-message">{told.message}</p>
      {told.advice && <p>{told.advice}</p>}
      <p class="quiet">{say(actor)}</p>
      {told.ra.map((one) => (
        <p class="quiet">
          {say("raSaid")}: <code>{one.code}</code> {one.message}
        </p>
      ))}
      <details class="small">
        <summary>{say("details")}</summary>
        <p>
          <code>
            {told.code} {told.name}
            {told.detail ? `: ${told.detail}` : ""}
          </code>
        </p>
      </details>
    </>
  );
}

export interface Complaint {
  input: string;
  message: string;
}

/** All that keeps a step from being left, each a link to its field. It takes the focus when it appears. */
export function ErrorSummary({ complaints, attempt }: { complaints: Complaint[]; attempt: number }) {
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0 && complaints.length > 0) box.current?.focus();
  }, [attempt]);
  if (attempt === 0 || complaints.length === 0) return null;
  return (
    <div class="summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="summary-title">
      <h2 id="summary-title">{say("errorTitle")}</h2>
      <ul>
        {complaints.map((one) => (
          <li>
            <a
              href={`#${one.input}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(one.input)?.focus();
              }}
            >
              {one.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  optional?: boolean;
  value: string;
  /** What is wrong with it, by the engine. */
  error?: Told | undefined;
  /** "Continue" was pressed: an empty field may be complained about. */
  attempted: boolean;
  /** What a good value becomes. */
  becomes?: string | undefined;
  /** More about the value, right or wrong. */
  notes?: string[];
  warnings?: Told[];
  inputMode?: "text" | "numeric" | "tel" | "email";
  autocomplete?: string;
  spellcheck?: boolean;
  onChange(value: string): void;
}

/** How long a person who stopped typing is left alone before an error is shown. */
const PAUSE_MS = 600;

/** A text field with its live check. A good value is said at once, an error once the person pauses or leaves. */
/** Far longer than anything that is right in a field: what is cut here is refused as too long all the same. */
const MAX_TYPED = 4096;

export function TextField(props: FieldProps) {
  const say = useSay();
  const { id, value, error } = props;
  const [rested, setRested] = useState(value !== "");
  useEffect(() => {
    if (rested || value === "") return;
    const timer = setTimeout(() => setRested(true), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value, rested]);
  const settled = useContext(SettledContext);
  const verdict = {
    shown: error && (props.attempted || (rested && value !== "")) ? error : undefined,
    good: !error && value.trim() !== "",
  };
  // Until the engine has answered, what it said before stays.
  const last = useRef(verdict);
  if (settled) last.current = verdict;
  const { shown, good } = last.current;
  return (
    <div class={`field${shown ? " field-wrong" : ""}`}>
      <label for={id}>
        {props.label} {props.optional && <span class="quiet">({say("optional")})</span>}
      </label>
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <input
        id={id}
        name={id}
        type="text"
        value={value}
        inputMode={props.inputMode}
        autocomplete={props.autocomplete ?? "off"}
        spellcheck={false}
        aria-required={props.optional ? undefined : "true"}
        aria-invalid={shown ? "true" : undefined}
        aria-describedby={`${props.hint ? `${id}-hint ` : ""}${id}-said`}
        maxLength={MAX_TYPED}
        onInput={(event) => {
          const input = event.currentTarget;
          if (input.value.length > MAX_TYPED) input.value = input.value.slice(0, MAX_TYPED);
          props.onChange(input.value);
        }}
        onBlur={() => setRested(true)}
      />
      <div class="said" id={`${id}-said`} aria-live="polite">
        {shown && (
          <div class="said-wrong">
            <Icon name="no" />
            <p>
              <span class="said-message">{shown.message}</span> {shown.advice}
            </p>
          </div>
        )}
        {good && (
          <div class="said-good">
            <Icon name="yes" />
            <p>{props.becomes ?? say("valid")}</p>
          </div>
        )}
        {value !== "" && props.notes?.map((note) => <p class="said-note">{note}</p>)}
        {good && props.warnings?.map((one) => <p class="said-note said-warning">{one.message} {one.advice}</p>)}
      </div>
    </div>
  );
}

/** The heading of a step: it takes the focus when the step appears, so that a reader begins there. */
export function Heading({ children, focus, over }: { children: ComponentChildren; focus: boolean; over?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {over && <span class="over">{over}</span>}
      {children}
    </h1>
  );
}

/** A password that nobody but the worker keeps: the field is not controlled, its value never an attribute. */
export function SecretField(props: {
  id: string;
  label: string;
  hint?: string;
  autocomplete: string;
  numeric?: boolean;
  shown?: boolean;
  describedBy?: string;
  invalid?: boolean;
  onInput?(): void;
}) {
  const { id } = props;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <input
        id={id}
        type={(props.shown ? "text" : "password") as "password"}
        inputMode={props.numeric ? "numeric" : undefined}
        autocomplete={props.autocomplete}
        autocapitalize="none"
        spellcheck={false}
        aria-required="true"
        aria-invalid={props.invalid ? "true" : undefined}
        aria-describedby={[props.hint ? `${id}-hint` : "", props.describedBy ?? ""].join(" ").trim() || undefined}
        onInput={props.onInput}
      />
    </div>
  );
}

/** The octets of a secret field; the field is emptied when they are taken. */
export function takeSecret(id: string, empty: boolean): Uint8Array {
  const input = document.getElementById(id) as HTMLInputElement | null;
  const bytes = new TextEncoder().encode(input?.value ?? "");
  if (input && empty) input.value = "";
  return bytes;
}

export function Facts({ rows }: { rows: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {rows.map(([term, value]) => (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Copy({ content }: { content: string }) {
  const say = useSay();
  const id = useId();
  const [done, setDone] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button-quiet"
        aria-describedby={id}
        onClick={() => navigator.clipboard.writeText(content).then(() => setDone(true), () => setDone(false))}
      >
        {say("copy")}
      </button>
      <span id={id} role="status" class="quiet">
        {done ? say("copied") : ""}
      </span>
    </>
  );
}
