use super::decisions::{self, Imported, Written};
use super::*;
use crate::model::check::{Demand, Ordering};
use crate::model::decision::{Decision, NameRef, Verdict};
use crate::model::{Col, Day, Severity, Unit};
use std::path::Path;

const TODAY: Day = Day(20_000); // 2024-10-04

fn catalogue() -> Vec<RuleFacts> {
    let knob = |name: &str, kind| KnobFacts { name: name.to_owned(), kind };
    let rule = |code: &str, knobs| RuleFacts { code: code.to_owned(), knobs };
    vec![
        rule("TOL001", vec![]),
        rule("TOL006", vec![knob("slack", KnobKind::Int), knob("share", KnobKind::Float)]),
        rule("DUP001", vec![knob("strict", KnobKind::Bool), knob("marks", KnobKind::List)]),
    ]
}

fn settings(text: &str) -> Settings {
    Settings::parse("recount.toml", text, &catalogue()).unwrap()
}

/// What is said of a file that is wrong.
fn said(text: &str) -> String {
    Settings::parse("recount.toml", text, &catalogue()).unwrap_err().to_string()
}

#[test]
fn an_empty_file_sets_nothing() {
    assert_eq!(settings(""), Settings::default());
    assert!(Settings::default().show().iter().all(|(_, _, origin)| origin == "built in"));
}

#[test]
fn a_convention_of_ones_own() {
    let text = "convention = \"desk\"\n[conventions.desk]\ndozens = 36\nabout = 10\n[[input]]\npath = \"a.csv\"\nconvention = \"acled\"";
    let settings = settings(text);
    let desk = &settings.conventions[0];
    assert_eq!((desk.name.as_str(), desk.words.dozens, desk.words.about, desk.words.hundreds), ("desk", 36, 10, 200));
    let shown = settings.show();
    let row = shown.iter().find(|(name, ..)| name == "conventions.desk.dozens").unwrap();
    assert_eq!((row.1.as_str(), row.2.as_str()), ("36", "recount.toml:2"));
    for (text, says) in [
        ("convention = \"aclde\"", "there is no convention \"aclde\"; did you mean `acled`?"),
        ("[conventions.desk]\ndozen = 36", "unknown key `dozen` in [conventions.desk]; did you mean `dozens`?"),
        ("[conventions.desk]\ndozens = -1", "whole number from 0 on"),
        ("[conventions.desk]\nabout = 120", "0 to 100"),
        ("[conventions]\ndesk = 3", "no table"),
        ("[[input]]\npath = \"a.csv\"\nconvention = \"dsk\"\n[conventions.desk]\nsome = 2", "did you mean `desk`?"),
    ] {
        let said = said(text);
        assert!(said.lines().count() == 1 && said.contains(says), "{text}: {said}");
    }
}

#[test]
fn everything_can_be_set() {
    let text = r#"
inputs = ["data/*.csv"]
db = false
preset = "acled"
unit = "event"
convention = "ged"
gazetteers = "ml.txt"
emit = ["terminal", "json=out/ledger.json"]
fail_on = "never"
baseline = "recount.baseline"
decisions = "decided.toml"
threads = 2
learn = true
redact = true
only = ["TOL"]
skip = ["TOL006"]

[[input]]
path = "exports/ged.xlsx"
preset = "own.toml"
unit = "report"
dataset = "ged-sahel"
convention = "acled"
sheet = "2024"
[input.columns]
killed = ["deaths"]
event_date = { join = ["y", "m", "d"], with = "-" }

[rules]
TOL = "info"
TOL001 = "error"
[rules.TOL006]
level = "off"
slack = 3
share = 1
[rules.dup001]
strict = false
marks = ["(AFP)"]

[[override]]
path = "archive/**"
rules = ["TOL", "DUP001"]
level = "info"
[[override]]
source = ["AFP*"]
rules = { TOL006 = "error", DUP = "off" }
"#;
    let read = settings(text);
    assert_eq!((read.db.value.clone(), read.unit.value, read.fail_on.value), (None, Some(Unit::Event), None));
    assert_eq!((read.threads.value, read.learn.value, read.redact.value), (2, true, true));
    assert_eq!((&read.gazetteers.value, &read.skip.value), (&vec!["ml.txt".to_owned()], &vec!["TOL006".to_owned()]));
    assert_eq!(read.preset.origin.to_string(), "recount.toml:4");
    let [plain, own] = read.inputs.as_slice() else { panic!("{:?}", read.inputs) };
    assert_eq!((plain.path.as_str(), plain.mapping.is_none()), ("data/*.csv", true));
    assert_eq!((own.dataset.as_deref(), own.sheets.join(",").as_str()), (Some("ged-sahel"), "2024"));
    let mapping = own.mapping.as_ref().unwrap();
    assert_eq!(mapping["columns"]["event_date"]["with"].as_str(), Some("-"));
    // A family's level first, then its rules', then the overrides: the last one that holds decides.
    let says: Vec<&str> = read.levels.iter().map(|level| level.says.as_str()).collect();
    let wanted = ["TOL = \"info\"", "TOL001 = \"error\"", "TOL006 = \"off\"", "TOL, DUP001 = \"info\""];
    assert_eq!(says[..4], wanted);
    assert_eq!(read.levels[3].paths, ["archive/**"]);
    assert!(read.levels[4..].iter().all(|level| level.sources == ["AFP*"]));
    assert_eq!(read.levels[4..].iter().map(|level| level.level).collect::<Vec<_>>(), [None, Some(Severity::Error)]);
    let knobs: Vec<(&str, &KnobValue)> = read.knobs.iter().map(|knob| (knob.name.as_str(), &knob.value)).collect();
    let marks = KnobValue::List(vec!["(AFP)".to_owned()]);
    assert_eq!(
        knobs,
        [
            ("slack", &KnobValue::Int(3)),
            ("share", &KnobValue::Float(1.0)),
            ("strict", &KnobValue::Bool(false)),
            ("marks", &marks),
        ]
    );
}

#[test]
fn an_option_goes_before_the_file_and_says_so() {
    let mut read = settings("fail_on = \"info\"\nthreads = 4\n");
    read.fail_on.flag(Some(None), "--fail-on");
    read.threads.flag(None, "--threads");
    let shown = read.show();
    let row = |name: &str| shown.iter().find(|row| row.0 == name).map(|row| (row.1.as_str(), row.2.as_str())).unwrap();
    assert_eq!(row("fail_on"), ("\"never\"", "--fail-on"));
    assert_eq!(row("threads"), ("4", "recount.toml:2"));
    assert_eq!(row("db"), ("\".recount\"", "built in"));
}

#[test]
fn paths_are_meant_from_the_files_folder() {
    let mut read = settings(
        "inputs = [\"a.csv\", \"/b.csv\"]\npreset = \"own.toml\"\nemit = [\"terminal\", \"json=out.json\"]\nbaseline = \"b\"\n",
    );
    read.decisions.flag(Some(Some("here.toml".to_owned())), "--decisions");
    read.anchor(Path::new("/project"));
    assert_eq!(read.inputs.iter().map(|input| input.path.as_str()).collect::<Vec<_>>(), ["/project/a.csv", "/b.csv"]);
    assert_eq!(read.preset.value.as_deref(), Some("/project/own.toml"));
    assert_eq!(read.emit.value, ["terminal", "json=/project/out.json"]);
    assert_eq!(read.baseline.value.as_deref(), Some("/project/b"));
    assert_eq!(read.decisions.value.as_deref(), Some("here.toml"), "typed where one stands");
    assert_eq!(read.db.value.as_deref(), Some(".recount"), "built in: where one stands");
}

#[test]
fn wrong_settings_are_told_all_at_once_with_place_and_remedy() {
    let text = "treads = 2\nunit = \"evnt\"\nthreads = -1\nlearn = \"yes\"\n[rules.TOL066]\nlevel = \"off\"\n[rules.TOL006]\nslak = 1\nslack = 1.5\nlevel = \"warn\"\n";
    assert_eq!(
        said(text).lines().collect::<Vec<_>>(),
        [
            "recount.toml:1:1: unknown key `treads`; did you mean `threads`?",
            "recount.toml:2:8: `unit` is \"evnt\"; it is one of \"report\", \"event\" or \"victim\"; did you mean `event`?",
            "recount.toml:3:11: `threads` is a number from 1 to 1024, or 0 for one a core",
            "recount.toml:4:9: `learn` is a text; it takes true or false",
            "recount.toml:5:8: there is no rule `TOL066`; did you mean `TOL006`? (`recount rules` lists them all)",
            "recount.toml:8:1: unknown key `slak` in [rules.TOL006]; did you mean `slack`?",
            "recount.toml:9:9: `slack` is a number; it takes a whole number",
            "recount.toml:10:9: `level` is \"warn\"; it is one of \"error\", \"warning\", \"info\" or \"off\"",
        ]
    );
    assert!(said("inputs = [\n").starts_with("recount.toml:1:"));
    assert_eq!(said("db = true"), "recount.toml:1:6: `db` is true; name its folder, or write false to keep nothing");
    assert_eq!(
        said("[[input]]\npreset = \"ged\"\n"),
        "recount.toml:1:1: an [[input]] needs `path`: a file, a folder or a glob"
    );
    assert_eq!(
        said("input = 3"),
        "recount.toml:1:9: `input` is a number; it takes a list of tables, each headed [[input]]"
    );
    assert_eq!(
        said("[[override]]\nlevel = \"off\"\n"),
        "recount.toml:1:1: an [[override]] needs `path` or `source`; what holds everywhere belongs under [rules]"
    );
    assert_eq!(
        said("[[override]]\npath = \"a\"\nrules = { TOL006 = { slack = 1 } }\n"),
        "recount.toml:3:9: `slack` of TOL006 cannot be set for some sources or paths; only `level` can"
    );
}

#[test]
fn checks_are_data() {
    let read = settings(
        r#"
[[check]]
name = "place-and-date"
kind = "required"
columns = ["place", "event_date"]
level = "error"
[[check]]
name = "known-region"
kind = "one_of"
column = "admin1"
values = ["Gao", "Kidal"]
datasets = ["acled"]
message = "no region of ours"
[[check]]
name = "few"
kind = "range"
columns = "killed"
max = 500
[[check]]
name = "period"
kind = "range"
columns = "event_date"
min = 2020-01-01
max = "2024-12-31"
[[check]]
name = "id-form"
kind = "pattern"
columns = "report_id"
pattern = "[A-Z]{3}\\d+"
[[check]]
name = "low-high"
kind = "compare"
columns = ["killed_low", "killed_high"]
operator = "<="
[[check]]
name = "one-url"
kind = "unique"
columns = ["url"]
"#,
    );
    let demands: Vec<&Demand> = read.checks.iter().map(|check| &check.demand).collect();
    let range = |min: Option<&str>, max: Option<&str>| Demand::Range {
        min: min.map(str::to_owned),
        max: max.map(str::to_owned),
    };
    assert_eq!(
        demands,
        [
            &Demand::Required,
            &Demand::OneOf(vec!["Gao".into(), "Kidal".into()]),
            &range(None, Some("500")),
            &range(Some("2020-01-01"), Some("2024-12-31")),
            &Demand::Pattern("[A-Z]{3}\\d+".into()),
            &Demand::Compare(Ordering::AtMost),
            &Demand::Unique,
        ]
    );
    assert_eq!((read.checks[0].level, read.checks[1].level), (Severity::Error, Severity::Warning));
    assert_eq!(read.checks[0].columns, [Col::Place, Col::EventDate]);
    assert_eq!((read.checks[1].message.as_str(), read.checks[1].datasets.len()), ("no region of ours", 1));
}

#[test]
fn checks_that_say_too_little_are_told_what_they_lack() {
    let case = |body: &str| said(&format!("[[check]]\n{body}")).lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        case("name = \"x\"\nkind = \"rang\"\ncolumns = [\"kiled\"]\n"),
        [
            "recount.toml:3:8: `kind` is \"rang\"; it is one of \"required\", \"one_of\", \"range\", \"pattern\", \"compare\" or \"unique\"; did you mean `range`?",
            "recount.toml:4:11: there is no column `kiled`; did you mean `killed`?",
        ]
    );
    assert_eq!(
        case("name = \"x\"\nkind = \"range\"\ncolumns = \"killed\"\n"),
        ["recount.toml:1:1: this [[check]] needs `min`, `max` or both"]
    );
    assert!(
        case("name = \"x\"\nkind = \"range\"\ncolumns = \"killed\"\nmin = 9\nmax = 3\n")[0]
            .contains("`min` 9 and `max` 3 are no range")
    );
    assert!(
        case("name = \"x\"\nkind = \"range\"\ncolumns = \"killed\"\nmin = \"few\"\n")[0]
            .contains("neither a number nor a day")
    );
    assert!(
        case("name = \"x\"\nkind = \"pattern\"\ncolumns = \"killed\"\npattern = \"(\"\n")[0]
            .contains("cannot be read: unclosed group")
    );
    assert!(
        case("name = \"x\"\nkind = \"compare\"\ncolumns = \"killed\"\noperator = \"<=\"\n")[0]
            .contains("two `columns`")
    );
    assert!(case("name = \"X Y\"\nkind = \"unique\"\ncolumns = \"url\"\n")[0].contains("lower case with hyphens"));
    let twice = "name = \"x\"\nkind = \"unique\"\ncolumns = \"url\"\n";
    assert!(
        case(&format!("{twice}[[check]]\n{twice}"))[0].starts_with("recount.toml:5:1: two checks are called \"x\"")
    );
}

fn decided(text: &str) -> Vec<Decision> {
    decisions::parse("d.toml", text, TODAY).unwrap().all
}

fn refused(text: &str) -> String {
    decisions::parse("d.toml", text, TODAY).unwrap_err().to_string()
}

fn name(name: &str, country: &str, admin1: &str) -> NameRef {
    NameRef { name: name.into(), country: country.into(), admin1: admin1.into(), admin2: String::new() }
}

fn accept(print: &str, reason: &str, evidence: &str) -> Decision {
    Decision {
        verdict: Verdict::Accept(print.into()),
        by: "Awa".into(),
        when: Day::from_ymd(2024, 10, 3),
        reason: reason.into(),
        evidence: evidence.into(),
        expires: None,
        line: 0,
    }
}

#[test]
fn all_verdicts_are_read() {
    let text = r#"# ours
[[decision]]
verdict = "same"
names = ["Ouatagouna", { name = "Ouattagouna", admin1 = "Ansongo" }]
country = "Mali"
by = "Awa"
when = 2024-10-01
reason = "one town"

[[decision]]
verdict = "canonical"
name = "Ouatagouna"
reason = "as the census has it"

[[decision]]
verdict = "different-events"
reports = ["R1", "R2"]
reason = "a week apart"
until = 2025-01-01

[[decision]]
verdict = "snooze"
finding = "4x9"
evidence = "77"
until = "2024-12-01"
reason = "asked the source"
"#;
    let read = decided(text);
    assert_eq!(
        read[0].verdict,
        Verdict::SamePlace(vec![name("Ouatagouna", "Mali", ""), name("Ouattagouna", "Mali", "Ansongo")])
    );
    assert_eq!((read[0].by.as_str(), read[0].when, read[0].line), ("Awa", Day::from_ymd(2024, 10, 1), 2));
    assert_eq!(read[1].verdict, Verdict::Canonical(name("Ouatagouna", "", "")));
    assert_eq!(read[2].verdict, Verdict::DifferentEvents(vec!["R1".into(), "R2".into()]));
    assert_eq!((read[2].expires, read[2].line), (Day::from_ymd(2025, 1, 1), 15));
    assert_eq!(read[3].verdict, Verdict::Snooze("4x9".into(), Day::from_ymd(2024, 12, 1).unwrap()));
    assert_eq!((read[3].evidence.as_str(), read[3].expires), ("77", None));
}

#[test]
fn decisions_that_cannot_be_read_say_where_and_why() {
    let text = "[[decision]]\nverdict = \"smae\"\nnames = [\"a\", \"b\"]\nreason = \"x\"\n[[decision]]\nverdict = \"accept\"\nfinding = \"f\"\nreson = \"typo\"\n[[decision]]\nverdict = \"snooze\"\nfinding = \"f\"\nreason = \" \"\n[[decision]]\nverdict = \"same\"\nnames = [\"a\", \"a\"]\nwhen = \"soon\"\nreason = \"x\"\n";
    let all = refused(text);
    let lines: Vec<&str> = all.lines().collect();
    assert!(
        lines[0].starts_with("d.toml:2:11: `verdict` is \"smae\"; it is one of \"same\", ")
            && lines[0].ends_with("did you mean `same`?"),
        "{all}"
    );
    assert_eq!(lines[1], "d.toml:5:1: a [[decision]] needs `reason`: whoever comes after must be able to judge it");
    assert_eq!(lines[2], "d.toml:8:1: unknown key `reson` in [[decision]]; did you mean `reason`?");
    assert_eq!(lines[3], "d.toml:9:1: a snooze needs `until`, the day on which the finding comes back");
    assert_eq!(lines[4], "d.toml:12:10: `reason` is empty");
    assert_eq!(lines[5], "d.toml:15:9: \"a\" stands here twice");
    assert_eq!(lines[6], "d.toml:16:8: `when` is a text; it takes a day such as 2026-01-31");
    assert_eq!(lines.len(), 7);
}

fn names_decision(verdict: &str, names: &str, rest: &str) -> String {
    format!("[[decision]]\nverdict = \"{verdict}\"\nnames = [{names}]\nreason = \"x\"\n{rest}\n")
}

#[test]
fn contradictions_name_both_entries() {
    let same = names_decision("same", "\"a\", \"b\"", "") + &names_decision("same", "\"b\", \"c\"", "");
    assert_eq!(
        refused(&(same.clone() + &names_decision("different", "\"c\", \"a\"", ""))),
        "d.toml:11:1: this says that \"c\" and \"a\" are different places, and the decisions on line 1 and line 6 make them one; remove or narrow one of them"
    );
    // A name without a country means that name in every country; two countries are two places.
    let mali = names_decision("same", "\"a\", \"b\"", "country = \"Mali\"");
    assert!(
        refused(&(mali.clone() + &names_decision("different", "\"a\", \"b\"", "")))
            .contains("the decision on line 1 makes them one")
    );
    decided(&(mali + &names_decision("different", "\"a\", \"b\"", "country = \"Niger\"")));
    // What has run out contradicts nothing.
    decided(&(same.clone() + &names_decision("different", "\"a\", \"b\"", "until = 2024-10-03")));
    refused(&(same.clone() + &names_decision("different", "\"a\", \"b\"", "until = 2024-10-04")));
    // Two villages of one name are no contradiction to a spelling of either.
    let karou = "{ name = \"a\", admin1 = \"x\" }, { name = \"a\", admin1 = \"y\" }";
    decided(&(same.clone() + &names_decision("different", karou, "")));

    let canonical = names_decision("canonical", "\"a\"", "") + &names_decision("canonical", "\"c\"", "");
    assert_eq!(
        refused(&(same + &canonical)),
        "d.toml:16:1: this makes \"c\" the canonical name, line 11 makes it \"a\", and the decisions on line 1 and line 6 make them one place; keep one"
    );
    decided(&canonical);
    let events = "[[decision]]\nverdict = \"same-event\"\nreports = [\"1\", \"2\", \"3\"]\nreason = \"x\"\n[[decision]]\nverdict = \"different-events\"\nreports = [\"3\", \"2\"]\nreason = \"x\"\n";
    assert_eq!(
        refused(events),
        "d.toml:5:1: this says that reports 3 and 2 tell of different events, and the decision on line 1 makes them one; remove one of them"
    );
}

#[test]
fn writing_keeps_order_and_comments() {
    let text = "# ours, since 2023\n\n# the bulletin has it twice\n[[decision]]\nreason = \"checked\" # by phone\nverdict = \"accept\"\nfinding = \"f1\"\nevidence = \"old\"\n\n# below: places\n[[decision]]\nverdict = \"same\"\nnames = [\"a\", \"b\"]\nreason = \"x\"\n# the end\n";
    let (same, written) = decisions::write("d.toml", text, &accept("f1", "checked", "old"), TODAY).unwrap();
    assert_eq!((same.as_str(), written), (text, Written::Already));
    let (next, written) = decisions::write("d.toml", text, &accept("f1", "checked again", "new"), TODAY).unwrap();
    assert_eq!(written, Written::Replaced);
    assert_eq!(
        next,
        text.replace("\"checked\" # by phone", "\"checked again\" # by phone")
            .replace("\"old\"\n", "\"new\"\nby = \"Awa\"\nwhen = 2024-10-03\n")
    );
    let (last, written) = decisions::write("d.toml", &next, &accept("f2", "fine \"so\"", ""), TODAY).unwrap();
    assert_eq!(written, Written::Added);
    let added = "\n[[decision]]\nverdict = \"accept\"\nfinding = \"f2\"\nby = \"Awa\"\nwhen = 2024-10-03\nreason = 'fine \"so\"'\n";
    assert_eq!(last, next.replace("# the end\n", "") + added + "# the end\n");
    let read = decided(&last);
    assert_eq!(read.len(), 3);
    assert_eq!(Decision { line: 0, ..read[2].clone() }, accept("f2", "fine \"so\"", ""));
}

#[test]
fn what_is_written_is_read_again() {
    let mut text = String::new();
    let day = Day::from_ymd(2025, 3, 1).unwrap();
    let verdicts = [
        Verdict::SamePlace(vec![name("Ménaka", "Mali", "Ménaka"), name("Menaka \"ville\"", "Mali", "Ménaka")]),
        Verdict::DifferentPlaces(vec![name("Karou", "Mali", "Gao"), name("Karou", "Niger", "")]),
        Verdict::Canonical(name("Ménaka", "Mali", "")),
        Verdict::SameEvent(vec!["1".into(), "2#2".into()]),
        Verdict::DifferentEvents(vec!["1".into(), "3".into()]),
        Verdict::FalseAlarm("f2".into()),
        Verdict::Snooze("f3".into(), day),
    ];
    for verdict in &verdicts {
        let expires = (!matches!(verdict, Verdict::Snooze(..))).then_some(day);
        let decision =
            Decision { verdict: verdict.clone(), expires, evidence: String::new(), ..accept("", "why\nnot", "") };
        let (next, written) = decisions::write("d.toml", &text, &decision, TODAY).unwrap();
        assert_eq!(written, Written::Added);
        let read = decided(&next);
        assert_eq!(Decision { line: 0, ..read[read.len() - 1].clone() }, decision);
        assert_eq!(decisions::write("d.toml", &next, &decision, TODAY).unwrap(), (next.clone(), Written::Already));
        text = next;
    }
    assert!(text.starts_with("# Decisions on these data"), "{text}");
    assert_eq!(text.matches("# Decisions on these data").count(), 1);
}

#[test]
fn a_changed_mind_replaces_and_a_contradiction_is_refused() {
    let text = names_decision("same", "\"a\", \"b\"", "") + &names_decision("same", "\"b\", \"c\"", "");
    let different = |names: &[&str]| Decision {
        verdict: Verdict::DifferentPlaces(names.iter().map(|one| name(one, "", "")).collect()),
        ..accept("", "they are not", "")
    };
    let (next, written) = decisions::write("d.toml", &text, &different(&["b", "a"]), TODAY).unwrap();
    assert_eq!((written, decided(&next).len()), (Written::Replaced, 2));
    let error = decisions::write("d.toml", &text, &different(&["a", "c"]), TODAY).unwrap_err().to_string();
    assert!(error.contains("the decisions on line 1 and line 6 make them one"), "{error}");
}

#[test]
fn importing_merges() {
    let mine = "[[decision]]\nverdict = \"accept\"\nfinding = \"f1\"\nwhen = 2024-10-02\nreason = \"mine\"\n";
    let theirs = "[[decision]]\nverdict = \"accept\"\nfinding = \"f1\"\nwhen = 2024-10-02\nreason = \"mine\"\n\
        [[decision]]\nverdict = \"false-alarm\"\nfinding = \"f2\"\nwhen = 2024-10-03\nreason = \"theirs\"\n";
    let (text, counts) = decisions::import("d.toml", mine, "export.toml", theirs, TODAY).unwrap();
    assert_eq!(counts, Imported { added: 1, already: 1, ..Imported::default() });
    assert!(text.starts_with(mine));
    let (again, counts) = decisions::import("d.toml", &text, "export.toml", theirs, TODAY).unwrap();
    assert_eq!((again, counts), (text.clone(), Imported { already: 2, ..Imported::default() }));
    // Of two decisions on one finding the later one stays, whichever file it comes from.
    let older = "[[decision]]\nverdict = \"accept\"\nfinding = \"f2\"\nwhen = 2024-09-01\nreason = \"old\"\n";
    assert_eq!(
        decisions::import("d.toml", &text, "o", older, TODAY).unwrap(),
        (text.clone(), Imported { older: 1, ..Imported::default() })
    );
    let newer = older.replace("2024-09-01", "2024-10-04");
    let (text, counts) = decisions::import("d.toml", &text, "n", &newer, TODAY).unwrap();
    assert_eq!(counts, Imported { replaced: 1, ..Imported::default() });
    assert_eq!(decided(&text)[1].verdict, Verdict::Accept("f2".into()));
    let error = decisions::import("d.toml", &text, "bad.toml", "[[decision]]\n", TODAY).unwrap_err().to_string();
    assert!(error.starts_with("bad.toml:1:1: "), "{error}");
}
