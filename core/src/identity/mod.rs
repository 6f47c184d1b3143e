//! Who a certificate is for: national numbers, the catalogue of identifier types, check digits.

mod catalogue;
mod check;
mod java_regex;
mod ssin;
mod types;

pub use catalogue::{Catalogue, CheckedIdentifier, MAX_TYPES, OrganizationTypeData};
pub use check::CheckAlgorithm;
pub use java_regex::{MAX_PATTERN, Pattern};
pub use ssin::{BirthDate, Sex, Ssin};
pub use types::{HolderKind, IdentifierType};
