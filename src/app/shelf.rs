//! Gazetteers are read once: what was made of them is kept in the store's folder.

use super::fault::Fault;
use super::job::Job;
use crate::model::Corpus;
use crate::place::{Gazetteer, Shelf};
use crate::store::{Shelf as Kept, Store};

struct OfStore(Kept);

impl Shelf for OfStore {
    fn fetch(&self, name: &str) -> Option<Vec<u8>> {
        self.0.fetch(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        // What cannot be kept is read again next time.
        let _ = self.0.keep(name, bytes);
    }

    fn clear(&self, but: &[String]) {
        self.0.clear(but);
    }
}

/// The job's gazetteers, as far as the corpus's countries need them.
///
/// # Errors
/// A file cannot be read, or is no gazetteer.
pub fn gazetteer(job: &Job, store: &Store, corpus: &Corpus) -> Result<Gazetteer, Fault> {
    let shelf = job.db.as_ref().map(|_| OfStore(store.shelf()));
    Ok(Gazetteer::load(&job.gazetteers, corpus, shelf.as_ref().map(|shelf| shelf as &dyn Shelf))?)
}
