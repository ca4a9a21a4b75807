//! Times of the steps, and the threads they run on.

use super::Error;
use std::time::Instant;

/// Times of the steps.
#[derive(Debug)]
pub struct Clock {
    last: Instant,
    /// Milliseconds by step.
    pub laps: Vec<(String, u64)>,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock { last: Instant::now(), laps: Vec::new() }
    }
}

impl Clock {
    /// The step that ends now.
    pub fn lap(&mut self, step: &str) {
        let now = Instant::now();
        self.laps.push((step.to_owned(), (now - self.last).as_millis() as u64));
        self.last = now;
    }
}

/// Runs work in a pool of that many threads; 0 for one a core.
///
/// # Errors
/// What the work says, or that there can be no such pool.
pub fn within_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    if threads == 0 {
        return work();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|source| Error::Threads { threads, source })?.install(work)
}
