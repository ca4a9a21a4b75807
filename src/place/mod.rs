//! Names to places: block, compare, veto, group, name, explain.

use crate::model::{Corpus, Decisions, Place, PlaceIx, Places, RowIx, Waterfall};
use std::collections::BTreeMap;

/// What the place room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
}

/// Groups the mentions of a corpus into places.
pub fn group(corpus: &Corpus, _options: &Options<'_>) -> Places {
    let mut groups: BTreeMap<_, Vec<RowIx>> = BTreeMap::new();
    for index in corpus.indices() {
        let row = corpus.row(index);
        if row.place.is_some() {
            let key = (row.country, row.admin1, crate::text::fold::fold(corpus.name(row.place)));
            groups.entry(key).or_default().push(index);
        }
    }
    let mut of_row = vec![None; corpus.len()];
    let mut places = Vec::new();
    for ((country, admin1, folded), rows) in groups {
        let index = PlaceIx(places.len() as u32);
        for row in &rows {
            of_row[row.0 as usize] = Some(index);
        }
        let first = corpus.row(rows[0]);
        let hash = crate::model::hash::parts(&[corpus.name(country), corpus.name(admin1), &folded]);
        places.push(Place {
            id: format!("P{}", crate::model::hash::word(hash)),
            canonical: corpus.name(first.place).to_owned(),
            country,
            admin1,
            admin2: first.admin2,
            point: first.point(),
            variants: Vec::new(),
            links: Vec::new(),
            rows,
            gazetteer: None,
        });
    }
    Places { places, of_row, score: vec![1.0; corpus.len()], proposals: Vec::new() }
}

/// Why two mentions are, or are not, taken for one place.
pub fn explain(_corpus: &Corpus, _options: &Options<'_>, _left: RowIx, _right: RowIx) -> Waterfall {
    Waterfall::default()
}
