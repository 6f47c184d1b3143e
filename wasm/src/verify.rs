//! Judging what others made.

use std::sync::Arc;

use ehcert_core::facade::{keystore::Keystore, verify};
use wasm_bindgen::prelude::*;

use crate::{
    boundary::{Outcome, shown},
    input::Refusal,
};

/// Builds and validates the path of a certificate (RFC 5280 6.1), DER or PEM. A path that must not be relied on is
/// an answer, with its problems.
#[wasm_bindgen(js_name = verifyCertificate, unchecked_return_type = "Judgement")]
pub fn verify_certificate(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] certificate: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "TrustInput")] trust: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "PathInput")] path: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "number")] at: JsValue,
) -> Outcome<JsValue> {
    let mut given = Refusal::default();
    let (trust, path) = (given.record_or_default(&trust, "trust"), given.record_or_default(&path, "path"));
    let (certificate, at) = (given.bytes(&certificate, "certificate"), given.now(&at));
    given.done()?;
    shown(verify::verify_certificate(certificate, trust, path, at))
}

/// Judges an encryption token (ETK): DER, BER or base64.
#[wasm_bindgen(js_name = verifyEtk, unchecked_return_type = "Judgement")]
pub fn verify_etk(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] token: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "TrustInput")] trust: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "number")] at: JsValue,
) -> Outcome<JsValue> {
    let mut given = Refusal::default();
    let (token, trust, at) = (given.bytes(&token, "token"), given.record_or_default(&trust, "trust"), given.now(&at));
    given.done()?;
    shown(verify::verify_etk(token, trust, at))
}

/// Judges the outer signature of a sealed message and its signer: DER, BER or base64. `Keystore.verifyMessage`
/// decrypts it as well.
#[wasm_bindgen(js_name = verifyMessage, unchecked_return_type = "Judgement")]
pub fn verify_message(
    #[wasm_bindgen(js_name = message, unchecked_param_type = "Uint8Array")] sealed: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "TrustInput")] trust: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "number")] at: JsValue,
) -> Outcome<JsValue> {
    message(&sealed, None, trust, &at)
}

pub(crate) fn message(
    sealed: &JsValue,
    keystore: Option<Arc<Keystore>>,
    trust: JsValue,
    at: &JsValue,
) -> Outcome<JsValue> {
    let mut given = Refusal::default();
    let (trust, sealed, at) = (given.record_or_default(&trust, "trust"), given.bytes(sealed, "message"), given.now(at));
    given.done()?;
    shown(verify::verify_message(sealed, keystore, trust, at))
}

/// Whether `signature` over `data` was made by the key of a SubjectPublicKeyInfo (DER or PEM) with the algorithm of
/// this name (`SHA256withRSA`, `SHA384withECDSAinP1363Format`...).
#[wasm_bindgen(js_name = verifySignature, unchecked_return_type = "Judgement")]
pub fn verify_signature(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] spki: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] algorithm: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] data: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] signature: JsValue,
) -> Outcome<JsValue> {
    let mut given = Refusal::default();
    let algorithm = given.text(&algorithm, "algorithm");
    let (data, signature) = (given.bytes(&data, "data"), given.bytes(&signature, "signature"));
    let spki = given.bytes(&spki, "spki");
    given.done()?;
    shown(verify::verify_signature(spki, algorithm, data, signature))
}
