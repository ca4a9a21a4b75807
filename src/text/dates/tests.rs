//! Cells read as dates.

use super::*;
use proptest::prelude::*;

fn shown(cell: &str, style: Style) -> String {
    match read(cell, style) {
        Value::Blank => "blank".to_owned(),
        Value::Garbled => "garbled".to_owned(),
        Value::Read(when) => {
            let last = when.last.map_or(String::new(), |last| format!("..{last}"));
            let precision = if when.precision == Precision::Day { "" } else { when.precision.name() };
            format!("{}{last} {precision}", when.first).trim_end().to_owned()
        }
    }
}

#[test]
fn forms() {
    let plain = Style::default();
    for (cell, expected) in [
        ("2021-08-08", "2021-08-08"),
        (" 2021-08-08 ", "2021-08-08"),
        ("2014-01-22 00:00:00.000", "2014-01-22"),
        ("2014-01-22T13:05:00Z", "2014-01-22"),
        ("2021-08", "2021-08-01 month"),
        ("08/2021", "2021-08-01 month"),
        ("2021", "2021-01-01 year"),
        ("2015-5-0", "2015-05-01 month"),
        ("2015-0-0", "2015-01-01 year"),
        ("2015-5-7", "2015-05-07"),
        ("20210808", "2021-08-08"),
        ("0025-03-04", "0025-03-04"),
        ("03 December 2020", "2020-12-03"),
        ("16-Feb-21", "2021-02-16"),
        ("16-Feb-98", "1998-02-16"),
        ("August 8, 2021", "2021-08-08"),
        ("Tuesday, April 19th, 2016", "2016-04-19"),
        ("dimanche 8 août 2021", "2021-08-08"),
        ("1er février 2019", "2019-02-01"),
        ("3 mars 2020", "2020-03-03"),
        ("mardi 3 mars 2020", "2020-03-03"),
        ("August 2021", "2021-08-01 month"),
        ("May 4-5, 2007", "2007-05-04..2007-05-05"),
        ("2021-08-07/2021-08-09", "2021-08-07..2021-08-09"),
        ("2021-08-07 to 2021-08-09", "2021-08-07..2021-08-09"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("8/1/1966", "1966-01-08"),
        ("25.12.20", "2020-12-25"),
        ("1605559070", "2020-11-16"),
        ("1605559070123", "2020-11-16"),
        ("12 de junio de 2012", "2012-06-12"),
        ("12 de junho de 2012", "2012-06-12"),
        ("12 червня 2012", "2012-06-12"),
        ("12 июня 2012 г.", "2012-06-12"),
        ("12 يونيو 2012", "2012-06-12"),
        ("3 كانون الثاني 2012", "2012-01-03"),
        ("١٢/٠٦/٢٠١٢", "2012-06-12"),
        ("14. März 2008", "2008-03-14"),
        ("Sonntag, 8. August 2021", "2021-08-08"),
        ("3 de enero de 2021", "2021-01-03"),
        ("08aug2021", "2021-08-08"),
        ("Aug-21", "2021-08-01 month"),
        ("August 21", "garbled"),
        ("2021-Aug-08", "2021-08-08"),
        ("Sun, 08 Aug 2021 10:00:00 +0200", "2021-08-08"),
        ("2021-W31", "2021-08-02..2021-08-08"),
        ("2021-W31-7", "2021-08-08"),
        ("8-10/08/2021", "2021-08-08..2021-08-10"),
        ("08/08/2021-10/08/2021", "2021-08-08..2021-08-10"),
        ("30 August - 2 September 2012", "2012-08-30..2012-09-02"),
        ("1-3 September 2012", "2012-09-01..2012-09-03"),
        ("del 8 al 10 de junio de 2012", "2012-06-08..2012-06-10"),
        ("early June 2012", "2012-06-01 month"),
        ("mi-juin 2012", "2012-06-01 month"),
        ("mid-2012", "2012-01-01 year"),
        ("2012-01-12~", "2012-01-12 week"),
        ("2012-01-12?", "2012-01-12 week"),
        ("2012-XX-01", "2012-01-01 year"),
        ("2012-06-XX", "2012-06-01 month"),
        ("{2012-01-01,2012-01-12}", "2012-01-01..2012-01-12"),
        ("2012-01-01..2012-01-12", "2012-01-01..2012-01-12"),
        ("0000-00-00", "blank"),
        ("0000-00-00 00:00:00", "blank"),
        ("2012-06-00", "2012-06-01 month"),
        ("40653", "garbled"),
        ("", "blank"),
        ("N/A", "blank"),
        ("2021-02-29", "garbled"),
        ("2021-08-08 maybe", "garbled"),
        ("2021-08-09 to 2021-08-07", "garbled"),
        ("early August", "garbled"),
        ("13/13/2020", "garbled"),
        ("May 35, 2007", "garbled"),
        ("yesterday", "garbled"),
        ("marble 3 2020", "garbled"),
    ] {
        assert_eq!(shown(cell, plain), expected, "{cell:?}");
    }
    assert_eq!(shown("8/1/1966", Style { order: Order::MonthFirst, ..Style::default() }), "1966-08-01");
    assert_eq!(shown("40653", Style { serials: true, ..plain }), "2011-04-20");
    assert_eq!(shown("40653.75", Style { serials: true, ..plain }), "2011-04-20");
    assert_eq!(shown("43831", Style { serials: true, ..plain }), "2020-01-01");
    assert_eq!(shown("19943", Style { serials: true, since: Since::Days1960, ..plain }), "2014-08-08");
    assert_eq!(shown("16290", Style { serials: true, since: Since::Days1970, ..plain }), "2014-08-08");
    assert_eq!(shown("1443-01-01", Style { calendar: Calendar::Hijri, ..plain }), "2021-08-10");
    assert_eq!(shown("1394/07/11", Style { calendar: Calendar::Jalali, ..plain }), "2015-10-03");
    assert_eq!(shown("8/8/2564", Style { calendar: Calendar::Buddhist, ..plain }), "2021-08-08");
}

#[test]
fn evidence_for_the_order() {
    assert_eq!(order_evidence("25/12/2020"), Some((true, false)));
    assert_eq!(order_evidence("1/25/2020"), Some((false, true)));
    assert_eq!(order_evidence("2020-01-25"), None);
    assert_eq!(order_evidence("8 August 2020"), None);
}

proptest! {
    #[test]
    fn never_panics(cell in "\\PC{0,40}") {
        let _ = read(&cell, Style { serials: true, ..Style::default() });
        let _ = order_evidence(&cell);
    }

    #[test]
    fn what_is_written_is_read(days in -500_000i32..2_000_000) {
        let date = Day(days).date();
        let iso = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
        prop_assert_eq!(day(&iso), Value::Read(Day(days)));
        let slashed = format!("{}/{}/{:04}", date.month(), date.day(), date.year());
        let read = read(&slashed, Style { order: Order::MonthFirst, ..Style::default() });
        prop_assert_eq!(read, Value::Read(When::day(Day(days))));
    }
}
