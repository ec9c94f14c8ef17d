//! `/openapi.json`: all of this, described for programs.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// OpenAPI 3.1. A test below holds it against the router.
const DESCRIPTION: &str = include_str!("openapi.json");

pub(super) async fn read() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    #[test]
    fn describes_exactly_the_routes_that_there_are() {
        let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let described: BTreeSet<(String, String)> = description["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                let path = path.replace("{tile}", "{*tile}");
                methods
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(move |method| (method.clone(), path.clone()))
            })
            .collect();
        let routed: BTreeSet<(String, String)> = super::super::routes()
            .listed
            .into_iter()
            .map(|(method, path)| (method, path.to_owned()))
            .collect();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn check(root: &Value, at: &Value) {
            match at {
                Value::Object(fields) => {
                    if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                        let pointer = reference.strip_prefix('#').unwrap();
                        assert!(root.pointer(pointer).is_some(), "{reference} leads nowhere");
                    }
                    fields.values().for_each(|value| check(root, value));
                }
                Value::Array(items) => items.iter().for_each(|item| check(root, item)),
                _ => {}
            }
        }
        let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
        check(&description, &description);
    }
}
