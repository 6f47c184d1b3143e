import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { call } from "./client";
import { cleared, FIELDS, keep, requestOf, restore, STEPS, type Draft, type StepId } from "./form";
import { Inspect } from "./inspect";
import { toldOf, useJob } from "./job";
import { Done, Sending, Unfinished } from "./send";
import { CardStep, ContactStep, HolderStep, OptionsStep, PasswordStep, QualityStep, ReviewStep } from "./steps";
import { LANGUAGE_NAMES, LANGUAGES, text, type Language, type TextKey } from "./texts";
import type { IdentifierType, Kept, Look, Outcome, Profession, Ticks } from "./types";
import { ErrorSummary, Icon, LanguageContext, Notice, SettledContext, useSay, type Complaint } from "./ui";
import "./style.css";

type Place = "request" | "inspect";

const placeOf = (): Place => (location.hash === "#inspect" ? "inspect" : "request");

function usePlace(): Place {
  const [place, setPlace] = useState(placeOf);
  useEffect(() => {
    const moved = () => setPlace(placeOf());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return place;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const changed = () => setOnline(navigator.onLine);
    addEventListener("online", changed);
    addEventListener("offline", changed);
    return () => {
      removeEventListener("online", changed);
      removeEventListener("offline", changed);
    };
  }, []);
  return online;
}

/** What the engine says of the draft as it stands; an answer that is overtaken by a newer question is dropped. */
function useLook(draft: Draft): { look: Look | null; settled: boolean } {
  const [found, setFound] = useState<{ asked: string; look: Look } | null>(null);
  const newest = useRef(0);
  const request = useMemo(() => requestOf(draft), [draft]);
  const asked = JSON.stringify(request) + draft.language;
  useEffect(() => {
    const mine = ++newest.current;
    void call("look", draft.language, [request, draft.language]).then((look) => {
      if (mine === newest.current) setFound({ asked, look });
    });
  }, [asked]);
  return { look: found?.look ?? null, settled: found?.asked === asked };
}

interface Lists {
  language: Language;
  professions: Profession[];
  types: IdentifierType[];
}

function Steps({ draft, open }: { draft: Draft; open(step: StepId): void }) {
  const say = useSay();
  const at = STEPS.indexOf(draft.step);
  return (
    <nav class="steps" aria-label={say("steps")}>
      <ol>
        {STEPS.map((step, index) => {
          const state = index === at ? "now" : index < at || index < draft.reached ? "done" : "later";
          const content = (
            <>
              <span class="bullet" aria-hidden="true">{state === "done" ? <Icon name="yes" /> : index + 1}</span>
              <span>{say(step as TextKey)}</span>
              {state === "done" && <span class="away"> ({say("stepDone")})</span>}
            </>
          );
          return (
            <li class={`step-${state}`} aria-current={state === "now" ? "step" : undefined}>
              {index !== at && index <= draft.reached ? (
                <button type="button" onClick={() => open(step)}>{content}</button>
              ) : (
                <span class="step">{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Wizard({ draft, change, lists, reset }: { draft: Draft; change(part: Partial<Draft>): void; lists: Lists; reset(): void }) {
  const say = useSay();
  const { look, settled } = useLook(draft);
  const [attempt, setAttempt] = useState(0);
  const [moved, setMoved] = useState(false);
  const [held, setHeld] = useState(false);
  const [ticks, setTicks] = useState<Ticks | null>(null);
  const [sending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const send = useJob<"enrol">("enrol");
  const resume = useJob<"resume">("resume");
  const at = STEPS.indexOf(draft.step);

  useEffect(() => {
    void call("kept", draft.language, []).then(setKept);
    void call("passwordHeld", draft.language, []).then(setHeld);
  }, [sending]);

  useEffect(() => {
    document.title = `${say(draft.step as TextKey)} – ${say("title")}`;
  }, [draft.step, draft.language]);

  const open = (step: StepId) => {
    setAttempt(0);
    setMoved(true);
    const index = STEPS.indexOf(step);
    change({ step, reached: Math.max(draft.reached, index) });
    scrollTo({ top: 0 });
  };

  const complaints = useMemo((): Complaint[] => {
    if (draft.step === "quality") return draft.profession ? [] : [{ input: "profession", message: say("qualityMissing") }];
    if (draft.step === "holder" && draft.holder === "") return [{ input: "holder", message: say("holderMissing") }];
    if (draft.step === "password") {
      if (ticks?.ok || (held && !ticks)) return [];
      const found = (ticks?.problems ?? []).map((one) => ({ input: FIELDS.password[one.field ?? ""] ?? "password", message: one.message }));
      return found.length > 0 ? found : [{ input: ticks ? "confirmation" : "password", message: `${say("tickConfirmation")}: ${say("tickNo")}` }];
    }
    const fields = FIELDS[draft.step];
    const here = (field: string | null) => field !== null && fields[field] !== undefined;
    return (look?.errors ?? []).filter((one) => here(one.field)).map((one) => ({ input: fields[one.field ?? ""] ?? "", message: one.message }));
  }, [draft, look, ticks, held, draft.language]);

  const next = () => {
    if (complaints.length > 0) {
      setAttempt(attempt + 1);
      return;
    }
    if (draft.step === "password" && ticks?.ok) setHeld(true);
    const following = STEPS[at + 1];
    if (following) open(following);
  };

  const submit = () => {
    if (!look?.ok) return;
    if (!held) {
      open("password");
      return;
    }
    setSending(true);
    send.start([requestOf(draft), draft.showCsr, draft.language], (found) => {
      setOutcome(found);
      setSending(false);
    });
  };

  // Who is faster than the engine's answer about the last key does not press twice: the step is left with the answer.
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (!wanted || !settled) return;
    setWanted(false);
    if (draft.step === "review") submit();
    else next();
  }, [wanted, settled]);

  if (outcome) {
    return (
      <div class="sheet">
        <Done
          outcome={outcome}
          finish={() => {
            void call("discard", draft.language, []).then(() => {
              setOutcome(null);
              setKept(null);
              setTicks(null);
              reset();
            });
          }}
        />
      </div>
    );
  }
  if (sending) {
    return (
      <div class="sheet">
        <Sending job={send} />
        {!send.busy && (
          <p class="buttons">
            <button type="button" class="button" onClick={submit}>{say("again")}</button>
            <button type="button" class="button-second" onClick={() => setSending(false)}>{say("back")}</button>
          </p>
        )}
      </div>
    );
  }

  const over = say("stepOf", { n: at + 1, total: STEPS.length });
  const props = { draft, change, look, lists, attempted: attempt > 0, focus: moved, over };
  const view = {
    quality: () => <QualityStep {...props} />,
    card: () => <CardStep {...props} />,
    holder: () => <HolderStep {...props} />,
    options: () => <OptionsStep {...props} />,
    contact: () => <ContactStep {...props} />,
    password: () => <PasswordStep {...props} held={held} onTicks={setTicks} />,
    review: () => <ReviewStep {...props} held={held} open={open} />,
  }[draft.step];
  return (
    <div class="wizard">
      <Steps draft={draft} open={open} />
      <div class="sheet">
        {kept && !kept.finished && draft.step === "quality" && (
          <Unfinished
            kept={kept}
            job={resume}
            resumed={setOutcome}
            discard={() => void call("discard", draft.language, []).then(() => setKept(null))}
          />
        )}
        <ErrorSummary complaints={complaints} attempt={attempt} />
        <form
          noValidate
          data-settled={settled}
          onSubmit={(event) => {
            event.preventDefault();
            setWanted(true);
          }}
          // The key makes a step a new form: nothing of the last one's state stays.
          key={draft.step}
        >
          <SettledContext.Provider value={settled}>{view()}</SettledContext.Provider>
          <p class="buttons">
            {draft.step === "review" ? (
              <button type="submit" class="button" id="send" disabled={!look?.ok}>{say("send")}</button>
            ) : (
              <button type="submit" class="button" id="next">{say("next")}</button>
            )}
            {at > 0 && (
              <button type="button" class="button-second" onClick={() => open(STEPS[at - 1] ?? "quality")}>{say("back")}</button>
            )}
          </p>
        </form>
      </div>
    </div>
  );
}

function App() {
  const [draft, setDraft] = useState(restore);
  const [lists, setLists] = useState<Lists | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const place = usePlace();
  const first = useRef(place);
  const online = useOnline();
  const { language } = draft;

  const change = (part: Partial<Draft>) =>
    setDraft((before) => {
      const after = { ...before, ...part };
      keep(after);
      return after;
    });

  useEffect(() => {
    document.documentElement.lang = language;
    call("load", language, [])
      .then(() => call("lists", language, [language]))
      .then(
        (found) => setLists({ language, ...found }),
        (error: unknown) => setFailed(toldOf(error).message),
      );
  }, [language]);

  const say = (key: TextKey) => text(language, key);
  return (
    <LanguageContext.Provider value={language}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>
        {say("skip")}
      </a>
      <header>
        <p class="stripe">{say("sandbox")}</p>
        <div class="head">
          <a class="mark" href="#request">
            <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
              <rect width="32" height="32" rx="7" class="mark-ground" />
              <path d="M9 8h14v8.5c0 4.6-3 7-7 8.5-4-1.5-7-3.9-7-8.500z" class="mark-shield" />
              <path d="M12.5 15.5 15.2 18.2 20 12.8" class="mark-tick" />
            </svg>
            <span>{say("title")}</span>
          </a>
          <nav aria-label={say("navigation")}>
            <a href="#request" aria-current={place === "request" ? "page" : undefined}>{say("navRequest")}</a>
            <a href="#inspect" aria-current={place === "inspect" ? "page" : undefined}>{say("navInspect")}</a>
          </nav>
          <div class="languages" role="group" aria-label={say("languageChoice")}>
            {LANGUAGES.map((one) => (
              <button type="button" lang={one} aria-pressed={one === language} title={LANGUAGE_NAMES[one]} onClick={() => change({ language: one })}>
                {one.toUpperCase()}
                <span class="away"> {LANGUAGE_NAMES[one]}</span>
              </button>
            ))}
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <div role="status">{!online && <Notice kind="warning"><p>{say("offline")}</p></Notice>}</div>
        {failed ? (
          <div role="alert">
            <Notice kind="error"><p>{say("engineFailed")}</p><p><code>{failed}</code></p></Notice>
          </div>
        ) : !lists ? (
          <p class="running" role="status"><span class="spinner" aria-hidden="true" />{say("loading")}</p>
        ) : (
          <>
            {/* Both places stay: what is on its way in one goes on while the other is looked at. */}
            <div hidden={place !== "request"}>
              <Wizard
                key={round}
                draft={draft}
                change={change}
                lists={lists}
                reset={() => {
                  setDraft(cleared(draft));
                  setRound(round + 1);
                }}
              />
            </div>
            {place === "inspect" && (
              <div class="sheet wide">
                <Inspect focus={first.current !== "inspect"} />
              </div>
            )}
          </>
        )}
      </main>
      <footer><p>{say("footer")}</p></footer>
    </LanguageContext.Provider>
  );
}

render(<App />, document.getElementById("app") as HTMLElement);

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register(new URL("sw.js", document.baseURI));
}
