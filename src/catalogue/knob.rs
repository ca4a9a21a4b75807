//! Settings of rules: declared in the rule's own file, validated and documented from there.

pub use crate::model::KnobValue;
use std::collections::BTreeMap;

/// A type that a knob can have.
pub trait KnobType: Clone + 'static {
    /// Name of the type, for messages.
    const NAME: &'static str;
    /// From a value; `None` where it is of another type.
    fn from_value(value: &KnobValue) -> Option<Self>;
}

impl KnobType for i64 {
    const NAME: &'static str = "a whole number";
    fn from_value(value: &KnobValue) -> Option<i64> {
        if let KnobValue::Int(value) = value { Some(*value) } else { None }
    }
}

impl KnobType for f64 {
    const NAME: &'static str = "a number";
    fn from_value(value: &KnobValue) -> Option<f64> {
        match value {
            KnobValue::Float(value) => Some(*value),
            KnobValue::Int(value) => Some(*value as f64),
            _ => None,
        }
    }
}

impl KnobType for bool {
    const NAME: &'static str = "true or false";
    fn from_value(value: &KnobValue) -> Option<bool> {
        if let KnobValue::Bool(value) = value { Some(*value) } else { None }
    }
}

/// A setting of one rule.
#[derive(Debug, Clone, Copy)]
pub struct Knob<T: KnobType> {
    /// Its name in the settings file.
    pub name: &'static str,
    /// Its value unless set.
    pub default: T,
    /// What it does, in one line, with its unit.
    pub help: &'static str,
}

impl<T: KnobType> Knob<T> {
    /// Declares a knob.
    pub const fn new(name: &'static str, default: T, help: &'static str) -> Knob<T> {
        Knob { name, default, help }
    }
}

/// A knob as the catalogue lists it.
#[derive(Debug, Clone, Copy)]
pub struct KnobSpec {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Its type, for messages.
    pub kind: &'static str,
    /// Whether a value is of the right type.
    pub accepts: fn(&KnobValue) -> bool,
    /// Its value unless set.
    pub default: Preset,
}

/// The default of a knob.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Preset {
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

impl std::fmt::Display for Preset {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Preset::Int(value) => write!(out, "{value}"),
            Preset::Float(value) => write!(out, "{value}"),
            Preset::Bool(value) => write!(out, "{value}"),
        }
    }
}

impl Knob<i64> {
    /// The knob as the catalogue lists it.
    pub const fn spec(&self) -> KnobSpec {
        let default = Preset::Int(self.default);
        KnobSpec {
            name: self.name,
            help: self.help,
            kind: i64::NAME,
            default,
            accepts: |value| i64::from_value(value).is_some(),
        }
    }
}

impl Knob<f64> {
    /// The knob as the catalogue lists it.
    pub const fn spec(&self) -> KnobSpec {
        let default = Preset::Float(self.default);
        KnobSpec {
            name: self.name,
            help: self.help,
            kind: f64::NAME,
            default,
            accepts: |value| f64::from_value(value).is_some(),
        }
    }
}

impl Knob<bool> {
    /// The knob as the catalogue lists it.
    pub const fn spec(&self) -> KnobSpec {
        let default = Preset::Bool(self.default);
        KnobSpec {
            name: self.name,
            help: self.help,
            kind: bool::NAME,
            default,
            accepts: |value| bool::from_value(value).is_some(),
        }
    }
}

/// The knobs that were set, by code, then name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Knobs {
    set: BTreeMap<String, BTreeMap<String, KnobValue>>,
}

impl Knobs {
    /// Sets a knob; the settings room has checked its name and type.
    pub fn set(&mut self, code: &str, name: &str, value: KnobValue) {
        self.set.entry(code.to_owned()).or_default().insert(name.to_owned(), value);
    }

    /// The value of a rule's knob.
    pub fn get<T: KnobType>(&self, code: &str, knob: &Knob<T>) -> T {
        let set = self.set.get(code).and_then(|knobs| knobs.get(knob.name));
        set.and_then(T::from_value).unwrap_or_else(|| knob.default.clone())
    }
}
