/** A call that takes time and may ask something: its state, and what is shown of its questions. */
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { call, ToldError } from "./client";
import { Octets } from "./octets";
import type { TextKey } from "./texts";
import type { Api, Contract, Progress, Question, Told } from "./types";
import { Facts, LanguageContext, Notice, Problem, SecretField, takeSecret, useSay } from "./ui";

export interface Job<K extends keyof Api> {
  busy: boolean;
  progress: Progress | null;
  question: Question | null;
  error: Told | null;
  answer(value: unknown, transfer?: Transferable[]): void;
  start(args: Parameters<Api[K]>, done: (result: ReturnType<Api[K]>) => void): void;
  stop(): void;
}

export function useJob<K extends keyof Api>(method: K): Job<K> {
  const language = useContext(LanguageContext);
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [error, setError] = useState<Told | null>(null);
  const controller = useRef<AbortController | null>(null);
  const reply = useRef<((value: unknown, transfer?: Transferable[]) => void) | null>(null);
  // A job is of its step: who leaves it has stopped it.
  useEffect(() => () => controller.current?.abort(), []);
  return {
    busy,
    progress,
    question,
    error,
    answer(value, transfer) {
      setQuestion(null);
      reply.current?.(value, transfer);
      reply.current = null;
    },
    start(args, done) {
      // The state changes with the next rendering: a double click comes before it.
      if (controller.current) return;
      const mine = new AbortController();
      controller.current = mine;
      setBusy(true);
      setError(null);
      setProgress(null);
      const finished = () => {
        controller.current = null;
        setBusy(false);
        setQuestion(null);
      };
      call(method, language, args, {
        signal: mine.signal,
        transfer: args.filter((one): one is Parameters<Api[K]>[number] & Uint8Array => one instanceof Uint8Array).map((one) => one.buffer as ArrayBuffer),
        progress: setProgress,
        ask(asked, answer) {
          reply.current = answer;
          setQuestion(asked);
        },
      }).then(
        (result) => {
          finished();
          done(result);
        },
        (refused: unknown) => {
          const stopped = mine.signal.aborted;
          finished();
          if (!stopped) setError(toldOf(refused));
        },
      );
    },
    stop() {
      controller.current?.abort();
    },
  };
}

/** The words of an error that a call was refused with. */
export function toldOf(error: unknown): Told {
  if (error instanceof ToldError) return error.told;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 1000, name: "Internal", field: null, message, advice: "", retryable: false, actor: "integrator", detail: null, ra: [] };
}

function Panel({ title, children }: { title: string; children: preact.ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="panel" aria-labelledby="panel-title">
      <h2 id="panel-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Pin({ question, job }: { question: Extract<Question, { kind: "pin" }>; job: Job<never> }) {
  const say = useSay();
  return (
    <Panel title={say("pinTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const digits = takeSecret("pin", true);
          job.answer(digits, [digits.buffer]);
        }}
      >
        <p>
          {say(`pin_${question.purpose}` as TextKey)}
          {question.triesLeft !== null && ` ${say("pinTries", { n: question.triesLeft })}`}
        </p>
        <SecretField id="pin" label={say("pin")} hint={say("pinSandbox")} autocomplete="off" numeric />
        <p class="buttons">
          <button type="submit" class="button">{say("confirm")}</button>
          <button type="button" class="button-second" onClick={() => job.stop()}>{say("stop")}</button>
        </p>
      </form>
    </Panel>
  );
}

/** The contract from the network: in a frame of no origin, without scripts, under the page's own policy. */
function ContractFrame({ contract }: { contract: Contract }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const chosen = contract.texts.find((one) => one.language === language) ?? contract.texts[0];
  const style = new URL("contract.css", document.baseURI).href;
  const page = `<!DOCTYPE html><html lang="${chosen?.language.replace(/[^a-z-]/gi, "") ?? ""}"><head><meta charset="utf-8"><title>${say("contractFrame")}</title><link rel="stylesheet" href="${style}"></head><body>${chosen?.text ?? ""}</body></html>`;
  return <iframe class="contract" title={say("contractFrame")} sandbox="" srcdoc={page} tabIndex={0} />;
}

function ContractPanel({ question, job }: { question: Extract<Question, { kind: "contract" }>; job: Job<never> }) {
  const say = useSay();
  const { contract } = question;
  const [accepted, setAccepted] = useState(false);
  const [asked, setAsked] = useState(false);
  const missing = asked && !accepted;
  return (
    <Panel title={say("contractTitle")}>
      <Facts
        rows={[
          ["CN", contract.commonName],
          ...contract.organizationalUnits.map((unit): [string, string] => ["OU", unit]),
          ["O", contract.organization],
          ["C", contract.country],
          [say("contractSigner"), contract.signer],
          [say("email"), contract.contact.emailPrivate],
          [say("phone"), contract.contact.phonePrivate],
        ]}
      />
      <ContractFrame contract={contract} />
      <div class={`choice${missing ? " field-wrong" : ""}`}>
        <input
          type="checkbox"
          id="accept"
          checked={accepted}
          aria-invalid={missing ? "true" : undefined}
          aria-describedby="accept-said"
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
        <label for="accept">{say("contractAccept")}</label>
        <p class="said-wrong" id="accept-said" aria-live="polite">{missing ? say("contractMissing") : ""}</p>
      </div>
      <p class="buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            setAsked(true);
            if (accepted) job.answer(true);
            else document.getElementById("accept")?.focus();
          }}
        >
          {say("contractSign")}
        </button>
        <button type="button" class="button-second" onClick={() => job.answer(false)}>{say("contractRefuse")}</button>
      </p>
    </Panel>
  );
}

function RequestPanel({ question, job }: { question: Extract<Question, { kind: "request" }>; job: Job<never> }) {
  const say = useSay();
  return (
    <Panel title={say("csrTitle")}>
      <p>{say("csrText")}</p>
      <div class="csr">
        <Octets bytes={question.csr} label="CERTIFICATE REQUEST" />
      </div>
      <p class="buttons">
        <button type="button" class="button" id="send-csr" onClick={() => job.answer(true)}>{say("csrSend")}</button>
        <button type="button" class="button-second" onClick={() => job.stop()}>{say("stop")}</button>
      </p>
    </Panel>
  );
}

function Trouble({ question, job }: { question: Extract<Question, { kind: "trouble" }>; job: Job<never> }) {
  const say = useSay();
  return (
    <Panel title={say("trouble")}>
      <div role="alert">
        <Problem told={question.error} />
        {question.stored && <p>{say("nothingLost")}</p>}
      </div>
      <p class="buttons">
        {question.error.retryable && <button type="button" class="button" onClick={() => job.answer(true)}>{say("again")}</button>}
        <button type="button" class="button-second" onClick={() => job.answer(false)}>{say("stop")}</button>
      </p>
    </Panel>
  );
}

/** What a job asks of the person, what went wrong with it, and how far it is. */
export function Ask<K extends keyof Api>({ job }: { job: Job<K> }) {
  const say = useSay();
  const { question } = job;
  const any = job as unknown as Job<never>;
  return (
    <>
      <p role="status" class="running">
        {job.busy && !question && (
          <>
            <span class="spinner" aria-hidden="true" />
            {job.progress?.label ?? say("loading")}
          </>
        )}
      </p>
      {question?.kind === "pin" && <Pin key={`${question.purpose}${question.triesLeft}`} question={question} job={any} />}
      {question?.kind === "contract" && <ContractPanel question={question} job={any} />}
      {question?.kind === "request" && <RequestPanel question={question} job={any} />}
      {question?.kind === "trouble" && <Trouble question={question} job={any} />}
      {job.error && (
        <div role="alert">
          <Notice kind="error" title={say("trouble")}>
            <Problem told={job.error} />
          </Notice>
        </div>
      )}
    </>
  );
}
