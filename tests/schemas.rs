//! The JSON Schemas in data/schema: made from what they describe, and held against it.
#![allow(clippy::unwrap_used, missing_docs)]

use recount::catalogue::knob::Preset;
use recount::config::{KEYS, Settings};
use schemars::JsonSchema;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[path = "emit/schema.rs"]
mod schema;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema").join(name)
}

/// One text, or several.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

/// A folder, or false to keep nothing.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(untagged)]
enum Folder {
    Path(String),
    Nothing(bool),
}

#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(rename_all = "lowercase")]
enum UnitWord {
    Report,
    Event,
    Victim,
}

#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(rename_all = "lowercase")]
enum FailOnWord {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(rename_all = "lowercase")]
enum LevelWord {
    Error,
    Warning,
    Info,
    Off,
}

#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(rename_all = "lowercase")]
enum SeverityWord {
    Error,
    Warning,
    Info,
}

/// An input with settings of its own.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(deny_unknown_fields)]
struct Input {
    /// A file, a folder or a glob.
    path: String,
    preset: Option<String>,
    unit: Option<UnitWord>,
    dataset: Option<String>,
    convention: Option<String>,
    sheet: Option<String>,
    /// Our columns and the file's, as presets have them.
    columns: Option<BTreeMap<String, Value>>,
    values: Option<BTreeMap<String, Value>>,
    blank: Option<Value>,
    dates: Option<Value>,
    /// Our columns that hold one value throughout.
    constants: Option<BTreeMap<String, Value>>,
    /// Line of the header.
    header_row: Option<u32>,
    no_header: Option<bool>,
}

/// What vague words stand for.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(deny_unknown_fields)]
struct Words {
    several: Option<u32>,
    some: Option<u32>,
    dozens: Option<u32>,
    scores: Option<u32>,
    hundreds: Option<u32>,
    thousands: Option<u32>,
    about: Option<u32>,
}

/// A level for some sources or paths only.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(deny_unknown_fields)]
struct Override {
    path: Option<Texts>,
    source: Option<Texts>,
    /// Codes with their levels, or codes alone beside `level`.
    rules: Option<Value>,
    level: Option<LevelWord>,
}

#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(rename_all = "snake_case")]
enum Kind {
    Required,
    OneOf,
    Range,
    Pattern,
    Compare,
    Unique,
}

/// A check of the user's own.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[serde(deny_unknown_fields)]
struct UserCheck {
    name: String,
    kind: Kind,
    level: Option<SeverityWord>,
    message: Option<String>,
    datasets: Option<Texts>,
    column: Option<String>,
    columns: Option<Texts>,
    values: Option<Texts>,
    min: Option<Value>,
    max: Option<Value>,
    pattern: Option<String>,
    operator: Option<String>,
}

/// Settings of recount: recount.toml.
#[derive(JsonSchema)]
#[allow(dead_code, reason = "only its schema is made")]
#[schemars(title = "recount.toml")]
#[serde(deny_unknown_fields)]
struct File {
    /// Files, folders and globs.
    inputs: Option<Texts>,
    input: Option<Vec<Input>>,
    db: Option<Folder>,
    /// A preset's name or file.
    preset: Option<String>,
    unit: Option<UnitWord>,
    /// Name of the toll convention.
    convention: Option<String>,
    /// Toll conventions of the user's own.
    conventions: Option<BTreeMap<String, Words>>,
    gazetteers: Option<Texts>,
    /// KIND or KIND=PATH.
    emit: Option<Texts>,
    fail_on: Option<FailOnWord>,
    baseline: Option<String>,
    decisions: Option<String>,
    /// 0 for one a core.
    threads: Option<u16>,
    learn: Option<bool>,
    redact: Option<bool>,
    only: Option<Texts>,
    skip: Option<Texts>,
    rules: Option<Value>,
    r#override: Option<Vec<Override>>,
    check: Option<Vec<UserCheck>>,
    /// What an input may hold at most.
    limits: Option<BTreeMap<String, u64>>,
}

/// The schema of the settings file, with the rules and their settings as the catalogue has them.
fn settings() -> Value {
    let mut made = serde_json::to_value(
        schemars::generate::SchemaSettings::draft07().into_generator().into_root_schema_for::<File>(),
    )
    .unwrap();
    let level = json!({ "type": "string", "enum": ["error", "warning", "info", "off"] });
    let mut rules = serde_json::Map::new();
    for rule in recount::rules::catalogue() {
        let mut own = serde_json::Map::from_iter([("level".to_owned(), level.clone())]);
        for knob in rule.knobs {
            let (kind, default) = match knob.default {
                Preset::Int(value) => ("integer", json!(value)),
                Preset::Float(value) => ("number", json!(value)),
                Preset::Bool(value) => ("boolean", json!(value)),
            };
            own.insert(knob.name.to_owned(), json!({ "description": knob.help, "type": kind, "default": default }));
        }
        let table = json!({ "type": "object", "properties": own, "additionalProperties": false });
        rules.insert(rule.code.to_owned(), json!({ "description": rule.summary, "anyOf": [level, table] }));
    }
    made["properties"]["rules"] = json!({
        "description": "Levels and settings of rules, by code or by the beginning of codes.",
        "type": "object",
        "properties": rules,
        "additionalProperties": { "anyOf": [level, { "type": "object" }] },
    });
    made
}

/// A file in which every key stands.
const EVERY_KEY: &str = r#"
inputs = ["a.csv"]
db = ".recount"
preset = "reports"
unit = "report"
convention = "field"
gazetteers = ["ml.csv"]
emit = ["terminal", "json=out.json"]
fail_on = "warning"
baseline = "baseline.json"
decisions = "recount.decisions.toml"
threads = 2
learn = false
redact = true
only = ["TOL"]
skip = "TOL016"

[limits]
unpacked_mb = 4096

[conventions.field]
several = 3
some = 1
dozens = 24
scores = 40
hundreds = 200
thousands = 2000
about = 20

[[input]]
path = "b.csv"
preset = "reports"
unit = "event"
dataset = "b"
convention = "ged"
sheet = "Data"
header_row = 2
blank = ["x"]
[input.columns]
place = "village"
[input.values.status]
final = "closed"
[input.constants]
country = "Mali"
[input.dates]
order = "day-month"

[rules]
TOL002 = "info"

[[override]]
path = ["a.csv"]
source = ["AFP"]
rules = ["TOL003"]
level = "off"

[[check]]
name = "countries"
kind = "one_of"
level = "error"
message = "not ours"
datasets = ["b"]
column = "country"
values = ["Mali"]

[[check]]
name = "range"
kind = "range"
columns = ["killed"]
min = 0
max = 100

[[check]]
name = "pattern"
kind = "pattern"
column = "report_id"
pattern = "r.*"

[[check]]
name = "compare"
kind = "compare"
columns = ["killed_low", "killed_high"]
operator = "<="
"#;

#[test]
fn the_schema_of_the_settings_is_the_one_that_ships() {
    let made = serde_json::to_string_pretty(&settings()).unwrap() + "\n";
    let path = shipped("recount.toml.json");
    if std::env::var_os("RECOUNT_WRITE_SCHEMAS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(made, shipped, "write data/schema anew: RECOUNT_WRITE_SCHEMAS=1 cargo test schema");
}

#[test]
fn the_schema_and_the_reader_of_settings_know_the_same_keys() {
    let schema = settings();
    let known: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(known, KEYS.iter().copied().collect());
    let read = Settings::parse("recount.toml", EVERY_KEY, &[]);
    let problems = read.err().map(|problems| problems.to_string()).unwrap_or_default();
    // Without the catalogue no rule is known; all else must be.
    let others: Vec<&str> = problems.lines().filter(|line| !line.contains("TOL")).collect();
    assert!(others.is_empty(), "{others:#?}");
    let table: toml::Table = EVERY_KEY.parse().unwrap();
    assert_eq!(table.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "the example has every key");
    let value = serde_json::to_value(&table).unwrap();
    assert_eq!(schema::faults(&schema, &value), [""; 0]);
    for (key, wrong) in [("inptus", json!("a.csv")), ("threads", json!("two")), ("unit", json!("row"))] {
        let broken = json!({ key: wrong });
        assert!(!schema::faults(&schema, &broken).is_empty(), "{key} is let through");
    }
}

#[test]
fn the_ledger_of_the_sample_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(shipped("ledger.json")).unwrap()).unwrap();
    let today = recount::Day::from_ymd(2026, 1, 31).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let ledger = recount::Check::new([sample]).today(today).run().unwrap();
    let bytes = recount::emit::bytes(recount::emit::kind("json").unwrap(), &ledger, &Default::default()).unwrap();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert!(value["findings"].as_array().is_some_and(|list| !list.is_empty()));
    assert_eq!(schema::faults(&schema, &value), [""; 0]);
    let mut broken = value;
    broken.as_object_mut().unwrap().remove("summary");
    assert!(!schema::faults(&schema, &broken).is_empty());
}
