//! `ehcert passwd` and `ehcert rewrap`: the same entries under another password or in another form.

use ehcert_core::{
    Code, Error, Result,
    keystore::{Keystore, Profile},
    random::OsRandom,
    request::Password,
};
use ehcert_native::{Cancel, store};
use serde_json::json;

use crate::{
    args::{Passwd, Rewrap},
    command::request::new_password,
    output::Output,
    secret, text,
};

pub(crate) fn passwd(args: &Passwd, output: &Output) -> Result<u8> {
    let language = output.language();
    let password = secret::password(args.password.password_file.as_ref(), text::password(language))?;
    let old = store::read_keystore(&args.keystore)?;
    let opened = Keystore::open(&old, &password)?;
    let password = new_password(args.new_password_file.as_ref(), output)?;
    let new = opened.write(&password, Profile::Ehealth, &mut OsRandom)?;
    store::replace(&args.keystore, &old, &new, |read| same(read, &opened, &password), &Cancel::new())?;
    output.event("password", json!({"keystore": args.keystore}), text::changed(language));
    Ok(0)
}

pub(crate) fn run(args: &Rewrap, output: &Output) -> Result<u8> {
    let language = output.language();
    let profile = Profile::from_name(&args.profile)
        .ok_or_else(|| Error::new(Code::INVALID_ARGUMENT).with("what", "--profile"))?;
    let password = secret::password(args.password.password_file.as_ref(), text::password(language))?;
    let old = store::read_keystore(&args.keystore)?;
    let opened = Keystore::open(&old, &password)?;
    let new = opened.write(&password, profile, &mut OsRandom)?;
    let verify = |read: &[u8]| same(read, &opened, &password);
    let path = match &args.out {
        Some(path) => {
            store::create(path, &new, verify, &Cancel::new())?;
            path
        }
        None => {
            store::replace(&args.keystore, &old, &new, verify, &Cancel::new())?;
            &args.keystore
        }
    };
    output.event("written", json!({"keystore": path}), &format!("{} {}", text::written(language), path.display()));
    Ok(0)
}

/// What was read back opens with the password and has every key it had.
fn same(read: &[u8], wanted: &Keystore, password: &Password) -> Result<()> {
    let found = Keystore::open(read, password)?;
    if found.holds_all_of(wanted) { Ok(()) } else { Err(Code::READ_BACK_FAILED.into()) }
}
