//! Where made-up reports come from: villages of GeoNames, read where they lie, and names composed as other languages
//! compose them, each with its ways of writing a name otherwise.

use super::harder::Chance;
use super::ways::{ARABIC, BURMESE, CYRILLIC_RUSSIAN, ETHIOPIAN, HAUSA, RUSSIAN, SAHEL, SAHEL_TWINS, UKRAINIAN};
use std::collections::BTreeMap;
use std::path::Path;

/// A village.
#[derive(Debug, Clone)]
pub struct Site {
    pub country: String,
    pub admin1: String,
    pub admin2: String,
    pub name: String,
    pub lat: f64,
    pub lon: f64,
}

/// A region.
pub struct World {
    pub name: &'static str,
    pub sites: Vec<Site>,
    /// Words that tell twins apart.
    pub twins: &'static [(&'static str, &'static str)],
    /// Letters and what others write for them.
    ways: &'static [(&'static str, &'static str)],
    /// Scripts into which a name may be put as a whole.
    scripts: &'static [&'static [(&'static str, &'static str)]],
}

impl World {
    /// Another way to write a name.
    pub fn respell(&self, name: &str, chance: &mut Chance) -> String {
        if !self.scripts.is_empty() && chance.happens(0.5) {
            let table = self.scripts[chance.below(self.scripts.len())];
            return transliterate(name, table);
        }
        let mut out = name.to_owned();
        for _ in 0..1 + chance.below(2) {
            let lower = out.to_lowercase();
            let fitting: Vec<_> = self
                .ways
                .iter()
                .filter(|(from, _)| {
                    lower.len() == out.len()
                        && lower.get(1..).is_some_and(|rest| rest.contains(from.trim_end_matches('$')))
                })
                .filter(|(from, _)| !from.ends_with('$') || lower.ends_with(from.trim_end_matches('$')))
                .collect();
            if let Some((from, to)) = fitting.get(chance.below(fitting.len())) {
                let from = from.trim_end_matches('$');
                let at = if lower.ends_with(from) {
                    lower.len() - from.len()
                } else {
                    1 + lower[1..].find(from).unwrap_or(0)
                };
                if out.is_char_boundary(at) && out.is_char_boundary(at + from.len()) {
                    out.replace_range(at..at + from.len(), to);
                }
            }
        }
        out
    }
}

fn transliterate(name: &str, table: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let lower = rest.to_lowercase();
        let hit = table.iter().filter(|(from, _)| lower.starts_with(from)).max_by_key(|(from, _)| from.len());
        let (length, to) =
            hit.map_or((first.len_utf8(), first.to_string()), |(from, to)| (from.len(), (*to).to_owned()));
        let upper = first.is_uppercase();
        let mut letters = to.chars();
        match letters.next() {
            Some(head) if upper => out.extend(head.to_uppercase().chain(letters)),
            Some(_) => out.push_str(&to),
            None => {}
        }
        rest = &rest[length..];
    }
    out
}

/// Villages of GeoNames, the seat of a second level being the one that most names stand near.
pub fn sahel(folder: &Path) -> Option<World> {
    let mut sites = Vec::new();
    for (code, country) in [("BF", "Burkina Faso"), ("ML", "Mali"), ("MR", "Mauritania"), ("NE", "Niger")] {
        let text = std::fs::read_to_string(folder.join(format!("{code}.txt"))).ok()?;
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        let first: BTreeMap<&str, &str> =
            lines.iter().filter(|cells| cells.get(7) == Some(&"ADM1")).map(|cells| (cells[10], cells[1])).collect();
        let mut seats: BTreeMap<(String, i64, i64), String> = BTreeMap::new();
        for cells in lines.iter().filter(|cells| cells.get(6) == Some(&"P")) {
            let (Ok(lat), Ok(lon)) = (cells[4].parse::<f64>(), cells[5].parse::<f64>()) else { continue };
            let Some(admin1) = first.get(cells[10]).filter(|_| cells[1].is_ascii() || cells[1].len() < 20) else {
                continue;
            };
            let cell = ((*admin1).to_owned(), (lat / 0.8).floor() as i64, (lon / 0.8).floor() as i64);
            let admin2 = seats.entry(cell).or_insert_with(|| cells[1].to_owned()).clone();
            sites.push(Site {
                country: country.into(),
                admin1: (*admin1).into(),
                admin2,
                name: cells[1].into(),
                lat,
                lon,
            });
        }
    }
    Some(World { name: "Sahel", sites, twins: SAHEL_TWINS, ways: SAHEL, scripts: &[] })
}

/// Villages whose names are composed: beginnings, middles and ends of names.
struct Words {
    name: &'static str,
    country: &'static str,
    units: [&'static str; 3],
    heads: &'static str,
    tails: &'static str,
    south: f64,
    west: f64,
    twins: &'static [(&'static str, &'static str)],
    ways: &'static [(&'static str, &'static str)],
    scripts: &'static [&'static [(&'static str, &'static str)]],
}

const COMPOSED: [Words; 5] = [
    Words {
        name: "Ukraine",
        country: "Ukraine",
        units: ["Харківська", "Донецька", "Луганська"],
        heads: "Олексі Новоселі Веселі Петрі Миколаї Красногорі Зелені Григорі Богдані Кам'яні Широкі Михайлі Андрії Степані Вільхі Берези Данилі Сергії Жовті Чорногі Хороші Ямпіл Володи Гаврилі Тимофії Юрчен Щербині Лисичан Рубіж Кремін",
        tails: "вка вське вне ськ вськ",
        south: 47.5,
        west: 35.0,
        twins: &[("1", "2"), ("Перше", "Друге")],
        ways: &[("і", "и")],
        scripts: &[UKRAINIAN, RUSSIAN, CYRILLIC_RUSSIAN],
    },
    Words {
        name: "Syria",
        country: "Syria",
        units: ["Aleppo", "Idlib", "Hama"],
        heads: "Tall,Kafr,Khan,Dayr,Maarat,Ayn al,Jisr al,Jabal al,Qalaat,Umm al,Bayt,Wadi al,Abu,Tall al",
        tails: " Shughour, Sheikh, Rifat, Nabi, Zahra, Qubayr, Jawz, Numan, Dhahab, Hamra, Tamura, Sijna, Nubl, Jadid, Harim, Hawash, Dawla, Batikh, Aswad, Kabir",
        south: 34.8,
        west: 36.5,
        twins: &[("al Gharbi", "al Sharqi"), ("North", "South")],
        ways: ARABIC,
        scripts: &[],
    },
    Words {
        name: "Nigeria",
        country: "Nigeria",
        units: ["Zamfara", "Katsina", "Sokoto"],
        heads: "Dan,Gidan,Tudun,Kauran,Birnin,Unguwar,Rijiyar,Fadamar,Sabon,Gangar,Kwanar,Tsohon,Mai,Jan,Yar",
        tails: " Jeji, Tsamiya, Sakkwai, Magaji, Gora, Ruwa, Kurmi, Dawa, Wurno, Bugaje, Yashi, Kuka, Bichi, Makera, Tasha, Namoda, Gari, Zango, Kware, Shinkafi",
        south: 11.8,
        west: 5.5,
        twins: &[("North", "South"), ("1", "2")],
        ways: HAUSA,
        scripts: &[],
    },
    Words {
        name: "Ethiopia",
        country: "Ethiopia",
        units: ["Oromia", "Amhara", "Tigray"],
        heads: "Me,De,Be,Ge,Adi ,Debre ,Kebe,Wel,Ambo,Shire,Hawz,Qo,Chef,Ma",
        tails: "kele,bark,getu,ndeso,waro,degel,chew,tsiyon,berhan,jimo,qishu,tirba,lemit,yda,nqala,sheno,wukro,bishay,liso,rata",
        south: 8.0,
        west: 37.0,
        twins: &[("North", "South"), ("01", "02")],
        ways: ETHIOPIAN,
        scripts: &[],
    },
    Words {
        name: "Myanmar",
        country: "Myanmar",
        units: ["Sagaing", "Magway", "Chin"],
        heads: "Kyauk,Ywar,Pauk,Hta,Nyaung,Thar,Yin,Gyoe,Hpa,Kan,Mya,Let,Ma,Sin,Tha",
        tails: " Kone, Pin, Taung, Gyi, Yay, Kan, Thit, Hmaw, San, Ywa, Bin, Twin, Lay, Htan, U, Kyun, Zin, Lone, Myaung, Pyu",
        south: 20.5,
        west: 94.0,
        twins: &[("North", "South"), ("East", "West")],
        ways: BURMESE,
        scripts: &[],
    },
];

fn compose(words: &Words) -> World {
    let split = |text: &'static str| -> Vec<&'static str> {
        if text.contains(',') { text.split(',').collect() } else { text.split(' ').collect() }
    };
    let (heads, tails) = (split(words.heads), split(words.tails));
    let mut sites = Vec::new();
    for (i, head) in heads.iter().enumerate() {
        for (j, tail) in tails.iter().enumerate() {
            let (at, district) = ((i * 31 + j * 17) % 97, (i * 7 + j * 5) % 6);
            let unit = (i + j) % words.units.len();
            sites.push(Site {
                country: words.country.into(),
                admin1: words.units[unit].into(),
                admin2: format!("District {}", ["Alfa", "Bravo", "Kilo", "Lima", "Oscar", "Tango"][district]),
                name: format!("{head}{tail}"),
                lat: words.south + unit as f64 + at as f64 / 97.0,
                lon: words.west + district as f64 * 0.6 + (j as f64 * 0.37) % 0.5,
            });
        }
    }
    World { name: words.name, sites, twins: words.twins, ways: words.ways, scripts: words.scripts }
}

/// Countries whose villages are composed.
pub fn composed() -> Vec<World> {
    COMPOSED.iter().map(compose).collect()
}
