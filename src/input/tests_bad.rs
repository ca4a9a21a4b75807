//! Bad inputs: each gives one clear sentence, or rows kept and the damage said. Nothing panics, nothing is lost.

use super::tests::{load_with, text, try_text};
use super::{InputError, InputOptions, Preset};
use crate::model::Col;
use std::io::Write;

const HEADER: &str = "report_id,event_date,place,killed\n";

fn refusal(name: &str, bytes: &[u8]) -> String {
    match try_text(name, bytes) {
        Ok(loaded) => panic!("{name} was read: {:?}", loaded.source.info),
        Err(error) => {
            let said = error.to_string();
            assert!(!said.contains('\n'), "{said}");
            // The folder of the test is a new one each time.
            said.split_once(name).map_or(said.clone(), |(_, rest)| format!("{name}{rest}"))
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn rows(count: usize) -> String {
    (0..count).fold(HEADER.to_owned(), |csv, row| csv + &format!("r{row},2021-08-08,Gao,{row}\n"))
}

/// Headers of formats that are not at hand as files; the values are made up.
#[test]
fn other_known_formats_are_mapped() {
    let cases = [
        (
            "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,\
             assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,\
             geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n\
             MLI1,08 August 2021,2021,2,Political violence,Battles,Armed clash,A,,3,B,,7,37,,466,Western Africa,Mali,Gao,Ansongo,\
             Ouattagouna,Karou,15.2,0.6,1,AFP; RFI,International,Text,20,,1628600000\n",
            "acled 2021-08-08 Karou 20 week",
        ),
        (
            "IBC code,Start Date,End Date,Time,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources\n\
             k1,12 Mar 2004,13 Mar 2004,PM,Baghdad,market,bomb,3,5,AP\n",
            "ibc 2004-03-12 Baghdad 3 to 5 day",
        ),
        (
            "DisNo.,Disaster Type,ISO,Country,Location,Start Year,Start Month,Start Day,End Year,End Month,End Day,Total Deaths,No. Injured,\
             No. Affected,No. Homeless,Total Affected\n2010-0001-XXX,Flood,XXX,Somewhere,Here,2010,5,,2010,6,,7,1,2,3,6\n",
            "emdat 2010-05-01 Here 7 month",
        ),
        ("When,Where,Dead\n#date+occurred,#loc+name,#affected+dead+f\n2021-08-08,Gao,4\n", "hxl 2021-08-08 Gao 4 day"),
    ];
    for (csv, expected) in cases {
        let loaded = text("a.csv", csv.as_bytes());
        let shown = loaded.each(|report| {
            let date = report.event_date.read().map_or("none".to_owned(), |day| day.to_string());
            let killed = report.killed.read().map_or("none".to_owned(), |toll| toll.to_string());
            let precision = report.precision.read().unwrap_or_default().name();
            format!("{} {date} {} {killed} {precision}", loaded.source.info.preset, report.raw(Col::Place))
        });
        assert_eq!(shown, [expected]);
    }
}

#[test]
fn each_refusal_is_one_sentence() {
    assert_eq!(refusal("a.csv", b""), "a.csv: the file is empty; export it again, or leave it out");
    assert_eq!(refusal("a.csv", b" \n\n"), "a.csv: the file is empty; export it again, or leave it out");
    assert_eq!(
        refusal("a.csv", HEADER.as_bytes()),
        "a.csv: line 1 is a header, and no row follows it; export it again, or leave it out"
    );
    assert_eq!(refusal("a.json", b"[]"), "a.json: it holds no rows: its list is empty; ask again, or leave it out");
    assert!(
        refusal("a.json", b"[{\"report_id\" 1}]")
            .starts_with("a.json: the JSON is broken or cut off (line 1: this is not a JSON object")
    );
    assert!(
        refusal("a.csv", b"colour,size\nred,3\n")
            .starts_with("a.csv: line 1: none of its columns (colour, size) is known")
    );
    assert!(refusal("a.csv", b"%PDF-1.7 ...").starts_with("a.csv: is a PDF document; give a table"));
    let noise: Vec<u8> =
        (0..5000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).map(|byte| byte % 32).collect();
    assert!(refusal("a.csv", &noise).contains("holds bytes that are not text"));
    let packed = gzip(rows(5000).as_bytes());
    assert!(refusal("a.csv.gz", &packed[..packed.len() / 2]).starts_with("a.csv.gz: the gzip is broken or cut off ("));
    let packed = zstd::encode_all(rows(5000).as_bytes(), 1).unwrap();
    assert!(refusal("a.csv", &packed[..packed.len() / 2]).starts_with("a.csv: the zstd is broken or cut off ("));
    assert!(
        refusal("a.xlsx", b"PK\x03\x04 and then nothing").starts_with("a.xlsx: the workbook is broken or cut off (")
    );
}

#[test]
fn packed_files_are_known_by_their_first_bytes() {
    let csv = rows(3);
    for bytes in [gzip(csv.as_bytes()), zstd::encode_all(csv.as_bytes(), 1).unwrap()] {
        let loaded = text("misnamed.csv", &bytes);
        assert_eq!(loaded.rows(), 3);
        assert!(loaded.source.info.format.starts_with("CSV, "), "{}", loaded.source.info.format);
    }
}

#[test]
fn ragged_and_blank_rows_are_kept_and_said() {
    let csv = format!("{HEADER}r1,2021-08-08\nr2,2021-08-08,Gao,3,more\n,,,\nr3,2021-08-08,Gao,3,,\n");
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!((loaded.rows(), loaded.source.rejected.len()), (3, 0));
    assert_eq!(
        loaded.notes(),
        "line 4 is blank and not counted; line 2 has fewer cells than the header; what is missing counts as blank; \
         line 3 has more cells than the header; those beyond it are not read"
    );
}

#[test]
fn nul_bytes_are_left_out_and_said() {
    let csv = format!("{HEADER}r\01,2021-08-08,Gao,3\nr2,2021-08-08,Gao,4\n");
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!(loaded.records().map(|record| record.get(Col::ReportId).to_owned()).collect::<Vec<_>>(), ["r1", "r2"]);
    assert!(loaded.notes().contains("NUL"), "{}", loaded.notes());
}

#[test]
fn a_field_of_a_hundred_megabytes_is_refused_and_its_neighbours_read() {
    let mut csv = format!("{HEADER}r1,2021-08-08,Gao,3\nr2,2021-08-08,\"");
    csv.push_str(&"a".repeat(100 << 20));
    csv.push_str("\",3\nr3,2021-08-08,Gao,4\n");
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!(loaded.rows(), 2);
    let rejected = &loaded.source.rejected;
    assert_eq!((rejected.len(), rejected[0].line), (1, 3));
    assert!(rejected[0].reason.starts_with("the row is 100 MB long"), "{}", rejected[0].reason);
    assert!(rejected[0].raw.len() <= 300);
    assert_eq!(loaded.records().map(|record| record.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    let csv =
        format!("{HEADER}r1,2021-08-08,\"Gao\",3\nr2,2021-08-08,\"Ber,3\nr3,2021-08-08,Gao,4\nr4,2021-08-08,Kidal,4\n");
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!(loaded.records().map(|record| record.line).collect::<Vec<_>>(), [2, 4, 5]);
    assert_eq!(loaded.source.rejected[0].line, 3);
    assert_eq!(loaded.source.rejected[0].raw, "r2,2021-08-08,\"Ber,3");
    // Where the line is a row like the others without its quote, it costs none.
    let csv = rows(30).replace("r9,2021-08-08,Gao", "r9,2021-08-08,\"Gao");
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!((loaded.rows(), loaded.source.rejected.len()), (30, 0));
    assert_eq!(loaded.notes(), "line 11 holds a quote that belongs to nothing, and was read without it");
}

#[test]
fn two_stray_quotes_swallow_nothing() {
    for (first, second) in [("\"Gao", "\"Gao"), ("\"Gao", "Gao\""), ("\"Gao", "G\"ao")] {
        let csv = rows(30).replace("r9,2021-08-08,Gao", &format!("r9,2021-08-08,{first}"));
        let csv = csv.replace("r20,2021-08-08,Gao", &format!("r20,2021-08-08,{second}"));
        let loaded = text("a.csv", csv.as_bytes());
        assert_eq!((loaded.rows(), loaded.source.rejected.len()), (30, 0), "{first} {second}");
        assert!(loaded.notes().contains("11"), "{}", loaded.notes());
        assert_eq!(loaded.records().nth(9).unwrap().get(Col::Place), "Gao");
    }
}

#[test]
fn notes_of_several_lines_stay_one_cell() {
    let mut csv = "report_id,event_date,place,killed,text\n".to_owned();
    for row in 0..30 {
        csv += &format!("r{row},2021-08-08,Gao,{row},\"a, b, c, d, e\n1,2,3,4,5\n\nsaid \"\"no\"\"\"\n");
        csv += &format!("s{row},2021-08-08,Gao,{row},a short one\n");
    }
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!((loaded.rows(), loaded.source.rejected.len(), loaded.notes().as_str()), (60, 0, ""));
}

#[test]
fn backslashes_before_quotes_are_seen() {
    let csv = (0..9).fold("report_id,event_date,place,text\n".to_owned(), |csv, row| {
        csv + &format!("r{row},2021-08-08,Gao,\"He said \\\"stop, now\\\", then left\"\n")
    });
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!(loaded.records().next().unwrap().get(Col::Text), "He said \"stop, now\", then left");
}

#[test]
fn broken_json_costs_the_broken_objects() {
    let json = "[{\"report_id\":\"r1\",\"place\":\"Gao\"},\n{\"report_id\":\"r2\" \"place\":1},\n7,\n{\"report_id\":\"r3\"},\n{\"report_id\":";
    let loaded = text("a.json", json.as_bytes());
    assert_eq!(loaded.records().map(|record| record.line).collect::<Vec<_>>(), [1, 4]);
    assert_eq!(loaded.source.rejected.iter().map(|rejected| rejected.line).collect::<Vec<_>>(), [2, 3, 5]);
    assert!(loaded.notes().contains("cut off"), "{}", loaded.notes());
    let lines = "{\"report_id\":\"r1\"}\nnot json\n{\"report_id\":\"r3\"}\n";
    let loaded = text("a.jsonl", lines.as_bytes());
    assert_eq!((loaded.rows(), loaded.source.rejected[0].line), (2, 2));
}

#[test]
fn wrapped_and_nested_json_is_understood() {
    let json = r#"{"status":200,"data":[{"report_id":1,"place":"Gao","tags":["a","b"]},{"report_id":2}],"count":2}"#;
    let loaded = text("a.json", json.as_bytes());
    assert_eq!((loaded.rows(), loaded.source.info.unmapped.join(",").as_str()), (2, "tags"));
    let geo = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"r1","date":"2021-08-08"},
        "geometry":{"type":"Point","coordinates":[0.5,15.5]}}]}"#;
    let loaded = text("a.geojson", geo.as_bytes());
    let record = loaded.records().next().unwrap();
    assert_eq!((record.get(Col::Lat), record.get(Col::Lon), record.get(Col::ReportId)), ("15.5", "0.5", "r1"));
}

#[test]
fn the_header_may_stand_below_titles_and_above_tags() {
    let csv = "Incidents in 2021,,,\nSource: local partners,,,\nID,Date,Village,Deaths\n#event+id,#date,#loc,#affected+killed\nr1,2021-08-08,Gao,3\n";
    let loaded = text("a.csv", csv.as_bytes());
    assert_eq!(loaded.rows(), 1);
    let record = loaded.records().next().unwrap();
    assert_eq!((record.line, record.get(Col::Place), record.get(Col::Killed)), (5, "Gao", "3"));
    assert!(
        loaded.notes().contains("line 3") && loaded.notes().contains("line 4 holds HXL tags"),
        "{}",
        loaded.notes()
    );
}

#[test]
fn a_workbook_gives_dates_and_the_sheet_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Cover").unwrap();
    let sheet = book.add_worksheet().set_name("Data").unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(0, 0, "Incidents").unwrap();
    for (column, name) in ["id", "date", "village", "deaths"].iter().enumerate() {
        sheet.write(2, column as u16, *name).unwrap();
    }
    sheet.write(3, 0, 7).unwrap();
    sheet.write_with_format(3, 1, rust_xlsxwriter::ExcelDateTime::from_ymd(2021, 8, 8).unwrap(), &format).unwrap();
    sheet.write(3, 2, "Gao").unwrap();
    sheet.write(3, 3, 2.5).unwrap();
    book.save(&path).unwrap();
    let loaded = load_with(&path, &InputOptions::default()).unwrap();
    let record = loaded.records().next().unwrap();
    assert_eq!(
        (record.get(Col::ReportId), record.get(Col::EventDate), record.get(Col::Killed)),
        ("7", "2021-08-08", "2.5")
    );
    assert_eq!((record.position(Col::Place), record.line), ((4, 3), 4));
    let missing = load_with(&path, &InputOptions { sheets: vec!["Dat".to_owned()], ..InputOptions::default() });
    let Err(InputError::Sheet { known, .. }) = missing else { panic!("there is no such sheet") };
    assert_eq!(known, "\"Cover\", \"Data\"");
}

#[test]
fn the_order_of_day_and_month_shows_in_the_whole_column() {
    let month_first = format!("{HEADER}r1,8/1/1966,Gao,3\nr2,12/25/1966,Gao,4\n");
    let loaded = text("a.csv", month_first.as_bytes());
    let dates = loaded.each(|report| report.event_date.read().map(|day| day.to_string()).unwrap_or_default());
    assert_eq!(dates, ["1966-08-01", "1966-12-25"]);
    assert!(loaded.notes().contains("the month comes first, as 1 of 2 dates show"), "{}", loaded.notes());
    let unknown = text("a.csv", format!("{HEADER}r1,8/1/1966,Gao,3\n").as_bytes());
    assert!(unknown.notes().contains("nothing shows"), "{}", unknown.notes());
}

#[test]
fn a_preset_of_the_users_own_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let (preset, data) = (folder.path().join("own.toml"), folder.path().join("a.csv"));
    std::fs::write(
        &preset,
        "unit = \"event\"\n[columns]\nreport_id = \"Nr\"\nevent_date = { join = [\"Y\", \"M\", \"D\"], with = \"-\" }\n\
         place = { first = [\"Village\", \"Town\"] }\nkilled = \"Toll\"\n[values.killed]\nnone = \"0\"\n[blank]\nany = [\"x\"]\n",
    )
    .unwrap();
    std::fs::write(&data, "Nr,Y,M,D,Village,Town,Toll\n1,2021,8,,,Gao,none\n2,2021,8,9,Karou,Gao,x\n").unwrap();
    let options =
        InputOptions { preset: Some(Preset::load(&preset.display().to_string()).unwrap()), ..InputOptions::default() };
    let loaded = load_with(&data, &options).unwrap();
    let facts = loaded.each(|report| {
        let date = report.event_date.read().map(|day| day.to_string()).unwrap_or_default();
        (date, report.raw(Col::Place).to_owned(), report.killed.read().map(|toll| toll.to_string()))
    });
    assert_eq!(
        facts,
        [
            ("2021-08-01".to_owned(), "Gao".to_owned(), Some("0".to_owned())),
            ("2021-08-09".to_owned(), "Karou".to_owned(), None)
        ]
    );
    assert_eq!((loaded.source.info.preset.as_str(), loaded.source.info.unit.as_str()), ("own", "event"));
}

#[test]
fn a_part_of_a_preset_goes_before_the_recognised_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.csv");
    std::fs::write(&data, "eventid,iyear,imonth,iday,city,vicinity_name,nkill\n200001010001,2000,1,1,Gao,Karou,3\n")
        .unwrap();
    let table: toml::Table =
        toml::from_str("columns = { place = \"vicinity_name\" }\nvalues = { killed = { 3 = \"4\" } }").unwrap();
    let overlay = Some(Preset::from_table(&table).unwrap());
    let loaded = load_with(&data, &InputOptions { overlay, ..InputOptions::default() }).unwrap();
    assert_eq!(loaded.source.info.preset, "gtd");
    let facts = loaded.each(|report| (report.raw(Col::Place).to_owned(), report.killed.read().map(|toll| toll.best())));
    assert_eq!(facts, [("Karou".to_owned(), Some(4))]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic_and_every_row_is_accounted_for(body in "[a-c,;\"\n\r\\{\\}\\[\\]:0-9é#-]{0,200}", json in proptest::bool::ANY) {
        let content = if json { format!("[{{\"report_id\":1}},{body}") } else { format!("{HEADER}{body}") };
        // Reading checks that what was read was handed over or rejected.
        let _ = try_text("a.csv", content.as_bytes());
    }
}
