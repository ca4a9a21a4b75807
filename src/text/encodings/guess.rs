//! Which encoding bytes are in that are no UTF-8: as browsers guess, and by what letters stand beside each other.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use oem_cp::code_table::DECODING_TABLE_CP_MAP;

/// Most bytes that a guess is made from.
const ENOUGH: usize = 1 << 20;

/// Collects what is no UTF-8.
#[derive(Debug, Default)]
pub struct Guess {
    seen: Vec<u8>,
    /// What the file says of itself.
    declared: Option<&'static Encoding>,
}

/// An encoding, settled.
#[derive(Debug, Clone)]
pub struct Settled {
    how: How,
    name: String,
    /// Share of its letters that stand where no word has them.
    odd: f64,
    /// Whether anything was no UTF-8 at all.
    used: bool,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(u16),
}

/// Code pages of DOS that exports of old programs are in, with those most likely first. Those of Cyrillic are browsers' own.
const DOS: &[u16] = &[850, 437, 852, 720, 737, 857, 860, 863, 865];

impl Guess {
    /// A guess on a file that may say of itself what it is in, as XML and HTML do.
    pub fn declared(bytes: &[u8]) -> Guess {
        let head = &bytes[..bytes.len().min(2048)];
        let head = String::from_utf8_lossy(head);
        let declared = head.trim_start().starts_with('<').then(|| {
            let label = ["encoding=", "charset="].iter().find_map(|key| head.split_once(key).map(|(_, rest)| rest))?;
            let label = label.trim_start_matches(['"', '\'']);
            Encoding::for_label(label.split(['"', '\'', ' ', '>', ';', '?']).next()?.as_bytes())
        });
        Guess { seen: Vec::new(), declared: declared.flatten() }
    }

    /// Looks at some bytes; whether they are no UTF-8.
    pub fn see(&mut self, bytes: &[u8]) -> bool {
        if bytes.is_ascii() || std::str::from_utf8(bytes).is_ok() {
            return false;
        }
        if self.seen.len() < ENOUGH {
            self.seen.extend_from_slice(bytes);
            self.seen.push(b'\n');
        }
        true
    }

    /// The encoding: the one that is named, else the one declared, else the one that the letters look most like.
    pub fn settle(&self, named: Option<&str>) -> Settled {
        if let Some(settled) = named.and_then(Settled::named) {
            return settled;
        }
        if self.seen.is_empty() {
            return Settled { used: false, ..Settled::web(WINDOWS_1252) };
        }
        if let Some(declared) = self.declared.filter(|encoding| !encoding.decode_without_bom_handling(&self.seen).1) {
            return self.judged(Settled::web(declared));
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&self.seen, true);
        let first = self.judged(Settled::web(detector.guess(None, Utf8Detection::Deny)));
        // Browsers never meet DOS and the old Macintosh: where their guess leaves letters in odd places, these are tried.
        if first.odd < 0.05 {
            return first;
        }
        let others = std::iter::once(Settled::web(WINDOWS_1252))
            .chain(DOS.iter().filter_map(|page| Settled::dos(*page)))
            .chain(std::iter::once(Settled::web(MACINTOSH)));
        let mut best = first;
        for other in others.map(|other| self.judged(other)) {
            // Clearly better, for the browsers' guess has seen more languages than letters in odd places show.
            if other.odd < best.odd * 0.5 {
                best = other;
            }
        }
        best
    }

    fn judged(&self, mut settled: Settled) -> Settled {
        settled.odd = odd(&settled.decode(&self.seen));
        settled
    }
}

impl Settled {
    fn web(encoding: &'static Encoding) -> Settled {
        Settled { how: How::Web(encoding), name: encoding.name().to_owned(), odd: 0.0, used: true }
    }

    fn dos(page: u16) -> Option<Settled> {
        DECODING_TABLE_CP_MAP.get(&page)?;
        Some(Settled { how: How::Dos(page), name: format!("cp{page}"), odd: 0.0, used: true })
    }

    /// The encoding of that name.
    pub fn named(name: &str) -> Option<Settled> {
        let name = name.trim();
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(Settled::web(encoding));
        }
        let page = name.to_ascii_lowercase().replace(['-', '_', ' '], "");
        let page = page.strip_prefix("cp").or_else(|| page.strip_prefix("ibm")).or_else(|| page.strip_prefix("dos"));
        let page: u16 = page.unwrap_or(name).parse().ok()?;
        match Encoding::for_label(format!("windows-{page}").as_bytes()) {
            Some(encoding) => Some(Settled::web(encoding)),
            None => Settled::dos(page),
        }
    }

    /// Its usual name.
    pub fn name(&self) -> &str {
        if self.used { &self.name } else { "UTF-8" }
    }

    /// The text that bytes are in it; UTF-8 is always read as such.
    pub fn decode(&self, bytes: &[u8]) -> String {
        if let (Ok(text), false) = (std::str::from_utf8(bytes), self.is_utf16()) {
            return text.to_owned();
        }
        match self.how {
            How::Web(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            How::Dos(page) => DECODING_TABLE_CP_MAP
                .get(&page)
                .map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |table| table.decode_string_lossy(bytes)),
        }
    }

    fn is_utf16(&self) -> bool {
        matches!(self.how, How::Web(encoding) if encoding.name().starts_with("UTF-16"))
    }

    /// What to say of a file of several texts.
    pub fn note(&self) -> Option<String> {
        let note = format!("its texts are not all UTF-8: read as {}", self.name);
        self.used.then(|| std::iter::once(note).chain(self.doubt()).collect::<Vec<_>>().join("; "))
    }

    /// What to say where the guess is a poor one.
    pub fn doubt(&self) -> Option<String> {
        (self.odd >= 0.1).then(|| {
            format!(
                "{} of 100 of its letters beyond ASCII stand where no word has them: the guess may be wrong, and `encoding` under \
                 [[input]] settles it",
                (self.odd * 100.0).round()
            )
        })
    }
}

/// The share of letters beyond ASCII that stand where words do not have them: a sign between letters, a capital behind a small letter
/// of another script's row, what is no letter at all.
fn odd(text: &str) -> f64 {
    let (mut odd, mut all) = (0u32, 0u32);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if !letter.is_ascii() {
            all += 1;
            let within = before.is_alphabetic() || next.is_alphabetic();
            let script = |other: char| {
                !other.is_alphabetic() || other.is_ascii() == is_latin(letter) || is_latin(other) == is_latin(letter)
            };
            // A capital within a word that is not all capitals.
            let inside =
                |before: char, next: char| before.is_lowercase() || before.is_alphabetic() && next.is_lowercase();
            let strange = match letter {
                '\u{fffd}' | '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{2500}'..='\u{259f}' => true,
                '’' | '‘' | 'ʼ' | '·' | '–' | '—' | '“' | '”' | '«' | '»' | '„' | '…' | '\u{a0}' | '\u{ad}' => {
                    matches!(letter, '„' | '«' | '“' | '…' | '—') && before.is_alphabetic() && next.is_alphabetic()
                }
                'ª' | 'º' | '°' | '²' | '³' => false,
                letter if letter.is_alphabetic() => {
                    letter.is_uppercase() && inside(before, next) || !script(before) || !script(next)
                }
                letter if is_mark(letter) => false,
                _ => within,
            };
            odd += u32::from(strange);
        }
        before = letter;
    }
    if all == 0 { 0.0 } else { f64::from(odd) / f64::from(all) }
}

/// Whether a letter is of the Latin script.
fn is_latin(letter: char) -> bool {
    matches!(letter, 'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Whether a character is a mark that a letter carries, as Arabic, Hebrew, Thai and Vietnamese have them, or punctuation of a script.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{600}'..='\u{61f}' | '\u{640}' | '\u{64b}'..='\u{65f}'
        | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{3000}'..='\u{303f}'
        | '\u{30fb}' | '\u{30fc}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(bytes: &[u8]) -> (String, String) {
        let mut guess = Guess::default();
        guess.see(bytes);
        let settled = guess.settle(None);
        (settled.name().to_owned(), settled.decode(bytes))
    }

    #[test]
    fn dos_and_macintosh_are_told_from_windows() {
        let cases: [(&[u8], &str, &str); 4] = [
            (
                b"S\x82gou; trois bless\x82s pr\x8as de la fronti\x8are",
                "cp850",
                "Ségou; trois blessés près de la frontière",
            ),
            (
                b"S\x8egou; trois bless\x8es pr\x8fs de la fronti\x8fre",
                "macintosh",
                "Ségou; trois blessés près de la frontière",
            ),
            (
                b"S\xe9gou; trois bless\xe9s pr\xe8s de la fronti\xe8re",
                "windows-1252",
                "Ségou; trois blessés près de la frontière",
            ),
            (
                b"Puerto As\xa1s; murieron dos ni\xa4os en la regi\xa2n",
                "cp850",
                "Puerto Asís; murieron dos niños en la región",
            ),
        ];
        for (bytes, name, text) in cases {
            assert_eq!(guessed(bytes), (name.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn what_a_file_says_of_itself_counts() {
        let xml = b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xc3\xee\xec\xe5\xeb\xfc</a>";
        let mut guess = Guess::declared(xml);
        guess.see(xml);
        assert_eq!(guess.settle(None).name(), "windows-1251");
    }

    #[test]
    fn letters_in_odd_places_are_counted() {
        assert_eq!(odd("Ségou, Gao, Ménaka"), 0.0);
        assert_eq!(odd("الرقة ودير الزور"), 0.0);
        assert_eq!(odd("Грозный, Назрань"), 0.0);
        assert_eq!(odd("MÉNAKA, État"), 0.0);
        assert!(odd("S‚gou") > 0.9 && odd("SŽgou") > 0.9);
    }
}
