//! A rule's page: its documentation, and the examples in it that are its tests.

/// A file in an example.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The format: csv, jsonl, txt.
    pub format: String,
    /// Options from the info string, such as `unit=event`, `preset=ged`, `findings=2`, `role=earlier`.
    pub options: Vec<(String, String)>,
    /// The file's text.
    pub text: String,
}

impl Block {
    /// An option's value.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The examples of one section. Blocks that follow each other with `role=` given belong to one example:
/// a block without a role, or with `role=current`, closes it.
pub fn examples(page: &str, section: &str) -> Vec<Vec<Block>> {
    let mut examples = Vec::new();
    let mut pending = Vec::new();
    let mut within = false;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            within = title.trim() == section;
        } else if let Some(info) = line.strip_prefix("```").filter(|info| within && !info.is_empty()) {
            let mut words = info.split_whitespace();
            let format = words.next().unwrap_or_default().to_owned();
            let options = words
                .filter_map(|word| word.split_once('='))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect();
            let mut text = String::new();
            for line in lines.by_ref().take_while(|line| *line != "```") {
                text.push_str(line);
                text.push('\n');
            }
            let block = Block { format, options, text };
            let closes = matches!(block.option("role"), None | Some("current"));
            pending.push(block);
            if closes {
                examples.push(std::mem::take(&mut pending));
            }
        }
    }
    examples
}
