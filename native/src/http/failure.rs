//! What went wrong on the network, in our own codes.

use std::io;

use ehcert_core::{Code, Error};
use rustls::CertificateError;

use super::Call;

/// The server compressed its answer although it was asked not to. Expanding it could fill the memory.
#[derive(Debug)]
pub(super) struct Encoded;

impl std::fmt::Display for Encoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer is compressed, which was not asked for")
    }
}

impl std::error::Error for Encoded {}

/// Whether the same request can succeed a moment later without anybody doing something.
pub(super) fn is_passing(code: Code) -> bool {
    [
        Code::NETWORK_UNREACHABLE,
        Code::HOST_NOT_FOUND,
        Code::CONNECTION_REFUSED,
        Code::NETWORK_TIMEOUT,
        Code::CONNECTION_CUT,
        Code::NETWORK_FAILED,
    ]
    .contains(&code)
}

/// The error for a failed attempt. `limit` is the largest answer that was allowed, in bytes.
pub(super) fn classify(error: &ureq::Error, call: &Call, limit: u64) -> Error {
    let code = code_of(error);
    let told = call.error(code).detail(error);
    if code == Code::RESPONSE_TOO_LARGE { told.with("limit", format!("{} KiB", limit / 1024)) } else { told }
}

fn code_of(error: &ureq::Error) -> Code {
    use ureq::Error as E;
    match error {
        E::Io(error) => code_of_io(error),
        E::Rustls(error) => code_of_tls(error),
        E::Tls(_) | E::TlsRequired | E::Pem(_) => Code::TLS_FAILED,
        E::Timeout(_) => Code::NETWORK_TIMEOUT,
        E::HostNotFound => Code::HOST_NOT_FOUND,
        E::ConnectionFailed => Code::NETWORK_UNREACHABLE,
        E::BodyExceedsLimit(_) | E::LargeResponseHeader(..) => Code::RESPONSE_TOO_LARGE,
        E::RedirectFailed | E::TooManyRedirects => Code::REDIRECT_REFUSED,
        E::InvalidProxyUrl | E::ConnectProxyFailed(_) => Code::PROXY_FAILED,
        E::Other(other) if other.is::<Encoded>() => Code::UNEXPECTED_COMPRESSION,
        E::Protocol(_) | E::Http(_) | E::BodyStalled => Code::RESPONSE_MALFORMED,
        _ => Code::NETWORK_FAILED,
    }
}

fn code_of_io(error: &io::Error) -> Code {
    use io::ErrorKind as K;
    if let Some(inner) = error.get_ref() {
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return code_of_tls(tls);
        }
        if let Some(own) = inner.downcast_ref::<ureq::Error>() {
            return code_of(own);
        }
    }
    if is_name_failure(error) {
        return Code::HOST_NOT_FOUND;
    }
    match error.kind() {
        K::ConnectionRefused => Code::CONNECTION_REFUSED,
        K::ConnectionReset | K::ConnectionAborted | K::BrokenPipe | K::UnexpectedEof | K::NotConnected => {
            Code::CONNECTION_CUT
        }
        K::TimedOut | K::WouldBlock => Code::NETWORK_TIMEOUT,
        K::NetworkUnreachable | K::HostUnreachable | K::NetworkDown | K::AddrNotAvailable => Code::NETWORK_UNREACHABLE,
        K::InvalidData => Code::RESPONSE_MALFORMED,
        _ => Code::NETWORK_FAILED,
    }
}

/// Failures of name resolution have no kind of their own in the standard library: on Unix they carry its
/// sentence, on Windows the numbers WSAHOST_NOT_FOUND, WSATRY_AGAIN, WSANO_RECOVERY and WSANO_DATA.
fn is_name_failure(error: &io::Error) -> bool {
    let windows = cfg!(windows) && matches!(error.raw_os_error(), Some(11001..=11004));
    windows || error.to_string().starts_with("failed to lookup address information")
}

fn code_of_tls(error: &rustls::Error) -> Code {
    use CertificateError as C;
    match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
                Code::SERVER_CERTIFICATE_EXPIRED
            }
            C::NotValidForName | C::NotValidForNameContext { .. } => Code::SERVER_NAME_MISMATCH,
            _ => Code::SERVER_NOT_TRUSTED,
        },
        // The platform verifier says in words only that the system has no list of roots.
        rustls::Error::General(words) if words.contains("No CA certificates") => Code::NO_TRUSTED_ROOTS,
        _ => Code::TLS_FAILED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_io_failure_has_its_code() {
        let rows = [
            (io::ErrorKind::ConnectionRefused, Code::CONNECTION_REFUSED),
            (io::ErrorKind::ConnectionReset, Code::CONNECTION_CUT),
            (io::ErrorKind::UnexpectedEof, Code::CONNECTION_CUT),
            (io::ErrorKind::TimedOut, Code::NETWORK_TIMEOUT),
            (io::ErrorKind::NetworkUnreachable, Code::NETWORK_UNREACHABLE),
            (io::ErrorKind::HostUnreachable, Code::NETWORK_UNREACHABLE),
            (io::ErrorKind::PermissionDenied, Code::NETWORK_FAILED),
        ];
        for (kind, code) in rows {
            assert_eq!(code_of(&ureq::Error::Io(kind.into())), code, "{kind:?}");
        }
    }

    #[test]
    fn each_kind_of_distrust_has_its_code() {
        let rows = [
            (CertificateError::Expired, Code::SERVER_CERTIFICATE_EXPIRED),
            (CertificateError::NotValidYet, Code::SERVER_CERTIFICATE_EXPIRED),
            (CertificateError::NotValidForName, Code::SERVER_NAME_MISMATCH),
            (CertificateError::UnknownIssuer, Code::SERVER_NOT_TRUSTED),
            (CertificateError::Revoked, Code::SERVER_NOT_TRUSTED),
        ];
        for (reason, code) in rows {
            let tls = rustls::Error::InvalidCertificate(reason);
            assert_eq!(code_of(&ureq::Error::Rustls(tls.clone())), code);
            // As it comes out of a handshake: wrapped by the standard library.
            assert_eq!(code_of(&ureq::Error::Io(io::Error::new(io::ErrorKind::InvalidData, tls))), code);
        }
        let none = rustls::Error::General("No CA certificates were loaded from the system".into());
        assert_eq!(code_of(&ureq::Error::Rustls(none)), Code::NO_TRUSTED_ROOTS);
    }
}
