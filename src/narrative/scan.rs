//! Texts cut into words, numbers and marks, whatever their alphabet.

use super::token::{Raw, Scratch, What};

fn fold_into(ch: char, out: &mut String) {
    if ch.is_ascii() {
        out.push(ch.to_ascii_lowercase());
        return;
    }
    let plain = match ch {
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' => 'i',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'Ô' | 'Ö' | 'Ó' | 'Ò' | 'Õ' => 'o',
        'û' | 'ü' | 'ú' | 'ù' | 'Û' | 'Ü' | 'Ú' | 'Ù' => 'u',
        'ç' | 'Ç' => 'c',
        'ñ' | 'Ñ' => 'n',
        'ÿ' | 'ý' | 'Ÿ' | 'Ý' => 'y',
        'œ' | 'Œ' => return out.push_str("oe"),
        'æ' | 'Æ' => return out.push_str("ae"),
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{640}' => return,
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        'ё' | 'Ё' => 'е',
        '’' | 'ʼ' | '‘' => '\'',
        other => return out.extend(other.to_lowercase()),
    };
    out.push(plain);
}

fn apostrophe(ch: char) -> bool {
    matches!(ch, '\'' | '’' | 'ʼ' | '‘')
}

fn wordy(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{670}')
}

/// A digit of Arabic or Persian.
fn eastern(ch: char) -> bool {
    matches!(ch, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

fn arabic_letter(ch: char) -> bool {
    matches!(ch, '\u{620}'..='\u{64a}')
}

/// Marks that only turn the direction of writing.
fn direction(ch: char) -> bool {
    matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What an Arabic word is written together with: how many bytes of it, folded, and what they are as words.
fn clitics(word: &str) -> Option<(usize, &'static [&'static str])> {
    const CLITICS: &[(&str, &[&str])] = &[
        ("وال", &["و", "ال"]),
        ("فال", &["و", "ال"]),
        ("وبال", &["و", "ب", "ال"]),
        ("ولل", &["و", "ل", "ال"]),
        ("بال", &["ب", "ال"]),
        ("لل", &["ل", "ال"]),
        ("كال", &["ك", "ال"]),
        ("ال", &["ال"]),
        ("وب", &["و", "ب"]),
        ("ول", &["و", "ل"]),
        ("فل", &["و", "ل"]),
        ("و", &["و"]),
        ("ف", &["و"]),
        ("ب", &["ب"]),
        ("ل", &["ل"]),
        ("ك", &["ك"]),
        ("س", &[]),
    ];
    CLITICS
        .iter()
        .find(|(head, _)| word.starts_with(head) && word.len() >= head.len() + 4)
        .map(|(head, words)| (head.len(), *words))
}

struct Scanner<'a> {
    text: &'a str,
    lower: &'a str,
    folded: &'a mut String,
}

impl<'a> Scanner<'a> {
    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..).and_then(|rest| rest.chars().next()),
        }
    }

    fn digits(&self, at: usize) -> usize {
        self.text.as_bytes()[at.min(self.text.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// A number and what clings to it: end, what it is, value.
    fn number(&self, start: usize) -> (usize, What, u32) {
        let first = self.digits(start);
        let mut end = start + first;
        let mut value = self.text[start..end].parse::<u64>().unwrap_or(u64::MAX);
        // Thousands: one separator throughout, groups of exactly three digits.
        if first <= 3 && self.byte(start) != b'0' {
            let mut separator = None;
            while let Some(mark) = self.char_at(end) {
                let allowed = matches!(mark, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
                let next = end + mark.len_utf8();
                if !allowed || separator.is_some_and(|known| known != mark) || self.digits(next) != 3 {
                    break;
                }
                let after = next + 3;
                let tail = self.char_at(after);
                if mark == ' ' && tail.is_some_and(|ch| matches!(ch, '-' | '/' | ':') || ch.is_alphabetic()) {
                    break;
                }
                separator = Some(mark);
                value = value.saturating_mul(1000).saturating_add(self.text[next..after].parse().unwrap_or(0));
                end = after;
            }
        }
        let figure = |end: usize| (end, What::Figure, 0);
        let rest = &self.text[end..];
        let mut chars = rest.chars();
        let (next, after) = (chars.next(), chars.next());
        match (next, after) {
            (Some('-' | '/' | '.'), Some(ch)) if ch.is_ascii_digit() && first <= 4 && end == start + first => {
                // 2014-01-09, 09/01/2014, 09.01.2014; "10-15" stays two numbers.
                let mark = next.unwrap_or('-');
                let second = self.digits(end + 1);
                let third = end + 1 + second;
                if self.char_at(third) == Some(mark) && self.digits(third + 1) > 0 && second <= 2 {
                    return figure(third + 1 + self.digits(third + 1));
                }
                if mark == '/' || (mark == '-' && first == 4 && second == 2 && self.byte(end + 1) <= b'1') {
                    return figure(third);
                }
                if mark == '.' {
                    return figure(third);
                }
            }
            (Some(':'), Some(ch)) if ch.is_ascii_digit() => {
                let mut stop = end + 1 + self.digits(end + 1);
                while matches!(self.char_at(stop), Some(ch) if ch.is_alphanumeric() || ch == ':') {
                    stop += self.char_at(stop).map_or(1, char::len_utf8);
                }
                return figure(stop);
            }
            (Some(','), Some(ch)) if ch.is_ascii_digit() => return figure(end + 1 + self.digits(end + 1)),
            (Some('º' | 'ª' | '°'), _) => return (end + 2, What::Ordinal, 0),
            (Some('.'), Some('º' | 'ª')) => return (end + 3, What::Ordinal, 0),
            (Some('-' | '‑'), Some('\u{400}'..='\u{52f}')) => {
                let mark = next.map_or(1, char::len_utf8);
                let tail_end =
                    end + mark + self.text[end + mark..].find(|ch: char| !wordy(ch)).unwrap_or(rest.len() - mark);
                let tail = self.text[end + mark..tail_end].to_lowercase();
                if tail.starts_with("річ")
                    || tail.starts_with("лет")
                    || tail.starts_with("місяч")
                    || tail.starts_with("месяч")
                {
                    return (tail_end, What::Age, 0);
                }
                let counts = ["ти", "х", "ро", "ма", "ох", "ьох", "ть", "ми", "мя", "мь", "ь", "и", "є", "е"];
                return match u32::try_from(value) {
                    Ok(value) if counts.contains(&tail.as_str()) => (tail_end, What::Number, value),
                    _ => (tail_end, What::Ordinal, 0),
                };
            }
            (Some('-'), Some(ch)) if ch.is_alphabetic() => {
                let stop = end + rest.find(|ch: char| !wordy(ch) && ch != '-').unwrap_or(rest.len());
                let tail = self.text[end..stop].to_ascii_lowercase();
                let age = ["-year", "-month", "-old", "-day-old", "-week-old", "-ans"];
                if age.iter().any(|mark| tail.starts_with(mark)) && !tail.ends_with("sentence") {
                    return (stop, What::Age, 0);
                }
                return figure(stop);
            }
            (Some(ch), _) if ch.is_alphabetic() => {
                let stop = end + rest.find(|ch: char| !wordy(ch)).unwrap_or(rest.len());
                let tail = self.text[end..stop].to_lowercase();
                let ordinal = ["st", "nd", "rd", "th", "er", "e", "eme", "ème", "re", "nde"].contains(&tail.as_str());
                return (stop, if ordinal { What::Ordinal } else { What::Figure }, 0);
            }
            (Some('%'), _) => return figure(end + 1),
            _ => {}
        }
        match u32::try_from(value) {
            Ok(value) => (end, What::Number, value),
            Err(_) => figure(end),
        }
    }

    /// A number in the digits of Arabic or Persian, and what clings to it.
    fn eastern(&self, start: usize) -> (usize, What, u32) {
        let (mut end, mut value, mut digits) = (start, 0u64, 0);
        let mut figure = false;
        while let Some(ch) = self.char_at(end) {
            let next = end + ch.len_utf8();
            let after = self.char_at(next);
            if eastern(ch) {
                value = value.saturating_mul(10).saturating_add(u64::from(ch as u32 & 15));
                digits += 1;
            } else if matches!(ch, '٬' | '،' | ',' | '.') && after.is_some_and(eastern) {
                let group = self.text[next..].chars().take_while(|ch| eastern(*ch)).count();
                if group != 3 && ch != '.' {
                    break;
                }
                figure |= group != 3;
            } else if matches!(ch, ':' | '/' | '٫') && after.is_some_and(eastern) {
                figure = true;
            } else if matches!(ch, '%' | '٪') {
                figure = true;
                end = next;
                break;
            } else {
                break;
            }
            end = next;
        }
        match u32::try_from(value) {
            Ok(value) if !figure && digits < 10 => (end, What::Number, value),
            _ => (end, What::Figure, 0),
        }
    }

    /// A word of plain letters up to a blank or a mark, which most are, and its end.
    fn plain(&self, start: usize) -> Option<(usize, &'a str)> {
        let bytes = &self.text.as_bytes()[start..];
        let end = start + bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let next = self.text.as_bytes().get(end);
        next.is_none_or(|byte| byte.is_ascii() && !matches!(byte, b'-' | b'\'')).then(|| (end, &self.lower[start..end]))
    }

    /// The end of the word that begins at `start`, folded into `self.folded`.
    fn word(&mut self, start: usize) -> usize {
        self.folded.clear();
        let mut at = start;
        let mut hyphens = false;
        while let Some(ch) = self.char_at(at) {
            let next = at + ch.len_utf8();
            let after = self.char_at(next);
            let cyrillic = |ch: char| matches!(ch, '\u{400}'..='\u{52f}');
            if at > start && eastern(ch) {
                // "و15": the conjunction and its number are two words.
                break;
            } else if wordy(ch) {
                if arabic_letter(ch) && after.is_some_and(|ch| ch.is_ascii_digit()) {
                    fold_into(ch, self.folded);
                    return next;
                }
                fold_into(ch, self.folded);
            } else if apostrophe(ch) && after.is_some_and(cyrillic) {
                // "п'ять": a letter of its own, often left out.
            } else if ch == '-' && after.is_some_and(wordy) {
                hyphens = true;
                self.folded.push('-');
            } else if apostrophe(ch) && (after.is_some_and(wordy) || after.is_none()) && !hyphens {
                let elided = ["l", "d", "n", "s", "c", "j", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu"];
                if after.is_none() && !elided.contains(&self.folded.as_str()) {
                    break;
                }
                let name = after.is_some_and(char::is_uppercase) && ["n", "m", "t"].contains(&self.folded.as_str());
                if elided.contains(&self.folded.as_str()) && !name {
                    self.folded.push('\'');
                    return next;
                }
                let tail = self.text[next..].find(|ch: char| !wordy(ch)).unwrap_or(self.text.len() - next);
                if tail <= 2 && !name {
                    return at;
                }
                self.folded.push('\'');
            } else {
                break;
            }
            at = next;
        }
        // The accent is all that tells these from "a" and "ou".
        if self.folded.len() <= 2 {
            match &self.text[start..at] {
                "à" | "À" => self.folded.replace_range(.., "à"),
                "où" | "Où" => self.folded.replace_range(.., "où"),
                _ => {}
            }
        }
        at
    }
}

/// Whether hyphens join the words of one number, as English and French write them: "twenty-one".
fn tok_hyphens(folded: &str) -> bool {
    folded.is_ascii()
        && !["dos-", "tres-", "cinco-", "seis-", "oito-", "ocho-"].iter().any(|head| folded.starts_with(head))
}

/// An unknown Arabic word: its clitics as words of their own where what is left is known, or is named by an article.
fn cut(tok: Raw, folded: &str, means: &impl Fn(&str) -> bool, each: &mut impl FnMut(Raw, &str)) {
    let mut word = folded;
    let mut heads: [&'static str; 6] = [""; 6];
    let mut count = 0;
    while let Some((length, parts)) = clitics(word) {
        for part in parts {
            if count < heads.len() {
                heads[count] = part;
                count += 1;
            }
        }
        word = &word[length..];
        if means(word) {
            break;
        }
    }
    if !means(word) {
        // A name or a word that nobody listed: only a conjunction is cut, and only before an article.
        let joined = folded.starts_with("وال") && folded.len() > 10;
        if joined {
            each(tok, "و");
        }
        each(tok, if joined { &folded[2..] } else { folded });
        return;
    }
    for head in &heads[..count] {
        each(tok, head);
    }
    each(tok, word);
}

pub(super) fn scan(
    text: &str,
    Scratch { raw, lower, folded }: &mut Scratch,
    numeric: impl Fn(&str) -> bool,
    means: impl Fn(&str) -> bool,
    mut visit: impl FnMut(&mut Vec<Raw>, Raw, &str),
) {
    raw.clear();
    lower.clear();
    lower.push_str(text);
    lower.make_ascii_lowercase();
    let mut each = |tok: Raw, folded: &str| visit(raw, tok, folded);
    let mut scanner = Scanner { text, lower, folded };
    let mut at = 0;
    let mut glued = false;
    let mut single_capital = false;
    let blank = Raw { start: 0, end: 0, id: 0, value: 0, what: What::Word, cap: false, glued: false };
    while let Some(ch) = scanner.char_at(at) {
        let start = at;
        let mut tok = Raw { start: at as u32, glued, ..blank };
        glued = true;
        if ch == ' ' {
            at += 1;
            glued = false;
            continue;
        }
        if ch.is_ascii_alphabetic()
            && let Some((end, folded)) = scanner.plain(start)
        {
            at = end;
            tok.cap = ch.is_ascii_uppercase();
            single_capital = tok.cap && end == start + 1;
            tok.end = end as u32;
            each(tok, folded);
            continue;
        }
        if direction(ch) {
            at += ch.len_utf8();
            glued = start > 0 && glued;
            continue;
        }
        if eastern(ch) {
            (at, tok.what, tok.value) = scanner.eastern(at);
            tok.end = at as u32;
            each(tok, "");
            single_capital = false;
            continue;
        }
        if ch.is_whitespace() || ch == '\u{200b}' || ch == '\u{feff}' || ch == '\u{ad}' {
            at += ch.len_utf8();
            glued = false;
            // A blank line ends a sentence.
            if ch == '\n' && text[at..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
                each(Raw { end: at as u32, what: What::Stop, ..tok }, "\n");
            }
            continue;
        }
        if ch.is_ascii_digit() {
            (at, tok.what, tok.value) = scanner.number(at);
            tok.end = at as u32;
            let before = text[..start].chars().next_back();
            if before.is_some_and(|ch| matches!(ch, '$' | '€' | '£' | '#')) {
                tok.what = What::Figure;
            }
            each(tok, "");
            single_capital = false;
            continue;
        }
        if wordy(ch) {
            at = scanner.word(start);
            tok.cap = ch.is_uppercase();
            single_capital = tok.cap && at == start + ch.len_utf8();
            let folded = std::mem::take(scanner.folded);
            if folded.contains('-') {
                let numbers = |part: &str| numeric(part) || part == "et" || part == "and";
                if folded.split('-').all(numbers) {
                    // Hyphens split the text as they split the folded word.
                    let mut from = start;
                    for (index, part) in folded.split('-').enumerate() {
                        let length = text[from..at].find('-').unwrap_or(at - from);
                        let end = from + length;
                        if index > 0 && !tok_hyphens(&folded) {
                            // "двое-трое": from two to three.
                            each(
                                Raw { start: from as u32, end: from as u32, what: What::Dash, glued: true, ..tok },
                                "",
                            );
                        }
                        each(Raw { start: from as u32, end: end as u32, glued: from > start, ..tok }, part);
                        from = (end + 1).min(at);
                    }
                    *scanner.folded = folded;
                    continue;
                }
                if folded.ends_with("-old") || folded.contains("-year-") {
                    tok.what = What::Age;
                }
            }
            tok.end = at as u32;
            if arabic_letter(ch) && !means(&folded) {
                cut(tok, &folded, &means, &mut each);
                *scanner.folded = folded;
                continue;
            }
            each(tok, &folded);
            *scanner.folded = folded;
            continue;
        }
        if apostrophe(ch) && scanner.char_at(at + ch.len_utf8()).is_some_and(wordy) && start > 0 && tok.glued {
            // What `word` left of "Sunday's", "didn't".
            let next = at + ch.len_utf8();
            let tail = text[next..].find(|ch: char| !wordy(ch)).unwrap_or(text.len() - next);
            if tail <= 2 {
                let end = next + tail;
                let mut folded = String::from("'");
                text[next..end].chars().for_each(|ch| fold_into(ch, &mut folded));
                each(Raw { end: end as u32, ..tok }, &folded);
                at = end;
                continue;
            }
        }
        at += ch.len_utf8();
        tok.end = at as u32;
        let next = scanner.char_at(at);
        tok.what = match ch {
            ',' | '،' => What::Comma,
            // Headlines of several papers in one cell: "A;B".
            ';' if next.is_some_and(wordy) => What::Stop,
            ';' | '؛' => What::Semicolon,
            ':' => What::Colon,
            '-' | '–' | '—' | '‒' | '−' | '―' => What::Dash,
            '!' | '?' | '…' | '؟' => What::Stop,
            '.' => {
                let ends =
                    next.is_none_or(|ch| ch.is_whitespace() || matches!(ch, '"' | '”' | '»' | ')' | '\'' | '’' | ']'));
                if ends && !single_capital { What::Stop } else { What::Other }
            }
            '(' | '[' => What::Open,
            ')' | ']' => What::Close,
            '"' | '“' | '”' | '«' | '»' | '\'' | '’' | '‘' => What::Quote,
            '+' => What::Plus,
            '~' | '≈' => What::Tilde,
            '>' | '≥' => What::Greater,
            '<' | '≤' => What::Less,
            _ => What::Other,
        };
        let folded = match ch {
            ':' => ":",
            '&' => "&",
            '=' => "=",
            '%' => "%",
            '№' => "№",
            '/' => "/",
            _ => "",
        };
        single_capital = false;
        each(tok, folded);
    }
}
