//! Previews with their checks, and the whole table of errors.

use ehcert_core::{
    Code, Error,
    facade::{error, inspect},
    key::{KeyAlgorithm, PrivateKey},
    random::OsRandom,
};
use wasm_bindgen::prelude::*;

use crate::boundary::{Outcome, bytes, invalid, plain, secretly, shown, tag, text, thrown};

/// Shows a CSR, DER or PEM, and whether it is signed by its own key.
#[wasm_bindgen(js_name = previewCsr, unchecked_return_type = "CsrPreview")]
pub fn preview_csr(
    #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] csr: JsValue,
) -> Outcome<JsValue> {
    shown(inspect::preview_csr(bytes(&csr, "csr")?))
}

/// Shows a certificate, DER or PEM. Nothing is verified.
#[wasm_bindgen(js_name = viewCertificate, unchecked_return_type = "CertificateView")]
pub fn view_certificate(
    #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] certificate: JsValue,
) -> Outcome<JsValue> {
    shown(inspect::view_certificate(bytes(&certificate, "certificate")?))
}

/// Shows what a keystore tells without its password.
#[wasm_bindgen(js_name = inspectKeystore, unchecked_return_type = "KeystoreShape")]
pub fn inspect_keystore(
    #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] keystore: JsValue,
) -> Outcome<JsValue> {
    shown(inspect::inspect_keystore(bytes(&keystore, "keystore")?))
}

/// All codes, in a language.
#[wasm_bindgen(js_name = errorTable, unchecked_return_type = "CodeRow[]")]
pub fn error_table(
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<JsValue> {
    plain(&error::error_table(tag(&language)?))
}

/// The name of a step, for people.
#[wasm_bindgen(js_name = stepLabel)]
pub fn step_label(
    #[wasm_bindgen(unchecked_param_type = "string")] step: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Language | string")] language: JsValue,
) -> Outcome<String> {
    Ok(error::step_label(text(&step, "step")?, tag(&language)?))
}

/// The error of this name, for a host that has something to tell of its own: a network that is cut, say.
/// `detail` is a remark for a log.
#[wasm_bindgen(js_name = hostError, unchecked_return_type = "EhcertError")]
pub fn host_error(
    #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] detail: JsValue,
) -> Outcome<JsValue> {
    let code = Code::from_name(&text(&name, "name")?).ok_or_else(|| invalid("name"))?;
    let mut error = Error::new(code);
    if let Some(detail) = crate::boundary::optional_text(&detail, "detail")? {
        error = error.detail(detail);
    }
    Ok(thrown(error.into()))
}

/// A new private key (`rsa-2048`, `p-384`), DER PrivateKeyInfo. It takes a second: run it in a worker, and wipe
/// the array once `Flow.answerKey` has it.
#[wasm_bindgen(js_name = generateKey)]
pub fn generate_key(#[wasm_bindgen(unchecked_param_type = "KeyAlgorithm")] algorithm: JsValue) -> Outcome<Vec<u8>> {
    let algorithm = match text(&algorithm, "algorithm")?.as_str() {
        "rsa-2048" => KeyAlgorithm::Rsa2048,
        "p-384" => KeyAlgorithm::P384,
        _ => return Err(invalid("algorithm")),
    };
    let made = secretly(|| PrivateKey::generate(algorithm, &mut OsRandom).and_then(|key| key.to_pkcs8()));
    Ok(made.map_err(|e| thrown(e.into()))?.to_vec())
}
