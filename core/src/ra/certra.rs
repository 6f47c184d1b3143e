//! The eleven operations of CertRA v2 (ehealth.md 1.4), fields in the order of the schema.

use super::{
    exchange::{Content, RequestBody, ResponseBody},
    information::CertificateInfo,
    operation::Operation,
    types::{
        ActorType, CertificateIdentifier, ContactData, Contract, Id, PublicKeyIdentifier, RevocationContract,
        RevocationReason, Text, public_key_identifier_hex, texts,
    },
    xml::{self, Node, name, unexpected},
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
            fn read($rnode: Node<'_, '_>) -> Result<Self> $read_request
        }
        impl ResponseBody for $response {
            const OPERATION: Operation = Operation::$operation;
            fn write(&self, content: &mut Content<'_>) {
                let ($aself, $awriter) = (self, &mut *content.0);
                $write_response
            }
            fn read($anode: Node<'_, '_>) -> Result<Self> $read_response
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
    read_request(node) { Ok(Self { ssin: Id::read(xml::element(node, name::CERTRA, "SSIN")?)? }) }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "NaturalPersonAuthorization", flag(this.natural_person));
        for organization in &this.organizations {
            writer.start(name::CERTRA, "OrganizationAuthorization", &[]);
            organization.name.write(writer, "Name");
            organization.identifier.write(writer, name::CERTRA_CORE, "Identifier");
            writer.end();
        }
    }
    read_response(node) {
        let read = |node: Node<'_, '_>| {
            let identifier = Id::read(xml::element(node, name::CERTRA_CORE, "Identifier")?)?;
            Ok(OrganizationAuthorization { name: Text::read(node, "Name")?, identifier })
        };
        Ok(Self {
            natural_person: xml::boolean(node, name::CERTRA, "NaturalPersonAuthorization")?,
            organizations: xml::each(node, name::CERTRA, "OrganizationAuthorization", read)?,
        })
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
    read_request(_node) { Ok(Self) }
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
    read_response(node) {
        let read = |node: Node<'_, '_>| {
            Ok(OrganizationType {
                name: Text::read(node, "Name")?,
                identifier_type: xml::token(xml::element(node, name::CERTRA_CORE, "IdentifierType")?)?,
                validation_regex: xml::optional_text(node, name::CERTRA_CORE, "ValidationRegEx")?,
                check_digit_algorithms: texts(node, name::CERTRA_CORE, "CheckDigitAlgorithm")?,
                available_base_services: texts(node, name::CERTRA_CORE, "AvailableBaseService")?,
            })
        };
        let types = xml::each(node, name::CERTRA, "OrganizationType", read)?;
        if types.is_empty() {
            return Err(unexpected("OrganizationType is missing"));
        }
        Ok(Self { types })
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
    read_request(node) {
        Ok(Self { organization: Id::read(xml::element(node, name::CERTRA, "OrganizationIdentifier")?)? })
    }
    write_response(this, writer) {
        for id in &this.application_ids {
            match id {
                Some(id) => writer.leaf(name::CERTRA, "ApplicationId", id),
                None => writer.leaf_with(name::CERTRA, "ApplicationId", &[(name::XSI, "nil", "true")], ""),
            }
        }
    }
    read_response(node) {
        let read = |node: Node<'_, '_>| match node.attribute((name::XSI.uri, "nil")).map(str::trim) {
            Some("true" | "1") => Ok(None),
            _ => xml::content(node).map(Some),
        };
        Ok(Self { application_ids: xml::each(node, name::CERTRA, "ApplicationId", read)? })
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
    read_request(node) {
        Ok(Self {
            contact: ContactData::read(node, name::CERTRA)?,
            signer: ActorType::read(xml::element(node, name::CERTRA, "Signer")?)?,
            certificate: CertificateIdentifier::read(node, name::CERTRA)?,
        })
    }
    write_response(this, writer) { this.contract.write(writer, name::CERTRA); }
    read_response(node) { Ok(Self { contract: Contract::read(node, name::CERTRA)? }) }
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
    read_request(node) {
        let node = xml::element(node, name::CERTRA, "EHealthCSR")?;
        Ok(Self {
            contact: ContactData::read(node, name::CERTRA_CORE)?,
            csr: xml::base64(xml::element(node, name::CERTRA_CORE, "CSR")?)?,
            contract: Contract::read(node, name::CERTRA_CORE)?,
            base_services: texts(node, name::CERTRA_CORE, "BaseServiceUsage")?,
        })
    }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "PublicKeyIdentifier", &public_key_identifier_hex(&this.public_key_identifier));
        writer.leaf(name::CERTRA, "AutomaticallyValidated", flag(this.automatically_validated));
        let replaces = this.replaces.as_ref().map(public_key_identifier_hex);
        writer.optional(name::CERTRA, "ReplacesCertificate", replaces.as_deref());
    }
    read_response(node) {
        Ok(Self {
            public_key_identifier: identifier(node)?,
            automatically_validated: xml::boolean(node, name::CERTRA, "AutomaticallyValidated")?,
            replaces: xml::optional(node, name::CERTRA, "ReplacesCertificate")?.map(xml::hex20).transpose()?,
        })
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
    read_request(node) { Ok(Self { public_key_identifier: identifier(node)? }) }
    write_response(this, writer) {
        for certificate in &this.certificates {
            writer.leaf(name::CERTRA, "X509Certificate", &to_base64(certificate));
        }
    }
    read_response(node) {
        let certificates = xml::each(node, name::CERTRA, "X509Certificate", xml::base64)?;
        if certificates.is_empty() {
            return Err(unexpected("X509Certificate is missing"));
        }
        Ok(Self { certificates })
    }
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
    read_request(_node) { Ok(Self) }
    write_response(this, writer) {
        for certificate in &this.certificates {
            certificate.write(writer);
        }
    }
    read_response(node) {
        Ok(Self { certificates: xml::each(node, name::CERTRA, "CertificateInfo", CertificateInfo::read)? })
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
    read_request(_node) { Ok(Self) }
    write_response(this, writer) {
        if let Some(certificate) = &this.certificate {
            certificate.write(writer);
        }
    }
    read_response(node) {
        let info = xml::optional(node, name::CERTRA, "CertificateInfo")?;
        Ok(Self { certificate: info.map(CertificateInfo::read).transpose()? })
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
    read_request(node) {
        Ok(Self {
            public_key_identifier: identifier(node)?,
            signer: ActorType::read(xml::element(node, name::CERTRA, "Signer")?)?,
            reason: RevocationReason::from(xml::text(node, name::CERTRA, "RevocationReason")?.as_str()),
        })
    }
    write_response(this, writer) { this.contract.write(writer); }
    read_response(node) { Ok(Self { contract: RevocationContract::read(node)? }) }
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
    read_request(node) {
        Ok(Self { public_key_identifier: identifier(node)?, contract: RevocationContract::read(node)? })
    }
    write_response(_this, _writer) {}
    read_response(_node) { Ok(Self) }
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
    read_request(node) {
        Ok(Self {
            person: ActorType::read(xml::element(node, name::CERTRA, "ForeignPerson")?)?,
            contact: ContactData::read(node, name::CERTRA)?,
            csr: xml::base64(xml::element(node, name::CERTRA, "CSR")?)?,
        })
    }
    write_response(this, writer) {
        writer.leaf(name::CERTRA, "ValidationUrl", &this.validation_url);
        writer.leaf(name::CERTRA, "ExpirationDate", &this.expiration.to_rfc3339());
    }
    read_response(node) {
        Ok(Self {
            validation_url: xml::token(xml::element(node, name::CERTRA, "ValidationUrl")?)?,
            expiration: xml::instant(node, name::CERTRA, "ExpirationDate")?,
        })
    }
} }

pub(super) fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn identifier(node: Node<'_, '_>) -> Result<PublicKeyIdentifier> {
    xml::hex20(xml::element(node, name::CERTRA, "PublicKeyIdentifier")?)
}
