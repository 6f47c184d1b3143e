use zeroize::Zeroizing;

use super::{Answer, Flow, Host, Need, Signer, SigningKey, Step, exchange::Exchange, misfit};
use crate::{
    Code, Error, Result, csr,
    key::{KeyAlgorithm, PrivateKey},
    keystore::{Keystore, Profile},
    ra::{
        ActorType, CertificateIdentifier, Contract, Endpoints, GenerateCertificateRequest, GenerateCertificateResponse,
        GenerateContractRequest, GetCertificateRequest, Id,
    },
    request::{ContactData, Password, Validated},
    subject::Subject,
};

/// What [`Enrolment`] begins with.
pub struct EnrolmentInput {
    /// The holder who signs.
    pub signer: Signer,
    /// What is asked for, checked by [`crate::request::Draft::validate`].
    pub request: Validated,
    /// The password of the keystore, checked by the password policy.
    pub password: Password,
    /// The kind of key: RSA 2048 by the published rule; that production takes P-384 as well could not be
    /// verified, so it is the caller's choice.
    pub key_algorithm: KeyAlgorithm,
    /// How the keystore is written.
    pub profile: Profile,
    /// Where the RA is.
    pub endpoints: Endpoints,
    /// A keystore that an earlier run of this flow stored and did not finish: its key is used again, so
    /// that a repetition never makes a second key for one request.
    pub pending: Option<Zeroizing<Vec<u8>>>,
    /// The keystore that is renewed: its encryption keys, all of them, are carried over, because messages
    /// that were sealed to them stay sealed to them. It is read, never changed.
    pub renews: Option<Renewed>,
    /// How the DN of the contract is spelt when it is sent back.
    pub contract_dn: ContractDn,
}

/// How the DN of a contract is spelt when it goes back to the RA (ehealth.md 1.7.4). The schema says "as it was
/// returned"; the official client escapes the equals sign (`TYPE\\=`), so that form is known to be accepted,
/// while of the other it could not be verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContractDn {
    /// As the official client sends it.
    #[default]
    Escaped,
    /// As it came.
    AsReturned,
}

/// A keystore that is being renewed.
pub struct Renewed {
    /// PKCS#12, as stored.
    pub keystore: Zeroizing<Vec<u8>>,
    /// Its own password; the new keystore may have another.
    pub password: Password,
}

/// What the person sees before signing: exactly what will be in the certificate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// The DN, RFC 2253, as the RA's contract gives it.
    pub dn: String,
    /// CN.
    pub common_name: String,
    /// The OUs, in the order of the DN: eHealth-platform Belgium, name, type=number, application id.
    pub organizational_units: Vec<String>,
    /// O.
    pub organization: String,
    /// C.
    pub country: String,
    /// First names and surname of who signs.
    pub signer: String,
    /// Contact data as sent.
    pub contact: ContactData,
    /// Base services asked for.
    pub base_services: Vec<String>,
    /// The contract, HTML5, by language (`fr`, `nl`). From the network: render it sandboxed, without scripts.
    pub contract: Vec<(String, String)>,
    /// The size and kind of key.
    pub key: KeyAlgorithm,
}

/// What [`Enrolment`] leaves.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentOutcome {
    /// The pending keystore, as stored. All that [`super::Completion`] needs.
    pub keystore: Zeroizing<Vec<u8>>,
    /// PublicKeyIdentifier of the key.
    pub public_key_identifier: [u8; 20],
    /// `false`: the support team of eHealth checks by hand, which takes days.
    pub automatically_validated: bool,
    /// The certificate that this one replaces (renewal).
    pub replaces: Option<[u8; 20]>,
    /// Whether an earlier run had sent the request already, and nothing was signed this time.
    pub already_submitted: bool,
}

/// Step 1 of the procedure: ends with a pending keystore, whose key is stored before the RA hears of it.
pub struct Enrolment {
    input: EnrolmentInput,
    state: State,
    /// As the RA gave it, once it was read.
    contract: Option<Contract>,
    /// The key, once there is one.
    pending: Option<Pending>,
    stored: bool,
    outcome: Option<EnrolmentOutcome>,
}

/// What is fixed once a key exists.
struct Pending {
    key: PrivateKey,
    keystore: Zeroizing<Vec<u8>>,
}

enum State {
    Begin,
    /// An earlier run may have submitted: ask before anything is signed again.
    AskEarlier(Exchange<GetCertificateRequest>),
    Contract(Exchange<GenerateContractRequest>),
    Review(Box<Review>),
    Key,
    Store,
    Submit(Exchange<GenerateCertificateRequest>),
    Over,
}

impl Enrolment {
    /// A flow that is not begun.
    pub fn new(input: EnrolmentInput) -> Self {
        Self { input, state: State::Begin, contract: None, pending: None, stored: false, outcome: None }
    }

    /// The outcome, once the flow is done.
    pub fn outcome(&self) -> Option<&EnrolmentOutcome> {
        self.outcome.as_ref()
    }

    fn begin(&mut self, host: &mut Host<'_>) -> Result<State> {
        match &self.input.pending {
            None => Ok(State::Contract(self.generate_contract(host)?)),
            Some(bytes) => {
                let store = Keystore::open(bytes, &self.input.password)?;
                let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
                let key = entry.key.clone();
                self.stored = true;
                let request = GetCertificateRequest { public_key_identifier: key.public().identifier() };
                let exchange = Exchange::unsigned(request, &self.input.endpoints, host)?;
                self.pending = Some(Pending { key, keystore: bytes.clone() });
                Ok(State::AskEarlier(exchange))
            }
        }
    }

    fn generate_contract(&self, host: &mut Host<'_>) -> Result<Exchange<GenerateContractRequest>> {
        let request = GenerateContractRequest {
            contact: wire_contact(&self.input.request.contact),
            signer: self.input.signer.actor(),
            certificate: self.certificate_identifier(),
        };
        Exchange::unsigned(request, &self.input.endpoints, host)
    }

    /// Whom the certificate is for. A person is named as the signer is, letter for letter; an organisation
    /// has no first name, although the official client sends the signer's (ehealth.md 1.3.7).
    fn certificate_identifier(&self) -> CertificateIdentifier {
        let subject = &self.input.request.subject;
        let actor = if subject.is_person() {
            self.input.signer.actor()
        } else {
            let id = Id::new(subject.identifier_type(), subject.identifier());
            ActorType { ids: vec![id], first_names: Vec::new(), name: subject.name().to_owned() }
        };
        CertificateIdentifier { actor, application_id: subject.application_id().map(str::to_owned) }
    }

    /// The contract must name what was asked for: another identity, application id or signer is refused.
    fn review(&self, contract: &Contract) -> Result<Review> {
        let subject = Subject::parse_rfc2253(&contract.dn)?;
        let asked = &self.input.request;
        let differs = |what: &str| Error::new(Code::CONTRACT_DIFFERS).detail(format!("{what} differs"));
        if subject.identifier_type() != asked.subject.identifier_type()
            || subject.identifier() != asked.subject.identifier()
        {
            return Err(differs("identifier"));
        }
        if subject.application_id() != asked.subject.application_id() {
            return Err(differs("application id"));
        }
        // The RA may write names its own way; the number is what binds.
        if !self.input.signer.is_named_by(&contract.signer) {
            return Err(differs("signer"));
        }
        Ok(Review {
            dn: subject.to_rfc2253(),
            common_name: subject.common_name(),
            organizational_units: subject.organizational_units(),
            organization: crate::subject::ORGANIZATION.to_owned(),
            country: crate::subject::COUNTRY.to_owned(),
            signer: self.input.signer.full_name(),
            contact: asked.contact.clone(),
            base_services: asked.base_services.clone(),
            contract: contract.text.values.clone(),
            key: self.input.key_algorithm,
        })
    }

    fn made(&self, key: PrivateKey, host: &mut Host<'_>) -> Result<Pending> {
        let mut store =
            Keystore::pending(key.clone(), Some(self.input.request.subject.to_rfc2253()), host.now, host.random)?;
        if let Some(renewed) = &self.input.renews {
            store.carry_encryption_keys(&Keystore::open(&renewed.keystore, &renewed.password)?)?;
        }
        let keystore = store.write(&self.input.password, self.input.profile, host.random)?;
        Ok(Pending { key, keystore: Zeroizing::new(keystore) })
    }

    /// The contract as it is sent back: unchanged but for the spelling of its DN.
    fn returned_contract(&self, contract: &Contract, subject: &Subject) -> Contract {
        match self.input.contract_dn {
            ContractDn::Escaped => Contract { dn: subject.contract_dn_escaped(&contract.dn), ..contract.clone() },
            ContractDn::AsReturned => contract.clone(),
        }
    }

    /// PublicKeyIdentifier of the certificate that is renewed.
    fn renewed_identifier(&self) -> Result<Option<[u8; 20]>> {
        let Some(renewed) = &self.input.renews else { return Ok(None) };
        let store = Keystore::open(&renewed.keystore, &renewed.password)?;
        let entry = store.authentication().ok_or(Code::KEYSTORE_NOT_PENDING)?;
        Ok(Some(entry.key.public().identifier()))
    }

    fn pending(&self) -> Result<&Pending> {
        self.pending.as_ref().ok_or_else(|| Code::INTERNAL.into())
    }

    fn submit(&self, host: &mut Host<'_>) -> Result<State> {
        let contract = self.contract.as_ref().ok_or(Code::INTERNAL)?;
        let subject = Subject::parse_rfc2253(&contract.dn)?;
        let request = GenerateCertificateRequest {
            contact: wire_contact(&self.input.request.contact),
            csr: csr::create(&self.pending()?.key, &subject.to_der(), host.random)?,
            contract: self.returned_contract(contract, &subject),
            base_services: self.input.request.base_services.clone(),
        };
        let key = SigningKey::EidSignature;
        let chain = self.input.signer.chain(key);
        Ok(State::Submit(Exchange::signed_by_eid(request, &self.input.endpoints, key, chain, host)?))
    }

    fn end(&mut self, response: Option<GenerateCertificateResponse>) -> Result<State> {
        let pending = self.pending.take().ok_or(Code::INTERNAL)?;
        self.outcome = Some(EnrolmentOutcome {
            public_key_identifier: pending.key.public().identifier(),
            keystore: pending.keystore,
            already_submitted: response.is_none(),
            automatically_validated: response.as_ref().is_none_or(|r| r.automatically_validated),
            replaces: response.and_then(|r| r.replaces),
        });
        Ok(State::Over)
    }

    fn due(&self) -> Step {
        let (name, percent, need) = match &self.state {
            State::Begin => ("contract", 0, Need::Done),
            State::AskEarlier(exchange) => ("ask_earlier", 5, exchange.need()),
            State::Contract(exchange) => ("contract", 10, exchange.need()),
            State::Review(review) => ("review", 25, Need::ShowContract(review.clone())),
            State::Key => ("key", 40, Need::GenerateKey(self.input.key_algorithm)),
            State::Store => {
                let keystore = self.pending.as_ref().map(|p| p.keystore.clone()).unwrap_or_default();
                ("store_key", 60, Need::Store { keystore, replace: self.stored })
            }
            State::Submit(exchange) => match exchange.need() {
                need @ Need::Sign { .. } => ("sign_request", 70, need),
                need => ("submit", 85, need),
            },
            State::Over => ("done", 100, Need::Done),
        };
        Step { name, percent, need }
    }

    fn advance(&mut self, state: &mut State, answer: Answer, host: &mut Host<'_>) -> Result<Option<State>> {
        Ok(match (state, answer) {
            (State::AskEarlier(exchange), answer) => match exchange.answer(answer, host.now) {
                Ok(_) => Some(self.end(None)?),
                Err(error) if error.code() == Code::CERT_NOT_YET_DELIVERED => Some(self.end(None)?),
                // The RA does not know the key: the earlier run stopped before it sent anything.
                Err(error) if !error.ra_errors().is_empty() => Some(State::Contract(self.generate_contract(host)?)),
                Err(error) => return Err(error),
            },
            (State::Contract(exchange), answer) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => {
                    let review = self.review(&response.contract)?;
                    self.contract = Some(response.contract);
                    Some(State::Review(Box::new(review)))
                }
            },
            (State::Review(_), Answer::Contract { accepted }) => {
                if !accepted {
                    return Err(Code::CONTRACT_REFUSED.into());
                }
                Some(if self.pending.is_some() { self.submit(host)? } else { State::Key })
            }
            (State::Key, Answer::Key(key)) => {
                if key.algorithm() != Some(self.input.key_algorithm) {
                    return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "key").detail("another kind of key"));
                }
                self.pending = Some(self.made(key, host)?);
                Some(State::Store)
            }
            (State::Store, Answer::Stored { read_back }) => {
                check_read_back(&read_back, self.pending()?, &self.input.password)?;
                self.stored = true;
                Some(self.submit(host)?)
            }
            (State::Submit(exchange), answer) => match exchange.answer(answer, host.now)? {
                None => None,
                Some(response) => {
                    if response.public_key_identifier != self.pending()?.key.public().identifier() {
                        return Err(Code::RA_OTHER_KEY.into());
                    }
                    let replaced = self.renewed_identifier()?;
                    if replaced.is_some() && response.replaces != replaced {
                        return Err(Code::RENEWS_OTHER.into());
                    }
                    Some(self.end(Some(response))?)
                }
            },
            (_, answer) => return Err(misfit("enrolment", &answer)),
        })
    }
}

/// What was stored must be what was written, and must open.
fn check_read_back(read_back: &[u8], pending: &Pending, password: &Password) -> Result<()> {
    let lost = |why: &str| Error::new(Code::KEYSTORE_NOT_STORED).detail(why);
    if read_back != pending.keystore.as_slice() {
        return Err(lost("other bytes were read back"));
    }
    let store = Keystore::open(read_back, password).map_err(|e| lost(e.code().name()))?;
    let entry = store.authentication().ok_or_else(|| lost("no key was read back"))?;
    if entry.key.public() != pending.key.public() {
        return Err(lost("another key was read back"));
    }
    Ok(())
}

impl Flow for Enrolment {
    fn repeat(&mut self, host: &mut Host<'_>) -> Result<Step> {
        if matches!(self.state, State::Begin) {
            self.state = self.begin(host)?;
        }
        Ok(self.due())
    }

    fn answer(&mut self, answer: Answer, host: &mut Host<'_>) -> Result<Step> {
        let mut state = std::mem::replace(&mut self.state, State::Over);
        let next = self.advance(&mut state, answer, host);
        // After an error the same step stays due.
        let (next, outcome) = match next {
            Ok(next) => (next, Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.state = next.unwrap_or(state);
        outcome.map(|()| self.due())
    }
}

/// Contact data as the RA's messages carry it.
pub(super) fn wire_contact(contact: &ContactData) -> crate::ra::ContactData {
    crate::ra::ContactData {
        email_private: contact.email_private.clone(),
        email_general: contact.email_general.clone(),
        phone_private: contact.phone_private.clone(),
        phone_general: contact.phone_general.clone(),
    }
}
