//! Invented people.

use ehcert_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};

/// The language that a card was issued in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardLanguage {
    /// French.
    Fr,
    /// Dutch.
    Nl,
    /// German.
    De,
}

/// The data of a card's holder. All of it is invented; national numbers pass their check digits and
/// belong to nobody on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardHolder {
    /// Surname.
    pub surname: String,
    /// One or two given names.
    pub given_names: String,
    /// First letter of a third given name, or nothing.
    #[serde(default)]
    pub third_initial: String,
    /// Eleven digits.
    pub national_number: String,
    /// Year, month and day.
    pub birth: (u16, u8, u8),
    /// Place of birth.
    pub birth_place: String,
    /// Nationality in the card's language.
    pub nationality: String,
    /// Female or male.
    pub female: bool,
    /// Issuing municipality.
    pub municipality: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Municipality of the address.
    pub city: String,
    /// Language of the card.
    pub language: CardLanguage,
    /// Noble condition, or nothing.
    #[serde(default)]
    pub noble_condition: String,
}

/// A national number that passes its check: birth date, serial number of the day (1 to 997, odd for men)
/// and 97 minus the remainder; from 2000 on a 2 is put in front for the check.
pub fn national_number((year, month, day): (u16, u8, u8), serial: u16) -> Result<String> {
    if !(1..=997).contains(&serial) || !(1900..2100).contains(&year) {
        return Err(Error::new(Code::INVALID_ARGUMENT).with("what", "birth year or serial number"));
    }
    let front = format!("{:02}{month:02}{day:02}{serial:03}", year % 100);
    let number: u64 = front.parse().map_err(|_| Error::new(Code::INVALID_ARGUMENT).with("what", "birth date"))?;
    let checked = if year >= 2000 { number + 2_000_000_000 } else { number };
    Ok(format!("{front}{:02}", 97 - checked % 97))
}

impl CardHolder {
    /// An invented adult.
    pub fn fictional(language: CardLanguage) -> Self {
        let birth = (1979, 8, 13);
        let (surname, given, city, postal, street, nationality, birth_place) = match language {
            CardLanguage::Fr => ("Sablière", "Odette Maëlle", "Namur", "5000", "Rue de l'Essai 12", "Belge", "Dinant"),
            CardLanguage::Nl => ("Zandbakker", "Liselot Fenna", "Gent", "9000", "Proefstraat 7", "Belg", "Aalst"),
            CardLanguage::De => ("Sandkastner", "Käthe Lore", "Eupen", "4700", "Versuchsweg 3", "Belgisch", "Malmedy"),
        };
        Self {
            surname: surname.into(),
            given_names: given.into(),
            third_initial: "R".into(),
            national_number: national_number(birth, 402).unwrap_or_default(),
            birth,
            birth_place: birth_place.into(),
            nationality: nationality.into(),
            female: true,
            municipality: city.into(),
            street: street.into(),
            postal_code: postal.into(),
            city: city.into(),
            language,
            noble_condition: String::new(),
        }
    }

    /// An invented child.
    pub fn child() -> Self {
        let birth = (2018, 3, 2);
        Self {
            surname: "Sablière".into(),
            given_names: "Timéo".into(),
            third_initial: String::new(),
            national_number: national_number(birth, 117).unwrap_or_default(),
            birth,
            female: false,
            ..Self::fictional(CardLanguage::Fr)
        }
    }

    /// An invented foreigner, with one given name.
    pub fn foreigner() -> Self {
        let birth = (1988, 12, 22);
        Self {
            surname: "Kumsal-Örnek".into(),
            given_names: "Şirin".into(),
            third_initial: String::new(),
            national_number: national_number(birth, 256).unwrap_or_default(),
            birth,
            birth_place: "İzmir".into(),
            nationality: "Turkse".into(),
            ..Self::fictional(CardLanguage::Nl)
        }
    }

    /// Names that fill their fields, with letters that fold, that do not, and that are combined.
    pub fn long_names() -> Self {
        let birth = (1964, 2, 29);
        Self {
            surname: "Vandenøstergård-Grüßłężyński de la Fontaine-l'Évêque van ’t Hœgaer".into(),
            given_names: "Anne-Françoise-Ðorđina Zoe\u{308}-Ángeles-Þóra-Ștefania".into(),
            third_initial: "É".into(),
            national_number: national_number(birth, 28).unwrap_or_default(),
            birth,
            birth_place: "Sint-Jans-Molenbeek / Molenbeek-Saint-Jean".into(),
            noble_condition: "Baronin".into(),
            ..Self::fictional(CardLanguage::De)
        }
    }

    /// The birth date as a card of this language has it.
    pub(super) fn birth_text(&self) -> String {
        const FR: [&str; 12] =
            ["JAN", "FEV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOUT", "SEPT", "OCT", "NOV", "DEC"];
        const NL: [&str; 12] = ["JAN", "FEB", "MAAR", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"];
        const DE: [&str; 12] = ["JAN", "FEB", "MÄR", "APR", "MAI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEZ"];
        let (year, month, day) = self.birth;
        let pick =
            |months: [&'static str; 12]| months.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default();
        match self.language {
            CardLanguage::Fr => format!("{day:02} {:<4} {year}", pick(FR)),
            CardLanguage::Nl => format!("{day:02} {} {year}", pick(NL)),
            CardLanguage::De => format!("{day:02}.{}. {year}", pick(DE)),
        }
    }

    pub(super) fn sex_letter(&self) -> &'static str {
        match (self.female, self.language) {
            (false, _) => "M",
            (true, CardLanguage::Fr) => "F",
            (true, CardLanguage::Nl) => "V",
            (true, CardLanguage::De) => "W",
        }
    }
}
