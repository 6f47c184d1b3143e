use super::*;

fn check(java: &str, yes: &[&str], no: &[&str]) {
    let pattern = Pattern::translate(java).unwrap_or_else(|e| panic!("{java}: {e}"));
    for text in yes {
        assert!(pattern.matches(text), "{java} must match {text}");
    }
    for text in no {
        assert!(!pattern.matches(text), "{java} must not match {text}");
    }
}

#[test]
fn the_whole_text_must_match() {
    check("[0-9]{8}", &["67803295"], &["", "6780329", "678032951", " 67803295", "67803295\n", "٦٧٨٠٣٢٩٥"]);
    check("1|12", &["1", "12"], &["2", "123"]);
    check("^7\\d{7}$", &["71234567"], &["81234567"]);
    check("\\A[01]\\d{9}\\Z", &["0809394427"], &["2809394427"]);
    check("", &[""], &["a"]);
    check("a||b", &["a", "", "b"], &["ab"]);
}

#[test]
fn quantifiers() {
    check("a*?b", &["b", "aab"], &["a"]);
    check("a{2,3}?", &["aa", "aaa"], &["a", "aaaa"]);
    check("(?:ab){2,}", &["abab", "ababab"], &["ab"]);
    check("a{0}b", &["b"], &["ab"]);
    check("[0-9]++", &["1", "123"], &["", "a"]);
    check("[0-9]++[A-Z]", &["12A"], &["12"]);
    check("[0-9]{4}+[0-9]", &["12345"], &["1234"]);
    check("(?:[0-9]++,)*[A-Z]?+", &["1,22,A", ""], &["1"]);
}

#[test]
fn classes() {
    check("[0-9A-Z-_]{1,30}", &["A-B_9"], &["a", ""]);
    check("[^0-9]", &["a", "é"], &["1"]);
    check("[a-z&&[^bc]]", &["a", "d"], &["b", "c", "A"]);
    check("[a-z&&b-d&&[c-z]]", &["c", "d"], &["b", "e"]);
    check("[a-c[x-z]]", &["b", "y"], &["d"]);
    check("[]a]", &["]", "a"], &["b"]);
    check("[a-]", &["a", "-"], &["b"]);
    check("[\\d.\\-\\]]", &["1", ".", "-", "]"], &["a"]);
    check("[&a]", &["&", "a"], &["b"]);
    check("[\\Qa-c\\E]", &["a", "-", "c"], &["b"]);
    check("[+--]", &["+", ",", "-"], &["."]);
    check("\\p{Alpha}\\p{Digit}\\P{Digit}", &["a1b"], &["é1b", "a11"]);
    check("\\p{Punct}", &["!", "_", "~"], &["a", "é"]);
    check("\\pL\\p{Lu}\\p{IsL}\\p{gc=Nd}", &["éÉa٣"], &["éaa1"]);
    check("[\\p{javaLowerCase}&&[^é]]", &["a", "è"], &["é", "A"]);
    check("\\p{javaLetterOrDigit}+", &["aé1"], &["a-"]);
    check("\\p{javaWhitespace}", &[" "], &["\u{A0}", "a"]);
    check("\\w\\W\\s\\S\\h", &["a- b\u{A0}"], &["aab b "]);
    check("\\w", &["_"], &["é"]);
    check("[a-z&&[A-Z]]", &[], &["a", "A", ""]);
}

#[test]
fn escapes_groups_and_flags() {
    check("\\Qa.b\\E+", &["a.b", "a.bb"], &["axb"]);
    check("\\Qa.b", &["a.b"], &["axb"]);
    check("a*\\Q\\Eb", &["aab", "b"], &["a"]);
    check("\\x41\\u0042\\x{43}\\0104\\.", &["ABCD."], &["ABCDx"]);
    check("(?<year>\\d{4})-(\\d\\d)", &["2026-11"], &["2026"]);
    check("(?i)ab[c-d]", &["ABC", "abD"], &["abe"]);
    check("(?i:a)b", &["Ab"], &["aB"]);
    check("(a(?i)b)c", &["aBc"], &["aBC"]);
    check("(?-i)a", &["a"], &["A"]);
    // Only ASCII letters have another case in Java without (?u).
    check("(?i)k", &["K"], &["\u{212A}"]);
    check("(?i)\\p{Lower}", &["A"], &["1"]);
    check("(?s).", &["é"], &["\n", "\u{2028}"]);
    check("a\\b-b", &["a-b"], &["ab"]);
}

#[test]
fn lookaheads_at_the_start_are_conditions() {
    check("(?!0+$)\\d{8}", &["00000001"], &["00000000"]);
    check("^(?=\\d)(?![89])[0-9A]{2}", &["7A"], &["A7", "87"]);
    check("(?!12)", &[""], &["12"]);
}

#[test]
fn what_cannot_be_translated_is_refused_by_name() {
    for (java, construct) in [
        ("(\\d)\\1", "\\1"),
        ("(?<a>\\d)\\k<a>", "\\k<...>"),
        ("a(?=b)b", "(?=...)"),
        ("a(?!b)c", "(?!...)"),
        ("a|(?!b)c", "(?!...)"),
        ("(?<=a)b", "(?<=...)"),
        ("(?<!a)b", "(?<!...)"),
        ("(?>a*)b", "(?>...)"),
        ("a*+a", "possessive quantifier (*+, ++, ?+, {n}+)"),
        ("(?:ab)*+", "possessive quantifier (*+, ++, ?+, {n}+)"),
        ("(?:a++)*", "possessive quantifier (*+, ++, ?+, {n}+)"),
        ("\\d++\\p{Nd}", "possessive quantifier (*+, ++, ?+, {n}+)"),
        ("\\G1", "\\G"),
        ("\\B1", "\\B"),
        ("\\R", "\\R"),
        ("\\X", "\\X"),
        ("\\p{InGreek}", "\\p{InGreek}"),
        ("\\p{IsLatin}", "\\p{IsLatin}"),
        ("\\p{javaMirrored}", "\\p{javaMirrored}"),
        ("(?x)a b", "(?x)"),
        ("(?u)a", "(?u)"),
        ("(?i)\\p{Lu}", "(?i) with \\p{...}"),
        ("[^a[b]]", "[^...[...]] or [^...&&...]"),
        ("[^a&&b]", "[^...[...]] or [^...&&...]"),
        ("[a&&]", "&& without a right side"),
        ("\\N{DIGIT ONE}", "\\N{...}"),
        ("\\b{g}", "\\b{...}"),
        ("(?:^)*a|^*", "a repeated anchor or lookaround"),
    ] {
        let error = Pattern::translate(java).unwrap_err();
        assert_eq!((error.code(), error.value("construct")), (Code::PATTERN_UNSUPPORTED, Some(construct)), "{java}");
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    let long = "a".repeat(MAX_PATTERN + 1);
    let deep = format!("{}a{}", "(".repeat(60), ")".repeat(60));
    let deep_class = format!("{}a{}", "[".repeat(60), "]".repeat(60));
    let many = format!("a{}", "{2}".repeat(60));
    for java in [
        "(",
        ")",
        "a)",
        "(a",
        "[",
        "[a",
        "[]",
        "a{",
        "a{x}",
        "a{2,1}",
        "a{1001}",
        "a{99999999999}",
        "*a",
        "{2}a",
        "a**b)",
        "\\",
        "\\x4",
        "\\xZZ",
        "\\u12",
        "\\x{110000}",
        "\\uD800",
        "\\0",
        "\\y",
        "\\p",
        "\\p{",
        "(?",
        "(?z)",
        "(?<1>a)",
        "[z-a]",
        "[a-\\d]",
        "(\\d{1,999}){1,999}",
        &long,
        &deep,
        &deep_class,
        &many,
    ] {
        let error = Pattern::translate(java).unwrap_err();
        assert_eq!(error.code(), Code::PATTERN_INVALID, "{java:.40}");
    }
}

#[test]
fn an_expression_that_explodes_in_java_is_linear_here() {
    let pattern = Pattern::translate("(a+)+b").unwrap();
    assert!(!pattern.matches(&"a".repeat(100_000)));
}

#[test]
fn an_empty_quotation_does_not_hide_depth() {
    // Found by fuzzing: each `a*\\Q\\E` once took away from the count of what is open.
    check("a*\\Q", &["aa", ""], &["b"]);
    assert!(Pattern::translate("a*\\Q\\E+").is_err());
    assert!(Pattern::translate(&"(a*\\Q\\E".repeat(5_000)).is_err());
}

#[test]
fn any_text_gives_an_answer() {
    // Every expression of up to three pieces from the syntax: no panic, and what compiles can run.
    let pieces =
        ["a", "(", ")", "[", "]", "^", "-", "&&", "\\", "?", "*", "+", "{2}", "|", "Q", "\\E", "(?", "i", "é", "p{"];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for d in ["", "]", ")"] {
                    if let Ok(pattern) = Pattern::translate(&format!("{a}{b}{c}{d}")) {
                        pattern.matches("aé");
                    }
                }
            }
        }
    }
}

#[test]
fn properties_hold_for_the_same_characters_as_elsewhere() {
    let names = "L Lu Ll Lt Lm Lo LC M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp \
                 IsLowercase IsUppercase IsAlphabetic IsWhite_Space";
    // What one of the two tables does not know yet tells nothing; the last one is of another case since Unicode 17.
    let unassigned = regex::Regex::new(r"[\p{Cn}\u{295}]").unwrap();
    let chars: Vec<char> = ('\0'..'\u{3100}').filter(|c| !unassigned.is_match(c.encode_utf8(&mut [0; 4]))).collect();
    for name in names.split_whitespace() {
        let ours = class::named(name, false).unwrap();
        let theirs = regex::Regex::new(&format!(r"\p{{{}}}", name.trim_start_matches("Is"))).unwrap();
        for c in &chars {
            assert_eq!(ours.contains(*c), theirs.is_match(c.encode_utf8(&mut [0; 4])), "{name} {c:?}");
        }
        assert!(chars.iter().all(|c| ours.negate().contains(*c) != ours.contains(*c)), "{name}");
    }
}

#[test]
fn expressions_made_by_chance_match_what_another_engine_matches() {
    let pieces =
        ["a", "b", "[ab]", "[^a]", "\\d", "\\b", "^", "$", "(?:", "(", ")", "|", "*", "+", "?", "{2}", "{0,2}", "{1,}"];
    let texts: Vec<String> = (0..4u32.pow(4))
        .map(|n| format!("{n:04b}").chars().map(|c| if c == '0' { 'a' } else { 'b' }).collect())
        .collect();
    let texts: Vec<&str> =
        texts.iter().map(String::as_str).chain(["", "a", "b", "ab", "ba", "1", "a1", "1 b", "aab", "a b"]).collect();
    let (mut seed, mut compared) = (0x2545_F491_4F6C_DD1D_u64, 0);
    while compared < 1500 {
        let mut java = String::new();
        for _ in 0..2 + seed % 9 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            java.push_str(pieces[usize::try_from((seed >> 33) % 18).unwrap()]);
        }
        let Ok(ours) = Pattern::translate(&java) else { continue };
        // A possessive quantifier is something else there.
        if java.contains("++") || java.contains("*+") || java.contains("?+") || java.contains("}+") {
            continue;
        }
        let java_to_theirs = format!(r"\A(?:{})\z", java.replace("\\b", "(?-u:\\b)"));
        // Nor does it know `(?)`.
        let Ok(theirs) = regex::Regex::new(&java_to_theirs) else { continue };
        compared += 1;
        for text in &texts {
            assert_eq!(ours.matches(text), theirs.is_match(text), "{java} and {text:?}");
        }
    }
}

#[test]
fn what_follows_is_known_up_to_a_number_of_ranges() {
    let class = |first: u32, count| (0..count).map(|i| char::from_u32(first + 2 * i).unwrap()).collect::<String>();
    let among = |count| format!("a?+(?:[{}]|[{}])", class(0x4E00, count), class(0x6000, count));
    assert!(Pattern::translate(&among(100)).unwrap().matches("a\u{4E02}"));
    let refused = Pattern::translate(&among(200)).unwrap_err();
    assert_eq!(refused.value("construct"), Some("possessive quantifier (*+, ++, ?+, {n}+)"));
}
