//! How the columns of one file map to ours: a preset fitted to a header.

use super::preset::{Preset, Spec, canonical, shipped};
use crate::model::Col;
use crate::model::Convention;
use crate::model::corpus::DataSet;
use crate::text::count::trimmed;
use crate::text::dates::Style;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// How cells of several columns become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// There is only one.
    Alone,
    /// All that are not blank, with this between them.
    Join(String),
    /// The first that is not blank.
    First,
    /// The first of the two numbers in the cell.
    FirstOfTwo,
    /// The second of the two numbers in the cell.
    SecondOfTwo,
    /// No column: the same in every row.
    Constant(String),
}

/// What fills one of our columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fill {
    /// The column of ours.
    pub col: Col,
    /// Indices of the file's columns; none for a constant.
    pub from: Vec<usize>,
    /// How they are put together.
    pub how: How,
}

/// A preset, fitted to the header of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The preset's name.
    pub preset: String,
    /// The data set that rows of it belong to.
    pub dataset: DataSet,
    /// What vague words stand for in its tolls: the table that the data set's convention names.
    #[serde(default)]
    pub convention: Convention,
    /// What fills our columns, in ascending order of [`Col`].
    pub fills: Vec<Fill>,
    /// The header as it stands in the file.
    pub header: Vec<String>,
    /// How dates are read, for the columns that hold any.
    pub styles: Vec<(Col, Style)>,
    /// Codes and the words that recount has for them.
    pub values: Vec<(Col, Vec<(String, String)>)>,
    /// Cells that say that nothing is known, in any column (`None`) or in one.
    pub blank: Vec<(Option<Col>, Vec<String>)>,
}

/// Columns that hold dates.
pub(super) const DATES: &[Col] = &[Col::EventDate, Col::EventEnd, Col::Published, Col::Updated];

impl Mapping {
    /// A mapping by generic names.
    pub fn by_name(header: Vec<String>) -> Mapping {
        match shipped().iter().find(|preset| preset.name == "reports") {
            Some(preset) => fit(preset, &header, None),
            None => Mapping { header, ..Mapping::default() },
        }
    }

    /// The mapping as text, to be kept with what was read through it.
    pub fn to_note(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The mapping that was kept; `None` where the text is none of this version's.
    pub fn from_note(note: &str) -> Option<Mapping> {
        serde_json::from_str(note).ok()
    }

    /// The file's name for one of our columns (several are joined by ` + `); our own name where the file has none.
    pub fn header_of(&self, col: Col) -> String {
        match self.fills.iter().find(|fill| fill.col == col) {
            Some(fill) => self.names_of(fill),
            None => col.name().to_owned(),
        }
    }

    /// Whether the file has this column.
    pub fn has(&self, col: Col) -> bool {
        self.fills.iter().any(|fill| fill.col == col)
    }

    fn names_of(&self, fill: &Fill) -> String {
        if let How::Constant(value) = &fill.how {
            return format!("always {value}");
        }
        let names: Vec<&str> =
            fill.from.iter().map(|index| self.header.get(*index).map_or("", |name| name.trim())).collect();
        names.join(" + ")
    }

    /// Our columns with the file's names for them.
    pub fn columns(&self) -> Vec<(String, String)> {
        self.fills.iter().map(|fill| (fill.col.name().to_owned(), self.names_of(fill))).collect()
    }

    /// The file's columns that fill none of ours.
    pub fn unmapped(&self) -> Vec<String> {
        let used = |index| self.fills.iter().any(|fill| fill.from.contains(&index));
        let names = self.header.iter().enumerate().filter(|(index, name)| !used(*index) && !name.trim().is_empty());
        names.map(|(_, name)| name.trim().to_owned()).collect()
    }

    /// How the dates of a column are read.
    pub fn style(&self, col: Col) -> Style {
        self.styles.iter().find(|(known, _)| *known == col).map(|(_, style)| *style).unwrap_or_default()
    }

    /// A cell as the format means it: codes become words, marks for nothing become blank.
    pub fn meaning<'a>(&'a self, col: Col, cell: &'a str) -> &'a str {
        let cell = trimmed(cell);
        if cell.is_empty() || (self.values.is_empty() && self.blank.is_empty()) {
            return cell;
        }
        let plain = whole(cell);
        let says_nothing = |(of, marks): &(Option<Col>, Vec<String>)| {
            of.is_none_or(|of| of == col) && marks.iter().any(|mark| mark == plain)
        };
        if self.blank.iter().any(says_nothing) {
            return "";
        }
        let words = self.values.iter().find(|(of, _)| *of == col);
        let word = words.and_then(|(_, words)| words.iter().find(|(code, _)| code == plain));
        word.map_or(cell, |(_, word)| word)
    }

    /// Whether rows can be told apart or placed: an id, a date or a place.
    pub(super) fn usable(&self) -> bool {
        [Col::ReportId, Col::EventDate, Col::Place, Col::Published].iter().any(|col| self.has(*col))
    }
}

/// A number without the `.0` that spreadsheets put behind whole ones.
pub(super) fn whole(cell: &str) -> &str {
    match cell.strip_suffix(".0") {
        Some(whole) if whole.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) && !whole.is_empty() => {
            whole
        }
        _ => cell,
    }
}

/// A header, ready for looking names up.
struct Index<'a> {
    places: FxHashMap<String, usize>,
    tags: Vec<(String, usize)>,
    header: &'a [String],
}

impl<'a> Index<'a> {
    fn new(header: &'a [String], tags: Option<&[String]>) -> Index<'a> {
        let mut places = FxHashMap::default();
        for (index, name) in header.iter().enumerate() {
            let name = canonical(name);
            if !name.is_empty() {
                places.entry(name).or_insert(index);
            }
        }
        let tagged = tags.unwrap_or(header).iter().enumerate();
        let tags =
            tagged.map(|(index, name)| (canonical(name), index)).filter(|(name, _)| name.starts_with('#')).collect();
        Index { places, tags, header }
    }

    /// The column of that name, or the one that has this very tag.
    fn find(&self, name: &str) -> Option<usize> {
        let name = canonical(name);
        match name.starts_with('#') {
            true => self.tags.iter().find(|(tag, _)| *tag == name).map(|(_, index)| *index),
            false => self.places.get(&name).copied(),
        }
    }

    /// The column with this tag and all of these attributes, and perhaps more.
    fn find_like(&self, name: &str) -> Option<usize> {
        let name = canonical(name);
        let wanted: Vec<&str> = name.split('+').collect();
        let has_all = |tag: &str| {
            let given: Vec<&str> = tag.split('+').collect();
            given.first() == wanted.first() && wanted.iter().all(|attribute| given.contains(attribute))
        };
        let like: Vec<&(String, usize)> = self.tags.iter().filter(|(tag, _)| has_all(tag)).collect();
        // Of several the total, then one that counts no part of the people: the men are not all.
        let part = |tag: &str| tag.split('+').skip(1).any(|given| PARTS.contains(&given) && !wanted.contains(&given));
        let total = like.iter().find(|(tag, _)| tag.split('+').any(|given| given == "total"));
        let whole = like.iter().find(|(tag, _)| !part(tag));
        let only = like.first().filter(|_| like.len() == 1);
        total.or(whole).or(only).map(|(_, index)| *index)
    }
}

/// HXL attributes for parts of the people.
const PARTS: &[&str] = &[
    "m",
    "f",
    "i",
    "children",
    "adults",
    "elderly",
    "infants",
    "adolescents",
    "civilians",
    "women",
    "men",
    "boys",
    "girls",
];

/// Which column each tag of a preset stands for. Equal tags first, then the tags with the most attributes; no column twice.
fn tagged<'p>(preset: &'p Preset, index: &Index<'_>) -> FxHashMap<&'p str, usize> {
    let names = preset.columns.iter().flat_map(|(_, spec)| spec.names());
    let mut names: Vec<&str> = names.map(String::as_str).filter(|name| name.starts_with('#')).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.matches('+').count()));
    let mut found: FxHashMap<&str, usize> = FxHashMap::default();
    for like in [false, true] {
        for &name in &names {
            let column = if like { index.find_like(name) } else { index.find(name) };
            let Some(column) = column else { continue };
            if !found.contains_key(name) && !found.values().any(|taken| *taken == column) {
                found.insert(name, column);
            }
        }
    }
    found
}

fn fills(preset: &Preset, index: &Index<'_>) -> Vec<Fill> {
    let mut fills = Vec::new();
    let tagged = tagged(preset, index);
    let find =
        |name: &String| tagged.get(name.as_str()).copied().or_else(|| index.places.get(&canonical(name)).copied());
    for (col, spec) in &preset.columns {
        let found = || spec.names().iter().filter_map(find);
        let (from, how) = match spec {
            Spec::Named(_) => (found().take(1).collect::<Vec<_>>(), How::Alone),
            Spec::Join(_, with) => (found().collect(), How::Join(with.clone())),
            Spec::First(_) => (found().collect(), How::First),
            Spec::Part(_, second) => {
                (found().take(1).collect(), if *second { How::SecondOfTwo } else { How::FirstOfTwo })
            }
            Spec::Constant(value) => {
                fills.push(Fill { col: *col, from: Vec::new(), how: How::Constant(value.clone()) });
                continue;
            }
        };
        if !from.is_empty() {
            let joins = matches!(how, How::Join(_) | How::First);
            let how = if from.len() == 1 && joins { How::Alone } else { how };
            fills.push(Fill { col: *col, from, how });
        }
    }
    fills
}

/// Fits a preset to a header. `tags` are the HXL tags under it, where there are any.
pub(super) fn fit(preset: &Preset, header: &[String], tags: Option<&[String]>) -> Mapping {
    let index = Index::new(header, tags);
    let fills = fills(preset, &index);
    let style = preset.style();
    Mapping {
        preset: preset.name.clone(),
        dataset: DataSet { name: preset.dataset.clone(), unit: preset.unit, convention: preset.convention.clone() },
        convention: Convention::default(),
        fills,
        header: index.header.to_vec(),
        styles: if style == Style::default() { Vec::new() } else { DATES.iter().map(|col| (*col, style)).collect() },
        values: preset.values.clone(),
        blank: preset.blank.clone(),
    }
}

/// Lays a part of a preset over a mapping: what it names goes before what the mapping says.
pub(super) fn lay_over(mapping: &mut Mapping, part: &Preset, tags: Option<&[String]>) {
    let over = fit(part, &mapping.header, tags);
    // A role that the part names without a column is to be left alone.
    mapping.fills.retain(|fill| !part.columns.iter().any(|(col, _)| *col == fill.col));
    mapping.fills.extend(over.fills);
    mapping.fills.sort_by_key(|fill| fill.col);
    mapping.values.retain(|(col, _)| !over.values.iter().any(|(of, _)| of == col));
    mapping.values.extend(over.values);
    mapping.blank.extend(over.blank);
    if !over.styles.is_empty() {
        mapping.styles = over.styles;
    }
}

/// Finds the shipped preset that fits a header best: of those that recognise it the one that maps the most columns, else tags, else the
/// generic names. Columns that the tags leave out are mapped by their names.
pub(super) fn recognise(header: &[String], tags: Option<&[String]>) -> Mapping {
    let index = Index::new(header, tags);
    let lacks = |preset: &Preset| {
        let is_there =
            |names: &String| names.split('|').any(|name| index.find(name).or_else(|| index.find_like(name)).is_some());
        preset.recognise.iter().filter(|names| !is_there(names)).count()
    };
    let recognises = |preset: &&Preset| !preset.recognise.is_empty() && lacks(preset) == 0;
    let specific = || shipped().iter().filter(|preset| !preset.is_generic() && !preset.recognise.is_empty());
    let mut best: Option<Mapping> = None;
    for preset in specific().filter(recognises) {
        let mapping = fit(preset, header, tags);
        if best.as_ref().is_none_or(|best| mapping.fills.len() > best.fills.len()) {
            best = Some(mapping);
        }
    }
    if best.is_none() {
        // Most of a format's columns are no accident: one that should be there was left out or renamed.
        for preset in specific().filter(|preset| lacks(preset) == 1) {
            let mapping = fit(preset, header, tags);
            let read = mapping.fills.iter().flat_map(|fill| &fill.from).collect::<FxHashSet<_>>().len();
            let known = read >= 10 && read * 2 >= header.len() && mapping.fills.len() * 5 >= preset.columns.len() * 3;
            if known && best.as_ref().is_none_or(|best| mapping.fills.len() > best.fills.len()) {
                best = Some(mapping);
            }
        }
    }
    if let Some(best) = best {
        return best;
    }
    let by_name = Mapping::by_name(header.to_vec());
    let hxl = shipped().iter().filter(recognises).find(|preset| preset.name == "hxl");
    let Some(mut mapping) = hxl.map(|preset| fit(preset, header, tags)) else { return by_name };
    let used: Vec<usize> = mapping.fills.iter().flat_map(|fill| fill.from.clone()).collect();
    for fill in by_name.fills {
        if !mapping.has(fill.col) && !fill.from.iter().any(|index| used.contains(index)) {
            mapping.fills.push(fill);
        }
    }
    mapping.fills.sort_by_key(|fill| fill.col);
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn the_best_preset_wins() {
        for (names, preset) in [
            ("report_id,event_date,place", "reports"),
            ("EVENT_ID_CNTY,event_date,YEAR,ACTOR1,LOCATION,FATALITIES", "acled"),
            ("id,relid,year,date_start,date_end,best_est", "ged"),
            ("eventid,iyear,imonth,iday,city,nkill", "gtd"),
            ("IBC code,Start Date,End Date,Reported Minimum,Reported Maximum,Sources", "ibc"),
            ("#date+start,#loc+name,#affected+killed", "hxl"),
        ] {
            assert_eq!(recognise(&header(names), None).preset, preset, "{names}");
        }
    }

    #[test]
    fn tags_map_columns_in_any_order_of_attributes() {
        let names = header("Quand,Où,Morts,Source");
        let tags = header("#Date +start,#loc+name+fr,#affected+f+killed,");
        let mapping = recognise(&names, Some(&tags));
        assert_eq!(mapping.preset, "hxl");
        let columns: Vec<String> = mapping.columns().into_iter().map(|(ours, theirs)| ours + "=" + &theirs).collect();
        assert_eq!(columns, ["source=Source", "event_date=Quand", "place=Où", "killed=Morts"]);
    }

    #[test]
    fn several_columns_fill_one() {
        let mapping = recognise(&header("eventid,iyear,imonth,iday,nkill,extra"), None);
        assert_eq!(mapping.header_of(Col::EventDate), "iyear + imonth + iday");
        assert_eq!(mapping.header_of(Col::Place), "place");
        assert_eq!(mapping.unmapped(), ["extra"]);
    }

    #[test]
    fn codes_become_words() {
        let mapping = recognise(&header("id,relid,date_start,best,date_prec,number_of_sources"), None);
        assert_eq!(mapping.meaning(Col::DatePrecision, " 4.0"), "month");
        assert_eq!(mapping.meaning(Col::DatePrecision, "9"), "9");
        assert_eq!(mapping.meaning(Col::SourceCount, "-1.0"), "");
        assert_eq!(mapping.meaning(Col::Killed, "-1"), "-1");
    }
}
