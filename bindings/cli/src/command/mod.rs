//! One module for each group of commands.

pub(crate) mod check;
pub(crate) mod complete;
pub(crate) mod demo;
pub(crate) mod eid;
pub(crate) mod etk;
pub(crate) mod inspect;
pub(crate) mod request;
pub(crate) mod revoke;
pub(crate) mod rewrap;
pub(crate) mod sandbox;
pub(crate) mod scan;
pub(crate) mod seal;
pub(crate) mod status;
pub(crate) mod validate;
pub(crate) mod verify;
