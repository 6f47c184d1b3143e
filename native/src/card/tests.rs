use std::{
    collections::VecDeque,
    sync::{Arc, Barrier, MutexGuard},
};

use ehcert_core::eid::pinpad::{FEATURE_MODIFY_PIN_DIRECT, FEATURE_VERIFY_PIN_DIRECT, Features, Operation};

use super::{service::Link, *};

/// A scripted PC/SC with one reader after the other.
#[derive(Default)]
struct Script {
    /// Error of opening the service, once for each entry.
    open: VecDeque<u32>,
    /// Readers and what they show; the last one stays.
    looks: VecDeque<Vec<(&'static str, Seen)>>,
    /// Error of looking, once for each entry.
    look_errors: VecDeque<u32>,
    connect: VecDeque<u32>,
    begin: VecDeque<u32>,
    reconnect: VecDeque<u32>,
    /// Error of asking for the answer to reset, once for each entry.
    atr: VecDeque<u32>,
    answers: VecDeque<Outcome<Vec<u8>>>,
    features: Option<Outcome<Vec<u8>>>,
    firmware: Option<Outcome<(u8, u8)>>,
    /// Everything that was sent.
    sent: Vec<Vec<u8>>,
    /// What became of the card.
    events: Vec<&'static str>,
}

#[derive(Clone, Default)]
struct Fake {
    script: Arc<Mutex<Script>>,
    /// A command waits for this for ever when set.
    never: Option<Arc<Barrier>>,
}

impl Fake {
    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> Readers {
        let fake = self.clone();
        Readers::with(Arc::new(move || match fake.script().open.pop_front() {
            Some(number) => Err(number),
            None => Ok(Box::new(fake.clone()) as Box<dyn Service>),
        }))
    }

    fn with_card() -> Self {
        let fake = Self::default();
        fake.script().looks.push_back(vec![("Acme Reader 00 00", card(0))]);
        fake
    }

    fn connection(&self) -> CardConnection {
        self.readers().connect(&ReaderChoice::Any, Duration::ZERO, &Cancel::new()).unwrap()
    }
}

fn card(changes: u32) -> Seen {
    Seen { state: state::PRESENT | changes << 16, atr: vec![0x3B, 0x98] }
}

fn next(errors: &mut VecDeque<u32>) -> Outcome<()> {
    errors.pop_front().map_or(Ok(()), Err)
}

impl Service for Fake {
    fn readers(&self) -> Outcome<Vec<String>> {
        Ok(self.script().looks.front().into_iter().flatten().map(|(name, _)| (*name).to_owned()).collect())
    }
    fn look(&self, readers: &[String]) -> Outcome<Vec<Seen>> {
        let mut script = self.script();
        next(&mut script.look_errors)?;
        let now = if script.looks.len() > 1 { script.looks.pop_front() } else { script.looks.front().cloned() };
        let now = now.unwrap_or_default();
        assert_eq!(now.len(), readers.len());
        Ok(now.into_iter().map(|(_, seen)| seen).collect())
    }
    fn connect(&self, _: &str) -> Outcome<Box<dyn Link>> {
        next(&mut self.script().connect)?;
        Ok(Box::new(FakeLink { fake: self.clone(), reset: false }))
    }
}

struct FakeLink {
    fake: Fake,
    reset: bool,
}

impl Drop for FakeLink {
    fn drop(&mut self) {
        self.fake.script().events.push(if self.reset { "reset" } else { "left" });
    }
}

impl Link for FakeLink {
    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        self.fake.script().sent.push(command.to_vec());
        if let Some(never) = &self.fake.never {
            never.wait();
        }
        self.fake.script().answers.pop_front().unwrap_or_else(|| Ok(vec![0x90, 0x00]))
    }
    fn control(&mut self, code: u32, data: &[u8]) -> Outcome<Vec<u8>> {
        let mut script = self.fake.script();
        if code == pcsc::control_code(3400) {
            return script.features.clone().unwrap_or(Ok(Vec::new()));
        }
        script.sent.push([&code.to_be_bytes(), data].concat());
        script.answers.pop_front().unwrap_or_else(|| Ok(vec![0x90, 0x00]))
    }
    fn begin(&mut self) -> Outcome<()> {
        next(&mut self.fake.script().begin)
    }
    fn end(&mut self) -> Outcome<()> {
        self.fake.script().events.push("end");
        Ok(())
    }
    fn reconnect(&mut self) -> Outcome<()> {
        next(&mut self.fake.script().reconnect)
    }
    fn atr(&mut self) -> Outcome<Vec<u8>> {
        next(&mut self.fake.script().atr).map(|()| vec![0x3B, 0x98])
    }
    fn firmware(&mut self) -> Outcome<(u8, u8)> {
        self.fake.script().firmware.unwrap_or(Err(number::INVALID_PARAMETER))
    }
    fn reset_at_end(&mut self, reset: bool) {
        self.reset = reset;
    }
}

fn code<T>(outcome: Result<T>) -> Code {
    match outcome {
        Ok(_) => panic!("an error was expected"),
        Err(error) => error.code(),
    }
}

const SELECT: [u8; 7] = [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x50, 0x3C];
const VERIFY: [u8; 13] = [0x00, 0x20, 0x00, 0x01, 0x08, 0x24, 0x12, 0x34, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
const SIGN: [u8; 6] = [0x00, 0x2A, 0x9E, 0x9A, 0x01, 0x00];
const LOG_OFF: [u8; 4] = [0x80, 0xE6, 0x00, 0x00];

#[test]
fn without_pcsc_the_error_says_what_to_install_and_later_success_is_found() {
    let fake = Fake::with_card();
    fake.script().open = [number::NOT_INSTALLED, number::NO_SERVICE].into();
    let readers = fake.readers();
    let missing = readers.list().unwrap_err();
    assert_eq!(missing.code(), Code::PCSC_SERVICE_MISSING);
    assert!(missing.advice(ehcert_core::Language::En).contains("pcscd"));
    if cfg!(not(windows)) {
        assert_eq!(code(readers.list()), Code::PCSC_SERVICE_MISSING);
    }
    assert_eq!(readers.list().unwrap().len(), 1);
}

#[test]
fn the_pcsc_of_this_computer_answers_or_is_missing() {
    // Whatever is installed where this runs: no panic, no hang, and only these two answers.
    if let Err(error) = Readers::new().list() {
        let known = [Code::PCSC_SERVICE_MISSING, Code::PCSC_SERVICE_STOPPED, Code::READER_ACCESS_DENIED];
        assert!(known.contains(&error.code()), "{error}");
    }
}

#[test]
fn a_dead_service_is_opened_again() {
    let fake = Fake::with_card();
    let readers = fake.readers();
    readers.list().unwrap();
    fake.script().look_errors = [number::COMM_ERROR].into();
    assert_eq!(readers.list().unwrap().len(), 1);
    // A service that dies at once after opening is told.
    fake.script().look_errors = [number::NO_SERVICE, number::SERVICE_STOPPED].into();
    if cfg!(not(windows)) {
        assert_eq!(code(readers.list()), Code::PCSC_SERVICE_STOPPED);
    }
}

#[test]
fn a_reader_that_vanishes_while_looking_is_looked_at_again() {
    let fake = Fake::with_card();
    fake.script().look_errors = [number::UNKNOWN_READER, number::UNKNOWN_READER].into();
    assert_eq!(fake.readers().list().unwrap().len(), 1);
    fake.script().look_errors = VecDeque::from(vec![number::UNKNOWN_READER; 9]);
    assert_eq!(code(fake.readers().list()), Code::READER_UNPLUGGED);
}

#[test]
fn readers_are_chosen_by_name_part_or_card() {
    let fake = Fake::default();
    let mute = Seen { state: state::PRESENT | state::MUTE, atr: Vec::new() };
    let find = |choice: &ReaderChoice| fake.readers().find(choice);
    let named = |name: &str| ReaderChoice::Named(name.into());
    assert_eq!(code(find(&ReaderChoice::Any)), Code::NO_READER);
    let hello = ("Windows Hello for Business 1", card(0));
    fake.script().looks = [vec![hello.clone()]].into();
    assert_eq!(code(find(&ReaderChoice::Any)), Code::NO_READER);
    fake.script().looks =
        [vec![hello, ("Acme 0", Seen::default()), ("Acme 1", mute), ("Best 0", card(0)), ("Best 01", card(0))]].into();
    assert_eq!(find(&ReaderChoice::Any).unwrap().name, "Best 0");
    assert_eq!(find(&named("Best 01")).unwrap().name, "Best 01");
    assert_eq!(find(&named("bEST")).unwrap().name, "Best 0");
    assert_eq!(code(find(&named("Acme 0"))), Code::READER_EMPTY);
    assert_eq!(code(find(&named("acme"))), Code::CARD_MUTE);
    let unknown = find(&named("Cyber")).unwrap_err();
    assert_eq!(unknown.code(), Code::READER_NOT_FOUND);
    assert!(unknown.advice(ehcert_core::Language::En).contains("Best 0, Best 01"));
}

#[test]
fn changes_are_noticed_and_waiting_ends() {
    let fake = Fake::default();
    let reader = |seen: Seen| vec![("Acme", seen)];
    // Empty, still empty but used by somebody, card in, quickly out and in again.
    let busy = Seen { state: state::IN_USE, atr: Vec::new() };
    fake.script().looks =
        [reader(Seen::default()), reader(busy), reader(card(1)), reader(card(3)), reader(card(3))].into();
    let (readers, cancel) = (fake.readers(), Cancel::new());
    let empty = readers.list().unwrap();
    let first = readers.wait_for_change(&empty, None, &cancel).unwrap().unwrap();
    assert!(first[0].card_present && first[0].atr.is_some());
    let second = readers.wait_for_change(&first, None, &cancel).unwrap().unwrap();
    assert_eq!(second[0].changes, 3);
    assert_eq!(readers.wait_for_change(&second, Some(Duration::from_millis(1)), &cancel).unwrap(), None);
    cancel.cancel();
    assert_eq!(code(readers.wait_for_change(&second, None, &cancel)), Code::CANCELLED);
}

#[test]
fn a_held_reader_is_waited_for() {
    let fake = Fake::with_card();
    fake.script().connect = [number::SHARING_VIOLATION].into();
    let readers = fake.readers();
    let busy = readers.connect(&ReaderChoice::Any, Duration::ZERO, &Cancel::new()).unwrap_err();
    assert_eq!((busy.code(), busy.value("reader")), (Code::READER_BUSY, Some("Acme Reader 00 00")));
    fake.script().connect = [number::SHARING_VIOLATION, number::SHARING_VIOLATION].into();
    let mut card = readers.connect(&ReaderChoice::Any, Duration::from_secs(60), &Cancel::new()).unwrap();
    assert_eq!((card.reader(), card.atr()), ("Acme Reader 00 00", &[0x3B, 0x98][..]));
    fake.script().begin = [number::SHARING_VIOLATION].into();
    assert_eq!(code(card.begin(Duration::ZERO, &Cancel::new())), Code::READER_BUSY);
    fake.script().begin = [number::SHARING_VIOLATION].into();
    card.begin(Duration::from_secs(60), &Cancel::new()).unwrap();
    card.end(&Cancel::new()).unwrap();
    card.end(&Cancel::new()).unwrap();
    drop(card);
    assert_eq!(fake.script().events, ["end", "left"]);
}

#[test]
fn only_reading_is_ever_sent_again() {
    for lost in [number::NOT_TRANSACTED, number::COMM_DATA_LOST] {
        for (command, times) in [(&SELECT[..], 2), (&VERIFY[..], 1), (&SIGN[..], 1), (&LOG_OFF[..], 1)] {
            let fake = Fake::with_card();
            let mut card = fake.connection();
            fake.script().answers = [Err(lost), Err(lost), Err(lost)].into();
            assert_eq!(code(card.transmit(command, &Cancel::new())), Code::CARD_COMMUNICATION);
            assert_eq!(fake.script().sent.len(), times, "{command:02X?}");
        }
    }
    // The service knows that the card or the reader is gone, at once or a little later.
    let fake = Fake::with_card();
    let mut card = fake.connection();
    let later = number::TIMEOUT;
    for (seen, want) in [
        (vec![number::REMOVED_CARD], Code::CARD_REMOVED),
        (vec![later, number::READER_UNAVAILABLE], Code::READER_UNPLUGGED),
        (vec![later, later, number::INVALID_VALUE], Code::READER_UNPLUGGED),
    ] {
        fake.script().answers = [Err(number::NOT_TRANSACTED)].into();
        fake.script().atr = seen.into();
        assert_eq!(code(card.transmit(&SIGN, &Cancel::new())), want);
        assert!(fake.script().atr.is_empty());
    }
    fake.script().answers = [Err(number::COMM_DATA_LOST), Ok(vec![0x61, 0x10])].into();
    assert_eq!(card.transmit(&SELECT, &Cancel::new()).unwrap(), [0x61, 0x10]);
}

#[test]
fn a_card_is_reset_at_the_end_unless_it_was_logged_off() {
    let ask_tries = [0x00, 0x20, 0x00, 0x01];
    for (commands, end) in [
        (vec![&SELECT[..], &ask_tries], "left"),
        (vec![&VERIFY[..], &SIGN], "reset"),
        (vec![&VERIFY[..], &SIGN, &LOG_OFF], "left"),
    ] {
        let fake = Fake::with_card();
        let mut card = fake.connection();
        for command in commands {
            card.transmit(command, &Cancel::new()).unwrap();
        }
        drop(card);
        assert_eq!(fake.script().events, [end]);
    }
}

#[test]
fn each_loss_of_the_card_has_its_code_and_reconnect_takes_it_up_again() {
    let rows = [
        (Err(number::REMOVED_CARD), Code::CARD_REMOVED),
        (Err(number::RESET_CARD), Code::CARD_RESET),
        (Err(number::READER_UNAVAILABLE), Code::READER_UNPLUGGED),
        (Err(number::NO_SERVICE), Code::PCSC_SERVICE_STOPPED),
        (Ok(vec![]), Code::CARD_REMOVED),
        (Ok(vec![0x90]), Code::CARD_COMMUNICATION),
    ];
    for (answer, want) in rows {
        let fake = Fake::with_card();
        let mut card = fake.connection();
        fake.script().answers = [answer].into();
        assert_eq!(code(card.transmit(&SIGN, &Cancel::new())), want);
        fake.script().reconnect = [number::NO_SMARTCARD, number::SHARING_VIOLATION].into();
        assert_eq!(code(card.reconnect(Duration::from_secs(60), &Cancel::new())), Code::READER_EMPTY);
        card.reconnect(Duration::from_secs(60), &Cancel::new()).unwrap();
        assert_eq!(card.transmit(&SELECT, &Cancel::new()).unwrap(), [0x90, 0x00]);
    }
}

#[test]
fn a_card_that_never_answers_is_left_behind() {
    let never = Arc::new(Barrier::new(2));
    let fake = Fake { never: Some(never.clone()), ..Fake::with_card() };
    let mut card = fake.connection();
    let cancel = Cancel::new();
    let outcome = std::thread::scope(|threads| {
        let waiting = threads.spawn(|| card.transmit(&SELECT, &cancel));
        while fake.script().sent.is_empty() {
            std::thread::yield_now();
        }
        cancel.cancel();
        waiting.join().unwrap()
    });
    assert_eq!(code(outcome), Code::CANCELLED);
    assert_eq!(code(card.transmit(&SELECT, &Cancel::new())), Code::CARD_NOT_ANSWERING);
    // When the card answers after all, its thread gives it back.
    never.wait();
    while fake.script().events.is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(fake.script().events, ["left"]);
}

#[test]
fn commands_of_impossible_length_are_refused() {
    let mut card = Fake::with_card().connection();
    for length in [0, 3, 262] {
        assert_eq!(code(card.transmit(&vec![0; length], &Cancel::new())), Code::INVALID_ARGUMENT);
    }
}

#[test]
fn pinpads_are_found_and_asked_once() {
    let list = vec![0x06, 4, 0x42, 0, 0x0D, 0xB0, 0x12, 4, 0x42, 0, 0x0D, 0xB1];
    let fake = Fake::with_card();
    let cancel = Cancel::new();
    let mut card = fake.connection();
    assert!(!card.features(&cancel).unwrap().has(FEATURE_VERIFY_PIN_DIRECT));
    // SCARD_E_UNSUPPORTED_FEATURE of pcsclite.
    fake.script().features = Some(Err(0x8010_001F));
    assert_eq!(card.features(&cancel).unwrap(), Features::default());
    fake.script().features = Some(Err(number::REMOVED_CARD));
    assert_eq!(code(card.features(&cancel)), Code::CARD_REMOVED);
    fake.script().features = Some(Ok(list.clone()));
    let features = card.features(&cancel).unwrap();
    assert!(features.has(FEATURE_VERIFY_PIN_DIRECT) && !features.has(FEATURE_MODIFY_PIN_DIRECT));
    assert_eq!(code(card.pinpad(&features, Operation::Modify, &[1], &cancel)), Code::NO_PINPAD);
    fake.script().answers = [Err(number::COMM_DATA_LOST), Ok(vec![0x64, 0x01])].into();
    assert_eq!(code(card.pinpad(&features, Operation::Verify, &[1], &cancel)), Code::CARD_COMMUNICATION);
    assert_eq!(card.pinpad(&features, Operation::Verify, &[1], &cancel).unwrap(), [0x64, 0x01]);
    assert_eq!(fake.script().sent, [[0x42, 0, 0x0D, 0xB0, 1]; 2]);
    drop(card);
    assert_eq!(fake.script().events, ["reset"]);

    let fake = Fake::default();
    fake.script().looks = [vec![("Gemalto GemPC Pinpad 00 00", self::card(0))]].into();
    fake.script().features = Some(Ok(list));
    assert!(!fake.connection().features(&cancel).unwrap().has(FEATURE_VERIFY_PIN_DIRECT));
}

#[test]
fn lists_of_features_that_lie_are_read_as_far_as_they_go() {
    let fake = Fake::with_card();
    let mut card = fake.connection();
    for (list, has) in [
        (vec![0x06], false),
        (vec![0x06, 4, 1, 2, 3], false),
        (vec![0x06, 2, 1, 2], false),
        (vec![0x12, 1, 0, 0x06, 4, 0, 0, 0, 1], true),
        (vec![0x06, 255, 0], false),
    ] {
        fake.script().features = Some(Ok(list.clone()));
        assert_eq!(card.features(&Cancel::new()).unwrap().has(FEATURE_VERIFY_PIN_DIRECT), has, "{list:?}");
    }
}

#[test]
fn readers_that_hide_their_keys_are_asked_by_pseudo_commands() {
    let fake = Fake::default();
    fake.script().looks = [vec![("VASCO DIGIPASS 875 0", self::card(0))]].into();
    let cancel = Cancel::new();
    let mut card = fake.connection();
    fake.script().answers = [Ok(vec![0x06, 0x07, 0x12, 0x90, 0x00])].into();
    let features = card.features(&cancel).unwrap();
    assert!(features.has(FEATURE_VERIFY_PIN_DIRECT) && features.has(FEATURE_MODIFY_PIN_DIRECT));
    fake.script().answers = [Ok(vec![0x64, 0x00])].into();
    assert_eq!(card.pinpad(&features, Operation::Verify, &[0xAA, 0xBB], &cancel).unwrap(), [0x64, 0x00]);
    assert_eq!(fake.script().sent, [vec![0xFF, 0xC2, 1, 0, 0], vec![0xFF, 0xC2, 1, 6, 2, 0xAA, 0xBB]]);
    // A driver that tells by the control channel after all; and a card that does not know the question.
    fake.script().features = Some(Ok(vec![0x06, 4, 0, 0, 0, 1]));
    assert_eq!(card.features(&cancel).unwrap(), Features::parse(&[0x06, 4, 0, 0, 0, 1]));
    fake.script().features = None;
    fake.script().answers = [Ok(vec![0x6E, 0x00])].into();
    assert_eq!(card.features(&cancel).unwrap(), Features::default());
}

#[test]
fn the_firmware_of_a_reader_is_told_or_not() {
    let fake = Fake::with_card();
    let (mut card, cancel) = (fake.connection(), Cancel::new());
    assert_eq!(card.firmware(&cancel).unwrap(), None);
    fake.script().firmware = Some(Ok((5, 5)));
    assert_eq!(card.firmware(&cancel).unwrap(), Some((5, 5)));
    fake.script().firmware = Some(Err(number::REMOVED_CARD));
    assert_eq!(code(card.firmware(&cancel)), Code::CARD_REMOVED);
}

#[test]
fn who_waits_for_another_program_is_told_which_reader() {
    let fake = Fake::with_card();
    fake.script().connect = VecDeque::from(vec![number::SHARING_VIOLATION; 25]);
    let mut told = Vec::new();
    let mut busy = |error: &Error| told.push((error.code(), error.value("reader").unwrap().to_owned()));
    let wait = Duration::from_secs(60);
    fake.readers().connect_or_tell(&ReaderChoice::Any, wait, &mut busy, &Cancel::new()).unwrap();
    assert_eq!(told, [(Code::READER_BUSY, "Acme Reader 00 00".to_owned())]);
}
