//! PKCS#12 keystores.
