/** Drop a CSR, a certificate or a keystore and see what is in it. */
import { useContext, useRef, useState } from "preact/hooks";
import { call } from "./client";
import { oidName } from "./der";
import { toldOf } from "./job";
import { Octets } from "./octets";
import { day } from "./send";
import type { TextKey } from "./texts";
import type { CertificateView, FileView, OpenedKeystore, Told } from "./types";
import { Facts, Heading, Icon, LanguageContext, Notice, Problem, SecretField, takeSecret, useSay } from "./ui";

/** The largest keystore with many certificates stays far under it. */
const MAX_FILE = 10 << 20;

function Oids({ list }: { list: string[] }) {
  return (
    <ul class="plain">
      {list.map((one) => (
        <li>{oidName(one)}</li>
      ))}
    </ul>
  );
}

function CertificateFacts({ view }: { view: Omit<CertificateView, "kind" | "der"> }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  return (
    <Facts
      rows={[
        [say("subject"), view.subject],
        [say("issuer"), view.issuer],
        [say("serial"), view.serial],
        [say("validFrom"), day(view.notBefore, language)],
        [say("validUntil"), day(view.notAfter, language)],
        [say("key"), view.key],
        [say("extensions"), <Oids list={view.extensions} />],
      ]}
    />
  );
}

function Keystore({ bytes, view }: { bytes: Uint8Array; view: Extract<FileView, { kind: "keystore" }> }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [opened, setOpened] = useState<OpenedKeystore | null>(null);
  const [error, setError] = useState<Told | null>(null);
  return (
    <>
      <Facts
        rows={[
          [say("mac"), view.mac ? `${view.mac}, ${say("iterations", { n: view.macIterations })}` : "—"],
          [
            say("parts"),
            <ul class="plain">
              {view.parts.map((part) => (
                <li>
                  {say(`part_${part.kind}` as TextKey)}
                  {part.alias && <> “{part.alias}”</>}
                  {part.encryption && <span class="quiet"> {part.encryption}, {say("iterations", { n: part.iterations })}</span>}
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          const password = takeSecret("keystore-password", true);
          setError(null);
          call("open", language, [bytes, password, language], { transfer: [password.buffer] }).then(setOpened, (refused: unknown) => {
            setOpened(null);
            setError(toldOf(refused));
          });
        }}
      >
        <SecretField id="keystore-password" label={say("password")} autocomplete="current-password" />
        <p><button type="submit" class="button-second">{say("openKeystore")}</button></p>
      </form>
      <div aria-live="polite">
        {error && <Notice kind="error"><Problem told={error} /></Notice>}
        {opened && (
          <section aria-labelledby="entries">
            <h3 id="entries">{say("entries")}</h3>
            {opened.pending && <p>{say("status_pending")}</p>}
            {opened.daysLeft !== null && <p>{say("daysLeft", { n: opened.daysLeft })}</p>}
            {opened.entries.map((entry) => (
              <article class="entry">
                <h4>
                  {entry.alias} {entry.key && <span class="quiet">{say("withKey")}</span>}
                </h4>
                {entry.certificates.map((one, index) => (
                  <details open={index === 0 && entry.key}>
                    <summary class="break">{one.subject}</summary>
                    <CertificateFacts view={one} />
                  </details>
                ))}
              </article>
            ))}
          </section>
        )}
      </div>
    </>
  );
}

export function Inspect({ focus }: { focus: boolean }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [found, setFound] = useState<{ name: string; bytes: Uint8Array; view: FileView } | null>(null);
  const [error, setError] = useState<{ name: string; told: Told | string } | null>(null);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const result = useRef<HTMLHeadingElement>(null);
  const look = async (name: string, bytes: Uint8Array) => {
    setError(null);
    setFound(null);
    try {
      setFound({ name, bytes, view: await call("view", language, [bytes, language]) });
    } catch (refused) {
      setError({ name, told: toldOf(refused) });
    }
    result.current?.focus();
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE) {
      setFound(null);
      setError({ name: file.name, told: say("tooLarge") });
      return;
    }
    await look(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <>
      <Heading focus={focus}>{say("inspectTitle")}</Heading>
      <p class="lead">{say("inspectIntro")}</p>
      <div
        class={`drop${over ? " drop-over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <Icon name="file" />
        <p id="drop-hint">{say("drop")}</p>
        <label class="button-second file-button" for="file">{say("chooseFile")}</label>
        <input
          ref={chooser}
          id="file"
          type="file"
          class="away"
          aria-describedby="drop-hint"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <form
        class="paste"
        onSubmit={(event) => {
          event.preventDefault();
          const area = document.getElementById("paste") as HTMLTextAreaElement;
          if (area.value.length > MAX_FILE) setError({ name: "", told: say("tooLarge") });
          else void look("", new TextEncoder().encode(area.value));
        }}
      >
        <div class="field">
          <label for="paste">{say("paste")}</label>
          <textarea
            id="paste"
            rows={5}
            onPaste={(event) => {
              // A browser stands still over so much text: it does not even get into the field.
              if ((event.clipboardData?.getData("text").length ?? 0) <= MAX_FILE) return;
              event.preventDefault();
              setFound(null);
              setError({ name: "", told: say("tooLarge") });
            }}
            spellcheck={false} autocomplete="off" placeholder="-----BEGIN CERTIFICATE REQUEST-----" />
        </div>
        <p><button type="submit" class="button-second">{say("look")}</button></p>
      </form>
      <section class="result" aria-live="polite">
        {error && (
          <Notice kind="error" title={error.name}>
            {typeof error.told === "string" ? <p>{error.told}</p> : <Problem told={error.told} />}
          </Notice>
        )}
        {found && (
          <>
            <h2 ref={result} tabIndex={-1} data-kind={found.view.kind}>
              {say(`kind_${found.view.kind}` as TextKey)} {found.name && <span class="quiet break">{found.name}</span>}
            </h2>
            {found.view.kind === "csr" && (
              <>
                <Facts
                  rows={[
                    [say("subject"), found.view.subject],
                    [say("key"), found.view.key],
                    [say("signature"), say(found.view.signatureValid ? "signatureGood" : "signatureBad")],
                    [say("keyIdentifier"), <code class="break">{found.view.publicKeyIdentifier}</code>],
                    [say("attributes"), <Oids list={found.view.attributes} />],
                    [say("extensions"), <Oids list={found.view.requestedExtensions} />],
                  ]}
                />
                <Octets bytes={found.view.der} label="CERTIFICATE REQUEST" />
              </>
            )}
            {found.view.kind === "certificate" && (
              <>
                <CertificateFacts view={found.view} />
                {found.view.der && <Octets bytes={found.view.der} label="CERTIFICATE" />}
              </>
            )}
            {found.view.kind === "keystore" && <Keystore key={found.name} bytes={found.bytes} view={found.view} />}
          </>
        )}
      </section>
    </>
  );
}
