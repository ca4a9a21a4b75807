//! Values of the settings of rules.

/// The value of a knob.
#[derive(Debug, Clone, PartialEq)]
pub enum KnobValue {
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
    /// A word.
    Text(String),
    /// Words.
    List(Vec<String>),
}
