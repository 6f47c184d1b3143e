//! The operations, step by step.

use ehcert_core::facade::{
    error::EhcertError,
    flow::{Flow as Inner, PlatformInput, SignerInput},
    validate::ContactInput,
};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::boundary::{
    Outcome, bytes, invalid, list, optional_bytes, optional_text, plain, record, seconds, secretly, shown, text,
    thrown, wipe_stack,
};

/// An operation on its way: `step`, then the answer that the step asks for, until its `kind` is `done`. A failed
/// call leaves it where it was: `step` gives the same step again. `free` cancels and wipes it.
#[wasm_bindgen]
pub struct Flow(Inner);

/// The named arguments of an operation.
struct Options(JsValue);

impl Options {
    fn of(options: JsValue) -> Outcome<Self> {
        if options.is_object() { Ok(Self(options)) } else { Err(invalid("options")) }
    }
    fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }
    fn signer(&self) -> Outcome<SignerInput> {
        record(&self.get("signer"), "signer")
    }
    /// A `PlatformInput`, or its `platform` alone.
    fn platform(&self) -> Outcome<PlatformInput> {
        let value = self.get("platform");
        if value.is_string() {
            let platform = text(&value, "platform")?;
            return Ok(PlatformInput { platform, anchors: Vec::new(), revocation: String::new() });
        }
        record(&value, "platform")
    }
    fn text(&self, name: &str, field: &str) -> Outcome<String> {
        text(&self.get(name), field)
    }
    /// An empty text stands for the default.
    fn text_or_default(&self, name: &str, field: &str) -> Outcome<String> {
        Ok(optional_text(&self.get(name), field)?.unwrap_or_default())
    }
    fn bytes(&self, name: &str) -> Outcome<Vec<u8>> {
        bytes(&self.get(name), name)
    }
    fn now(&self) -> Outcome<i64> {
        seconds(&self.get("now"))
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
        let o = Options::of(options)?;
        begun(Inner::preflight(o.signer()?, o.platform()?, o.now()?))
    }
    /// Step 1: from a request to a pending keystore.
    pub fn enrolment(#[wasm_bindgen(unchecked_param_type = "EnrolmentOptions")] options: JsValue) -> Outcome<Flow> {
        let o = Options::of(options)?;
        begun(Inner::enrolment(
            o.signer()?,
            record(&o.get("request"), "request")?,
            o.bytes("password")?,
            o.text_or_default("profile", "profile")?,
            optional_bytes(&o.get("pending"), "pending")?,
            optional_bytes(&o.get("renews"), "renews")?,
            optional_bytes(&o.get("renewsPassword"), "renews_password")?,
            o.platform()?,
            o.now()?,
        ))
    }
    /// Step 2: from a pending keystore to a working one.
    pub fn completion(#[wasm_bindgen(unchecked_param_type = "CompletionOptions")] options: JsValue) -> Outcome<Flow> {
        let o = Options::of(options)?;
        let patience = o.get("patience");
        let patience = match patience.as_f64() {
            // Whole seconds; more than a day is as good as a day.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in the range of a day")]
            Some(n) => n.clamp(0.0, 86_400.0) as u32,
            None if patience.is_undefined() => 0,
            None => return Err(invalid("patience")),
        };
        begun(Inner::completion(
            o.bytes("keystore")?,
            o.bytes("password")?,
            o.text_or_default("profile", "profile")?,
            optional_text(&o.get("expectedDn"), "expected_dn")?,
            patience,
            o.platform()?,
        ))
    }
    /// What the RA knows of the certificate in a keystore; no eID is needed.
    #[wasm_bindgen(js_name = keystoreStatus)]
    pub fn keystore_status(
        #[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let o = Options::of(options)?;
        begun(Inner::keystore_status(o.bytes("keystore")?, o.bytes("password")?, o.platform()?))
    }
    /// What the RA knows of all certificates of a holder and of the organisations they may act for.
    #[wasm_bindgen(js_name = citizenStatus)]
    pub fn citizen_status(
        #[wasm_bindgen(unchecked_param_type = "PreflightOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let o = Options::of(options)?;
        begun(Inner::citizen_status(o.signer()?, o.platform()?, o.now()?))
    }
    /// Which application ids an organisation has certificates for already. Nobody signs it.
    #[wasm_bindgen(js_name = applicationIds)]
    pub fn application_ids(
        #[wasm_bindgen(unchecked_param_type = "ApplicationIdsOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let o = Options::of(options)?;
        let (kind, number) = (o.text("identifierType", "identifier_type")?, o.text("identifier", "identifier")?);
        begun(Inner::application_ids(kind, number, o.platform()?))
    }
    /// Whether a workstation with this keystore can receive messages.
    #[wasm_bindgen(js_name = selfTest)]
    pub fn self_test(#[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue) -> Outcome<Flow> {
        let o = Options::of(options)?;
        begun(Inner::self_test(o.bytes("keystore")?, o.bytes("password")?, o.platform()?))
    }
    /// ActivateETK: from then on senders use the key of this (renewed) keystore.
    pub fn activation(#[wasm_bindgen(unchecked_param_type = "KeystoreOptions")] options: JsValue) -> Outcome<Flow> {
        let o = Options::of(options)?;
        begun(Inner::activation(o.bytes("keystore")?, o.bytes("password")?, o.platform()?))
    }
    /// Ends a certificate.
    pub fn revocation(#[wasm_bindgen(unchecked_param_type = "RevocationOptions")] options: JsValue) -> Outcome<Flow> {
        let o = Options::of(options)?;
        let identifier = o.text("publicKeyIdentifier", "public_key_identifier")?;
        begun(Inner::revocation(
            o.signer()?,
            identifier,
            o.text("reason", "revocation_reason")?,
            o.platform()?,
            o.now()?,
        ))
    }
    /// Fetches what is known of the revocation of certificates, encryption tokens and senders of sealed messages.
    #[wasm_bindgen(js_name = revocationInquiry)]
    pub fn revocation_inquiry(
        #[wasm_bindgen(unchecked_param_type = "RevocationInquiryOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let o = Options::of(options)?;
        let untrusted = o.get("untrusted");
        let untrusted = if untrusted.is_undefined() { Vec::new() } else { list(&untrusted, "untrusted")? };
        begun(Inner::revocation_inquiry(list(&o.get("items"), "items")?, untrusted, o.platform()?))
    }
    /// The request of a person with a BIS number and without eID.
    #[wasm_bindgen(js_name = foreignRequest)]
    pub fn foreign_request(
        #[wasm_bindgen(unchecked_param_type = "ForeignRequestOptions")] options: JsValue,
    ) -> Outcome<Flow> {
        let o = Options::of(options)?;
        let contact: ContactInput = record(&o.get("contact"), "contact")?;
        begun(Inner::foreign_request(
            o.text("bis", "ssin")?,
            o.text("firstNames", "first_names")?,
            o.text("name", "name")?,
            contact,
            o.bytes("password")?,
            o.text_or_default("key", "key")?,
            o.text_or_default("profile", "profile")?,
            o.platform()?,
        ))
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
        let (signature, now) = (bytes(&signature, "signature")?, seconds(&now)?);
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
        let (pkcs8, now) = (bytes(&pkcs8, "pkcs8")?, seconds(&now)?);
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
        let (content_type, body, now) = (text(&content_type, "content_type")?, bytes(&body, "body")?, seconds(&now)?);
        shown(secretly(|| self.0.answer_http(status, content_type, body, now)))
    }
    /// Answers `store` with what was read back.
    #[wasm_bindgen(js_name = answerStored, unchecked_return_type = "FlowStep")]
    pub fn answer_stored(
        &self,
        #[wasm_bindgen(js_name = readBack, unchecked_param_type = "Uint8Array")] read_back: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let (read_back, now) = (bytes(&read_back, "keystore")?, seconds(&now)?);
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
