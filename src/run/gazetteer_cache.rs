//! Gazetteers are read once: what was made of them is kept in the store's folder.

use super::Error;
use super::job::Job;
use crate::model::Corpus;
use crate::place::{Gazetteer, GazetteerCache};
use crate::store::{FileCache, Store};

struct OfStore(FileCache);

impl GazetteerCache for OfStore {
    fn fetch(&self, name: &str) -> Option<Vec<u8>> {
        self.0.fetch(name)
    }

    fn store(&self, name: &str, bytes: &[u8]) {
        // What cannot be kept is read again next time.
        let _ = self.0.store(name, bytes);
    }

    fn clear(&self, but: &[String]) {
        self.0.clear(but);
    }
}

/// The job's gazetteers, as far as the corpus's countries need them.
///
/// # Errors
/// A file cannot be read, or is no gazetteer.
pub fn gazetteer(job: &Job, store: &Store, corpus: &Corpus) -> Result<Gazetteer, Error> {
    let cache = job.db.as_ref().map(|_| OfStore(store.file_cache()));
    Ok(Gazetteer::load(&job.gazetteers, corpus, cache.as_ref().map(|cache| cache as &dyn GazetteerCache))?)
}
