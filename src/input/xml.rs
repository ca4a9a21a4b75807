//! What the readers of XML share.

use quick_xml::events::{BytesStart, Event};

/// The text of an attribute, whatever the prefix of its name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.rsplit(':').next() == Some(name)
    })?;
    Some(unescaped(&found.value))
}

/// Text without XML's escapes; as it stands where they are wrong.
pub(super) fn unescaped(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned())
}

/// Adds what an event says as text.
pub(super) fn add_text(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(text),
        Event::CData(text) => out.push_str(text),
        Event::GeneralRef(reference) => out.push_str(&unescaped(&format!("&{};", &**reference))),
        _ => {}
    }
}

/// The name of an element without its prefix.
pub(super) fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    let name: &str = element.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// Counts the lines of a text from front to back.
#[derive(Debug, Default)]
pub(super) struct Lines {
    at: usize,
    passed: u32,
}

impl Lines {
    /// The line, from 1, on which that byte stands; it may not lie before the last one asked for.
    pub fn at(&mut self, text: &str, byte: u64) -> u32 {
        let to = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        if let Some(passed) = text.as_bytes().get(self.at..to) {
            self.passed += memchr::memchr_iter(b'\n', passed).count() as u32;
            self.at = to;
        }
        self.passed + 1
    }
}
