/** From "send" to the downloaded keystore. */
import { useContext, useEffect, useState } from "preact/hooks";
import { call } from "./client";
import { Ask, type Job } from "./job";
import { Octets } from "./octets";
import type { Language } from "./texts";
import type { Kept, Outcome } from "./types";
import { Facts, Heading, LanguageContext, Notice, SecretField, takeSecret, useSay } from "./ui";

export function day(seconds: number, language: Language): string {
  // As it is written in Belgium.
  const place = language === "en" ? "en-GB" : `${language}-BE`;
  return new Date(seconds * 1000).toLocaleDateString(place, { year: "numeric", month: "long", day: "numeric" });
}

export function Sending<K extends "enrol" | "resume">({ job }: { job: Job<K> }) {
  const say = useSay();
  const percent = job.progress?.percent ?? 0;
  return (
    <>
      <Heading focus over={say("sending")}>{say("sendingTitle")}</Heading>
      <div class="bar">
        <progress max={100} value={percent} aria-label={say("progress")} />
        <span aria-hidden="true">{percent} %</span>
      </div>
      <Ask job={job} />
      {job.busy && !job.question && (
        <p>
          <button type="button" class="button-quiet" onClick={() => job.stop()}>{say("stop")}</button>
        </p>
      )}
    </>
  );
}

/** Gives the kept keystore to the browser as a file. */
async function download(fileName: string, language: Language): Promise<void> {
  const bytes = await call("keptBytes", language, []);
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/x-pkcs12" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function Done({ outcome, finish }: { outcome: Outcome; finish(): void }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [saved, setSaved] = useState(false);
  const [csr, setCsr] = useState<Uint8Array | null>(null);
  useEffect(() => {
    void call("keptCsr", language, []).then(setCsr);
  }, []);
  const rows: [string, string][] = outcome.pending
    ? [[say("reviewFile"), outcome.fileName]]
    : [
        [say("reviewDn"), outcome.dn],
        [say("serial"), outcome.serial],
        [say("validFrom"), day(outcome.notBefore, language)],
        [say("validUntil"), day(outcome.notAfter, language)],
        [say("etkSerial"), outcome.etkSerial],
        [say("reviewFile"), outcome.fileName],
      ];
  return (
    <>
      <Heading focus>{say(outcome.pending ? "pendingTitle" : "doneTitle")}</Heading>
      <Notice kind="good"><p>{say(outcome.pending ? "waitingHand" : "doneIntro")}</p></Notice>
      <p class="buttons">
        <button
          type="button"
          class="button"
          id="download"
          onClick={() => {
            void download(outcome.fileName, language).then(() => setSaved(true));
          }}
        >
          {say("download")}
        </button>
      </p>
      <p role="status" class="quiet">{saved ? say("downloaded") : ""}</p>
      <Facts rows={rows} />
      {outcome.warnings.map((one) => (
        <Notice kind="warning"><p>{one.message}</p><p>{one.advice}</p></Notice>
      ))}
      {csr && (
        <details class="csr">
          <summary>{say("csrSent")}</summary>
          <Octets bytes={csr} label="CERTIFICATE REQUEST" />
        </details>
      )}
      <hr />
      <p class="quiet">{say("finishHint")}</p>
      <p>
        <button type="button" class="button-second" id="finish" onClick={finish}>{say("finish")}</button>
      </p>
    </>
  );
}

/** A keystore of an earlier run: to be gone on with, or given up. */
export function Unfinished({ kept, job, resumed, discard }: { kept: Kept; job: Job<"resume">; resumed(outcome: Outcome): void; discard(): void }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  return (
    <section class="notice notice-note" aria-labelledby="unfinished">
      <h2 id="unfinished" class="notice-title">{say("unfinishedTitle")}</h2>
      <p>{say("unfinishedText", { date: day(kept.begun / 1000, language) })}</p>
      <p class="quiet break">{kept.fileName}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          job.start([takeSecret("resume-password", true), language], resumed);
        }}
      >
        <SecretField id="resume-password" label={say("password")} autocomplete="current-password" />
        <p class="buttons">
          <button type="submit" class="button-second" disabled={job.busy}>{say("resume")}</button>
          <button type="button" class="button-quiet" disabled={job.busy} onClick={discard}>{say("discard")}</button>
        </p>
      </form>
      <Ask job={job} />
    </section>
  );
}
