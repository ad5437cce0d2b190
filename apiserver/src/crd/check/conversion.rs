//! How objects are converted from version to version.

use serde_json::Value;

use super::{all, flag, given, list, text};
use crate::field::{FieldError, FieldPath};
use crate::object::rules;

/// The faults of `spec.conversion`. The fields have the names by which the real server keeps them.
pub fn faults(spec: &Value, path: &FieldPath) -> Vec<FieldError> {
    let Some(conversion) = given(spec, "conversion") else {
        return Vec::new();
    };
    let strategy = text(conversion, "strategy");
    let place = path.child("strategy");
    match strategy {
        "None" => without_webhook(conversion, path),
        "Webhook" => {
            let mut errors = Vec::new();
            if flag(spec, "preserveUnknownFields") {
                let detail = "must be None if spec.preserveUnknownFields is true";
                errors.push(FieldError::invalid(&place, &strategy.into(), detail));
            }
            errors.extend(webhook(conversion, path));
            errors
        }
        "" => vec![FieldError::required(&place, "")],
        other => vec![FieldError::not_supported(&place, &other.into(), &["None".into(), "Webhook".into()])],
    }
}

fn without_webhook(conversion: &Value, path: &FieldPath) -> Vec<FieldError> {
    let Some(webhook) = given(conversion, "webhook") else {
        return Vec::new();
    };
    let members =
        [("clientConfig", "webhookClientConfig"), ("conversionReviewVersions", "conversionReviewVersions")];
    let set = members.into_iter().filter(|(name, _)| given(webhook, name).is_some());
    let detail = "should not be set when strategy is not set to Webhook";
    set.map(|(_, kept)| FieldError::forbidden(&path.child(kept), detail)).collect()
}

fn webhook(conversion: &Value, path: &FieldPath) -> Vec<FieldError> {
    let webhook = conversion.get("webhook").unwrap_or(&Value::Null);
    let place = path.child("webhookClientConfig");
    let mut errors = Vec::new();
    match given(webhook, "clientConfig") {
        None => errors.push(FieldError::required(&place, "required when strategy is set to Webhook")),
        Some(config) if given(config, "url").is_some() == given(config, "service").is_some() => {
            errors.push(FieldError::required(&place, "exactly one of url or service is required"));
        }
        Some(_) => {}
    }
    errors.extend(review_versions(
        list(webhook, "conversionReviewVersions"),
        &path.child("conversionReviewVersions"),
    ));
    errors
}

fn review_versions(versions: &[Value], path: &FieldPath) -> Vec<FieldError> {
    if versions.is_empty() {
        return vec![FieldError::required(path, "")];
    }
    let mut errors = Vec::new();
    for (i, version) in versions.iter().enumerate() {
        let name = version.as_str().unwrap_or_default();
        if versions.iter().take(i).any(|v| v == version) {
            errors.push(FieldError::invalid(&path.index(i), version, "duplicate version"));
        } else {
            errors.extend(all(&path.index(i), name, rules::dns_1035_label(name)));
        }
    }
    if !versions.iter().any(|v| matches!(v.as_str(), Some("v1" | "v1beta1"))) {
        let shown = Value::from(versions.to_vec());
        errors.push(FieldError::invalid(path, &shown, "must include at least one of v1, v1beta1"));
    }
    errors
}
