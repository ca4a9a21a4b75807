//! As much of JSON Schema (draft 7) as the SARIF schema and our own use. A keyword that is not known here fails the test, so nothing of
//! a schema goes unchecked in silence.

use serde_json::Value;

/// What `value` breaks of `schema`.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(schema, schema, value, "", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    // A schema may be just `true`: anything goes.
    if schema == true {
        return;
    }
    let schema = schema.as_object().expect("a schema is an object");
    if let Some(target) = schema.get("$ref") {
        let target = root.pointer(target.as_str().unwrap().strip_prefix('#').unwrap()).expect("a target");
        return check(root, target, value, at, faults);
    }
    let mut fault = |what: String| faults.push(format!("{at}: {what}"));
    for (keyword, wanted) in schema {
        match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "default" | "definitions" | "format" => {}
            "type" => {
                let is = |name: &str| match name {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    other => panic!("type {other}"),
                };
                let names = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                if !names.iter().any(|name| is(name.as_str().unwrap())) {
                    fault(format!("is no {wanted}"));
                }
            }
            "enum" if !wanted.as_array().unwrap().contains(value) => fault(format!("{value} is none of {wanted}")),
            "pattern"
                if value
                    .as_str()
                    .is_some_and(|text| !regex::Regex::new(wanted.as_str().unwrap()).unwrap().is_match(text)) =>
            {
                fault(format!("{value} does not match {wanted}"));
            }
            "minimum" if value.is_number() && value.as_f64() < wanted.as_f64() => {
                fault(format!("{value} is below {wanted}"))
            }
            "maximum" if value.is_number() && value.as_f64() > wanted.as_f64() => {
                fault(format!("{value} is above {wanted}"))
            }
            "minItems" if value.as_array().is_some_and(|list| (list.len() as u64) < wanted.as_u64().unwrap()) => {
                fault("has too few items".to_owned());
            }
            "uniqueItems" if wanted == true => {
                let list = value.as_array().map_or(&[][..], Vec::as_slice);
                if list.iter().enumerate().any(|(index, item)| list[..index].contains(item)) {
                    fault("has an item twice".to_owned());
                }
            }
            "required" => {
                for name in wanted.as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
                    if value.is_object() && value.get(name).is_none() {
                        fault(format!("wants {name}"));
                    }
                }
            }
            "additionalProperties" if wanted == false => {
                let known = schema.get("properties");
                for name in value.as_object().into_iter().flat_map(|object| object.keys()) {
                    if known.and_then(|known| known.get(name)).is_none() {
                        fault(format!("has {name}, which the schema does not know"));
                    }
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |option: &&Value| {
                    let mut own = Vec::new();
                    check(root, option, value, at, &mut own);
                    own.is_empty()
                };
                let fitting = wanted.as_array().unwrap().iter().filter(fits).count();
                if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                    fault(format!("fits {fitting} of {keyword}"));
                }
            }
            "properties"
            | "items"
            | "additionalProperties"
            | "enum"
            | "pattern"
            | "minimum"
            | "maximum"
            | "minItems"
            | "uniqueItems" => {}
            other => panic!("keyword {other} at {at}"),
        }
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for (index, item) in list.iter().enumerate() {
            check(root, items, item, &format!("{at}/{index}"), faults);
        }
    }
    for (name, item) in value.as_object().into_iter().flatten() {
        match (schema.get("properties").and_then(|known| known.get(name)), schema.get("additionalProperties")) {
            (Some(known), _) => check(root, known, item, &format!("{at}/{name}"), faults),
            (None, Some(other)) if other.is_object() => check(root, other, item, &format!("{at}/{name}"), faults),
            _ => {}
        }
    }
}

#[test]
fn faults_are_found() {
    let schema = serde_json::json!({
        "type": "object", "additionalProperties": false, "required": ["line"],
        "properties": {"line": {"type": "integer", "minimum": 1}, "level": {"enum": ["error", "note"]}}
    });
    let of = |value: Value| faults(&schema, &value).len();
    assert_eq!(of(serde_json::json!({"line": 1, "level": "note"})), 0);
    assert_eq!(of(serde_json::json!({"line": 0, "level": "bad", "more": 1})), 3);
    assert_eq!(of(serde_json::json!({})), 1);
    assert_eq!(of(serde_json::json!([])), 1);
}
