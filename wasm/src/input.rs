//! Records that JavaScript gives. Each is taken apart here by hand, field by field (the compiler sees to it that none is
//! forgotten): what derived code would be for that is a tenth of what a form loads.

#[cfg(feature = "full")]
use ehcert_core::facade::{
    flow::{PlatformInput, SignerInput},
    verify::{PathInput, TrustInput},
};
use ehcert_core::{
    Code, Error,
    facade::{
        error::{NamedValue, Problem, RaMessage},
        validate::{ContactInput, RequestInput},
    },
};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::boundary::{MAX_ITEMS, Outcome, bytes, text, thrown, too_large};

/// What can be read from a value.
pub(crate) trait Input: Sized {
    /// `record` names the record for errors, `field` what is read of it.
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self>;
}

/// Anything but a record of this kind.
#[inline(never)]
pub(crate) fn unfit(record: &str, field: &str) -> JsValue {
    let error = Error::new(Code::INVALID_ARGUMENT).with("what", record).field(record.to_owned());
    thrown(error.detail(field.to_owned()).into())
}

pub(crate) fn absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// A property, by the name that its field has in Rust.
#[inline(never)]
fn property(object: &JsValue, field: &str) -> JsValue {
    let mut name = String::with_capacity(field.len());
    for word in field.split('_') {
        let capital = !name.is_empty();
        let at = name.len();
        name.push_str(word);
        if let (true, Some(first)) = (capital, name.get_mut(at..=at)) {
            first.make_ascii_uppercase();
        }
    }
    Reflect::get(object, &name.as_str().into()).unwrap_or(JsValue::UNDEFINED)
}

impl Input for String {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        if value.is_string() { text(value, record) } else { Err(unfit(record, field)) }
    }
}

impl Input for bool {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        value.as_bool().ok_or_else(|| unfit(record, field))
    }
}

impl Input for u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with what was given")]
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        let number = value.as_f64().unwrap_or(-1.0);
        let whole = number as Self;
        if f64::from(whole) == number { Ok(whole) } else { Err(unfit(record, field)) }
    }
}

impl Input for u16 {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        Self::try_from(u32::read(value, record, field)?).map_err(|_| unfit(record, field))
    }
}

impl Input for Vec<u8> {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        if value.is_instance_of::<js_sys::Uint8Array>() { bytes(value, record) } else { Err(unfit(record, field)) }
    }
}

impl<T: Input> Input for Option<T> {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        if absent(value) { Ok(None) } else { T::read(value, record, field).map(Some) }
    }
}

impl<T: Input> Input for Vec<T> {
    fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
        let array: &Array = value.dyn_ref().ok_or_else(|| unfit(record, field))?;
        if array.length() > MAX_ITEMS {
            return Err(too_large(record, "10000"));
        }
        // A loop, because `collect` would bring code of its own for every kind of item.
        let mut items = Self::new();
        for item in array.iter() {
            items.push(T::read(&item, record, field)?);
        }
        Ok(items)
    }
}

/// A field that must be there.
// Once for every kind of field, and not once for every field.
#[inline(never)]
fn must<T: Input>(object: &JsValue, record: &str, field: &str) -> Outcome<T> {
    T::read(&property(object, field), record, field)
}

/// A field that may be left out.
#[inline(never)]
fn may<T: Input + Default>(object: &JsValue, record: &str, field: &str) -> Outcome<T> {
    let found = property(object, field);
    if absent(&found) { Ok(T::default()) } else { T::read(&found, record, field) }
}

/// Reads records: first the fields that must be there, then those that may be left out.
macro_rules! records {
    ($($(#[$condition:meta])* $record:ident { $($must:ident)* ; $($may:ident)* })*) => {$(
        $(#[$condition])*
        impl Input for $record {
            fn read(value: &JsValue, record: &str, field: &str) -> Outcome<Self> {
                if !value.is_object() {
                    return Err(unfit(record, field));
                }
                Ok(Self {
                    $($must: must(value, record, stringify!($must))?,)*
                    $($may: may(value, record, stringify!($may))?,)*
                })
            }
        }
    )*};
}

records! {
    NamedValue { key value; }
    RaMessage { code message parameters; }
    Problem { code name retryable actor values ra; field detail }
    ContactInput { email_private phone_private; email_general phone_general }
    RequestInput {
        holder identifier_type identifier name contact;
        first_names application_id base_services key
    }
    #[cfg(feature = "full")]
    SignerInput { authentication_chain; signature_chain anchors }
    #[cfg(feature = "full")]
    PlatformInput { platform; anchors revocation }
    #[cfg(feature = "full")]
    TrustInput { ; anchors untrusted crls ocsp revocation inspect_old }
    #[cfg(feature = "full")]
    PathInput { ; policies explicit_policy inhibit_mapping inhibit_any purpose name profile max_intermediates }
}
