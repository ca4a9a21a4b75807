//! A name taken apart: own name, the parts behind it, what it is also called, and which order it stands in.

use super::form::{fold, forms, is_arabic};
use super::words::words;
use rustc_hash::FxHashMap;

/// A word of a name, by its number in [`Tokens`].
pub(super) type Token = u32;

/// Every distinct word of all names, with its forms.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    numbers: FxHashMap<String, Token>,
    shapes: FxHashMap<String, u32>,
    all: Vec<Word>,
}

/// One distinct word.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    pub key: String,
    /// Numbers of key and skeleton: equal numbers are equal forms.
    pub key_no: u32,
    pub skeleton_no: u32,
    pub arabic: bool,
    pub initial: bool,
    /// Lines of the table of equivalent given names.
    pub classes: Vec<u16>,
}

impl Tokens {
    /// The number of a folded word.
    fn intern(&mut self, text: &str) -> Token {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let (key, skeleton) = forms(text);
        let key_no = self.shape(&key);
        let skeleton_no = self.shape(&format!("~{skeleton}"));
        let number = Token::try_from(self.all.len()).unwrap_or(Token::MAX);
        self.numbers.insert(text.to_owned(), number);
        self.all.push(Word {
            text: text.to_owned(),
            key,
            key_no,
            skeleton_no,
            arabic: is_arabic(text),
            initial: text.chars().count() == 1,
            classes: words().classes.get(text).cloned().unwrap_or_default(),
        });
        number
    }

    fn shape(&mut self, form: &str) -> u32 {
        if let Some(&number) = self.shapes.get(form) {
            return number;
        }
        let number = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        self.shapes.insert(form.to_owned(), number);
        number
    }

    /// A word by its number.
    pub fn word(&self, token: Token) -> &Word {
        &self.all[token as usize]
    }

    /// How many distinct words and forms there are.
    pub fn sizes(&self) -> (usize, usize) {
        (self.all.len(), self.shapes.len())
    }
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    /// The own name, then father, grandfather, family, as far as they are given.
    pub parts: Vec<Token>,
    /// Other own names: "dit Madou".
    pub aliases: Vec<Token>,
    /// Jr, Sr, II.
    pub generation: Option<Token>,
    /// Whether the order is certain: a chain, capitals, a comma, a father's name by its ending.
    pub ordered: bool,
    /// Whether it is in Arabic script.
    pub arabic: bool,
}

/// One word as it stood, with what its writing says.
struct Piece {
    text: String,
    capitals: bool,
}

/// Takes a name apart; `None` where nothing stands that could be one.
pub(super) fn parse(raw: &str, tokens: &mut Tokens) -> Option<Name> {
    let raw = raw.split(['(', '[', '/', ';']).next().unwrap_or(raw);
    let lists = words();
    let (before, after) = match raw.split_once(',') {
        // "Family, Given", but "Name, Jr." is no such thing.
        Some((family, given)) if !lists.generations.contains(&fold(given)) && !given.trim().is_empty() => {
            (given, Some(family))
        }
        Some((name, generation)) => return parse(&format!("{name} {generation}"), tokens),
        None => (raw, None),
    };
    let mut name = Name { arabic: is_arabic(raw), ..Name::default() };
    let mut pieces = split(before);
    let mut family: Vec<Piece> = after.map(split).unwrap_or_default();
    drop_titles(&mut pieces);
    take_aliases(&mut pieces, &mut name, tokens);
    take_generation(if family.is_empty() { &mut pieces } else { &mut family }, &mut name, tokens);
    take_generation(&mut pieces, &mut name, tokens);
    let linked = pieces.iter().any(|piece| lists.links.contains(&piece.text));
    let shouted = pieces.iter().filter(|piece| piece.capitals).count();
    let mut parts = join(pieces.iter().map(|piece| piece.text.as_str()));
    if !family.is_empty() {
        parts.extend(join(family.iter().map(|piece| piece.text.as_str())));
        name.ordered = true;
    } else if name.arabic || linked {
        name.ordered = true;
    } else if shouted > 0 && shouted < pieces.len() {
        // Capitals mark the family name, wherever it stands.
        let (last, mut first): (Vec<&Piece>, Vec<&Piece>) = pieces.iter().partition(|piece| piece.capitals);
        first.extend(last);
        parts = join(first.into_iter().map(|piece| piece.text.as_str()));
        name.ordered = true;
    } else if let Some(at) = parts.iter().skip(1).position(|part| is_patronymic(part)).map(|at| at + 1) {
        if at == parts.len() - 1 && parts.len() > 2 {
            parts.rotate_left(at - 1);
        }
        name.ordered = parts.len() > 2;
    }
    if parts.is_empty() {
        return None;
    }
    name.parts = parts.iter().map(|part| tokens.intern(part)).collect();
    Some(name)
}

/// The father's name that a note gives.
pub(super) fn parent(note: &str, tokens: &mut Tokens) -> Option<Token> {
    let folded = fold(note);
    let padded = format!(" {folded} ");
    let lists = words();
    let at = lists
        .parents
        .iter()
        .filter_map(|word| padded.find(&format!(" {word} ")).map(|at| at + word.len() + 2))
        .min()?;
    let rest = padded.get(at..)?;
    let first = join(rest.split(' ').filter(|word| !word.is_empty()).take(3)).into_iter().next()?;
    Some(tokens.intern(&first))
}

fn split(raw: &str) -> Vec<Piece> {
    raw.split(|ch: char| ch.is_whitespace() || matches!(ch, '-' | '‐' | '–' | '.' | '"' | '“' | '”' | '«' | '»'))
        .filter_map(|word| {
            let text = fold(word).replace(' ', "");
            let capitals = word.chars().filter(|ch| ch.is_alphabetic()).count() > 1
                && !word.chars().any(char::is_lowercase)
                && word.chars().any(char::is_uppercase);
            (!text.is_empty()).then_some(Piece { text, capitals })
        })
        .collect()
}

fn drop_titles(pieces: &mut Vec<Piece>) {
    let titles = &words().titles;
    while pieces.len() > 1 {
        let two = format!("{} {}", pieces[0].text, pieces[1].text);
        if pieces.len() > 2 && titles.contains(&two) {
            pieces.drain(..2);
        } else if titles.contains(&pieces[0].text) {
            pieces.remove(0);
        } else {
            return;
        }
    }
}

/// What stands behind "dit": other own names.
fn take_aliases(pieces: &mut Vec<Piece>, name: &mut Name, tokens: &mut Tokens) {
    let lists = words();
    let Some(at) = pieces.iter().position(|piece| lists.aliases.contains(&piece.text)).filter(|at| *at > 0) else {
        return;
    };
    let behind: Vec<Piece> = pieces.drain(at..).skip(1).collect();
    name.aliases =
        join(behind.iter().map(|piece| piece.text.as_str())).iter().map(|part| tokens.intern(part)).collect();
}

fn take_generation(pieces: &mut Vec<Piece>, name: &mut Name, tokens: &mut Tokens) {
    if pieces.len() > 1 && pieces.last().is_some_and(|last| words().generations.contains(&last.text)) {
        name.generation = pieces.pop().map(|piece| tokens.intern(&piece.text));
    }
}

/// Articles and links fall away, "Abu", "Umm" and "Abd" join what follows: one part, one word.
fn join<'a>(pieces: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lists = words();
    let mut out: Vec<String> = Vec::new();
    let mut begun = String::new();
    let pieces: Vec<&str> = pieces.collect();
    for (at, &piece) in pieces.iter().enumerate() {
        let last = at + 1 == pieces.len();
        if lists.links.contains(piece) && !last && !out.is_empty() {
            continue;
        }
        if lists.joined.contains(piece) && !last {
            begun.push_str(if piece.starts_with("abd") { "abd" } else { canonical(piece) });
            continue;
        }
        if lists.articles.contains(piece) && !last {
            continue;
        }
        let bare = without_article(piece);
        let mut word = std::mem::take(&mut begun);
        if word.is_empty() {
            word.push_str(&fused(bare))
        } else {
            word.push_str(bare)
        }
        out.push(word);
    }
    if !begun.is_empty() {
        out.push(begun);
    }
    out
}

/// One writing of "Abu" and "Umm".
fn canonical(piece: &str) -> &str {
    match piece {
        "abou" | "abo" | "abi" => "abu",
        "oum" | "um" => "umm",
        other => other,
    }
}

/// The Arabic article, or one written together with its word in Latin letters.
fn without_article(word: &str) -> &str {
    if let Some(rest) = word.strip_prefix("ال").or_else(|| word.strip_prefix("اال").map(|_| &word["ا".len()..]))
        && rest.chars().count() > 2
    {
        return rest;
    }
    word
}

/// "Aboraed", "Abdulkarim", "Abdelkarim", written together.
fn fused(word: &str) -> String {
    for prefix in ["abou", "abo", "abu"] {
        if let Some(rest) = word
            .strip_prefix(prefix)
            .filter(|rest| rest.len() > 3 && !rest.starts_with("bak") && !rest.starts_with("bac"))
        {
            return format!("abu{rest}");
        }
    }
    for prefix in ["abdoul", "abdul", "abdel", "abdal"] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.len() > 2) {
            return format!("abd{rest}");
        }
    }
    if let Some(rest) = word.strip_prefix("عبدال").filter(|rest| rest.chars().count() > 2) {
        return format!("عبد{rest}");
    }
    word.to_owned()
}

fn is_patronymic(part: &str) -> bool {
    part.len() > 6 && words().patronymics.iter().any(|ending| part.ends_with(ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> Vec<String> {
        let mut tokens = Tokens::default();
        let name = parse(raw, &mut tokens).unwrap_or_default();
        name.parts.iter().map(|part| tokens.word(*part).text.clone()).collect()
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(parts("El Hadj Sawadogo Boukary"), ["sawadogo", "boukary"]);
        assert_eq!(parts("BARRY Seydou"), ["seydou", "barry"]);
        assert_eq!(parts("Chadi Isam Yahya Abou Abdel Karim"), ["chadi", "isam", "yahya", "abuabdkarim"]);
        assert_eq!(
            parts("شادي عصام أبو عبد الكريم"),
            parts("شادي عصام ابوعبدالكريم").iter().map(|part| part.replace("عبدال", "عبد")).collect::<Vec<_>>()
        );
        assert_eq!(parts("Bilal Ag Attaher dit Mohamed"), ["bilal", "attaher"]);
        assert_eq!(parts("Smith, John Jr."), ["john", "smith"]);
        assert_eq!(parts("Шевченко Іван Петрович"), ["ivan", "petrovich", "shevchenko"]);
        assert_eq!(parts(" - "), Vec::<String>::new());
    }

    #[test]
    fn a_note_may_name_the_father() {
        let mut tokens = Tokens::default();
        let father = parent("fils de Amadou, tué au marché", &mut tokens);
        assert_eq!(father.map(|token| tokens.word(token).text.clone()).as_deref(), Some("amadou"));
        assert_eq!(parent("killed with 2 of the family", &mut tokens), None);
    }
}
