/** The steps in which something is filled in. None of them judges: what is wrong comes with `look`. */
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { call } from "./client";
import { requestOf, type Draft } from "./form";
import { Ask, useJob } from "./job";
import type { TextKey } from "./texts";
import type { FoldedName, IdentifierType, Look, Profession, Ticks, Told, Verdict } from "./types";
import { Facts, Heading, Icon, LanguageContext, Notice, SecretField, takeSecret, TextField, useSay } from "./ui";

export interface StepProps {
  draft: Draft;
  change(part: Partial<Draft>): void;
  look: Look | null;
  lists: { professions: Profession[]; types: IdentifierType[] };
  attempted: boolean;
  focus: boolean;
  over: string;
}

const errorOf = (look: Look | null, field: string): Told | undefined => look?.errors.find((one) => one.field === field);

function Choice(props: { id: string; name: string; checked: boolean; label: string; hint?: string; disabled?: boolean; onPick(): void }) {
  return (
    <div class="choice">
      <input
        type="radio"
        id={props.id}
        name={props.name}
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${props.id}-hint` : undefined}
        onChange={props.onPick}
      />
      <label for={props.id}>{props.label}</label>
      {props.hint && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  );
}

export function QualityStep({ draft, change, lists, attempted, focus, over }: StepProps) {
  const say = useSay();
  const chosen = lists.professions.find((one) => one.id === draft.profession);
  const missing = attempted && !chosen;
  return (
    <>
      <Heading focus={focus} over={over}>{say("qualityTitle")}</Heading>
      <div class={`field${missing ? " field-wrong" : ""}`}>
        <label for="profession">{say("quality")}</label>
        <p class="hint" id="profession-hint">{say("qualityHint")}</p>
        <select
          id="profession"
          value={draft.profession}
          aria-required="true"
          aria-invalid={missing ? "true" : undefined}
          aria-describedby="profession-hint profession-said"
          onChange={(event) => change({ profession: event.currentTarget.value })}
        >
          <option value="">{say("choose")}</option>
          {lists.professions.map((one) => (
            <option value={one.id}>{one.name}</option>
          ))}
        </select>
        <div class="said" id="profession-said" aria-live="polite">
          {missing && (
            <div class="said-wrong">
              <Icon name="no" />
              <p>{say("qualityMissing")}</p>
            </div>
          )}
          {chosen && !chosen.personalCertificate && <p class="said-note said-warning">{say("noPersonal")}</p>}
        </div>
      </div>
      <section class="aside" aria-labelledby="before">
        <h2 id="before">{say("before")}</h2>
        <ul>
          {(["beforeCard", "beforeNumber", "beforeContact", "beforePassword"] as const).map((key) => (
            <li>{say(key)}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

export function CardStep({ draft, change, focus, over }: StepProps) {
  const say = useSay();
  const read = useJob<"readCard">("readCard");
  const find = useJob<"findRights">("findRights");
  const busy = read.busy || find.busy;
  const { card, organisations } = draft;
  return (
    <>
      <Heading focus={focus} over={over}>{say("cardTitle")}</Heading>
      <p class="lead">{say("cardIntro")}</p>
      <p>
        <button
          type="button"
          class={card ? "button-second" : "button"}
          disabled={busy}
          onClick={() =>
            read.start([draft.language], (found) =>
              change({
                card: found,
                organisations: null,
                ssin: found.nationalNumber,
                lastName: found.surname,
                firstNames: found.givenNames,
              }),
            )
          }
        >
          {say(card ? "cardAgain" : "cardRead")}
        </button>
      </p>
      <Ask job={read} />
      <div aria-live="polite">
        {card && (
          <Facts
            rows={[
              [say("cardHolder"), `${card.givenNames} ${card.surname}`],
              [say("nationalNumber"), card.nationalNumber],
            ]}
          />
        )}
      </div>
      {card && (
        <section aria-labelledby="organisations">
          <h2 id="organisations">{say("cardOrganisations")}</h2>
          <div aria-live="polite">
            {organisations === null ? (
              <p>{say("cardOrganisationsHint")}</p>
            ) : (
              <>
                <p>{organisations.length === 0 ? say("cardNone") : say("cardFound", { n: organisations.length })}</p>
                <ul class="plain">
                  {organisations.map((one) => (
                    <li>
                      <span class="strong">{one.name}</span>
                      <span class="quiet">{one.identifierType}={one.identifier}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
          <p>
            <button
              type="button"
              class="button-second"
              disabled={busy}
              onClick={() =>
                find.start([draft.language], (rights) =>
                  change({ organisations: rights.organisations, holder: rights.organisations.length > 0 ? "recognized" : draft.holder }),
                )
              }
            >
              {say("cardFind")}
            </button>
          </p>
          <Ask job={find} />
        </section>
      )}
      {!card && <p class="quiet">{say("cardLater")}</p>}
    </>
  );
}

/** What happened to a name, character by character. */
function useNameNotes(folded: FoldedName | undefined): string[] {
  const say = useSay();
  if (!folded) return [];
  const notes: string[] = [];
  if (folded.expanded.length > 0) notes.push(say("expanded", { text: folded.expanded.join(" ") }));
  if (folded.unfolded.length > 0) notes.push(say("unfolded", { text: folded.unfolded.join(" ") }));
  return notes;
}

export function HolderStep({ draft, change, look, lists, attempted, focus, over }: StepProps) {
  const say = useSay();
  const profession = lists.professions.find((one) => one.id === draft.profession);
  const usual = lists.types.filter((one) => profession?.organizationTypes.includes(one.code));
  const organisationTypes = lists.types.filter((one) => !one.person);
  const notes = useNameNotes(look?.name);
  const firstNotes = useNameNotes(look?.firstNames);
  const missing = attempted && draft.holder === "";
  const pick = (holder: Draft["holder"]) => change({ holder });
  const identifier = look?.identifier;
  const option = (one: IdentifierType) => (
    <option value={one.code}>
      {one.name} ({one.code})
    </option>
  );
  return (
    <>
      <Heading focus={focus} over={over}>{say("holderTitle")}</Heading>
      <p class="lead">{say("holderCare")}</p>
      <fieldset class={`choices${missing ? " field-wrong" : ""}`} aria-describedby="holder-said">
        <legend class="away">{say("holder")}</legend>
        <Choice id="holder" name="who" checked={draft.holder === "person"} label={say("holderPerson")} hint={say("holderPersonHint")} onPick={() => pick("person")} />
        {draft.organisations && draft.organisations.length > 0 && (
          <Choice id="holder-recognized" name="who" checked={draft.holder === "recognized"} label={say("holderRecognized")} onPick={() => pick("recognized")} />
        )}
        <Choice id="holder-other" name="who" checked={draft.holder === "other"} label={say("holderOther")} hint={say("holderOtherHint")} onPick={() => pick("other")} />
        <div class="said" id="holder-said" aria-live="polite">
          {missing && (
            <div class="said-wrong">
              <Icon name="no" />
              <p>{say("holderMissing")}</p>
            </div>
          )}
          {draft.holder === "person" && profession && !profession.personalCertificate && <p class="said-note said-warning">{say("noPersonal")}</p>}
        </div>
      </fieldset>
      {draft.holder === "recognized" && draft.organisations && (
        <div class="field">
          <label for="chosen">{say("organisation")}</label>
          <select id="chosen" value={String(draft.chosen)} onChange={(event) => change({ chosen: Number(event.currentTarget.value) })}>
            {draft.organisations.map((one, index) => (
              <option value={String(index)}>
                {one.name} - {one.identifierType}={one.identifier}
              </option>
            ))}
          </select>
        </div>
      )}
      {draft.holder === "person" && (
        <>
          <TextField
            id="ssin"
            label={say("nationalNumber")}
            inputMode="numeric"
            value={draft.ssin}
            error={errorOf(look, "ssin")}
            attempted={attempted}
            becomes={identifier?.ok ? say("sentAs", { text: identifier.value.value }) : undefined}
            onChange={(ssin) => change({ ssin })}
          />
          <TextField
            id="firstNames"
            label={say("firstNames")}
            hint={say("firstNamesHint")}
            optional
            value={draft.firstNames}
            error={errorOf(look, "first_names")}
            attempted={attempted}
            becomes={say("inCertificate", { text: look?.firstNames.text ?? "" })}
            notes={firstNotes}
            onChange={(firstNames) => change({ firstNames })}
          />
          <TextField
            id="lastName"
            label={say("lastName")}
            hint={say("nameHint")}
            value={draft.lastName}
            error={errorOf(look, "last_name")}
            attempted={attempted}
            becomes={say("inCertificate", { text: look?.name.text ?? "" })}
            notes={notes}
            onChange={(lastName) => change({ lastName })}
          />
        </>
      )}
      {draft.holder === "other" && (
        <>
          <div class="field">
            <label for="identifierType">{say("identifierType")}</label>
            <select
              id="identifierType"
              value={draft.identifierType}
              aria-required="true"
              aria-describedby="identifierType-said"
              aria-invalid={attempted && errorOf(look, "identifier_type") ? "true" : undefined}
              onChange={(event) => change({ identifierType: event.currentTarget.value })}
            >
              <option value="">{say("choose")}</option>
              {usual.length > 0 ? (
                <>
                  <optgroup label={say("usualTypes")}>{usual.map(option)}</optgroup>
                  <optgroup label={say("allTypes")}>{organisationTypes.filter((one) => !usual.includes(one)).map(option)}</optgroup>
                </>
              ) : (
                organisationTypes.map(option)
              )}
            </select>
            <div class="said" id="identifierType-said" aria-live="polite">
              {attempted && errorOf(look, "identifier_type") && (
                <div class="said-wrong">
                  <Icon name="no" />
                  <p>{errorOf(look, "identifier_type")?.message}</p>
                </div>
              )}
            </div>
          </div>
          <TextField
            id="identifier"
            label={say("identifier")}
            inputMode="numeric"
            value={draft.identifier}
            error={errorOf(look, "identifier")}
            attempted={attempted}
            becomes={identifier?.ok ? say("sentAs", { text: identifier.value.value }) : undefined}
            warnings={identifier?.ok ? identifier.value.warnings : []}
            onChange={(value) => change({ identifier: value })}
          />
          <TextField
            id="name"
            label={say("name")}
            hint={say("nameHint")}
            autocomplete="organization"
            value={draft.name}
            error={errorOf(look, "name")}
            attempted={attempted}
            becomes={say("inCertificate", { text: look?.name.text ?? "" })}
            notes={notes}
            onChange={(name) => change({ name })}
          />
        </>
      )}
    </>
  );
}

const SERVICES = ["tsa", "consultrn", "codage", "other"] as const;

export function OptionsStep({ draft, change, look, attempted, focus, over }: StepProps) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const application = look?.applicationId;
  const [taken, setTaken] = useState<string[]>([]);
  const { identifierType } = requestOf(draft);
  const number = draft.holder !== "person" && look?.identifier.ok ? look.identifier.value.value : "";
  // Only a help: when nobody answers, nothing is said.
  useEffect(() => {
    setTaken([]);
    if (number === "") return;
    const control = new AbortController();
    call("applicationIds", language, [identifierType, number], { signal: control.signal }).then(
      (found) => control.signal.aborted || setTaken(found),
      () => {},
    );
    return () => control.abort();
  }, [identifierType, number]);
  const toggle = (service: string, on: boolean) =>
    change({ baseServices: on ? [...draft.baseServices, service] : draft.baseServices.filter((one) => one !== service) });
  const services = errorOf(look, "base_services");
  return (
    <>
      <Heading focus={focus} over={over}>{say("optionsTitle")}</Heading>
      {draft.holder === "person" ? (
        <p>{say("applicationIdPerson")}</p>
      ) : (
        <TextField
          id="applicationId"
          label={say("applicationId")}
          hint={say("applicationIdHint")}
          optional
          value={draft.applicationId}
          error={errorOf(look, "application_id")}
          attempted={attempted}
          becomes={application?.ok && application.value ? say("inCertificate", { text: application.value }) : undefined}
          onChange={(applicationId) => change({ applicationId })}
        />
      )}
      <p class="quiet break" role="status" id="taken">
        {taken.length > 0 && say("applicationIdsTaken", { list: taken.map((one) => one || say("applicationIdNone")).join(", ") })}
      </p>
      <fieldset class="choices" aria-describedby="services-hint">
        <legend>{say("services")} <span class="quiet">({say("optional")})</span></legend>
        <p class="hint" id="services-hint">{say("servicesHint")}</p>
        {SERVICES.map((service, index) => (
          <div class="choice">
            <input
              type="checkbox"
              id={index === 0 ? "services" : `services-${service}`}
              checked={draft.baseServices.includes(service)}
              onChange={(event) => toggle(service, event.currentTarget.checked)}
            />
            <label for={index === 0 ? "services" : `services-${service}`}>{say(`service_${service}` as TextKey)}</label>
          </div>
        ))}
        <div class="said" aria-live="polite">
          {services && (
            <div class="said-wrong">
              <Icon name="no" />
              <p>{services.message}</p>
            </div>
          )}
        </div>
      </fieldset>
      <fieldset class="choices">
        <legend>{say("key")}</legend>
        <Choice id="key" name="algorithm" checked={draft.key === "rsa-2048"} label="RSA 2048" hint={say("keyHint")} onPick={() => change({ key: "rsa-2048" })} />
        <Choice id="key-p384" name="algorithm" checked={draft.key === "p-384"} label="P-384" onPick={() => change({ key: "p-384" })} />
      </fieldset>
    </>
  );
}

export function ContactStep({ draft, change, look, attempted, focus, over }: StepProps) {
  const say = useSay();
  const becomes = (verdict: Verdict<string> | undefined, typed: string) =>
    verdict?.ok && verdict.value !== typed ? say("sentAs", { text: verdict.value }) : undefined;
  return (
    <>
      <Heading focus={focus} over={over}>{say("contactTitle")}</Heading>
      <p class="lead">{say("contactIntro")}</p>
      <fieldset class="group">
        <legend>{say("personal")}</legend>
        <TextField
          id="emailPrivate"
          label={say("email")}
          inputMode="email"
          autocomplete="email"
          value={draft.emailPrivate}
          error={errorOf(look, "email_private")}
          attempted={attempted}
          becomes={becomes(look?.emailPrivate, draft.emailPrivate)}
          onChange={(emailPrivate) => change({ emailPrivate })}
        />
        <TextField
          id="phonePrivate"
          label={say("phone")}
          inputMode="tel"
          autocomplete="tel"
          value={draft.phonePrivate}
          error={errorOf(look, "phone_private")}
          attempted={attempted}
          becomes={becomes(look?.phonePrivate, draft.phonePrivate)}
          onChange={(phonePrivate) => change({ phonePrivate })}
        />
      </fieldset>
      <fieldset class="group">
        <legend>{say("general")}</legend>
        <TextField
          id="emailGeneral"
          label={say("emailGeneral")}
          inputMode="email"
          optional
          value={draft.emailGeneral}
          error={errorOf(look, "email_general")}
          attempted={attempted}
          becomes={becomes(look?.emailGeneral, draft.emailGeneral)}
          onChange={(emailGeneral) => change({ emailGeneral })}
        />
        <TextField
          id="phoneGeneral"
          label={say("phoneGeneral")}
          inputMode="tel"
          optional
          value={draft.phoneGeneral}
          error={errorOf(look, "phone_general")}
          attempted={attempted}
          becomes={becomes(look?.phoneGeneral, draft.phoneGeneral)}
          onChange={(phoneGeneral) => change({ phoneGeneral })}
        />
      </fieldset>
    </>
  );
}

function Tick({ on, label }: { on: boolean; label: string }) {
  const say = useSay();
  return (
    <li class={on ? "tick tick-on" : "tick"}>
      <Icon name={on ? "yes" : "wait"} />
      <span>
        {label}
        <span class="away">: {say(on ? "tickYes" : "tickNo")}</span>
      </span>
    </li>
  );
}

export function PasswordStep({ draft, attempted, focus, over, held, onTicks }: StepProps & { held: boolean; onTicks(ticks: Ticks | null): void }) {
  const say = useSay();
  const language = useContext(LanguageContext);
  const [ticks, setTicks] = useState<Ticks | null>(null);
  const [shown, setShown] = useState(false);
  const [filled, setFilled] = useState(false);
  const asked = useRef(0);
  const check = () => {
    const password = takeSecret("password", false);
    const confirmation = takeSecret("confirmation", false);
    const typed = confirmation.length > 0;
    setFilled(password.length > 0);
    const mine = ++asked.current;
    const args: [Uint8Array, Uint8Array | null, typeof language] = [password, typed ? confirmation : null, language];
    void call("holdPassword", language, args, { transfer: typed ? [password.buffer, confirmation.buffer] : [password.buffer] }).then((found) => {
      if (mine !== asked.current) return;
      setTicks(found);
      onTicks(found);
    });
  };
  // A change of language is a change of the texts.
  useEffect(() => {
    if (ticks) check();
  }, [language]);
  const problems = ticks?.problems ?? [];
  const typed = ticks !== null;
  return (
    <>
      <Heading focus={focus} over={over}>{say("passwordTitle")}</Heading>
      <p class="lead">{say("passwordIntro")}</p>
      {draft.holder !== "person" && <p>{say("passwordShared")}</p>}
      {!typed && held && <Notice kind="good"><p>{say("passwordKept")}</p></Notice>}
      {!typed && !held && draft.reached > 5 && <Notice kind="note"><p>{say("passwordAgain")}</p></Notice>}
      <SecretField
        id="password"
        label={say("password")}
        autocomplete="new-password"
        shown={shown}
        describedBy="ticks password-said"
        invalid={attempted && problems.some((one) => one.field === "password")}
        onInput={check}
      />
      <SecretField
        id="confirmation"
        label={say("confirmation")}
        autocomplete="new-password"
        shown={shown}
        describedBy="password-said"
        invalid={attempted && ticks?.confirmation !== true && !held}
        onInput={check}
      />
      <div class="choice">
        <input type="checkbox" id="show" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        <label for="show">{say("show")}</label>
      </div>
      <ul class="ticks" id="ticks">
        <Tick on={ticks?.length === true} label={say("tickLength")} />
        <Tick on={filled && ticks?.acceptedCharacters === true} label={say("tickCharacters")} />
        <Tick on={ticks?.digitOrSymbol === true && ticks.letter} label={say("tickSymbols")} />
        <Tick on={ticks?.confirmation === true} label={say("tickConfirmation")} />
      </ul>
      <div class="said" id="password-said" aria-live="polite">
        {problems.map((one) => (
          <div class="said-wrong">
            <Icon name="no" />
            <p>
              <span class="said-message">{one.message}</span> {one.advice}
            </p>
          </div>
        ))}
        {ticks?.ok && (
          <div class="said-good">
            <Icon name="yes" />
            <p>{say("valid")}</p>
          </div>
        )}
      </div>
    </>
  );
}

export function ReviewStep({ draft, change, look, lists, focus, over, held, open }: StepProps & { held: boolean; open(step: Draft["step"]): void }) {
  const say = useSay();
  const profession = lists.professions.find((one) => one.id === draft.profession);
  const edit = (step: Draft["step"], label: string) => (
    <button type="button" class="button-quiet" onClick={() => open(step)}>
      {say("change")}
      <span class="away"> : {label}</span>
    </button>
  );
  const sent = (verdict: Verdict<string> | undefined) => (verdict?.ok ? verdict.value : "");
  const contact: [string, string][] = [[say("email"), sent(look?.emailPrivate)], [say("phone"), sent(look?.phonePrivate)]];
  if (draft.emailGeneral) contact.push([say("emailGeneral"), sent(look?.emailGeneral)]);
  if (draft.phoneGeneral) contact.push([say("phoneGeneral"), sent(look?.phoneGeneral)]);
  return (
    <>
      <Heading focus={focus} over={over}>{say("reviewTitle")}</Heading>
      {look && look.errors.length > 0 && (
        <Notice kind="error" title={say("errorTitle")}>
          <ul>
            {look.errors.map((one) => (
              <li>{one.message}</li>
            ))}
          </ul>
        </Notice>
      )}
      {look?.ok && (
        <section class="certificate" aria-labelledby="review-dn">
          <h2 id="review-dn">{say("reviewDn")}</h2>
          <Facts
            rows={[
              ["CN", look.commonName],
              ...look.organizationalUnits.map((unit): [string, string] => ["OU", unit]),
              ["O", look.organization],
              ["C", look.country],
            ]}
          />
          <details>
            <summary>{say("wholeDn")}</summary>
            <p><code data-dn>{look.dn}</code></p>
          </details>
        </section>
      )}
      {look?.warnings.map((one) => (
        <Notice kind="warning">
          <p>{one.message}</p>
          <p>{one.advice}</p>
        </Notice>
      ))}
      <section>
        <h2>{say("holder")} {edit("holder", say("holder"))}</h2>
        <Facts
          rows={[
            [say("quality"), profession?.name ?? ""],
            [say("reviewFile"), <span class="break">{look?.fileName}</span>],
            [say("key"), draft.key === "p-384" ? "P-384" : "RSA 2048"],
            [say("services"), draft.baseServices.map((one) => say(`service_${one}` as TextKey)).join(", ") || say("noServices")],
          ]}
        />
      </section>
      <section>
        <h2>{say("contact")} {edit("contact", say("contact"))}</h2>
        <Facts rows={contact} />
      </section>
      <section>
        <h2>{say("password")} {edit("password", say("password"))}</h2>
        <p>{held ? say("reviewChosen") : say("passwordAgain")}</p>
      </section>
      <div class="choice">
        <input type="checkbox" id="show-csr" checked={draft.showCsr} onChange={(event) => change({ showCsr: event.currentTarget.checked })} />
        <label for="show-csr">{say("csrShow")}</label>
      </div>
      <p class="quiet">{say("sendHint")}</p>
    </>
  );
}
