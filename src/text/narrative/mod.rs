//! Reading tolls from narratives, English and French.

#![allow(dead_code)]
pub(crate) mod lexicon;
pub(crate) mod token;
