//! What a request may say: persons, organisations, contact data, base services. The numbers are checked
//! with the very list that GetGenericOrganizationTypes gives out.

use std::sync::OnceLock;

use ehcert_core::{
    Language,
    identity::{Catalogue, OrganizationTypeData, Ssin},
    ra::{ActorType, CertificateIdentifier, ContactData, Id, OrganizationType, Text},
    request::{BASE_SERVICES, check_email, fold_name},
    subject::Subject,
};

use super::refusal::{OrRefuse, Outcome, refuse};
use crate::record::{Contact, Holder};

/// First names of one person, at most.
const MAX_FIRST_NAMES: usize = 10;

/// The types that the sandbox gives out: those that ehcert knows, with a regular expression for the length
/// and the check-digit algorithms that are known for certain.
pub(super) fn organization_types() -> Vec<OrganizationType> {
    let known = Catalogue::default();
    let organisations = known.types().iter().filter(|t| !t.is_person());
    organisations
        .map(|t| OrganizationType {
            name: Text {
                values: [Language::Fr, Language::Nl, Language::En, Language::De]
                    .map(|l| (l.tag().to_owned(), t.name(l).to_owned()))
                    .to_vec(),
            },
            identifier_type: t.code.clone(),
            validation_regex: t
                .length
                .map(|n| if t.code.starts_with("CBE") { "[01][0-9]{9}".into() } else { format!("[0-9]{{{n}}}") }),
            // What is known of EHP numbers is inferred: without algorithm every number of the right length is
            // valid, as the schema says.
            check_digit_algorithms: if t.code.starts_with("EHP") {
                Vec::new()
            } else {
                t.check_digit_algorithms.clone()
            },
            available_base_services: BASE_SERVICES.map(str::to_owned).to_vec(),
        })
        .collect()
}

/// The catalogue as a client has it that asked for the types.
fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let list = organization_types().into_iter().map(|t| OrganizationTypeData {
            identifier_type: t.identifier_type,
            names: t.name.values,
            validation_regex: t.validation_regex,
            check_digit_algorithms: t.check_digit_algorithms,
            available_base_services: t.available_base_services,
        });
        let mut catalogue = Catalogue::default();
        // Our own list is usable: a test asks for it.
        let _ = catalogue.replace_from(list.collect());
        catalogue
    })
}

/// A national number, written as the platform writes it: eleven digits.
pub(super) fn ssin(id: &Id) -> Outcome<Ssin> {
    let wrong = "The SSIN is not a valid national or BIS number of eleven digits.";
    if id.r#type != "SSIN" {
        return Err(refuse("IDENTIFIER_TYPE_INVALID", "An identifier of type SSIN is expected."));
    }
    let number = Ssin::parse(&id.value).or_refuse("SSIN_INVALID", wrong)?;
    if number.plain() == id.value { Ok(number) } else { Err(refuse("SSIN_INVALID", wrong)) }
}

/// The national number of an identity card's certificate.
pub(super) fn plain_ssin(number: &str) -> Outcome<String> {
    ssin(&Id::new("SSIN", number)).map(|n| n.plain().to_owned())
}

/// A person with one SSIN and a name; the number is returned. Some people have no first name.
pub(super) fn person(actor: &ActorType) -> Outcome<String> {
    let [id] = actor.ids.as_slice() else {
        return Err(refuse("ACTOR_INVALID", "An actor has exactly one identifier."));
    };
    let number = ssin(id)?;
    let mut names = actor.first_names.iter().chain([&actor.name]);
    if actor.first_names.len() > MAX_FIRST_NAMES || names.any(|n| n.trim().is_empty()) {
        return Err(refuse("NAMES_INVALID", "A person has a name and perhaps first names, none of them empty."));
    }
    Ok(number.plain().to_owned())
}

/// Type and number of an organisation.
pub(super) fn organisation(id: &Id) -> Outcome<(String, String)> {
    let wrong = |e: &ehcert_core::Error| {
        let code =
            if e.field_name() == Some("identifier_type") { "IDENTIFIER_TYPE_INVALID" } else { "IDENTIFIER_INVALID" };
        refuse(code, "The identifier is not a valid one of its type.").with("Reason", e.code().name())
    };
    let checked = catalogue().check(&id.r#type, &id.value).map_err(|e| wrong(&e))?;
    if checked.identifier_type != id.r#type || checked.value != id.value || id.r#type == "SSIN" {
        return Err(refuse("IDENTIFIER_INVALID", "The identifier is not written as the platform writes it."));
    }
    Ok((checked.identifier_type, checked.value))
}

/// What a contract is asked for.
pub(super) struct Wanted {
    /// SSIN of who is to sign.
    pub(super) signer: String,
    pub(super) holder: Holder,
    pub(super) subject: Subject,
}

/// The names of a person as a DN has them: first names before the name, and the other way round.
pub(super) fn person_names(actor: &ActorType) -> [String; 2] {
    let first = actor.first_names.join(" ");
    [format!("{first} {}", actor.name), format!("{} {first}", actor.name)].map(|name| fold(name.trim()))
}

fn fold(name: &str) -> String {
    fold_name(name).text
}

/// Checks signer and certificate identifier of a contract, and decides the DN.
pub(super) fn wanted(signer: &ActorType, wanted: &CertificateIdentifier) -> Outcome<Wanted> {
    let number = person(signer)?;
    let [id] = wanted.actor.ids.as_slice() else {
        return Err(refuse("ACTOR_INVALID", "An actor has exactly one identifier."));
    };
    let application_id = wanted.application_id.clone();
    let (holder, name) = if id.r#type == "SSIN" {
        if person(&wanted.actor)? != number || wanted.actor != *signer {
            return Err(refuse("ACTOR_IS_NOT_THE_SIGNER", "A personal certificate is for the person who signs."));
        }
        if application_id.is_some() {
            return Err(refuse("APPLICATION_ID_FOR_A_PERSON", "Only organisations may use an application id."));
        }
        let [name, _] = person_names(signer);
        let holder = Holder {
            kind: id.r#type.clone(),
            id: number.clone(),
            first_names: signer.first_names.clone(),
            name: signer.name.clone(),
            application_id: None,
        };
        (holder, name)
    } else {
        let (kind, value) = organisation(id)?;
        // The official client sends the requestor's first name along: it is not looked at.
        let name = fold(&wanted.actor.name);
        (
            Holder {
                kind,
                id: value,
                first_names: Vec::new(),
                name: name.clone(),
                application_id: application_id.clone(),
            },
            name,
        )
    };
    let subject = Subject::new(&holder.kind, &holder.id, &name, application_id.as_deref()).map_err(|e| {
        let code = if e.field_name() == Some("application_id") { "APPLICATION_ID_INVALID" } else { "NAMES_INVALID" };
        refuse(code, "The distinguished name cannot be made of this.").with("Field", e.field_name().unwrap_or_default())
    })?;
    Ok(Wanted { signer: number, holder, subject })
}

/// `[+0-9][0-9 ]*`, as the official client sends it: no slash, dot or parenthesis.
fn is_phone(text: &str) -> bool {
    let rest = text.strip_prefix('+').unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// Contact data that obey the rules of the service.
pub(super) fn contact(contact: &ContactData) -> Outcome<Contact> {
    let wrong = |field: &str| {
        refuse("CONTACT_DATA_INVALID", "An e-mail address or phone number is not valid.").with("Field", field)
    };
    let emails = [("EmailPrivate", Some(&contact.email_private)), ("EmailGeneral", contact.email_general.as_ref())];
    for (field, value) in emails {
        if value.is_some_and(|v| check_email(v).ok().as_ref() != Some(v)) {
            return Err(wrong(field));
        }
    }
    let phones = [("PhonePrivate", Some(&contact.phone_private)), ("PhoneGeneral", contact.phone_general.as_ref())];
    for (field, value) in phones {
        if value.is_some_and(|v| !is_phone(v)) {
            return Err(wrong(field));
        }
    }
    Ok(Contact {
        email_private: contact.email_private.clone(),
        email_general: contact.email_general.clone(),
        phone_private: contact.phone_private.clone(),
        phone_general: contact.phone_general.clone(),
    })
}

/// Contact data for the wire.
pub(super) fn contact_data(contact: &Contact) -> ContactData {
    ContactData {
        email_private: contact.email_private.clone(),
        email_general: contact.email_general.clone(),
        phone_private: contact.phone_private.clone(),
        phone_general: contact.phone_general.clone(),
    }
}

/// A holder for the wire.
pub(super) fn certificate_identifier(holder: &Holder) -> CertificateIdentifier {
    CertificateIdentifier {
        actor: ActorType {
            ids: vec![Id::new(&holder.kind, &holder.id)],
            first_names: holder.first_names.clone(),
            name: holder.name.clone(),
        },
        application_id: holder.application_id.clone(),
    }
}

/// The base services must be offered to this type of holder.
pub(super) fn base_services(holder: &Holder, wanted: &[String]) -> Outcome<Vec<String>> {
    let offered = match catalogue().find(&holder.kind) {
        Some(known) if !known.is_person() => known.available_base_services.clone(),
        _ => BASE_SERVICES.map(str::to_owned).to_vec(),
    };
    for (at, service) in wanted.iter().enumerate() {
        if !offered.contains(service) || wanted.iter().take(at).any(|before| before == service) {
            return Err(refuse("BASE_SERVICE_UNKNOWN", "This base service is not offered, or is asked for twice.")
                .with("BaseServiceUsage", service));
        }
    }
    Ok(wanted.to_vec())
}
