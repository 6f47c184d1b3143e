//! What is handed to who builds on the C ABI: header, libraries, samples, licences, bill of materials and checksums, as
//! an install tree and as an archive of it. The same source gives the same octets, wherever and whenever it is built.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// What is built: the triple, and the name that people know.
const TARGETS: [(&str, &str); 3] = [
    ("x86_64-unknown-linux-gnu", "linux-x86_64"),
    ("x86_64-pc-windows-gnu", "windows-x86_64"),
    ("i686-pc-windows-gnu", "windows-x86"),
];
/// The time of every file, unless SOURCE_DATE_EPOCH tells another: what zip can tell earliest is 1980.
const EPOCH: &str = "1735689600";
const SYSTEM: &str = "-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc";

/// Builds and packs all targets into `dist`. `only`: none for all.
pub(crate) fn package(root: &Path, only: &[&str]) -> Result<()> {
    let dist = root.join("dist");
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist)?;
    let version = version(root)?;
    for (target, label) in TARGETS {
        if !only.is_empty() && !only.contains(&label) && !only.contains(&target) {
            continue;
        }
        let built = build(root, target)?;
        let name = format!("ehcert-{version}-{label}");
        let tree = dist.join(&name);
        stage(root, target, &built, &tree)?;
        fs::write(tree.join("sbom.cdx.json"), bill(root, target)?)?;
        licences(root, target, &tree.join("licences"))?;
        checksums(&tree)?;
        archive(&dist, &name, target)?;
        fs::remove_dir_all(&tree)?;
    }
    checksums(&dist)
}

/// An install tree of what was built into `built`: include, lib, bin, samples.
pub(crate) fn stage(root: &Path, target: &str, built: &Path, out: &Path) -> Result<()> {
    let put = |from: PathBuf, to: &str| -> Result<()> {
        let to = out.join(to);
        fs::create_dir_all(to.parent().context("no folder")?)?;
        fs::copy(&from, &to).with_context(|| format!("{} is missing", from.display()))?;
        Ok(())
    };
    for name in [
        "ehcert.h",
        "ehcert.hpp",
        "Ehcert.pas",
        "Ehcert.cs",
        "ehcert.def",
        "abi.txt",
        "errors.tsv",
        "operations.md",
        "README.md",
    ] {
        put(root.join("include").join(name), &format!("include/{name}"))?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "SECURITY.md"] {
        put(root.join(name), name)?;
    }
    for file in files(&root.join("bindings/samples"))? {
        let name = file.strip_prefix(root.join("bindings"))?.to_string_lossy().replace('\\', "/");
        put(file.clone(), &name)?;
    }
    if target.contains("windows") {
        put(built.join("ehcert.dll"), "bin/ehcert.dll")?;
        put(built.join("libehcert.dll.a"), "lib/libehcert.dll.a")?;
        let prefix = target.split('-').next().unwrap_or_default();
        // Names of its members and symbols are made of the number of its process and of the path of what it writes, unless
        // it has a prefix and writes where it is.
        run(Command::new(format!("{prefix}-w64-mingw32-dlltool"))
            .current_dir(out.join("lib"))
            .args(["--deterministic-libraries", "--temp-prefix", "ehcert", "--input-def"])
            .arg(fs::canonicalize(root.join("include/ehcert.def"))?)
            .args(["--output-lib", "ehcert.lib"]))?;
    } else {
        put(built.join("libehcert.so"), "lib/libehcert.so.1")?;
        put(built.join("libehcert.a"), "lib/libehcert.a")?;
        #[cfg(unix)]
        std::os::unix::fs::symlink("libehcert.so.1", out.join("lib/libehcert.so"))?;
    }
    let version = version(root)?;
    let number: Vec<&str> = version.split('.').collect();
    for (from, to) in [
        ("ehcert.pc.in", "lib/pkgconfig/ehcert.pc"),
        ("ehcertConfig.cmake.in", "lib/cmake/ehcert/ehcertConfig.cmake"),
        ("ehcertConfigVersion.cmake.in", "lib/cmake/ehcert/ehcertConfigVersion.cmake"),
    ] {
        let text = fs::read_to_string(root.join("packaging").join(from))?
            .replace("@VERSION@", &version)
            .replace("@MAJOR@", number.first().unwrap_or(&"0"))
            .replace("@SYSTEM_CMAKE@", &SYSTEM.replace(' ', ";"))
            .replace("@SYSTEM@", SYSTEM);
        let to = out.join(to);
        fs::create_dir_all(to.parent().context("no folder")?)?;
        fs::write(to, text)?;
    }
    Ok(())
}

/// The folder of Cargo's registry.
fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(home) => Ok(PathBuf::from(home)),
        None => Ok(PathBuf::from(env::var_os("HOME").context("no HOME")?).join(".cargo")),
    }
}

/// What the compiler is told so that no path of this machine gets into what ships.
pub(crate) fn remapped(root: &Path, target: &Path) -> Result<Vec<String>> {
    // Where the source of the standard library is installed, its paths are this machine's.
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output()?.stdout;
    let sysroot = String::from_utf8(sysroot)?;
    Ok(vec![
        format!("--remap-path-prefix={}=/rust", sysroot.trim()),
        format!("--remap-path-prefix={}=/cargo", cargo_home()?.display()),
        format!("--remap-path-prefix={}=/build", target.display()),
        format!("--remap-path-prefix={}=/ehcert", root.display()),
    ])
}

/// Builds the libraries as they ship, and gives their folder. Errors: also a library
/// that has grown beyond its budget.
pub(crate) fn build(root: &Path, target: &str) -> Result<PathBuf> {
    let cargo_home = cargo_home()?;
    let into = match env::var_os("EHCERT_PACKAGE_TARGET") {
        Some(folder) => PathBuf::from(folder),
        None => root.join("target/package"),
    };
    let mut flags = remapped(root, &into)?;
    // Functions that keep a frame pointer need a quarter less of the tables by which panics unwind.
    flags.push("-Cforce-frame-pointers=yes".into());
    if target.contains("linux") {
        // Functions of the same code are there once: nothing in Rust depends on their addresses being different.
        flags.push("-Clink-arg=-Wl,--icf=all".into());
    }
    if target.contains("windows") {
        // The linker writes the time of the build otherwise.
        flags.push("-Clink-arg=-Wl,--no-insert-timestamp".into());
    }
    // In the shell's quotes: a folder's name may have spaces.
    let map = |folder: &Path, name: &str| {
        let folder = folder.display().to_string().replace('\'', r"'\''");
        format!("'-ffile-prefix-map={folder}={name}'")
    };
    let maps = [map(&cargo_home, "/cargo"), map(&into, "/build"), map(root, "/ehcert"), "-g0".into()].join(" ");
    run(Command::new("cargo")
        .current_dir(root)
        .args(["build", "--locked", "--profile", "dist", "-p", "ehcert-ffi", "--target", target, "--target-dir"])
        .arg(&into)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env("CC_SHELL_ESCAPED_FLAGS", "1")
        .env("CFLAGS", maps)
        .env("CARGO_INCREMENTAL", "0"))?;
    let built = into.join(target).join("dist");
    let (name, budget) =
        if target.contains("windows") { ("ehcert.dll", 5_000_000) } else { ("libehcert.so", 4_000_000) };
    let size = fs::metadata(built.join(name))?.len();
    ensure!(size <= budget, "{name} for {target} has {size} octets, more than its budget of {budget}");
    Ok(built)
}

/// The bill of materials: CycloneDX, as `cargo cyclonedx` writes it, without what differs between two runs or machines.
fn bill(root: &Path, target: &str) -> Result<String> {
    const NAME: &str = "ehcert-bill-of-materials";
    let made = Command::new("cargo")
        .current_dir(root)
        .args(["cyclonedx", "--manifest-path", "ffi/Cargo.toml", "--format", "json", "--spec-version", "1.5"])
        .args(["--no-build-deps", "-qq", "--target", target, "--override-filename", NAME])
        .status()?;
    ensure!(made.success(), "no bill of materials: `cargo install --locked cargo-cyclonedx@0.5.7`");
    let name = format!("{NAME}.json");
    let text = fs::read_to_string(root.join("ffi").join(&name))?;
    // It writes one for each member of the workspace.
    for member in files(root)?.into_iter().filter(|f| f.file_name().is_some_and(|n| *n == *name)) {
        fs::remove_file(member)?;
    }
    let text = text.replace(&format!("{}/", root.display()), "");
    let mut bill: Value = serde_json::from_str(&text)?;
    bill.as_object_mut().context("no bill")?.remove("serialNumber");
    bill.get_mut("metadata").and_then(Value::as_object_mut).context("no metadata")?.remove("timestamp");
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// The licence texts of everything that is linked.
fn licences(root: &Path, target: &str, out: &Path) -> Result<()> {
    let told = Command::new("cargo")
        .current_dir(root)
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", target])
        .output()?;
    ensure!(told.status.success(), "cargo metadata failed");
    let metadata: Value = serde_json::from_slice(&told.stdout)?;
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let word = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let nodes = list(metadata.get("resolve").context("no graph")?, "nodes");
    let packages = list(&metadata, "packages");
    let first = packages.iter().find(|p| word(p, "name") == "ehcert-ffi").context("no ehcert-ffi")?;
    let mut linked = BTreeSet::new();
    let mut open = vec![word(first, "id")];
    while let Some(id) = open.pop() {
        if !linked.insert(id.clone()) {
            continue;
        }
        for dependency in nodes.iter().filter(|n| word(n, "id") == id).flat_map(|n| list(n, "deps")) {
            // Neither for builds nor for tests.
            if list(&dependency, "dep_kinds").iter().any(|k| k.get("kind").is_some_and(Value::is_null)) {
                open.push(word(&dependency, "pkg"));
            }
        }
    }
    for package in packages.iter().filter(|p| linked.contains(&word(p, "id")) && !p["source"].is_null()) {
        let name = format!("{}-{}", word(package, "name"), word(package, "version"));
        let manifest = PathBuf::from(word(package, "manifest_path"));
        let folder = out.join(&name);
        fs::create_dir_all(&folder)?;
        let mut texts = format!("{name}\n{}\n{}\n", word(package, "license"), word(package, "repository"));
        for author in list(package, "authors").iter().filter_map(Value::as_str) {
            texts.push_str(author);
            texts.push('\n');
        }
        fs::write(folder.join("package.txt"), texts)?;
        for entry in fs::read_dir(manifest.parent().context("no folder")?)? {
            let entry = entry?;
            let file = entry.file_name().to_string_lossy().to_lowercase();
            let known = ["license", "licence", "copying", "notice", "copyright", "unlicense"];
            if known.iter().any(|k| file.starts_with(k)) && entry.file_type()?.is_file() {
                fs::copy(entry.path(), folder.join(entry.file_name()))?;
            }
        }
    }
    Ok(())
}

/// SHA256SUMS of a folder.
fn checksums(folder: &Path) -> Result<()> {
    let mut names: Vec<String> = files(folder)?
        .iter()
        .map(|f| Ok(f.strip_prefix(folder)?.to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.sort();
    let sums = Command::new("sha256sum").current_dir(folder).args(&names).output()?;
    ensure!(sums.status.success(), "sha256sum failed");
    fs::write(folder.join("SHA256SUMS"), sums.stdout)?;
    Ok(())
}

/// A tar.gz, or a zip for Windows, that tells nothing of when and by whom it was made.
fn archive(dist: &Path, name: &str, target: &str) -> Result<()> {
    let epoch = env::var("SOURCE_DATE_EPOCH").unwrap_or_else(|_| EPOCH.into());
    let script = if target.contains("windows") {
        "find \"$1\" -exec touch -h -d @$2 {} + && find \"$1\" -exec chmod u=rwX,go=rX {} + && \
         find \"$1\" -type f | LC_ALL=C sort | TZ=UTC zip -9 -q -X -@ \"$1.zip\""
    } else {
        "tar --sort=name --mtime=@$2 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -cf - \"$1\" | gzip -9n >\"$1.tar.gz\""
    };
    run(Command::new("sh").current_dir(dist).args(["-ec", script, "sh", name, &epoch]))
}

/// All files of a folder and of those in it; not what git or cargo keep.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            if name != "target" && name != ".git" && name != "dist" {
                found.extend(files(&entry.path())?);
            }
        } else if entry.file_type()?.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn version(root: &Path) -> Result<String> {
    fs::read_to_string(root.join("Cargo.toml"))?
        .lines()
        .find_map(|l| l.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned))
        .context("no version in Cargo.toml")
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{:?} cannot be started", command.get_program()))?;
    if !status.success() {
        bail!("{:?} failed", command.get_program());
    }
    Ok(())
}
