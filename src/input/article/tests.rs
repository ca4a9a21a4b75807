use super::*;

fn rows(text: &str, markup: Markup) -> Vec<(String, String, String, String, u32, u32)> {
    let batch = records("note.txt", text, markup, 0);
    batch
        .iter()
        .map(|record| {
            let get = |col| record.get(col).to_owned();
            let (line, column) = record.position(Col::ReportId);
            (get(Col::Killed), get(Col::Status), get(Col::Place), get(Col::Scope), line, column)
        })
        .collect()
}

const NOTE: &str = "At least 30 dead after raids on the river\n\nMen on foot killed at least 30 people, a note said.\n\n\
    \"Provisional toll is 30 killed, several injured,\" it added.\n\nA teacher said that 12 civilians were killed in Fafa and \
    nine civilians were killed in Bara.\n\nIn 2012 more than 2,000 troops left the Ansongo district.\n";

#[test]
fn an_article_gives_its_claims_and_places() {
    let rows = rows(NOTE, Markup::Plain);
    let brief: Vec<(&str, &str, &str, &str)> =
        rows.iter().map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str())).collect();
    assert_eq!(
        brief,
        [
            ("at least 30", "", "", "total"),
            ("30", "provisional", "", "total"),
            ("12", "", "Fafa", "partial"),
            ("9", "", "Bara", "partial"),
            ("", "", "Ansongo", ""),
        ]
    );
    assert_eq!((rows[0].4, rows[0].5), (1, 1));
    assert_eq!(rows[2].4, 7);
    assert_eq!(rows[2].5, 21);
}

#[test]
fn the_news_story_of_the_sample_attack_is_read_as_a_person_reads_it() {
    let base = std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
    let Ok(text) = std::fs::read_to_string(base.join("real/golden/seed_article.txt")) else {
        println!("skipped: no shared data");
        return;
    };
    let rows = rows(&text, Markup::Plain);
    let claims: Vec<(&str, &str, &str, &str)> = rows
        .iter()
        .filter(|row| !row.0.is_empty())
        .map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str()))
        .collect();
    assert_eq!(
        claims,
        [
            ("at least 51", "", "", "total"),
            ("51", "provisional", "", "total"),
            ("20", "", "Karou", "partial"),
            ("14", "", "Ouatagouna", "partial"),
            ("a number of", "", "Daoutegeft", "partial"),
        ]
    );
    let named: Vec<&str> = rows.iter().filter(|row| row.0.is_empty()).map(|row| row.2.as_str()).collect();
    assert_eq!(named, ["Asongo", "Ouattagouna"]);
}

#[test]
fn markup_goes_and_positions_stay() {
    let page = "<html><head><title>x 5 dead</title></head><body>\n<h1>Raid on Fafa</h1>\n<p>Six <b>men</b> were killed in Fafa&nbsp;&amp; two hurt.</p><script>9 killed</script></body></html>";
    let rows = rows(page, Markup::Html);
    assert_eq!((rows[0].0.as_str(), rows[0].2.as_str(), rows[0].4, rows[0].5), ("6", "Fafa", 3, 4));
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_weekday_and_the_day_of_publication_give_the_date() {
    let batch = records("a.txt", "Raid\n\n9 August 2021\n\nSix men were killed in Fafa on Sunday.\n", Markup::Plain, 0);
    let record = batch.get(0).unwrap();
    assert_eq!((record.get(Col::EventDate), record.get(Col::Published)), ("2021-08-08", "2021-08-09"));
}

#[test]
fn a_date_line_dates_and_background_is_left_out() {
    let text = "Raids in western Niger kill at least 22\n\nNIAMEY, 14 March 2023 - Armed men killed at least 22 people in three \
        villages on Sunday, the governor said.\n\nIn January 2021, more than 100 people were killed near the border with Mali.\n";
    let batch = records("a.txt", text, Markup::Plain, 0);
    let record = batch.get(0).unwrap();
    assert_eq!((record.get(Col::EventDate), record.get(Col::Published)), ("2023-03-12", "2023-03-14"));
    assert_eq!((record.get(Col::Country), batch.len()), ("Niger", 1));
}

#[test]
fn killed_is_no_tuesday() {
    let text = "Burkina Faso : 17 civils tués\n\nPublié le 5 septembre 2022\n\nDix-sept civils ont été tués samedi dans le nord du pays.\n";
    let batch = records("a.txt", text, Markup::Plain, 0);
    let record = batch.get(0).unwrap();
    assert_eq!((record.get(Col::EventDate), record.get(Col::Country)), ("2022-09-03", "Burkina Faso"));
}

#[test]
fn tables_are_no_prose() {
    assert!(!is_prose("id,place,killed\n1,Fafa,3\n2,Bara,4\n"));
    assert!(is_prose(NOTE));
}

#[test]
fn broken_markup_is_no_danger() {
    for text in ["<", "<p", "&#xZZ;&#99999999;", "<script>", "<!-- ", "&;", "", "\n\n\n", "](", "[x](y"] {
        for markup in [Markup::Plain, Markup::Markdown, Markup::Html] {
            let _ = records("x", text, markup, 0);
        }
    }
}
