//! The octets of the card's files.

use ehcert_core::{
    Timestamp,
    asn1::{self, oid},
    certificate::Certificate,
    key::{Hash, PublicKey},
};

use super::{holder::CardHolder, profile::Profile};
use crate::x509;

/// Fields of identity and address files. A length of 255 and more is FF and the rest.
pub(super) fn tlv(fields: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (tag, value) in fields {
        out.push(*tag);
        let mut length = value.len();
        while length >= 255 {
            out.push(0xFF);
            length -= 255;
        }
        out.push(length.to_le_bytes()[0]);
        out.extend_from_slice(value);
    }
    out
}

fn day(time: Timestamp) -> String {
    let (year, month, day, ..) = time.to_utc();
    format!("{day:02}.{month:02}.{year:04}")
}

/// EF(4031).
pub(super) fn identity(
    holder: &CardHolder,
    profile: &Profile,
    chip: &[u8; 16],
    validity: (Timestamp, Timestamp),
    photo_hash: &[u8],
    basic_key: Option<&[u8]>,
) -> Vec<u8> {
    let (begin, end) = (day(validity.0), day(validity.1));
    let foreigner = !matches!(profile.document, 1 | 6);
    let number = if foreigner { "B000000016" } else { "000000000097" };
    let (birth, document) = (holder.birth_text(), profile.document.to_string());
    let key_hash = basic_key.map(|key| Hash::Sha384.digest(key));
    let mut fields: Vec<(u8, &[u8])> = vec![
        (0x01, number.as_bytes()),
        (0x02, chip),
        (0x03, begin.as_bytes()),
        (0x04, end.as_bytes()),
        (0x05, holder.municipality.as_bytes()),
        (0x06, holder.national_number.as_bytes()),
        (0x07, holder.surname.as_bytes()),
        (0x08, holder.given_names.as_bytes()),
        (0x09, holder.third_initial.as_bytes()),
        (0x0A, holder.nationality.as_bytes()),
        (0x0B, holder.birth_place.as_bytes()),
        (0x0C, birth.as_bytes()),
        (0x0D, holder.sex_letter().as_bytes()),
        (0x0E, holder.noble_condition.as_bytes()),
        (0x0F, document.as_bytes()),
        (0x10, b"0"),
        (0x11, photo_hash),
    ];
    if foreigner {
        fields.extend([(0x12, &b"01"[..]), (0x13, b""), (0x16, b"7")]);
        // Present and empty: a member of the family of a citizen of the Union.
        if matches!(profile.document, 17 | 18 | 35 | 36) {
            fields.push((0x14, b""));
        }
    }
    if let Some(hash) = &key_hash {
        fields.push((0x1A, hash));
        if foreigner {
            fields.extend([(0x1B, &b""[..]), (0x1C, b"")]);
        }
    }
    tlv(&fields)
}

/// EF(4033), padded with zeros to its fixed size.
pub(super) fn address(holder: &CardHolder) -> Vec<u8> {
    let mut out =
        tlv(&[(0x01, holder.street.as_bytes()), (0x02, holder.postal_code.as_bytes()), (0x03, holder.city.as_bytes())]);
    if out.len() < 121 {
        out.resize(121, 0);
    }
    out
}

/// The subject of a holder's certificate. The common name has the first given name only.
pub(super) fn subject(holder: &CardHolder, purpose: &str) -> Vec<u8> {
    let first = holder.given_names.split(' ').next().unwrap_or_default();
    let common = format!("{first} {} ({purpose})", holder.surname);
    let common = common.trim();
    let mut parts = vec![(oid::COUNTRY, "BE"), (oid::COMMON_NAME, common), (oid::SURNAME, holder.surname.as_str())];
    if !holder.given_names.is_empty() {
        parts.push((oid::GIVEN_NAME, &holder.given_names));
    }
    parts.push((oid::SERIAL_NUMBER, &holder.national_number));
    x509::name(&parts)
}

/// EF(4040): the chip's public key.
pub(super) fn basic_key(key: &PublicKey) -> Vec<u8> {
    key.to_spki()
}

const APPLICATION: [u8; 12] = [0xA0, 0x00, 0x00, 0x01, 0x77, 0x50, 0x4B, 0x43, 0x53, 0x2D, 0x31, 0x35];

fn path(file: [u8; 2]) -> Vec<u8> {
    asn1::sequence(&[&asn1::octet_string(&[0x3F, 0x00, 0xDF, 0x00, file[0], file[1]])])
}

/// EF(DIR), 3F00/2F00.
pub(super) fn directory() -> Vec<u8> {
    asn1::tlv(
        0x61,
        &[
            asn1::tlv(0x4F, &APPLICATION),
            asn1::tlv(0x50, b"BELPIC"),
            asn1::tlv(0x51, &[0x3F, 0x00, 0xDF, 0x00]),
            // 2.16.56.2
            asn1::tlv(0x73, &asn1::oid(&[0x60, 0x38, 0x02])),
        ]
        .concat(),
    )
}

/// EF(ODF): where keys, certificates and PINs are described.
pub(super) fn object_directory() -> Vec<u8> {
    [
        asn1::context(0, &path([0x50, 0x35])),
        asn1::context(4, &path([0x50, 0x37])),
        asn1::context(8, &path([0x50, 0x34])),
    ]
    .concat()
}

/// EF(TokenInfo).
pub(super) fn token_info(chip: &[u8; 16], versions: [u8; 4]) -> Vec<u8> {
    asn1::sequence(&[
        &asn1::small(0),
        &asn1::octet_string(chip),
        &asn1::tlv(0x80, b"BELPIC"),
        &[0x03, 0x02, 0x04, 0x30],
        &asn1::tlv(0x9E, &versions),
    ])
}

/// EF(AODF): the PIN.
pub(super) fn pins() -> Vec<u8> {
    let label = asn1::sequence(&[&asn1::utf8("Basic PIN"), &[0x03, 0x02, 0x06, 0xC0]]);
    let identifier = asn1::sequence(&[&asn1::octet_string(&[1])]);
    let attributes = asn1::sequence(&[
        &[0x03, 0x02, 0x02, 0x0C],
        // BCD.
        &[0x0A, 0x01, 0x00],
        &asn1::small(4),
        &asn1::small(8),
        &asn1::tlv(0x80, &[1]),
        &asn1::octet_string(&[0xFF]),
        &asn1::sequence(&[&asn1::octet_string(&[0x3F, 0x00])]),
    ]);
    asn1::sequence(&[&label, &identifier, &asn1::context(1, &attributes)])
}

/// EF(PrKDF): the keys, with their PKCS#15 identifier, label and reference on the card.
pub(super) fn private_keys(keys: &[(u8, &str, u8)], rsa: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for (id, label, reference) in keys {
        let common = asn1::sequence(&[&asn1::utf8(label), &[0x03, 0x02, 0x06, 0xC0], &asn1::octet_string(&[1])]);
        // Usage: sign, or sign with non-repudiation.
        let usage: &[u8] = if *id == 3 { &[0x03, 0x03, 0x06, 0x00, 0x40] } else { &[0x03, 0x02, 0x05, 0x20] };
        let class = asn1::sequence(&[
            &asn1::octet_string(&[*id]),
            usage,
            &[0x03, 0x02, 0x03, 0xB8],
            &asn1::small(u64::from(*reference)),
        ]);
        let target = asn1::sequence(&[&asn1::octet_string(&[0x3F, 0x00, 0xDF, 0x00])]);
        if rsa {
            let kind = asn1::context(1, &asn1::sequence(&[&target, &asn1::small(2048)]));
            out.extend(asn1::sequence(&[&common, &class, &kind]));
        } else {
            let kind = asn1::context(1, &asn1::sequence(&[&target]));
            out.extend(asn1::context(0, &[common, class, kind].concat()));
        }
    }
    out
}

/// EF(CDF): the certificates that are on the card, with identifier, label, file, and whether it is a CA's.
pub(super) fn certificates(rows: &[(u8, &str, [u8; 2], bool)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (id, label, file, ca) in rows {
        let common = asn1::sequence(&[&asn1::utf8(label), &[0x03, 0x02, 0x06, 0x40]]);
        let mut class = asn1::octet_string(&[*id]);
        if *ca {
            class.extend(asn1::boolean(true));
        }
        let value = asn1::context(1, &asn1::sequence(&[&path(*file)]));
        out.extend(asn1::sequence(&[&common, &asn1::sequence(&[&class]), &value]));
    }
    out
}

/// A certificate file: DER and padding as the generation has it; zeros for a missing one.
pub(super) fn certificate(certificate: Option<&Certificate>, applet_1_8: bool) -> Vec<u8> {
    let mut out = certificate.map(|c| c.der().to_vec()).unwrap_or_default();
    let size = match (certificate, applet_1_8) {
        (Some(_), true) => out.len() + 1100,
        (Some(_), false) => out.len().max(1900),
        (None, true) => 2500,
        (None, false) => 1300,
    };
    out.resize(size, 0);
    out
}
