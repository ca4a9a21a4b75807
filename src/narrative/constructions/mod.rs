//! Constructions: ways in which languages put a predicate and its people, one file and one page each.
//!
//! A page gives sentences with what is read of them; they are run as tests. The order of the table is the order of trial: the
//! first construction that finds people for a predicate has them.

mod closing_line;
mod dual_noun;
mod fronted_object;
mod late_subject;
mod predicative;

pub(super) use closing_line::{closes, closing_line};

use super::chunk::{Counted, Noun};
use super::claim::{Claim, Scene};

/// Where a predicate stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    /// Item of the predicate.
    pub(super) at: usize,
    /// Items of its sentence.
    pub(super) from: usize,
    pub(super) end: usize,
    /// The item before which its auxiliaries begin.
    pub(super) left: usize,
    pub(super) forms: u8,
}

/// One construction.
pub(super) struct Construction {
    #[cfg_attr(not(test), expect(dead_code, reason = "names the page in tests"))]
    pub(super) name: &'static str,
    /// What it reads and what it must leave; its sentences are run as tests.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests that run it"))]
    pub(super) page: &'static str,
    /// Gives the claim its people and says so, or leaves it.
    pub(super) complete: fn(&Scene<'_>, &Site, &mut Claim, &[bool]) -> bool,
}

/// All constructions, in the order of trial.
pub(super) const CONSTRUCTIONS: &[Construction] = &[
    Construction { name: "dual-noun", page: include_str!("dual_noun.md"), complete: dual_noun::complete },
    Construction {
        name: "fronted-object",
        page: include_str!("fronted_object.md"),
        complete: fronted_object::complete,
    },
    Construction { name: "predicative", page: include_str!("predicative.md"), complete: predicative::complete },
    Construction { name: "late-subject", page: include_str!("late_subject.md"), complete: late_subject::complete },
];

/// Tries the constructions on a predicate for which the plain order of words gave nobody.
pub(super) fn complete(scene: &Scene<'_>, site: &Site, claim: &mut Claim, taken: &[bool]) {
    let _ = CONSTRUCTIONS.iter().any(|construction| (construction.complete)(scene, site, claim, taken));
}

impl Scene<'_> {
    /// Whether an item counts people, or may.
    pub(super) fn counts_people(&self, item: usize) -> bool {
        self.np(item).is_some_and(|np| {
            matches!(np.noun, Noun::Person | Noun::Unknown)
                && !np.subset
                && !(np.noun == Noun::Unknown && np.counted != Counted::Number && np.counted != Counted::Others)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::{CONSTRUCTIONS, Construction};

    /// Lines of a page such as `- Murieron cinco personas. → 5`: the total, a range `5-8`, an open one `5-`, or none.
    #[test]
    fn every_sentence_of_every_page_reads_as_it_says() {
        let mut wrong = Vec::new();
        let closing =
            Construction { name: "closing-line", page: include_str!("closing_line.md"), complete: |_, _, _, _| false };
        for construction in CONSTRUCTIONS.iter().chain([&closing]) {
            let mut sentences = 0;
            for line in construction.page.lines() {
                let Some((text, want)) = line.strip_prefix("- ").and_then(|line| line.split_once(" → ")) else {
                    continue;
                };
                sentences += 1;
                let have = match read(text, None).total {
                    None => "none".to_owned(),
                    Some(toll) if toll.high == Some(toll.low) => toll.low.to_string(),
                    Some(toll) => format!("{}-{}", toll.low, toll.high.map_or(String::new(), |high| high.to_string())),
                };
                if have != want.trim() {
                    wrong.push(format!("{}: {text} → {want}, not {have}", construction.name));
                }
            }
            assert!(sentences > 2, "{}: a page without sentences", construction.name);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
