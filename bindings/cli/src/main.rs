//! The `ehcert` command.
fn main() {}
