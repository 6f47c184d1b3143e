//! Contracts: the HTML that a person reads and signs, in French and in Dutch, and how the platform knows
//! that it came back untouched.

use ehcert_core::{
    key::Hash,
    ra::{ActorType, Contract, RevocationContract, Text},
};

use crate::record::{Contact, Holder};

/// Text for HTML: no mark-up and no quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

struct Words {
    language: &'static str,
    title: &'static str,
    request: &'static str,
    contact: &'static str,
    conditions: &'static str,
    between: &'static str,
    representing: &'static str,
    user: &'static str,
    labels: [&'static str; 4],
    rules: [&'static str; 5],
    revocation_title: &'static str,
    revocation: &'static str,
}

const WORDS: [Words; 2] = [
    Words {
        language: "fr",
        title: "Contrat de demande d'un certificat eHealth",
        request: "Données de la demande",
        contact: "Données de contact",
        conditions: "Conditions d'utilisation",
        between: "Le présent contrat est conclu entre la plate-forme eHealth et",
        representing: "qui représente légalement l'organisation",
        user: "ci-après l'UTILISATEUR.",
        labels: ["E-mail personnel", "E-mail général", "Téléphone personnel", "Téléphone général"],
        rules: [
            "L'utilisateur garde la clé privée et son mot de passe pour lui et pour les personnes qu'il désigne.",
            "L'utilisateur signale sans attendre tout changement des données de ce contrat.",
            "L'utilisateur fait révoquer le certificat dès que la clé est perdue, volée ou connue d'un tiers.",
            "L'utilisateur cesse d'employer le certificat dès que son contenu n'est plus exact.",
            "L'utilisateur demande un nouveau certificat avant la fin de celui-ci.",
        ],
        revocation_title: "Contrat de révocation d'un certificat eHealth",
        revocation: "L'utilisateur demande la révocation définitive du certificat et de son jeton de chiffrement. Motif :",
    },
    Words {
        language: "nl",
        title: "Contract voor de aanvraag van een eHealth-certificaat",
        request: "Gegevens van de aanvraag",
        contact: "Contactgegevens",
        conditions: "Gebruiksvoorwaarden",
        between: "Dit contract wordt gesloten tussen het eHealth-platform en",
        representing: "die de wettelijke vertegenwoordiger is van de organisatie",
        user: "hierna de GEBRUIKER.",
        labels: [
            "Persoonlijk e-mailadres",
            "Algemeen e-mailadres",
            "Persoonlijk telefoonnummer",
            "Algemeen telefoonnummer",
        ],
        rules: [
            "De gebruiker houdt de private sleutel en het wachtwoord voor zich en voor de personen die hij aanwijst.",
            "De gebruiker meldt elke wijziging van de gegevens in dit contract onmiddellijk.",
            "De gebruiker laat het certificaat intrekken zodra de sleutel verloren, gestolen of bij een derde bekend is.",
            "De gebruiker stopt met het gebruik zodra de inhoud van het certificaat niet meer juist is.",
            "De gebruiker vraagt een nieuw certificaat aan vóór dit certificaat afloopt.",
        ],
        revocation_title: "Contract voor de intrekking van een eHealth-certificaat",
        revocation: "De gebruiker vraagt de definitieve intrekking van het certificaat en van zijn encryptietoken. Reden:",
    },
];

fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().map(|item| format!("<li>{item}</li>")).collect();
    format!("<ul>{items}</ul>")
}

fn document(words: &Words, title: &str, body: &str) -> (String, String) {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><p><strong>SANDBOX</strong></p><h1>{title}</h1>{body}</body></html>",
        words.language
    );
    (words.language.to_owned(), html)
}

fn parties(words: &Words, signer: &ActorType, holder: &Holder) -> String {
    let first = escape(&signer.first_names.join(" "));
    let number = signer.ids.first().map(|id| escape(&id.value)).unwrap_or_default();
    let represented = if holder.is_person() {
        String::new()
    } else {
        let (name, kind, id) = (escape(&holder.name), escape(&holder.kind), escape(&holder.id));
        format!(", {} {name} ({kind}={id})", words.representing)
    };
    let surname = escape(&signer.name);
    format!("<p>{} {first} {surname} (NISS={number}){represented}, {}</p>", words.between, words.user)
}

/// The contract of a request. `rdns` are the parts of the DN as they will be seen, common name first.
pub(super) fn request_text(signer: &ActorType, holder: &Holder, contact: &Contact, rdns: &[String]) -> Text {
    let values = WORDS.iter().map(|words| {
        let contacts = [
            Some(&contact.email_private),
            contact.email_general.as_ref(),
            Some(&contact.phone_private),
            contact.phone_general.as_ref(),
        ];
        let contacts = words
            .labels
            .iter()
            .zip(contacts)
            .filter_map(|(label, value)| value.map(|v| format!("{label}: {}", escape(v))));
        let body = format!(
            "<h2>{}</h2>{}<h2>{}</h2>{}<h2>{}</h2>{}{}",
            words.request,
            list(rdns.iter().map(|rdn| escape(rdn))),
            words.contact,
            list(contacts),
            words.conditions,
            parties(words, signer, holder),
            list(words.rules.map(str::to_owned)),
        );
        document(words, words.title, &body)
    });
    Text { values: values.collect() }
}

/// The contract of a revocation.
pub(super) fn revocation_text(signer: &ActorType, holder: &Holder, dn: &str, reason: &str) -> Text {
    let values = WORDS.iter().map(|words| {
        let body = format!(
            "{}<p>{} {}</p><p>{}</p>",
            parties(words, signer, holder),
            words.revocation,
            escape(reason),
            escape(dn)
        );
        document(words, words.revocation_title, &body)
    });
    Text { values: values.collect() }
}

/// What a contract is recognised by. The DN is taken without the escape before `=`: the official client
/// sends `TYPE\=` where the platform gave `TYPE=`, the schema says "as it was returned", and both are
/// the same name. Nothing else may differ.
fn digest(kind: &str, dn: &str, signer: &ActorType, more: &str, text: &Text) -> String {
    let mut bytes = Vec::new();
    let mut part = |text: &str| {
        // Lengths keep the parts apart.
        bytes.extend((text.len() as u64).to_be_bytes());
        bytes.extend(text.as_bytes());
    };
    part(kind);
    part(&dn.replace("\\=", "="));
    for id in &signer.ids {
        part(&id.r#type);
        part(&id.value);
    }
    for name in &signer.first_names {
        part(name);
    }
    part(&signer.name);
    part(more);
    for (language, text) in &text.values {
        part(language);
        // XML readers turn CR LF into LF; white space at the ends is a matter of layout.
        part(text.trim());
    }
    Hash::Sha256.digest(&bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The digest of a contract of a request.
pub(super) fn request_digest(contract: &Contract) -> String {
    digest("request", &contract.dn, &contract.signer, "", &contract.text)
}

/// The digest of a contract of a revocation of one certificate.
pub(super) fn revocation_digest(contract: &RevocationContract, identifier: &str) -> String {
    let more = format!("{} {identifier}", contract.reason.as_str());
    digest("revocation", &contract.dn, &contract.signer, &more, &contract.text)
}
