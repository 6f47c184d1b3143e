//! Who signed: a person with an identity card, or the holder of an eHealth certificate.

use ehcert_core::{
    certificate::{Certificate, key_usage},
    ra::{ActorType, VerifiedSignature},
    subject::DistinguishedName,
    trust::{Anchors, PathRequest},
};

use super::{
    Platform,
    issue::serial_key,
    lock,
    refusal::{OrRefuse, Outcome, refuse},
    rules,
};
use crate::{
    ca::Hierarchy,
    record::CertificateRecord,
    store::{BY_SERIAL, CERTIFICATES, Look},
};

/// Which of the card's two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Authentication,
    Signature,
}

/// A person, as the identity card's certificate says.
#[derive(Clone)]
pub(super) struct Eid {
    pub(super) ssin: String,
    first_names: String,
    surname: String,
}

/// Names with single spaces. Case and accents count: they must be exactly those of the card.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Eid {
    /// The signer must be the person that the contract was made for, with the card's own names.
    pub(super) fn must_be(&self, ssin: &str, actor: &ActorType) -> Outcome<()> {
        if ssin != self.ssin {
            return Err(refuse("SIGNER_IS_NOT_THE_PERSON", "The signer is not the person of the contract."));
        }
        if words(&actor.name) != self.surname || words(&actor.first_names.join(" ")) != self.first_names {
            return Err(refuse("NAMES_DIFFER_FROM_EID", "The names of the signer are not those of the identity card."));
        }
        Ok(())
    }
}

impl Platform {
    /// The person behind a signature: the chain leads to one of the eID roots that this sandbox believes,
    /// everything in it is valid now, and the key is the one for the purpose.
    pub(super) fn eid_signer(&self, signature: &VerifiedSignature, role: Role) -> Outcome<Eid> {
        const UNTRUSTED: &str = "SIGNER_NOT_TRUSTED";
        let Some((leaf, others)) = signature.certificates.split_first() else {
            return Err(refuse(UNTRUSTED, "The signature holds no certificate."));
        };
        let anchors = Anchors::from_certificates(lock(&self.eid_roots).clone());
        PathRequest::new(leaf, others, &anchors, self.now()).validate().or_refuse(
            UNTRUSTED,
            "The certificate of the signer does not lead to an identity card's root, or is not valid.",
        )?;
        let usage = leaf.key_usage().or_refuse(UNTRUSTED, "The key usage is not readable.")?.unwrap_or_default();
        let found = match (usage & key_usage::DIGITAL_SIGNATURE != 0, usage & key_usage::NON_REPUDIATION != 0) {
            (_, true) => Some(Role::Signature),
            (true, false) => Some(Role::Authentication),
            (false, false) => None,
        };
        if found != Some(role) {
            let message = match role {
                Role::Authentication => "This operation is signed with the card's Authentication key.",
                Role::Signature => "This operation is signed with the card's Signature key.",
            };
            return Err(refuse("SIGNED_WITH_WRONG_KEY", message));
        }
        let name = DistinguishedName::from_der(leaf.subject_der())
            .or_refuse(UNTRUSTED, "The subject of the signer is not readable.")?;
        let (Some(number), Some(surname)) = (name.serial_number(), name.surname()) else {
            return Err(refuse(UNTRUSTED, "The certificate is not one of an identity card."));
        };
        // Some people have no first name.
        let first = name.given_name().unwrap_or_default();
        Ok(Eid { ssin: rules::plain_ssin(number)?, first_names: words(first), surname: words(surname) })
    }

    /// The certificate behind a signature that was made with an eHealth key: exactly one of ours.
    pub(super) fn ehealth_signer(
        &self,
        look: &impl Look,
        signature: &VerifiedSignature,
    ) -> Outcome<(CertificateRecord, Certificate)> {
        let unknown = || refuse("SIGNER_UNKNOWN", "The signer's certificate was not issued here.");
        let leaf = signature.certificates.first().ok_or_else(unknown)?;
        for hierarchy in Hierarchy::ALL {
            let Some(identifier) = look.get(&BY_SERIAL, &serial_key(hierarchy, leaf.serial()))? else { continue };
            if let Some(record) = look.get(&CERTIFICATES, &identifier)?
                && record.chain.first().is_some_and(|der| der.0 == leaf.der())
            {
                return Ok((record, leaf.clone()));
            }
        }
        Err(unknown())
    }

    /// As [`Self::ehealth_signer`], and the certificate is active.
    pub(super) fn active_signer(
        &self,
        look: &impl Look,
        signature: &VerifiedSignature,
    ) -> Outcome<(CertificateRecord, Certificate)> {
        let (record, leaf) = self.ehealth_signer(look, signature)?;
        let now = self.now();
        if now < leaf.not_before() {
            return Err(refuse("AUTH_CERT_NOT_YET_VALID", "The certificate is not valid yet."));
        }
        match record.status(now)? {
            "VALID_ACTIVE" => Ok((record, leaf)),
            status => Err(refuse("AUTH_CERT_NOT_ACTIVE", "The certificate is not active.").with("Status", status)),
        }
    }
}
