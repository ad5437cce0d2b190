//! JSON patch, with the two liberties of the real server: an absent value is null, and `copy` and `move` follow the same limits.

use json_patch::PatchOperation;
use serde_json::{Value, json};

use crate::status::{ApiError, Named};
use crate::text::json;

/// The most operations in one patch.
const LIMIT: usize = 10_000;
/// The most bytes that the operations of one patch may copy.
const COPY_LIMIT: usize = 3 * 1024 * 1024;

/// Operations; none where one of them makes no sense.
pub struct Operations(Option<json_patch::Patch>);

/// Reads a patch. A list with operations that make no sense is refused when it is applied, as other failures are.
pub fn read(body: &[u8]) -> Result<Operations, ApiError> {
    let decoding = |why: &str| ApiError::bad_request(format!("error decoding patch: {why}"));
    let mut value = json::parse(body).map_err(|e| decoding(&e))?.value;
    let Some(list) = value.as_array_mut() else {
        let found = json::kind(&value);
        return Err(decoding(&format!(
            "json: cannot unmarshal {found} into Go value of type []handlers.jsonPatchOp"
        )));
    };
    if list.len() > LIMIT {
        let text = format!("The allowed maximum operations in a JSON patch is {LIMIT}, got {}", list.len());
        return Err(ApiError::too_large(&text));
    }
    list.iter_mut().for_each(complete);
    Ok(Operations(serde_json::from_value(value).ok()))
}

/// Gives an operation without a value the value null.
fn complete(operation: &mut Value) {
    let needs = matches!(operation.get("op").and_then(Value::as_str), Some("add" | "replace" | "test"));
    if let (true, Some(map)) = (needs, operation.as_object_mut()) {
        map.entry("value").or_insert(json!(null));
    }
}

impl Operations {
    /// Applies them all.
    pub fn apply(&self, document: &mut Value) -> Result<(), ApiError> {
        let refused = || {
            let mut error = ApiError::invalid(&Named { group: "", kind: "", name: "" }, &[]);
            error.message = "the server rejected our request due to an error in our request".into();
            error
        };
        let patch = self.0.as_ref().ok_or_else(refused)?;
        let mut copied = 0;
        for operation in &patch.0 {
            copied += copied_by(operation, document);
            if copied > COPY_LIMIT {
                return Err(refused());
            }
            if !is_absence(operation, document) {
                json_patch::patch(document, std::slice::from_ref(operation)).map_err(|_| refused())?;
            }
        }
        Ok(())
    }
}

/// How many bytes an operation copies; without a bound on them, each copy of a part into itself would double it.
fn copied_by(operation: &PatchOperation, document: &Value) -> usize {
    let PatchOperation::Copy(copy) = operation else { return 0 };
    copy.from.resolve(document).map_or(0, json::length)
}

/// Whether an operation tests for null where an object has no such member, which counts as null.
fn is_absence(operation: &PatchOperation, document: &Value) -> bool {
    let PatchOperation::Test(test) = operation else {
        return false;
    };
    let parent = test.path.parent().and_then(|parent| parent.resolve(document).ok());
    test.value.is_null() && parent.is_some_and(Value::is_object) && test.path.resolve(document).is_err()
}
