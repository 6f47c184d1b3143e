use super::*;

/// Gives these octets, then counts on.
struct Fixed(Vec<u8>);

impl Random for Fixed {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<()> {
        for (to, from) in buffer.iter_mut().zip(&self.0) {
            *to = *from;
        }
        Ok(())
    }
}

fn octets(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn the_published_example_of_p256_comes_out() {
    // RFC 5903 section 8.1.
    let key = octets("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433");
    let own = octets(
        "04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C37725811805271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3",
    );
    let peer = octets(
        "04D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF6356FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB",
    );
    let exchange = KeyExchange::generate(ExchangeCurve::P256, &mut Fixed(key)).unwrap();
    assert_eq!(exchange.public(), own);
    let shared = exchange.agree(&peer).unwrap();
    assert_eq!(*shared, octets("D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE"));
}

#[test]
fn both_sides_agree_and_what_is_no_point_is_refused() {
    for curve in [ExchangeCurve::P256, ExchangeCurve::P384] {
        let make = |n| KeyExchange::generate(curve, &mut Fixed((n..=n + 47).collect())).unwrap();
        let (one, other) = (make(1).public(), make(100).public());
        assert_eq!(make(1).agree(&other).unwrap(), make(100).agree(&one).unwrap());
        let mut off = other.clone();
        *off.last_mut().unwrap() ^= 1;
        let compressed = [&[2], &other[1..=other.len() / 2]].concat();
        for bad in [&off[..], &compressed, &other[1..], &[0], &[]] {
            assert_eq!(make(1).agree(bad).unwrap_err().code(), Code::BAD_ENCODING, "{bad:?}");
        }
    }
    // Only numbers that are none of a key.
    let none = KeyExchange::generate(ExchangeCurve::P384, &mut Fixed(vec![0xFF; 48]));
    assert_eq!(none.map(|_| ()).unwrap_err().code(), Code::RANDOM_UNAVAILABLE);
}
