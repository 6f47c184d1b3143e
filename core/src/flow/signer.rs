use super::SigningKey;
use crate::{
    Code, Error, Result, Timestamp,
    certificate::Certificate,
    ra::{ActorType, Id},
    subject::DistinguishedName,
    trust::{Anchors, path::PathRequest},
};

/// The holder of the eID who asks and signs, as the card's certificates name them. The registration
/// authority compares names and national number with these certificates, letter for letter.
#[derive(Clone)]
pub struct Signer {
    ssin: String,
    first_names: String,
    name: String,
    authentication: Vec<Certificate>,
    signature: Vec<Certificate>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// From the two chains of the card, each leaf first (leaf, Citizen or Foreigner CA, root).
    ///
    /// Everything that can be known before a PIN is asked is checked here: both certificates are there,
    /// valid at `now`, lead to a root in `anchors`, and belong to the same person.
    pub fn new(
        authentication: Vec<Certificate>,
        signature: Vec<Certificate>,
        anchors: &Anchors,
        now: Timestamp,
    ) -> Result<Self> {
        let leaf = check_chain(SigningKey::EidAuthentication, &authentication, anchors, now)?;
        let signature_leaf = check_chain(SigningKey::EidSignature, &signature, anchors, now)?;
        let holder = DistinguishedName::from_der(leaf.subject_der())?;
        let signature_holder = DistinguishedName::from_der(signature_leaf.subject_der())?;
        let part = |value: Option<String>| {
            value.filter(|v| !v.is_empty()).ok_or_else(|| Error::new(Code::EID_CERTIFICATE_INCOMPLETE))
        };
        let ssin = part(holder.serial_number().map(str::to_owned))?;
        if signature_holder.serial_number() != Some(&*ssin) {
            return Err(Code::EID_CERTIFICATES_DIFFER.into());
        }
        // A holder may have no first name at all; a surname is always there.
        let first_names = holder.given_name().unwrap_or_default().to_owned();
        let name = part(holder.surname().map(str::to_owned))?;
        Ok(Self { ssin, first_names, name, authentication, signature })
    }

    /// The national number, 11 digits.
    pub fn ssin(&self) -> &str {
        &self.ssin
    }
    /// All first names, as one text.
    pub fn first_names(&self) -> &str {
        &self.first_names
    }
    /// The surname.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// First names and surname, as the certificate of a person shows them.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_names, self.name).trim().to_owned()
    }
    /// The chain of a key, leaf first.
    pub fn chain(&self, key: SigningKey) -> &[Certificate] {
        match key {
            SigningKey::EidAuthentication => &self.authentication,
            SigningKey::EidSignature => &self.signature,
        }
    }
    /// The holder as the RA's messages name them.
    pub fn actor(&self) -> ActorType {
        let first_names = if self.first_names.is_empty() { Vec::new() } else { vec![self.first_names.clone()] };
        ActorType { ids: vec![self.id()], first_names, name: self.name.clone() }
    }
    /// Whether a message of the RA names this holder, by national number.
    pub fn is_named_by(&self, actor: &ActorType) -> bool {
        actor.ids.iter().any(|id| id.r#type == "SSIN" && id.value == self.ssin)
    }
    /// The national number as the RA's messages carry it.
    pub fn id(&self) -> Id {
        Id::new("SSIN", &*self.ssin)
    }
}

fn check_chain<'a>(
    key: SigningKey,
    chain: &'a [Certificate],
    anchors: &Anchors,
    now: Timestamp,
) -> Result<&'a Certificate> {
    let missing = match key {
        SigningKey::EidAuthentication => Code::AUTHENTICATION_CERTIFICATE_MISSING,
        // The commonest cause of a failure at the last minute: the holder declined it at the municipality.
        SigningKey::EidSignature => Code::SIGNATURE_CERTIFICATE_MISSING,
    };
    let leaf = chain.first().ok_or(missing)?;
    if now > leaf.not_after() {
        return Err(Error::new(Code::CARD_CERTIFICATE_EXPIRED).with("date", leaf.not_after().to_date()));
    }
    if now < leaf.not_before() {
        return Err(Error::new(Code::CARD_CERTIFICATE_NOT_YET_VALID).with("date", leaf.not_before().to_date()));
    }
    PathRequest::new(leaf, chain.get(1..).unwrap_or_default(), anchors, now)
        .validate()
        .map_err(|e| Error::new(Code::EID_CERTIFICATE_UNTRUSTED).detail(e))?;
    Ok(leaf)
}
