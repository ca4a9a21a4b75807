//! Details in running text that can put people in danger: telephone numbers, addresses, names of witnesses.

use super::quick::AnyOf;
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use regex::Regex;
use std::sync::LazyLock;

/// What kind of detail it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The name of a witness, resident or survivor.
    Witness,
}

impl Kind {
    /// The words for it.
    pub const fn words(self) -> &'static str {
        match self {
            Kind::Phone => "a telephone number",
            Kind::Email => "an e-mail address",
            Kind::Witness => "the name of a witness",
        }
    }
}

/// A detail and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Its kind.
    pub kind: Kind,
    /// First byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The detail itself; pass on [`Detail::masked`] instead.
    text: String,
}

impl Detail {
    /// The detail with all but a hint hidden: `+223 ** ** ** **`, `t****@e****`, `M**** T****`.
    pub fn masked(&self) -> String {
        match self.kind {
            Kind::Phone => {
                let mut digits = 0;
                let mask = |ch: char| {
                    digits += usize::from(ch.is_ascii_digit());
                    if ch.is_ascii_digit() && digits > 3 { '*' } else { ch }
                };
                self.text.chars().map(mask).collect()
            }
            Kind::Email => self.text.split('@').map(hint).collect::<Vec<_>>().join("@"),
            Kind::Witness => self.text.split_whitespace().map(hint).collect::<Vec<_>>().join(" "),
        }
    }
}

/// The first letter, and asterisks that do not tell the length.
fn hint(word: &str) -> String {
    word.chars().take(1).chain("****".chars()).collect()
}

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}").ok());

/// With a country code, or after a word for telephone.
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let digits = r"\d(?:[ .\-/()]{0,2}\d){6,13}";
    Regex::new(&format!(
        r"(?i)(?P<coded>(?:\+|(?-u:\b)00)[1-9]{digits})|(?:^|[\s(,;:])(?:tel|tél|phone|telephone|téléphone|mobile|cell|whatsapp|numéro|call)(?-u:\b)[ .:°n]{{0,4}}(?P<called>\(?\d(?:[ .\-/()]{{0,2}}\d){{6,13}})"
    ))
    .ok()
});

/// A word for a witness, a name of two words or more with capitals, a verb of saying or a comma around the name.
static WITNESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let who = r"(?:[Ww]itness|[Ee]yewitness|[Rr]esident|[Vv]illager|[Ss]urvivor|[Ii]nhabitant|[Tt]émoin|[Rr]escapée?|[Hh]abitante?|[Vv]illageoise?|[Rr]iveraine?)";
    let name = r"(?P<name>\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+){1,2})";
    let said = r"(?:said|told|says|recalled|described|recounted|added|confirmed|a\s+dit|a\s+déclaré|a\s+raconté|a\s+confié|raconte|témoigne|affirme|explique)";
    Regex::new(&format!(
        r"(?-u:\b){who}(?:,\s+|\s+(?:named\s+|nommée?\s+|identified\s+as\s+)?){name},?\s+(?:\w+\s+)?{said}\b"
    ))
    .ok()
});

/// Words with capitals that are no part of a person's name.
const NO_NAMES: &[&str] =
    &["Coordinator", "Representative", "Commissioner", "Radio", "News", "Agency", "Nations", "United", "Association"];

/// Words that a telephone number follows.
static CALLS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = ["tel", "tél", "tÉl", "phone", "mobile", "cell", "whatsapp", "numéro", "numÉro", "call"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

/// Whether a telephone number may stand in a text: `+` or `00` before a country code, or a word for telephone, and digits enough.
fn may_call(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Counted in bytes, many at a time; a piece is too short to overflow them.
    let count = |piece: &[u8]| piece.iter().fold(0u8, |count, byte| count + u8::from(byte.is_ascii_digit()));
    if bytes.chunks(128).map(|piece| usize::from(count(piece))).sum::<usize>() < DIGITS {
        return false;
    }
    let code = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b'1'..=b'9'));
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    static ZEROS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("00"));
    let plus = || memchr::memchr_iter(b'+', bytes).any(|at| code(at + 1));
    let zeros = || {
        ZEROS.find_iter(bytes).any(|at| {
            let begins = at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|before| !word(before));
            begins && code(at + 2)
        })
    };
    plus() || zeros() || long_number(bytes) && CALLS.as_ref().is_none_or(|words| words.is_match(text))
}

/// Whether a number as long as that of a telephone stands there, with the signs that people set between its digits. Dates
/// as 2016-12-17 are none: [`find`] lets them through whatever stands before them.
fn long_number(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    // From one number to the next: most of a text are letters.
    while let Some(start) = rest.iter().position(u8::is_ascii_digit) {
        rest = &rest[start..];
        let date = rest.get(4) == Some(&b'-');
        let (mut digits, mut gap, mut end) = (0, 0, rest.len());
        for (at, byte) in rest.iter().enumerate() {
            if byte.is_ascii_digit() {
                (digits, gap) = (digits + 1, 0);
            } else if gap < 2 && matches!(byte, b' ' | b'.' | b'-' | b'/' | b'(' | b')') {
                gap += 1;
            } else {
                end = at;
                break;
            }
        }
        if digits >= DIGITS && !date {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

/// Words for a witness, without the one letter that may be a capital: the pattern wants the others as they are here.
static VOICES: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(["itness", "esident", "illager", "illageois", "urvivor", "abitant", "émoin", "escapé", "iverain"])
});

/// Whether what follows a word for one witness may lead to his name: a comma or a space, and no letter but a feminine e.
fn leads_on(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"e").unwrap_or(rest);
    rest.first().is_some_and(|byte| *byte == b',' || byte.is_ascii_whitespace() || !byte.is_ascii())
}

/// Digits of the shortest telephone number.
const DIGITS: usize = 7;

/// Bytes of the shortest detail: "a@b.ml".
const SHORTEST: usize = 6;

/// Bytes of the shortest text that names a witness: "témoin Aa Bb said".
const SHORTEST_VOICE: usize = 17;

/// All details in a text, in its order.
pub fn find(text: &str) -> Vec<Detail> {
    let mut found = Vec::new();
    if text.len() < SHORTEST {
        return found;
    }
    let mut keep = |kind: Kind, found_in: regex::Match<'_>| {
        found.push(Detail { kind, start: found_in.start(), end: found_in.end(), text: found_in.as_str().to_owned() });
    };
    if memchr::memchr(b'@', text.as_bytes()).is_some()
        && let Some(pattern) = &*EMAIL
    {
        pattern.find_iter(text).for_each(|address| keep(Kind::Email, address));
    }
    if may_call(text)
        && let Some(pattern) = &*PHONE
    {
        for capture in pattern.captures_iter(text) {
            let number = capture.name("coded").or_else(|| capture.name("called"));
            let Some(number) = number else { continue };
            // A longer string of digits is some other number, and 2016-12-17 is a date.
            let date = number.as_str().trim_start_matches('(').get(4..5) == Some("-");
            if !date && !text[number.end()..].starts_with(|ch: char| ch.is_alphanumeric()) {
                keep(Kind::Phone, number);
            }
        }
    }
    if text.len() >= SHORTEST_VOICE
        && VOICES.may_be_in(text, leads_on)
        && let Some(pattern) = &*WITNESS
    {
        for name in pattern.captures_iter(text).filter_map(|capture| capture.name("name")) {
            if !name.as_str().split_whitespace().any(|word| NO_NAMES.contains(&word)) {
                keep(Kind::Witness, name);
            }
        }
    }
    found.sort_by_key(|detail| (detail.start, detail.kind));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(text: &str) -> Vec<Kind> {
        find(text).into_iter().map(|detail| detail.kind).collect()
    }

    #[test]
    fn details_are_found_and_masked() {
        let masked = |text| find(text).iter().map(Detail::masked).collect::<Vec<_>>();
        assert_eq!(masked("Contact +223 70 00 00 01."), ["+223 ** ** ** **"]);
        assert_eq!(masked("tél : 70 12 34 56"), ["70 1* ** **"]);
        assert_eq!(masked("write to a.maiga@example.org"), ["a****@e****"]);
        assert_eq!(masked("A witness, Moussa Traoré, told AFP"), ["M**** T****"]);
        assert_eq!(masked("Une habitante nommée Awa Diallo a déclaré"), ["A**** D****"]);
    }

    #[test]
    fn numbers_and_public_voices_are_let_through() {
        for text in [
            "",
            "1 200 000 displaced since 2012",
            "event 202108080001 at 15.0512, 0.6543",
            "tolls of +20",
            "spokesman Oumar Cisse said",
            "the UN Resident Coordinator Mbaranga Gasarabwe said",
            "a resident said",
            "Witness Radio Uganda said",
            "@afp reported",
            "Attack on Ti-n-Tel (2016-12-17): 3 killed",
            "tel 2016-12-17",
            "from 2020-11-13 to 2020-11-14",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn quick_looks_lose_nothing(
            text in "(On 2016-12-17 |call |tel |Tél: |00|\\+|\\PC){0,3}[0-9]{0,4}[-. (]{0,2}[0-9]{0,6}[ .]?[0-9]{0,4}\\PC?",
            voice in "(A |Une )?(witness|Resident|villager|habitante|témoin|rescapée|riveraine|villageois)(s|, | |e )(named )?Awa Diallo,? (said|a dit|\\PC)",
        ) {
            let number = |found: &str| found.trim_start_matches('(').get(4..5) != Some("-");
            let phone = PHONE.as_ref().is_some_and(|pattern| {
                pattern.captures_iter(&text).any(|found| {
                    found.name("coded").or_else(|| found.name("called")).is_some_and(|found| number(found.as_str()))
                })
            });
            prop_assert!(!phone || text.bytes().filter(u8::is_ascii_digit).count() < DIGITS || may_call(&text), "{text}");
            let named = WITNESS.as_ref().is_some_and(|pattern| pattern.is_match(&voice));
            prop_assert!(!named || VOICES.may_be_in(&voice, leads_on), "{voice}");
        }

        #[test]
        fn no_text_makes_it_panic_and_nothing_is_shown_whole(text in "(a@b.org|\\+223 7000 0001|\\PC){0,12}") {
            for detail in find(&text) {
                prop_assert_ne!(detail.masked(), &text[detail.start..detail.end]);
            }
        }
    }
}
