//! Who a certificate is for: national numbers, the catalogue of identifier types, check digits.

mod catalogue;
mod check;
#[cfg(feature = "java-regex")]
mod java_regex;
#[cfg(not(feature = "java-regex"))]
#[path = "java_regex/absent.rs"]
mod java_regex;
mod ssin;
mod types;

pub use catalogue::{Catalogue, CheckedIdentifier, MAX_TYPES, OrganizationTypeData};
pub use check::CheckAlgorithm;
#[cfg(feature = "java-regex")]
pub use java_regex::{MAX_PATTERN, Pattern};
pub use ssin::{BirthDate, Sex, Ssin};
pub use types::{HolderKind, IdentifierType};
