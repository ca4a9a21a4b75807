//! The values of an object, by name: those of inner objects are called `outer.inner`, a shape becomes a position.

use super::super::geometry::{Extent, degrees};
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Objects nested deeper than this are kept as text.
const DEPTH: usize = 4;

/// The members of an object, in order.
#[derive(Default)]
pub(super) struct Pairs<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs<'de>;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(16));
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

impl<'a> Pairs<'a> {
    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.get())
    }
}

/// Wrappers whose name says nothing: GeoJSON's and those of web services.
const WRAPPERS: &[&str] = &["properties", "attributes", "fields", "_source"];

/// Shows a value: its name, its text, and where it stands.
type Show<'s, 'a> = dyn FnMut(&str, &str, &'a str) + 's;

/// Shows each plain value with its name. A list is shown as one text, its items joined by semicolons.
pub(super) fn flatten<'a>(pairs: &[(Cow<'a, str>, &'a RawValue)], show: &mut Show<'_, 'a>) {
    let properties = pairs.iter().find(|(key, value)| key == "properties" && value.get().starts_with(['{', 'n']));
    let feature = properties.filter(|_| pairs.iter().any(|(key, value)| key == "type" && value.get() == "\"Feature\""));
    let Some((_, properties)) = feature else {
        members(pairs, "", 0, show);
        return;
    };
    // What a feature is called and typed as belongs to GeoJSON; what its properties say, to the report.
    let Pairs(inner) = serde_json::from_str(properties.get()).unwrap_or_default();
    members(&inner, "", 1, show);
    let own_id = inner.iter().any(|(key, _)| key == "id");
    for pair @ (key, value) in pairs.iter().filter(|(key, _)| !matches!(&**key, "properties" | "type" | "bbox")) {
        match &**key {
            "id" if own_id => show("feature.id", &plain(value.get()), value.get()),
            _ => members(std::slice::from_ref(pair), "", 0, show),
        }
    }
}

fn members<'a>(pairs: &[(Cow<'a, str>, &'a RawValue)], prefix: &str, depth: usize, show: &mut Show<'_, 'a>) {
    for (key, value) in pairs {
        let raw = value.get();
        let name: Cow<'_, str> =
            if prefix.is_empty() { Cow::Borrowed(key) } else { Cow::Owned(format!("{prefix}.{key}")) };
        match raw.as_bytes().first() {
            Some(b'{') if depth < DEPTH => {
                let inner: Pairs<'a> = serde_json::from_str(raw).unwrap_or_default();
                if position(&inner, &name, raw, show) {
                    continue;
                }
                if WRAPPERS.contains(&&**key) {
                    unwrap(&inner.0, pairs, prefix, &name, depth, show);
                } else {
                    members(&inner.0, &name, depth + 1, show);
                }
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
                if key == "coordinates"
                    && items.len() >= 2
                    && items.iter().all(|item| item.get().parse::<f64>().is_ok())
                {
                    show("longitude", items[0].get(), items[0].get());
                    show("latitude", items[1].get(), items[1].get());
                    continue;
                }
                let texts: Vec<Cow<'_, str>> = items.iter().map(|item| plain(item.get())).collect();
                show(&name, &texts.join("; "), raw);
            }
            _ => show(&name, &plain(raw), raw),
        }
    }
}

/// Shows the members of a wrapper under their own names; those that stand beside the wrapper too keep its name before theirs.
fn unwrap<'a>(
    inner: &[(Cow<'a, str>, &'a RawValue)],
    beside: &[(Cow<'a, str>, &'a RawValue)],
    prefix: &str,
    name: &str,
    depth: usize,
    show: &mut Show<'_, 'a>,
) {
    let taken: FxHashSet<&str> = beside.iter().map(|(key, _)| &**key).collect();
    for pair in inner {
        let under = if taken.contains(&*pair.0) { name } else { prefix };
        members(std::slice::from_ref(pair), under, depth + 1, show);
    }
}

/// Shows where a shape lies: GeoJSON's geometries and ArcGIS's points. False where the object is none.
fn position<'a>(object: &Pairs<'a>, name: &str, raw: &'a str, show: &mut Show<'_, 'a>) -> bool {
    if let (Some(kind), true) = (object.get("type"), object.get("coordinates").or(object.get("geometries")).is_some()) {
        let mut extent = Extent::default();
        let ok = walk(object, 0, &mut extent);
        let at = object.get("coordinates").unwrap_or(raw);
        show(&format!("{name}.type"), &plain(kind), kind);
        match extent.middle().filter(|_| ok) {
            Some((lon, lat)) => {
                show("longitude", &degrees(lon), at);
                show("latitude", &degrees(lat), at);
            }
            None => show(&format!("{name}.coordinates"), at, at),
        }
        return true;
    }
    let (Some(x), Some(y)) = (object.get("x"), object.get("y")) else { return false };
    let degrees = |raw: &str, most: f64| raw.parse::<f64>().is_ok_and(|value| value.abs() <= most);
    // Web maps count in metres; those are left as they are.
    if !name.ends_with("geometry") || !degrees(x, 180.0) || !degrees(y, 90.0) {
        return false;
    }
    show("longitude", x, x);
    show("latitude", y, y);
    true
}

/// Adds all positions of a geometry, those of its parts too; false where one is no position on Earth.
fn walk(geometry: &Pairs<'_>, depth: usize, extent: &mut Extent) -> bool {
    if let Some(parts) = geometry.get("geometries").filter(|_| depth < DEPTH) {
        let parts: Vec<Pairs<'_>> = serde_json::from_str(parts).unwrap_or_default();
        return parts.iter().all(|part| walk(part, depth + 1, extent));
    }
    let Some(coordinates) = geometry.get("coordinates") else { return true };
    // Positions are lists of numbers, however deep they lie: brackets alone tell where one begins.
    let mut ok = true;
    for position in coordinates.split('[').filter_map(|piece| piece.split(']').next()) {
        let mut numbers = position.split(',').map(|number| number.trim().parse::<f64>());
        if let (Some(Ok(lon)), Some(Ok(lat))) = (numbers.next(), numbers.next()) {
            ok &= extent.add(lon, lat);
        }
    }
    ok
}

/// The text of a plain value; nothing for null.
pub(super) fn plain(raw: &str) -> Cow<'_, str> {
    match raw.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Text<'_>>(raw).map_or(Cow::Borrowed(raw), |Text(text)| text),
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(raw),
    }
}
