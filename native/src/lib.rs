//! The driver of ehcert: smart card, network and keystore folder.
