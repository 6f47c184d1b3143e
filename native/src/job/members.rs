//! An [`Operation`] from JSON, member by member. What serde derives for an enum with a tag holds the reading of every member
//! of every variant twice, from a map and from a list: 2 % of the whole library.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::{Error, Map, Value};

use super::Operation;

/// What is not yet read of an object.
struct Members(Map<String, Value>);

impl Members {
    fn required<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Error> {
        let value = self.0.remove(name).ok_or_else(|| Error::custom(format!("missing field `{name}`")))?;
        serde_json::from_value(value)
    }

    fn optional<T: DeserializeOwned + Default>(&mut self, name: &str) -> Result<T, Error> {
        self.0.remove(name).map_or_else(|| Ok(T::default()), serde_json::from_value)
    }

    fn operation(&mut self) -> Result<Operation, Error> {
        let name: String = self.required("operation")?;
        Ok(match name.as_str() {
            "check" => Operation::Check { with: self.required("with")? },
            "readCard" => Operation::ReadCard { with: self.required("with")? },
            "pinStatus" => Operation::PinStatus { with: self.required("with")? },
            "changePin" => Operation::ChangePin { with: self.required("with")? },
            "sign" => Operation::Sign {
                with: self.required("with")?,
                key: self.required("key")?,
                hash: self.required("hash")?,
                digest: self.required("digest")?,
            },
            "request" => Operation::Request {
                with: self.required("with")?,
                identifier_type: self.optional("identifierType")?,
                identifier: self.optional("identifier")?,
                name: self.optional("name")?,
                application_id: self.optional("applicationId")?,
                base_services: self.optional("baseServices")?,
                contact: self.required("contact")?,
                folder: self.optional("folder")?,
                ec: self.optional("ec")?,
                fresh: self.optional("fresh")?,
                complete: self.optional("complete")?,
            },
            "complete" => Operation::Complete {
                with: self.required("with")?,
                keystore: self.optional("keystore")?,
                folder: self.optional("folder")?,
                wait: self.optional("wait")?,
            },
            "renew" => Operation::Renew {
                with: self.required("with")?,
                keystore: self.required("keystore")?,
                contact: self.required("contact")?,
                folder: self.optional("folder")?,
                ec: self.optional("ec")?,
                complete: self.optional("complete")?,
            },
            "activate" => Operation::Activate { with: self.required("with")?, keystore: self.required("keystore")? },
            "revoke" => Operation::Revoke {
                with: self.required("with")?,
                keystore: self.required("keystore")?,
                reason: self.required("reason")?,
            },
            "selfTest" => Operation::SelfTest { with: self.required("with")?, keystore: self.required("keystore")? },
            "scan" => Operation::Scan {
                paths: self.required("paths")?,
                passwords: self.optional("passwords")?,
                within: self.optional("within")?,
            },
            "etk" => Operation::Etk {
                with: self.required("with")?,
                identifier_type: self.optional("identifierType")?,
                identifier: self.optional("identifier")?,
                application_id: self.optional("applicationId")?,
                keystore: self.optional("keystore")?,
            },
            "status" => Operation::Status { with: self.required("with")?, keystore: self.required("keystore")? },
            other => return Err(Error::custom(format!("unknown operation `{other}`"))),
        })
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = Members(Map::deserialize(deserializer)?);
        let operation = members.operation().map_err(D::Error::custom)?;
        match members.0.keys().next() {
            Some(unknown) => Err(D::Error::custom(format!("unknown field `{unknown}`"))),
            None => Ok(operation),
        }
    }
}
