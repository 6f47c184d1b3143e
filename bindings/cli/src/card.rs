//! Which card is meant by `--card`, and where its PIN comes from.

use std::{path::PathBuf, time::Duration};

use ehcert_core::{
    Code, Error, Result,
    eid::{PinCode, PinPurpose},
    trust::Anchors,
};
use ehcert_native::{
    Cancel,
    card::ReaderChoice,
    eid::{CardTransport, PinSource, ReaderCard},
    operation::CardRoots,
    platform::certificates,
    sandbox::SandboxCard,
    store,
};
use ehcert_sandbox::card::SoftwareCard;

use crate::{args::Card, output::Output, secret, text};

/// A card that was opened by its name on the command line.
pub(crate) struct OpenCard {
    pub(crate) transport: Box<dyn CardTransport>,
    /// The reader, or the file.
    pub(crate) name: String,
    /// Whose roots it must lead to.
    pub(crate) roots: CardRoots,
}

/// Opens `any`, a reader by name, `software:FILE`, or `sandbox`: the card of the one at `platform`.
pub(crate) fn open(args: &Card, platform: &str, output: &Output, cancel: &Cancel) -> Result<OpenCard> {
    let card = args.card.as_str();
    let given = match &args.eid_anchor {
        Some(file) => Some(CardRoots::These(Anchors::from_certificates(certificates(&store::read(file)?)?))),
        None => None,
    };
    if let Some(file) = card.strip_prefix("software:") {
        let path = PathBuf::from(file);
        let json = std::fs::read_to_string(&path)
            .map_err(|e| Error::new(Code::FILE_NOT_FOUND).with("path", path.display()).detail(e.kind()))?;
        let card = SoftwareCard::from_json(&json)?;
        let name = path.display().to_string();
        let roots = given.unwrap_or(CardRoots::OnCard);
        return Ok(OpenCard { transport: Box::new(SoftwareTransport { card, path }), name, roots });
    }
    if card == "sandbox" {
        let transport = SandboxCard::open(platform, cancel.clone())?;
        return Ok(OpenCard {
            transport: Box::new(transport),
            name: card.to_owned(),
            roots: given.unwrap_or(CardRoots::OnCard),
        });
    }
    let choice = reader_choice(args).unwrap_or_default();
    let mut busy = |problem: &Error| output.warning(problem);
    let wait = Duration::from_secs(args.reader_wait.into());
    let reader = ReaderCard::open(&choice, output.language(), wait, &mut busy, cancel.clone())?;
    let name = reader.reader().to_owned();
    Ok(OpenCard { transport: Box::new(reader), name, roots: given.unwrap_or(CardRoots::Belgium) })
}

/// Which reader is meant; `None` for a card that is in none.
pub(crate) fn reader_choice(args: &Card) -> Option<ReaderChoice> {
    match args.card.as_str() {
        "sandbox" => None,
        file if file.starts_with("software:") => None,
        "any" => Some(ReaderChoice::Any),
        name => Some(ReaderChoice::Named(name.to_owned())),
    }
}

/// A software card in its file: counters survive, as on a real card.
struct SoftwareTransport {
    card: SoftwareCard,
    path: PathBuf,
}

impl CardTransport for SoftwareTransport {
    fn transmit(&mut self, apdu: &[u8]) -> Result<Vec<u8>> {
        Ok(self.card.transmit(apdu))
    }
    fn end(&mut self) {
        // The card goes on without its counters when the file cannot be written: it is a test card.
        let _ = self.card.save(&self.path);
    }
}

/// Asks for PINs on the terminal, or takes them from a file.
pub(crate) struct Pins<'a> {
    pub(crate) file: Option<PathBuf>,
    /// File of the new PIN, when it is changed.
    pub(crate) new_file: Option<PathBuf>,
    pub(crate) output: &'a Output,
}

impl<'a> Pins<'a> {
    pub(crate) fn new(args: &Card, output: &'a Output) -> Self {
        Self { file: args.pin_file.clone(), new_file: None, output }
    }

    /// Asks, with the tries that are left when it is fewer than all.
    fn ask(&self, prompt: &str, tries_left: Option<u8>) -> Result<PinCode> {
        self.output.clear();
        let tries = tries_left.filter(|t| *t < 3);
        let front = tries.map(|t| format!("({t} {}) ", text::tries_left(self.output.language()))).unwrap_or_default();
        PinCode::new(&secret::ask(&format!("{front}{prompt}"))?)
    }
}

impl PinSource for Pins<'_> {
    fn pin(&mut self, purpose: PinPurpose, tries_left: Option<u8>) -> Result<PinCode> {
        if let Some(file) = &self.file {
            return PinCode::new(&secret::first_line(file)?);
        }
        let language = self.output.language();
        self.ask(
            match purpose {
                PinPurpose::Signature => text::pin_signature(language),
                _ => text::pin_authentication(language),
            },
            tries_left,
        )
    }

    fn new_pin(&mut self, tries_left: Option<u8>) -> Result<(PinCode, PinCode)> {
        let language = self.output.language();
        let old = match &self.file {
            Some(file) => PinCode::new(&secret::first_line(file)?)?,
            None => self.ask(text::pin_old(language), tries_left)?,
        };
        if let Some(file) = &self.new_file {
            return Ok((old, PinCode::new(&secret::first_line(file)?)?));
        }
        let new = self.ask(text::pin_new(language), None)?;
        let again = self.ask(text::again(language), None)?;
        if new.block() != again.block() {
            return Err(Error::new(Code::PIN_CONFIRMATION).field("pin"));
        }
        Ok((old, new))
    }

    fn pinpad(&mut self, _purpose: Option<PinPurpose>, _tries_left: Option<u8>) {
        self.output.say(text::type_on_reader(self.output.language()));
    }
}
