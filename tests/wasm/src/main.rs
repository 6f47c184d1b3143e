//! The test runner of wasm-bindgen: `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER` names it.

fn main() {
    if let Err(failed) = wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os()) {
        eprintln!("{failed:?}");
        std::process::exit(1);
    }
}
