//! The command as people and scripts call it, against a platform in a box: bad input, faults, crashes, and the
//! whole life of a certificate.

mod answers;
mod crash;
mod disk;
mod eid;
mod faults;
mod input;
mod life;
mod support;
mod wrong;
