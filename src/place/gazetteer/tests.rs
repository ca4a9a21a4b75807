use super::*;
use std::cell::RefCell;
use std::path::Path;

fn read(text: &str) -> Result<Country, String> {
    let read = forms::read(text.as_bytes().to_vec(), Path::new("test"))?;
    Ok(read.into_values().next().unwrap_or_default())
}

const DUMP: &str = "1\tOuatagouna\tOuatagouna\tWattagouna\t15.18\t0.72\tP\tPPL\tML\t\t09\t0904\t\t\t0\t\t250\tAfrica/Bamako\t2012-01-18\n\
2\tGao Region\tGao Region\tGao,VII\t17.0\t0.5\tA\tADM1\tML\t\t09\t\t\t\t0\t\t250\tAfrica/Bamako\t2012-01-18\n\
3\tAnsongo Cercle\tAnsongo Cercle\tAnsongo\t15.6\t0.5\tA\tADM2\tML\t\t09\t0904\t\t\t0\t\t250\tAfrica/Bamako\t2012-01-18\n";

#[test]
fn a_dump_knows_places_and_units() {
    let country = read(DUMP).unwrap();
    assert_eq!(country.entries.len(), 3);
    assert!(country.by_key.contains_key("uataguna"));
    assert_eq!((&*country.entries[0].admin1, &*country.entries[0].admin2), ("gaoregion", "ansongocercle"));
    assert_eq!(country.units.only(1, "gao").map(Unit::folded), Some("gaoregion"));
    assert_eq!(country.units.only(1, "vii"), None, "a number is no name");
    assert_eq!(country.units.only(2, "ansongo").map(Unit::folded), Some("ansongocercle"));
    assert_eq!(country.units.parents("ansongo"), ["Gao Region"]);
}

#[test]
fn tables_as_people_make_them() {
    let plain = read("name,lat,lon,country\nGao,16.27,-0.04,Mali\n").unwrap();
    assert_eq!(plain.entries.len(), 1);
    // A byte order mark, semicolons, decimal commas, capitals, columns in another order and more of them.
    let odd =
        read("\u{feff}Remark;LONGITUDE;Latitude;Name;Country\nseat;-0,04;16,27;Gao;Mali\n;;;Bara;Mali\n").unwrap();
    assert_eq!(odd.entries[0].point(), plain.entries[0].point());
    assert_eq!((&*odd.entries[1].name, odd.entries[1].point()), ("Bara", None));
    // One row a spelling, and a row that stands twice.
    let twice =
        read("id,name,lat,lon,country\n7,Gao,16.27,-0.04,Mali\n7,Gawgaw,16.27,-0.04,Mali\n7,Gao,16.27,-0.04,Mali\n");
    let twice = twice.unwrap();
    assert_eq!((twice.entries.len(), twice.by_key.len()), (1, 2));
    let same = read("name,lat,lon,country\nGao,16.27,-0.04,Mali\nGao,16.27,-0.04,Mali\nGao,15.0,2.0,Mali\n").unwrap();
    assert_eq!(same.entries.len(), 2, "namesakes elsewhere are others");
    let latin = forms::read(b"name,lat,lon\nS\xe9var\xe9,14.53,-4.10\n".to_vec(), Path::new("test")).unwrap();
    assert_eq!(&*latin[""].entries[0].name, "Sévaré");
}

#[test]
fn codes_are_names_of_units() {
    let codes = "Location,Admin Level,P-Code,Name,Parent P-Code\nMLI,2,ML0701,Ansongo,ML07\nMLI,1,ML07,Gao,MLI\n";
    let mut country = read(codes).unwrap();
    assert_eq!(country.units.parents("ansongo"), ["Gao"]);
    assert_eq!(country.units.only(2, "ml0701").map(|unit| &*unit.name), Some("Ansongo"));
    country.absorb(read(DUMP).unwrap());
    assert_eq!(country.units.len(), 2, "Gao is Gao Region, Ansongo is Ansongo Cercle");
}

#[test]
fn what_breaks_off_says_where() {
    for (text, wanted) in [
        ("a,b\n1,2\n", "neither a GeoNames dump"),
        (&DUMP[..DUMP.len() - 30], "line 3 has 16 columns"),
        ("name,lat,lon\nGao,16.27,-0.04\nBara,15.8", "line 3 has 2 cells"),
        ("name,lat,lon\nGao,north,-0.04\n", "line 2: the latitude \"north\""),
        ("name,lat,lon\nGao,16.27,-200\n", "line 2: the longitude"),
        ("", "neither a GeoNames dump"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.starts_with("gazetteer test: ") && error.contains(wanted), "{error}");
    }
    assert!(forms::read(b"PK\x03\x04\x00\x00\x08\x00".repeat(9), Path::new("test")).unwrap_err().contains("no text"));
}

#[test]
fn two_files_are_one_gazetteer() {
    let mut country = read("id,name,lat,lon\n1,Gao,16.27,-0.04\n2,Bara,15.8,0.8\n").unwrap();
    country.absorb(read("id,name,lat,lon\n1,Gao,16.27,-0.04\n2,Tacharane,16.1,0.0\n3,Forgho,16.4,-0.1\n").unwrap());
    let ids: Vec<&str> = country.entries.iter().map(|entry| &*entry.id).collect();
    assert_eq!(ids, ["1", "2", "2#2", "3"]);
    assert_eq!(country.by_key["forgo"], [3]);
}

/// A cache that counts what it is asked.
#[derive(Default)]
struct MemoryCache {
    kept: RefCell<BTreeMap<String, Vec<u8>>>,
    written: RefCell<u32>,
}

impl GazetteerCache for MemoryCache {
    fn fetch(&self, name: &str) -> Option<Vec<u8>> {
        self.kept.borrow().get(name).cloned()
    }
    fn store(&self, name: &str, bytes: &[u8]) {
        *self.written.borrow_mut() += 1;
        self.kept.borrow_mut().insert(name.to_owned(), bytes.to_vec());
    }
    fn clear(&self, but: &[String]) {
        self.kept.borrow_mut().retain(|name, _| but.iter().any(|begin| name.starts_with(begin.as_str())));
    }
}

#[test]
fn a_file_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.csv");
    let cache = MemoryCache::default();
    let corpus = Corpus::default();
    let load = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let found = Gazetteer::load(std::slice::from_ref(&path), &corpus, Some(&cache)).unwrap();
        (found.len(), found.countries.get("").map(|country| country.entries.clone()).unwrap_or_default())
    };
    let text = "name,lat,lon,country\nGao,16.27,-0.04,\nNiamey,13.5,2.1,Niger\n";
    let cold = load(text);
    assert_eq!((cold.0, cold.1.len(), *cache.written.borrow()), (2, 1, 3));
    assert_eq!((load(text), *cache.written.borrow()), (cold.clone(), 3), "warm");
    let changed = load(&text.replace("16.27", "16.28"));
    assert_ne!(changed.1, cold.1);
    assert_eq!(
        (*cache.written.borrow(), cache.kept.borrow().len()),
        (6, 3),
        "what was kept of the former file is gone"
    );
    let names: Vec<String> = cache.kept.borrow().keys().cloned().collect();
    for name in names {
        cache.kept.borrow_mut().remove(&name);
        assert_eq!(load(&text.replace("16.27", "16.28")), changed, "{name} was lost");
        cache.kept.borrow_mut().insert(name.clone(), vec![9; 40]);
        assert_eq!(load(&text.replace("16.27", "16.28")), changed, "{name} is another's");
    }
}
