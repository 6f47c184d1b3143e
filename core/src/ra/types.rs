//! The types that several messages share, as they stand on the wire.

use super::xml::{Fields, Namespace, Writer, name};
use crate::Result;

/// SHA-1 over the subjectPublicKey bits: see [`crate::key::PublicKey::identifier`].
pub type PublicKeyIdentifier = [u8; 20];

/// `PublicKeyIdentifier` as the messages write it: 40 upper-case hexadecimal digits.
pub fn public_key_identifier_hex(identifier: &PublicKeyIdentifier) -> String {
    identifier.iter().map(|b| format!("{b:02X}")).collect()
}

/// Declares an enumeration of the RA that keeps values it does not know.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $value:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
            /// A value that ehcert does not know, as it came.
            Other(String),
        }
        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Other(value) => value,
                }
            }
        }
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value.trim() {
                    $($value => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                Ok(Self::from(<String as serde::Deserialize>::deserialize(deserializer)?.as_str()))
            }
        }
    };
}
pub(super) use open_enum;

open_enum! {
    /// Why a certificate is revoked.
    RevocationReason {
        /// The key is lost or in the wrong hands.
        KeyCompromise = "keyCompromise"
        /// The holder no longer belongs to the organisation, or its data changed.
        AffiliationChanged = "affiliationChanged"
        /// Another certificate takes its place.
        Superseded = "superseded"
        /// The activity has ended.
        CessationOfOperation = "cessationOfOperation"
    }
}

open_enum! {
    /// Whether a certificate is a person's or an organisation's.
    EntityType {
        /// A natural person.
        NaturalPerson = "NaturalPerson"
        /// An organisation.
        Organization = "Organization"
    }
}

/// An identifier and its type (`SSIN`, `CBE`, `NIHII-PHARMACY`...).
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Id {
    /// The number, digits only.
    pub value: String,
    /// Name of the identifier type, without prefix.
    pub r#type: String,
}

impl Id {
    /// An identifier of a type.
    pub fn new(r#type: impl Into<String>, value: impl Into<String>) -> Self {
        Self { value: value.into(), r#type: r#type.into() }
    }

    pub(super) fn write(&self, writer: &mut Writer, namespace: Namespace, name: &str) {
        writer.leaf_with(namespace, name, &[(name::NONE, "Type", &self.r#type)], &self.value);
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let r#type = fields.attribute(name::NONE, "Type");
        if r#type.is_none() {
            fields.refuse("Type of an identifier is missing");
        }
        Self { value: fields.own_token(), r#type: r#type.unwrap_or_default().trim().to_owned() }
    }
}

/// A person or an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ActorType {
    /// At least one.
    pub ids: Vec<Id>,
    /// First names of a person, exactly as on the identity card; none for an organisation.
    pub first_names: Vec<String>,
    /// Surname, exactly as on the identity card, or the organisation's name.
    pub name: String,
}

impl ActorType {
    pub(super) fn write(&self, writer: &mut Writer, namespace: Namespace, name: &str) {
        writer.start(namespace, name, &[]);
        for id in &self.ids {
            id.write(writer, name::CORE, "Id");
        }
        for first in &self.first_names {
            writer.leaf(name::CORE, "FirstName", first);
        }
        writer.leaf(name::CORE, "Name", &self.name);
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let ids = fields.each(name::CORE, "Id", Id::read);
        if ids.is_empty() {
            fields.refuse("an actor without Id");
        }
        Self { ids, first_names: fields.texts(name::CORE, "FirstName"), name: fields.text(name::CORE, "Name") }
    }
}

/// How the RA reaches the holder. The rules of e-mail and phone are the request's, not the wire's.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ContactData {
    /// Where the RA writes to about this certificate.
    pub email_private: String,
    /// Published address.
    pub email_general: Option<String>,
    /// Where the RA calls.
    pub phone_private: String,
    /// Published number.
    pub phone_general: Option<String>,
}

impl ContactData {
    pub(super) fn write(&self, writer: &mut Writer, namespace: Namespace) {
        writer.start(namespace, "ContactData", &[]);
        writer.leaf(name::CERTRA_CORE, "EmailPrivate", &self.email_private);
        writer.optional(name::CERTRA_CORE, "EmailGeneral", self.email_general.as_deref());
        writer.leaf(name::CERTRA_CORE, "PhonePrivate", &self.phone_private);
        writer.optional(name::CERTRA_CORE, "PhoneGeneral", self.phone_general.as_deref());
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>, namespace: Namespace) -> Self {
        fields.inside(namespace, "ContactData", |fields| Self {
            email_private: fields.text(name::CERTRA_CORE, "EmailPrivate"),
            email_general: fields.optional_text(name::CERTRA_CORE, "EmailGeneral"),
            phone_private: fields.text(name::CERTRA_CORE, "PhonePrivate"),
            phone_general: fields.optional_text(name::CERTRA_CORE, "PhoneGeneral"),
        })
    }
}

/// What a certificate is for: who, and which application of theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CertificateIdentifier {
    /// Person or organisation.
    pub actor: ActorType,
    /// Application id of an organisation.
    pub application_id: Option<String>,
}

impl CertificateIdentifier {
    pub(super) fn write(&self, writer: &mut Writer, namespace: Namespace) {
        writer.start(namespace, "CertificateIdentifier", &[]);
        self.actor.write(writer, name::CERTRA_CORE, "Actor");
        writer.optional(name::CERTRA_CORE, "ApplicationId", self.application_id.as_deref());
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>, namespace: Namespace) -> Self {
        fields.inside(namespace, "CertificateIdentifier", |fields| Self {
            actor: fields.inside(name::CERTRA_CORE, "Actor", ActorType::read),
            application_id: fields.optional_text(name::CERTRA_CORE, "ApplicationId"),
        })
    }
}

/// The same text in several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Text {
    /// Language (ISO 639-1, as it came) and text, to the last white space as it came.
    pub values: Vec<(String, String)>,
}

impl Text {
    /// The text in a language; the first one when that language is missing.
    pub fn get(&self, language: &str) -> Option<&str> {
        let wanted = |tag: &str| tag.get(..2).is_some_and(|t| t.eq_ignore_ascii_case(language));
        self.values.iter().find(|(tag, _)| wanted(tag)).or(self.values.first()).map(|(_, text)| text.as_str())
    }

    pub(super) fn write(&self, writer: &mut Writer, name: &str) {
        writer.start(name::CERTRA_CORE, name, &[]);
        for (language, text) in &self.values {
            writer.leaf_with(name::CERTRA_CORE, "Value", &[(name::XML, "lang", language)], text);
        }
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>, name: &'static str) -> Self {
        fields.inside(name::CERTRA_CORE, name, |fields| {
            let values = fields.each(name::CERTRA_CORE, "Value", |value| {
                let language = value.attribute(name::XML, "lang");
                if language.is_none() {
                    value.refuse("a text without language");
                }
                (language.unwrap_or_default().to_owned(), value.own_text())
            });
            if values.is_empty() {
                fields.refuse(&format!("{name} without text"));
            }
            Self { values }
        })
    }
}

/// The contract of a certificate. It goes back to the RA as it came: every text is kept exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Contract {
    /// Distinguished name of the certificate to come, in the RA's spelling.
    pub dn: String,
    /// Who signs.
    pub signer: ActorType,
    /// HTML that must be shown before signing.
    pub text: Text,
}

impl Contract {
    pub(super) fn write(&self, writer: &mut Writer, namespace: Namespace) {
        writer.start(namespace, "Contract", &[]);
        writer.leaf(name::CERTRA_CORE, "DN", &self.dn);
        self.signer.write(writer, name::CERTRA_CORE, "Signer");
        self.text.write(writer, "Text");
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>, namespace: Namespace) -> Self {
        fields.inside(namespace, "Contract", |fields| Self {
            dn: fields.text(name::CERTRA_CORE, "DN"),
            signer: fields.inside(name::CERTRA_CORE, "Signer", ActorType::read),
            text: Text::read(fields, "Text"),
        })
    }
}

/// The contract of a revocation; as [`Contract`] it goes back as it came.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RevocationContract {
    /// Distinguished name of the certificate.
    pub dn: String,
    /// Who signs.
    pub signer: ActorType,
    /// Why.
    pub reason: RevocationReason,
    /// HTML that must be shown before signing.
    pub text: Text,
}

impl RevocationContract {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.start(name::CERTRA, "Contract", &[]);
        writer.leaf(name::CERTRA_CORE, "DN", &self.dn);
        self.signer.write(writer, name::CERTRA_CORE, "Signer");
        writer.leaf(name::CERTRA_CORE, "RevocationReason", self.reason.as_str());
        self.text.write(writer, "Text");
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        fields.inside(name::CERTRA, "Contract", |fields| Self {
            dn: fields.text(name::CERTRA_CORE, "DN"),
            signer: fields.inside(name::CERTRA_CORE, "Signer", ActorType::read),
            reason: fields.text(name::CERTRA_CORE, "RevocationReason").as_str().into(),
            text: Text::read(fields, "Text"),
        })
    }
}

impl RevocationReason {
    /// The RA's reason for the words of a person (ehealth.md 8.4): `compromised` (somebody else may have the key or its
    /// password), `forgotten` (the password, or the keystore is lost), `changed` (what the certificate says is no
    /// longer right), `other`. [`crate::Code::INVALID_ARGUMENT`] for any other.
    pub fn of_person(word: &str) -> Result<Self> {
        Ok(match word {
            "compromised" => Self::KeyCompromise,
            "forgotten" => Self::Superseded,
            "changed" => Self::AffiliationChanged,
            "other" => Self::CessationOfOperation,
            _ => return Err(crate::Error::new(crate::Code::INVALID_ARGUMENT).with("what", "reason").field("reason")),
        })
    }
}
