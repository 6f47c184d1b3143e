//! What lists and responders say of things that others made.

use ehcert_core::{
    Code, Result,
    flow::{RevocationInquiry, RevocationReport},
    trust::Anchors,
};

use super::{Guide, Person};
use crate::driver::Driver;

/// Fetches what is known of the revocation of certificates (DER), owners of encryption tokens and senders of sealed
/// messages. Errors: `InvalidArgument` for anything else, `Cancelled`. What cannot be fetched stands in the report.
pub fn inquire(
    driver: &Driver,
    items: &[Vec<u8>],
    anchors: Anchors,
    person: &mut dyn Person,
) -> Result<RevocationReport> {
    let mut flow = RevocationInquiry::new(items, &[], anchors)?;
    driver.run(&mut flow, &mut Guide { person, eid: None, slot: None })?;
    flow.report().cloned().ok_or_else(|| Code::INTERNAL.into())
}
