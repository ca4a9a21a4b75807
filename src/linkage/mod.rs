//! Record linkage, once: comparisons and their levels as data, evidence that explains itself, merging the surest first,
//! and sets that were joined.
//!
//! The places and the events of a corpus are grouped by the same means: what two records show is looked up as a level
//! of a comparison ([`comparison`]), the levels' bits add up to evidence ([`waterfall`]), groups are joined by the
//! evidence on all their members ([`agglomerate`]). The numbers stand in `data/link`, each with its unit, what it means
//! and where it comes from ([`table`]). This room knows no report, no place and no event.

pub mod agglomerate;
pub mod comparison;
pub mod table;
pub mod union;
pub mod waterfall;
