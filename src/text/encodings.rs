//! From bytes to text: which encoding a file is in, and its text.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text and what was found out on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The encoding's usual name.
    pub encoding: &'static str,
    /// What is worth telling, in sentences.
    pub notes: Vec<String>,
}

/// Decodes a file: by its byte order mark, else as UTF-8, else line by line: a line that is no UTF-8 is read as windows-1252, of
/// which Latin-1 is the printable part. Files pasted together from both are common, and so each line speaks for itself.
/// `None` where the bytes are no text at all.
pub fn decode(mut bytes: Vec<u8>) -> Option<Decoded> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
        return Some(eight_bit(bytes, "UTF-8 with byte order mark"));
    }
    let sixteen = match bytes.as_slice() {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [first, 0, third, 0, ..] if *first != 0 && *third != 0 => Some(UTF_16LE),
        [0, second, 0, fourth, ..] if *second != 0 && *fourth != 0 => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = sixteen {
        let (text, broken) = encoding.decode_with_bom_removal(&bytes);
        let name = if encoding == UTF_16LE { "UTF-16LE" } else { "UTF-16BE" };
        let mut notes = vec![format!("the file is {name}")];
        if broken {
            notes.push("some of its characters are broken and read as U+FFFD".to_owned());
        }
        return Some(Decoded { text: text.into_owned(), encoding: name, notes });
    }
    // Text has tabs and line ends, hardly any other control character.
    let sample = &bytes[..bytes.len().min(8192)];
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=31 | 127) && **byte != 0x1b).count();
    if controls * 10 > sample.len() {
        return None;
    }
    Some(eight_bit(bytes, "UTF-8"))
}

fn eight_bit(bytes: Vec<u8>, utf8: &'static str) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, encoding: utf8, notes: Vec::new() },
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 50);
    let (mut foreign, mut first, mut proper) = (0u64, 0u64, 0u64);
    let mut line = 0;
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        line += 1;
        match std::str::from_utf8(piece) {
            Ok(piece) => {
                proper += u64::from(!piece.is_ascii());
                text.push_str(piece);
            }
            Err(_) => {
                foreign += 1;
                if first == 0 {
                    first = line;
                }
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(piece).0);
            }
        }
    }
    if proper == 0 {
        let note = format!("the file is not UTF-8 (first on line {first}): read as windows-1252");
        return Decoded { text, encoding: "windows-1252", notes: vec![note] };
    }
    let note = format!(
        "the file mixes encodings: {foreign} {} UTF-8 (first: line {first}) and read as windows-1252",
        if foreign == 1 { "line is not" } else { "lines are not" }
    );
    Decoded { text, encoding: "UTF-8 mixed with windows-1252", notes: vec![note] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(bytes.to_vec()).unwrap();
        (decoded.text, decoded.encoding, decoded.notes.len())
    }

    #[test]
    fn encodings_are_found() {
        assert_eq!(text("Sévaré".as_bytes()), ("Sévaré".to_owned(), "UTF-8", 0));
        assert_eq!(text(b"\xef\xbb\xbfa,b"), ("a,b".to_owned(), "UTF-8 with byte order mark", 0));
        assert_eq!(text(b"S\xe9var\xe9\nGao"), ("Sévaré\nGao".to_owned(), "windows-1252", 1));
        assert_eq!(text(b"\xff\xfea\0,\0\xe9\0"), ("a,é".to_owned(), "UTF-16LE", 1));
        assert_eq!(text(b"\xfe\xff\0a\0,\0\xe9"), ("a,é".to_owned(), "UTF-16BE", 1));
        assert_eq!(text(b"a\0b\0c\0"), ("abc".to_owned(), "UTF-16LE", 1));
        let (mixed, encoding, notes) = text(b"S\xc3\xa9var\xc3\xa9\nS\xe9var\xe9\n");
        assert_eq!((mixed.as_str(), encoding, notes), ("Sévaré\nSévaré\n", "UTF-8 mixed with windows-1252", 1));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode((0..=31).cycle().take(4000).collect()), None);
        assert!(decode(Vec::new()).is_some_and(|decoded| decoded.text.is_empty()));
    }
}
