//! A photo of nobody: a grey JPEG of 140 x 200 pixels, drawn in blocks of 8 x 8.

const WIDTH: usize = 140;
const HEIGHT: usize = 200;
const COLUMNS: usize = WIDTH.div_ceil(8);
const ROWS: usize = HEIGHT.div_ceil(8);

/// Differences of 0 to 8 bits: nine DC codes of four bits each, which leaves the code of ones free, as the
/// standard demands.
const CATEGORIES: u8 = 9;

/// The picture. The comment segment says that nobody is shown, and fills the file to the size of a real one.
pub(super) fn jpeg() -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut note = b"No person is shown: drawn for the ehcert sandbox. ".repeat(40);
    note.truncate(1900);
    segment(&mut out, 0xFE, &note);
    // Quantisation by 8 makes a DC value the mean grey of its block minus 128.
    segment(&mut out, 0xDB, &[&[0x00][..], &[8; 64]].concat());
    let [h2, h1, ..] = HEIGHT.to_le_bytes();
    let [w2, w1, ..] = WIDTH.to_le_bytes();
    segment(&mut out, 0xC0, &[8, h1, h2, w1, w2, 1, 1, 0x11, 0]);
    let mut dc = vec![0x00, 0, 0, 0, CATEGORIES, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    dc.extend(0..CATEGORIES);
    segment(&mut out, 0xC4, &dc);
    // One AC code: end of block.
    segment(&mut out, 0xC4, &[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    segment(&mut out, 0xDA, &[1, 1, 0x00, 0, 63, 0]);

    let mut bits = Bits::default();
    let mut last = 0i16;
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let value = i16::from(shade(column, row)) - 128;
            let difference = value - last;
            last = value;
            let size = 16 - difference.unsigned_abs().leading_zeros();
            bits.push(size, 4);
            // Negative differences are written in ones' complement.
            let coded = if difference < 0 { difference - 1 } else { difference };
            bits.push(u32::from(coded.cast_unsigned()) & ((1 << size) - 1), size);
            bits.push(0, 1);
        }
    }
    out.extend(bits.finish());
    out.extend([0xFF, 0xD9]);
    out
}

/// Head and shoulders in front of a light wall.
fn shade(column: usize, row: usize) -> u8 {
    let square = |a: usize, b: usize| a.abs_diff(b).pow(2);
    let head = square(2 * column, COLUMNS - 1) * 4 + square(row, 9) * 5 < 260;
    let shoulders = row > 16 && square(2 * column, COLUMNS - 1) < (row - 14) * 32;
    if head {
        150
    } else if shoulders {
        70
    } else {
        215
    }
}

fn segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let [low, high, ..] = (content.len() + 2).to_le_bytes();
    out.extend([0xFF, marker, high, low]);
    out.extend_from_slice(content);
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.pending = self.pending << count | value;
        self.count += count;
        while self.count >= 8 {
            let octet = (self.pending >> (self.count - 8)).to_le_bytes()[0];
            self.out.push(octet);
            // FF in the picture's data is followed by 00, so that it is no marker.
            if octet == 0xFF {
                self.out.push(0);
            }
            self.count -= 8;
            self.pending &= (1 << self.count) - 1;
        }
    }
    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            let fill = 8 - self.count;
            self.push((1 << fill) - 1, fill);
        }
        self.out
    }
}
