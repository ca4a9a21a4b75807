//! The first half of a run: from paths to a corpus, by way of the store.

use super::Error;
use super::history::Previous;
use super::job::{InputHow, Job, Progress};
use crate::input::{self, InputError, Mapping, Part, interpret};
use crate::model::corpus::{self, Builder};
use crate::model::history::{Change, Revision};
use crate::model::ledger::Input;
use crate::model::{Batch, Col, Corpus, History, Loc, Rejected, Report, RowIx, Unit};
use crate::store::{Arrival, Store};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What was read: the reports, and where they can be had again.
pub struct Loaded {
    /// Keeps the whole records.
    pub store: Store,
    /// The reports, compact; persons of lists are not among them.
    pub corpus: Corpus,
    /// Reports and persons, where there are persons; the reports come first.
    pub all: Option<Corpus>,
    /// Facts on each input.
    pub inputs: Vec<Input>,
    /// How each input's columns were mapped.
    pub mappings: Vec<Mapping>,
    /// Rows that could not be loaded.
    pub rejected: Vec<Rejected>,
    /// What earlier runs knew.
    pub history: History,
    /// The last run that the store knows.
    pub previous: Option<Previous>,
    /// Known places, where gazetteers were given.
    pub gazetteer: Option<crate::place::Gazetteer>,
}

/// Rows are interpreted this many batches at a time, so that all threads have work and few texts are held.
const GROUP: usize = 32;

/// Reads the job's inputs into the store and makes a corpus of them; without inputs, of all that is stored.
///
/// # Errors
/// An input or the store cannot be read or written.
pub fn read(job: &Job, progress: &dyn Progress) -> Result<Loaded, Error> {
    let mut store = match &job.db {
        Some(dir) => Store::open(dir)?,
        None => Store::temporary()?,
    };
    let mut reading = Reading {
        builder: Builder::default(),
        store: &mut store,
        revised: FxHashMap::default(),
        set: FxHashMap::default(),
    };
    let former = former(reading.store);
    let (mut inputs, mut mappings, mut rejected) = (Vec::new(), Vec::new(), Vec::new());
    let (mut seen, mut unread) = (BTreeSet::new(), Vec::new());
    if job.inputs.is_empty() {
        reading.stored(&mut inputs, &mut mappings, progress)?;
    } else {
        let fallback = job.preset.as_deref().map(input::Preset::load).transpose()?;
        let registries = registries(job);
        progress.begin("reading", 0);
        for (entry, argument) in job.inputs.iter().enumerate() {
            let how = job.how.get(entry).cloned().unwrap_or_else(|| InputHow {
                preset: fallback.clone(),
                unit: job.unit,
                ..InputHow::default()
            });
            let options = options(job, how);
            let expanded = match input::expand(&[argument.into()]) {
                Ok(expanded) => expanded,
                Err(error) => {
                    unread.push((argument.clone(), error));
                    continue;
                }
            };
            let mut left = expanded.left;
            for path in expanded.files {
                // Named twice, by a link or by a file and its folder; other sheets of the same workbook are other rows.
                if seen.insert((input::identity(&path), options.sheets.clone())) {
                    let from = inputs.len();
                    let registry = registries.get(&path).cloned();
                    let options = input::InputOptions { registry, ..options.clone() };
                    reading.file(
                        &path,
                        &options,
                        (&mut inputs, &mut mappings),
                        &mut rejected,
                        &mut unread,
                        progress,
                    )?;
                    if let Some(input) = inputs.get_mut(from) {
                        input.notes.append(&mut left);
                    }
                }
            }
        }
        progress.end();
        not_read(unread, &mut inputs, &mut mappings)?;
    }
    let Reading { builder, revised, .. } = reading;
    lost(&former, &mut inputs, &mappings);
    store.commit()?;
    let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let (corpus, all) = builder.finish(&names).split();
    let revisions = revisions(&store, &corpus, &revised)?;
    if job.db.is_some() {
        super::history::name_unread(&store, &mut inputs)?;
    }
    let (profiles, previous) =
        if job.db.is_some() { super::history::recall(&store, &inputs)? } else { Default::default() };
    let history = History { profiles, revisions };
    let gazetteer =
        if job.gazetteers.is_empty() { None } else { Some(super::gazetteer_cache::gazetteer(job, &store, &corpus)?) };
    Ok(Loaded { store, corpus, all, inputs, mappings, rejected, history, previous, gazetteer })
}

/// How an input is to be read.
fn options(job: &Job, how: InputHow) -> input::InputOptions {
    input::InputOptions {
        preset: how.preset,
        overlay: how.overlay,
        unit: how.unit,
        dataset: how.dataset,
        convention: how.convention,
        conventions: job.conventions.clone(),
        sheets: how.sheets,
        encoding: how.encoding,
        delimiter: how.delimiter,
        list: how.list,
        limits: job.limits,
        registry: None,
    }
}

/// Names of registries for files of events that no preset knows, where there are several: two files are then two registries, and
/// what both tell of is one event told twice.
fn registries(job: &Job) -> BTreeMap<PathBuf, String> {
    let mut files = Vec::new();
    for (entry, argument) in job.inputs.iter().enumerate() {
        let (unit, dataset) = match job.how.get(entry) {
            Some(how) => (how.unit, how.dataset.is_some()),
            None => (job.unit, false),
        };
        if unit == Some(Unit::Event) && !dataset {
            files.extend(input::expand(&[argument.into()]).map(|expanded| expanded.files).unwrap_or_default());
        }
    }
    files.sort();
    files.dedup();
    if files.len() < 2 {
        return BTreeMap::new();
    }
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let named = |path: &PathBuf| {
        let alone = files.iter().filter(|other| stem(other) == stem(path)).count() == 1;
        if alone { stem(path) } else { path.display().to_string() }
    };
    files.iter().map(|path| (path.clone(), named(path))).collect()
}

/// How each data set was mapped when it was last read.
fn former(store: &Store) -> BTreeMap<String, Mapping> {
    let sets = store.datasets().iter();
    sets.filter_map(|name| Some((name.clone(), Mapping::from_note(store.note(name)?)?))).collect()
}

/// Notes the roles that an earlier run read and that no input of the data set has any more.
fn lost(former: &BTreeMap<String, Mapping>, inputs: &mut [Input], mappings: &[Mapping]) {
    const ROLES: [(&str, Col); 3] = [("date", Col::EventDate), ("place", Col::Place), ("toll", Col::Killed)];
    for input in inputs.iter_mut() {
        let Some(before) = former.get(&input.dataset) else { continue };
        let now = || mappings.iter().filter(|mapping| mapping.dataset.name == input.dataset);
        let gone = ROLES.iter().filter(|(_, col)| before.has(*col) && !now().any(|mapping| mapping.has(*col)));
        input.understood.lost = gone.map(|(role, col)| ((*role).to_owned(), before.header_of(*col))).collect();
        for (role, _) in &input.understood.lost {
            if !input.understood.lacking.contains(role) {
                input.understood.lacking.push(role.clone());
            }
        }
    }
}

struct Reading<'s> {
    builder: Builder,
    store: &'s mut Store,
    /// Where the former version of a revised record lies.
    revised: FxHashMap<Loc, Loc>,
    /// Numbers of data sets by name.
    set: FxHashMap<String, u16>,
}

impl Reading<'_> {
    /// Reads all parts of an input.
    fn file(
        &mut self,
        path: &Path,
        options: &input::InputOptions,
        (inputs, mappings): (&mut Vec<Input>, &mut Vec<Mapping>),
        rejected: &mut Vec<Rejected>,
        unread: &mut Vec<(String, InputError)>,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        let opened = match input::open(path, options) {
            Ok(opened) => opened,
            Err(error) if error.is_settings() => return Err(error.into()),
            Err(error) => {
                unread.push((path.display().to_string().replace('\\', "/"), error));
                return Ok(());
            }
        };
        unread.extend(opened.unread);
        for part in opened.parts {
            let name = part.name.clone();
            match self.part(part, inputs.len() as u32, options, rejected, progress)? {
                Ok((input, mapping)) => {
                    inputs.push(input);
                    mappings.push(mapping);
                }
                Err(error) if error.is_settings() => return Err(error.into()),
                Err(error) => unread.push((name, error)),
            }
        }
        Ok(())
    }

    /// Reads a part of an input. What is wrong with the input is told apart from what is wrong with the store.
    fn part(
        &mut self,
        part: Part,
        number: u32,
        options: &input::InputOptions,
        rejected: &mut Vec<Rejected>,
        progress: &dyn Progress,
    ) -> Result<Result<(Input, Mapping), InputError>, Error> {
        let mut waiting: Vec<Batch> = Vec::new();
        let mut counts = Counts::default();
        let mut failed = None;
        let source = part.read(number, options, &mut |mapping, batch| {
            waiting.push(batch);
            if waiting.len() == GROUP && failed.is_none() {
                failed = self.take(mapping, std::mem::take(&mut waiting), &mut counts, progress).err();
            }
        });
        if let Some(fault) = failed {
            return Err(fault);
        }
        let source = match source {
            Ok(source) => source,
            Err(error) => return Ok(Err(error)),
        };
        self.take(&source.mapping, waiting, &mut counts, progress)?;
        self.store.keep_note(&source.mapping.dataset.name, &source.mapping.to_note());
        let mut info = source.info;
        info.loaded = counts.new + counts.revised;
        info.revised = counts.revised;
        info.unchanged = counts.unchanged;
        info.rejected = source.rejected.len() as u64;
        rejected.extend(source.rejected);
        Ok(Ok((info, source.mapping)))
    }

    /// Stores batches and adds their rows to the corpus.
    fn take(
        &mut self,
        mapping: &Mapping,
        batches: Vec<Batch>,
        counts: &mut Counts,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        let dataset = self.builder.dataset(&mapping.dataset);
        let ids: Vec<Vec<Box<str>>> =
            batches.par_iter().map(|batch| batch.iter().map(|record| interpret::id(&record)).collect()).collect();
        let store = &mut *self.store;
        let name = mapping.dataset.name.as_str();
        // Much of storing is one thread's work; what rows mean is found out beside it.
        let (placed, parts) = rayon::join(
            || {
                batches
                    .iter()
                    .zip(&ids)
                    .map(|(batch, ids)| store.upsert(name, batch, ids))
                    .collect::<Result<Vec<_>, _>>()
            },
            || {
                let interpreted = batches.par_iter().map(|batch| interpreted(batch, mapping, dataset));
                interpreted.collect::<Vec<corpus::Part>>()
            },
        );
        for ((mut part, ids), places) in parts.into_iter().zip(ids).zip(placed?) {
            for (((id, row), own), place) in part.rows.iter_mut().zip(ids).zip(places) {
                (*id, row.loc) = (own, place.loc);
                match place.fate {
                    Arrival::New => counts.new += 1,
                    Arrival::Revised => counts.revised += 1,
                    Arrival::Unchanged => counts.unchanged += 1,
                }
                if let Some(former) = place.former {
                    self.revised.insert(place.loc, former);
                }
            }
            progress.advance(part.rows.len() as u64);
            self.builder.add(part);
        }
        Ok(())
    }

    /// All that the store holds.
    fn stored(
        &mut self,
        inputs: &mut Vec<Input>,
        mappings: &mut Vec<Mapping>,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        if self.store.is_empty() {
            return Err(Error::new(format!(
                "the store in {} is empty and no input is given: name files to check, or put `inputs` into recount.toml",
                self.store.dir().display()
            )));
        }
        for name in self.store.datasets().to_vec() {
            let note = self.store.note(&name).unwrap_or_default();
            let mapping = Mapping::from_note(note).ok_or_else(|| {
                Error::new(format!("the store does not say how the data set {name} was mapped: load its files again"))
            })?;
            self.set.insert(name.clone(), self.builder.dataset(&mapping.dataset));
            inputs.push(Input {
                name: format!("store:{name}"),
                preset: mapping.preset.clone(),
                dataset: name.clone(),
                unit: mapping.dataset.unit().name().to_owned(),
                format: "store".to_owned(),
                columns: mapping.columns(),
                ..Input::default()
            });
            mappings.push(mapping);
        }
        progress.begin("reading", self.store.len());
        let numbers: Vec<u16> = self.store.datasets().iter().map(|name| self.set[name]).collect();
        let parts: Vec<Result<(corpus::Part, Vec<u64>), Error>> = self
            .store
            .all()
            .map(|stored| {
                let stored = stored?;
                let (mut part, mut counts) = (corpus::Part::default(), vec![0; numbers.len()]);
                for &slot in &stored.current {
                    let Some(mut record) = stored.batch.get(slot as usize) else { continue };
                    let set = usize::from(stored.datasets[slot as usize]);
                    record.input = set as u32;
                    let report = interpret::report(&record, &mappings[set], RowIx(0));
                    let id = stored.ids[slot as usize].clone();
                    interpret::compact(&report, &mappings[set], numbers[set], stored.loc(slot), id, &mut part);
                    counts[set] += 1;
                }
                progress.advance(part.rows.len() as u64);
                Ok((part, counts))
            })
            .collect();
        for part in parts {
            let (part, counts) = part?;
            for (input, count) in inputs.iter_mut().zip(counts) {
                input.read += count;
                input.unchanged += count;
            }
            self.builder.add(part);
        }
        progress.end();
        Ok(())
    }
}

/// Adds the inputs that could not be read, so that every output says so. Where none could be, that is the end.
fn not_read(
    mut unread: Vec<(String, InputError)>,
    inputs: &mut Vec<Input>,
    mappings: &mut Vec<Mapping>,
) -> Result<(), Error> {
    if inputs.is_empty() && !unread.is_empty() {
        let (_, first) = unread.remove(0);
        return Err(match unread.len() {
            0 => first.into(),
            1 => Error::new(format!("{first} (and another input could not be read either)")),
            more => Error::new(format!("{first} (and {more} other inputs could not be read either)")),
        });
    }
    for (name, error) in unread {
        // The name stands before the sentence wherever it is shown.
        let said = error.to_string();
        let failed = said.strip_prefix(&name).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(&said).to_owned();
        inputs.push(Input { name, unit: "report".to_owned(), failed, ..Input::default() });
        mappings.push(Mapping::default());
    }
    Ok(())
}

/// The rows of a batch, yet without their ids and their places in the store.
fn interpreted(batch: &Batch, mapping: &Mapping, dataset: u16) -> corpus::Part {
    let mut part = corpus::Part { rows: Vec::with_capacity(batch.len()), ..corpus::Part::default() };
    for record in batch.iter() {
        let report = interpret::report(&record, mapping, RowIx(0));
        interpret::compact(&report, mapping, dataset, Loc::default(), Box::default(), &mut part);
    }
    part
}

#[derive(Default)]
struct Counts {
    new: u64,
    revised: u64,
    unchanged: u64,
}

/// What changed in each revised report.
fn revisions(store: &Store, corpus: &Corpus, revised: &FxHashMap<Loc, Loc>) -> Result<Vec<Revision>, Error> {
    if revised.is_empty() {
        return Ok(Vec::new());
    }
    let pairs: Vec<(RowIx, Loc, Loc)> = corpus
        .indices()
        .filter_map(|row| {
            let loc = corpus.row(row).loc;
            revised.get(&loc).map(|former| (row, loc, *former))
        })
        .collect();
    let now = store.records(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>())?;
    let before = store.records(&pairs.iter().map(|pair| pair.2).collect::<Vec<_>>())?;
    let cell = |cells: &[(Col, String)], col: Col| {
        cells.iter().find(|(known, _)| *known == col).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Ok(pairs
        .iter()
        .zip(now.iter().zip(before))
        .map(|(&(row, ..), (now, former))| {
            let changes = Col::ALL
                .iter()
                .map(|&col| Change { col, before: cell(&former, col), after: cell(now, col) })
                .filter(|change| change.before != change.after)
                .collect();
            Revision { row, changes, former }
        })
        .collect())
}

/// Visits every report of the corpus with all its cells, chunk by chunk and in parallel; what it adds for each chunk comes back.
/// `leave` sees each chunk once, when its reports were visited.
///
/// # Errors
/// A chunk is damaged.
pub fn scan<T: Send + Default>(
    loaded: &Loaded,
    visit: impl Fn(&Report<'_>, &mut T) + Sync,
    leave: impl Fn(u32, &Batch) + Sync,
    progress: &dyn Progress,
) -> Result<Vec<T>, Error> {
    scan_rows(loaded, &loaded.corpus, loaded.corpus.indices().collect(), visit, leave, progress)
}

/// [`scan`] over some rows of a corpus.
///
/// # Errors
/// A chunk is damaged.
pub fn scan_rows<T: Send + Default>(
    loaded: &Loaded,
    corpus: &Corpus,
    mut rows: Vec<RowIx>,
    visit: impl Fn(&Report<'_>, &mut T) + Sync,
    leave: impl Fn(u32, &Batch) + Sync,
    progress: &dyn Progress,
) -> Result<Vec<T>, Error> {
    rows.par_sort_unstable_by_key(|row| corpus.row(*row).loc);
    let groups: Vec<&[RowIx]> = rows.chunk_by(|a, b| corpus.row(*a).loc.chunk == corpus.row(*b).loc.chunk).collect();
    let found: Vec<Result<T, Error>> = groups
        .par_iter()
        .map(|rows| {
            let mut out = T::default();
            let chunk = corpus.row(rows[0]).loc.chunk;
            let batch = loaded.store.batch(chunk)?;
            let mut cells = Vec::new();
            for &index in *rows {
                let row = corpus.row(index);
                let Some(mut record) = batch.get_in(row.loc.slot as usize, cells) else {
                    return Err(Error::new(
                        "a chunk of the store is shorter than its index says; delete the store and run again",
                    ));
                };
                (record.input, record.line) = (row.input, row.line);
                visit(&interpret::again(&record, &loaded.mappings[row.input as usize], index, row), &mut out);
                cells = record.cells;
            }
            leave(chunk, &batch);
            progress.advance(rows.len() as u64);
            Ok(out)
        })
        .collect();
    found.into_iter().collect()
}
