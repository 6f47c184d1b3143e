//! EtkRA v2 and EtkDepot v1: encryption tokens, their registration and their directory.

use ehcert_core::{
    certificate::Certificate,
    etk::{self, Etk, cms::SignOptions},
    key::PublicKey,
    message::RaError,
    ra::{
        ActivateETKResponse, CompleteETKRegistrationRequest, CompleteETKRegistrationResponse, DepotIdentifier,
        EtkAnswer, GetEtkRequest, GetEtkResponse, StartETKRegistrationRequest, StartETKRegistrationResponse,
        public_key_identifier_hex,
    },
    random::{OsRandom, Random},
};

use super::{
    Platform,
    issue::dn_key,
    refusal::{OrRefuse, Outcome, refuse},
};
use crate::{
    ca::Hierarchy,
    record::{Bytes, CertificateRecord, EtkRecord},
    store::{BY_ACTOR, BY_DN, CERTIFICATES, KEYS, Look, Write},
};

impl Platform {
    pub(super) fn start_etk(
        &self,
        w: &Write,
        record: &mut CertificateRecord,
        request: &StartETKRegistrationRequest,
    ) -> Outcome<StartETKRegistrationResponse> {
        let wrong_key = "The encryption key must be RSA with 2048 bits, as SubjectPublicKeyInfo.";
        let key =
            PublicKey::from_spki(&request.public_encryption_key).or_refuse("ENCRYPTION_KEY_INVALID", wrong_key)?;
        if !matches!(key, PublicKey::Rsa(_)) || key.bits() != 2048 {
            return Err(refuse("ENCRYPTION_KEY_INVALID", wrong_key).with("Key", key.describe()));
        }
        let identifier = public_key_identifier_hex(&key.identifier());
        let spki = Bytes(key.to_spki());
        let mut serial = [0u8; 16];
        match &record.etk {
            EtkRecord::Revoked => return Err(refuse("ETK_REVOKED", "The token of this certificate is revoked.")),
            EtkRecord::Registered { certificate, .. } => {
                let registered = Certificate::from_der(&certificate.0)?;
                if registered.public_key()? != key {
                    return Err(refuse("ETK_ALREADY_REGISTERED", "This certificate has its token already."));
                }
                // Only the key's owner reads it: a client that lost the answer of the completion goes on.
                put_unsigned(&mut serial, registered.serial());
            }
            EtkRecord::InRequest { key: known, serial: issued } if *known == spki => {
                put_unsigned(&mut serial, &issued.0);
            }
            EtkRecord::InRequest { .. } | EtkRecord::NotRequested => {
                if w.get(&KEYS, &identifier)?.is_some_and(|owner| owner != record.public_key_identifier)
                    || identifier == record.public_key_identifier
                {
                    return Err(refuse(
                        "PUBLIC_KEY_ALREADY_USED",
                        "This key was used before: a token needs a new one.",
                    ));
                }
                OsRandom.fill(&mut serial)?;
                w.put(&KEYS, &identifier, &record.public_key_identifier)?;
                record.etk = EtkRecord::InRequest { key: spki, serial: Bytes(serial.to_vec()) };
                w.put(&CERTIFICATES, &record.public_key_identifier, record)?;
            }
        }
        Ok(StartETKRegistrationResponse { challenge: etk::make_challenge(&serial, &key, &mut OsRandom)? })
    }

    pub(super) fn complete_etk(
        &self,
        w: &Write,
        record: &mut CertificateRecord,
        leaf: &Certificate,
        request: &CompleteETKRegistrationRequest,
    ) -> Outcome<CompleteETKRegistrationResponse> {
        let offered = Certificate::from_der(&request.to_be_registered)
            .or_refuse("ENCRYPTION_CERT_INVALID", "The encryption certificate is not readable.")?;
        let (key, serial) = match &record.etk {
            EtkRecord::InRequest { key, serial } => (key, serial),
            EtkRecord::Registered { certificate, token, to_be_activated, .. } if certificate.0 == offered.der() => {
                return Ok(CompleteETKRegistrationResponse { etk: token.0.clone(), to_be_activated: *to_be_activated });
            }
            EtkRecord::Registered { .. } => {
                return Err(refuse("ETK_ALREADY_REGISTERED", "This certificate has its token already."));
            }
            EtkRecord::Revoked => return Err(refuse("ETK_REVOKED", "The token of this certificate is revoked.")),
            EtkRecord::NotRequested => {
                return Err(refuse("ETK_NOT_STARTED", "StartETKRegistration comes first."));
            }
        };
        check_offer(&offered, leaf, &key.0, &serial.0)?;
        let hierarchy = record.hierarchy;
        let tree = self.authority.tree(hierarchy);
        let mut chain = vec![leaf.clone(), tree.issuing.certificate.clone(), tree.root.certificate.clone()];
        if hierarchy != Hierarchy::Rsa {
            // The signer comes from the RSA authority: its issuers belong in the token too.
            let rsa = self.authority.tree(Hierarchy::Rsa);
            chain.extend([rsa.issuing.certificate.clone(), rsa.root.certificate.clone()]);
        }
        let ra = &self.authority.etk_ra;
        // As tokens are since 2024: signed attributes, and the algorithm protected by them.
        let options = SignOptions { signing_time: Some(self.now()), algorithm_protect: true };
        let token = Etk::create(&offered, &chain, &ra.certificate, &ra.key, Some(options), &mut OsRandom)?;
        let to_be_activated = self.active_tokens(w, record)?.next().is_some();
        record.etk = EtkRecord::Registered {
            certificate: Bytes(offered.der().to_vec()),
            token: Bytes(token.clone()),
            active: !to_be_activated,
            to_be_activated,
        };
        w.put(&CERTIFICATES, &record.public_key_identifier, record)?;
        Ok(CompleteETKRegistrationResponse { etk: token, to_be_activated })
    }

    /// Other certificates of the same DN with a token that is in use.
    fn active_tokens(
        &self,
        w: &Write,
        record: &CertificateRecord,
    ) -> Outcome<impl Iterator<Item = CertificateRecord> + use<>> {
        let mut found = Vec::new();
        for identifier in w.get(&BY_DN, &dn_key(&record.subject.0)?)?.unwrap_or_default() {
            if identifier == record.public_key_identifier {
                continue;
            }
            if let Some(other) = w.get(&CERTIFICATES, &identifier)?
                && other.etk_status(self.now())? == "VALID_ACTIVE"
            {
                found.push(other);
            }
        }
        Ok(found.into_iter())
    }

    pub(super) fn activate_etk(&self, w: &Write, record: &mut CertificateRecord) -> Outcome<ActivateETKResponse> {
        match &mut record.etk {
            // Asked for again because the answer was lost.
            EtkRecord::Registered { active: true, .. } => return Ok(ActivateETKResponse),
            EtkRecord::Registered { active, .. } => *active = true,
            EtkRecord::Revoked => return Err(refuse("ETK_REVOKED", "The token of this certificate is revoked.")),
            EtkRecord::NotRequested | EtkRecord::InRequest { .. } => {
                return Err(refuse("ETK_NOT_REGISTERED", "There is no token to activate."));
            }
        }
        // The token that was in use gives way: a recipient has one.
        for mut old in self.active_tokens(w, record)? {
            old.etk = EtkRecord::Revoked;
            w.put(&CERTIFICATES, &old.public_key_identifier, &old)?;
        }
        w.put(&CERTIFICATES, &record.public_key_identifier, record)?;
        Ok(ActivateETKResponse)
    }

    pub(super) fn get_etk(&self, look: &impl Look, request: &GetEtkRequest) -> Outcome<GetEtkResponse> {
        let mut found: Vec<(DepotIdentifier, Vec<u8>)> = Vec::new();
        for wanted in &request.criteria {
            for identifier in look.get(&BY_ACTOR, &format!("{}={}", wanted.r#type, wanted.value))?.unwrap_or_default() {
                let Some(record) = look.get(&CERTIFICATES, &identifier)? else { continue };
                let fits = wanted
                    .application_id
                    .as_ref()
                    .is_none_or(|id| record.holder.application_id.as_deref().unwrap_or_default() == id);
                if !fits || record.etk_status(self.now())? != "VALID_ACTIVE" {
                    continue;
                }
                if let EtkRecord::Registered { token, .. } = record.etk {
                    let identifier = DepotIdentifier {
                        r#type: wanted.r#type.clone(),
                        value: wanted.value.clone(),
                        application_id: record.holder.application_id,
                    };
                    found.push((identifier, token.0));
                }
            }
        }
        let answer = match found.as_slice() {
            [] => EtkAnswer::Errors(vec![RaError {
                code: "ETK_NOT_FOUND".into(),
                message: "No token is known for this identifier.".into(),
                parameters: Vec::new(),
            }]),
            [(_, token)] => EtkAnswer::Etk(token.clone()),
            several => match several.iter().find(|(id, _)| id.application_id.is_none()) {
                // Without application id in the question, the token without one is meant where there is one.
                Some((_, token)) if request.criteria.len() == 1 => EtkAnswer::Etk(token.clone()),
                _ => EtkAnswer::Matching(several.iter().map(|(id, _)| vec![id.clone()]).collect()),
            },
        };
        Ok(GetEtkResponse { criteria: request.criteria.clone(), answer })
    }
}

/// Right-aligned: a serial number loses its zeros in front.
fn put_unsigned(to: &mut [u8; 16], number: &[u8]) {
    for (to, from) in to.iter_mut().rev().zip(number.iter().rev()) {
        *to = *from;
    }
}

/// The encryption certificate: made for this certificate, this key and this challenge, and nothing else.
fn check_offer(offered: &Certificate, leaf: &Certificate, key: &[u8], serial: &[u8]) -> Outcome<()> {
    etk::check_encryption_certificate(offered, leaf).map_err(|e| {
        refuse(
            "ENCRYPTION_CERT_INVALID",
            "The encryption certificate does not belong to the authentication certificate.",
        )
        .with("Reason", e.code().name())
    })?;
    let wrong = |what: &str| Err(refuse("ENCRYPTION_CERT_INVALID", what));
    if offered.public_key().ok() != PublicKey::from_spki(key).ok() {
        return wrong("The encryption certificate holds another key than the announced one.");
    }
    let mut answered = [0; 16];
    put_unsigned(&mut answered, offered.serial());
    if answered != serial || offered.serial().len() > 17 {
        return Err(refuse("CHALLENGE_NOT_ANSWERED", "The serial number is not the one of the challenge."));
    }
    if offered.subject_der() != leaf.subject_der() || offered.issuer_der() != leaf.subject_der() {
        return wrong("Subject and issuer must be the subject of the authentication certificate, byte for byte.");
    }
    if (offered.not_before(), offered.not_after()) != (leaf.not_before(), leaf.not_after()) {
        return wrong("The dates must be those of the authentication certificate.");
    }
    if offered.extensions().len() != 1 {
        return wrong("There must be one extension: keyUsage.");
    }
    if !offered.extensions().iter().all(|e| e.critical) {
        return wrong("keyUsage must be critical.");
    }
    Ok(())
}
