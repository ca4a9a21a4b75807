//! `recount explain`: a rule's page, or why two things were or were not linked.

use crate::app::cli::{Common, ExplainArgs};
use crate::app::fault::Fault;
use crate::app::files::write_stdout;
use crate::rules;

/// Explains.
///
/// # Errors
/// When nothing of that name is known.
pub fn run(_common: &Common, args: &ExplainArgs) -> Result<u8, Fault> {
    if let [code] = args.subject.as_slice() {
        let rule = rules::find(code).ok_or_else(|| {
            Fault::new(format!(
                "there is no rule {code}; `recount rules` lists them. To explain a pair, give two ids of reports or two names"
            ))
        })?;
        write_stdout(rule.page.as_bytes())?;
        return Ok(0);
    }
    Err(Fault::new("not yet"))
}
