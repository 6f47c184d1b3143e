//! CertRA v2: qualities, contracts, certificates, revocation.

use ehcert_core::{
    key::PublicKey,
    ra::{
        CertificateInfo, Contract, EntityType, GenerateCertificateRequest, GenerateCertificateResponse,
        GenerateContractRequest, GenerateContractResponse, GenerateRevocationContractRequest,
        GenerateRevocationContractResponse, GetActorQualitiesRequest, GetActorQualitiesResponse,
        GetCertificateInfoForAuthenticationCertificateResponse, GetCertificateInfoForCitizenResponse,
        GetCertificateRequest, GetCertificateResponse, GetExistingApplicationIdsRequest,
        GetExistingApplicationIdsResponse, GetGenericOrganizationTypesResponse, Id, OrganizationAuthorization,
        PublicKeyIdentifier, RevocationContract, RevocationReason, RevokeRequest, RevokeResponse,
        SubmitCSRForForeignerRequest, SubmitCSRForForeignerResponse, Text, public_key_identifier_hex,
    },
    random::{OsRandom, Random},
    subject::{DistinguishedName, Subject},
};

use super::{
    Platform, contract,
    issue::dn_key,
    pkcs10::CertificateRequest,
    refusal::{OrRefuse, Outcome, Stop, refuse},
    rules::{self, Wanted},
    signer::Eid,
};
use crate::{
    record::{
        Bytes, CertificateRecord, ContractRecord, EtkRecord, ForeignerRecord, Holder, Settings, Standing,
        UnknownOrganisation,
    },
    rule::Behaviour,
    store::{BY_ACTOR, BY_DN, CERTIFICATES, CONTRACTS, FOREIGNERS, KEYS, Look, PERSONS, Write},
};

/// Seconds in which a non-resident must have logged in at the ValidationUrl: a week of the sandbox's own
/// choice.
const FOREIGNER_TIME: i64 = 7 * ehcert_core::Timestamp::DAY;

/// Whether the person may act for the holder: for herself, or with a mandate.
fn may_act(look: &impl Look, ssin: &str, holder: &Holder) -> Outcome<bool> {
    if holder.is_person() {
        return Ok(holder.id == ssin);
    }
    let person = look.get(&PERSONS, ssin)?.unwrap_or_default();
    Ok(person.organisations.iter().any(|o| o.kind == holder.kind && o.id == holder.id))
}

fn identifier_bytes(identifier: &str) -> PublicKeyIdentifier {
    let mut bytes = [0; 20];
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = identifier.get(2 * at..2 * at + 2).unwrap_or("00");
        *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    }
    bytes
}

fn unknown(identifier: &str) -> Stop {
    refuse("UNKNOWN_PUBLIC_KEY_IDENTIFIER", "No request is known for this public key.")
        .with("PublicKeyIdentifier", identifier)
}

fn find(look: &impl Look, identifier: &str) -> Outcome<CertificateRecord> {
    look.get(&CERTIFICATES, identifier)?.ok_or_else(|| unknown(identifier))
}

/// A PKCS#10 request that obeys the rules of its own: readable, signed by its key, a key that is allowed.
fn check_csr(der: &[u8]) -> Outcome<CertificateRequest> {
    let csr =
        CertificateRequest::from_der(der).or_refuse("CSR_INVALID", "The CSR is not a readable PKCS#10 request.")?;
    let key = csr.public_key().or_refuse("CSR_KEY_INVALID", "The CSR's key is of a kind that is not supported.")?;
    let allowed = match &key {
        PublicKey::Rsa(_) => key.bits() >= 2048,
        PublicKey::P384(_) => true,
        PublicKey::P256(_) | PublicKey::P521(_) => false,
    };
    if !allowed {
        return Err(refuse("CSR_KEY_INVALID", "The key must be RSA with at least 2048 bits, or EC P-384.")
            .with("Key", key.describe()));
    }
    csr.verify().or_refuse("CSR_SIGNATURE_INVALID", "The CSR is not signed by its own key.")?;
    Ok(csr)
}

impl Platform {
    pub(super) fn get_actor_qualities(
        &self,
        look: &impl Look,
        eid: &Eid,
        request: &GetActorQualitiesRequest,
    ) -> Outcome<GetActorQualitiesResponse> {
        let ssin = rules::ssin(&request.ssin)?;
        if ssin.plain() != eid.ssin {
            return Err(refuse("SIGNER_IS_NOT_THE_PERSON", "The signer is not the person of the SSIN element."));
        }
        let person = look.get(&PERSONS, &eid.ssin)?.unwrap_or_default();
        let organizations = person.organisations.into_iter().map(|o| OrganizationAuthorization {
            name: Text { values: ["fr", "nl"].map(|l| (l.to_owned(), o.name.clone())).to_vec() },
            identifier: Id::new(o.kind, o.id),
        });
        Ok(GetActorQualitiesResponse { natural_person: person.professional, organizations: organizations.collect() })
    }

    pub(super) fn get_organization_types(&self) -> GetGenericOrganizationTypesResponse {
        GetGenericOrganizationTypesResponse { types: rules::organization_types() }
    }

    pub(super) fn get_application_ids(
        &self,
        look: &impl Look,
        request: &GetExistingApplicationIdsRequest,
    ) -> Outcome<GetExistingApplicationIdsResponse> {
        let (kind, id) = rules::organisation(&request.organization)?;
        let mut application_ids = Vec::new();
        for identifier in look.get(&BY_ACTOR, &format!("{kind}={id}"))?.unwrap_or_default() {
            let record = find(look, &identifier)?;
            if record.is_active(self.now())? && !application_ids.contains(&record.holder.application_id) {
                application_ids.push(record.holder.application_id);
            }
        }
        Ok(GetExistingApplicationIdsResponse { application_ids })
    }

    pub(super) fn generate_contract(
        &self,
        w: &Write,
        request: &GenerateContractRequest,
    ) -> Outcome<GenerateContractResponse> {
        let contact = rules::contact(&request.contact)?;
        let Wanted { signer, holder, subject } = rules::wanted(&request.signer, &request.certificate)?;
        let rdns = std::iter::once(format!("CN={}", subject.common_name()))
            .chain(subject.organizational_units().into_iter().map(|unit| format!("OU={unit}")))
            .chain(["O=Federal Government".to_owned(), "C=BE".to_owned()])
            .collect::<Vec<_>>();
        let contract = Contract {
            // As the real platform gives it: the client adds the backslash.
            dn: subject.to_rfc2253().replace("\\=", "="),
            signer: request.signer.clone(),
            text: contract::request_text(&request.signer, &holder, &contact, &rdns),
        };
        let record =
            ContractRecord { made: self.now(), signer, holder, subject: Bytes(subject.to_der()), revokes: None };
        w.put(&CONTRACTS, &contract::request_digest(&contract), &record)?;
        Ok(GenerateContractResponse { contract })
    }

    pub(super) fn generate_certificate(
        &self,
        w: &Write,
        eid: &Eid,
        request: &GenerateCertificateRequest,
        decisions: &[Behaviour],
    ) -> Outcome<GenerateCertificateResponse> {
        let contract = w
            .get(&CONTRACTS, &contract::request_digest(&request.contract))?
            .filter(|c| c.revokes.is_none())
            .ok_or_else(|| refuse("CONTRACT_ALTERED", "The contract is not one that was given out, to the letter."))?;
        eid.must_be(&contract.signer, &request.contract.signer)?;
        let contact = rules::contact(&request.contact)?;
        let csr = check_csr(&request.csr)?;
        let key = csr.public_key().or_refuse("CSR_KEY_INVALID", "The CSR's key is not readable.")?;
        if dn_key(csr.subject_der()).ok() != dn_key(&contract.subject.0).ok() {
            return Err(refuse("CSR_DN_MISMATCH", "The subject of the CSR is not the DN of the contract."));
        }
        let identifier = public_key_identifier_hex(&key.identifier());
        // The client crashed before it heard the answer: the same request has the same answer.
        if let Some(owner) = w.get(&KEYS, &identifier)? {
            let known = find(w, &owner)?;
            let same = owner == identifier && known.signer == eid.ssin && known.subject == contract.subject;
            if same && !matches!(known.standing, Standing::Refused { .. }) {
                return Ok(GenerateCertificateResponse {
                    public_key_identifier: identifier_bytes(&identifier),
                    automatically_validated: known.automatically_validated,
                    replaces: known.replaces.as_deref().map(identifier_bytes),
                });
            }
            return Err(refuse("PUBLIC_KEY_ALREADY_USED", "This key was used before: a request needs a new one."));
        }
        let base_services = rules::base_services(&contract.holder, &request.base_services)?;
        let settings = self.settings();
        let mut automatically_validated = self.right(w, eid, &contract.holder, &settings)?;
        let replaces = self.replaced(w, &contract.holder, &contract.subject.0, &settings)?;

        let mut record = CertificateRecord {
            public_key_identifier: identifier.clone(),
            requested: self.now(),
            holder: contract.holder,
            signer: eid.ssin.clone(),
            subject: contract.subject,
            spki: Bytes(key.to_spki()),
            contact,
            base_services,
            automatically_validated: true,
            polls_left: 0,
            other: None,
            hierarchy: settings.hierarchy(&key),
            replaces,
            standing: Standing::InProgress,
            chain: Vec::new(),
            etk: EtkRecord::NotRequested,
        };
        decide(&mut record, decisions);
        automatically_validated &= record.automatically_validated;
        record.automatically_validated = automatically_validated;
        self.admit(w, &mut record)?;
        Ok(GenerateCertificateResponse {
            public_key_identifier: identifier_bytes(&identifier),
            automatically_validated,
            replaces: record.replaces.as_deref().map(identifier_bytes),
        })
    }

    /// Whether the signer may ask for this holder at once (`true`), or after a check by hand.
    fn right(&self, w: &Write, eid: &Eid, holder: &Holder, settings: &Settings) -> Outcome<bool> {
        if holder.is_person() {
            let person = w.get(&PERSONS, &eid.ssin)?.unwrap_or_default();
            return if person.professional {
                Ok(true)
            } else {
                Err(refuse("NO_HEALTHCARE_QUALITY", "The person has no health care quality."))
            };
        }
        if may_act(w, &eid.ssin, holder)? {
            return Ok(true);
        }
        match settings.unknown_organisations {
            UnknownOrganisation::Accept => Ok(true),
            UnknownOrganisation::Manual => Ok(false),
            UnknownOrganisation::Refuse => {
                Err(refuse("NO_MANDATE", "The signer may not manage certificates of this organisation."))
            }
        }
    }

    /// The certificate that a new one for this DN would replace. Refused when one is in progress, or
    /// active and not near its end. A person has one certificate, whatever the name in it.
    pub(super) fn replaced(
        &self,
        w: &Write,
        holder: &Holder,
        subject: &[u8],
        settings: &Settings,
    ) -> Outcome<Option<String>> {
        let now = self.now();
        let mut candidates = w.get(&BY_DN, &dn_key(subject)?)?.unwrap_or_default();
        if holder.is_person() {
            let own = w.get(&BY_ACTOR, &holder.actor_key())?.unwrap_or_default();
            candidates.extend(own.into_iter().filter(|i| !candidates.contains(i)).collect::<Vec<_>>());
        }
        let mut replaces = None;
        for identifier in candidates {
            let record = find(w, &identifier)?;
            if !record.is_active(now)? {
                continue;
            }
            if matches!(record.standing, Standing::InProgress) {
                return Err(refuse("REQUEST_IN_PROGRESS", "A request for this DN is in progress already.")
                    .with("PublicKeyIdentifier", identifier));
            }
            if !record.is_replaceable(settings, now)? {
                let start = record.replacement_start(settings)?.map(|t| t.to_rfc3339()).unwrap_or_default();
                return Err(refuse("ACTIVE_CERTIFICATE_EXISTS", "An active certificate exists for this DN.")
                    .with("PublicKeyIdentifier", identifier)
                    .with("ReplacementPeriodStartDate", start));
            }
            replaces = Some(identifier);
        }
        Ok(replaces)
    }

    pub(super) fn get_certificate(&self, request: &GetCertificateRequest) -> Outcome<GetCertificateResponse> {
        self.count_poll(request)?;
        let not_yet = || refuse("CERT_NOT_YET_DELIVERED", "The certificate is not there yet. Ask again later.");
        let identifier = public_key_identifier_hex(&request.public_key_identifier);
        let look = self.store.read()?;
        let Some(mut record) = look.get(&CERTIFICATES, &identifier)? else {
            let waiting =
                look.all(&FOREIGNERS)?.into_iter().any(|(_, f)| f.request.public_key_identifier == identifier);
            return Err(if waiting { not_yet() } else { unknown(&identifier) });
        };
        if record.standing == Standing::InProgress && record.automatically_validated {
            record = self.store.write(|w| -> Outcome<_> {
                // Another poll may have been quicker.
                let mut record = find(w, &identifier)?;
                if record.standing == Standing::InProgress {
                    self.issue(w, &mut record)?;
                }
                Ok(record)
            })?;
        }
        match &record.standing {
            Standing::Refused { reason } => {
                Err(refuse("CERT_REQUEST_REFUSED", "The request was refused.").with("Reason", reason))
            }
            Standing::Revoked { .. } => Err(refuse("CERT_REVOKED", "The certificate is revoked.")),
            Standing::InProgress => Err(not_yet()),
            Standing::Issued => {
                Ok(GetCertificateResponse { certificates: record.chain.into_iter().map(|der| der.0).collect() })
            }
        }
    }

    /// Counts a poll. On its own, because a refused operation changes nothing and a poll is refused.
    fn count_poll(&self, request: &GetCertificateRequest) -> Outcome<()> {
        let identifier = public_key_identifier_hex(&request.public_key_identifier);
        let polled = |record: CertificateRecord| record.standing == Standing::InProgress && record.polls_left > 0;
        if !self.store.read()?.get(&CERTIFICATES, &identifier)?.is_some_and(polled) {
            return Ok(());
        }
        let waits = self.store.write(|w| -> crate::Result<bool> {
            let Some(mut record) = w.get(&CERTIFICATES, &identifier)? else { return Ok(false) };
            if record.standing != Standing::InProgress || record.polls_left == 0 {
                return Ok(false);
            }
            record.polls_left -= 1;
            w.put(&CERTIFICATES, &identifier, &record)?;
            Ok(true)
        })?;
        if waits {
            return Err(refuse("CERT_NOT_YET_DELIVERED", "The certificate is not there yet. Ask again later."));
        }
        Ok(())
    }

    fn info(&self, look: &impl Look, record: &CertificateRecord, asker: &str) -> Outcome<CertificateInfo> {
        let now = self.now();
        let settings = self.settings();
        let leaf = record.leaf()?;
        let text = |der: &[u8]| DistinguishedName::from_der(der).map(|n| n.to_rfc2253());
        let details = match &leaf {
            Some(leaf) => Some(ehcert_core::ra::CertificateDetails {
                serial_number: leaf.serial_decimal(),
                dn: text(leaf.subject_der())?,
                issuer_dn: text(leaf.issuer_der())?,
                not_before: leaf.not_before(),
                not_after: leaf.not_after(),
            }),
            None => None,
        };
        let status = record.status(now)?;
        let allowed = asker == record.signer || may_act(look, asker, &record.holder)?;
        Ok(CertificateInfo {
            requested: record.requested,
            public_key_identifier: identifier_bytes(&record.public_key_identifier),
            entity_type: Some(if record.holder.is_person() {
                EntityType::NaturalPerson
            } else {
                EntityType::Organization
            }),
            identifier: rules::certificate_identifier(&record.holder),
            status: status.into(),
            etk_status: record.etk_status(now)?.into(),
            automatically_validated: record.automatically_validated,
            details,
            revocable: allowed && status == "VALID_ACTIVE",
            replaceable: record.is_replaceable(&settings, now)?,
            replacement_start: record.replacement_start(&settings)?,
            contact: rules::contact_data(&record.contact),
            base_services: record.base_services.clone(),
        })
    }

    pub(super) fn info_for_citizen(
        &self,
        look: &impl Look,
        eid: &Eid,
    ) -> Outcome<GetCertificateInfoForCitizenResponse> {
        let person = look.get(&PERSONS, &eid.ssin)?.unwrap_or_default();
        let actors = std::iter::once(format!("SSIN={}", eid.ssin))
            .chain(person.organisations.iter().map(|o| format!("{}={}", o.kind, o.id)));
        let mut certificates = Vec::new();
        for actor in actors {
            for identifier in look.get(&BY_ACTOR, &actor)?.unwrap_or_default() {
                certificates.push(self.info(look, &find(look, &identifier)?, &eid.ssin)?);
            }
        }
        Ok(GetCertificateInfoForCitizenResponse { certificates })
    }

    pub(super) fn info_for_certificate(
        &self,
        look: &impl Look,
        record: &CertificateRecord,
    ) -> Outcome<GetCertificateInfoForAuthenticationCertificateResponse> {
        // Nobody showed an identity card: what a person may do is not told.
        Ok(GetCertificateInfoForAuthenticationCertificateResponse { certificate: Some(self.info(look, record, "")?) })
    }

    pub(super) fn generate_revocation_contract(
        &self,
        w: &Write,
        request: &GenerateRevocationContractRequest,
    ) -> Outcome<GenerateRevocationContractResponse> {
        let identifier = public_key_identifier_hex(&request.public_key_identifier);
        let record = find(w, &identifier)?;
        let signer = rules::person(&request.signer)?;
        if let RevocationReason::Other(_) = request.reason {
            return Err(refuse("REVOCATION_REASON_INVALID", "The reason is not one of the four."));
        }
        if record.status(self.now())? != "VALID_ACTIVE" {
            return Err(refuse("CERT_NOT_REVOCABLE", "Only an active certificate can be revoked.")
                .with("Status", record.status(self.now())?));
        }
        let dn = DistinguishedName::from_der(&record.subject.0)?.to_rfc2253().replace("\\=", "=");
        let contract = RevocationContract {
            text: contract::revocation_text(&request.signer, &record.holder, &dn, request.reason.as_str()),
            dn,
            signer: request.signer.clone(),
            reason: request.reason.clone(),
        };
        let kept = ContractRecord {
            made: self.now(),
            signer,
            holder: record.holder,
            subject: record.subject,
            revokes: Some((identifier.clone(), request.reason.as_str().to_owned())),
        };
        w.put(&CONTRACTS, &contract::revocation_digest(&contract, &identifier), &kept)?;
        Ok(GenerateRevocationContractResponse { contract })
    }

    pub(super) fn revoke(&self, w: &Write, eid: &Eid, request: &RevokeRequest) -> Outcome<RevokeResponse> {
        let identifier = public_key_identifier_hex(&request.public_key_identifier);
        let contract = w
            .get(&CONTRACTS, &contract::revocation_digest(&request.contract, &identifier))?
            .ok_or_else(|| refuse("CONTRACT_ALTERED", "The contract is not one that was given out, to the letter."))?;
        let Some((revoked, reason)) = &contract.revokes else {
            return Err(refuse("CONTRACT_ALTERED", "The contract is not one of a revocation."));
        };
        eid.must_be(&contract.signer, &request.contract.signer)?;
        let mut record = find(w, revoked)?;
        if eid.ssin != record.signer && !may_act(w, &eid.ssin, &record.holder)? {
            return Err(refuse("NO_MANDATE", "The signer may not revoke this certificate."));
        }
        // Asked for again because the answer was lost: it is revoked, which is what was wanted.
        if matches!(record.standing, Standing::Revoked { .. }) {
            return Ok(RevokeResponse);
        }
        if record.status(self.now())? != "VALID_ACTIVE" {
            return Err(refuse("CERT_NOT_REVOCABLE", "Only an active certificate can be revoked."));
        }
        self.revoke_record(w, &mut record, reason)?;
        Ok(RevokeResponse)
    }

    pub(super) fn submit_foreigner(
        &self,
        w: &Write,
        request: &SubmitCSRForForeignerRequest,
        decisions: &[Behaviour],
    ) -> Outcome<SubmitCSRForForeignerResponse> {
        let number = rules::person(&request.person)?;
        if !rules::ssin(&Id::new("SSIN", number.as_str()))?.is_bis() {
            return Err(refuse("SSIN_IS_NOT_BIS", "Only a person with a BIS number may go this way."));
        }
        let contact = rules::contact(&request.contact)?;
        let csr = check_csr(&request.csr)?;
        let key = csr.public_key().or_refuse("CSR_KEY_INVALID", "The CSR's key is not readable.")?;
        let holder = Holder {
            kind: "SSIN".into(),
            id: number.clone(),
            first_names: request.person.first_names.clone(),
            name: request.person.name.clone(),
            application_id: None,
        };
        // There is no contract that gives the DN here. Both orders of the names are in use.
        let wanted: Vec<Subject> = rules::person_names(&request.person)
            .iter()
            .filter_map(|name| Subject::new("SSIN", &number, name, None).ok())
            .collect();
        let own = Subject::from_der(csr.subject_der())
            .or_refuse("CSR_DN_MISMATCH", "The subject of the CSR is not an eHealth DN.")?;
        let subject = wanted
            .iter()
            .find(|s| s.same_as(&own))
            .ok_or_else(|| refuse("CSR_DN_MISMATCH", "The subject of the CSR is not the DN of this person."))?
            .to_der();
        let identifier = public_key_identifier_hex(&key.identifier());
        let now = self.now();
        // Asked for again because the answer was lost: the same address, as long as it may be used.
        for (token, waiting) in w.all(&FOREIGNERS)? {
            if waiting.request.public_key_identifier == identifier {
                let same = waiting.request.holder == holder && (waiting.expires >= now || waiting.confirmed);
                if same {
                    return Ok(self.foreigner_answer(&token, waiting.expires));
                }
            }
        }
        if w.get(&KEYS, &identifier)?.is_some() {
            return Err(refuse("PUBLIC_KEY_ALREADY_USED", "This key was used before: a request needs a new one."));
        }
        let settings = self.settings();
        let person = w.get(&PERSONS, &number)?.unwrap_or_default();
        if !person.professional {
            return Err(refuse("NO_HEALTHCARE_QUALITY", "The person has no health care quality."));
        }
        let replaces = self.replaced(w, &holder, &subject, &settings)?;
        let mut record = CertificateRecord {
            public_key_identifier: identifier,
            requested: now,
            holder,
            signer: number,
            subject: Bytes(subject),
            spki: Bytes(key.to_spki()),
            contact,
            base_services: Vec::new(),
            automatically_validated: true,
            polls_left: 0,
            other: None,
            hierarchy: settings.hierarchy(&key),
            replaces,
            standing: Standing::InProgress,
            chain: Vec::new(),
            etk: EtkRecord::NotRequested,
        };
        decide(&mut record, decisions);
        let mut bytes = [0; 16];
        OsRandom.fill(&mut bytes)?;
        let token: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let expires = now.plus(FOREIGNER_TIME);
        w.put(&FOREIGNERS, &token, &ForeignerRecord { expires, confirmed: false, request: record })?;
        Ok(self.foreigner_answer(&token, expires))
    }

    fn foreigner_answer(&self, token: &str, expiration: ehcert_core::Timestamp) -> SubmitCSRForForeignerResponse {
        SubmitCSRForForeignerResponse { validation_url: format!("{}/validate/{token}", self.base_url), expiration }
    }
}

/// What the rules of the sandbox's control say about a new request.
fn decide(record: &mut CertificateRecord, decisions: &[Behaviour]) {
    for decision in decisions {
        match decision {
            Behaviour::DeliverAfter { polls } => record.polls_left = *polls,
            Behaviour::ManualValidation => record.automatically_validated = false,
            Behaviour::Refuse { reason } => record.standing = Standing::Refused { reason: reason.clone() },
            Behaviour::DeliverOther { what } => record.other = Some(*what),
            _ => {}
        }
    }
}
