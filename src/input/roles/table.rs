//! The roles of data/input/roles.toml: what a column's name must hold and its cells look like.

use super::seen::Cells;
use super::words::{Name, Notions, notions};
use crate::model::Col;
use std::sync::OnceLock;

/// One way in which a column plays a role.
#[derive(Debug, Clone)]
pub(super) struct Role {
    /// The role.
    pub col: Col,
    all: Notions,
    any: Notions,
    none: Notions,
    /// What its cells must look like: one of these.
    pub cells: Vec<Cells>,
    sure: i32,
    strange: i32,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    column: String,
    #[serde(default)]
    all: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    cells: Vec<Cells>,
    sure: i32,
    strange: i32,
}

#[derive(serde::Deserialize)]
struct Listed {
    role: Vec<Written>,
}

/// All of them, in the order of the file.
pub(super) fn roles() -> &'static [Role] {
    static PARSED: OnceLock<Vec<Role>> = OnceLock::new();
    PARSED.get_or_init(|| {
        // A test parses the file and knows all of its words.
        let listed: Result<Listed, _> = toml::from_str(include_str!("../../../data/input/roles.toml"));
        let written = listed.map(|listed| listed.role).unwrap_or_default();
        written
            .into_iter()
            .filter_map(|role| {
                Some(Role {
                    col: Col::parse(&role.column)?,
                    all: notions(&role.all),
                    any: notions(&role.any),
                    none: notions(&role.none),
                    cells: role.cells,
                    sure: role.sure,
                    strange: role.strange,
                })
            })
            .collect()
    })
}

impl Role {
    /// How sure a name alone makes the role; `None` where it is none for it.
    pub fn by_name(&self, name: &Name) -> Option<i32> {
        // A notion that is asked for is not one that turns the meaning, even where another group brings it in again.
        let barred = Notions(self.none.0 & !self.all.0 & !self.any.0);
        let named = name.own.all(self.all) && (self.any.0 == 0 || name.own.any(self.any));
        if !named || name.whole.any(barred) {
            return None;
        }
        Some(self.sure - self.strange * i32::from(name.strange))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::roles::words::is_notion;

    #[test]
    fn every_role_can_be_read_and_every_word_is_known() {
        let listed: Listed = toml::from_str(include_str!("../../../data/input/roles.toml")).unwrap();
        assert_eq!(listed.role.len(), roles().len());
        for role in &listed.role {
            let words = role.all.iter().chain(&role.any).chain(&role.none);
            for word in words {
                assert!(is_notion(word), "{}: {word}", role.column);
            }
            assert!(!role.all.is_empty() || !role.any.is_empty(), "{}", role.column);
        }
    }
}
