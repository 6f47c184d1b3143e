//! Request, completion and renewal.

use std::path::{Path, PathBuf};

use ehcert_core::{
    Code, Error, Language, Result,
    flow::{
        Completion, CompletionInput, CompletionReport, ContractDn, Enrolment, EnrolmentInput, EnrolmentOutcome,
        PreflightReport, Renewed, Signer, StatusReport, renewable,
    },
    identity::Catalogue,
    key::KeyAlgorithm,
    keystore::{Keystore, Profile},
    request::{ContactData, Draft, Holder, Password, Validated},
    subject::Subject,
};
use zeroize::Zeroizing;

use super::{Guide, Person, keystore::status};
use crate::{
    clock,
    driver::{KeystoreSlot, keystore_path, pending_keystore, unfinished_keystores},
    eid::Eid,
    platform::Platform,
    store,
};

/// For whom a certificate is asked.
#[derive(Clone, Debug)]
pub enum Applicant {
    /// The holder of the card, as a health professional.
    Person,
    /// An organisation that the holder of the card represents.
    Organisation {
        /// Identifier type.
        identifier_type: String,
        /// Number, as typed.
        identifier: String,
        /// Name, as typed; not needed where the RA knows the organisation as the holder's.
        name: Option<String>,
    },
}

/// What was filled in.
#[derive(Clone)]
pub struct Application {
    /// For whom.
    pub applicant: Applicant,
    /// Tells several certificates of one organisation apart.
    pub application_id: Option<String>,
    /// Base services.
    pub base_services: Vec<String>,
    /// Contact data.
    pub contact: ContactData,
}

impl Application {
    /// What can be checked before the card is touched. Every field that is wrong has its error.
    pub fn check(&self) -> std::result::Result<(), Vec<Error>> {
        self.contact.validate()?;
        if let Applicant::Organisation { identifier_type, identifier, name } = &self.applicant {
            let catalogue = Catalogue::default();
            catalogue.check(identifier_type, identifier).map_err(|e| vec![e])?;
            if name.is_some() {
                self.draft(self.typed()).validate(&catalogue)?;
            }
        }
        Ok(())
    }

    /// What is asked for in the end, by the RA's word on who the holder of the card may act for. An organisation without
    /// a name is looked up in the holder's, in `language`.
    pub fn resolve(
        &self,
        report: &PreflightReport,
        signer: &Signer,
        language: Language,
    ) -> std::result::Result<Validated, Vec<Error>> {
        let holder = match &self.applicant {
            Applicant::Person => {
                report.may_request_personal().map_err(|e| vec![e])?;
                Holder::Person {
                    ssin: signer.ssin().to_owned(),
                    first_names: signer.first_names().to_owned(),
                    last_name: signer.name().to_owned(),
                }
            }
            Applicant::Organisation { identifier_type, identifier, name } => {
                let known = report
                    .organizations
                    .iter()
                    .find(|o| o.identifier.r#type == *identifier_type && o.identifier.value == *identifier);
                match known.filter(|_| name.is_none()) {
                    Some(known) => Holder::RecognizedOrganization {
                        identifier_type: known.identifier.r#type.clone(),
                        identifier: known.identifier.value.clone(),
                        name: known.name.get(language.tag()).unwrap_or_default().to_owned(),
                    },
                    None => self.typed(),
                }
            }
        };
        self.draft(holder).validate(&report.catalogue)
    }

    fn typed(&self) -> Holder {
        match &self.applicant {
            Applicant::Person => {
                Holder::Person { ssin: String::new(), first_names: String::new(), last_name: String::new() }
            }
            Applicant::Organisation { identifier_type, identifier, name } => Holder::OtherOrganization {
                identifier_type: identifier_type.clone(),
                identifier: identifier.clone(),
                name: name.clone().unwrap_or_default(),
            },
        }
    }

    fn draft(&self, holder: Holder) -> Draft {
        Draft {
            holder,
            application_id: self.application_id.clone(),
            base_services: self.base_services.clone(),
            contact: self.contact.clone(),
        }
    }
}

/// What step 1 is done with.
pub struct Order {
    /// What is asked for.
    pub validated: Validated,
    /// Password of the new keystore.
    pub password: Password,
    /// Kind of its key.
    pub key: KeyAlgorithm,
    /// The keystore folder.
    pub folder: PathBuf,
    /// Leave an earlier, unfinished request alone.
    pub fresh: bool,
    /// The keystore that is renewed.
    pub renews: Option<Renewed>,
}

/// Step 1. A keystore that an earlier run left for the same subject is gone on with.
pub fn enrol(
    platform: &Platform,
    eid: &mut Eid<'_>,
    order: Order,
    person: &mut dyn Person,
) -> Result<(KeystoreSlot, EnrolmentOutcome)> {
    let cancel = platform.driver.cancel.clone();
    store::prepare_folder(&order.folder)?;
    let earlier =
        if order.fresh { None } else { pending_keystore(&order.folder, &order.validated.subject, &order.password)? };
    let mut slot = match earlier {
        Some(path) => KeystoreSlot::open(path, cancel)?,
        None => KeystoreSlot::new(keystore_path(&order.folder, &order.validated.subject, clock::now()), cancel),
    };
    let mut flow = Enrolment::new(EnrolmentInput {
        signer: eid.signer().clone(),
        request: order.validated,
        password: order.password,
        key_algorithm: order.key,
        profile: Profile::Ehealth,
        endpoints: platform.endpoints.clone(),
        pending: slot.content().cloned(),
        renews: order.renews,
        contract_dn: ContractDn::default(),
    });
    platform.driver.run(&mut flow, &mut Guide { person, eid: Some(eid), slot: Some(&mut slot) })?;
    let outcome = flow.outcome().cloned().ok_or(Code::INTERNAL)?;
    Ok((slot, outcome))
}

/// The only keystore of a folder that opens with the password and waits for its certificate or its token.
///
/// Errors: `KeystoreNotFound`, `KeystoreSeveral`.
pub fn unfinished(folder: &Path, password: &Password) -> Result<PathBuf> {
    let mut found = unfinished_keystores(folder, password)?;
    match (found.pop(), found.is_empty()) {
        (Some(path), true) => Ok(path),
        (None, _) => Err(Error::new(Code::KEYSTORE_NOT_FOUND).with("folder", folder.display())),
        (Some(_), false) => Err(Error::new(Code::KEYSTORE_SEVERAL).with("folder", folder.display())),
    }
}

/// Step 2, waiting for the certificate for `patience` seconds. `expected`: whom it must be for, where the caller knows
/// better than the keystore.
pub fn complete(
    platform: &Platform,
    slot: &mut KeystoreSlot,
    password: &Password,
    expected: Option<Subject>,
    patience: u32,
    person: &mut dyn Person,
) -> Result<CompletionReport> {
    let mut flow = Completion::new(CompletionInput {
        keystore: slot.content().cloned().ok_or(Code::INTERNAL)?,
        password: password.clone(),
        profile: Profile::Ehealth,
        endpoints: platform.endpoints.clone(),
        anchors: platform.anchors.clone(),
        expected,
        patience,
        revocation: platform.revocation,
    })?;
    platform.driver.run(&mut flow, &mut Guide { person: &mut *person, eid: None, slot: Some(slot) })?;
    let report = flow.report().cloned().ok_or(Code::INTERNAL)?;
    for warning in &report.warnings {
        person.warning(warning);
    }
    Ok(report)
}

/// What is renewed, and with what.
pub struct Renewal {
    /// The keystore as stored; it is read, never changed.
    pub keystore: Zeroizing<Vec<u8>>,
    /// Its password.
    pub password: Password,
    /// Contact data of the new certificate.
    pub contact: ContactData,
}

/// Whether a renewal is possible now, by the RA's word; what step 1 is then done with. No PIN is asked for.
pub fn renewal_due(
    platform: &Platform,
    renewal: Renewal,
    person: &mut dyn Person,
) -> std::result::Result<(Validated, Renewed), Vec<Error>> {
    let one = |e: Error| vec![e];
    let old = Keystore::open(&renewal.keystore, &renewal.password).map_err(one)?;
    let subject = renewable(&old, clock::now()).map_err(one)?;
    let contact = renewal.contact.validate()?;
    let info = status(platform, &renewal.keystore, &renewal.password, person).map_err(one)?;
    StatusReport::may_renew(&info, clock::now()).map_err(one)?;
    let validated = Validated::renewal(subject, contact, info.base_services);
    Ok((validated, Renewed { keystore: renewal.keystore, password: renewal.password }))
}
