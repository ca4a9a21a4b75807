//! Where a row's toll stands: what rules point at.

use crate::catalogue::RuleContext;
use crate::model::{Col, RowIx};
use smallvec::{SmallVec, smallvec};

/// The cells that a row's toll was taken from: the number, its bounds where the data set has no other, or the text.
pub(super) fn toll_cells(context: &RuleContext<'_>, row: RowIx) -> SmallVec<[Col; 2]> {
    let stated = context.corpus.row(row);
    let has = |col: Col| context.has_column(stated.input, col);
    if stated.killed.is_none() && stated.narrated.is_some() {
        return smallvec![Col::Text];
    }
    let bounds: SmallVec<[Col; 2]> = [Col::KilledLow, Col::KilledHigh].into_iter().filter(|col| has(*col)).collect();
    if has(Col::Killed) || bounds.is_empty() { smallvec![Col::Killed] } else { bounds }
}
