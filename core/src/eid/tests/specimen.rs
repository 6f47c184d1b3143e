//! Cards as the field has them, rebuilt from their published shapes with an invented holder: what this project's own
//! software card does not do, old applets and readers do.

use std::collections::BTreeMap;

use super::{super::tlv::parse_fields, *};
use crate::key::Hash;

/// Files of a card and the habits of its applet.
struct Applet {
    data: String,
    files: BTreeMap<&'static str, Vec<u8>>,
    /// The end of a file is told by 6Cxx; otherwise by short data, as some readers make of it.
    tells_length: bool,
}

impl Applet {
    /// Reads with this chunk; gives the contents and how often a pause was asked for.
    fn read(&self, wanted: Wanted, chunk: u8) -> (Result<CardContents>, usize) {
        let mut machine = CardRead::new(wanted, Options { chunk, ..Options::default() });
        let (mut selected, mut waits) = (None, 0);
        let mut step = machine.next(CardAnswer::Start);
        loop {
            let answer = match step {
                Ok(CardStep::Apdu { ref bytes, .. }) => CardAnswer::Response(self.answer(bytes, &mut selected)),
                Ok(CardStep::Wait { .. }) => {
                    waits += 1;
                    CardAnswer::Waited
                }
                Ok(CardStep::Done) => return (machine.take(), waits),
                Ok(ref other) => panic!("{other:?}"),
                Err(e) => return (Err(e), waits),
            };
            step = machine.next(answer);
        }
    }

    fn answer<'a>(&'a self, command: &[u8], selected: &mut Option<&'a Vec<u8>>) -> Vec<u8> {
        match command {
            [0x00, 0xA4, 0x04, ..] => hex("9000"),
            [0x80, 0xE4, ..] => hex(&self.data),
            [0x00, 0xA4, 0x08, 0x0C, 0x06, 0x3F, 0x00, path @ ..] => {
                *selected = self.files.get(to_hex(path).as_str());
                hex(if selected.is_some() { "9000" } else { "6A82" })
            }
            [0x00, 0xB0, high, low, le] => {
                let Some(file) = selected else { return hex("6986") };
                let rest = file.get(usize::from(*high) << 8 | usize::from(*low)..).unwrap_or_default();
                match (rest.len(), usize::from(*le)) {
                    (0, _) => hex("6B00"),
                    (left, le) if left >= le => [&rest[..le], &[0x90, 0x00]].concat(),
                    (left, _) if self.tells_length => vec![0x6C, left.to_le_bytes()[0]],
                    _ => [rest, &[0x90, 0x00]].concat(),
                }
            }
            _ => hex("6D00"),
        }
    }
}

fn tlv(fields: &[(u8, &[u8])]) -> Vec<u8> {
    fields.iter().flat_map(|(tag, value)| [&[*tag, value.len().to_le_bytes()[0]], *value].concat()).collect()
}

/// Fictional: 3 May 2001, check digits computed for a birth from 2000 on.
const NUMBER: &[u8] = b"01050310089";

/// The order and the empty tags of a 1.1 card in Dutch.
fn old_identity() -> Vec<u8> {
    tlv(&[
        (0x01, b"000001241600"),
        (0x02, &hex(CHIP)),
        (0x03, b"25.11.2005"),
        (0x04, b"25.11.2010"),
        (0x05, b"Proefstad"),
        (0x06, NUMBER),
        (0x07, b"Zandproef"),
        (0x08, b"Fenna Lies"),
        (0x09, b""),
        (0x0A, b"Belg"),
        (0x0B, b"Proefstad"),
        (0x0C, b"03 MEI 2001"),
        (0x0D, b"V"),
        (0x0E, b""),
        (0x0F, b"1"),
        (0x10, b"0"),
        (0x11, &Hash::Sha1.digest(b"photo")),
    ])
}

fn address(size: usize) -> Vec<u8> {
    let mut bytes = tlv(&[(0x01, b"Proefstraat 7"), (0x02, b"9999"), (0x03, b"Proefstad")]);
    bytes.resize(size, 0);
    bytes
}

#[test]
fn a_card_of_1_1_in_every_chunk_and_both_shapes_of_the_end() {
    let files = BTreeMap::from([
        ("DF014031", old_identity()),
        ("DF014032", vec![0x55; 128]),
        // The old size of the address file.
        ("DF014033", address(117)),
        ("DF014034", vec![0x66; 128]),
        ("DF014035", b"photo".repeat(500)),
    ]);
    let wanted = Wanted { identity: true, address: true, photo: true, ..Wanted::default() };
    for tells_length in [true, false] {
        let applet = Applet { data: card_1_1(), files: files.clone(), tells_length };
        // 125 divides the photo: its end is then at a chunk's border.
        for chunk in [1, 20, 117, 125, 128, 248, 250, 252, 255] {
            let (contents, waits) = applet.read(wanted.clone(), chunk);
            let contents = contents.unwrap();
            let identity = contents.identity.unwrap();
            assert_eq!((identity.surname.as_str(), identity.given_names.as_str()), ("Zandproef", "Fenna Lies"));
            assert_eq!(
                (identity.birth_date.unwrap().to_string().as_str(), identity.sex),
                ("2001-05-03", Some(Sex::Female))
            );
            assert_eq!((identity.third_initial, identity.noble_condition), (None, None));
            assert_eq!(identity.photo_hash.unwrap().len(), 20);
            assert_eq!(contents.address.unwrap().street, "Proefstraat 7");
            assert_eq!(contents.photo.unwrap().len(), 2500);
            assert_eq!(contents.card.generation, Generation::V1_1);
            // The pause that 1.0 and 1.1 need between 6Cxx and the next command.
            assert!(waits > 0 || !tells_length, "chunk {chunk}");
        }
    }
}

/// Certificates: fixed size on 1.7, padding of 1100 on 1.8, and zeros for what is not there.
#[test]
fn missing_certificates_are_files_of_zeros() {
    for (data, zeros) in [(card_1_7(), 1300), (card_1_8(), 2500)] {
        let files = BTreeMap::from([("DF005038", vec![0; zeros]), ("DF005039", vec![0; zeros])]);
        let applet = Applet { data, files, tells_length: true };
        let (contents, _) = applet.read(Wanted { certificates: true, ..Wanted::default() }, 248);
        let certificates = contents.unwrap().certificates;
        assert_eq!((certificates.authentication, certificates.signature), (None, None));
    }
}

/// A foreigner's card of 1.7: short card number, empty tags that citizens' cards do not have.
#[test]
fn a_foreigners_card() {
    for number in [&b"B123456789"[..], b"123456789"] {
        let identity = tlv(&[
            (0x01, number),
            (0x02, &hex(CHIP)),
            (0x06, NUMBER),
            (0x07, b"Mononym"),
            (0x08, b""),
            (0x09, b""),
            (0x0C, b"2001"),
            (0x0D, b"M"),
            (0x0E, b""),
            (0x0F, b"33"),
            (0x13, b""),
            (0x14, b""),
            (0x1A, b""),
            (0x1B, b""),
            (0x1C, b""),
            (0x1F, b""),
        ]);
        let parsed = parse_identity(&identity).unwrap();
        assert_eq!(parsed.card_number.unwrap().as_bytes(), number);
        assert!(parsed.family_member && parsed.document.unwrap().is_foreigner());
        assert_eq!((parsed.basic_key_hash, parsed.eu_start, parsed.brexit.len()), (None, None, 0));
        assert_eq!((parsed.given_names.as_str(), parsed.birth_date.unwrap().to_string().as_str()), ("", "2001"));
    }
}

/// Every document type, on the card and back.
#[test]
fn every_document_type() {
    let mut count = 0;
    for document in DocumentType::known() {
        let number = document.0.to_string();
        let identity = tlv(&[(0x06, NUMBER), (0x07, b"X"), (0x0F, number.as_bytes())]);
        assert_eq!(parse_identity(&identity).unwrap().document, Some(document));
        count += 1;
    }
    assert_eq!(count, 36);
}

/// Lengths of 255 and more: FF and the rest.
#[test]
fn long_fields() {
    let long = vec![b'a'; 300];
    let bytes = [&[0x42, 0xFF, 45], long.as_slice(), &[0x07, 1, b'X', 0, 0, 0]].concat();
    let fields = parse_fields(&bytes).unwrap();
    assert_eq!((fields[0].tag, fields[0].value.len(), fields[1].tag, fields.len()), (0x42, 300, 0x07, 2));
}
