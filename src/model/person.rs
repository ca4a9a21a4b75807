//! Persons: rows of lists of named people, and who is who. No name stands here.

use super::{Day, RowIx, Sym};

/// A row of a list of named people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonRow {
    /// The row, behind the reports.
    pub row: RowIx,
    /// Index of its data set.
    pub dataset: u16,
    /// The person, from 0: persons are numbered in the order of their first rows.
    pub person: u32,
    /// How sure it is that the row belongs to the person.
    pub probability: f32,
    /// The list: its source, or the data set where rows name none.
    pub list: Sym,
    /// The day of the list's issue.
    pub issue: Option<Day>,
    /// Age in years.
    pub age: Option<u16>,
    /// Whether the number of identity keeps its check digit, where these lists use one.
    pub id_valid: Option<bool>,
    /// A digest of the number of identity.
    pub id_digest: Option<u64>,
    /// Parts of the fullest name in the row.
    pub parts: u8,
}

/// Everybody on the lists of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People {
    /// The rows, ascending.
    pub rows: Vec<PersonRow>,
    /// Pairs of rows (indices into `rows`) that may be one person and were left apart, with their probability.
    pub proposed: Vec<(u32, u32, f32)>,
    /// Pairs of rows that were compared.
    pub compared: u64,
}

impl People {
    /// The rows of each person, as indices into `rows`; persons in the order of their numbers.
    pub fn persons(&self) -> Vec<Vec<u32>> {
        let count = self.rows.iter().map(|row| row.person as usize + 1).max().unwrap_or(0);
        let mut persons = vec![Vec::new(); count];
        for (index, row) in self.rows.iter().enumerate() {
            persons[row.person as usize].push(index as u32);
        }
        persons
    }
}
