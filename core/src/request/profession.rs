//! The qualities that the platform's portal lists, and the certificate that each leads to.

use serde::Serialize;

use crate::{
    Language,
    message::{ENGLISH_ALONE, Kind, installed},
};

/// One quality of the portal's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profession {
    /// Stable name for programs.
    pub id: &'static str,
    /// Names in the order of [`Language::ALL`]; empty where [`Self::name`] has to find it among what is installed.
    pub names: [&'static str; 4],
    /// Whether there is a personal certificate for this quality. A citizen without any other quality is no
    /// health professional and gets none.
    pub personal_certificate: bool,
    /// Types of the organisations that people of this quality usually represent. Whoever represents an
    /// organisation may ask for its certificate, whatever the quality.
    pub organization_types: &'static [&'static str],
}

impl Profession {
    /// The quality with this stable name.
    pub fn find(id: &str) -> Option<&'static Self> {
        PROFESSIONS.iter().find(|p| p.id == id)
    }
    /// The name in a language; English where that of the language is to be installed first ([`crate::message::install`]).
    pub fn name(&self, language: Language) -> &'static str {
        match self.names[language as usize] {
            "" => installed(language, Kind::Profession, self.id).unwrap_or(self.names[Language::En as usize]),
            name => name,
        }
    }
    /// Whether people of this quality usually ask for the certificate of an organisation too: then ask
    /// which one is meant, because the wrong choice is the most frequent mistake.
    pub fn has_organizations(&self) -> bool {
        !self.organization_types.is_empty()
    }
}

/// All qualities, in the order of the portal's list.
pub fn professions() -> &'static [Profession] {
    PROFESSIONS
}

const fn row(
    id: &'static str,
    fr: &'static str,
    nl: &'static str,
    de: &'static str,
    en: &'static str,
    organization_types: &'static [&'static str],
) -> Profession {
    Profession { id, names: names(en, fr, nl, de), personal_certificate: true, organization_types }
}

const fn names(en: &'static str, fr: &'static str, nl: &'static str, de: &'static str) -> [&'static str; 4] {
    if ENGLISH_ALONE { [en, "", "", ""] } else { [en, fr, nl, de] }
}

const PROFESSIONS: &[Profession] = &[
    row("care-assistant", "Aide-soignant", "Zorgkundige", "Pflegehelfer", "Care assistant", &[]),
    row(
        "ambulance-worker",
        "Ambulancier",
        "Ambulancier",
        "Rettungssanitäter",
        "Ambulance worker",
        &["NIHII-AMBU_SERVICE"],
    ),
    row(
        "pharmacy-assistant",
        "Assistant pharmacien",
        "Farmaceutisch-technisch assistent",
        "Pharmazeutisch-technischer Assistent",
        "Pharmacy assistant",
        &[],
    ),
    row("social-worker", "Assistant social", "Maatschappelijk werker", "Sozialarbeiter", "Social worker", &[]),
    row("hearing-aid-audiologist", "Audicien", "Audicien", "Hörgeräteakustiker", "Hearing aid dispenser", &[]),
    row("audiologist", "Audiologue", "Audioloog", "Audiologe", "Audiologist", &[]),
    row(
        "applied-psychology",
        "Bachelier en psychologie appliquée",
        "Bachelor in de toegepaste psychologie",
        "Bachelor in angewandter Psychologie",
        "Bachelor of applied psychology",
        &[],
    ),
    row(
        "rehabilitation",
        "Bachelier en réadaptation",
        "Bachelor in de readaptatie",
        "Bachelor in Rehabilitation",
        "Bachelor of rehabilitation",
        &[],
    ),
    row(
        "family-science",
        "Bachelier en science de la famille",
        "Bachelor in de gezinswetenschappen",
        "Bachelor in Familienwissenschaften",
        "Bachelor of family sciences",
        &[],
    ),
    row("truss-maker", "Bandagiste", "Bandagist", "Bandagist", "Truss maker (orthotist)", &["NIHII-OF_BAND"]),
    Profession {
        id: "citizen",
        names: names("Citizen", "Citoyen", "Burger", "Bürger"),
        personal_certificate: false,
        organization_types: &[],
    },
    row("dentist", "Dentiste", "Tandarts", "Zahnarzt", "Dentist", &["NIHII-OFFICE_DENTISTS"]),
    row("dietitian", "Diététicien", "Diëtist", "Diätassistent", "Dietitian", &[]),
    row(
        "implant-provider",
        "Dispensateur d'implants",
        "Verstrekker van implantaten",
        "Erbringer von Implantaten",
        "Implant provider",
        &[],
    ),
    row(
        "special-educator",
        "Educateur spécialisé",
        "Gespecialiseerd opvoeder",
        "Sonderpädagogischer Erzieher",
        "Special needs educator",
        &[],
    ),
    row("occupational-therapist", "Ergothérapeute", "Ergotherapeut", "Ergotherapeut", "Occupational therapist", &[]),
    row(
        "nurse",
        "Infirmier/Infirmière",
        "Verpleegkundige",
        "Krankenpfleger/Krankenpflegerin",
        "Nurse",
        &["NIHII-GROUP"],
    ),
    row(
        "paediatric-nurse",
        "Infirmier/Infirmière en pédiatrie",
        "Pediatrisch verpleegkundige",
        "Kinderkrankenpfleger/Kinderkrankenpflegerin",
        "Paediatric nurse",
        &["NIHII-GROUP"],
    ),
    row(
        "physiotherapist",
        "Kinésithérapeute",
        "Kinesitherapeut",
        "Heilgymnast (Physiotherapeut)",
        "Physiotherapist",
        &["NIHII-OF_PHYSIOS"],
    ),
    row("speech-therapist", "Logopède", "Logopedist", "Logopäde", "Speech therapist", &[]),
    row(
        "gerontology",
        "Master en gérontologie",
        "Master in de gerontologie",
        "Master in Gerontologie",
        "Master of gerontology",
        &[],
    ),
    row(
        "special-education",
        "Master en orthopédagogie",
        "Master in de orthopedagogiek",
        "Master in Heilpädagogik",
        "Master of special education",
        &[],
    ),
    row(
        "psychomotor-therapy",
        "Master en thérapie psychomotrice",
        "Master in de psychomotorische therapie",
        "Master in psychomotorischer Therapie",
        "Master of psychomotor therapy",
        &[],
    ),
    row(
        "doctor",
        "Médecin",
        "Arts",
        "Arzt",
        "Doctor",
        &["NIHII-GUARD_POST", "NIHII-OFFICE_DOCTORS", "NIHII-GROUP_DOCTORS", "NIHII-MEDICAL_HOUSE"],
    ),
    row("optician", "Opticien", "Opticien", "Optiker", "Optician", &[]),
    row("prosthetist", "Orthopédiste", "Orthopedist", "Orthopädietechniker", "Prosthetist and orthotist", &[]),
    row("orthoptist", "Orthoptiste", "Orthoptist", "Orthoptist", "Orthoptist", &[]),
    row("pharmacist", "Pharmacien", "Apotheker", "Apotheker", "Pharmacist", &["NIHII-PHARMACY"]),
    row("podiatrist", "Podologue", "Podoloog", "Podologe", "Podiatrist", &[]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::identity::Catalogue;

    #[test]
    fn twenty_nine_and_one_without_certificate() {
        assert_eq!(professions().len(), 29);
        assert_eq!(professions().iter().map(|p| p.id).collect::<HashSet<_>>().len(), 29);
        let without: Vec<_> = professions().iter().filter(|p| !p.personal_certificate).map(|p| p.id).collect();
        assert_eq!(without, ["citizen"]);
        for language in Language::ALL {
            let names: HashSet<_> = professions().iter().map(|p| p.name(language)).collect();
            assert_eq!(names.len(), 29, "{language:?}");
        }
        assert_eq!(Profession::find("doctor").unwrap().name(Language::Fr), "Médecin");
        assert!(Profession::find("pharmacist").unwrap().has_organizations());
    }

    #[test]
    fn suggested_types_exist() {
        let catalogue = Catalogue::default();
        for profession in professions() {
            for code in profession.organization_types {
                assert!(!catalogue.find(code).unwrap().is_person(), "{code}");
            }
        }
    }
}
