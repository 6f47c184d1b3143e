//! The state of the platform in an embedded database (redb): it survives a restart, and the two steps of
//! an enrolment can be days apart.
//!
//! Values are JSON, so that a curious integrator can read them and a new field does not end an old
//! folder. Every request of the platform is one write transaction: redb has one writer at a time, so
//! the rules that count ("one active certificate for a DN") cannot be outrun by two requests at once,
//! and what a request changed is either all there after a crash or not at all.

use std::{marker::PhantomData, path::Path};

use redb::{Database, Durability, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Result,
    ca::AuthorityRecord,
    record::{Bytes, CertificateRecord, ContractRecord, ForeignerRecord, Person, Settings},
    rule::ActiveRule,
};

/// A table of JSON values by text keys.
pub(crate) struct Table<T> {
    definition: TableDefinition<'static, &'static str, &'static [u8]>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Table<T> {
    const fn new(name: &'static str) -> Self {
        Self { definition: TableDefinition::new(name), kind: PhantomData }
    }
}

/// Clock, choices: one record with the key [`ONLY`].
pub(crate) const SETTINGS: Table<Settings> = Table::new("settings");
/// Keys and certificates of the authorities: one record with the key [`ONLY`].
pub(crate) const AUTHORITY: Table<AuthorityRecord> = Table::new("authority");
/// What the platform was told to do to coming requests: one record with the key [`ONLY`].
pub(crate) const RULES: Table<Vec<ActiveRule>> = Table::new("rules");
/// Requests and certificates by PublicKeyIdentifier in upper-case hexadecimal.
pub(crate) const CERTIFICATES: Table<CertificateRecord> = Table::new("certificates");
/// PublicKeyIdentifiers by the canonical DN, oldest first.
pub(crate) const BY_DN: Table<Vec<String>> = Table::new("by-dn");
/// PublicKeyIdentifiers by `TYPE=identifier`, oldest first.
pub(crate) const BY_ACTOR: Table<Vec<String>> = Table::new("by-actor");
/// PublicKeyIdentifier by `hierarchy/serial in hexadecimal`.
pub(crate) const BY_SERIAL: Table<String> = Table::new("by-serial");
/// Every key that was ever shown to the platform, authentication or encryption: identifier of the key to
/// PublicKeyIdentifier of the certificate that it belongs to.
pub(crate) const KEYS: Table<String> = Table::new("keys");
/// Contracts that were given out, by their digest.
pub(crate) const CONTRACTS: Table<ContractRecord> = Table::new("contracts");
/// Who may do what, by SSIN.
pub(crate) const PERSONS: Table<Person> = Table::new("persons");
/// Requests of non-residents by the token of their ValidationUrl.
pub(crate) const FOREIGNERS: Table<ForeignerRecord> = Table::new("foreigners");
/// Roots of identity cards that were trusted over the control port: one record with the key [`ONLY`].
pub(crate) const EID_ROOTS: Table<Vec<Bytes>> = Table::new("eid-roots");
/// The key of tables with one record.
pub(crate) const ONLY: &str = "only";

/// The database.
pub(crate) struct Store {
    database: Database,
    durability: Durability,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

/// Reading, inside either kind of transaction.
pub(crate) trait Look {
    fn raw<R>(
        &self,
        table: TableDefinition<'static, &'static str, &'static [u8]>,
        with: impl FnOnce(&dyn Rows) -> Result<R>,
    ) -> Result<R>;

    /// The record with this key.
    fn get<T: DeserializeOwned>(&self, table: &Table<T>, key: &str) -> Result<Option<T>> {
        self.raw(table.definition, |rows| rows.one(key))?.map(|v| Ok(serde_json::from_slice(&v)?)).transpose()
    }
    /// All records in the order of their keys.
    fn all<T: DeserializeOwned>(&self, table: &Table<T>) -> Result<Vec<(String, T)>> {
        let rows = self.raw(table.definition, |rows| rows.every())?;
        rows.into_iter().map(|(key, value)| Ok((key, serde_json::from_slice(&value)?))).collect()
    }
}

/// The rows of an open table.
pub(crate) trait Rows {
    fn one(&self, key: &str) -> Result<Option<Vec<u8>>>;
    fn every(&self) -> Result<Vec<(String, Vec<u8>)>>;
}

impl<T: ReadableTable<&'static str, &'static [u8]>> Rows for T {
    fn one(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.get(key)?.map(|v| v.value().to_vec()))
    }
    fn every(&self) -> Result<Vec<(String, Vec<u8>)>> {
        self.iter()?
            .map(|row| {
                let (key, value) = row?;
                Ok((key.value().to_owned(), value.value().to_vec()))
            })
            .collect()
    }
}

/// A look at one moment of the state.
pub(crate) struct Read(ReadTransaction);

impl Look for Read {
    fn raw<R>(
        &self,
        table: TableDefinition<'static, &'static str, &'static [u8]>,
        with: impl FnOnce(&dyn Rows) -> Result<R>,
    ) -> Result<R> {
        with(&self.0.open_table(table)?)
    }
}

/// The one change that is being made. Dropped without [`Store::write`] returning `Ok`, nothing happened.
pub(crate) struct Write(WriteTransaction);

impl Look for Write {
    fn raw<R>(
        &self,
        table: TableDefinition<'static, &'static str, &'static [u8]>,
        with: impl FnOnce(&dyn Rows) -> Result<R>,
    ) -> Result<R> {
        with(&self.0.open_table(table)?)
    }
}

impl Write {
    /// Writes a record, new or again.
    pub(crate) fn put<T: Serialize>(&self, table: &Table<T>, key: &str, value: &T) -> Result<()> {
        let json = serde_json::to_vec(value)?;
        self.0.open_table(table.definition)?.insert(key, json.as_slice())?;
        Ok(())
    }
    /// Adds to an index: the list under `key` gets `value` at its end, once.
    pub(crate) fn append(&self, table: &Table<Vec<String>>, key: &str, value: &str) -> Result<()> {
        let mut list = self.get(table, key)?.unwrap_or_default();
        if !list.iter().any(|v| v == value) {
            list.push(value.to_owned());
            self.put(table, key, &list)?;
        }
        Ok(())
    }
}

impl Store {
    /// The database in this folder (made where it is missing), or in memory.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self> {
        let (database, durability) = match folder {
            Some(folder) => {
                std::fs::create_dir_all(folder)?;
                (Database::create(folder.join("sandbox.redb"))?, Durability::Immediate)
            }
            None => (
                Database::builder().create_with_backend(redb::backends::InMemoryBackend::new())?,
                Durability::Immediate,
            ),
        };
        let store = Self { database, durability };
        // A read transaction cannot make a table: all of them exist from the beginning.
        store.write(|w| -> Result<()> {
            for table in [
                SETTINGS.definition,
                AUTHORITY.definition,
                RULES.definition,
                CERTIFICATES.definition,
                BY_DN.definition,
                BY_ACTOR.definition,
                BY_SERIAL.definition,
                KEYS.definition,
                CONTRACTS.definition,
                PERSONS.definition,
                FOREIGNERS.definition,
                EID_ROOTS.definition,
            ] {
                w.0.open_table(table)?;
            }
            Ok(())
        })?;
        Ok(store)
    }

    /// A look at the state as it is now.
    pub(crate) fn read(&self) -> Result<Read> {
        Ok(Read(self.database.begin_read()?))
    }

    /// Runs `change` alone and keeps what it did, unless it fails.
    pub(crate) fn write<R, E: From<crate::Error>>(
        &self,
        change: impl FnOnce(&Write) -> std::result::Result<R, E>,
    ) -> std::result::Result<R, E> {
        let mut transaction = self.database.begin_write().map_err(crate::Error::from)?;
        transaction.set_durability(self.durability).map_err(crate::Error::from)?;
        let write = Write(transaction);
        let result = change(&write)?;
        write.0.commit().map_err(crate::Error::from)?;
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_kept_whole_or_not_at_all() {
        let store = Store::open(None).unwrap();
        store.write(|w| w.append(&BY_DN, "a", "1")).unwrap();
        store.write(|w| w.append(&BY_DN, "a", "1")).unwrap();
        store
            .write(|w| {
                w.append(&BY_DN, "a", "2")?;
                w.put(&BY_SERIAL, "x", &"y".to_owned())?;
                Err::<(), _>(crate::Error::Record("on purpose".into()))
            })
            .unwrap_err();
        let look = store.read().unwrap();
        assert_eq!(look.get(&BY_DN, "a").unwrap().unwrap(), ["1"]);
        assert_eq!(look.all(&BY_SERIAL).unwrap(), []);
    }

    #[test]
    fn a_folder_is_found_again() {
        let folder = std::env::temp_dir().join(format!("ehcert-sandbox-store-{}", std::process::id()));
        {
            let store = Store::open(Some(&folder)).unwrap();
            store.write(|w| w.put(&BY_SERIAL, "x", &"y".to_owned())).unwrap();
        }
        let store = Store::open(Some(&folder)).unwrap();
        assert_eq!(store.read().unwrap().get(&BY_SERIAL, "x").unwrap().as_deref(), Some("y"));
        drop(store);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
