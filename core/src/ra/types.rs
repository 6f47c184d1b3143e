//! The types that several messages share, as they stand on the wire.

use super::xml::{self, Namespace, Node, Writer, name, unexpected};
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

    pub(super) fn read(node: Node<'_, '_>) -> Result<Self> {
        let r#type = xml::attribute(node, "Type").ok_or_else(|| unexpected("Type of an identifier is missing"))?;
        Ok(Self { value: xml::token(node)?, r#type: r#type.trim().to_owned() })
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

    pub(super) fn read(node: Node<'_, '_>) -> Result<Self> {
        let ids = xml::each(node, name::CORE, "Id", Id::read)?;
        if ids.is_empty() {
            return Err(unexpected("an actor without Id"));
        }
        Ok(Self { ids, first_names: texts(node, name::CORE, "FirstName")?, name: xml::text(node, name::CORE, "Name")? })
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

    pub(super) fn read(parent: Node<'_, '_>, namespace: Namespace) -> Result<Self> {
        let node = xml::element(parent, namespace, "ContactData")?;
        Ok(Self {
            email_private: xml::text(node, name::CERTRA_CORE, "EmailPrivate")?,
            email_general: xml::optional_text(node, name::CERTRA_CORE, "EmailGeneral")?,
            phone_private: xml::text(node, name::CERTRA_CORE, "PhonePrivate")?,
            phone_general: xml::optional_text(node, name::CERTRA_CORE, "PhoneGeneral")?,
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

    pub(super) fn read(parent: Node<'_, '_>, namespace: Namespace) -> Result<Self> {
        let node = xml::element(parent, namespace, "CertificateIdentifier")?;
        Ok(Self {
            actor: ActorType::read(xml::element(node, name::CERTRA_CORE, "Actor")?)?,
            application_id: xml::optional_text(node, name::CERTRA_CORE, "ApplicationId")?,
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

    pub(super) fn read(parent: Node<'_, '_>, name: &'static str) -> Result<Self> {
        let node = xml::element(parent, name::CERTRA_CORE, name)?;
        let read = |value: Node<'_, '_>| {
            let language =
                value.attribute((name::XML.uri, "lang")).ok_or_else(|| unexpected("a text without language"))?;
            Ok((language.to_owned(), xml::content(value)?))
        };
        let values = xml::each(node, name::CERTRA_CORE, "Value", read)?;
        if values.is_empty() {
            return Err(unexpected(format!("{name} without text")));
        }
        Ok(Self { values })
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

    pub(super) fn read(parent: Node<'_, '_>, namespace: Namespace) -> Result<Self> {
        let node = xml::element(parent, namespace, "Contract")?;
        Ok(Self {
            dn: xml::text(node, name::CERTRA_CORE, "DN")?,
            signer: ActorType::read(xml::element(node, name::CERTRA_CORE, "Signer")?)?,
            text: Text::read(node, "Text")?,
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

    pub(super) fn read(parent: Node<'_, '_>) -> Result<Self> {
        let node = xml::element(parent, name::CERTRA, "Contract")?;
        Ok(Self {
            dn: xml::text(node, name::CERTRA_CORE, "DN")?,
            signer: ActorType::read(xml::element(node, name::CERTRA_CORE, "Signer")?)?,
            reason: RevocationReason::from(xml::text(node, name::CERTRA_CORE, "RevocationReason")?.as_str()),
            text: Text::read(node, "Text")?,
        })
    }
}

/// The exact texts of all children of this name.
pub(super) fn texts(node: Node<'_, '_>, namespace: Namespace, name: &'static str) -> Result<Vec<String>> {
    xml::each(node, namespace, name, xml::content)
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
