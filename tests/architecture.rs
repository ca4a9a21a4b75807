//! The house as it is written down, held against its sources: which room may know which, files that need each other,
//! what a room shows, how long files and functions are.

#![allow(clippy::unwrap_used, missing_docs)]
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// Lines of a file, and of a function, that need no reason.
const FILE: usize = 500;
const FUNCTION: usize = 80;

/// The rooms, each with those it may know.
const ROOMS: &str = include_str!("architecture/rooms.txt");
/// What each room shows: its public modules.
const PUBLIC: &str = include_str!("architecture/public.txt");
/// Files and functions that may be longer, each with the reason.
const LONG: &str = include_str!("architecture/long.txt");
/// Rooms whose circles are not yet undone.
const CIRCLES: &str = include_str!("architecture/circles.txt");

/// A source file: its path under `src`, its module's path, its syntax.
struct Source {
    path: String,
    module: Vec<String>,
    lines: usize,
    file: syn::File,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                let mut module: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
                if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                    module.pop();
                }
                // Tests may know what they test, and each other.
                if module.iter().any(|part| part.starts_with("tests")) || name == "main.rs" {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                found.push(Source { path: name, module, lines: text.lines().count(), file });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Lines of a table: not blank, not a comment.
fn table(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        line.split_once(": ")
            .or_else(|| line.split_once(':').filter(|(_, rest)| rest.trim().is_empty()))
            .map(|(name, rest)| (name.trim(), rest.trim()))
            .unwrap_or((line, ""))
    })
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Meta>().is_ok_and(|meta| meta.path().is_ident("test"))
    })
}

/// The names that a `use` brings in, with the paths they stand for; `*` for all.
fn leaves(tree: &syn::UseTree, before: &mut Vec<String>, out: &mut Vec<(String, Vec<String>)>) {
    match tree {
        syn::UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, out);
            before.pop();
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, out)),
        syn::UseTree::Glob(_) => out.push(("*".to_owned(), before.clone())),
        syn::UseTree::Name(name) if name.ident == "self" => {
            out.push((before.last().cloned().unwrap_or_default(), before.clone()));
        }
        syn::UseTree::Name(name) => {
            out.push((name.ident.to_string(), [&before[..], &[name.ident.to_string()]].concat()))
        }
        syn::UseTree::Rename(name) => {
            out.push((name.rename.to_string(), [&before[..], &[name.ident.to_string()]].concat()))
        }
    }
}

/// What a file speaks of: paths as they are written, those of `use` apart from others, tests left out.
#[derive(Default)]
struct Spoken {
    uses: Vec<(bool, String, Vec<String>)>,
    paths: BTreeSet<Vec<String>>,
}

impl<'ast> Visit<'ast> for Spoken {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut found = Vec::new();
        leaves(&item.tree, &mut Vec::new(), &mut found);
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        if !is_test(&item.attrs) {
            self.uses.extend(found.into_iter().map(|(name, path)| (public, name, path)));
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        // What stands in `format!`, `vec!` and their like.
        type Arguments = syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;
        if let Ok(arguments) = mac.parse_body_with(Arguments::parse_terminated) {
            arguments.iter().for_each(|argument| self.seen(argument));
        }
    }
}

impl Spoken {
    fn seen(&mut self, expression: &syn::Expr) {
        Spoken::visit_expr(self, expression);
    }
}

/// Every file by its module's path, and what it passes on from others under a name.
struct House {
    sources: Vec<Source>,
    spoken: Vec<Spoken>,
    by_module: BTreeMap<Vec<String>, usize>,
}

impl House {
    fn read() -> House {
        let sources = sources();
        let spoken = sources
            .iter()
            .map(|source| {
                let mut spoken = Spoken::default();
                spoken.visit_file(&source.file);
                spoken
            })
            .collect();
        let by_module = sources.iter().enumerate().map(|(at, source)| (source.module.clone(), at)).collect();
        House { sources, spoken, by_module }
    }

    /// A path as seen from the crate's root; `None` for other crates and for names of the file's own.
    fn absolute(&self, from: &[String], path: &[String]) -> Option<Vec<String>> {
        let mut module = from.to_vec();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                module.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                let child = [from, &[first.to_owned()]].concat();
                self.by_module.get(&child)?;
            }
        }
        module.extend(rest.iter().cloned());
        Some(module)
    }

    /// The file that holds what a path names: what a room passes on counts for the file that holds it.
    fn holder(&self, path: &[String], depth: usize) -> Option<usize> {
        let known = (0..=path.len()).rev().find(|length| self.by_module.contains_key(&path[..*length]))?;
        let at = self.by_module[&path[..known]];
        let Some(name) = path.get(known) else { return Some(at) };
        if depth < 8 {
            for (public, as_name, to) in &self.spoken[at].uses {
                if *public && as_name == name {
                    let to = self.absolute(&self.sources[at].module, to)?;
                    let rest = [&to[..], &path[known + 1..]].concat();
                    return self.holder(&rest, depth + 1);
                }
            }
        }
        Some(at)
    }

    /// The files that each file needs. What is only passed on (`pub use`) is not needed.
    fn needs(&self) -> Vec<BTreeSet<usize>> {
        (0..self.sources.len())
            .map(|at| {
                let (module, spoken) = (&self.sources[at].module, &self.spoken[at]);
                let mut needs = BTreeSet::new();
                // A name in a path may be one that a `use` brought in: `use crate::place;` and `place::group`.
                let local: BTreeMap<&str, &Vec<String>> =
                    spoken.uses.iter().map(|(_, name, path)| (name.as_str(), path)).collect();
                let used = spoken.uses.iter().filter(|(public, ..)| !public).map(|(_, _, path)| path.clone());
                let said = spoken.paths.iter().map(|path| match local.get(path[0].as_str()) {
                    Some(begin) => [&begin[..], &path[1..]].concat(),
                    None => path.clone(),
                });
                for path in used.chain(said) {
                    let Some(path) = self.absolute(module, &path) else { continue };
                    // A module alone is a name for what is said of it elsewhere.
                    if self.by_module.contains_key(&path) {
                        continue;
                    }
                    needs.extend(self.holder(&path, 0).filter(|other| *other != at));
                }
                needs
            })
            .collect()
    }
}

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let house = House::read();
    let rooms: BTreeMap<&str, BTreeSet<&str>> =
        table(ROOMS).map(|(room, knows)| (room, knows.split_whitespace().collect())).collect();
    let mut wrong = Vec::new();
    for (at, needs) in house.needs().iter().enumerate() {
        let Some(room) = house.sources[at].module.first() else { continue };
        let Some(knows) = rooms.get(room.as_str()) else {
            wrong.push(format!("the room {room} does not stand in tests/architecture/rooms.txt"));
            continue;
        };
        for other in needs {
            let path = &house.sources[*other].path;
            let Some(other) = house.sources[*other].module.first() else { continue };
            if other != room && !knows.contains("*") && !knows.contains(other.as_str()) {
                wrong.push(format!("src/{} needs src/{path}: {room} may not know {other}", house.sources[at].path));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A grant that nothing uses opens a door for no reason.
    let known: BTreeSet<&str> =
        house.sources.iter().filter_map(|source| source.module.first()).map(|room| &**room).collect();
    for (room, knows) in rooms {
        assert!(known.contains(room), "rooms.txt names {room}, which is no room");
        for other in knows.into_iter().filter(|other| *other != "*") {
            assert!(known.contains(other), "rooms.txt names {other}, which is no room");
        }
    }
}

/// Groups of files that need each other, each in order.
fn circles(needs: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let reach = |from: usize| {
        let (mut seen, mut todo) = (BTreeSet::new(), vec![from]);
        while let Some(at) = todo.pop() {
            todo.extend(needs[at].iter().copied().filter(|next| seen.insert(*next)));
        }
        seen
    };
    let reached: Vec<BTreeSet<usize>> = (0..needs.len()).map(reach).collect();
    let together = |at: usize| -> Vec<usize> {
        reached[at].iter().copied().filter(|other| *other == at || reached[*other].contains(&at)).collect()
    };
    let all: BTreeSet<Vec<usize>> = (0..needs.len()).map(together).filter(|group| group.len() > 1).collect();
    all.into_iter().collect()
}

#[test]
fn no_files_need_each_other() {
    let house = House::read();
    let needs = house.needs();
    let open: BTreeSet<&str> = table(CIRCLES).map(|(room, _)| room).collect();
    let (mut said, mut met) = (Vec::new(), BTreeSet::new());
    for group in circles(&needs) {
        let room = house.sources[group[0]].module.first().map_or("", String::as_str);
        if open.contains(room) {
            met.insert(room);
            continue;
        }
        said.push("these files need each other; an item stands in the wrong one:".to_owned());
        for at in &group {
            let others: Vec<&str> = needs[*at]
                .iter()
                .filter(|other| group.contains(other))
                .map(|other| &*house.sources[*other].path)
                .collect();
            said.push(format!("  {} needs {}", house.sources[*at].path, others.join(", ")));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
    assert_eq!(met, open, "tests/architecture/circles.txt names rooms that have no circle any more: take them out");
}

#[test]
fn a_circle_is_found() {
    let needs = [BTreeSet::from([1]), BTreeSet::from([2]), BTreeSet::from([0]), BTreeSet::from([0])];
    assert_eq!(circles(&needs), [vec![0, 1, 2]]);
}

#[test]
fn rooms_show_what_is_listed() {
    let listed: BTreeMap<&str, BTreeSet<&str>> =
        table(PUBLIC).map(|(room, modules)| (room, modules.split_whitespace().collect())).collect();
    for source in sources() {
        let name = source.module.join("::");
        let shown: BTreeSet<String> = source
            .file
            .items
            .iter()
            .filter_map(|item| match item {
                syn::Item::Mod(item) if matches!(item.vis, syn::Visibility::Public(_)) => Some(item.ident.to_string()),
                _ => None,
            })
            .collect();
        let name = if name.is_empty() { "recount" } else { &name };
        let listed = listed.get(name).cloned().unwrap_or_default();
        let shown: BTreeSet<&str> = shown.iter().map(String::as_str).collect();
        assert_eq!(shown, listed, "the public modules of {name} are not those of tests/architecture/public.txt");
    }
}

/// Each function with its lines, without its comments above.
struct Lengths<'a> {
    file: &'a str,
    found: Vec<(String, usize)>,
}

impl Lengths<'_> {
    fn add(&mut self, name: &syn::Ident, from: proc_macro2::Span, to: proc_macro2::Span) {
        let lines = to.end().line + 1 - from.start().line;
        self.found.push((format!("{} {name}", self.file), lines));
    }
}

impl<'ast> Visit<'ast> for Lengths<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig.ident, item.sig.span(), item.block.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig.ident, item.sig.span(), item.block.span());
        visit::visit_impl_item_fn(self, item);
    }
}

#[test]
fn what_is_long_has_a_reason() {
    let reasons: BTreeMap<&str, &str> = table(LONG).collect();
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for source in sources() {
        let mut lengths = Lengths { file: &source.path, found: Vec::new() };
        lengths.visit_file(&source.file);
        let files = (source.lines > FILE).then(|| (source.path.clone(), source.lines, FILE));
        let functions = lengths.found.into_iter().filter(|(_, lines)| *lines > FUNCTION);
        for (what, lines, most) in files.into_iter().chain(functions.map(|(name, lines)| (name, lines, FUNCTION))) {
            match reasons.get_key_value(what.as_str()) {
                Some((name, reason)) if !reason.is_empty() => {
                    used.insert(*name);
                }
                _ => wrong.push(format!("{what} has {lines} lines, more than {most}")),
            }
        }
    }
    assert!(wrong.is_empty(), "split these, or say in tests/architecture/long.txt why not:\n{}", wrong.join("\n"));
    let idle: Vec<&&str> = reasons.keys().filter(|name| !used.contains(**name)).collect();
    assert!(idle.is_empty(), "tests/architecture/long.txt gives reasons for what is not long: {idle:?}");
}
