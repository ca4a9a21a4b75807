//! Which of many things were joined.

use crate::model::RowIx;

/// Sets of numbers, told by their smallest member.
#[derive(Debug, Clone, Default)]
pub struct Union {
    lead: Vec<u32>,
}

impl Union {
    /// So many numbers, each by itself.
    pub fn new(count: usize) -> Union {
        Union { lead: (0..count as u32).collect() }
    }

    /// The smallest number of a set.
    pub fn root(&self, mut index: u32) -> u32 {
        while let Some(&lead) = self.lead.get(index as usize).filter(|lead| **lead != index) {
            index = lead;
        }
        index
    }

    /// Joins the sets of two numbers.
    pub fn join(&mut self, left: u32, right: u32) {
        let (a, b) = (self.root(left), self.root(right));
        // Numbers on the way point at the root from now on, so that chains stay short.
        for mut at in [left, right] {
            while let Some(lead) = self.lead.get_mut(at as usize).filter(|lead| **lead != at) {
                at = std::mem::replace(lead, a.min(b));
            }
        }
        if let Some(lead) = self.lead.get_mut(a.max(b) as usize) {
            *lead = a.min(b);
        }
    }

    /// The smallest number of each number's set.
    pub fn roots(&self) -> Vec<u32> {
        // A lead is never larger than what it leads, so that one pass settles all.
        let mut roots = self.lead.clone();
        for at in 0..roots.len() {
            roots[at] = roots.get(roots[at] as usize).copied().unwrap_or(at as u32);
        }
        roots
    }
}

/// For each of so many rows the first row of the groups that it is in, taken together; itself where it is in none.
pub fn leads<'a>(rows: usize, groups: impl Iterator<Item = &'a [RowIx]>) -> Vec<RowIx> {
    let mut union = Union::new(rows);
    groups.for_each(|group| group.windows(2).for_each(|pair| union.join(pair[0].0, pair[1].0)));
    union.roots().into_iter().map(RowIx).collect()
}

#[cfg(test)]
mod tests {
    use super::Union;

    #[test]
    fn sets_are_told_by_their_smallest() {
        let mut union = Union::new(7);
        [(5, 3), (3, 6), (6, 5), (2, 6)].into_iter().for_each(|(a, b)| union.join(a, b));
        assert_eq!(union.roots(), [0, 1, 2, 2, 4, 2, 2]);
        assert_eq!((union.root(6), union.root(4)), (2, 4));
    }

    #[test]
    fn the_order_of_joining_does_not_matter() {
        let pairs = [(0, 4), (9, 4), (8, 7), (7, 3), (3, 9), (1, 2)];
        let joined = |pairs: &mut dyn Iterator<Item = &(u32, u32)>| {
            let mut union = Union::new(10);
            pairs.for_each(|pair| union.join(pair.0, pair.1));
            union.roots()
        };
        assert_eq!(joined(&mut pairs.iter()), joined(&mut pairs.iter().rev()));
    }
}
