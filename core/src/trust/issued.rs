//! The check of a certificate that the registration authority just issued, before anything is stored.

use super::{Anchors, name};
use crate::{
    Code, Error, Result, Timestamp,
    certificate::{Certificate, key_usage},
    key::PublicKey,
};

/// Chains of eHealth have three certificates; a longer one than this is not followed.
const MAX_CHAIN: usize = 8;

/// Checks that `leaf` is the certificate that was asked for, and builds its chain.
///
/// - its key is `expected_public_key` ([`Code::CERTIFICATE_OTHER_KEY`]);
/// - its subject holds the attributes of `expected_subject_der` (DER Name), in any order
///   ([`Code::CERTIFICATE_OTHER_SUBJECT`]);
/// - it is no certification authority ([`Code::CERTIFICATE_KEY_USAGE`]);
/// - it chains through `intermediates` or the helpers of `anchors` to an anchor
///   ([`Code::CERTIFICATE_UNTRUSTED`]), every certificate of the chain being valid at `now`
///   ([`Code::CERTIFICATE_EXPIRED`], [`Code::CERTIFICATE_NOT_YET_VALID`]).
///
/// Returns the chain: leaf first, anchor last.
pub fn check_issued(
    leaf: &Certificate,
    intermediates: &[Certificate],
    expected_public_key: &PublicKey,
    expected_subject_der: &[u8],
    anchors: &Anchors,
    now: Timestamp,
) -> Result<Vec<Certificate>> {
    if leaf.public_key()? != *expected_public_key {
        return Err(Code::CERTIFICATE_OTHER_KEY.into());
    }
    if !name::same_attributes(leaf.subject_der(), expected_subject_der) {
        return Err(Code::CERTIFICATE_OTHER_SUBJECT.into());
    }
    if leaf.basic_constraints()?.0 {
        return Err(Error::new(Code::CERTIFICATE_KEY_USAGE).detail("the issued certificate is a CA"));
    }
    let pool: Vec<&Certificate> = intermediates.iter().chain(anchors.helpers()).collect();
    let mut chain = vec![leaf.clone()];
    while let Some(last) = chain.last()
        && !anchors.contains(last)
    {
        let issuer =
            anchors.certificates().iter().chain(pool.iter().copied()).find(|c| {
                name::same(c.subject_der(), last.issuer_der()) && !chain.contains(c) && c.signed(last).is_ok()
            });
        let Some(issuer) = issuer.filter(|_| chain.len() < MAX_CHAIN) else {
            return Err(Code::CERTIFICATE_UNTRUSTED.into());
        };
        if !issuer.basic_constraints()?.0 || issuer.key_usage()?.is_some_and(|u| u & key_usage::KEY_CERT_SIGN == 0) {
            return Err(Error::new(Code::CERTIFICATE_UNTRUSTED).detail("issued by a certificate that is no CA"));
        }
        chain.push(issuer.clone());
    }
    for certificate in &chain {
        if now < certificate.not_before() {
            return Err(Error::new(Code::CERTIFICATE_NOT_YET_VALID).with("date", certificate.not_before().to_date()));
        }
        if now > certificate.not_after() {
            return Err(Error::new(Code::CERTIFICATE_EXPIRED).with("date", certificate.not_after().to_date()));
        }
    }
    Ok(chain)
}
