//! Paragraphs of an article, and lines and columns of its file.

/// Lines and columns of a file.
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column, both from 1, of a byte.
    pub(super) fn find(&self, text: &str, at: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = text.get(start..at).map_or(0, |head| head.chars().count()) + 1;
        (line as u32, column as u32)
    }
}

/// Bytes of the paragraphs, blanks at both ends left out.
pub(super) fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let blank_line = text.split('\n').skip(1).any(|line| line.trim().is_empty()) && text.trim().contains('\n');
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut close = |start: usize, end: usize| {
        let raw = text.get(start..end).unwrap_or("");
        let lead = raw.len() - raw.trim_start().len();
        let words = raw.trim();
        if !words.is_empty() {
            out.push((start + lead, start + lead + words.len()));
        }
    };
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() || !blank_line {
            let end = if line.trim().is_empty() { at } else { at + line.len() };
            close(start, end);
            start = at + line.len();
        }
        at += line.len();
    }
    close(start, text.len());
    out
}
