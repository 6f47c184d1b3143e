//! ETK and sealed messages from outside: the vectors of other programs, OpenSSL as a witness in both
//! directions, every official error name provoked by something made for it, and hostile bytes.

mod conformance;
mod hostile;
mod made_messages;
mod made_tokens;
mod openssl;
mod support;
mod vectors;
