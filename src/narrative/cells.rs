//! Tolls in cells, with their words: `51`, `51+`, `at least 51`, `dozens`.

use super::quantity;
use crate::model::convention::{Convention, GENERIC};
use crate::model::{Toll, Value, Wording};
use crate::text::count::{plain, trimmed};

/// A cell and its qualifier column read as a toll, by the generic convention.
pub fn toll(cell: &str, qualifier: &str) -> Value<Toll> {
    toll_by(cell, qualifier, &GENERIC)
}

/// A cell and its qualifier column read as a toll: `51`, `51+`, `>50`, `at least 51`, `10-15`, `~50`,
/// `dozens`, `une cinquantaine`; the qualifier may say `at least`, `about`, `more than`, `up to`,
/// `several`, `dozens` and their like. Words other than number words make a cell garbled: `51 killed`.
pub fn toll_by(cell: &str, qualifier: &str, convention: &Convention) -> Value<Toll> {
    let qualifier = trimmed(qualifier);
    match plain(cell) {
        // The common case costs no more than the parse.
        Value::Read(count) if qualifier.is_empty() => Value::Read(Toll::exact(count)),
        Value::Read(count) => Value::Read(qualified(count, qualifier, convention)),
        Value::Blank if qualifier.is_empty() => Value::Blank,
        // A qualifier alone counts only where it is a quantity itself: "dozens".
        Value::Blank => match quantity::cell(qualifier, convention) {
            Value::Read(toll) if toll.wording == Wording::Vague => Value::Read(toll),
            _ => Value::Blank,
        },
        Value::Garbled => match quantity::cell(circa(cell).unwrap_or(cell), convention) {
            Value::Read(toll) if toll.wording == Wording::Exact && circa(cell).is_some() => {
                Value::Read(toll.said.map_or(toll, |count| worded(count, Wording::About, convention)))
            }
            Value::Read(toll) if toll.wording == Wording::Exact => match toll.said {
                Some(count) => Value::Read(qualified(count, qualifier, convention)),
                None => Value::Read(toll),
            },
            other => other,
        },
    }
}

/// What follows "ca." or "c.", the scholar's "about"; in running text they abbreviate other words.
fn circa(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    ["ca.", "ca ", "c."].iter().find_map(|mark| cell.strip_prefix(mark)).map(str::trim_start)
}

fn qualified(count: u32, qualifier: &str, convention: &Convention) -> Toll {
    if qualifier.is_empty() {
        return Toll::exact(count);
    }
    if let Some((_, wording)) = COMMON.iter().find(|(words, _)| words.eq_ignore_ascii_case(qualifier)) {
        return worded(count, *wording, convention);
    }
    by_words(count, qualifier, convention)
}

/// The qualifiers that columns hold, by what they do: nearly every row's, so no text is made of them to be read again.
const COMMON: [(&str, Wording); 24] = [
    ("at least", Wording::AtLeast),
    ("about", Wording::About),
    ("more than", Wording::MoreThan),
    ("up to", Wording::UpTo),
    ("exactly", Wording::Exact),
    ("au moins", Wording::AtLeast),
    ("environ", Wording::About),
    ("plus de", Wording::MoreThan),
    ("jusqu'à", Wording::UpTo),
    ("jusqu’à", Wording::UpTo),
    ("around", Wording::About),
    ("approximately", Wording::About),
    ("some", Wording::About),
    ("nearly", Wording::About),
    ("over", Wording::MoreThan),
    ("no fewer than", Wording::AtLeast),
    ("at most", Wording::UpTo),
    ("as many as", Wording::UpTo),
    ("près de", Wording::About),
    ("quelque", Wording::About),
    ("au plus", Wording::UpTo),
    (">=", Wording::AtLeast),
    ("~", Wording::About),
    (">", Wording::MoreThan),
];

fn worded(count: u32, wording: Wording, convention: &Convention) -> Toll {
    let (low, high) = match wording {
        Wording::AtLeast => (count, None),
        Wording::MoreThan => (count.saturating_add(1), None),
        Wording::UpTo => (0, Some(count)),
        Wording::About => {
            let (low, high) = convention.around(count);
            (low, Some(high))
        }
        _ => (count, Some(count)),
    };
    Toll { low, high, said: Some(count), wording }
}

/// A qualifier in any other words, read with its number as a text.
fn by_words(count: u32, qualifier: &str, convention: &Convention) -> Toll {
    // Marks such as ">=" stand for their words.
    let words = match qualifier {
        ">=" | "≥" | "+" | "min" | "minimum" => "at least",
        ">" => "more than",
        "<=" | "≤" | "max" | "maximum" => "up to",
        "~" | "≈" | "ca" | "ca." | "c." => "about",
        other => other,
    };
    match quantity::cell(&format!("{words} {count}"), convention) {
        Value::Read(toll) if toll.said == Some(count) => toll,
        _ => Toll::exact(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::conventions;
    use proptest::prelude::*;

    fn read(cell: &str) -> Option<(u32, Option<u32>)> {
        toll(cell, "").read().map(|toll| (toll.low, toll.high))
    }

    #[test]
    fn cells_as_people_write_them() {
        for (cell, low, high) in [
            ("51", 51, Some(51)),
            ("51.0", 51, Some(51)),
            ("1,234", 1234, Some(1234)),
            ("1 234", 1234, Some(1234)),
            ("1\u{202f}234", 1234, Some(1234)),
            ("51+", 51, None),
            (">50", 51, None),
            ("at least 51", 51, None),
            ("Au moins 51", 51, None),
            ("plus de 50", 51, None),
            ("10-15", 10, Some(15)),
            ("8 – 9", 8, Some(9)),
            ("between 10 and 15", 10, Some(15)),
            ("entre 10 et 15", 10, Some(15)),
            ("~50", 40, Some(60)),
            ("about 50", 40, Some(60)),
            ("up to 40", 0, Some(40)),
            ("jusqu'à 40", 0, Some(40)),
            ("fewer than 10", 0, Some(9)),
            ("dozens", 24, None),
            ("several", 2, None),
            ("several people", 2, None),
            ("hundreds", 200, None),
            ("des centaines", 200, None),
            ("plusieurs", 2, None),
            ("une cinquantaine", 40, Some(60)),
            ("une douzaine", 9, Some(15)),
            ("two dozen", 24, Some(24)),
            ("fifty-one", 51, Some(51)),
            ("cinquante et un", 51, Some(51)),
            ("quatre-vingt-dix-sept", 97, Some(97)),
            ("deux cent trente-quatre", 234, Some(234)),
            ("one hundred and thirty-two", 132, Some(132)),
            ("4294967295", u32::MAX, Some(u32::MAX)),
            ("≥51", 51, None),
            (">= 51", 51, None),
            ("≤10", 0, Some(10)),
            ("<= 10", 0, Some(10)),
            ("<10", 0, Some(9)),
            ("ca. 50", 40, Some(60)),
            ("unknown but some", 1, None),
            ("1e3", 1000, Some(1000)),
            ("2.00E+01", 20, Some(20)),
            ("+20", 20, Some(20)),
            ("(+2)", 2, Some(2)),
            ("9*", 9, Some(9)),
            ("[3]", 3, Some(3)),
            ("12[1]", 12, Some(12)),
            ("١٢", 12, Some(12)),
            ("١٬٢٣٤", 1234, Some(1234)),
            ("۲۰", 20, Some(20)),
        ] {
            assert_eq!(read(cell), Some((low, high)), "{cell}");
        }
    }

    #[test]
    fn unknown_is_blank_and_prose_is_garbled() {
        for cell in ["", "N/A", "-99", "-9", "unknown", " ? ", "None reported", "non précisé"] {
            assert_eq!(toll(cell, ""), Value::Blank, "{cell}");
        }
        for cell in ["51 killed", "2.00E+11", "-5", "51.5", "1,23", "12 34", "++5", "4294967296", "x", "5 6", "3 cows"]
        {
            assert_eq!(toll(cell, ""), Value::Garbled, "{cell}");
        }
    }

    #[test]
    fn qualifiers_stand_in_their_own_column() {
        let both = |cell: &str, qualifier: &str| toll(cell, qualifier).read().map(|toll| (toll.low, toll.high));
        assert_eq!(both("51", "at least"), Some((51, None)));
        assert_eq!(both("51", "au moins"), Some((51, None)));
        assert_eq!(both("50", "more than"), Some((51, None)));
        assert_eq!(both("50", "about"), Some((40, Some(60))));
        assert_eq!(both("50", "environ"), Some((40, Some(60))));
        assert_eq!(both("40", "up to"), Some((0, Some(40))));
        assert_eq!(both("40", "jusqu'à"), Some((0, Some(40))));
        assert_eq!(both("", "dozens"), Some((24, None)));
        assert_eq!(both("", "several"), Some((2, None)));
        assert_eq!(both("", "at least"), None);
        assert_eq!(both("40", "whatever this is"), Some((40, Some(40))));
    }

    #[test]
    fn common_qualifiers_mean_what_they_mean_as_words() {
        let acled = conventions::named("acled").unwrap();
        for (words, _) in COMMON {
            for count in [0, 1, 2, 7, 51, 999, 1000, 1950, 2021, 100_000, u32::MAX] {
                for convention in [&GENERIC, &acled] {
                    let short = qualified(count, words, convention);
                    assert_eq!(short, by_words(count, words, convention), "{words} {count}");
                    assert_eq!(short, qualified(count, &words.to_uppercase().replace('À', "à"), convention), "{words}");
                }
            }
        }
    }

    #[test]
    fn conventions_differ_where_their_codebooks_do() {
        let acled = conventions::named("acled").unwrap();
        assert_eq!(toll_by("dozens", "", &acled).read().unwrap().low, 12);
        assert_eq!(toll_by("hundreds", "", &acled).read().unwrap().low, 100);
        assert_eq!(conventions::named("generic").unwrap(), GENERIC);
        assert_eq!(conventions::named("nobody's"), None);
        for name in ["ged", "gtd", "ibc"] {
            assert!(conventions::named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_property_tests_found() {
        assert_eq!(toll("at least 0", "").read().map(|toll| (toll.low, toll.high)), Some((0, None)));
        assert_eq!(toll("", "\u{1a60}"), Value::Blank);
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "\\PC{0,40}", qualifier in "\\PC{0,20}") {
            let _ = toll(&cell, &qualifier);
        }

        #[test]
        fn digits_read_as_themselves(count: u32) {
            prop_assert_eq!(plain(&count.to_string()), Value::Read(count));
            prop_assert_eq!(toll(&count.to_string(), "").read(), Some(Toll::exact(count)));
        }

        #[test]
        fn low_never_exceeds_high(count: u32, word in "(at least|about|up to|more than|fewer than|environ|jusqu'à) ") {
            if let Value::Read(toll) = toll(&format!("{word}{count}"), "") {
                prop_assert!(toll.high.is_none_or(|high| toll.low <= high));
            }
        }
    }
}
