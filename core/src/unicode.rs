//! Unicode normalization. In a browser the host has its tables, and a module is much smaller without them.

#[cfg(not(all(feature = "wasm", target_family = "wasm")))]
mod tables {
    use unicode_normalization::UnicodeNormalization;

    pub(crate) fn nfd(text: &str) -> String {
        text.nfd().collect()
    }

    pub(crate) fn nfkc(text: &str) -> String {
        text.nfkc().collect()
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
}

pub(crate) use tables::{nfd, nfkc};
