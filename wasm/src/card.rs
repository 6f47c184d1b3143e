//! The identity card, one APDU at a time.

use ehcert_core::facade::card::CardFlow as Card;
use wasm_bindgen::prelude::*;

use crate::{
    boundary::{Outcome, bytes, optional_bytes, plain, secretly, shown, thrown},
    input::Refusal,
};

/// A card operation: `start`, then the answer that the step asks for, until its `kind` is `done`.
#[wasm_bindgen]
pub struct CardFlow(Card);

#[wasm_bindgen]
impl CardFlow {
    /// Reads the holder and the certificates. No PIN is asked.
    pub fn read() -> CardFlow {
        Self(Card::read())
    }
    /// Signs a digest, as a step `sign` asks. `certificate`: that of the key, DER, where it was read before.
    pub fn sign(
        #[wasm_bindgen(unchecked_param_type = "\"authentication\" | \"signature\"")] key: JsValue,
        #[wasm_bindgen(unchecked_param_type = "\"SHA-256\" | \"SHA-384\" | \"SHA-512\"")] hash: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] digest: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array")] certificate: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<CardFlow> {
        let mut given = Refusal::default();
        let certificate = given.take(&certificate, "certificate", optional_bytes);
        let (key, hash) = (given.text(&key, "key"), given.text(&hash, "hash"));
        let (digest, now) = (given.bytes(&digest, "digest"), given.now(&now));
        given.done()?;
        Card::sign(key, hash, digest, certificate, now).map(Self).map_err(thrown)
    }
    /// The first step.
    #[wasm_bindgen(unchecked_return_type = "CardStep")]
    pub fn start(&self) -> Outcome<JsValue> {
        shown(self.0.start())
    }
    /// Answers `apdu` with everything that came back, status included.
    #[wasm_bindgen(js_name = answerResponse, unchecked_return_type = "CardStep")]
    pub fn answer_response(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] response: JsValue,
    ) -> Outcome<JsValue> {
        shown(self.0.answer_response(bytes(&response, "response")?))
    }
    /// Answers `wait`.
    #[wasm_bindgen(js_name = answerWaited, unchecked_return_type = "CardStep")]
    pub fn answer_waited(&self) -> Outcome<JsValue> {
        shown(self.0.answer_waited())
    }
    /// Answers `askPin`: digits in ASCII. Wipe the array after the call.
    #[wasm_bindgen(js_name = answerPin, unchecked_return_type = "CardStep")]
    pub fn answer_pin(&self, #[wasm_bindgen(unchecked_param_type = "Uint8Array")] pin: JsValue) -> Outcome<JsValue> {
        let pin = bytes(&pin, "pin")?;
        shown(secretly(|| self.0.answer_pin(pin)))
    }
    /// The person does not want to type the PIN.
    #[wasm_bindgen(js_name = answerCancelled, unchecked_return_type = "CardStep")]
    pub fn answer_cancelled(&self) -> Outcome<JsValue> {
        shown(self.0.answer_cancelled())
    }
    /// What was read, which is a `SignerInput` as well; `undefined` before the end and for a signature.
    #[wasm_bindgen(unchecked_return_type = "CardHolderView | undefined")]
    pub fn holder(&self) -> Outcome<JsValue> {
        plain(&self.0.holder())
    }
    /// The signature, RSA or r||s; `undefined` before the end and for a reading.
    pub fn signature(&self) -> Option<Vec<u8>> {
        self.0.signature()
    }
}
