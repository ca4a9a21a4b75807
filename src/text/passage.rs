//! A text as sentences of words, for comparing it with another: without mark-up, case, accents and punctuation, each word
//! knowing where it stands.

use super::fold;
use std::borrow::Cow;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// A word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Hash of its letters, folded. Words of one hash are one word.
    pub key: u64,
    /// Where its chunk (what stands between blanks) begins in [`Passage::text`], in bytes.
    pub start: u32,
    /// Where its chunk ends.
    pub end: u32,
    /// Whether it is a number in digits.
    pub number: bool,
}

/// A text, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The text without mark-up.
    pub text: Cow<'a, str>,
    /// Its words.
    pub words: Vec<Word>,
    /// Its sentences, as ranges of words; none is empty.
    pub sentences: Vec<Range<usize>>,
}

impl<'a> Passage<'a> {
    /// Takes a text apart.
    pub fn of(text: &'a str) -> Passage<'a> {
        let mut passage = Passage { text: plain(text), ..Passage::default() };
        let (mut folded, mut first) = (String::new(), 0);
        for (chunk, broken) in chunks(&passage.text) {
            if broken && first < passage.words.len() {
                passage.sentences.push(first..passage.words.len());
                first = passage.words.len();
            }
            folded.clear();
            let piece = &passage.text[chunk.clone()];
            fold::fold_onto(piece, &mut folded);
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                passage.words.push(Word {
                    key: xxh3_64(word.as_bytes()),
                    start: chunk.start as u32,
                    end: chunk.end as u32,
                    number: word.bytes().all(|byte| byte.is_ascii_digit()),
                });
            }
            if closes(piece) && first < passage.words.len() {
                passage.sentences.push(first..passage.words.len());
                first = passage.words.len();
            }
        }
        if first < passage.words.len() {
            passage.sentences.push(first..passage.words.len());
        }
        passage
    }

    /// What stands from the first to the last of some words; empty where there are none.
    pub fn quote(&self, words: Range<usize>) -> &str {
        let ends = self.words.get(words.start).zip(words.end.checked_sub(1).and_then(|last| self.words.get(last)));
        ends.filter(|_| words.start < words.end)
            .and_then(|(first, last)| self.text.get(first.start as usize..last.end as usize))
            .unwrap_or_default()
    }
}

/// The hashes of a name's words, as [`Passage`] has them.
pub fn keys(name: &str) -> impl Iterator<Item = u64> {
    let folded = fold::fold(name);
    let keys: Vec<u64> =
        folded.split(' ').filter(|word| !word.is_empty()).map(|word| xxh3_64(word.as_bytes())).collect();
    keys.into_iter()
}

/// What stands between blanks, and whether a line ended before it.
fn chunks(text: &str) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start().len();
        let broken = rest[..blank].contains('\n');
        let rest = &rest[blank..];
        if rest.is_empty() {
            return None;
        }
        let start = at + blank;
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = start + length;
        Some((start..at, broken))
    })
}

/// Whether a sentence ends with this chunk.
fn closes(chunk: &str) -> bool {
    chunk.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']).ends_with(['.', '!', '?', '…', '。', '؟', '۔', '।'])
}

/// A text without tags and with entities as the letters that they stand for.
pub fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let bare = without_tags(text);
    match bare {
        Cow::Borrowed(text) => html_escape::decode_html_entities(text),
        Cow::Owned(text) => match html_escape::decode_html_entities(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(decoded) => Cow::Owned(decoded),
        },
    }
}

/// A text whose tags became line ends where they part paragraphs, and blanks elsewhere. A sign that opens no tag stays.
fn without_tags(text: &str) -> Cow<'_, str> {
    const INLINE: [&str; 10] = ["a", "b", "i", "u", "em", "strong", "span", "font", "small", "sup"];
    let (mut out, mut from) = (String::new(), 0);
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if at < from {
            continue;
        }
        let inner = text[at + 1..].trim_start_matches('/');
        let name = inner.split(|ch: char| !ch.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = text[at..].find('>').filter(|end| *end <= LONGEST_TAG);
        let Some(end) = end.filter(|_| name.starts_with(|ch: char| ch.is_ascii_alphabetic())) else { continue };
        out.push_str(&text[from..at]);
        if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            out.push('\n');
        }
        from = at + end + 1;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Longest tag, in bytes, that is taken off.
const LONGEST_TAG: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mark_up_case_and_accents_do_not_count() {
        let plain = Passage::of("Été à Gao : « 3 morts ». Le maire l'a dit.");
        let marked =
            Passage::of("<p class=\"x\">&Eacute;T&Eacute; <b>a</b> Gao: 3&nbsp;morts.</p><p>le maire l&#39;a dit</p>");
        let keys = |passage: &Passage<'_>| passage.words.iter().map(|word| word.key).collect::<Vec<_>>();
        assert_eq!(keys(&plain), keys(&marked));
        assert_eq!(plain.sentences, [0..5, 5..10]);
        assert_eq!(plain.sentences, marked.sentences);
        assert_eq!(plain.quote(3..5), "3 morts");
        assert_eq!(plain.quote(3..3), "");
    }

    #[test]
    fn a_sign_is_no_tag() {
        assert_eq!(plain("a < b & c > d"), "a < b & c > d");
        assert_eq!(plain("5 <10 dead"), "5 <10 dead");
        assert_eq!(Passage::of("12.5 km from A. B.").sentences.len(), 2);
    }

    proptest! {
        #[test]
        fn any_text_can_be_taken_apart(text in "(\\PC|[<>&;./ \n]|&amp;|<b>){0,60}") {
            let passage = Passage::of(&text);
            let mut next = 0;
            for sentence in &passage.sentences {
                prop_assert!(sentence.start == next && sentence.end > next);
                next = sentence.end;
            }
            prop_assert_eq!(next, passage.words.len());
            passage.quote(0..passage.words.len());
        }
    }
}
