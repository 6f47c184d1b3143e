//! Plays one flow file and gives its trace.

use ehcert_core::facade::{
    card::{CardFlow, CardHolderView, CardStep},
    error::EhcertError,
    flow::{Flow, SignerInput},
    keystore::Keystore,
    step::FlowStep,
    validate::{ContactInput, RequestInput},
};
use ehcert_native::clock;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::world::World;

/// Errors without an answer taken in between that end a flow.
const PATIENCE: usize = 4;

enum Next {
    Step(Box<FlowStep>),
    Again,
    Made(Box<Flow>),
    Over,
}

pub(crate) struct Play<'a> {
    world: &'a World,
    scenario: &'a Value,
    holder: CardHolderView,
    clock: i64,
    stored: Option<Vec<u8>>,
    lines: Vec<Value>,
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn record<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

impl<'a> Play<'a> {
    pub(crate) fn new(world: &'a World, scenario: &'a Value) -> Self {
        world.control(&json!({"do": "clear_rules"}));
        world.control(&json!({"do": "clock", "offset": 0}));
        let holder = read_card(world).unwrap();
        Self { world, scenario, holder, clock: 0, stored: None, lines: Vec::new() }
    }

    pub(crate) fn run(mut self) -> Vec<Value> {
        for told in self.scenario["flows"].as_array().unwrap() {
            self.lines.push(json!({"flow": told["flow"]}));
            let over = if told["flow"] == "card" { self.card() } else { self.flow(told) };
            if let Err(error) = over {
                self.error(&error);
            }
        }
        if let Some(keystore) = self.stored.clone() {
            let password = text_of(&self.scenario["password"]).into_bytes();
            match Keystore::open(keystore, password).and_then(|opened| opened.status(self.now())) {
                Ok(status) => self.lines.push(json!({"keystore": status})),
                Err(error) => self.error(&error),
            }
        }
        self.lines
    }

    fn now(&self) -> i64 {
        clock::now().0 + self.clock
    }

    /// A command with what only this run knows.
    fn filled(&self, command: &Value) -> Value {
        const PLACE: &str = "{publicKeyIdentifier}";
        let text = command.to_string();
        if !text.contains(PLACE) {
            return command.clone();
        }
        let password = text_of(&self.scenario["password"]).into_bytes();
        let opened = Keystore::open(self.stored.clone().unwrap(), password).unwrap();
        serde_json::from_str(&text.replace(PLACE, &opened.public_key_identifier().unwrap())).unwrap()
    }

    fn error(&mut self, error: &EhcertError) {
        self.lines.push(json!({"error": error.problem()}));
    }

    fn card(&mut self) -> Result<(), EhcertError> {
        let holder = read_card(self.world)?;
        self.lines.push(json!({"outcome": {
            "nationalNumber": holder.national_number,
            "surname": holder.surname,
            "givenNames": holder.given_names,
        }}));
        Ok(())
    }

    fn make(&self, told: &Value, pending: bool) -> Result<Flow, EhcertError> {
        let platform = self.world.platform();
        let signer = SignerInput {
            authentication_chain: self.holder.authentication_chain.clone(),
            signature_chain: self.holder.signature_chain.clone(),
            anchors: self.holder.authentication_chain.last().cloned().into_iter().collect(),
        };
        let own = |member: &str| if told[member].is_null() { &self.scenario[member] } else { &told[member] };
        let password = text_of(own("password")).into_bytes();
        let stored = || self.stored.clone().unwrap();
        let (now, profile) = (self.now(), "ehealth".to_owned());
        match told["flow"].as_str().unwrap() {
            "preflight" => Flow::preflight(signer, platform, now),
            "enrolment" => {
                let request: RequestInput = record(own("request"));
                let pending = (pending || told["pending"] == true).then(stored);
                let renews = (told["renews"] == true).then(stored);
                Flow::enrolment(signer, request, password, profile, pending, renews, None, platform, now)
            }
            "completion" => {
                let patience = u32::try_from(told["patience"].as_u64().unwrap()).unwrap();
                let expected = told["expected"].as_str().map(str::to_owned);
                Flow::completion(stored(), password, profile, expected, patience, platform)
            }
            "keystoreStatus" => Flow::keystore_status(stored(), password, platform),
            "selfTest" => Flow::self_test(stored(), password, platform),
            "activation" => Flow::activation(stored(), password, platform),
            "applicationIds" => {
                Flow::application_ids(text_of(&told["identifierType"]), text_of(&told["identifier"]), platform)
            }
            "revocation" => {
                let opened = Keystore::open(stored(), password)?;
                Flow::revocation(signer, opened.public_key_identifier()?, text_of(&told["reason"]), platform, now)
            }
            "foreignRequest" => {
                let contact: ContactInput = record(&told["contact"]);
                let (bis, first, name) = (text_of(&told["bis"]), text_of(&told["firstNames"]), text_of(&told["name"]));
                Flow::foreign_request(bis, first, name, contact, password, "p-384".into(), profile, platform)
            }
            other => panic!("no such flow: {other}"),
        }
    }

    fn flow(&mut self, told: &Value) -> Result<(), EhcertError> {
        let mut flow = self.make(told, false)?;
        let mut script: Vec<&Value> = told["script"].as_array().map(|s| s.iter().collect()).unwrap_or_default();
        let mut step = flow.step(self.now())?;
        let mut failures = 0;
        loop {
            let shown = serde_json::to_value(&step).unwrap();
            let name = text_of(&shown["name"]);
            self.lines.push(shown);
            if let FlowStep::Done { .. } = step {
                self.outcome(told["flow"].as_str().unwrap(), &flow);
                assert!(script.is_empty(), "not played: {script:?}");
                return Ok(());
            }
            let entry = script.iter().position(|e| e["at"] == name.as_str()).map(|at| script.remove(at));
            let entry = entry.unwrap_or(&Value::Null);
            for command in entry["control"].as_array().into_iter().flatten() {
                self.world.control(&self.filled(command));
            }
            if let Some(clock) = entry["clock"].as_i64() {
                self.clock = clock;
            }
            step = match self.answer(told, &flow, step, entry) {
                Ok(Next::Step(next)) => {
                    failures = 0;
                    *next
                }
                Ok(Next::Over) => return Ok(()),
                Ok(Next::Again) => flow.step(self.now())?,
                Ok(Next::Made(made)) => {
                    flow = *made;
                    flow.step(self.now())?
                }
                Err(error) => {
                    failures += 1;
                    if failures == PATIENCE {
                        return Err(error);
                    }
                    self.error(&error);
                    flow.step(self.now())?
                }
            };
        }
    }

    fn answer(&mut self, told: &Value, flow: &Flow, step: FlowStep, entry: &Value) -> Result<Next, EhcertError> {
        let now = self.now();
        let act = entry["act"].as_str().unwrap_or_default();
        let next = match (act, step) {
            ("stop", _) => return Ok(Next::Over),
            ("restart", _) => {
                self.lines.push(json!({"restart": true}));
                return Ok(Next::Made(Box::new(self.make(told, self.stored.is_some())?)));
            }
            ("not-asked", _) => flow.answer_waited(now),
            (act, FlowStep::Sign { key, hash, digest, .. }) => {
                let mut signature = self.sign(key, hash, digest, act)?;
                match act {
                    "wrong-signature" => *signature.last_mut().unwrap() ^= 1,
                    "no-signature" => signature.clear(),
                    _ => {}
                }
                flow.answer_signature(signature, now)
            }
            (act, FlowStep::ShowContract { .. }) => flow.answer_contract(act != "decline", now),
            ("wrong-key", FlowStep::GenerateKey { .. }) => flow.answer_key(vec![0x30, 0x00], now),
            (_, FlowStep::GenerateKey { .. }) => flow.generate_key(now),
            ("http", FlowStep::Http { .. }) => {
                let answer = &entry["http"];
                let times = usize::try_from(answer["times"].as_u64().unwrap_or(1)).unwrap();
                let body = text_of(&answer["body"]).repeat(times).into_bytes();
                let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
                flow.answer_http(status, text_of(&answer["contentType"]), body, now)
            }
            (act, FlowStep::Http { method, url, headers, body, .. }) => {
                let headers: Vec<(String, String)> = headers.into_iter().map(|h| (h.name, h.value)).collect();
                let path = url.strip_prefix(self.world.url()).unwrap();
                let answer = self.world.send(&method, path, &headers, body);
                let Some(answer) = answer.filter(|_| act != "lost") else {
                    self.lines.push(json!({"lost": true}));
                    return Ok(Next::Again);
                };
                let content_type = answer.header("content-type").unwrap_or_default().to_owned();
                flow.answer_http(answer.status, content_type, answer.body, self.now())
            }
            (act, FlowStep::Store { keystore, .. }) => {
                let mut read_back = keystore.clone();
                match act {
                    "stored-other" => *read_back.last_mut().unwrap() ^= 1,
                    "stored-half" => read_back.truncate(keystore.len() / 2),
                    "stored-nothing" => read_back.clear(),
                    _ => {}
                }
                let next = flow.answer_stored(read_back, now)?;
                self.stored = Some(keystore);
                Ok(next)
            }
            (_, FlowStep::Wait { seconds, .. }) => {
                self.world.control(&json!({"do": "advance", "seconds": seconds}));
                self.clock += i64::from(seconds);
                flow.answer_waited(self.now())
            }
            (_, FlowStep::Done { .. }) => unreachable!("the caller ends at this step"),
        };
        Ok(Next::Step(Box::new(next?)))
    }

    fn sign(&self, key: String, hash: String, digest: Vec<u8>, act: &str) -> Result<Vec<u8>, EhcertError> {
        self.world.reset_card();
        let chain = if key == "signature" { &self.holder.signature_chain } else { &self.holder.authentication_chain };
        let flow = CardFlow::sign(key, hash, digest, chain.first().cloned(), self.now())?;
        let mut step = flow.start()?;
        loop {
            step = match step {
                CardStep::Apdu { .. } if act == "no-card" => flow.answer_response(Vec::new())?,
                CardStep::Apdu { bytes, .. } => flow.answer_response(self.world.transmit(bytes))?,
                CardStep::Wait { .. } => flow.answer_waited()?,
                CardStep::AskPin { .. } if act == "no-pin" => flow.answer_cancelled()?,
                CardStep::AskPin { .. } => {
                    flow.answer_pin(if act == "wrong-pin" { "0000" } else { "1234" }.as_bytes().to_vec())?
                }
                CardStep::Done => return Ok(flow.signature().unwrap()),
            };
        }
    }

    fn outcome(&mut self, kind: &str, flow: &Flow) {
        let outcome = match kind {
            "preflight" => json!(flow.preflight_outcome()),
            "enrolment" => json!(flow.enrolment_outcome()),
            "completion" => json!(flow.completion_outcome()),
            "foreignRequest" => json!(flow.foreign_outcome()),
            "keystoreStatus" => json!({"certificates": flow.status_outcome()}),
            "applicationIds" => json!({"applicationIds": flow.application_ids_outcome()}),
            "selfTest" => json!({"etkSerial": flow.self_test_outcome()}),
            _ => json!({}),
        };
        self.lines.push(json!({"outcome": outcome}));
    }
}

fn read_card(world: &World) -> Result<CardHolderView, EhcertError> {
    world.reset_card();
    let flow = CardFlow::read();
    let mut step = flow.start()?;
    loop {
        step = match step {
            CardStep::Apdu { bytes, .. } => flow.answer_response(world.transmit(bytes))?,
            CardStep::Wait { .. } => flow.answer_waited()?,
            CardStep::AskPin { .. } => panic!("reading asks for no PIN"),
            CardStep::Done => return Ok(flow.holder().unwrap()),
        };
    }
}
