//! What the sandbox can be told to do to coming requests: decide otherwise, or answer badly.

use serde::{Deserialize, Serialize};

/// What is wrong with a delivered certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Other {
    /// It is for another key.
    Key,
    /// Its subject is another one.
    Name,
    /// It comes from an authority with the right name and another key.
    Authority,
}

/// One thing that the sandbox does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Behaviour {
    /// The certificate is there only after this many polls of GetCertificate.
    DeliverAfter {
        /// Polls answered with CERT_NOT_YET_DELIVERED.
        polls: u32,
    },
    /// `AutomaticallyValidated` is false: the request waits until it is approved or refused.
    ManualValidation,
    /// The request is taken, and refused when the certificate is asked for.
    Refuse {
        /// Told to the client.
        #[serde(default)]
        reason: String,
    },
    /// A wrong certificate is delivered.
    DeliverOther {
        /// What is wrong with it.
        what: Other,
    },
    /// The operation is refused with this code.
    RaError {
        /// The code.
        code: String,
        /// The English text.
        #[serde(default)]
        message: String,
    },
    /// A SOAP fault (with HTTP status 500, as SOAP 1.1 says).
    SoapFault {
        /// faultcode; `soap:Server` when left out.
        #[serde(default = "server")]
        code: String,
        /// faultstring.
        #[serde(default)]
        text: String,
    },
    /// A page with this HTTP status.
    HttpError {
        /// 400 to 599.
        status: u16,
    },
    /// Bytes that are nothing.
    Garbage,
    /// An HTML page with status 200, as a proxy or a login page gives.
    HtmlPage,
    /// A body that never seems to end.
    HugeBody {
        /// Its size; 50 MB when left out.
        #[serde(default = "fifty_megabytes")]
        bytes: u64,
    },
    /// The answer never comes; the connection stays open.
    Stall,
    /// The connection is cut after this many octets of the answer's body; 0: before anything is answered.
    Cut {
        /// Octets of the body that still come.
        #[serde(default)]
        bytes: usize,
    },
    /// The right answer, called `application/octet-stream`.
    WrongContentType,
    /// The right answer, in pieces over this time.
    Slow {
        /// The whole of it.
        milliseconds: u64,
    },
}

fn server() -> String {
    "soap:Server".into()
}
fn fifty_megabytes() -> u64 {
    50 << 20
}

impl Behaviour {
    /// Whether it is the RA that decides otherwise, as against an answer that comes badly.
    fn is_decision(&self) -> bool {
        matches!(
            self,
            Self::DeliverAfter { .. } | Self::ManualValidation | Self::Refuse { .. } | Self::DeliverOther { .. }
        )
    }
}

/// A behaviour, and the requests that meet it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What happens.
    #[serde(flatten)]
    pub behaviour: Behaviour,
    /// The operation, by the name of its request without `Request` (`GenerateCertificate`, `GetEtk`...),
    /// or `crl`, `ocsp`. `None`: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// How many requests meet it. `None`: all that come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only each n-th request meets it (5: one of five). `None` or 1: each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<u32>,
    /// For a bad answer: the request takes effect first, and only the answer is lost. Without it the
    /// request is as if it had never come, except for what needs the right answer: [`Behaviour::Slow`],
    /// [`Behaviour::WrongContentType`] and a [`Behaviour::Cut`] inside the body.
    #[serde(default)]
    pub after: bool,
}

impl Rule {
    /// A rule for all requests of all operations.
    pub fn new(behaviour: Behaviour) -> Self {
        Self { behaviour, operation: None, times: None, every: None, after: false }
    }
    /// Only for this operation.
    #[must_use]
    pub fn on(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }
    /// Only for the next `times` requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }
    /// Only for each n-th request.
    #[must_use]
    pub fn every(mut self, every: u32) -> Self {
        self.every = Some(every);
        self
    }
    /// The request takes effect before its answer is spoilt.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.after = true;
        self
    }

    fn concerns(&self, operation: &str) -> bool {
        match &self.operation {
            Some(own) => own.eq_ignore_ascii_case(operation),
            // Decisions are about certificates: they do not spend their count on other operations.
            None if self.behaviour.is_decision() => {
                matches!(operation, "GenerateCertificate" | "SubmitCSRForForeigner")
            }
            None => true,
        }
    }
}

/// A rule and how often it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActiveRule {
    pub(crate) rule: Rule,
    seen: u32,
}

/// What one request meets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effects {
    pub(crate) decisions: Vec<Behaviour>,
    /// A bad answer, and whether the request takes effect before it.
    pub(crate) fault: Option<(Behaviour, bool)>,
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Rules(pub(crate) Vec<ActiveRule>);

impl Rules {
    /// Adds a rule behind the others.
    pub(crate) fn add(&mut self, rule: Rule) {
        self.0.push(ActiveRule { rule, seen: 0 });
    }

    /// What the next request of this operation meets, and whether the counts changed: every decision
    /// that concerns it, and the first fault.
    pub(crate) fn take(&mut self, operation: &str) -> (Effects, bool) {
        let mut effects = Effects::default();
        let mut changed = false;
        for active in &mut self.0 {
            let rule = &active.rule;
            if !rule.concerns(operation) || (!rule.behaviour.is_decision() && effects.fault.is_some()) {
                continue;
            }
            changed = true;
            active.seen = active.seen.wrapping_add(1);
            if !active.seen.is_multiple_of(rule.every.unwrap_or(1).max(1)) {
                continue;
            }
            if let Some(times) = &mut active.rule.times {
                *times = times.saturating_sub(1);
            }
            if active.rule.behaviour.is_decision() {
                effects.decisions.push(active.rule.behaviour.clone());
            } else {
                effects.fault = Some((active.rule.behaviour.clone(), active.rule.after));
            }
        }
        self.0.retain(|active| active.rule.times != Some(0));
        (effects, changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rules: &mut Rules, operation: &str, requests: usize) -> Vec<bool> {
        (0..requests).map(|_| rules.take(operation).0.fault.is_some()).collect()
    }

    #[test]
    fn counts_are_kept_for_each_rule() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Behaviour::Garbage).on("GetCertificate").times(2));
        assert_eq!(faults(&mut rules, "GetEtk", 2), [false, false]);
        assert_eq!(faults(&mut rules, "getcertificate", 3), [true, true, false]);
        assert!(rules.0.is_empty());
        rules.add(Rule::new(Behaviour::Stall).every(3));
        assert_eq!(faults(&mut rules, "ocsp", 6), [false, false, true, false, false, true]);
    }

    #[test]
    fn decisions_only_concern_requests_for_a_certificate() {
        let mut rules = Rules::default();
        rules.add(Rule::new(Behaviour::ManualValidation).times(1));
        assert_eq!(rules.take("GetActorQualities").0, Effects::default());
        assert_eq!(rules.take("GenerateCertificate").0.decisions, [Behaviour::ManualValidation]);
        assert_eq!(rules.take("GenerateCertificate").0, Effects::default());
    }

    #[test]
    fn rules_are_plain_json() {
        let rule: Rule =
            serde_json::from_str(r#"{"kind":"cut","bytes":10,"operation":"GenerateCertificate","after":true}"#)
                .unwrap();
        assert_eq!(rule, Rule::new(Behaviour::Cut { bytes: 10 }).on("GenerateCertificate").after());
        let rule: Rule = serde_json::from_str(r#"{"kind":"huge_body"}"#).unwrap();
        assert_eq!(rule.behaviour, Behaviour::HugeBody { bytes: 52_428_800 });
        serde_json::from_str::<Rule>(r#"{"kind":"nonsense"}"#).unwrap_err();
    }
}
