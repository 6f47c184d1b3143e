//! Check-digit algorithms, as data.

use serde::Serialize;

/// How the last two digits of a number follow from the digits before them. The names are the RA's where
/// it has one (`CHECK-97-MOD-97`, `CHECK-MOD-97`), and formed like them where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckAlgorithm {
    /// Name, as `GetGenericOrganizationTypes` gives it.
    pub name: &'static str,
    /// The modulus.
    pub modulus: u8,
    /// Whether the check is the modulus less the remainder, rather than the remainder itself.
    pub complement: bool,
}

const ALGORITHMS: &[CheckAlgorithm] = &[
    CheckAlgorithm { name: "CHECK-97-MOD-97", modulus: 97, complement: true },
    CheckAlgorithm { name: "CHECK-MOD-97", modulus: 97, complement: false },
    CheckAlgorithm { name: "CHECK-89-MOD-89", modulus: 89, complement: true },
    CheckAlgorithm { name: "CHECK-83-MOD-83", modulus: 83, complement: true },
];

impl CheckAlgorithm {
    /// The algorithm of this name, in any case; `None` when ehcert does not know it.
    pub fn find(name: &str) -> Option<Self> {
        ALGORITHMS.iter().copied().find(|a| a.name.eq_ignore_ascii_case(name.trim()))
    }

    /// All known ones.
    pub fn all() -> &'static [Self] {
        ALGORITHMS
    }

    /// Whether the last two digits are the check of those before them. Of a professional's number with a
    /// qualification code (11 digits, NIHII) give the first 8. False for what is not 3 to 18 digits.
    pub fn accepts(&self, digits: &str) -> bool {
        let length = digits.len();
        // 18 digits fit into 64 bits; no identifier is near that long.
        if !(3..=18).contains(&length) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        let Some((head, check)) = digits.split_at_checked(length - 2) else { return false };
        let (Ok(head), Ok(check)) = (head.parse::<u64>(), check.parse::<u64>()) else { return false };
        let modulus = u64::from(self.modulus);
        let remainder = head % modulus;
        if self.complement {
            check == modulus - remainder
        } else {
            // A remainder of nothing is written 00, or as the modulus where 00 is avoided.
            check == remainder || (remainder == 0 && check == modulus)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass_and_their_neighbours_do_not() {
        let rule = CheckAlgorithm::find("check-97-mod-97").unwrap();
        for number in ["0809394427", "0566988259", "1990001916", "67803295"] {
            assert!(rule.accepts(number), "{number}");
            let value: u64 = number.parse().unwrap();
            assert!(!rule.accepts(&format!("{:0width$}", value + 1, width = number.len())), "{number} + 1");
        }
    }

    #[test]
    fn each_algorithm_has_its_own_arithmetic() {
        // 123456 = 97 * 1272 + 72 = 89 * 1387 + 13 = 83 * 1487 + 35.
        for (name, check) in
            [("CHECK-97-MOD-97", 25), ("CHECK-MOD-97", 72), ("CHECK-89-MOD-89", 76), ("CHECK-83-MOD-83", 48)]
        {
            let rule = CheckAlgorithm::find(name).unwrap();
            let accepted: Vec<u8> = (0..100).filter(|c| rule.accepts(&format!("123456{c:02}"))).collect();
            assert_eq!(accepted, [check], "{name}");
        }
        // A multiple of 97.
        assert!(CheckAlgorithm::find("CHECK-97-MOD-97").unwrap().accepts("00009797"));
        assert!(CheckAlgorithm::find("CHECK-MOD-97").unwrap().accepts("00009700"));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "1", "12", "12345678901234567890", "1234567é", "+1234567", "12 45678"] {
            assert!(CheckAlgorithm::all().iter().all(|a| !a.accepts(text)), "{text}");
        }
        assert_eq!(CheckAlgorithm::find("CHECK-MOD-11"), None);
    }
}
