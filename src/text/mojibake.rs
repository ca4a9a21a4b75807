//! Text that was decoded in the wrong encoding.

use encoding_rs::WINDOWS_1252;

/// The first word that was decoded wrongly, and as it should read; `None` for the latter where a letter is lost.
pub fn find(text: &str) -> Option<(String, Option<String>)> {
    if !may_be_broken(text) {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while let Some(&(start, ch)) = chars.get(at) {
        if ch.is_ascii() {
            at += 1;
            continue;
        }
        let end = chars[at..].iter().position(|(_, ch)| ch.is_ascii()).map_or(chars.len(), |length| at + length);
        let stop = chars.get(end).map_or(text.len(), |&(index, _)| index);
        let run = text.get(start..stop)?;
        if run.contains('\u{fffd}') {
            return Some((word_around(text, start, stop), None));
        }
        if let Some(mended) = mend(run, chars.get(end).is_some_and(|(_, next)| next.is_ascii_alphabetic())) {
            let word = word_around(text, start, stop);
            return Some((word.clone(), Some(word.replace(run, &mended))));
        }
        at = end;
    }
    None
}

/// Whether any byte sequence with which broken text begins is there: a look that costs next to nothing.
pub fn may_be_broken(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(0xc3, 0xef, bytes).any(|at| match (bytes.get(at), bytes.get(at + 1)) {
        // Â, Ã, Ä, Å, â
        (Some(0xc3), Some(next)) => matches!(next, 0x82..=0x85 | 0xa2),
        // U+FFFD
        (Some(0xef), Some(next)) => *next == 0xbf,
        _ => false,
    })
}

/// What a run of letters beyond ASCII was before UTF-8 was taken for Windows-1252, if it was.
fn mend(run: &str, letter_follows: bool) -> Option<String> {
    let mut chars = run.chars();
    let (lead, second) = (chars.next()?, chars.next()?);
    // The leads of two-byte letters of Latin script, and of three-byte punctuation.
    if !matches!(lead, 'Ã' | 'Â' | 'Å' | 'Ä' | 'â') {
        return None;
    }
    // A capital before a closing quotation mark or dots may be meant.
    if chars.next().is_none() && matches!(second, '»' | '’' | '”' | '…' | '“' | '‘' | '–' | '—') && !letter_follows
    {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1252.encode(run);
    if lossy {
        return None;
    }
    let mended = std::str::from_utf8(&bytes).ok()?;
    let sound =
        |ch: char| matches!(ch, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2026}' | '\u{20ac}' | '\u{2039}' | '\u{203a}');
    mended.chars().all(sound).then(|| mended.to_owned())
}

/// The word in which the bytes from `start` to `stop` stand.
fn word_around(text: &str, start: usize, stop: usize) -> String {
    let edge = |ch: char| ch.is_ascii_whitespace() || matches!(ch, ',' | ';' | '"' | '(' | ')');
    let from = text[..start].rfind(edge).map_or(0, |index| index + 1);
    let to = text[stop..].find(edge).map_or(text.len(), |index| stop + index);
    text[from..to].chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::find;
    use proptest::prelude::*;

    #[test]
    fn wrongly_decoded_words_are_mended() {
        let mended = |text| find(text).and_then(|(_, mended)| mended);
        assert_eq!(mended("à OuattÃ© hier").as_deref(), Some("Ouatté"));
        assert_eq!(mended("en aoÃ»t").as_deref(), Some("août"));
        assert_eq!(mended("lâ€™attaque").as_deref(), Some("l’attaque"));
        assert_eq!(mended("Ã\u{a0} Gao").as_deref(), Some("à"));
        assert_eq!(find("S\u{fffd}varé"), Some(("S\u{fffd}varé".to_owned(), None)));
    }

    #[test]
    fn letters_that_are_meant_are_left_alone() {
        for text in
            ["Ouatté", "SÃO TOMÉ", "« À l’aube »", "CAFÉ»", "IRMÃ»", "Ménaka – Gao", "مالي", "Łódź", "Âge", "Ānanda"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = find(&text);
        }
    }
}
