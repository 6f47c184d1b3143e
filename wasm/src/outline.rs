//! Previews without cryptography, as `ehcert/validate` has them.

use ehcert_core::facade::inspect;
use wasm_bindgen::prelude::*;

use crate::boundary::{Outcome, bytes, shown};

/// Shows a CSR, DER or PEM, as it is encoded: neither its key nor its signature is checked.
#[wasm_bindgen(js_name = outlineCsr, unchecked_return_type = "CsrOutline")]
pub fn outline_csr(
    #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] csr: JsValue,
) -> Outcome<JsValue> {
    shown(inspect::outline_csr(bytes(&csr, "csr")?))
}

/// Shows a certificate, DER or PEM, as it is encoded: nothing is checked.
#[wasm_bindgen(js_name = outlineCertificate, unchecked_return_type = "CertificateView")]
pub fn outline_certificate(
    #[wasm_bindgen(js_name = bytes, unchecked_param_type = "Uint8Array")] certificate: JsValue,
) -> Outcome<JsValue> {
    shown(inspect::outline_certificate(bytes(&certificate, "certificate")?))
}
