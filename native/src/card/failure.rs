//! What went wrong with a reader or card, in our own codes.

use ehcert_core::{Code, Error};

use super::service::number as n;

/// The error for a number of PC/SC, with the reader it is about.
pub(super) fn of_pcsc(number: u32, reader: &str) -> Error {
    let code = match number {
        n::NOT_INSTALLED | n::NO_SERVICE => Code::PCSC_SERVICE_MISSING,
        n::SERVICE_STOPPED | n::COMM_ERROR | n::INVALID_HANDLE => Code::PCSC_SERVICE_STOPPED,
        n::NO_READERS => Code::NO_READER,
        n::UNKNOWN_READER | n::READER_UNAVAILABLE | n::INVALID_VALUE => Code::READER_UNPLUGGED,
        n::NO_SMARTCARD => Code::READER_EMPTY,
        n::REMOVED_CARD => Code::CARD_REMOVED,
        n::RESET_CARD => Code::CARD_RESET,
        n::SHARING_VIOLATION | n::NOT_READY => Code::READER_BUSY,
        n::UNRESPONSIVE_CARD | n::UNPOWERED_CARD => Code::CARD_MUTE,
        n::PROTO_MISMATCH | n::UNSUPPORTED_CARD | n::CARD_UNSUPPORTED => Code::CARD_PROTOCOL,
        n::COMM_DATA_LOST | n::NOT_TRANSACTED => Code::CARD_COMMUNICATION,
        n::WAITED_TOO_LONG | n::TIMEOUT => Code::CARD_NOT_ANSWERING,
        n::SECURITY_VIOLATION | n::NO_ACCESS => Code::READER_ACCESS_DENIED,
        _ => Code::PCSC_FAILED,
    };
    let remark = if number == n::NOT_INSTALLED {
        "the library of PC/SC is not installed".to_owned()
    } else {
        format!("PC/SC 0x{number:08X}")
    };
    Error::new(code).with("reader", reader).detail(remark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_code_and_names_the_reader_where_the_text_does() {
        let rows = [
            (0xE4CE_0001, "PcscServiceMissing"),
            (0x8010_001D, "PcscServiceMissing"),
            (0x8010_001E, "PcscServiceStopped"),
            (0x8010_0013, "PcscServiceStopped"),
            (0x8010_0003, "PcscServiceStopped"),
            (0x8010_002E, "NoReader"),
            (0x8010_0009, "ReaderUnplugged"),
            (0x8010_0017, "ReaderUnplugged"),
            (0x8010_0011, "ReaderUnplugged"),
            (0x8010_000C, "ReaderEmpty"),
            (0x8010_0069, "CardRemoved"),
            (0x8010_0068, "CardReset"),
            (0x8010_000B, "ReaderBusy"),
            (0x8010_0066, "CardMute"),
            (0x8010_000F, "CardProtocol"),
            (0x8010_002F, "CardCommunication"),
            (0x8010_0016, "CardCommunication"),
            (0x8010_0007, "CardNotAnswering"),
            (0x8010_006A, "ReaderAccessDenied"),
            (0x8010_0001, "PcscFailed"),
        ];
        for (number, name) in rows {
            let error = of_pcsc(number, "Reader 7");
            assert_eq!(error.code().name(), name, "{number:08X}");
            for language in ehcert_core::Language::ALL {
                assert!(!error.message(language).contains('{') && !error.advice(language).contains('{'));
            }
        }
    }
}
