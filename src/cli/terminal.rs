//! What the terminal can show: its width, and whether it makes links.

use std::ffi::OsString;
use std::io::IsTerminal;

/// Columns where there is no terminal to ask: mails and logs are read at this width.
const COLUMNS: usize = 80;

/// Columns of the terminal. `COLUMNS` wins, for whoever wants another width.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let seen = || {
        let out = std::io::stdout();
        if out.is_terminal() { terminal_size::terminal_size_of(out).map(|(width, _)| width.0.into()) } else { None }
    };
    said.or_else(seen).unwrap_or(COLUMNS)
}

/// Where names of files lead to, as a URL, where standard output is a terminal that is known to make links (OSC 8).
/// `FORCE_HYPERLINK` says so of any other, and with 0 that there are to be none.
pub fn hyperlinks() -> Option<String> {
    let folder = std::env::current_dir().ok()?;
    links(std::io::stdout().is_terminal(), |name| std::env::var_os(name))
        .then(|| crate::emit::uri(&folder.to_string_lossy()))
}

/// Writes to standard error. Nobody can be told that it takes nothing: a full disk behind it changes no result.
pub fn complain(text: &str) {
    use std::io::Write;
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn links(terminal: bool, environment: impl Fn(&str) -> Option<OsString>) -> bool {
    let text = |name: &str| environment(name).map(|value| value.to_string_lossy().into_owned()).unwrap_or_default();
    match text("FORCE_HYPERLINK").as_str() {
        "" => {}
        "0" => return false,
        _ => return true,
    }
    let term = text("TERM");
    // Under a multiplexer or in a CI log nobody knows who shows the bytes at the end.
    if !terminal || term == "dumb" || term.starts_with("screen") || term.starts_with("tmux") || !text("CI").is_empty() {
        return false;
    }
    const PROGRAMS: [&str; 6] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"];
    const TERMS: [&str; 5] = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"];
    PROGRAMS.contains(&text("TERM_PROGRAM").as_str())
        || TERMS.contains(&term.as_str())
        || ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].iter().any(|name| environment(name).is_some())
        // GNOME's terminal library, from 0.50 on.
        || text("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(terminal: bool, variables: &[(&str, &str)]) -> bool {
        links(terminal, |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
    }

    #[test]
    fn links_are_made_where_a_terminal_is_known_to_show_them() {
        assert!(with(true, &[("TERM", "xterm-256color"), ("VTE_VERSION", "7006")]));
        assert!(with(true, &[("TERM_PROGRAM", "WezTerm")]));
        assert!(!with(true, &[("TERM", "xterm-256color"), ("VTE_VERSION", "4602")]));
        assert!(!with(true, &[("TERM", "xterm")]));
        assert!(!with(true, &[("TERM", "tmux-256color"), ("VTE_VERSION", "7006")]));
        assert!(!with(false, &[("TERM", "xterm-kitty")]));
        assert!(with(false, &[("FORCE_HYPERLINK", "1")]));
        assert!(!with(true, &[("TERM", "xterm-kitty"), ("FORCE_HYPERLINK", "0")]));
    }
}
