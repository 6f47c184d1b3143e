//! What a person fills in: who the certificate is for, contact data, application id, base services,
//! password. Everything that can be said before a PIN is asked is said here.

mod contact;
mod draft;
mod fold;
mod password;
mod profession;

pub use contact::{ContactData, check_email, normalise_phone};
pub use draft::{BASE_SERVICES, Draft, Holder, Validated, check_application_id};
pub use fold::{FoldedName, fold_name};
pub use password::{Password, PasswordReport};
pub use profession::{Profession, professions};

pub mod base_service {
    //! `BaseServiceUsage` values: the "specific use" of a certificate.

    /// Time stamping.
    pub const TIMESTAMPING: &str = "tsa";
    /// Consultation of the National Register.
    pub const NATIONAL_REGISTER: &str = "consultrn";
    /// Coding (pseudonymisation).
    pub const CODING: &str = "codage";
    /// Any other.
    pub const OTHER: &str = "other";
}
