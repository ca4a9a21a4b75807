//! Words for kinds of places: what a name says about what it names, and what ties the two.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The shipped table.
const TABLE: &str = include_str!("../../data/fold/kinds.tsv");

/// The kind of words that only tie a kind to its name.
const TIE: &str = "-";

static WORDS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter_map(|cells| if let [word, kind, _languages] = cells[..] { Some((word, kind)) } else { None }).collect()
});

/// The kind that a folded word stands for.
pub fn find(word: &str) -> Option<&'static str> {
    WORDS.get(word).copied().filter(|kind| *kind != TIE)
}

/// Whether a folded word ties a kind to its name.
pub fn ties(word: &str) -> bool {
    WORDS.get(word).is_some_and(|kind| *kind == TIE)
}

/// Whether places that call themselves these kinds are two. Newsrooms call one place a village and a town; what is
/// wider or narrower than a settlement is another place.
pub fn apart(kind: &str, other: &str) -> bool {
    let settled = |kind: &str| matches!(kind, "village" | "town" | "area");
    kind != other && !(settled(kind) && settled(other))
}

/// How many of the words at the beginning say what kind of place the rest names: `village de` in `village de Kaya`,
/// `the city of` in `the city of Kano`. None where nothing would be left or only ties stand there (Des Moines).
pub fn before(words: &[&str]) -> usize {
    let article = usize::from(words.first().is_some_and(|word| ties(word)));
    if words.get(article).is_none_or(|word| find(word).is_none()) {
        return 0;
    }
    let count = article + 1 + words[article + 1..].iter().take_while(|word| ties(word)).count();
    if count < words.len() { count } else { 0 }
}

/// A folded name of blank-separated words without its words for kinds, in one piece; whole where nothing else is left.
pub fn bare(folded: &str) -> String {
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let rest = &words[before(&words)..];
    let kept: String =
        rest.iter().enumerate().filter(|(at, word)| *at == 0 || find(word).is_none()).map(|(_, word)| *word).collect();
    if kept.is_empty() { words.concat() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_before_and_behind() {
        for (name, bare_name) in [
            ("village de kaya", "kaya"),
            ("the city of kano", "kano"),
            ("borno state", "borno"),
            ("nord kivu province", "nordkivu"),
            ("warri town", "warri"),
            ("state", "state"),
            ("des moines", "desmoines"),
            ("province du nord kivu", "nordkivu"),
            ("ciudad de guatemala", "guatemala"),
        ] {
            assert_eq!(bare(name), bare_name);
        }
    }

    #[test]
    fn every_line_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(WORDS.len(), lines, "a word twice, or a line without three cells");
    }
}
