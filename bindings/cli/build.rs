//! With the feature `portal`, the list of the files of the built portal page, to be embedded. Without it, or as long as
//! the page was not built, the list is empty: the command needs neither Node nor a WebAssembly toolchain.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if env::var_os("CARGO_FEATURE_PORTAL").is_some() {
        let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
        let page = root.join("../../wasm/demo/dist");
        println!("cargo::rerun-if-changed={}", page.display());
        if page.join("index.html").is_file() {
            collect(&page.canonicalize()?, "", &mut files)?;
        } else {
            println!("cargo::warning=wasm/demo/dist is not there: this command will have no portal page");
        }
    }
    files.sort();
    let list = format!("&[\n{}]\n", files.concat());
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("portal.rs"), list)
}

/// A line of the list for each file below a folder. Files beside it with `.br` and `.gz` are its compressed forms.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name =
            path.file_name().and_then(|n| n.to_str()).ok_or_else(|| io::Error::other("a name that is no text"))?;
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
            continue;
        }
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let bytes = |path: &Path| format!("include_bytes!({:?})", path.display().to_string());
        let packed = |end: &str| {
            let packed = folder.join(format!("{name}.{end}"));
            if packed.is_file() { format!("Some({})", bytes(&packed)) } else { "None".into() }
        };
        files.push(format!(
            "WebFile {{ path: {:?}, content_type: {:?}, content: {}, brotli: {}, gzip: {} }},\n",
            format!("{prefix}{name}"),
            content_type(name)?,
            bytes(&path),
            packed("br"),
            packed("gz"),
        ));
    }
    Ok(())
}

/// The MIME type, by the ending of the name.
fn content_type(name: &str) -> io::Result<&'static str> {
    Ok(match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => return Err(io::Error::other(format!("no MIME type is known for {name}"))),
    })
}
