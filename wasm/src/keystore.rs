//! An opened keystore.

use std::sync::Arc;

use ehcert_core::facade::keystore::Keystore as Store;
use wasm_bindgen::prelude::*;

use crate::{
    boundary::{Outcome, arrays, bytes, optional_text, seconds, secretly, shown, thrown},
    input::Refusal,
};

/// An opened keystore. Call `free` to wipe it.
#[wasm_bindgen]
pub struct Keystore(pub(crate) Arc<Store>);

fn profile(value: &JsValue) -> Outcome<String> {
    Ok(optional_text(value, "profile")?.unwrap_or_default())
}

#[wasm_bindgen]
impl Keystore {
    /// Opens a keystore (PKCS#12); the password is UTF-8. Wipe the array after the call.
    pub fn open(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] keystore: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] password: JsValue,
    ) -> Outcome<Keystore> {
        let mut given = Refusal::default();
        let (keystore, password) = (given.bytes(&keystore, "keystore"), given.bytes(&password, "password"));
        given.done()?;
        Ok(Self(Arc::new(secretly(|| Store::open(keystore, password)).map_err(thrown)?)))
    }
    /// Wipes keys and password now; every later call fails with `WrongState`.
    pub fn wipe(&self) {
        secretly(|| self.0.wipe());
    }
    /// All entries.
    #[wasm_bindgen(unchecked_return_type = "EntryView[]")]
    pub fn entries(&self) -> Outcome<JsValue> {
        shown(self.0.entries())
    }
    /// What the keystore tells by itself.
    #[wasm_bindgen(unchecked_return_type = "KeystoreStatus")]
    pub fn status(&self, #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue) -> Outcome<JsValue> {
        shown(self.0.status(seconds(&now)?))
    }
    /// The certificates of the authentication key, DER, leaf first.
    #[wasm_bindgen(js_name = authenticationChain, unchecked_return_type = "Uint8Array[]")]
    pub fn authentication_chain(&self) -> Outcome<JsValue> {
        Ok(arrays(&self.0.authentication_chain().map_err(thrown)?))
    }
    /// PublicKeyIdentifier of the authentication key, hexadecimal.
    #[wasm_bindgen(js_name = publicKeyIdentifier)]
    pub fn public_key_identifier(&self) -> Outcome<String> {
        self.0.public_key_identifier().map_err(thrown)
    }
    /// The keystore in another form (`ehealth`, `modern`, `java-legacy`); nothing in it is lost.
    pub fn rewrap(
        &self,
        #[wasm_bindgen(js_name = profile, unchecked_optional_param_type = "Profile")] form: JsValue,
    ) -> Outcome<Vec<u8>> {
        let profile = profile(&form)?;
        secretly(|| self.0.rewrap(profile)).map_err(thrown)
    }
    /// The keystore under another password (UTF-8), which must meet the policy. This object keeps the old one.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(
        &self,
        #[wasm_bindgen(js_name = newPassword, unchecked_param_type = "Uint8Array")] new_password: JsValue,
        #[wasm_bindgen(js_name = profile, unchecked_optional_param_type = "Profile")] form: JsValue,
    ) -> Outcome<Vec<u8>> {
        let (password, profile) = (bytes(&new_password, "password")?, profile(&form)?);
        secretly(|| self.0.change_password(password, profile)).map_err(thrown)
    }
    /// Seals a message to the owners of these encryption tokens. `anchors`: roots (DER), none for production's.
    pub fn seal(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] content: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] etks: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array[]")] anchors: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<Vec<u8>> {
        let mut given = Refusal::default();
        let (etks, anchors) = (given.list(&etks, "etks"), given.list(&anchors, "anchors"));
        let (content, now) = (given.bytes(&content, "content"), given.now(&now));
        given.done()?;
        secretly(|| self.0.seal(content, etks, anchors, now)).map_err(thrown)
    }
    /// As `seal`; the lists and responses in `trust` must tell that no owner was revoked.
    #[wasm_bindgen(js_name = sealUnrevoked)]
    pub fn seal_unrevoked(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] content: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] etks: JsValue,
        #[wasm_bindgen(unchecked_param_type = "TrustInput")] trust: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<Vec<u8>> {
        let mut given = Refusal::default();
        let (etks, trust) = (given.list(&etks, "etks"), given.record(&trust, "trust"));
        let (content, now) = (given.bytes(&content, "content"), given.now(&now));
        given.done()?;
        secretly(|| self.0.seal_unrevoked(content, etks, trust, now)).map_err(thrown)
    }
    /// As `unseal`, of a sender who was not revoked by the lists and responses in `trust`. A status that they do not
    /// tell is a warning, or an error when `hard`.
    #[wasm_bindgen(js_name = unsealUnrevoked, unchecked_return_type = "UnsealedMessage")]
    pub fn unseal_unrevoked(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] message: JsValue,
        #[wasm_bindgen(unchecked_param_type = "TrustInput")] trust: JsValue,
        hard: bool,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (trust, message) = (given.record(&trust, "trust"), given.bytes(&message, "message"));
        let now = given.now(&now);
        given.done()?;
        shown(secretly(|| self.0.unseal_unrevoked(message, trust, hard, now)))
    }
    /// Opens a sealed message with the keys in this keystore, present and past. `anchors`: roots (DER), none for
    /// production's.
    #[wasm_bindgen(unchecked_return_type = "UnsealedMessage")]
    pub fn unseal(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] message: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array[]")] anchors: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] now: JsValue,
    ) -> Outcome<JsValue> {
        let mut given = Refusal::default();
        let (anchors, message) = (given.list(&anchors, "anchors"), given.bytes(&message, "message"));
        let now = given.now(&now);
        given.done()?;
        shown(secretly(|| self.0.unseal(message, anchors, now)))
    }
    /// Judges a sealed message (DER, BER or base64), decrypted with the key of its recipient.
    #[wasm_bindgen(js_name = verifyMessage, unchecked_return_type = "Judgement")]
    pub fn verify_message(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] message: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "TrustInput")] trust: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] at: JsValue,
    ) -> Outcome<JsValue> {
        crate::verify::message(&message, Some(Arc::clone(&self.0)), trust, &at)
    }
}
