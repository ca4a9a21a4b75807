//! The conventions that ship with the tool, by name: data/conventions.toml.

use crate::model::convention::{Convention, GENERIC};

/// The convention of that name in data/conventions.toml: generic, acled, ged, gtd, ibc. The generic one serves
/// data sets that name none and goes by the name of the generic preset too.
pub fn named(name: &str) -> Option<Convention> {
    if matches!(name, "" | "reports") {
        return Some(GENERIC);
    }
    shipped()?.get(name)?.clone().try_into().ok()
}

/// The names of the conventions in data/conventions.toml.
pub fn names() -> Vec<String> {
    shipped().unwrap_or_default().into_iter().map(|(name, _)| name).collect()
}

fn shipped() -> Option<toml::Table> {
    include_str!("../../data/conventions.toml").parse().ok()
}
