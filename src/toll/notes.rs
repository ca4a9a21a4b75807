//! What explains differences, in sentences.

use super::claims::Split;
use crate::model::toll::{Claim, Fate};
use crate::model::{Corpus, Places, Reconciled, RowIx, Scope, Status};

/// Writes the notes of an event.
pub fn write(corpus: &Corpus, places: &Places, revisions: &[(RowIx, RowIx)], splits: &[Split], toll: &mut Reconciled) {
    let who = |row: RowIx| match corpus.name(corpus.row(row).source) {
        "" => corpus.id(row).to_owned(),
        name => name.to_owned(),
    };
    let claim = |row: RowIx| toll.claims.iter().find(|claim| claim.row == row);
    let mut notes = Vec::new();
    for &(before, after) in revisions {
        if let (Some(old), Some(new)) = (claim(before), claim(after)) {
            notes.push(format!("{} revised {} to {}", who(after), old.toll, new.toll));
        }
    }
    for split in splits {
        notes.push(format!(
            "{} rows of {} share out {}",
            split.rows.len(),
            corpus.dataset(split.rows[0]).name,
            split.toll
        ));
    }
    let copies = toll.claims.iter().filter(|claim| matches!(claim.fate, Fate::Copy(_))).count();
    if copies > 0 {
        notes.push(match copies {
            1 => "one copy counted once".to_owned(),
            many => format!("{many} copies counted once"),
        });
    }
    let counts = |claim: &&Claim| claim.fate == Fate::Counts && claim.scope == Scope::Total;
    let rising = |claim: &&Claim| claim.status == Status::Provisional && claim.toll.best() < toll.best;
    for claim in toll.claims.iter().filter(counts).filter(rising).take(3) {
        notes.push(format!("{}'s {} was provisional and may have risen", who(claim.row), claim.toll.best()));
    }
    if toll.claims.iter().all(|claim| claim.fate == Fate::Part) && toll.parts.len() > 1 {
        notes.push(format!("only parts are stated: the sum of {} places", toll.parts.len()));
    }
    if let Some(rest) = toll.unallocated.filter(|rest| *rest > 0) {
        notes.push(format!("{rest} of {} are in no part that the accounts agree on", toll.best));
    }
    for part in toll.parts.iter().filter(|part| part.high.is_some_and(|high| high > part.low) && part.rows.len() > 1) {
        let place = part.place.map_or("an unnamed place", |place| places.get(place).canonical.as_str());
        notes.push(format!("{place}: {} to {}", part.low, part.high.unwrap_or(part.low)));
    }
    toll.notes = notes;
}
