//! Shapes in which JSON comes.

use super::*;

/// Rows as "line name=text,name=text", of what can be read.
fn rows(text: &str) -> Vec<String> {
    let sheets = Json::open(Path::new("a.json"), text.to_owned(), None, &Limits::default()).unwrap();
    let table = sheets[0].table.as_ref();
    let keys = table.keys().unwrap().to_vec();
    let mut rows = Vec::new();
    for piece in 0..table.pieces() {
        table.read(piece, &mut |row| {
            rows.push(match row {
                RawRow::Row(cells) => {
                    let given = keys.iter().enumerate().filter(|(at, _)| !cells.get(*at).is_empty());
                    let given: Vec<String> = given.map(|(at, key)| format!("{key}={}", cells.get(at))).collect();
                    format!("{} {}", cells.line, given.join(","))
                }
                RawRow::Bad { line, .. } => format!("{line} bad"),
            });
            true
        });
    }
    rows
}

#[test]
fn the_same_rows_in_every_shape() {
    let expected = ["id=a,place=Bor", "id=b,place=Aweil"];
    let shapes = [
        r#"[{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]"#,
        r#"[["id","place"],["a","Bor"],["b","Aweil"]]"#,
        r#"{"status":200,"data":[{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]}"#,
        r#"{"result":{"total":2,"records":[{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]}}"#,
        r#"{"x":{"y":{"rows":[{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]}}}"#,
        r#"{"page":1,"data":[{"id":"a","place":"Bor"}]} {"page":2,"data":[{"id":"b","place":"Aweil"}]}"#,
        r#"[{"page":1,"data":[{"id":"a","place":"Bor"}]},{"page":2,"data":[{"id":"b","place":"Aweil"}]}]"#,
        r#"[{"id":"a","place":"Bor"}][{"id":"b","place":"Aweil"}]"#,
        r#"{"columns":["id","place"],"index":[0,1],"data":[["a","Bor"],["b","Aweil"]]}"#,
        r#"{"meta":{"view":{"columns":[{"name":"id"},{"name":"place"}]}},"data":[["a","Bor"],["b","Aweil"]]}"#,
        r#"{"fields":[{"id":"id"},{"id":"place"}],"records":[{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]}"#,
        r#"{"id":{"0":"a","1":"b"},"place":{"0":"Bor","1":"Aweil"}}"#,
        r#"{"a":{"place":"Bor","x":null},"b":{"place":"Aweil","x":null}}"#,
        r#"callback([{"id":"a","place":"Bor"},{"id":"b","place":"Aweil"}]);"#,
        "{\"id\":\"a\",\"place\":\"Bor\"},\n{\"id\":\"b\",\"place\":\"Aweil\"},\n",
        "\u{1e}{\"id\":\"a\",\"place\":\"Bor\"}\n\u{1e}{\"id\":\"b\",\"place\":\"Aweil\"}\n",
        "{\n \"id\":\"a\",\n \"place\":\"Bor\"\n}\n{\n \"id\":\"b\",\n \"place\":\"Aweil\"\n}\n",
    ];
    for shape in shapes {
        assert!(Json::recognise(shape), "{shape}");
        let mut found: Vec<String> = rows(shape).iter().map(|row| row.split_once(' ').unwrap().1.to_owned()).collect();
        for row in &mut found {
            let mut cells: Vec<&str> = row.split(',').collect();
            cells.sort_unstable();
            *row = cells.join(",");
        }
        assert_eq!(found, expected, "{shape}");
    }
}

#[test]
fn a_report_with_lists_of_its_own_is_no_page() {
    let lines = "{\"id\":\"a\",\"victims\":[{\"name\":\"x\"}]}\n{\"id\":\"b\",\"victims\":[]}\n";
    assert_eq!(rows(lines).len(), 2);
}

#[test]
fn a_feature_keeps_its_properties_and_every_shape_has_a_place() {
    let feature = |geometry: &str| {
        format!(r#"{{"type":"Feature","id":9,"properties":{{"id":"r1","type":"Attack"}},"geometry":{geometry}}}"#)
    };
    let cases = [
        (r#"{"type":"Point","coordinates":[30.5,7.25]}"#, "geometry.type=Point,longitude=30.5,latitude=7.25"),
        (
            r#"{"type":"Polygon","coordinates":[[[30,7],[32,7],[32,9],[30,9],[30,7]]]}"#,
            "geometry.type=Polygon,longitude=31,latitude=8",
        ),
        (
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[30,7]},{"type":"LineString","coordinates":[[31,8],[32,9]]}]}"#,
            "geometry.type=GeometryCollection,longitude=31,latitude=8",
        ),
        ("null", ""),
        (
            r#"{"type":"Point","coordinates":[3390000,800000]}"#,
            "geometry.type=Point,geometry.coordinates=[3390000,800000]",
        ),
    ];
    for (geometry, place) in cases {
        let row = rows(&format!("[{}]", feature(geometry))).remove(0);
        let expected = format!("1 id=r1,type=Attack,feature.id=9,{place}");
        assert_eq!(row, expected.trim_end_matches(','));
    }
}

#[test]
fn names_that_stand_twice_are_both_kept() {
    let esri = r#"[{"name":"layer","attributes":{"name":"Bor"},"geometry":{"x":30.5,"y":7.25}}]"#;
    assert_eq!(rows(esri), ["1 name=layer,attributes.name=Bor,longitude=30.5,latitude=7.25"]);
}

#[test]
fn what_holds_no_rows_says_why() {
    let said = |text: &str| match Json::open(Path::new("a.json"), text.to_owned(), None, &Limits::default()) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{text} was read"),
    };
    assert!(said(r#"{"success":true,"count":0,"data":[]}"#).contains(r#"its list "data" is empty"#));
    assert!(said(r#"{"success":false,"error":{"message":"Invalid key"}}"#).contains("an error: Invalid key"));
    assert!(said("[]").contains("its list is empty"));
}

#[test]
fn a_list_that_is_named_is_read() {
    let text = r#"{"other":[{"id":1},{"id":2}],"a":{"b":[{"id":"r1"}]}}"#;
    let open = |list| Json::open(Path::new("a.json"), text.to_owned(), Some(list), &Limits::default());
    assert_eq!(open("a.b").unwrap()[0].table.pieces(), 1);
    let Err(error) = open("a.c") else { panic!("there is no such list") };
    assert!(error.to_string().contains("it has other, a.b"), "{error}");
}

#[test]
fn many_names_are_bounded_and_said() {
    let names: Vec<String> = (0..200).map(|at| format!("\"k{at}\":{at}")).collect();
    let text = format!("[{{\"id\":1,{}}}]", names.join(","));
    let limits = Limits { columns: 50, ..Limits::default() };
    let sheets = Json::open(Path::new("a.json"), text, None, &limits).unwrap();
    assert_eq!(sheets[0].table.keys().unwrap().len(), 50);
    assert!(sheets[0].table.notes()[0].contains("more than 50"));
}
