//! Which language a text is in: by its alphabet, by letters that only one language has, by its commonest words.

use super::lexicon::{Lang, Script};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What is known of a text's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// English or French, told apart by the words that the reading looks up anyway, or too short a text to tell.
    Western,
    /// Another language that is read.
    Read(Lang),
    /// A language that is not read, by its name where the alphabet tells it, else "unknown".
    Unread(&'static str),
}

/// The commonest words of all languages in the Latin alphabet: a bit for each language that has it among its own.
struct Profile {
    words: FxHashMap<u64, u16>,
    langs: Vec<Lang>,
}

/// A short word as a number; longer ones are nobody's commonest.
fn packed(word: &str) -> Option<u64> {
    let bytes = word.as_bytes();
    (bytes.len() <= 8).then(|| bytes.iter().fold(0u64, |packed, byte| packed << 8 | u64::from(*byte)))
}

static LATIN: LazyLock<Profile> = LazyLock::new(|| profile(Script::Latin));
static CYRILLIC: LazyLock<Profile> = LazyLock::new(|| profile(Script::Cyrillic));

fn profile(script: Script) -> Profile {
    let mut profile = Profile { words: FxHashMap::default(), langs: Vec::new() };
    for lang in Lang::all().filter(|lang| lang.grammar().script == script) {
        let bit = 1 << profile.langs.len();
        profile.langs.push(lang);
        for word in lang.common() {
            if script == Script::Cyrillic {
                *profile.words.entry(hashed(&word)).or_default() |= bit;
            } else if let Some(key) = packed(&word) {
                *profile.words.entry(key).or_default() |= bit;
            }
        }
    }
    profile
}

fn hashed(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The language of a text.
pub fn find(text: &str) -> Found {
    let letters = text.bytes().filter(|byte| *byte >= 0xcd).count();
    // Two bytes of an alphabet that is not Latin for every five of the text.
    if letters * 5 > text.len() {
        return elsewhere(text);
    }
    latin(text)
}

fn latin(text: &str) -> Found {
    let profile = &*LATIN;
    // Per language: what its own words count, and how many words there are.
    let mut score = [0u32; 16];
    let (mut words, mut word) = (0u32, 0u64);
    let mut length = 0;
    let tally = |word: u64, length: usize, score: &mut [u32; 16]| {
        if length == 0 || length > 8 {
            return;
        }
        let Some(&bits) = profile.words.get(&word) else { return };
        let share = 12 / bits.count_ones().min(12);
        for (index, score) in score.iter_mut().enumerate().take(profile.langs.len()) {
            if bits >> index & 1 != 0 {
                *score += share;
            }
        }
    };
    for byte in text.bytes() {
        if byte.is_ascii_alphabetic() || byte >= 0x80 {
            word = word << 8 | u64::from(byte.to_ascii_lowercase());
            length += 1;
            continue;
        }
        if length > 0 {
            words += 1;
            tally(word, length, &mut score);
            // What begins as English or French and as nothing else goes on so.
            if words == 12 {
                let west = score[0].max(score[1]);
                if west >= 24 && score[2..].iter().all(|other| *other * 3 < west) {
                    return Found::Western;
                }
            }
        }
        (word, length) = (0, 0);
    }
    if length > 0 {
        words += 1;
        tally(word, length, &mut score);
    }
    if !text.is_ascii() {
        for (index, lang) in profile.langs.iter().enumerate() {
            let own = text.chars().filter(|ch| !ch.is_ascii() && lang.letters().contains(*ch)).count();
            score[index] += own.min(3) as u32 * 6;
        }
    }
    // A headline has few of the common words: what its words mean in each language tells more.
    if score[0].max(score[1]) < 30 {
        meant(text, &profile.langs, &mut score);
    }
    let west = score[0].max(score[1]);
    let (best, top) = score
        .iter()
        .enumerate()
        .skip(2)
        .max_by_key(|(index, score)| (**score, usize::MAX - index))
        .map_or((0, 0), |(index, score)| (index, *score));
    if top > west && top >= 6 && top >= words {
        return profile.langs.get(best).map_or(Found::Western, |lang| Found::Read(*lang));
    }
    // A long text without the commonest words of any language that is read.
    if words >= 10 && west.max(top) * 2 < words * 3 {
        return Found::Unread("unknown");
    }
    Found::Western
}

/// Adds what the predicates and numbers among a text's words are in each language.
fn meant(text: &str, langs: &[Lang], score: &mut [u32; 16]) {
    for word in text.split(|ch: char| !ch.is_alphabetic()).filter(|word| word.len() > 2) {
        let folded = crate::text::fold::fold(word);
        let western = langs[0].lexicon().tells(&folded);
        for (index, lang) in langs.iter().enumerate() {
            let own = if lang.western() { western } else { lang.lexicon().tells(&folded) };
            score[index] += if own { 3 } else { 0 };
        }
    }
}

fn elsewhere(text: &str) -> Found {
    let (mut cyrillic, mut arabic, mut persian, mut other) = (0u32, 0u32, 0u32, 0u32);
    let mut hints: Vec<(Lang, &'static str, u32)> = Vec::new();
    for ch in text.chars().filter(|ch| ch.is_alphabetic() && !ch.is_ascii()) {
        match ch {
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ہ' | 'ے' | 'ٹ' | 'ڈ' => persian += 1,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
                arabic += 1;
            }
            _ => other += 1,
        }
    }
    if arabic + persian > cyrillic.max(other) {
        // A letter or two of another alphabet come in with names.
        let own = persian * 40 < arabic;
        return match Lang::of_code("ar") {
            Some(lang) if own => Found::Read(lang),
            _ => Found::Unread("Persian or Urdu"),
        };
    }
    if cyrillic <= other {
        return Found::Unread("unknown");
    }
    hints.extend(CYRILLIC.langs.iter().map(|lang| (*lang, lang.letters(), 0)));
    let mut score: Vec<u32> = hints
        .iter()
        .map(|(_, letters, _)| {
            text.chars().flat_map(char::to_lowercase).filter(|ch| letters.contains(*ch)).count() as u32
        })
        .collect();
    for word in text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty()) {
        let Some(bits) = CYRILLIC.words.get(&hashed(&word.to_lowercase())) else { continue };
        for (index, score) in score.iter_mut().enumerate() {
            if bits >> index & 1 != 0 && bits.count_ones() == 1 {
                *score += 2;
            }
        }
    }
    // Too few letters and words of one language alone: what the words mean in each tells.
    if score.iter().all(|own| *own < 6) {
        for word in text.split(|ch: char| !ch.is_alphabetic()).filter(|word| !word.is_empty()) {
            let word = word.to_lowercase().replace('ё', "е");
            for (score, (lang, ..)) in score.iter_mut().zip(&hints) {
                *score += u32::from(lang.lexicon().means(&word));
            }
        }
    }
    let best = score.iter().enumerate().max_by_key(|(index, score)| (**score, usize::MAX - index));
    match best.and_then(|(index, _)| hints.get(index)) {
        Some((lang, ..)) => Found::Read(*lang),
        None => Found::Unread("unknown"),
    }
}

/// How many texts of a run were read, and in which language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Texts by the name of their language, with whether it is read; mixed texts go by the language that most words speak.
    pub languages: std::collections::BTreeMap<(&'static str, bool), u64>,
}

impl Count {
    /// Counts one text by the number of its language; none where there is no text.
    pub fn add(&mut self, number: u8) {
        if let Some(language) = of_number(number) {
            *self.languages.entry(language).or_default() += 1;
        }
    }

    /// Texts in languages that are read.
    pub fn read(&self) -> u64 {
        self.languages.iter().filter(|((_, read), _)| *read).map(|(_, count)| count).sum()
    }

    /// Texts in languages that are not read.
    pub fn unread(&self) -> u64 {
        self.languages.iter().filter(|((_, read), _)| !*read).map(|(_, count)| count).sum()
    }
}

/// Names of languages that are not read; [`number`] counts them from here on.
const UNREAD: [&str; 2] = ["unknown", "Persian or Urdu"];
/// Languages that are read have smaller numbers.
const UNREAD_FROM: u8 = 128;

/// A number for what was found of a text, which is `spoken` where it is English or French; 0 is no text.
pub fn number(found: Found, spoken: Lang) -> u8 {
    let read = |lang: Lang| Lang::all().position(|known| known == lang).map_or(0, |at| at as u8 + 1);
    match found {
        Found::Western => read(spoken),
        Found::Read(lang) => read(lang),
        Found::Unread(name) => UNREAD_FROM + UNREAD.iter().position(|known| *known == name).unwrap_or(0) as u8,
    }
}

/// A language by its number: its name, and whether it is read.
pub fn of_number(number: u8) -> Option<(&'static str, bool)> {
    match number.checked_sub(UNREAD_FROM) {
        Some(at) => UNREAD.get(usize::from(at)).map(|name| (*name, false)),
        None => Lang::all().nth(usize::from(number.checked_sub(1)?)).map(|lang| (lang.name(), true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        for (text, name, read) in [
            ("Twelve farmers were killed in the fields.", "English", true),
            ("Au moins douze personnes ont été tuées dans l'attaque.", "French", true),
            ("Al menos 12 personas murieron en el ataque a la aldea.", "Spanish", true),
            ("Doce personas fueron asesinadas.", "Spanish", true),
            ("Pelo menos 12 pessoas morreram no ataque à aldeia.", "Portuguese", true),
            ("Внаслідок обстрілу загинули двоє людей.", "Ukrainian", true),
            ("В результате обстрела погибли двое.", "Russian", true),
            ("قتل اثنا عشر شخصا في هجوم على القرية", "Arabic", true),
            (
                "Bei einem Anschlag auf das Dorf wurden gestern mindestens zwölf Menschen von Bewaffneten getötet.",
                "unknown",
                false,
            ),
            ("در حمله به روستا دوازده نفر کشته شدند", "Persian or Urdu", false),
            ("በጥቃቱ አስራ ሁለት ሰዎች ተገደሉ", "unknown", false),
            ("20 killed, 30 injured", "English", true),
        ] {
            let (_, number) = super::super::toll_and_language(text);
            assert_eq!(of_number(number), Some((name, read)), "{text}");
        }
    }

    #[test]
    fn counts_add_up() {
        let mut count = Count::default();
        for text in ["The army killed two.", "", "قتل شخصان في القرية", "在袭击中有十二人丧生在袭击中有十二人丧生"]
        {
            count.add(if text.is_empty() { 0 } else { super::super::toll_and_language(text).1 });
        }
        assert_eq!((count.read(), count.unread()), (2, 1));
    }
}
