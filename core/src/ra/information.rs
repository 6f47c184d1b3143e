//! What the RA tells about a certificate (ehealth.md 1.4.11).

use super::{
    certra::flag,
    types::{
        CertificateIdentifier, ContactData, EntityType, PublicKeyIdentifier, open_enum, public_key_identifier_hex,
    },
    xml::{Fields, Writer, name},
};
use crate::Timestamp;

open_enum! {
    /// State of an authentication certificate.
    CertificateStatus {
        /// Requested, not issued yet.
        InProgress = "IN_PROGRESS"
        /// Usable.
        ValidActive = "VALID_ACTIVE"
        /// The request was refused.
        Refused = "REFUSED"
        /// Revoked.
        Revoked = "REVOKED"
        /// Past its end.
        Expired = "EXPIRED"
    }
}

open_enum! {
    /// State of an encryption token.
    EtkStatus {
        /// Nobody asked for one.
        NotRequested = "NOT_REQUESTED"
        /// Registration has begun.
        InRequest = "IN_REQUEST"
        /// Registered, waiting for ActivateETK.
        WaitForActivation = "WAIT_FOR_ACTIVATION"
        /// Usable.
        ValidActive = "VALID_ACTIVE"
        /// Revoked.
        Revoked = "REVOKED"
        /// Past its end.
        Expired = "EXPIRED"
    }
}

/// An issued certificate, in the RA's words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CertificateDetails {
    /// Serial number, as the RA spells it.
    pub serial_number: String,
    /// Subject.
    pub dn: String,
    /// Issuer.
    pub issuer_dn: String,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
}

/// One certificate, requested or issued.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CertificateInfo {
    /// When it was requested.
    pub requested: Timestamp,
    /// Which key.
    #[serde(serialize_with = "as_hex")]
    pub public_key_identifier: PublicKeyIdentifier,
    /// Person or organisation; `None` when the RA does not say.
    pub entity_type: Option<EntityType>,
    /// Whose, and for which application.
    pub identifier: CertificateIdentifier,
    /// State of the certificate.
    pub status: CertificateStatus,
    /// State of its encryption token.
    pub etk_status: EtkStatus,
    /// Whether no person had to look at the request.
    pub automatically_validated: bool,
    /// Once issued.
    pub details: Option<CertificateDetails>,
    /// Whether the person who asks may revoke it.
    pub revocable: bool,
    /// Whether it may be renewed now.
    pub replaceable: bool,
    /// From when on it may be renewed.
    pub replacement_start: Option<Timestamp>,
    /// How the RA reaches the holder.
    pub contact: ContactData,
    /// Base services of the certificate.
    pub base_services: Vec<String>,
}

fn as_hex<S: serde::Serializer>(id: &PublicKeyIdentifier, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&public_key_identifier_hex(id))
}

impl CertificateInfo {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.start(name::CERTRA, "CertificateInfo", &[]);
        writer.leaf(name::CERTRA_CORE, "RequestedDate", &self.requested.to_rfc3339());
        let identifier = public_key_identifier_hex(&self.public_key_identifier);
        writer.leaf(name::CERTRA_CORE, "PublicKeyIdentifier", &identifier);
        let entity = self.entity_type.as_ref().map(|t| (name::NONE, "EntityType", t.as_str()));
        writer.start(name::CERTRA_CORE, "CertificateEntity", entity.as_slice());
        self.identifier.write(writer, name::CERTRA_CORE);
        writer.end();
        writer.leaf(name::CERTRA_CORE, "AuthenticationCertificateStatus", self.status.as_str());
        writer.leaf(name::CERTRA_CORE, "ETKStatus", self.etk_status.as_str());
        writer.leaf(name::CERTRA_CORE, "AutomaticallyValidated", flag(self.automatically_validated));
        if let Some(details) = &self.details {
            writer.start(name::CERTRA_CORE, "AuthenticationCertificateDetails", &[]);
            writer.leaf(name::CERTRA_CORE, "SerialNumber", &details.serial_number);
            writer.leaf(name::CERTRA_CORE, "DN", &details.dn);
            writer.leaf(name::CERTRA_CORE, "IssuerDN", &details.issuer_dn);
            writer.leaf(name::CERTRA_CORE, "ValidNotBefore", &details.not_before.to_rfc3339());
            writer.leaf(name::CERTRA_CORE, "ValidNotAfter", &details.not_after.to_rfc3339());
            writer.end();
        }
        writer.leaf(name::CERTRA_CORE, "Revocable", flag(self.revocable));
        writer.leaf(name::CERTRA_CORE, "Replaceable", flag(self.replaceable));
        let start = self.replacement_start.map(Timestamp::to_rfc3339);
        writer.optional(name::CERTRA_CORE, "ReplacementPeriodStartDate", start.as_deref());
        self.contact.write(writer, name::CERTRA_CORE);
        for usage in &self.base_services {
            writer.leaf(name::CERTRA_CORE, "BaseServiceUsage", usage);
        }
        writer.end();
    }

    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let core = name::CERTRA_CORE;
        let (entity_type, identifier) = fields.inside(core, "CertificateEntity", |entity| {
            let entity_type = entity.attribute(name::NONE, "EntityType").map(EntityType::from);
            (entity_type, CertificateIdentifier::read(entity, core))
        });
        Self {
            requested: fields.instant(core, "RequestedDate"),
            public_key_identifier: fields.inside(core, "PublicKeyIdentifier", Fields::own_hex20),
            entity_type,
            identifier,
            status: fields.text(core, "AuthenticationCertificateStatus").as_str().into(),
            etk_status: fields.text(core, "ETKStatus").as_str().into(),
            automatically_validated: fields.boolean(core, "AutomaticallyValidated"),
            details: fields.optional(core, "AuthenticationCertificateDetails", CertificateDetails::read),
            revocable: fields.boolean(core, "Revocable"),
            replaceable: fields.boolean(core, "Replaceable"),
            replacement_start: fields.optional(core, "ReplacementPeriodStartDate", Fields::own_instant),
            contact: ContactData::read(fields, core),
            base_services: fields.texts(core, "BaseServiceUsage"),
        }
    }
}

impl CertificateDetails {
    fn read(fields: &mut Fields<'_, '_>) -> Self {
        let core = name::CERTRA_CORE;
        Self {
            serial_number: fields.text(core, "SerialNumber"),
            dn: fields.text(core, "DN"),
            issuer_dn: fields.text(core, "IssuerDN"),
            not_before: fields.instant(core, "ValidNotBefore"),
            not_after: fields.instant(core, "ValidNotAfter"),
        }
    }
}
