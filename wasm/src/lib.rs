//! ehcert for browsers and Node: the facade as JavaScript. Records are plain objects in camelCase, bytes are
//! `Uint8Array`, times are seconds since 1970, and what fails throws an `Error` with `code`, `name`, `field`,
//! `retryable`, `actor` and `detail`.
#![cfg(target_family = "wasm")]

use ehcert_core::facade::{
    card::CardFlow as Card, error, error::EhcertError, flow::Flow as Inner, flow::PlatformInput, flow::SignerInput,
    inspect, keystore::Keystore as Store, validate,
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

type Outcome<T> = Result<T, JsValue>;

/// A facade error as a JavaScript `Error`.
fn thrown(failed: EhcertError) -> JsValue {
    let problem = failed.problem();
    let text = error::describe_problem(problem.clone(), "en".into());
    let object = js_sys::Error::new(&text.message);
    object.set_name(&problem.name);
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&object, &key.into(), &value);
    };
    set("code", problem.code.into());
    set("field", problem.field.clone().into());
    set("retryable", problem.retryable.into());
    set("actor", problem.actor.clone().into());
    set("detail", problem.detail.clone().into());
    set("advice", text.advice.into());
    set("problem", plain(problem).unwrap_or(JsValue::NULL));
    object.into()
}

fn plain<T: Serialize>(value: &T) -> Outcome<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new()
        .serialize_maps_as_objects(true)
        .serialize_large_number_types_as_bigints(false);
    value.serialize(&serializer).map_err(Into::into)
}

fn read<T: DeserializeOwned>(value: JsValue, what: &str) -> Outcome<T> {
    serde_wasm_bindgen::from_value(value).map_err(|_| invalid(what))
}

fn invalid(what: &str) -> JsValue {
    thrown(ehcert_core::Error::new(ehcert_core::Code::INVALID_ARGUMENT).with("what", what).into())
}

fn shown<T: Serialize>(result: Result<T, EhcertError>) -> Outcome<JsValue> {
    plain(&result.map_err(thrown)?)
}

/// The version of ehcert.
#[wasm_bindgen]
pub fn version() -> String {
    ehcert_core::facade::version()
}

/// Checks a number by the rules of its type.
#[wasm_bindgen(js_name = checkIdentifier)]
pub fn check_identifier(identifier_type: String, value: String) -> Outcome<JsValue> {
    shown(validate::check_identifier(identifier_type, value))
}

/// All built-in types of identifiers.
#[wasm_bindgen(js_name = identifierTypes)]
pub fn identifier_types(language: String) -> Outcome<JsValue> {
    plain(&validate::identifier_types(language))
}

/// The qualities that the portal lists.
#[wasm_bindgen]
pub fn professions(language: String) -> Outcome<JsValue> {
    plain(&validate::professions(language))
}

/// Converts a name as eHealth does.
#[wasm_bindgen(js_name = foldName)]
pub fn fold_name(name: String) -> Outcome<JsValue> {
    plain(&validate::fold_name(name))
}

/// Checks an e-mail address.
#[wasm_bindgen(js_name = checkEmail)]
pub fn check_email(email: String) -> Outcome<String> {
    validate::check_email(email).map_err(thrown)
}

/// Checks a phone number; gives it as it is sent.
#[wasm_bindgen(js_name = checkPhone)]
pub fn check_phone(phone: String) -> Outcome<String> {
    validate::check_phone(phone).map_err(thrown)
}

/// Checks an application id.
#[wasm_bindgen(js_name = checkApplicationId)]
pub fn check_application_id(application_id: String) -> Outcome<Option<String>> {
    validate::check_application_id(application_id).map_err(thrown)
}

/// The ticks beside a new password (UTF-8) and its confirmation.
#[wasm_bindgen(js_name = checkPassword)]
pub fn check_password(password: Vec<u8>, confirmation: Option<Vec<u8>>) -> Outcome<JsValue> {
    shown(validate::check_password(password, confirmation))
}

/// Checks a whole request and previews the certificate's name.
#[wasm_bindgen(js_name = reviewRequest)]
pub fn review_request(request: JsValue) -> Outcome<JsValue> {
    shown(validate::review_request(read(request, "request")?))
}

/// Shows a CSR, DER or PEM.
#[wasm_bindgen(js_name = previewCsr)]
pub fn preview_csr(bytes: Vec<u8>) -> Outcome<JsValue> {
    shown(inspect::preview_csr(bytes))
}

/// Shows a certificate, DER or PEM.
#[wasm_bindgen(js_name = viewCertificate)]
pub fn view_certificate(bytes: Vec<u8>) -> Outcome<JsValue> {
    shown(inspect::view_certificate(bytes))
}

/// Shows what a keystore tells without its password.
#[wasm_bindgen(js_name = inspectKeystore)]
pub fn inspect_keystore(bytes: Vec<u8>) -> Outcome<JsValue> {
    shown(inspect::inspect_keystore(bytes))
}

/// The texts of an error's `problem` in a language.
#[wasm_bindgen(js_name = describeProblem)]
pub fn describe_problem(code: u16, language: String) -> Outcome<JsValue> {
    let row = error::error_table(language).into_iter().find(|row| row.code == code);
    plain(&row)
}

/// All codes in a language.
#[wasm_bindgen(js_name = errorTable)]
pub fn error_table(language: String) -> Outcome<JsValue> {
    plain(&error::error_table(language))
}

/// An opened keystore. Call `free` to wipe it.
#[wasm_bindgen]
pub struct Keystore(Store);

#[wasm_bindgen]
impl Keystore {
    /// Opens a keystore; the password is UTF-8.
    pub fn open(bytes: Vec<u8>, password: Vec<u8>) -> Outcome<Keystore> {
        Store::open(bytes, password).map(Self).map_err(thrown)
    }
    /// All entries.
    pub fn entries(&self) -> Outcome<JsValue> {
        shown(self.0.entries())
    }
    /// What the keystore tells by itself.
    pub fn status(&self, now: f64) -> Outcome<JsValue> {
        shown(self.0.status(seconds(now)))
    }
    /// The keystore in another form.
    pub fn rewrap(&self, profile: String) -> Outcome<Vec<u8>> {
        self.0.rewrap(profile).map_err(thrown)
    }
    /// The keystore under another password.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(&self, new_password: Vec<u8>, profile: String) -> Outcome<Vec<u8>> {
        self.0.change_password(new_password, profile).map_err(thrown)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "seconds since 1970; a fraction does not count")]
fn seconds(now: f64) -> i64 {
    now as i64
}

/// Certificates: an array of `Uint8Array`.
fn chain(list: js_sys::Array) -> Vec<Vec<u8>> {
    list.iter().map(|item| js_sys::Uint8Array::new(&item).to_vec()).collect()
}

/// The holder of the eID: arrays of DER certificates, leaf first.
#[wasm_bindgen]
pub struct Signer(SignerInput);

#[wasm_bindgen]
impl Signer {
    /// From the card's chains; `anchors`: roots, none for the Belgian ones.
    #[wasm_bindgen(constructor)]
    pub fn new(authentication: js_sys::Array, signature: js_sys::Array, anchors: js_sys::Array) -> Self {
        Self(SignerInput {
            authentication_chain: chain(authentication),
            signature_chain: chain(signature),
            anchors: chain(anchors),
        })
    }
}

/// An operation on its way: `step`, then the answer that the step asks for, until its `kind` is `done`.
#[wasm_bindgen]
pub struct Flow(Inner);

fn platform(url: String, anchors: js_sys::Array) -> PlatformInput {
    PlatformInput { platform: url, anchors: chain(anchors) }
}

#[wasm_bindgen]
impl Flow {
    /// Asks the RA for its rules and for whom the holder may act.
    pub fn preflight(signer: &Signer, url: String, anchors: js_sys::Array, now: f64) -> Outcome<Flow> {
        Inner::preflight(signer.0.clone(), platform(url, anchors), seconds(now)).map(Self).map_err(thrown)
    }
    /// Step 1: from a request to a pending keystore.
    pub fn enrolment(
        signer: &Signer,
        request: JsValue,
        password: Vec<u8>,
        url: String,
        anchors: js_sys::Array,
        now: f64,
    ) -> Outcome<Flow> {
        let request = read(request, "request")?;
        let where_to = platform(url, anchors);
        Inner::enrolment(signer.0.clone(), request, password, String::new(), None, None, None, where_to, seconds(now))
            .map(Self)
            .map_err(thrown)
    }
    /// Step 2: from a pending keystore to a working one.
    pub fn completion(
        keystore: Vec<u8>,
        password: Vec<u8>,
        patience: u32,
        url: String,
        anchors: js_sys::Array,
    ) -> Outcome<Flow> {
        Inner::completion(keystore, password, String::new(), None, patience, platform(url, anchors))
            .map(Self)
            .map_err(thrown)
    }
    /// The step that is due.
    pub fn step(&self, now: f64) -> Outcome<JsValue> {
        shown(self.0.step(seconds(now)))
    }
    /// Answers `sign`.
    #[wasm_bindgen(js_name = answerSignature)]
    pub fn answer_signature(&self, signature: Vec<u8>, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_signature(signature, seconds(now)))
    }
    /// Answers `showContract`.
    #[wasm_bindgen(js_name = answerContract)]
    pub fn answer_contract(&self, accepted: bool, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_contract(accepted, seconds(now)))
    }
    /// Does `generateKey`: run it in a worker.
    #[wasm_bindgen(js_name = generateKey)]
    pub fn generate_key(&self, now: f64) -> Outcome<JsValue> {
        shown(self.0.generate_key(seconds(now)))
    }
    /// Answers `generateKey` with a key of WebCrypto: PKCS#8.
    #[wasm_bindgen(js_name = answerKey)]
    pub fn answer_key(&self, pkcs8: Vec<u8>, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_key(pkcs8, seconds(now)))
    }
    /// Answers `http`.
    #[wasm_bindgen(js_name = answerHttp)]
    pub fn answer_http(&self, status: u16, content_type: String, body: Vec<u8>, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_http(status, content_type, body, seconds(now)))
    }
    /// Answers `store` with what was read back.
    #[wasm_bindgen(js_name = answerStored)]
    pub fn answer_stored(&self, read_back: Vec<u8>, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_stored(read_back, seconds(now)))
    }
    /// Answers `wait`.
    #[wasm_bindgen(js_name = answerWaited)]
    pub fn answer_waited(&self, now: f64) -> Outcome<JsValue> {
        shown(self.0.answer_waited(seconds(now)))
    }
    /// The outcome of whichever flow this is; `null` before the end.
    pub fn outcome(&self) -> Outcome<JsValue> {
        if let Some(outcome) = self.0.preflight_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.enrolment_outcome() {
            return plain(&outcome);
        }
        match self.0.completion_outcome() {
            Some(outcome) => plain(&outcome),
            None => Ok(JsValue::NULL),
        }
    }
}

/// A card operation, one APDU at a time.
#[wasm_bindgen]
pub struct CardFlow(Card);

#[wasm_bindgen]
impl CardFlow {
    /// Reads the holder and the certificates.
    pub fn read() -> CardFlow {
        Self(Card::read())
    }
    /// Signs a digest.
    pub fn sign(key: String, hash: String, digest: Vec<u8>, now: f64) -> Outcome<CardFlow> {
        Card::sign(key, hash, digest, None, seconds(now)).map(Self).map_err(thrown)
    }
    /// The first step.
    pub fn start(&self) -> Outcome<JsValue> {
        shown(self.0.start())
    }
    /// Answers `apdu`.
    #[wasm_bindgen(js_name = answerResponse)]
    pub fn answer_response(&self, response: Vec<u8>) -> Outcome<JsValue> {
        shown(self.0.answer_response(response))
    }
    /// Answers `wait`.
    #[wasm_bindgen(js_name = answerWaited)]
    pub fn answer_waited(&self) -> Outcome<JsValue> {
        shown(self.0.answer_waited())
    }
    /// Answers `askPin`.
    #[wasm_bindgen(js_name = answerPin)]
    pub fn answer_pin(&self, pin: Vec<u8>) -> Outcome<JsValue> {
        shown(self.0.answer_pin(pin))
    }
    /// The signer of flows, from a card that was read; `anchors`: roots, none for the Belgian ones, or
    /// `undefined` to trust the card's own root (a software card of a sandbox).
    pub fn signer(&self, anchors: Option<js_sys::Array>) -> Outcome<Signer> {
        let holder = self.0.holder().ok_or_else(|| invalid("card"))?;
        let own = || holder.authentication_chain.last().cloned().into_iter().collect();
        Ok(Signer(SignerInput {
            anchors: anchors.map_or_else(own, chain),
            authentication_chain: holder.authentication_chain,
            signature_chain: holder.signature_chain,
        }))
    }
    /// The signature that was made.
    pub fn signature(&self) -> Option<Vec<u8>> {
        self.0.signature()
    }
}
