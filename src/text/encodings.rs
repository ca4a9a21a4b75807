//! From bytes to text: which encoding a file is in, and its text.

mod guess;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
pub use guess::{Guess, Settled};

/// A file's text and what was found out on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The encoding's usual name.
    pub encoding: String,
    /// What is worth telling, in sentences.
    pub notes: Vec<String>,
}

/// Decodes a file: by its byte order mark, else as UTF-8, else line by line: a line that is no UTF-8 is read in the encoding that all
/// such lines together look like. Files pasted together from two are common, and so each line speaks for itself.
/// `None` where the bytes are no text at all.
pub fn decode(mut bytes: Vec<u8>) -> Option<Decoded> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
        return Some(eight_bit(bytes, "UTF-8 with byte order mark"));
    }
    if let Some(decoded) = wide(&bytes) {
        return Some(decoded);
    }
    // Text has tabs and line ends, hardly any other control character.
    let sample = &bytes[..bytes.len().min(8192)];
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=29 | 31 | 127) && **byte != 0x1b).count();
    if controls * 10 > sample.len() {
        return None;
    }
    Some(eight_bit(bytes, "UTF-8"))
}

/// Decodes a file as that encoding; `None` where nobody knows it.
pub fn decode_as(bytes: Vec<u8>, name: &str) -> Option<Decoded> {
    let settled = Settled::named(name)?;
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&bytes);
    let text = match Encoding::for_label(name.trim().as_bytes()) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE || encoding == UTF_8 => {
            encoding.decode_with_bom_removal(bytes).0.into_owned()
        }
        _ => settled.decode(bytes),
    };
    Some(Decoded { text, encoding: settled.name().to_owned(), notes: Vec::new() })
}

/// A text in which each letter takes two or four bytes.
fn wide(bytes: &[u8]) -> Option<Decoded> {
    if let Some(decoded) = widest(bytes) {
        return Some(decoded);
    }
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        [first, 0, third, 0, ..] if *first != 0 && *third != 0 => UTF_16LE,
        [0, second, 0, fourth, ..] if *second != 0 && *fourth != 0 => UTF_16BE,
        _ => return None,
    };
    let (text, broken) = encoding.decode_with_bom_removal(bytes);
    let name = if encoding == UTF_16LE { "UTF-16LE" } else { "UTF-16BE" };
    Some(told(text.into_owned(), name, broken))
}

/// UTF-32, which some programs write and nobody can tell from UTF-16 by its first two bytes.
fn widest(bytes: &[u8]) -> Option<Decoded> {
    let (name, read): (&str, fn([u8; 4]) -> u32) = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [1..=255, 0, 0, 0, 1..=255, 0, 0, 0, ..] => ("UTF-32LE", u32::from_le_bytes),
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=255, 0, 0, 0, 1..=255, ..] => ("UTF-32BE", u32::from_be_bytes),
        _ => return None,
    };
    let mut broken = !bytes.len().is_multiple_of(4);
    let letters = bytes.chunks_exact(4).map(|four| read([four[0], four[1], four[2], four[3]]));
    let letter = |code| {
        char::from_u32(code).unwrap_or_else(|| {
            broken = true;
            '\u{fffd}'
        })
    };
    let text: String = letters.map(letter).filter(|letter| *letter != '\u{feff}').collect();
    Some(told(text, name, broken))
}

fn told(text: String, name: &str, broken: bool) -> Decoded {
    let mut notes = vec![format!("the file is {name}")];
    if broken {
        notes.push("some of its characters are broken and read as U+FFFD".to_owned());
    }
    Decoded { text, encoding: name.to_owned(), notes }
}

fn eight_bit(bytes: Vec<u8>, utf8: &'static str) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, encoding: utf8.to_owned(), notes: Vec::new() },
        Err(error) => error.into_bytes(),
    };
    let mut guess = Guess::declared(&bytes);
    let (mut foreign, mut first, mut proper) = (0u64, 0u64, 0u64);
    for (line, piece) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
        if guess.see(piece) {
            foreign += 1;
            if first == 0 {
                first = line;
            }
        } else {
            proper += u64::from(!piece.is_ascii());
        }
    }
    let settled = guess.settle(None);
    // Whole, for an encoding may carry a state from line to line, unless some of its lines are UTF-8.
    let text = if proper == 0 {
        settled.decode(&bytes)
    } else {
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 50);
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            match std::str::from_utf8(piece) {
                Ok(piece) => text.push_str(piece),
                Err(_) => text.push_str(&settled.decode(piece)),
            }
        }
        text
    };
    let name = settled.name();
    let (encoding, note) = if proper == 0 {
        (name.to_owned(), format!("the file is not UTF-8 (first on line {first}): read as {name}"))
    } else {
        let lines = if foreign == 1 { "line is not" } else { "lines are not" };
        let note =
            format!("the file mixes encodings: {foreign} {lines} UTF-8 (first: line {first}) and read as {name}");
        (format!("UTF-8 mixed with {name}"), note)
    };
    let notes = std::iter::once(note).chain(settled.doubt()).collect();
    Decoded { text, encoding, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, String, usize) {
        let decoded = decode(bytes.to_vec()).unwrap();
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn encodings_are_found() {
        let is = |bytes: &[u8], expected: (&str, &str, usize)| {
            let (text, encoding, notes) = text(bytes);
            assert_eq!((text.as_str(), encoding.as_str(), notes), expected);
        };
        is("Sévaré".as_bytes(), ("Sévaré", "UTF-8", 0));
        is(b"\xef\xbb\xbfa,b", ("a,b", "UTF-8 with byte order mark", 0));
        is(b"S\xe9var\xe9\nGao", ("Sévaré\nGao", "windows-1252", 1));
        is(b"\xff\xfea\0,\0\xe9\0", ("a,é", "UTF-16LE", 1));
        is(b"\xfe\xff\0a\0,\0\xe9", ("a,é", "UTF-16BE", 1));
        is(b"a\0b\0c\0", ("abc", "UTF-16LE", 1));
        is(b"\xff\xfe\0\0a\0\0\0\xe9\0\0\0", ("aé", "UTF-32LE", 1));
        is(b"\0\0\0a\0\0\0b", ("ab", "UTF-32BE", 1));
        is(b"S\xc3\xa9var\xc3\xa9\nS\xe9var\xe9\n", ("Sévaré\nSévaré\n", "UTF-8 mixed with windows-1252", 1));
    }

    #[test]
    fn an_encoding_that_is_named_is_used() {
        let named = |bytes: &[u8], name: &str| decode_as(bytes.to_vec(), name).map(|decoded| decoded.text);
        assert_eq!(named(b"\xc3\xee", "windows-1251").as_deref(), Some("Го"));
        assert_eq!(named(b"S\x82var\x82", "cp850").as_deref(), Some("Sévaré"));
        assert_eq!(named(b"S\x82var\x82", "IBM-850").as_deref(), Some("Sévaré"));
        assert_eq!(named(b"a\0b\0", "utf-16le").as_deref(), Some("ab"));
        assert_eq!(named(b"a", "klingon"), None);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode((0..=31).cycle().take(4000).collect()), None);
        assert!(decode(Vec::new()).is_some_and(|decoded| decoded.text.is_empty()));
    }
}
