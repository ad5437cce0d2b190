//! Questions about oneself: who one is, and what one may do. They are answered and not kept.

use http::StatusCode;
use serde_json::{Value, json};

use super::decode;
use crate::auth::User;
use crate::call::Call;
use crate::field::{FieldError, FieldPath};
use crate::object::{Meta, set_member};
use crate::reply::Reply;
use crate::request::query::WriteOptions;
use crate::status::ApiError;

/// Answers with the question and its answer.
pub fn answer(call: &Call, verb: &str) -> Result<Reply, ApiError> {
    if verb != "create" {
        return Err(ApiError::method_not_allowed(&call.plural(""), verb));
    }
    let options = WriteOptions::read(&call.query, "CreateOptions", Vec::new())?;
    let decoded = decode::read(call, options.validation)?;
    let mut review = decoded.object;
    let status = match call.definition().names.kind.as_str() {
        "SelfSubjectReview" => identity(&call.user),
        "SelfSubjectRulesReview" => rules(&call.user),
        _ => access(call, &review)?,
    };
    set_member(&mut review, "status", Some(status));
    Ok(Reply::document(StatusCode::CREATED, review).warn(decoded.warnings))
}

fn identity(user: &User) -> Value {
    let mut groups = user.groups.clone();
    groups.push("system:authenticated".into());
    let mut info = json!({ "username": user.name, "groups": groups });
    if !user.uid.is_empty() {
        info["uid"] = user.uid.as_str().into();
    }
    json!({ "userInfo": info })
}

/// Whoever may do all may do it everywhere; the others may ask about themselves, and nothing else.
fn rules(user: &User) -> Value {
    let everything = || json!({ "verbs": ["*"], "apiGroups": ["*"], "resources": ["*"] });
    let anywhere = || json!({ "verbs": ["*"], "nonResourceURLs": ["*"] });
    let own = |group: &str, resources: &[&str]| json!({ "verbs": ["create"], "apiGroups": [group], "resources": resources });
    let (mut resources, mut urls) = (Vec::new(), Vec::new());
    if user.may_do_all() {
        resources.push(everything());
        urls.push(anywhere());
    }
    resources.push(own("authorization.k8s.io", &["selfsubjectaccessreviews", "selfsubjectrulesreviews"]));
    resources.push(own("authentication.k8s.io", &["selfsubjectreviews"]));
    json!({ "resourceRules": resources, "nonResourceRules": urls, "incomplete": false })
}

fn access(call: &Call, review: &Value) -> Result<Value, ApiError> {
    let spec = review.get("spec").unwrap_or(&Value::Null);
    let given = |name: &str| spec.get(name).is_some_and(|v| !v.is_null());
    let (resource, url) = (given("resourceAttributes"), given("nonResourceAttributes"));
    if resource == url {
        let path = FieldPath::new("spec.resourceAttributes");
        let value = spec.get("nonResourceAttributes").unwrap_or(&Value::Null);
        let detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
        let fault = FieldError::invalid(&path, value, detail);
        return Err(ApiError::invalid(&call.kind(review.name()), &[fault]));
    }
    Ok(json!({ "allowed": call.user.may_do_all() }))
}
