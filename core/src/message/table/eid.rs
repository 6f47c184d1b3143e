use super::*;

codes! {}
