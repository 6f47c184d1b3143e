//! The software cards of this crate, as signers that the platform believes.

use ehcert_core::{
    certificate::Certificate,
    key::{KeyAlgorithm, PrivateKey},
    ra::{ActorType, GetActorQualitiesRequest, Id},
    random::OsRandom,
};

use super::*;
use crate::card::{CardHolder, CardLanguage, EidAuthority, Profile, SoftwareCard};

/// What a reader and a PIN give: keys and chains. They stand in the card's own file.
fn open(authority: &EidAuthority, software: &SoftwareCard) -> Card {
    let json: serde_json::Value = serde_json::from_str(&software.to_json().unwrap()).unwrap();
    let octets = |value: &serde_json::Value| -> Vec<u8> {
        let text = value.as_str().unwrap();
        (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let key = |name: &str, file: &str| {
        let leaf = Certificate::from_padded(&octets(&json["files"][file])).unwrap().unwrap();
        let issuers = authority.intermediates().into_iter().filter(|ca| ca.signed(&leaf).is_ok()).cloned();
        let chain = std::iter::once(leaf.clone()).chain(issuers).collect();
        (PrivateKey::from_pkcs8(&octets(&json[name])).unwrap(), chain)
    };
    let holder = software.holder();
    Card {
        person: ActorType {
            ids: vec![Id::new("SSIN", &holder.national_number)],
            first_names: holder.given_names.split_whitespace().map(str::to_owned).collect(),
            name: holder.surname.clone(),
        },
        authentication: key("authentication", "DF00/5038"),
        signature: key("signature", "DF00/5039"),
    }
}

#[test]
fn software_cards_of_every_generation_are_believed() {
    let authority = EidAuthority::create(NOW, &mut OsRandom).unwrap();
    let world = World::with(|c| c.eid_roots = authority.roots().map(Clone::clone).to_vec());
    for (profile, holder) in [
        (Profile::RSA, CardHolder::fictional(CardLanguage::Fr)),
        (Profile::REKEYED, CardHolder::long_names()),
        (Profile::EC, CardHolder::foreigner()),
    ] {
        let software = SoftwareCard::create(&authority, &holder, profile, NOW, &mut OsRandom).unwrap();
        let card = open(&authority, &software);
        let ssin = Id::new("SSIN", &holder.national_number);
        let answer = world.ask_signed(GetActorQualitiesRequest { ssin }, &card.authentication).unwrap();
        assert!(answer.natural_person);
        let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
        world.issue_with(&card, &world.own(&card), key);
    }
    let holder = CardHolder::fictional(CardLanguage::Nl);
    let expired = SoftwareCard::create(&authority, &holder, Profile::EXPIRED, NOW, &mut OsRandom).unwrap();
    let card = open(&authority, &expired);
    let key = PrivateKey::generate(KeyAlgorithm::P384, &mut OsRandom).unwrap();
    refused(world.request(&card, &world.own(&card), &key), "SIGNER_NOT_TRUSTED");
}

#[test]
fn the_authority_of_a_folder_stays_the_same() {
    let folder = std::env::temp_dir().join(format!("ehcert-sandbox-eid-{}", std::process::id()));
    let lanes = [(); 2].map(|()| {
        let folder = folder.clone();
        std::thread::spawn(move || crate::Sandbox::eid_authority(&folder).unwrap().roots().map(Clone::clone))
    });
    let [first, second] = lanes.map(|lane| lane.join().unwrap());
    assert_eq!(first, second);
    assert_eq!(crate::Sandbox::eid_authority(&folder).unwrap().roots().map(Clone::clone), first);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no litter");
    std::fs::write(folder.join("eid-authority.json"), "{}").unwrap();
    crate::Sandbox::eid_authority(&folder).unwrap_err();
    std::fs::remove_dir_all(folder).unwrap();
}
