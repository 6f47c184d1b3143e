//! Who a certificate is for.
