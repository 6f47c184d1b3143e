//! `ehcert revoke`.

use ehcert_core::{
    Code, Result,
    flow::{Revocation, RevocationInput},
    keystore::Keystore,
    ra::RevocationReason,
};
use ehcert_native::store;
use serde_json::json;

use crate::{
    args::{Reason, Revoke},
    attendant::Terminal,
    card::{self, Pins},
    command::request::open_eid,
    output::Output,
    secret,
    session::Session,
    text,
};

impl Reason {
    /// The RA's reason for the words of a person (ehealth.md 8.4).
    fn of_ra(self) -> RevocationReason {
        match self {
            Self::Compromised => RevocationReason::KeyCompromise,
            Self::Forgotten => RevocationReason::Superseded,
            Self::Changed => RevocationReason::AffiliationChanged,
            Self::Other => RevocationReason::CessationOfOperation,
        }
    }
}

pub(crate) fn run(args: &Revoke, output: &Output) -> Result<u8> {
    let session = Session::open(&args.platform.platform)?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(output.language()))?;
    let opened = Keystore::open(&store::read(&args.keystore)?, &password)?;
    let key = opened.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?.key.public();
    let mut card = card::open(&args.card, output.language(), &session.driver.cancel)?;
    let mut pins = Pins { file: args.card.pin_file.clone(), output };
    let mut eid = open_eid(&mut card, &mut pins, &session)?;
    let mut flow = Revocation::new(RevocationInput {
        signer: eid.signer().clone(),
        public_key_identifier: key.identifier(),
        reason: args.reason.of_ra(),
        endpoints: session.endpoints.clone(),
    });
    let mut terminal = Terminal::new(output);
    terminal.accept = args.accept_contract;
    terminal.eid = Some(&mut eid);
    session.driver.run(&mut flow, &mut terminal)?;
    drop(terminal);
    output.event("revoked", json!({"keystore": args.keystore}), text::revoked(output.language()));
    Ok(0)
}
