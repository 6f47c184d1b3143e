//! Normalization and letter case. In a browser the host has the tables of Unicode, and a module is much smaller without
//! them.

#[cfg(not(all(feature = "wasm", target_family = "wasm")))]
mod tables {
    use unicode_normalization::UnicodeNormalization;

    pub(crate) fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    pub(crate) fn nfkc(text: &str) -> String {
        text.nfkc().collect()
    }

    pub(crate) fn upper(text: &str) -> String {
        text.to_uppercase()
    }

    pub(crate) fn lower(text: &str) -> String {
        text.to_lowercase()
    }
}

#[cfg(all(feature = "wasm", target_family = "wasm"))]
mod tables {
    fn normalized(text: &str, form: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { js_sys::JsString::from(text).normalize(form).into() }
    }

    pub(crate) fn nfd(text: &str) -> String {
        normalized(text, "NFD")
    }

    pub(crate) fn nfkc(text: &str) -> String {
        normalized(text, "NFKC")
    }

    pub(crate) fn upper(text: &str) -> String {
        if text.is_ascii() { text.to_ascii_uppercase() } else { js_sys::JsString::from(text).to_upper_case().into() }
    }

    pub(crate) fn lower(text: &str) -> String {
        if text.is_ascii() { text.to_ascii_lowercase() } else { js_sys::JsString::from(text).to_lower_case().into() }
    }
}

pub(crate) use tables::{lower, nfd, nfkc, upper};
