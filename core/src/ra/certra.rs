//! The eleven operations of CertRA v2 (ehealth.md 1.4), fields in the order of the schema.

use super::{
    exchange::{Content, RequestBody, ResponseBody},
    information::CertificateInfo,
    operation::Operation,
    types::{
        ActorType, CertificateIdentifier, ContactData, Contract, Id, PublicKeyIdentifier, RevocationContract,
        RevocationReason, Text, public_key_identifier_hex,
    },
    xml::{self, Fields, Node, name},
};
use crate::{Result, Timestamp, pem::to_base64};

/// Declares that a request and its response belong to an operation of the same name, and their codecs.
macro_rules! codec {
    ($request:ident => $response:ident: $operation:ident {
        write_request($rself:ident, $rwriter:ident) $write_request:block
        read_request($rnode:ident) $read_request:block
        write_response($aself:ident, $awriter:ident) $write_response:block
        read_response($anode:ident) $read_response:block
    }) => {
        impl RequestBody for $request {
            const OPERATION: Operation = Operation::$operation;
            type Response = $response;
            fn write(&self, content: &mut Content<'_>) {
                let ($rself, $rwriter) = (self, &mut *content.0);
                $write_request
            }
            fn read(node: Node<'_, '_>) -> Result<Self> {
                xml::fields(node, |$rnode| $read_request)
            }
        }
        impl ResponseBody for $response {
            const OPERATION: Operation = Operation::$operation;
            fn write(&self, content: &mut Content<'_>) {
                let ($aself, $awriter) = (self, &mut *content.0);
                $write_response
            }
            fn read(node: Node<'_, '_>) -> Result<Self> {
                xml::fields(node, |$anode| $read_response)
            }
        }
    };
}
pub(super) use codec;

/// Asks which qualities and mandates a person has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetActorQualitiesRequest {
    /// National number of the person, who must be the signer.
    pub ssin: Id,
}

/// What a person may ask certificates for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetActorQualitiesResponse {
    /// Whether the person has at least one health care quality.
    pub natural_person: bool,
    /// Organisations that the person may act for.
    pub organizations: Vec<OrganizationAuthorization>,
}

/// An organisation that a person may act for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OrganizationAuthorization {
    /// Its name, in one or more languages.
    pub name: Text,
    /// Its number.
    pub identifier: Id,
}

codec! { GetActorQualitiesRequest => GetActorQualitiesResponse: GetActorQualities {
    write_request(this, writer) { this.ssin.write(writer, name::CERTRA, "SSIN"); }
    read_request(fields) { Self { ssin: fields.inside(name::CERTRA, "SSIN", Id::read) } }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "NaturalPersonAuthorization", flag(this.natural_person));
        for organization in &this.organizations {
            writer.start(name::CERTRA, "OrganizationAuthorization", &[]);
            organization.name.write(writer, "Name");
            organization.identifier.write(writer, name::CERTRA_CORE, "Identifier");
            writer.end();
        }
    }
    read_response(fields) {
        Self {
            natural_person: fields.boolean(name::CERTRA, "NaturalPersonAuthorization"),
            organizations: fields.each(name::CERTRA, "OrganizationAuthorization", |fields| OrganizationAuthorization {
                identifier: fields.inside(name::CERTRA_CORE, "Identifier", Id::read),
                name: Text::read(fields, "Name"),
            }),
        }
    }
} }

/// Asks which kinds of organisation there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetGenericOrganizationTypesRequest;

/// The kinds of organisation: data that replaces what ehcert knows by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetGenericOrganizationTypesResponse {
    /// At least one.
    pub types: Vec<OrganizationType>,
}

/// A kind of organisation and the rules of its number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OrganizationType {
    /// Its name.
    pub name: Text,
    /// Name of the identifier type.
    pub identifier_type: String,
    /// What the number looks like: a regular expression in the syntax of Java.
    pub validation_regex: Option<String>,
    /// Names of check digit algorithms; none: any number is valid.
    pub check_digit_algorithms: Vec<String>,
    /// The base services that may be asked for.
    pub available_base_services: Vec<String>,
}

codec! { GetGenericOrganizationTypesRequest => GetGenericOrganizationTypesResponse: GetGenericOrganizationTypes {
    write_request(_this, _writer) {}
    read_request(_fields) { Self }
    write_response(this, writer) {
        for organization in &this.types {
            writer.start(name::CERTRA, "OrganizationType", &[]);
            organization.name.write(writer, "Name");
            writer.leaf(name::CERTRA_CORE, "IdentifierType", &organization.identifier_type);
            writer.optional(name::CERTRA_CORE, "ValidationRegEx", organization.validation_regex.as_deref());
            for algorithm in &organization.check_digit_algorithms {
                writer.leaf(name::CERTRA_CORE, "CheckDigitAlgorithm", algorithm);
            }
            for service in &organization.available_base_services {
                writer.leaf(name::CERTRA_CORE, "AvailableBaseService", service);
            }
            writer.end();
        }
    }
    read_response(fields) {
        let types = fields.some(name::CERTRA, "OrganizationType", |fields| OrganizationType {
            name: Text::read(fields, "Name"),
            identifier_type: fields.inside(name::CERTRA_CORE, "IdentifierType", Fields::own_token),
            validation_regex: fields.optional_text(name::CERTRA_CORE, "ValidationRegEx"),
            check_digit_algorithms: fields.texts(name::CERTRA_CORE, "CheckDigitAlgorithm"),
            available_base_services: fields.texts(name::CERTRA_CORE, "AvailableBaseService"),
        });
        Self { types }
    }
} }

/// Asks which application ids of an organisation are in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetExistingApplicationIdsRequest {
    /// The organisation.
    pub organization: Id,
}

/// The application ids with an active certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetExistingApplicationIdsResponse {
    /// `None` stands for an active certificate without application id.
    pub application_ids: Vec<Option<String>>,
}

codec! { GetExistingApplicationIdsRequest => GetExistingApplicationIdsResponse: GetExistingApplicationIds {
    write_request(this, writer) { this.organization.write(writer, name::CERTRA, "OrganizationIdentifier"); }
    read_request(fields) { Self { organization: fields.inside(name::CERTRA, "OrganizationIdentifier", Id::read) } }
    write_response(this, writer) {
        for id in &this.application_ids {
            match id {
                Some(id) => writer.leaf(name::CERTRA, "ApplicationId", id),
                None => writer.leaf_with(name::CERTRA, "ApplicationId", &[(name::XSI, "nil", "true")], ""),
            }
        }
    }
    read_response(fields) {
        let read = |id: &mut Fields<'_, '_>| match id.attribute(name::XSI, "nil").map(str::trim) {
            Some("true" | "1") => None,
            _ => Some(id.own_text()),
        };
        Self { application_ids: fields.each(name::CERTRA, "ApplicationId", read) }
    }
} }

/// Asks for the contract of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateContractRequest {
    /// How the RA reaches the holder.
    pub contact: ContactData,
    /// The person who will sign; names and number exactly as on the identity card.
    pub signer: ActorType,
    /// What the certificate is for; a person's own has the signer as its actor.
    pub certificate: CertificateIdentifier,
}

/// The contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateContractResponse {
    /// To be shown, and sent back as it is.
    pub contract: Contract,
}

codec! { GenerateContractRequest => GenerateContractResponse: GenerateContract {
    write_request(this, writer) {
        this.contact.write(writer, name::CERTRA);
        this.signer.write(writer, name::CERTRA, "Signer");
        this.certificate.write(writer, name::CERTRA);
    }
    read_request(fields) {
        Self {
            contact: ContactData::read(fields, name::CERTRA),
            signer: fields.inside(name::CERTRA, "Signer", ActorType::read),
            certificate: CertificateIdentifier::read(fields, name::CERTRA),
        }
    }
    write_response(this, writer) { this.contract.write(writer, name::CERTRA); }
    read_response(fields) { Self { contract: Contract::read(fields, name::CERTRA) } }
} }

/// Asks for a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateCertificateRequest {
    /// How the RA reaches the holder.
    pub contact: ContactData,
    /// PKCS#10, DER.
    pub csr: Vec<u8>,
    /// The contract as it came.
    pub contract: Contract,
    /// Base services (`tsa`, `consultrn`, `codage`, `other`).
    pub base_services: Vec<String>,
}

/// The request is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateCertificateResponse {
    /// What GetCertificate is asked with.
    pub public_key_identifier: PublicKeyIdentifier,
    /// Whether no person has to look at it first.
    pub automatically_validated: bool,
    /// The certificate that it renews.
    pub replaces: Option<PublicKeyIdentifier>,
}

codec! { GenerateCertificateRequest => GenerateCertificateResponse: GenerateCertificate {
    write_request(this, writer) {
        writer.start(name::CERTRA, "EHealthCSR", &[]);
        this.contact.write(writer, name::CERTRA_CORE);
        writer.leaf(name::CERTRA_CORE, "CSR", &to_base64(&this.csr));
        this.contract.write(writer, name::CERTRA_CORE);
        for usage in &this.base_services {
            writer.leaf(name::CERTRA_CORE, "BaseServiceUsage", usage);
        }
        writer.end();
    }
    read_request(fields) {
        fields.inside(name::CERTRA, "EHealthCSR", |fields| Self {
            contact: ContactData::read(fields, name::CERTRA_CORE),
            csr: fields.inside(name::CERTRA_CORE, "CSR", Fields::own_base64),
            contract: Contract::read(fields, name::CERTRA_CORE),
            base_services: fields.texts(name::CERTRA_CORE, "BaseServiceUsage"),
        })
    }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "PublicKeyIdentifier", &public_key_identifier_hex(&this.public_key_identifier));
        writer.leaf(name::CERTRA, "AutomaticallyValidated", flag(this.automatically_validated));
        let replaces = this.replaces.as_ref().map(public_key_identifier_hex);
        writer.optional(name::CERTRA, "ReplacesCertificate", replaces.as_deref());
    }
    read_response(fields) {
        Self {
            public_key_identifier: identifier(fields),
            automatically_validated: fields.boolean(name::CERTRA, "AutomaticallyValidated"),
            replaces: fields.optional(name::CERTRA, "ReplacesCertificate", Fields::own_hex20),
        }
    }
} }

/// Asks for an issued certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetCertificateRequest {
    /// From [`GenerateCertificateResponse`], or computed from the key.
    pub public_key_identifier: PublicKeyIdentifier,
}

/// An issued certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetCertificateResponse {
    /// DER: the certificate, then its issuers in order, without the root.
    pub certificates: Vec<Vec<u8>>,
}

codec! { GetCertificateRequest => GetCertificateResponse: GetCertificate {
    write_request(this, writer) {
        writer.leaf(name::CERTRA, "PublicKeyIdentifier", &public_key_identifier_hex(&this.public_key_identifier));
    }
    read_request(fields) { Self { public_key_identifier: identifier(fields) } }
    write_response(this, writer) {
        for certificate in &this.certificates {
            writer.leaf(name::CERTRA, "X509Certificate", &to_base64(certificate));
        }
    }
    read_response(fields) { Self { certificates: fields.some(name::CERTRA, "X509Certificate", Fields::own_base64) } }
} }

/// Asks for all certificates of the person who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetCertificateInfoForCitizenRequest;

/// All certificates of a person, and of organisations that the person may act for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetCertificateInfoForCitizenResponse {
    /// May be empty.
    pub certificates: Vec<CertificateInfo>,
}

codec! { GetCertificateInfoForCitizenRequest => GetCertificateInfoForCitizenResponse: GetCertificateInfoForCitizen {
    write_request(_this, _writer) {}
    read_request(_fields) { Self }
    write_response(this, writer) {
        for certificate in &this.certificates {
            certificate.write(writer);
        }
    }
    read_response(fields) {
        Self { certificates: fields.each(name::CERTRA, "CertificateInfo", CertificateInfo::read) }
    }
} }

/// Asks for the state of the certificate that signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GetCertificateInfoForAuthenticationCertificateRequest;

/// The state of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetCertificateInfoForAuthenticationCertificateResponse {
    /// The certificate that signed; `None` when the RA knows nothing about it.
    pub certificate: Option<CertificateInfo>,
}

codec! {
    GetCertificateInfoForAuthenticationCertificateRequest => GetCertificateInfoForAuthenticationCertificateResponse:
    GetCertificateInfoForAuthenticationCertificate {
    write_request(_this, _writer) {}
    read_request(_fields) { Self }
    write_response(this, writer) {
        if let Some(certificate) = &this.certificate {
            certificate.write(writer);
        }
    }
    read_response(fields) {
        Self { certificate: fields.optional(name::CERTRA, "CertificateInfo", CertificateInfo::read) }
    }
} }

/// Asks for the contract of a revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateRevocationContractRequest {
    /// The certificate.
    pub public_key_identifier: PublicKeyIdentifier,
    /// The person who will sign.
    pub signer: ActorType,
    /// Why.
    pub reason: RevocationReason,
}

/// The contract of a revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerateRevocationContractResponse {
    /// To be shown, and sent back as it is.
    pub contract: RevocationContract,
}

codec! { GenerateRevocationContractRequest => GenerateRevocationContractResponse: GenerateRevocationContract {
    write_request(this, writer) {
        writer.leaf(name::CERTRA, "PublicKeyIdentifier", &public_key_identifier_hex(&this.public_key_identifier));
        this.signer.write(writer, name::CERTRA, "Signer");
        writer.leaf(name::CERTRA, "RevocationReason", this.reason.as_str());
    }
    read_request(fields) {
        Self {
            public_key_identifier: identifier(fields),
            signer: fields.inside(name::CERTRA, "Signer", ActorType::read),
            reason: fields.text(name::CERTRA, "RevocationReason").as_str().into(),
        }
    }
    write_response(this, writer) { this.contract.write(writer); }
    read_response(fields) { Self { contract: RevocationContract::read(fields) } }
} }

/// Revokes a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeRequest {
    /// The certificate.
    pub public_key_identifier: PublicKeyIdentifier,
    /// The contract as it came.
    pub contract: RevocationContract,
}

/// The certificate and its encryption token are revoked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevokeResponse;

codec! { RevokeRequest => RevokeResponse: Revoke {
    write_request(this, writer) {
        writer.leaf(name::CERTRA, "PublicKeyIdentifier", &public_key_identifier_hex(&this.public_key_identifier));
        this.contract.write(writer);
    }
    read_request(fields) {
        Self { public_key_identifier: identifier(fields), contract: RevocationContract::read(fields) }
    }
    write_response(_this, _writer) {}
    read_response(_fields) { Self }
} }

/// Asks for a certificate for a person without Belgian card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmitCSRForForeignerRequest {
    /// The person, with a BIS number as SSIN.
    pub person: ActorType,
    /// How the RA reaches the person.
    pub contact: ContactData,
    /// PKCS#10, DER.
    pub csr: Vec<u8>,
}

/// Where the person must confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmitCSRForForeignerResponse {
    /// Address to log in at.
    pub validation_url: String,
    /// Until when.
    pub expiration: Timestamp,
}

codec! { SubmitCSRForForeignerRequest => SubmitCSRForForeignerResponse: SubmitCSRForForeigner {
    write_request(this, writer) {
        this.person.write(writer, name::CERTRA, "ForeignPerson");
        this.contact.write(writer, name::CERTRA);
        writer.leaf(name::CERTRA, "CSR", &to_base64(&this.csr));
    }
    read_request(fields) {
        Self {
            person: fields.inside(name::CERTRA, "ForeignPerson", ActorType::read),
            contact: ContactData::read(fields, name::CERTRA),
            csr: fields.inside(name::CERTRA, "CSR", Fields::own_base64),
        }
    }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "ValidationUrl", &this.validation_url);
        writer.leaf(name::CERTRA, "ExpirationDate", &this.expiration.to_rfc3339());
    }
    read_response(fields) {
        Self {
            validation_url: fields.inside(name::CERTRA, "ValidationUrl", Fields::own_token),
            expiration: fields.instant(name::CERTRA, "ExpirationDate"),
        }
    }
} }

pub(super) fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn identifier(fields: &mut Fields<'_, '_>) -> PublicKeyIdentifier {
    fields.inside(name::CERTRA, "PublicKeyIdentifier", Fields::own_hex20)
}
