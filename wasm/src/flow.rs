//! The operations, step by step.

use ehcert_core::facade::{
    error::EhcertError,
    flow::{Flow as Inner, PlatformInput, SignerInput},
};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::boundary::{
    Outcome, bytes, invalid, list, optional_bytes, optional_text, plain, seconds, secretly, shown, text, thrown,
    wipe_stack,
};
use crate::input::{Input, Refusal};

/// An operation on its way: `step`, then the answer that the step asks for, until its `kind` is `done`. A failed
/// call leaves it where it was: `step` gives the same step again. `free` cancels and wipes it.
#[wasm_bindgen]
pub struct Flow(Inner);

/// The named arguments of an operation. What is read is worth nothing unless [`Self::done`] says so.
struct Options {
    options: JsValue,
    refusal: Refusal,
}

impl Options {
    fn of(options: JsValue) -> Self {
        let mut refusal = Refusal::default();
        if !options.is_object() {
            refusal.because(invalid("options"));
        }
        Self { options, refusal }
    }
    fn done(self) -> Outcome<()> {
        self.refusal.done()
    }
    fn get(&self, name: &str) -> JsValue {
        if !self.refusal.is_none() {
            return JsValue::UNDEFINED;
        }
        Reflect::get(&self.options, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }
    /// An argument, as `read` has it. `field` names it for errors.
    fn take<T: Default>(&mut self, name: &str, field: &str, read: fn(&JsValue, &str) -> Outcome<T>) -> T {
        self.refusal.take(&self.get(name), field, read)
    }
    #[inline(never)]
    fn record<T: Input>(&mut self, name: &str) -> T {
        self.refusal.record(&self.get(name), name)
    }
    fn signer(&mut self) -> SignerInput {
        self.record("signer")
    }
    /// A `PlatformInput`, or its `platform` alone.
    fn platform(&mut self) -> PlatformInput {
        if self.get("platform").is_string() {
            let platform = self.text("platform", "platform");
            return PlatformInput { platform, anchors: Vec::new(), revocation: String::new() };
        }
        self.record("platform")
    }
    fn text(&mut self, name: &str, field: &str) -> String {
        self.take(name, field, text)
    }
    /// An empty text stands for the default.
    fn text_or_default(&mut self, name: &str) -> String {
        self.take(name, name, optional_text).unwrap_or_default()
    }
    fn bytes(&mut self, name: &str) -> Vec<u8> {
        self.take(name, name, bytes)
    }
    fn optional_bytes(&mut self, name: &str, field: &str) -> Option<Vec<u8>> {
        self.take(name, field, optional_bytes)
    }
    fn now(&mut self) -> i64 {
        self.refusal.now(&self.get("now"))
    }
}

fn begun(flow: Result<Inner, EhcertError>) -> Outcome<Flow> {
    wipe_stack();
    flow.map(Flow).map_err(thrown)
}

/// What begins an operation.
#[wasm_bindgen]
impl Flow {
    /// Asks the RA for its rules and for whom the holder may act.
    pub fn preflight(#[wasm_bindgen(unchecked_param_type = "PreflightOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (signer, platform, now) = (o.signer(), o.platform(), o.now());
        o.done()?;
        begun(Inner::preflight(signer, platform, now))
    }
    /// Step 1: from a request to a pending keystore.
    pub fn enrolment(#[wasm_bindgen(unchecked_param_type = "EnrolmentOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (signer, request) = (o.signer(), o.record("request"));
        let (password, profile) = (o.bytes("password"), o.text_or_default("profile"));
        let (pending, renews) = (o.optional_bytes("pending", "pending"), o.optional_bytes("renews", "renews"));
        let renews_password = o.optional_bytes("renewsPassword", "renews_password");
        let (platform, now) = (o.platform(), o.now());
        o.done()?;
        begun(Inner::enrolment(signer, request, password, profile, pending, renews, renews_password, platform, now))
    }
    /// Step 2: from a pending keystore to a working one.
    pub fn completion(#[wasm_bindgen(unchecked_param_type = "CompletionOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let patience = o.take("patience", "patience", |patience, field| match patience.as_f64() {
            // Whole seconds; more than a day is as good as a day.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the range of a day")]
            Some(n) => Ok(n.clamp(0.0, 86_400.0) as u32),
            None if patience.is_undefined() => Ok(0),
            None => Err(invalid(field)),
        });
        let (keystore, password, profile) = (o.bytes("keystore"), o.bytes("password"), o.text_or_default("profile"));
        let expected_dn = o.take("expectedDn", "expected_dn", optional_text);
        let platform = o.platform();
        o.done()?;
        begun(Inner::completion(keystore, password, profile, expected_dn, patience, platform))
    }
    /// What the RA knows of the certificate in a keystore; no eID is needed.
    #[wasm_bindgen(js_name = keystoreStatus)]
    pub fn keystore_status(
        #[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (keystore, password, platform) = (o.bytes("keystore"), o.bytes("password"), o.platform());
        o.done()?;
        begun(Inner::keystore_status(keystore, password, platform))
    }
    /// What the RA knows of all certificates of a holder and of the organisations they may act for.
    #[wasm_bindgen(js_name = citizenStatus)]
    pub fn citizen_status(
        #[wasm_bindgen(unchecked_param_type = "PreflightOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (signer, platform, now) = (o.signer(), o.platform(), o.now());
        o.done()?;
        begun(Inner::citizen_status(signer, platform, now))
    }
    /// Which application ids an organisation has certificates for already. Nobody signs it.
    #[wasm_bindgen(js_name = applicationIds)]
    pub fn application_ids(
        #[wasm_bindgen(unchecked_param_type = "ApplicationIdsOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (kind, number) = (o.text("identifierType", "identifier_type"), o.text("identifier", "identifier"));
        let platform = o.platform();
        o.done()?;
        begun(Inner::application_ids(kind, number, platform))
    }
    /// Whether a workstation with this keystore can receive messages.
    #[wasm_bindgen(js_name = selfTest)]
    pub fn self_test(#[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (keystore, password, platform) = (o.bytes("keystore"), o.bytes("password"), o.platform());
        o.done()?;
        begun(Inner::self_test(keystore, password, platform))
    }
    /// ActivateETK: from then on senders use the key of this (renewed) keystore.
    pub fn activation(#[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let (keystore, password, platform) = (o.bytes("keystore"), o.bytes("password"), o.platform());
        o.done()?;
        begun(Inner::activation(keystore, password, platform))
    }
    /// Ends a certificate.
    pub fn revocation(#[wasm_bindgen(unchecked_param_type = "RevocationOptions")] options: JsValue) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let identifier = o.text("publicKeyIdentifier", "public_key_identifier");
        let (signer, reason) = (o.signer(), o.text("reason", "revocation_reason"));
        let (platform, now) = (o.platform(), o.now());
        o.done()?;
        begun(Inner::revocation(signer, identifier, reason, platform, now))
    }
    /// Fetches what is known of the revocation of certificates, encryption tokens and senders of sealed messages.
    #[wasm_bindgen(js_name = revocationInquiry)]
    pub fn revocation_inquiry(
        #[wasm_bindgen(unchecked_param_type = "RevocationInquiryOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let untrusted = o.take("untrusted", "untrusted", list);
        let (items, platform) = (o.take("items", "items", list), o.platform());
        o.done()?;
        begun(Inner::revocation_inquiry(items, untrusted, platform))
    }
    /// The request of a person with a BIS number and without eID.
    #[wasm_bindgen(js_name = foreignRequest)]
    pub fn foreign_request(
        #[wasm_bindgen(unchecked_param_type = "ForeignRequestOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let mut o = Options::of(options);
        let contact = o.record("contact");
        let (bis, first_names, name) =
            (o.text("bis", "ssin"), o.text("firstNames", "first_names"), o.text("name", "name"));
        let (password, key, profile) = (o.bytes("password"), o.text_or_default("key"), o.text_or_default("profile"));
        let platform = o.platform();
        o.done()?;
        begun(Inner::foreign_request(bis, first_names, name, contact, password, key, profile, platform))
    }
}

/// What drives it.
#[wasm_bindgen]
impl Flow {
    /// The step that is due. The first call begins the flow; later ones give the same step again, with a new request
    /// (another message identifier) where one is due: only an answer to the newest fits.
    #[wasm_bindgen(unchecked_return_type = "FlowStep")]
    pub fn step(&self, #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue) -> Outcome<JsValue> {
        let now = seconds(&now)?;
        shown(secretly(|| self.0.step(now)))
    }
    /// Answers `sign`: RSA PKCS#1 v1.5, or ECDSA as r||s.
    #[wasm_bindgen(js_name = answerSignature, unchecked_return_type = "FlowStep")]
    pub fn answer_signature(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] signature: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (signature, now) = (given.bytes(&signature, "signature"), given.now(&now));
        given.done()?;
        shown(secretly(|| self.0.answer_signature(signature, now)))
    }
    /// Answers `showContract`.
    #[wasm_bindgen(js_name = answerContract, unchecked_return_type = "FlowStep")]
    pub fn answer_contract(
        &self,
        accepted: bool,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let now = seconds(&now)?;
        shown(secretly(|| self.0.answer_contract(accepted, now)))
    }
    /// Does `generateKey` here: up to a second of work, so run the flow in a worker or use `answerKey`.
    #[wasm_bindgen(js_name = generateKey, unchecked_return_type = "FlowStep")]
    pub fn generate_key(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let now = seconds(&now)?;
        shown(secretly(|| self.0.generate_key(now)))
    }
    /// Answers `generateKey` with a key made elsewhere: DER PrivateKeyInfo. Wipe the array after the call.
    #[wasm_bindgen(js_name = answerKey, unchecked_return_type = "FlowStep")]
    pub fn answer_key(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] pkcs8: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (pkcs8, now) = (given.bytes(&pkcs8, "pkcs8"), given.now(&now));
        given.done()?;
        shown(secretly(|| self.0.answer_key(pkcs8, now)))
    }
    /// Answers `http`. `contentType`: the header's value, or empty. `status` 0: no answer came to an optional request.
    #[wasm_bindgen(js_name = answerHttp, unchecked_return_type = "FlowStep")]
    pub fn answer_http(
        &self,
        status: u16,
        #[wasm_bindgen(js_name = contentType, unchecked_param_type = "string")] content_type: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] body: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (content_type, body, now) =
            (given.text(&content_type, "content_type"), given.bytes(&body, "body"), given.now(&now));
        given.done()?;
        shown(secretly(|| self.0.answer_http(status, content_type, body, now)))
    }
    /// Answers `store` with what was read back.
    #[wasm_bindgen(js_name = answerStored, unchecked_return_type = "FlowStep")]
    pub fn answer_stored(
        &self,
        #[wasm_bindgen(js_name = readBack, unchecked_param_type = "Uint8Array")] read_back: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (read_back, now) = (given.bytes(&read_back, "keystore"), given.now(&now));
        given.done()?;
        shown(secretly(|| self.0.answer_stored(read_back, now)))
    }
    /// Answers `wait`.
    #[wasm_bindgen(js_name = answerWaited, unchecked_return_type = "FlowStep")]
    pub fn answer_waited(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let now = seconds(&now)?;
        shown(secretly(|| self.0.answer_waited(now)))
    }
    /// Ends the flow now and forgets everything of it; every later call fails with `WrongState`.
    pub fn wipe(&self) {
        self.0.wipe();
    }
}

/// What came of it: `undefined` before the end, and for another operation.
#[wasm_bindgen]
impl Flow {
    /// The outcome of whichever operation this is.
    #[wasm_bindgen(unchecked_return_type = "FlowOutcome | undefined")]
    pub fn outcome(&self) -> Outcome<JsValue> {
        if let Some(outcome) = self.0.preflight_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.enrolment_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.completion_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.status_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.application_ids_outcome() {
            return plain(&outcome);
        }
        if let Some(outcome) = self.0.foreign_outcome() {
            return plain(&outcome);
        }
        plain(&self.0.self_test_outcome())
    }
    /// Of `preflight`.
    #[wasm_bindgen(js_name = preflightOutcome, unchecked_return_type = "PreflightOutcome | undefined")]
    pub fn preflight_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.preflight_outcome())
    }
    /// Of `enrolment`.
    #[wasm_bindgen(js_name = enrolmentOutcome, unchecked_return_type = "EnrolmentResult | undefined")]
    pub fn enrolment_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.enrolment_outcome())
    }
    /// Of `completion`.
    #[wasm_bindgen(js_name = completionOutcome, unchecked_return_type = "CompletionResult | undefined")]
    pub fn completion_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.completion_outcome())
    }
    /// Of `keystoreStatus` and `citizenStatus`.
    #[wasm_bindgen(js_name = statusOutcome, unchecked_return_type = "RegisteredCertificate[] | undefined")]
    pub fn status_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.status_outcome())
    }
    /// Of `applicationIds`: an entry for each active certificate, empty for the one without application id.
    #[wasm_bindgen(js_name = applicationIdsOutcome, unchecked_return_type = "string[] | undefined")]
    pub fn application_ids_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.application_ids_outcome())
    }
    /// Of `selfTest`: the serial number of the published ETK, decimal.
    #[wasm_bindgen(js_name = selfTestOutcome)]
    pub fn self_test_outcome(&self) -> Option<String> {
        self.0.self_test_outcome()
    }
    /// What lists and responders said, of any flow that asked them.
    #[wasm_bindgen(js_name = revocationOutcome, unchecked_return_type = "RevocationResult | undefined")]
    pub fn revocation_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.revocation_outcome())
    }
    /// Of `foreignRequest`.
    #[wasm_bindgen(js_name = foreignOutcome, unchecked_return_type = "ForeignResult | undefined")]
    pub fn foreign_outcome(&self) -> Outcome<JsValue> {
        plain(&self.0.foreign_outcome())
    }
}
