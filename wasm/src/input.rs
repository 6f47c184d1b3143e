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
#[cfg(feature = "full")]
use crate::boundary::{list, seconds};

/// What was refused of all that is read, if anything: the first thing that does not fit. Nothing is read after it, so that
/// one way out is enough, when everything has been read.
#[derive(Default)]
pub(crate) struct Refusal(Option<JsValue>);

impl Refusal {
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
    #[cold]
    #[inline(never)]
    pub(crate) fn because(&mut self, error: JsValue) {
        self.0.get_or_insert(error);
    }
    /// What was read; empty in place of what was refused.
    pub(crate) fn unless<T: Default>(&mut self, read: Outcome<T>) -> T {
        read.unwrap_or_else(|error| {
            self.because(error);
            T::default()
        })
    }
    /// An argument, as `read` has it, unless something was refused before. `what` names it for errors.
    #[cfg(feature = "full")]
    // Once for every kind of argument, and not once for every argument.
    #[inline(never)]
    pub(crate) fn take<T: Default>(
        &mut self,
        value: &JsValue,
        what: &str,
        read: fn(&JsValue, &str) -> Outcome<T>,
    ) -> T {
        if self.is_none() { self.unless(read(value, what)) } else { T::default() }
    }
    #[cfg(feature = "full")]
    pub(crate) fn bytes(&mut self, value: &JsValue, what: &str) -> Vec<u8> {
        self.take(value, what, bytes)
    }
    #[cfg(feature = "full")]
    pub(crate) fn text(&mut self, value: &JsValue, what: &str) -> String {
        self.take(value, what, text)
    }
    /// A record. Its error names the record; the field that does not fit stands in `detail`.
    #[inline(never)]
    pub(crate) fn record<T: Input>(&mut self, value: &JsValue, what: &str) -> T {
        T::read(value, &mut Given { record: what, refusal: self }, what)
    }
    /// A record that the caller may leave out.
    #[cfg(feature = "full")]
    pub(crate) fn record_or_default<T: Input + Default>(&mut self, value: &JsValue, what: &str) -> T {
        if absent(value) { T::default() } else { self.record(value, what) }
    }
    /// A time in seconds; the host's clock where none is given.
    #[cfg(feature = "full")]
    pub(crate) fn now(&mut self, value: &JsValue) -> i64 {
        self.take(value, "now", |now, _| seconds(now))
    }
    /// A list of byte strings.
    #[cfg(feature = "full")]
    pub(crate) fn list(&mut self, value: &JsValue, what: &str) -> Vec<Vec<u8>> {
        self.take(value, what, list)
    }
    pub(crate) fn done(self) -> Outcome<()> {
        self.0.map_or(Ok(()), Err)
    }
}

/// A record that is read.
pub(crate) struct Given<'a> {
    /// Its name, for errors.
    pub(crate) record: &'a str,
    pub(crate) refusal: &'a mut Refusal,
}

impl Given<'_> {
    /// Anything but a record of this kind.
    #[cold]
    #[inline(never)]
    fn unfit(&mut self, field: &str) {
        if self.refusal.is_none() {
            let error = Error::new(Code::INVALID_ARGUMENT).with("what", self.record).field(self.record.to_owned());
            self.refusal.because(thrown(error.detail(field.to_owned()).into()));
        }
    }

    /// A property, by the name that its field has in Rust; `undefined` once something was refused.
    #[inline(never)]
    fn property(&self, object: &JsValue, field: &str) -> JsValue {
        if !self.refusal.is_none() {
            return JsValue::UNDEFINED;
        }
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

    /// What is in an array.
    #[inline(never)]
    fn items(&mut self, value: &JsValue, field: &str) -> Array {
        match value.dyn_ref::<Array>() {
            None => self.unfit(field),
            Some(array) if array.length() > MAX_ITEMS => self.refusal.because(too_large(self.record, "10000")),
            Some(array) => return array.clone(),
        }
        Array::new()
    }

    /// A field that must be there.
    // Once for every kind of field, and not once for every field.
    #[inline(never)]
    fn must<T: Input>(&mut self, object: &JsValue, field: &str) -> T {
        T::read(&self.property(object, field), self, field)
    }

    /// A field that may be left out.
    #[inline(never)]
    fn may<T: Input + Default>(&mut self, object: &JsValue, field: &str) -> T {
        let found = self.property(object, field);
        if absent(&found) { T::default() } else { T::read(&found, self, field) }
    }
}

/// What can be read from a value.
pub(crate) trait Input: Sized {
    /// `field` names what is read. Anything, when it does not fit.
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self;
}

pub(crate) fn absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

impl Input for String {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        if value.is_string() {
            return given.refusal.unless(text(value, given.record));
        }
        given.unfit(field);
        Self::new()
    }
}

impl Input for bool {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        value.as_bool().unwrap_or_else(|| {
            given.unfit(field);
            false
        })
    }
}

impl Input for u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with what was given")]
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        let number = value.as_f64().unwrap_or(-1.0);
        let whole = number as Self;
        if f64::from(whole) != number {
            given.unfit(field);
        }
        whole
    }
}

impl Input for u16 {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        Self::try_from(u32::read(value, given, field)).unwrap_or_else(|_| {
            given.unfit(field);
            0
        })
    }
}

impl Input for Vec<u8> {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        if value.is_instance_of::<js_sys::Uint8Array>() {
            return given.refusal.unless(bytes(value, given.record));
        }
        given.unfit(field);
        Self::new()
    }
}

impl<T: Input> Input for Option<T> {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        if absent(value) { None } else { Some(T::read(value, given, field)) }
    }
}

impl<T: Input> Input for Vec<T> {
    fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
        // A loop, because `collect` would bring code of its own for every kind of item.
        let mut items = Self::new();
        for item in given.items(value, field).iter() {
            items.push(T::read(&item, given, field));
            if !given.refusal.is_none() {
                break;
            }
        }
        items
    }
}

/// Reads records: first the fields that must be there, then those that may be left out.
macro_rules! records {
    ($($(#[$condition:meta])* $record:ident { $($must:ident)* ; $($may:ident)* })*) => {$(
        $(#[$condition])*
        impl Input for $record {
            fn read(value: &JsValue, given: &mut Given<'_>, field: &str) -> Self {
                if !value.is_object() {
                    given.unfit(field);
                }
                Self {
                    $($must: given.must(value, stringify!($must)),)*
                    $($may: given.may(value, stringify!($may)),)*
                }
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
