//! `ehcert demo`: the main job on a platform in a box with a software card.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use ehcert_core::{
    Code, Error, Result,
    key::KeyAlgorithm,
    random::{OsRandom, Random},
    request::{ContactData, Draft, Holder, Password},
};
use ehcert_native::{
    Cancel, clock,
    operation::{Order, enrol, open_eid, preflight},
    platform::Platform,
};
use ehcert_sandbox::{
    Command, Organisation, Sandbox, SandboxConfig,
    card::{CardGeneration, CardHolder, CardLanguage, Profile, SoftwareCard},
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    args::Card,
    attendant::Terminal,
    card::{self, Pins},
    command::{complete, sandbox::sandbox_error},
    output::Output,
    sandbox_args::{CardKind, Demo},
    text,
};

/// The invented on-call post of the demo; its number passes the check digits and belongs to nobody.
pub(crate) const POST: (&str, &str, &str) =
    ("NIHII-GUARD_POST", "67999077", "POSTE DE GARDE FICTIF DE LA DEMONSTRATION");
/// The PIN of a new software card.
const PIN: &str = "1234";

pub(crate) fn run(args: &Demo, output: &Output) -> Result<u8> {
    let begun = Instant::now();
    let language = output.language();
    let folder = prepare(args.dir.as_deref())?;
    output.event("begin", json!({"dir": folder}), text::demo_begin(language));

    let authority = Sandbox::eid_authority(&folder.join("platform")).map_err(sandbox_error)?;
    let platform = Sandbox::start(SandboxConfig {
        dir: Some(folder.join("platform")),
        eid_roots: authority.roots().into_iter().cloned().collect(),
        ..SandboxConfig::default()
    })
    .map_err(sandbox_error)?;
    output.event(
        "platform",
        json!({"url": platform.url()}),
        &format!("  \u{2713} {} {}", text::platform_started(language), platform.url()),
    );

    let holder = CardHolder::fictional(card_language(output));
    let profile = match args.card {
        CardKind::Rsa => Profile { generation: CardGeneration::Rsa, ..Profile::RSA },
        CardKind::Ec => Profile::EC,
    };
    let software = SoftwareCard::create(&authority, &holder, profile, clock::now(), &mut OsRandom)?;
    let card_file = folder.join("eid-card.json");
    write_private(&card_file, software.to_json()?.as_bytes())?;
    let pin_file = folder.join("pin.txt");
    write_private(&pin_file, PIN.as_bytes())?;
    output.event(
        "card",
        json!({"file": card_file, "holder": format!("{} {}", holder.given_names, holder.surname)}),
        &format!("  \u{2713} {} {} {}", text::card_made(language), holder.given_names, holder.surname),
    );
    if !args.person {
        let organisation = Organisation { kind: POST.0.into(), id: POST.1.into(), name: POST.2.into() };
        platform
            .control(Command::AddOrganisation { ssin: holder.national_number.clone(), organisation })
            .map_err(sandbox_error)?;
    }

    let session = Platform::open(platform.url(), Cancel::new())?;
    let demo_card =
        Card { card: format!("software:{}", card_file.display()), pin_file: None, eid_anchor: None, reader_wait: 0 };
    let mut card = card::open(&demo_card, platform.url(), output, &session.driver.cancel)?;
    let mut pins = Pins { file: Some(pin_file), new_file: None, output };
    let mut eid = open_eid(&session, card.transport.as_mut(), &mut pins, &card.roots)?;
    let report = preflight(&session, &mut eid, &mut Terminal::new(output, true))?;
    let holder = if args.person {
        report.may_request_personal()?;
        output.event("holder", json!({"kind": "person"}), &format!("  \u{2713} {}", text::personal(language)));
        let signer = eid.signer();
        Holder::Person {
            ssin: signer.ssin().to_owned(),
            first_names: signer.first_names().to_owned(),
            last_name: signer.name().to_owned(),
        }
    } else {
        let found = report.organizations.first().ok_or(Code::INTERNAL)?;
        let name = found.name.get(language.tag()).unwrap_or_default().to_owned();
        let id = &found.identifier;
        output.event(
            "holder",
            json!({"kind": "organisation", "type": id.r#type, "id": id.value, "name": name}),
            &format!("  \u{2713} {} {name} - {}={}", text::organisation_found(language), id.r#type, id.value),
        );
        Holder::RecognizedOrganization { identifier_type: id.r#type.clone(), identifier: id.value.clone(), name }
    };
    let draft = Draft {
        holder,
        application_id: None,
        base_services: Vec::new(),
        contact: ContactData {
            email_private: "sandra@example.org".into(),
            email_general: Some("garde@example.org".into()),
            phone_private: "0470/00.00.00".into(),
            phone_general: None,
        },
    };
    let validated = draft.validate(&report.catalogue).map_err(first)?;
    let (password, password_file) = make_password(&folder)?;
    output.event("password", json!({"file": password_file}), &format!("  \u{2713} {}", text::password_ok(language)));

    let subject = validated.subject.clone();
    let key = if args.ec { KeyAlgorithm::P384 } else { KeyAlgorithm::Rsa2048 };
    let order = Order {
        validated,
        password: password.clone(),
        key,
        folder: folder.join("keystore"),
        fresh: false,
        renews: None,
    };
    let (mut slot, _) = enrol(&session, &mut eid, order, &mut Terminal::new(output, true))?;
    let report = complete::finish(&session, &mut slot, &password, Some(subject), 60, output)?;
    platform.stop();

    let keystore = slot.path().display().to_string();
    let secret = password_file.display().to_string();
    output.say(&format!(
        "\n{}\n  openssl pkcs12 -legacy -info -noout -in '{keystore}' -passin 'file:{secret}'\n  keytool -list \
         -storetype PKCS12 -keystore '{keystore}' -storepass:file '{secret}'",
        text::open_with(language)
    ));
    let seconds = (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    output.event(
        "done",
        json!({
            "keystore": keystore,
            "password_file": secret,
            "dn": report.dn,
            "serial": report.serial,
            "etk_serial": report.etk_serial,
            "not_after": report.not_after.to_rfc3339(),
            "seconds": seconds,
        }),
        &format!("\n{seconds:.1} s"),
    );
    Ok(0)
}

fn card_language(output: &Output) -> CardLanguage {
    match output.language() {
        ehcert_core::Language::Nl => CardLanguage::Nl,
        ehcert_core::Language::De => CardLanguage::De,
        _ => CardLanguage::Fr,
    }
}

fn first(errors: Vec<Error>) -> Error {
    errors.into_iter().next().unwrap_or_else(|| Code::INTERNAL.into())
}

/// The folder of the demo: the argument's, or a fresh one under the temporary folder, which is kept.
fn prepare(dir: Option<&Path>) -> Result<PathBuf> {
    let folder = match dir {
        Some(dir) => dir.to_owned(),
        None => {
            let mut mark = [0u8; 6];
            OsRandom.fill(&mut mark)?;
            let mark: String = mark.iter().map(|b| format!("{b:02x}")).collect();
            std::env::temp_dir().join(format!("ehcert-demo-{mark}"))
        }
    };
    let failed = |e: std::io::Error| Error::new(Code::FOLDER_UNUSABLE).with("path", folder.display()).detail(e.kind());
    fs::create_dir_all(&folder).map_err(failed)?;
    fs::canonicalize(&folder).map_err(failed)
}

/// Writes a file that only its owner may read; an earlier demo's is replaced.
fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut f| f.write_all(content))
        .map_err(|e| Error::new(Code::FILE_FAILED).with("path", path.display()).detail(e.kind()))
}

/// A password for the demo, in a file beside the keystore so that the commands it prints can be run as they are.
fn make_password(folder: &Path) -> Result<(Password, PathBuf)> {
    let mut bytes = Zeroizing::new([0u8; 10]);
    OsRandom.fill(&mut *bytes)?;
    let text: Zeroizing<String> = Zeroizing::new(
        "Demo-"
            .chars()
            .chain(bytes.iter().map(|b| char::from(b"abcdefghjkmnpqrstuvwxyz23456789"[usize::from(b % 31)])))
            .collect(),
    );
    let file = folder.join("password.txt");
    write_private(&file, text.as_bytes())?;
    let password = Password::from(text);
    match password.check(&password.clone()).into_iter().next() {
        Some(error) => Err(error),
        None => Ok((password, file)),
    }
}
