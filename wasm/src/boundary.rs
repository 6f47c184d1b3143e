//! What crosses the boundary: errors, records, texts and bytes.

use std::cell::Cell;

use ehcert_core::{
    Code, Error, Language,
    facade::error::{Description, EhcertError, Problem},
};
#[cfg(feature = "full")]
use js_sys::Array;
use js_sys::{JsString, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::{JsCast, prelude::*};

use crate::{
    input::{Input, Refusal},
    output::written,
};

pub(crate) type Outcome<T> = Result<T, JsValue>;

/// A text that a person types is far shorter; more is refused before it is copied, because the module's memory
/// grows and never shrinks.
const MAX_TEXT: u32 = 64 << 10;
/// As the core: no file of this field is larger.
const MAX_BYTES: u32 = 64 << 20;
/// No list of a record is longer.
pub(crate) const MAX_ITEMS: u32 = 10_000;

thread_local! {
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::En) };
}

/// The language of messages from now on: `fr`, `nl`, `de` or `en`, with or without region; English for any other.
#[wasm_bindgen(js_name = setLanguage)]
pub fn set_language(#[wasm_bindgen(unchecked_param_type = "Language | string")] language: JsValue) -> Outcome<()> {
    let tag = text(&language, "language")?;
    LANGUAGE.set(Language::from_tag(&tag).unwrap_or_default());
    Ok(())
}

/// Takes the texts of a language, as the package has them: `loadLanguage` calls it.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = installTexts)]
pub fn install_texts(
    #[wasm_bindgen(unchecked_param_type = "Language | string")] language: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] texts: JsValue,
) -> Outcome<()> {
    let language = Language::from_tag(&text(&language, "language")?).ok_or_else(|| invalid("language"))?;
    ehcert_core::message::install(language, text(&texts, "texts")?).map_err(|error| thrown(error.into()))
}

/// The language of messages.
#[wasm_bindgen(unchecked_return_type = "Language")]
pub fn language() -> String {
    LANGUAGE.get().tag().to_owned()
}

/// The tag of a language that the caller may have named.
pub(crate) fn tag(language: &JsValue) -> Outcome<String> {
    if language.is_undefined() || language.is_null() {
        return Ok(LANGUAGE.get().tag().to_owned());
    }
    text(language, "language")
}

/// What this module can say of a problem.
pub(crate) fn describe(problem: Problem, language: String) -> Description {
    #[cfg(feature = "full")]
    return ehcert_core::facade::error::describe_problem(problem, language);
    #[cfg(not(feature = "full"))]
    return ehcert_core::facade::error::describe_problem_of_form(problem, language);
}

/// A facade error as a JavaScript `Error`.
pub(crate) fn thrown(failed: EhcertError) -> JsValue {
    let problem = failed.into_problem();
    let record = written(&problem).unwrap_or_default();
    let said = describe(problem, LANGUAGE.get().tag().to_owned());
    let object = js_sys::Error::new(&said.message);
    let set = |key: &str, value: &JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &key.into(), value);
    };
    for key in ["name", "code", "field", "retryable", "actor", "detail"] {
        set(key, &Reflect::get(&record, &key.into()).unwrap_or_default());
    }
    set("advice", &said.advice.into());
    set("problem", &record);
    object.into()
}

pub(crate) fn invalid(what: &str) -> JsValue {
    thrown(Error::new(Code::INVALID_ARGUMENT).with("what", what).field(what.to_owned()).into())
}

pub(crate) fn too_large(what: &str, limit: &str) -> JsValue {
    thrown(Error::new(Code::TOO_LARGE).with("limit", limit).field(what.to_owned()).into())
}

pub(crate) fn plain<T: Serialize>(value: &T) -> Outcome<JsValue> {
    written(value).ok_or_else(unwritten)
}

#[cold]
#[inline(never)]
fn unwritten() -> JsValue {
    thrown(Error::new(Code::INTERNAL).detail("a value that no record has").into())
}

pub(crate) fn shown<T: Serialize>(result: Result<T, EhcertError>) -> Outcome<JsValue> {
    plain(&result.map_err(thrown)?)
}

/// A record. Its error names the record; the field that does not fit stands in `detail`.
pub(crate) fn record<T: Input>(value: &JsValue, what: &str) -> Outcome<T> {
    let mut refusal = Refusal::default();
    let read = refusal.record(value, what);
    refusal.done().map(|()| read)
}

/// A text. A surrogate without its partner is U+FFFD here, which every check names or refuses.
pub(crate) fn text(value: &JsValue, what: &str) -> Outcome<String> {
    let string: &JsString = value.dyn_ref().ok_or_else(|| invalid(what))?;
    if string.length() > MAX_TEXT {
        return Err(too_large(what, "64 KB"));
    }
    Ok(string.into())
}

/// A text that the caller may leave out.
#[cfg(feature = "full")]
pub(crate) fn optional_text(value: &JsValue, what: &str) -> Outcome<Option<String>> {
    if value.is_undefined() || value.is_null() { Ok(None) } else { text(value, what).map(Some) }
}

/// Bytes: `Uint8Array` or what extends it.
pub(crate) fn bytes(value: &JsValue, what: &str) -> Outcome<Vec<u8>> {
    let array: &Uint8Array = value.dyn_ref().ok_or_else(|| invalid(what))?;
    if array.length() > MAX_BYTES {
        return Err(too_large(what, "64 MB"));
    }
    Ok(array.to_vec())
}

/// Bytes that the caller may leave out.
pub(crate) fn optional_bytes(value: &JsValue, what: &str) -> Outcome<Option<Vec<u8>>> {
    if value.is_undefined() || value.is_null() { Ok(None) } else { bytes(value, what).map(Some) }
}

/// A list of byte strings.
#[cfg(feature = "full")]
pub(crate) fn list(value: &JsValue, what: &str) -> Outcome<Vec<Vec<u8>>> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    let array: &Array = value.dyn_ref().ok_or_else(|| invalid(what))?;
    if array.length() > MAX_ITEMS {
        return Err(too_large(what, "10000"));
    }
    // A loop, because `collect` would bring code of its own.
    let mut items = Vec::new();
    for item in array.iter() {
        items.push(bytes(&item, what)?);
    }
    Ok(items)
}

/// Byte strings as an array of `Uint8Array`.
#[cfg(feature = "full")]
pub(crate) fn arrays(list: &[Vec<u8>]) -> JsValue {
    list.iter().map(|item| Uint8Array::from(item.as_slice())).collect::<Array>().into()
}

/// A time in seconds; the host's clock where none is given.
#[cfg(feature = "full")]
#[allow(clippy::cast_possible_truncation, reason = "seconds since 1970; a fraction does not count")]
pub(crate) fn seconds(now: &JsValue) -> Outcome<i64> {
    match now.as_f64() {
        Some(now) => Ok(now as i64),
        None if now.is_undefined() || now.is_null() => Ok((js_sys::Date::now() / 1000.0) as i64),
        None => Err(invalid("now")),
    }
}

/// Does work with a secret, and wipes the stack that it used: what is on the heap is wiped when it is freed, but
/// what stood in a function's frame stays until another function writes there.
pub(crate) fn secretly<T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    wipe_stack();
    result
}

/// In a frame below the caller's.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

#[inline(never)]
pub(crate) fn wipe_stack() {
    // Deeper than any call of the core: they keep their big things on the heap.
    let mut frame = [0u8; 96 << 10];
    std::hint::black_box(&mut frame);
}
