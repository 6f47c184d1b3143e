//! The desk behind the platform: what its own people do to requests, and what a test tells it.

use base64ct::{Base64, Encoding};
use ehcert_core::certificate::Certificate;

use super::{Platform, lock, refusal::Stop};
use crate::{
    Error, Result,
    control::{Command, State, Summary},
    http::Answer,
    record::{Bytes, CertificateRecord, EtkRecord, Settings, Standing},
    store::{CERTIFICATES, EID_ROOTS, FOREIGNERS, Look, ONLY, PERSONS, RULES, SETTINGS, Write},
};

fn wrong(what: impl ToString) -> Error {
    Error::Command(what.to_string())
}

impl Platform {
    pub(super) fn control_answer(&self, body: &[u8]) -> Result<Answer> {
        const JSON: &str = "application/json";
        let done = serde_json::from_slice(body).map_err(|e| wrong(e.to_string())).and_then(|c| self.control(c));
        match done {
            Ok(state) => Ok(Answer::new(200, JSON, serde_json::to_vec_pretty(&state)?)),
            Err(Error::Command(what)) => {
                Ok(Answer::new(400, JSON, serde_json::to_vec(&serde_json::json!({ "error": what }))?))
            }
            Err(other) => Err(other),
        }
    }

    /// Obeys a command and tells the state after it.
    pub(crate) fn control(&self, command: Command) -> Result<State> {
        match command {
            Command::State => {}
            Command::Rule { rule } => {
                if rule.times == Some(0) || rule.every == Some(0) {
                    return Err(wrong("times and every count from 1"));
                }
                let mut rules = lock(&self.rules);
                rules.add(rule);
                self.store.write(|w| w.put(&RULES, ONLY, &rules.0))?;
            }
            Command::ClearRules => {
                let mut rules = lock(&self.rules);
                rules.0.clear();
                self.store.write(|w| w.put(&RULES, ONLY, &rules.0))?;
            }
            Command::Clock { offset } => self.change(|s| s.clock_offset = offset)?,
            Command::Advance { seconds } => {
                self.change(|s| s.clock_offset = s.clock_offset.saturating_add(seconds))?;
            }
            Command::Settings { authority, unknown_organisations, validity_days, replacement_days } => {
                let days = 1..=3650;
                if [validity_days, replacement_days].iter().flatten().any(|d| !days.contains(d)) {
                    return Err(wrong("days are 1 to 3650"));
                }
                self.change(|s| {
                    s.authority = authority.unwrap_or(s.authority);
                    s.unknown_organisations = unknown_organisations.unwrap_or(s.unknown_organisations);
                    s.validity_days = validity_days.unwrap_or(s.validity_days);
                    s.replacement_days = replacement_days.unwrap_or(s.replacement_days);
                })?;
            }
            Command::TrustEidRoot { certificate } => self.trust_eid_root(&certificate)?,
            Command::Person { ssin, professional } => self.store.write(|w| {
                let mut person = w.get(&PERSONS, &ssin)?.unwrap_or_default();
                person.professional = professional;
                w.put(&PERSONS, &ssin, &person)
            })?,
            Command::AddOrganisation { ssin, organisation } => self.store.write(|w| {
                let mut person = w.get(&PERSONS, &ssin)?.unwrap_or_default();
                person.organisations.retain(|o| (&o.kind, &o.id) != (&organisation.kind, &organisation.id));
                person.organisations.push(organisation);
                w.put(&PERSONS, &ssin, &person)
            })?,
            Command::RemoveOrganisation { ssin, kind, id } => self.store.write(|w| {
                let mut person = w.get(&PERSONS, &ssin)?.unwrap_or_default();
                person.organisations.retain(|o| (&o.kind, &o.id) != (&kind, &id));
                w.put(&PERSONS, &ssin, &person)
            })?,
            Command::Approve { public_key_identifier } => self.with_record(&public_key_identifier, |w, record| {
                in_progress(record)?;
                self.issue(w, record)
            })?,
            Command::Refuse { public_key_identifier, reason } => {
                self.with_record(&public_key_identifier, |_, record| {
                    in_progress(record)?;
                    record.standing = Standing::Refused { reason };
                    Ok(())
                })?;
            }
            Command::Revoke { public_key_identifier, reason } => {
                self.with_record(&public_key_identifier, |w, record| self.revoke_record(w, record, &reason))?;
            }
            Command::Confirm { token } => {
                if !self.confirm_foreigner(&token)? {
                    return Err(wrong("no such request, or too late"));
                }
            }
        }
        self.state()
    }

    fn trust_eid_root(&self, certificate: &str) -> Result<()> {
        let der = Base64::decode_vec(certificate.trim()).map_err(|_| wrong("the certificate is not Base64"))?;
        let root = Certificate::from_der(&der).map_err(|_| wrong("that is no certificate"))?;
        if !matches!(root.basic_constraints(), Ok((true, _))) || root.signed(&root).is_err() {
            return Err(wrong("that is no root certificate"));
        }
        let mut roots = lock(&self.eid_roots);
        if !roots.contains(&root) {
            self.store.write(|w| {
                let mut list = w.get(&EID_ROOTS, ONLY)?.unwrap_or_default();
                list.push(Bytes(der));
                w.put(&EID_ROOTS, ONLY, &list)
            })?;
            roots.push(root);
        }
        Ok(())
    }

    fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<()> {
        let mut settings = lock(&self.settings);
        let mut new = settings.clone();
        change(&mut new);
        self.store.write(|w| w.put(&SETTINGS, ONLY, &new))?;
        *settings = new;
        Ok(())
    }

    fn with_record(
        &self,
        identifier: &str,
        change: impl FnOnce(&Write, &mut CertificateRecord) -> Result<()>,
    ) -> Result<()> {
        let identifier = identifier.to_ascii_uppercase();
        self.store.write(|w| {
            let mut record = w.get(&CERTIFICATES, &identifier)?.ok_or_else(|| wrong("no such request"))?;
            change(w, &mut record)?;
            w.put(&CERTIFICATES, &identifier, &record)
        })
    }

    /// Revokes a certificate and its encryption token.
    pub(super) fn revoke_record(&self, w: &Write, record: &mut CertificateRecord, reason: &str) -> Result<()> {
        if record.chain.is_empty() {
            return Err(wrong("the certificate was not issued"));
        }
        if !matches!(record.standing, Standing::Revoked { .. }) {
            record.standing = Standing::Revoked { at: self.now(), reason: reason.to_owned() };
            if !matches!(record.etk, EtkRecord::NotRequested) {
                record.etk = EtkRecord::Revoked;
            }
        }
        w.put(&CERTIFICATES, &record.public_key_identifier, record)
    }

    /// A non-resident has logged in: the request goes on. `false` when there is none, or it is too late.
    pub(super) fn confirm_foreigner(&self, token: &str) -> Result<bool> {
        self.store.write(|w| {
            let Some(mut foreigner) = w.get(&FOREIGNERS, token)? else { return Ok(false) };
            if foreigner.confirmed {
                return Ok(true);
            }
            if foreigner.expires < self.now() {
                return Ok(false);
            }
            foreigner.confirmed = true;
            w.put(&FOREIGNERS, token, &foreigner)?;
            let mut record = foreigner.request;
            // Asked for twice and confirmed twice: the key has its certificate already.
            if w.get(&CERTIFICATES, &record.public_key_identifier)?.is_none() {
                // Days may have passed: another request of the same person may have been quicker.
                match self.replaced(w, &record.holder, &record.subject.0, &self.settings()) {
                    Ok(replaces) => record.replaces = replaces,
                    Err(Stop::Refused(error)) => record.standing = Standing::Refused { reason: error.message },
                    Err(Stop::Failed(e)) => return Err(e),
                }
                self.admit(w, &mut record)?;
            }
            Ok(true)
        })
    }

    fn state(&self) -> Result<State> {
        let now = self.now();
        let mut certificates = Vec::new();
        for (_, record) in self.store.read()?.all(&CERTIFICATES)? {
            certificates.push(Summary {
                status: record.status(now)?,
                etk_status: record.etk_status(now)?,
                automatically_validated: record.automatically_validated,
                requested: record.requested,
                not_after: record.leaf()?.map(|c| c.not_after()),
                public_key_identifier: record.public_key_identifier,
                holder: record.holder,
                replaces: record.replaces,
            });
        }
        certificates.sort_by_key(|c| c.requested);
        let rules = lock(&self.rules).0.iter().map(|active| active.rule.clone()).collect();
        let exchanges = lock(&self.exchanges).iter().cloned().collect();
        Ok(State { now, settings: self.settings(), rules, certificates, exchanges })
    }
}

fn in_progress(record: &CertificateRecord) -> Result<()> {
    match record.standing {
        Standing::InProgress => Ok(()),
        _ => Err(wrong("the request is not in progress")),
    }
}
