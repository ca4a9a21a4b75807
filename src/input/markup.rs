//! Texts without their markup, and where each of their bytes stood: plain text, Markdown, HTML.

/// How an article is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Markup {
    /// The markup that a file's ending promises; `None` where the ending is no article's.
    pub fn of(name: &str) -> Option<Markup> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Markup::Plain),
            "md" | "markdown" => Some(Markup::Markdown),
            "html" | "htm" | "xhtml" => Some(Markup::Html),
            _ => None,
        }
    }
}

/// Text without markup, and where each of its bytes stood in the file.
pub(super) struct Clean {
    pub(super) text: String,
    pub(super) origin: Vec<u32>,
}

impl Clean {
    fn push(&mut self, ch: char, at: usize) {
        self.text.push(ch);
        self.origin.resize(self.text.len(), at as u32);
    }
}

/// Takes the markup off.
pub(super) fn clean(text: &str, markup: Markup) -> Clean {
    let mut out = Clean { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
    match markup {
        Markup::Plain => text.char_indices().for_each(|(at, ch)| out.push(ch, at)),
        Markup::Markdown => markdown(text, &mut out),
        Markup::Html => html(text, &mut out),
    }
    out
}

fn markdown(text: &str, out: &mut Clean) {
    let mut line_start = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, ch)) = chars.next() {
        let lead = line_start && matches!(ch, '#' | '>' | ' ');
        line_start = ch == '\n' || lead;
        if lead || matches!(ch, '*' | '_' | '`' | '[') {
            continue;
        }
        if ch == ']' {
            // The address of a link.
            if chars.peek().is_some_and(|(_, next)| *next == '(') {
                for (_, next) in chars.by_ref() {
                    if next == ')' || next == '\n' {
                        break;
                    }
                }
            }
            continue;
        }
        out.push(ch, at);
    }
}

/// Elements that begin a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "br",
    "tr",
    "td",
    "th",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "figure",
    "figcaption",
    "main",
    "time",
    "title",
];

/// Elements whose text is no part of the article.
const HIDDEN: &[&str] =
    &["script", "style", "head", "nav", "noscript", "template", "svg", "aside", "footer", "form", "button", "iframe"];

fn html(text: &str, out: &mut Clean) {
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("<!--") {
            at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let tag = rest
            .strip_prefix('<')
            .filter(|after| after.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '/' || ch == '!'));
        if let Some(after) = tag {
            let end = after.find('>').map_or(rest.len(), |end| end + 2);
            let name: String = after
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase();
            if BLOCKS.contains(&name.as_str()) {
                out.push('\n', at);
                out.push('\n', at);
            }
            at += end;
            if HIDDEN.contains(&name.as_str()) && !after.starts_with('/') {
                let close = format!("</{name}");
                let rest = text.get(at..).unwrap_or("");
                at += rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
            }
            continue;
        }
        if let Some(after) = rest.strip_prefix('&')
            && let Some(end) = after.find(';').filter(|end| *end <= 8)
            && let Some(ch) = entity(&after[..end])
        {
            out.push(ch, at);
            at += end + 2;
            continue;
        }
        let ch = rest.chars().next().unwrap_or(' ');
        // Line breaks of the source are blanks on the page.
        out.push(if matches!(ch, '\n' | '\r' | '\t') { ' ' } else { ch }, at);
        at += ch.len_utf8();
    }
}

/// The character that an entity of HTML stands for.
pub(super) fn entity(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix('#') {
        let number = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => code.parse(),
        };
        return number.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" | "lsquo" | "rsquo" => '’',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "acirc" => 'â',
        "ccedil" => 'ç',
        "ocirc" => 'ô',
        "ucirc" => 'û',
        "ugrave" => 'ù',
        "icirc" => 'î',
        "iuml" => 'ï',
        "euml" => 'ë',
        "laquo" => '«',
        "raquo" => '»',
        _ => return None,
    })
}
