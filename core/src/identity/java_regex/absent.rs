//! Instead of the translation of Java's expressions, in a build without `java-regex`: there is no expression then.

/// Of an expression: there is none.
#[derive(Clone, Debug)]
pub(super) enum Pattern {}

impl Pattern {
    pub(super) fn translate(_: &str) -> crate::Result<Self> {
        Err(crate::Code::PATTERN_UNSUPPORTED.into())
    }

    pub(super) fn matches(&self, _: &str) -> bool {
        match *self {}
    }
}
