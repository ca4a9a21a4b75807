//! Checks that a user wrote in the settings file, run over reports like any rule.

use crate::catalogue::{RuleContext, UserHit};
use crate::model::check::{Demand, Ordering};
use crate::model::ledger::Skipped;
use crate::model::{Col, Draft, Report, RowIx, UserCheck};
use crate::text::count;
use regex::Regex;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

mod compare;

/// The user's checks, ready to run.
#[derive(Debug)]
pub struct UserRules {
    checks: Vec<Ready>,
}

#[derive(Debug)]
struct Ready {
    code: String,
    check: UserCheck,
    pattern: Option<Regex>,
}

/// What was seen in some reports: hits, and the values that must be unique. Parts join by `Vec::append`.
#[derive(Debug, Default)]
pub struct Seen {
    hits: Vec<(usize, Draft)>,
    values: Vec<(usize, u128, RowIx)>,
}

impl UserRules {
    /// Makes checks ready.
    ///
    /// # Errors
    /// A sentence on the first check that cannot work: a pattern that cannot be read, too few columns, a
    /// limit that is neither a number nor a day.
    pub fn new(checks: &[UserCheck]) -> Result<UserRules, String> {
        let ready = |(index, check): (usize, &UserCheck)| {
            let fail = |why: String| format!("the check \"{}\" {why}", check.name);
            let wanted = if matches!(check.demand, Demand::Compare(_)) { 2 } else { 1 };
            if check.columns.len() < wanted {
                return Err(fail(format!("needs {wanted} column{}", if wanted == 1 { "" } else { "s" })));
            }
            let pattern = match &check.demand {
                Demand::Pattern(pattern) => Some(
                    Regex::new(&format!("^(?:{pattern})$"))
                        .map_err(|error| fail(format!("has a pattern that cannot be read: {error}")))?,
                ),
                _ => None,
            };
            if let Demand::Range { min, max } = &check.demand {
                for limit in [min, max].into_iter().flatten() {
                    if compare::number(limit).is_none() && compare::day(limit).is_none() {
                        return Err(fail(format!("has the limit \"{limit}\", which is neither a number nor a day")));
                    }
                }
            }
            Ok(Ready { code: format!("USR{:03}", index + 1), check: check.clone(), pattern })
        };
        Ok(UserRules { checks: checks.iter().enumerate().map(ready).collect::<Result<_, String>>()? })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// The codes of all checks.
    pub fn codes(&self) -> Vec<String> {
        self.checks.iter().map(|ready| ready.code.clone()).collect()
    }

    /// The checks that no input can feed, since none has one of their columns.
    pub fn missing_data(&self, context: &RuleContext<'_>) -> Vec<Skipped> {
        let has = |col: &Col| {
            context.inputs.is_empty()
                || context.inputs.iter().any(|input| input.columns.iter().any(|(ours, _)| ours == col.name()))
        };
        self.checks
            .iter()
            .filter_map(|ready| {
                let missing = ready.check.columns.iter().find(|col| !has(col))?;
                Some(Skipped {
                    what: format!("{} {}", ready.code, ready.check.name),
                    why: format!("no input has the column {missing}"),
                })
            })
            .collect()
    }

    /// Looks at one report.
    pub fn observe(&self, report: &Report<'_>, seen: &mut Seen) {
        for (index, ready) in self.checks.iter().enumerate() {
            let check = &ready.check;
            if !check.datasets.is_empty() && !check.datasets.iter().any(|name| name == report.dataset) {
                continue;
            }
            if check.demand == Demand::Unique {
                if let Some(hash) = values_hash(report, &check.columns) {
                    seen.values.push((index, hash, report.row));
                }
                continue;
            }
            let Some((columns, said)) = ready.condemns(report) else { continue };
            let mut draft = Draft::new(ready.headline(&said), [report.row]).key(columns_key(&columns));
            for col in columns {
                draft = draft.cell(report.row, col, "");
            }
            seen.hits.push((index, draft.explain(ready.reason())));
        }
    }

    /// Everything that the checks say, once all reports were looked at.
    pub fn finish(&self, parts: Vec<Seen>) -> Vec<UserHit> {
        let mut drafts: Vec<(usize, Draft)> = Vec::new();
        let mut groups: FxHashMap<(usize, u128), Vec<RowIx>> = FxHashMap::default();
        for mut part in parts {
            drafts.append(&mut part.hits);
            for (index, hash, row) in part.values {
                groups.entry((index, hash)).or_default().push(row);
            }
        }
        for ((index, _), mut rows) in groups.into_iter().filter(|(_, rows)| rows.len() > 1) {
            let Some(ready) = self.checks.get(index) else { continue };
            rows.sort_unstable();
            let said = format!("{} rows have the same {}", rows.len(), join(&ready.check.columns));
            let mut draft = Draft::new(ready.headline(&said), rows.iter().copied()).explain(ready.reason());
            for &row in rows.iter().take(5) {
                for &col in &ready.check.columns {
                    draft = draft.cell(row, col, "");
                }
            }
            drafts.push((index, draft));
        }
        drafts.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.rows.cmp(&right.rows)));
        drafts
            .into_iter()
            .filter_map(|(index, draft)| {
                let ready = self.checks.get(index)?;
                let (code, name) = (ready.code.clone(), ready.check.name.clone());
                Some(UserHit { code, name, level: ready.check.level, draft })
            })
            .collect()
    }
}

impl Ready {
    /// The columns at fault and what is wrong, where something is.
    fn condemns(&self, report: &Report<'_>) -> Option<(Vec<Col>, String)> {
        let columns = &self.check.columns;
        if let Demand::Compare(ordering) = self.check.demand {
            return compared(report, columns, ordering);
        }
        let at_fault: Vec<Col> = columns.iter().copied().filter(|col| self.rejects(report.raw(*col))).collect();
        let first = *at_fault.first()?;
        let value = report.raw(first).trim();
        let said = match &self.check.demand {
            Demand::Required => format!("{} is missing", join(&at_fault)),
            Demand::OneOf(_) => format!("{first} is \"{}\", which is none of the allowed values", short(value)),
            Demand::Range { min, max } => {
                let limits = match (min, max) {
                    (Some(min), Some(max)) => format!("outside {min} to {max}"),
                    (Some(min), None) => format!("below {min}"),
                    (None, Some(max)) => format!("above {max}"),
                    (None, None) => "outside its range".to_owned(),
                };
                // What cannot be read as a number or day lies on neither side of a limit.
                match compare::number(value).is_some() || compare::day(value).is_some() {
                    true => format!("{first} is {}, {limits}", short(value)),
                    false => format!("{first} is \"{}\", neither a number nor a day", short(value)),
                }
            }
            _ => format!("{first} is \"{}\", which does not match the pattern", short(value)),
        };
        Some((at_fault, said))
    }

    fn rejects(&self, raw: &str) -> bool {
        let value = raw.trim();
        let blank = count::is_blank_mark(value);
        match &self.check.demand {
            Demand::Required => blank,
            _ if value.is_empty() => false,
            Demand::OneOf(allowed) => {
                let lower = value.to_lowercase();
                !allowed.iter().any(|word| word.trim().to_lowercase() == lower)
            }
            Demand::Pattern(_) => !self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(value)),
            Demand::Range { min, max } => !blank && !compare::within(value, min.as_deref(), max.as_deref()),
            Demand::Compare(_) | Demand::Unique => false,
        }
    }

    fn headline(&self, said: &str) -> String {
        if self.check.message.is_empty() { said.to_owned() } else { format!("{}: {said}", self.check.message) }
    }

    fn reason(&self) -> String {
        format!("The settings demand this by the check \"{}\".", self.check.name)
    }
}

/// A comparison of two columns that does not hold.
fn compared(report: &Report<'_>, columns: &[Col], ordering: Ordering) -> Option<(Vec<Col>, String)> {
    let (&left, &right) = (columns.first()?, columns.get(1)?);
    let (a, b) = (report.raw(left).trim(), report.raw(right).trim());
    if count::is_blank_mark(a) || count::is_blank_mark(b) || compare::holds(a, ordering, b) {
        return None;
    }
    let said =
        format!("{left} is {}, {right} is {}: {left} {} {right} does not hold", short(a), short(b), ordering.sign());
    Some((vec![left, right], said))
}

/// Hash of a report's values in these columns and of its data set; nothing where one is blank, for what is not known is
/// not the same as anything.
fn values_hash(report: &Report<'_>, columns: &[Col]) -> Option<u128> {
    let values: Vec<&str> = columns.iter().map(|col| report.raw(*col).trim()).collect();
    if values.iter().any(|value| count::is_blank_mark(value)) {
        return None;
    }
    Some(xxh3_128(format!("{}\u{1f}{}", report.dataset, values.join("\u{1f}")).as_bytes()))
}

fn join(columns: &[Col]) -> String {
    columns.iter().map(|col| col.name()).collect::<Vec<_>>().join(", ")
}

fn columns_key(columns: &[Col]) -> String {
    join(columns)
}

fn short(value: &str) -> String {
    if value.chars().count() > 60 { value.chars().take(59).chain(['…']).collect() } else { value.to_owned() }
}

#[cfg(test)]
mod tests;
