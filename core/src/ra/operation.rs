//! The fifteen operations: where they go, what they are called on the wire, who signs.

use super::xml::{Namespace, Node, name, unexpected};
use crate::Result;

/// A web service of the registration authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Service {
    /// `/CertRa/v2`: authentication certificates.
    CertRa,
    /// `/EtkRa/v2`: encryption tokens.
    EtkRa,
    /// `/EtkDepot/v1`: the public directory of encryption tokens.
    EtkDepot,
}

/// Whose key signs a request (ehealth.md 1.6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Signer {
    /// Nobody.
    None,
    /// The identity card's Authentication key.
    EidAuthentication,
    /// The identity card's Signature key.
    EidSignature,
    /// The key of the eHealth certificate.
    EhealthCertificate,
}

macro_rules! operations {
    ($($(#[$doc:meta])* $variant:ident $service:ident $signer:ident $repeatable:literal $action:literal)*) => {
        /// An operation of the registration authority or of the depot.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum Operation {
            $($(#[$doc])* $variant,)*
        }
        impl Operation {
            /// All fifteen.
            pub const ALL: [Self; 15] = [$(Self::$variant),*];

            /// The name, as in `<name>Request` and `<name>Response`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }
            /// The service that offers it.
            pub fn service(self) -> Service {
                match self { $(Self::$variant => Service::$service),* }
            }
            /// Whose key signs the request.
            pub fn signer(self) -> Signer {
                match self { $(Self::$variant => Signer::$signer),* }
            }
            /// The SOAPAction, without quotes. The prefixes are inconsistent on purpose: these are the exact
            /// strings that the platform expects (ehealth.md 1.2).
            pub fn soap_action(self) -> &'static str {
                match self { $(Self::$variant => $action),* }
            }
            /// Whether the very same request may be sent again when no answer came, without anybody
            /// looking first at what happened to it. Each variant says why.
            pub fn repeatable(self) -> bool {
                match self { $(Self::$variant => $repeatable),* }
            }
        }
    };
}

operations! {
    /// Which qualities and mandates a person has. Repeatable: it only reads.
    GetActorQualities CertRa EidAuthentication true
        "urn:be:fgov:ehealth:certra:protocol:v2:getActorQualities"
    /// Which kinds of organisation there are. Repeatable: it only reads.
    GetGenericOrganizationTypes CertRa None true
        "urn:be:fgov:ehealth:certra:protocol:v2:getGenericOrganizationTypes"
    /// Which application ids an organisation has. Repeatable: it only reads.
    GetExistingApplicationIds CertRa None true
        "urn:be:fgov:ehealth:etee:certra:protocol:v2:getexistingapplicationids"
    /// The contract to read and sign. Repeatable: it is only text until somebody signs it.
    GenerateContract CertRa None true
        "urn:be:fgov:ehealth:certra:protocol:v2:generateContract"
    /// The request for a certificate. Not repeatable: had the first one arrived, the second is refused
    /// because the name already has a certificate in progress. GetCertificate tells.
    GenerateCertificate CertRa EidSignature false
        "urn:be:fgov:ehealth:etee:certra:protocol:v2:generatecertificate"
    /// The issued certificate and its chain. Repeatable: it only reads, and is meant to be polled.
    GetCertificate CertRa None true
        "urn:be:fgov:ehealth:etee:certra:protocol:v2:getcertificate"
    /// All certificates of a person and of the organisations the person acts for. Repeatable: it only reads.
    GetCertificateInfoForCitizen CertRa EidAuthentication true
        "urn:be:fgov:ehealth:certra:protocol:v2:getCertificateInfoForCitizen"
    /// State of the certificate that signs the request. Repeatable: it only reads.
    GetCertificateInfoForAuthenticationCertificate CertRa EhealthCertificate true
        "urn:be:fgov:ehealth:etee:certra:protocol:v2:getCertificateInfoForAuthenticationCertificate"
    /// The contract of a revocation. Repeatable: it is only text until somebody signs it.
    GenerateRevocationContract CertRa None true
        "urn:be:fgov:ehealth:certra:protocol:v2:generateRevocationContract"
    /// Revokes a certificate and its encryption token. Not repeatable: had the first one arrived, the
    /// second is refused because there is nothing left to revoke, which would be told as a failure.
    Revoke CertRa EidSignature false
        "urn:be:fgov:ehealth:etee:certra:protocol:v2:revoke"
    /// A request by a person without Belgian card, to be confirmed in a browser. Not repeatable: each
    /// one opens a new confirmation with its own address.
    SubmitCSRForForeigner CertRa None false
        "urn:be:fgov:ehealth:certra:protocol:v2:submitCSRForForeigner"
    /// Announces an encryption key and gets a challenge. Repeatable: a new challenge takes the place of
    /// the last one, and nothing is registered yet.
    StartETKRegistration EtkRa EhealthCertificate true
        "urn:be:fgov:ehealth:etee:etkra:protocol:v2:startETKRegistration"
    /// Registers the encryption certificate. Not repeatable: the challenge in it is used up by the first
    /// one. The depot tells whether it arrived; otherwise registration starts again.
    CompleteETKRegistration EtkRa EhealthCertificate false
        "urn:be:fgov:ehealth:etee:etkra:protocol:v2:completeETKregistration"
    /// Activates a replacement token. Not repeatable: had the first one arrived, none is waiting any more
    /// and the second is refused. The certificate's state tells.
    ActivateETK EtkRa EhealthCertificate false
        "urn:be:fgov:ehealth:etee:etkra:protocol:v2:activateETK"
    /// Looks up an encryption token. Repeatable: it only reads.
    GetEtk EtkDepot None true ""
}

impl Operation {
    pub(crate) fn namespace(self) -> Namespace {
        match self.service() {
            Service::CertRa => name::CERTRA,
            Service::EtkRa => name::ETKRA,
            Service::EtkDepot => name::DEPOT,
        }
    }
    /// Local name of the request element.
    pub fn request_name(self) -> String {
        format!("{}Request", self.name())
    }
    /// Local name of the response element.
    pub fn response_name(self) -> String {
        format!("{}Response", self.name())
    }
    /// The operation whose request this element is, by name and namespace. Fails with
    /// [`crate::Code::MESSAGE_UNEXPECTED`].
    pub fn of_request(element: Node<'_, '_>) -> Result<Self> {
        let (tag, uri) = (element.tag_name().name(), element.tag_name().namespace().unwrap_or_default());
        Self::ALL
            .into_iter()
            .find(|o| tag.strip_suffix("Request") == Some(o.name()) && uri == o.namespace().uri)
            .ok_or_else(|| unexpected("not a request of the registration authority"))
    }
}

/// Where the three services are.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Endpoints {
    /// URL of CertRA v2.
    pub cert_ra: String,
    /// URL of EtkRA v2.
    pub etk_ra: String,
    /// URL of EtkDepot v1.
    pub etk_depot: String,
}

impl Endpoints {
    /// eHealth's production platform (ehealth.md 1.1.3).
    pub fn production() -> Self {
        Self::from_base("https://services.ehealth.fgov.be")
    }
    /// eHealth's acceptance platform.
    pub fn acceptance() -> Self {
        Self::from_base("https://services-acpt.ehealth.fgov.be")
    }
    /// A platform with the usual paths below `base`, with or without a slash at its end.
    pub fn from_base(base: &str) -> Self {
        let base = base.trim_end_matches('/');
        Self {
            cert_ra: format!("{base}/CertRa/v2"),
            etk_ra: format!("{base}/EtkRa/v2"),
            etk_depot: format!("{base}/EtkDepot/v1"),
        }
    }
    /// The URL for an operation.
    pub fn url(&self, operation: Operation) -> &str {
        match operation.service() {
            Service::CertRa => &self.cert_ra,
            Service::EtkRa => &self.etk_ra,
            Service::EtkDepot => &self.etk_depot,
        }
    }
}
