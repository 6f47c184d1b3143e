//! Challenge, encryption certificate, ETK and sealed messages.
