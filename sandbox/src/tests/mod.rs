//! The platform as a client meets it: every rule accepts what it should and refuses what it should.

mod cards;
mod certificates;
mod client;
mod faults;
mod interop;
mod people;
mod schema;
mod tokens;

use client::*;
