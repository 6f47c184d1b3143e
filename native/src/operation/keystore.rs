//! Operations on a keystore that is complete.

use ehcert_core::{
    Code, Result,
    flow::{
        Activation, ActivationInput, EtkLookup, EtkLookupInput, EtkLookupReport, Revocation, RevocationInput, SelfTest,
        SelfTestInput, SelfTestReport, Status, StatusInput,
    },
    identity::Catalogue,
    keystore::{Keystore, Profile},
    ra::{CertificateInfo, CertificateStatus, DepotIdentifier, RevocationReason},
    random::OsRandom,
    request::Password,
    subject::Subject,
};
use zeroize::Zeroizing;

use super::{Guide, Person, run};
use crate::{clock, driver::KeystoreSlot, eid::Eid, platform::Platform};

fn copy(keystore: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(keystore.to_vec())
}

/// What the RA knows of the certificate in a keystore.
pub fn status(
    platform: &Platform,
    keystore: &[u8],
    password: &Password,
    person: &mut dyn Person,
) -> Result<CertificateInfo> {
    let mut flow = Status::new(StatusInput::Keystore {
        keystore: copy(keystore),
        password: password.clone(),
        endpoints: platform.endpoints.clone(),
        anchors: platform.anchors.clone(),
        revocation: platform.revocation,
    });
    run(platform, &mut flow, person)?;
    if let Some(found) = flow.report().and_then(|r| r.revocation.as_ref()) {
        found.revoked().or_else(|| found.unknown()).iter().for_each(|warning| person.warning(warning));
    }
    flow.report().and_then(|r| r.certificates.first().cloned()).ok_or_else(|| Code::INTERNAL.into())
}

/// What the RA knows of the certificates of the holder of the card, and of the organisations they may act for: no
/// keystore is needed.
pub fn status_by_card(platform: &Platform, eid: &mut Eid<'_>, person: &mut dyn Person) -> Result<Vec<CertificateInfo>> {
    let input = StatusInput::Citizen { signer: eid.signer().clone(), endpoints: platform.endpoints.clone() };
    let mut flow = Status::new(input);
    platform.driver.run(&mut flow, &mut Guide { person, eid: Some(eid), slot: None })?;
    flow.report().map(|r| r.certificates.clone()).ok_or_else(|| Code::INTERNAL.into())
}

/// Makes the renewed encryption token the one that senders use.
pub fn activate(platform: &Platform, keystore: &[u8], password: &Password, person: &mut dyn Person) -> Result<()> {
    let mut flow = Activation::new(ActivationInput {
        keystore: copy(keystore),
        password: password.clone(),
        endpoints: platform.endpoints.clone(),
    })?;
    run(platform, &mut flow, person)
}

/// Whether this keystore can receive messages: the depot's token is about a key in it, and it opens what is sealed to
/// that token.
pub fn self_test(
    platform: &Platform,
    keystore: &[u8],
    password: &Password,
    person: &mut dyn Person,
) -> Result<SelfTestReport> {
    let mut flow = SelfTest::new(SelfTestInput {
        keystore: copy(keystore),
        password: password.clone(),
        endpoints: platform.endpoints.clone(),
        anchors: platform.anchors.clone(),
        revocation: platform.revocation,
    })?;
    run(platform, &mut flow, person)?;
    flow.report().iter().flat_map(|r| &r.warnings).for_each(|warning| person.warning(warning));
    flow.report().cloned().ok_or_else(|| Code::INTERNAL.into())
}

/// Whose encryption token is looked up.
#[derive(Clone, Debug)]
pub enum EtkOwner {
    /// By number, as typed.
    Identifier {
        /// Identifier type: `CBE`, `NIHII-PHARMACY`, `SSIN`...
        identifier_type: String,
        /// Number.
        identifier: String,
        /// Which of several; absent: the one without, or the only one.
        application_id: Option<String>,
    },
    /// The holder of the certificate in a keystore.
    Keystore {
        /// The keystore, as stored.
        keystore: Zeroizing<Vec<u8>>,
        /// Its password.
        password: Password,
    },
}

impl EtkOwner {
    /// What the depot is asked. Errors: those of [`Catalogue::check`]; `KeystoreNotPending`, `KeystoreIncomplete`; those
    /// of opening it.
    fn in_depot(&self) -> Result<DepotIdentifier> {
        match self {
            Self::Identifier { identifier_type, identifier, application_id } => {
                let checked = Catalogue::default().check(identifier_type, identifier)?;
                let application_id = application_id.clone().filter(|id| !id.is_empty());
                Ok(DepotIdentifier { r#type: checked.identifier_type, value: checked.value, application_id })
            }
            Self::Keystore { keystore, password } => {
                let opened = Keystore::open(keystore, password)?;
                let subject = Subject::from_der(opened.issued()?.1.subject_der())?;
                Ok(DepotIdentifier {
                    r#type: subject.identifier_type().to_owned(),
                    value: subject.identifier().to_owned(),
                    application_id: subject.application_id().map(str::to_owned),
                })
            }
        }
    }
}

/// The encryption token of somebody, fetched from the depot and checked: signatures, owner, and a chain to the
/// platform's roots.
pub fn fetch_etk(platform: &Platform, owner: &EtkOwner, person: &mut dyn Person) -> Result<EtkLookupReport> {
    let mut flow = EtkLookup::new(EtkLookupInput {
        holder: owner.in_depot()?,
        endpoints: platform.endpoints.clone(),
        anchors: platform.anchors.clone(),
    });
    run(platform, &mut flow, person)?;
    let report = flow.report().cloned().ok_or(Code::INTERNAL)?;
    for warning in &report.warnings {
        person.warning(warning);
    }
    Ok(report)
}

/// Ends the certificate in a keystore, after the person accepted the contract and signed it with the card, and marks the
/// keystore as revoked ([`Keystore::mark_revoked`]). The certificate has ended all the same where the mark cannot be written
/// (a full disk, a password outside ASCII): the reason and `KeystoreNotMarked` are told as warnings.
pub fn revoke(
    platform: &Platform,
    eid: &mut Eid<'_>,
    slot: &mut KeystoreSlot,
    password: &Password,
    reason: RevocationReason,
    person: &mut dyn Person,
) -> Result<()> {
    let stored = slot.content().cloned().ok_or(Code::INTERNAL)?;
    let mut opened = Keystore::open(&stored, password)?;
    let (entry, leaf) = opened.issued()?;
    let mut flow = Revocation::new(RevocationInput {
        signer: eid.signer().clone(),
        public_key_identifier: entry.key.public().identifier(),
        subject: Some(Subject::from_der(leaf.subject_der())?),
        reason,
        endpoints: platform.endpoints.clone(),
    });
    let outcome = platform.driver.run(&mut flow, &mut Guide { person: &mut *person, eid: Some(eid), slot: None });
    if let Err(error) = outcome {
        // The answer to an earlier request may have been lost: then it is revoked, which is what was wanted.
        let known = (error.code() == Code::RA_REFUSED).then(|| status(platform, &stored, password, &mut *person));
        if !matches!(known, Some(Ok(info)) if info.status == CertificateStatus::Revoked) {
            return Err(error);
        }
    }
    let mut mark = || {
        opened.mark_revoked(clock::now())?;
        let marked = opened.write(password, Profile::of_stored(&stored), &mut OsRandom)?;
        if !Keystore::open(&marked, password)?.holds_all_of(&opened) {
            return Err(Code::INTERNAL.into());
        }
        slot.put(&marked).map(|_| ())
    };
    if let Err(reason) = mark() {
        person.warning(&reason);
        person.warning(&Code::KEYSTORE_NOT_MARKED.into());
    }
    Ok(())
}
