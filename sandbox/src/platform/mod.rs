//! The platform behind the addresses: what each of them answers.

mod certra;
mod contract;
mod desk;
mod etkra;
mod issue;
mod pkcs10;
mod public;
mod reader;
mod refusal;
mod rules;
mod signer;
mod soap;

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Mutex, MutexGuard},
    time::{SystemTime, UNIX_EPOCH},
};

use ehcert_core::{Timestamp, certificate::Certificate, ra::Service};
use hyper::{HeaderMap, Method};

use crate::{
    Result,
    ca::Authority,
    control::{Exchange, MAX_EXCHANGES},
    http::Answer,
    record::Settings,
    rule::Rules,
    store::{AUTHORITY, EID_ROOTS, Look, ONLY, RULES, SETTINGS, Store},
};

pub(crate) use self::reader::Reader;

/// Where the sandbox takes the time from, before the offset that it can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The computer's clock.
    #[default]
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    pub(crate) fn now(self) -> Timestamp {
        match self {
            Self::Fixed(time) => time,
            // A computer whose clock is before 1970 is in 1970.
            Self::System => Timestamp(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX)),
            ),
        }
    }
}

/// The platform's state and keys.
#[derive(Debug)]
pub(crate) struct Platform {
    store: Store,
    authority: Authority,
    settings: Mutex<Settings>,
    rules: Mutex<Rules>,
    base_url: String,
    eid_roots: Mutex<Vec<Certificate>>,
    reader: Option<Reader>,
    /// What was asked last.
    exchanges: Mutex<VecDeque<Exchange>>,
    clock: Clock,
}

/// The value in a mutex. A thread that panicked inside left a value that is complete all the same: every
/// change here is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Platform {
    /// Opens the state in `folder` (or makes one in memory), with new authorities when there are none.
    pub(crate) fn open(
        folder: Option<PathBuf>,
        base_url: String,
        eid_roots: Vec<Certificate>,
        reader: Option<Reader>,
        clock: Clock,
    ) -> Result<Self> {
        let store = Store::open(folder.as_deref())?;
        let look = store.read()?;
        let settings = look.get(&SETTINGS, ONLY)?.unwrap_or_default();
        let rules = Rules(look.get(&RULES, ONLY)?.unwrap_or_default());
        let authority = match look.get(&AUTHORITY, ONLY)? {
            Some(record) => Authority::from_record(&record)?,
            None => {
                let authority = Authority::generate(clock.now().plus(settings.clock_offset), &base_url)?;
                store.write(|w| w.put(&AUTHORITY, ONLY, &authority.to_record()?))?;
                authority
            }
        };
        let mut eid_roots = eid_roots;
        for der in look.get(&EID_ROOTS, ONLY)?.unwrap_or_default() {
            eid_roots.push(Certificate::from_der(&der.0)?);
        }
        drop(look);
        Ok(Self {
            store,
            authority,
            settings: Mutex::new(settings),
            rules: Mutex::new(rules),
            base_url,
            eid_roots: Mutex::new(eid_roots),
            reader,
            exchanges: Mutex::default(),
            clock,
        })
    }

    /// The sandbox's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now().plus(lock(&self.settings).clock_offset)
    }

    /// The authorities.
    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    /// Answers one HTTP request. Failures of the sandbox itself are a 500 that says what failed.
    pub(crate) fn answer(&self, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Answer {
        self.route(method, path, headers, body).unwrap_or_else(|e| {
            Answer::new(500, "text/plain; charset=utf-8", format!("The sandbox itself failed: {e}\n"))
        })
    }

    fn route(&self, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<Answer> {
        let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        match (method.as_str(), segments.as_slice()) {
            ("GET", []) => Ok(self.overview()),
            ("GET", ["ca", rest @ ..]) => Ok(self.ca_file(rest)),
            ("GET", ["crl", name]) => self.with_faults("crl", || self.crl(name)),
            ("POST", ["ocsp"]) => self.with_faults("ocsp", || self.ocsp(body)),
            ("GET", ["ocsp", request]) => self.with_faults("ocsp", || self.ocsp_get(request)),
            ("GET" | "POST", ["validate", token]) => self.validation_page(method, token),
            ("GET", ["control"]) => self.control_answer(b"{\"do\":\"state\"}"),
            ("POST", ["control"]) => self.control_answer(body),
            ("POST", ["card", rest @ ..]) => match (&self.reader, rest) {
                (Some(reader), []) => self.with_faults("card", || reader.transmit(body)),
                (Some(reader), ["reset"]) => Ok(reader.reset()),
                _ => Ok(Answer::not_found()),
            },
            ("POST", ["CertRa", "v2"]) => Ok(self.soap(Service::CertRa, headers, body)),
            ("POST", ["EtkRa", "v2"]) => Ok(self.soap(Service::EtkRa, headers, body)),
            ("POST", ["EtkDepot", "v1"]) => Ok(self.soap(Service::EtkDepot, headers, body)),
            _ => Ok(Answer::not_found()),
        }
    }

    fn remember(&self, exchange: Exchange) {
        let mut exchanges = lock(&self.exchanges);
        if exchanges.len() == MAX_EXCHANGES {
            exchanges.pop_front();
        }
        exchanges.push_back(exchange);
    }

    /// The effects of the rules on the next request of this operation.
    fn effects(&self, operation: &str) -> Result<crate::rule::Effects> {
        let mut rules = lock(&self.rules);
        if rules.0.is_empty() {
            return Ok(crate::rule::Effects::default());
        }
        let (effects, changed) = rules.take(operation);
        if changed {
            self.store.write(|w| w.put(&RULES, ONLY, &rules.0))?;
        }
        Ok(effects)
    }

    /// Answers something that is no SOAP operation, with the faults that the rules ask for.
    fn with_faults(&self, operation: &str, work: impl FnOnce() -> Result<Answer>) -> Result<Answer> {
        let effects = self.effects(operation)?;
        let mut answer = work()?;
        answer.fault = effects.fault.map(|(fault, _)| fault);
        Ok(answer)
    }
}
