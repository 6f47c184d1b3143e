//! The check of a certificate that the registration authority just issued, before anything is stored.

use super::{Anchors, PathRequest, Purpose, name};
use crate::{Code, Error, Result, Timestamp, certificate::Certificate, key::PublicKey};

/// Checks that `leaf` is the certificate that was asked for, and builds its chain.
///
/// - its key is `expected_public_key` ([`Code::CERTIFICATE_OTHER_KEY`]);
/// - its subject holds the attributes of `expected_subject_der` (DER Name), in any order
///   ([`Code::CERTIFICATE_OTHER_SUBJECT`]);
/// - it is no certification authority ([`Code::CERTIFICATE_KEY_USAGE`]) and may be used to log in
///   ([`Code::CERTIFICATE_PURPOSE`]);
/// - it chains through `intermediates` or the helpers of `anchors` to an anchor
///   ([`Code::CERTIFICATE_UNTRUSTED`]), every certificate of the chain being valid at `now`
///   ([`Code::CERTIFICATE_EXPIRED`], [`Code::CERTIFICATE_NOT_YET_VALID`]) and the chain as a whole by the
///   rules of [`super::path`].
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
    let request = PathRequest { purpose: Purpose::ClientAuth, ..PathRequest::new(leaf, intermediates, anchors, now) };
    Ok(request.validate()?.chain)
}
