//! How long a keystore takes to be opened, for measurements that compare a binding with the engine itself:
//! `open_keystore FILE PASSWORD TIMES` prints microseconds, the median.

use std::{env, fs, time::Instant};

use ehcert_core::facade::keystore::Keystore;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [file, password, times] = arguments.as_slice() else { return Err("FILE PASSWORD TIMES".into()) };
    let bytes = fs::read(file)?;
    let mut taken = Vec::new();
    for _ in 0..times.parse::<usize>()?.max(1) {
        let begun = Instant::now();
        Keystore::open(bytes.clone(), password.clone().into_bytes())?.wipe();
        taken.push(begun.elapsed());
    }
    taken.sort_unstable();
    println!("{}", taken[taken.len() / 2].as_secs_f64() * 1e6);
    Ok(())
}
