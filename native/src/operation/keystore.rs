//! Operations on a keystore that is complete.

use ehcert_core::{
    Code, Result,
    flow::{
        Activation, ActivationInput, Revocation, RevocationInput, SelfTest, SelfTestInput, SelfTestReport, Status,
        StatusInput,
    },
    keystore::Keystore,
    ra::{CertificateInfo, RevocationReason},
    request::Password,
};
use zeroize::Zeroizing;

use super::{Guide, Person, run};
use crate::{eid::Eid, platform::Platform};

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

/// Ends the certificate in a keystore, after the person accepted the contract and signed it with the card.
pub fn revoke(
    platform: &Platform,
    eid: &mut Eid<'_>,
    keystore: &[u8],
    password: &Password,
    reason: RevocationReason,
    person: &mut dyn Person,
) -> Result<()> {
    let opened = Keystore::open(keystore, password)?;
    let key = opened.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?.key.public();
    let mut flow = Revocation::new(RevocationInput {
        signer: eid.signer().clone(),
        public_key_identifier: key.identifier(),
        reason,
        endpoints: platform.endpoints.clone(),
    });
    platform.driver.run(&mut flow, &mut Guide { person, eid: Some(eid), slot: None })
}
