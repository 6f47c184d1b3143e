use super::*;

fn tlv(fields: &[(u8, &[u8])]) -> Vec<u8> {
    fields.iter().flat_map(|(tag, value)| [&[*tag, value.len().to_le_bytes()[0]], *value].concat()).collect()
}

/// Fictional: 13 August 1979, check digits computed.
const NUMBER: &[u8] = b"79081340250";

#[test]
fn every_tag_is_read() {
    let bytes = tlv(&[
        (0x01, b"000000000097"),
        (0x02, &hex(CHIP)),
        (0x03, b"25.11.2020"),
        (0x04, b"25.11.2030"),
        (0x05, "Liège".as_bytes()),
        (0x06, NUMBER),
        (0x07, "Sablière".as_bytes()),
        (0x08, "Odette Maëlle".as_bytes()),
        (0x09, b"R"),
        (0x0A, b"Belge"),
        (0x0B, b"Dinant"),
        (0x0C, "13.MÄR.1979".as_bytes()),
        (0x0D, b"W"),
        (0x0E, b"Baron"),
        (0x0F, b"14"),
        (0x10, b"3"),
        (0x11, &[7; 48]),
        (0x12, b"01"),
        (0x13, b"1"),
        (0x14, b""),
        (0x15, b"01.02.2003-A2"),
        (0x16, b"7"),
        (0x17, b"0123.456.749"),
        (0x18, b"0987.654.394"),
        (0x19, b"REG1"),
        (0x1A, &[8; 48]),
        (0x1B, b"B"),
        (0x1C, b""),
        (0x1D, b"A"),
        (0x1E, b"K"),
        (0x1F, b"01.01.2021"),
        (0x42, b"new"),
    ]);
    let id = parse_identity(&bytes).unwrap();
    assert_eq!(id.card_number.as_deref(), Some("000000000097"));
    assert_eq!(id.chip.unwrap().to_string(), CHIP);
    assert_eq!(id.valid_until.unwrap().to_string(), "2030-11-25");
    assert_eq!(id.municipality.as_deref(), Some("Liège"));
    assert_eq!((id.surname.as_str(), id.given_names.as_str()), ("Sablière", "Odette Maëlle"));
    assert_eq!(id.full_name(), "Odette Maëlle Sablière");
    assert_eq!(id.birth_date.unwrap().to_string(), "1979-03-13");
    assert_eq!(id.sex, Some(Sex::Female));
    assert_eq!(id.document, Some(DocumentType(14)));
    assert!(id.special_status.white_cane && id.special_status.extended_minority && !id.special_status.yellow_cane);
    assert_eq!(id.photo_hash.as_ref().unwrap().len(), 48);
    assert!(id.family_member);
    assert_eq!(id.protection.as_deref(), Some("01.02.2003-A2"));
    assert_eq!(id.employers, ["0123.456.749", "0987.654.394"]);
    assert_eq!(id.brexit, ["B"]);
    assert_eq!(id.card_mentions, ["A", "K"]);
    assert_eq!(id.eu_start.unwrap().to_string(), "2021-01-01");
    assert_eq!(id.unknown, [(0x42, b"new".to_vec())]);
    let json = serde_json::to_value(&id).unwrap();
    assert_eq!(json["valid_until"], "2030-11-25");
    assert_eq!(json["national_number"], "79081340250");
    assert!(json.get("photo_hash").is_none());
    assert!(!format!("{id:?}").contains("7908134"));
}

#[test]
fn old_and_foreign_shapes() {
    // Version first, empty tags, an empty given name, padding.
    let mut bytes = tlv(&[(0x00, &[0, 2]), (0x01, b"B000000016"), (0x06, NUMBER), (0x07, b"Mono"), (0x08, b"")]);
    bytes.extend(tlv(&[(0x09, b""), (0x0D, b"M"), (0x0E, b""), (0x13, b""), (0x0C, b"1979"), (0x1F, b"")]));
    bytes.extend([0; 7]);
    let id = parse_identity(&bytes).unwrap();
    assert_eq!(id.full_name(), "Mono");
    assert_eq!((id.sex, id.third_initial, id.eu_start), (Some(Sex::Male), None, None));
    assert_eq!(id.birth_date.unwrap().to_string(), "1979");
    assert!(!id.family_member);
    // A birth date in a form that nobody foresaw is shown as it is.
    let odd = tlv(&[(0x06, NUMBER), (0x07, b"X"), (0x0C, b"sometime")]);
    let id = parse_identity(&odd).unwrap();
    assert_eq!((id.birth_text.as_deref(), id.birth_date), (Some("sometime"), None));
}

#[test]
fn damaged_identities_are_refused_without_their_content() {
    let good: [(u8, &[u8]); 2] = [(0x06, NUMBER), (0x07, b"X")];
    for extra in [
        (0x08, &[0xC3][..]),
        (0x05, b"a\nb"),
        (0x03, b"99.99.2020"),
        (0x06, b"7908134021"),
        (0x06, b"7908134021a"),
        (0x07, b"  "),
    ] {
        let error = parse_identity(&tlv(&[good[0], good[1], extra])).unwrap_err();
        assert_eq!(error.code(), Code::CARD_FILE_DAMAGED, "{extra:?}");
        assert_eq!(error.value("file"), Some("DF01/4031"));
        assert!(!error.to_string().contains("7908"));
    }
    assert!(parse_identity(&[]).is_err());
    assert!(parse_identity(&[0x07, 0x50, b'x']).is_err());
}

#[test]
fn addresses() {
    let mut bytes = tlv(&[(0x01, "Rue de l'Essai 12".as_bytes()), (0x02, b"5000"), (0x03, b"Namur"), (0x09, b"?")]);
    bytes.resize(121, 0);
    let address = parse_address(&bytes).unwrap();
    assert_eq!((address.street.as_str(), address.postal_code.as_str()), ("Rue de l'Essai 12", "5000"));
    assert_eq!((address.municipality.as_str(), address.unknown.len()), ("Namur", 1));
    assert_eq!(format!("{address:?}"), "Address(...)");
    // A holder without address: a file of zeros.
    assert_eq!(parse_address(&[0; 117]).unwrap(), Address::default());
    assert_eq!(parse_address(&[1, 200]).unwrap_err().value("file"), Some("DF01/4033"));
}

#[test]
fn photos_tell_their_size() {
    let frame = "FFC0000B08 00C3 0096 01 011100";
    assert_eq!(photo_size(&hex(&format!("FFD8 FFE00004AAAA {frame}"))), Some((150, 195)));
    assert_eq!(photo_size(&hex(&format!("FFD8 FFFFFFDB0003AA {frame}"))), Some((150, 195)));
    for bytes in [
        "",
        "FFD8",
        "FFD8FFE0",
        "FFD8FFE00001",
        "FFD8FFE0FFFF00",
        "FFD8FFD9",
        "FFD8FFDA0002",
        "89504E47",
        "FFD8FFC0000B08000000000111",
    ] {
        assert_eq!(photo_size(&hex(bytes)), None, "{bytes}");
    }
}

#[test]
fn token_info_that_lies_is_refused() {
    for bytes in [
        "",
        "3000",
        "3003020100",
        "3009020100040253 4C9E00",
        "301902010004 10534C0102030405060708090A0B0C0D0E 9E020102",
    ] {
        assert_eq!(TokenInfo::parse(&hex(bytes)).unwrap_err().code(), Code::CARD_FILE_DAMAGED, "{bytes}");
    }
}

/// The register vouches for the octets of the photo, and they are no picture.
#[test]
fn a_photo_that_is_no_picture_is_told() {
    use std::collections::BTreeMap;

    use crate::key::Hash;

    let photo = b"no picture".to_vec();
    for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384] {
        let identity = Identity { photo_hash: Some(hash.digest(&photo)), ..Identity::default() };
        let mut contents = CardContents {
            card: CardData::parse(&hex(card_1_8().strip_suffix("9000").unwrap())).unwrap(),
            identity: Some(identity),
            address: None,
            photo: Some(photo.clone()),
            certificates: CardCertificates::default(),
            token_info: None,
            chip_proof: None,
            files: BTreeMap::new(),
        };
        let check = |contents: &CardContents| code(contents.checks().remove(0).result);
        assert_eq!(check(&contents), Some(Code::CARD_PHOTO_INVALID));
        contents.photo = Some(hex("FFD8 FFC0000B08 00C3 0096 01 011100"));
        assert_eq!(check(&contents), Some(Code::CARD_DATA_FORGED));
    }
}
