//! The parameters of the operations.

use super::query::{Pairs, Parameters, Query, one_of, refused};
use crate::support::meta::{DeleteOptions, Failure, PropagationPolicy, Status, text_enum};
use crate::support::{OpenEnum, open_enum, wire};

text_enum! {
    /// Which stages of a request are left out.
    DryRun {
        /// All is done but storing the result.
        All = "All",
    }
}

text_enum! {
    /// What a server does about members that the schema does not have, and about repeated ones.
    FieldValidation {
        /// It refuses the request.
        Strict = "Strict",
        /// It drops them and warns.
        Warn = "Warn",
        /// It drops them.
        Ignore = "Ignore",
    }
}

text_enum! {
    /// How the version of the state that a list shows may differ from the one asked for.
    ResourceVersionMatch {
        /// It is that one.
        Exact = "Exact",
        /// It is that one or a later one.
        NotOlderThan = "NotOlderThan",
    }
}

/// The parameters of reading one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetParams {
    /// The oldest state that may be shown; `0` is any.
    pub resource_version: Option<String>,
    /// Whether the answer is to be laid out for people.
    pub pretty: Option<bool>,
}

impl Parameters for GetParams {
    fn write(&self, to: &mut Query) {
        to.text("resourceVersion", self.resource_version.as_deref());
        to.value("pretty", self.pretty);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        Ok(Self { resource_version: from.text("resourceVersion"), pretty: from.flag("pretty") })
    }
}

/// The parameters of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListParams {
    /// Which objects, by their labels.
    pub label_selector: Option<String>,
    /// Which objects, by their fields.
    pub field_selector: Option<String>,
    /// Which part of the objects, where several clients share the work.
    pub shard_selector: Option<String>,
    /// How many objects a page has at most.
    pub limit: Option<i64>,
    /// The token of the page before.
    pub continue_token: Option<String>,
    /// The state to show.
    pub resource_version: Option<String>,
    /// How closely it must be that state.
    pub resource_version_match: Option<ResourceVersionMatch>,
    /// How long the server may take, in seconds.
    pub timeout_seconds: Option<i64>,
    /// Whether the answer is to be laid out for people.
    pub pretty: Option<bool>,
}

impl Parameters for ListParams {
    fn write(&self, to: &mut Query) {
        to.text("labelSelector", self.label_selector.as_deref());
        to.text("fieldSelector", self.field_selector.as_deref());
        to.text("shardSelector", self.shard_selector.as_deref());
        to.value("limit", self.limit);
        to.text("continue", self.continue_token.as_deref());
        to.text("resourceVersion", self.resource_version.as_deref());
        to.value("resourceVersionMatch", self.resource_version_match.as_ref());
        to.value("timeoutSeconds", self.timeout_seconds);
        to.value("pretty", self.pretty);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        let params = Self {
            label_selector: from.text("labelSelector"),
            field_selector: from.text("fieldSelector"),
            shard_selector: from.text("shardSelector"),
            limit: from.integer("limit")?,
            continue_token: from.text("continue"),
            resource_version: from.text("resourceVersion"),
            resource_version_match: from.one_of("resourceVersionMatch")?,
            timeout_seconds: from.integer("timeoutSeconds")?,
            pretty: from.flag("pretty"),
        };
        params.check()?;
        Ok(params)
    }
}

impl ListParams {
    fn check(&self) -> Result<(), Failure> {
        let named = self.resource_version.is_some();
        if self.continue_token.is_some() && named {
            let message = "`resourceVersion` and `continue` exclude each other: a token stands for one state";
            return Err(Status::bad_request(message).into());
        }
        if self.resource_version_match.is_some() && !named {
            return Err(refused("resourceVersionMatch", "FieldValueForbidden", "it needs `resourceVersion`"));
        }
        Ok(())
    }
}

/// The parameters of a watch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WatchParams {
    /// Which objects, by their labels.
    pub label_selector: Option<String>,
    /// Which objects, by their fields.
    pub field_selector: Option<String>,
    /// Which part of the objects, where several clients share the work.
    pub shard_selector: Option<String>,
    /// The state to begin after.
    pub resource_version: Option<String>,
    /// How closely it must be that state, where the objects that exist are sent first.
    pub resource_version_match: Option<ResourceVersionMatch>,
    /// How long the watch lasts, in seconds.
    pub timeout_seconds: Option<i64>,
    /// Whether the server may send bookmarks.
    pub allow_bookmarks: Option<bool>,
    /// Whether the objects that exist are sent first.
    pub send_initial_events: Option<bool>,
}

impl Parameters for WatchParams {
    fn write(&self, to: &mut Query) {
        to.text("watch", Some("true"));
        to.text("labelSelector", self.label_selector.as_deref());
        to.text("fieldSelector", self.field_selector.as_deref());
        to.text("shardSelector", self.shard_selector.as_deref());
        to.text("resourceVersion", self.resource_version.as_deref());
        to.value("resourceVersionMatch", self.resource_version_match.as_ref());
        to.value("timeoutSeconds", self.timeout_seconds);
        to.value("allowWatchBookmarks", self.allow_bookmarks);
        to.value("sendInitialEvents", self.send_initial_events);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        let params = Self {
            label_selector: from.text("labelSelector"),
            field_selector: from.text("fieldSelector"),
            shard_selector: from.text("shardSelector"),
            resource_version: from.text("resourceVersion"),
            resource_version_match: from.one_of("resourceVersionMatch")?,
            timeout_seconds: from.integer("timeoutSeconds")?,
            allow_bookmarks: from.flag("allowWatchBookmarks"),
            send_initial_events: from.flag("sendInitialEvents"),
        };
        params.check()?;
        Ok(params)
    }
}

impl WatchParams {
    fn check(&self) -> Result<(), Failure> {
        let not_older = self.resource_version_match == Some(ResourceVersionMatch::NotOlderThan);
        let why = match self.send_initial_events {
            None if self.resource_version_match.is_some() => {
                "a watch takes it beside `sendInitialEvents` alone"
            }
            Some(_) if !not_older => "`sendInitialEvents` needs it to be NotOlderThan",
            _ => return Ok(()),
        };
        Err(refused("resourceVersionMatch", "FieldValueForbidden", why))
    }
}

/// The parameters of creating or replacing an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WriteParams {
    /// Which stages are left out.
    pub dry_run: Option<DryRun>,
    /// In whose name the fields are set.
    pub field_manager: Option<String>,
    /// What is done about members that the schema does not have.
    pub field_validation: Option<FieldValidation>,
    /// Whether the answer is to be laid out for people.
    pub pretty: Option<bool>,
}

impl Parameters for WriteParams {
    fn write(&self, to: &mut Query) {
        to.value("dryRun", self.dry_run.as_ref());
        to.text("fieldManager", self.field_manager.as_deref());
        to.value("fieldValidation", self.field_validation.as_ref());
        to.value("pretty", self.pretty);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        Ok(Self {
            dry_run: read_dry_run(from)?,
            field_manager: read_manager(from)?,
            field_validation: from.one_of("fieldValidation")?,
            pretty: from.flag("pretty"),
        })
    }
}

/// The parameters of a patch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatchParams {
    /// Which stages are left out.
    pub dry_run: Option<DryRun>,
    /// In whose name the fields are set; needed to apply.
    pub field_manager: Option<String>,
    /// What is done about members that the schema does not have.
    pub field_validation: Option<FieldValidation>,
    /// Whether to take over fields that others set; only to apply.
    pub force: Option<bool>,
    /// Whether the answer is to be laid out for people.
    pub pretty: Option<bool>,
}

impl Parameters for PatchParams {
    fn write(&self, to: &mut Query) {
        to.value("dryRun", self.dry_run.as_ref());
        to.text("fieldManager", self.field_manager.as_deref());
        to.value("fieldValidation", self.field_validation.as_ref());
        to.value("force", self.force);
        to.value("pretty", self.pretty);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        let WriteParams { dry_run, field_manager, field_validation, pretty } = WriteParams::read(from)?;
        Ok(Self { dry_run, field_manager, field_validation, force: from.flag("force"), pretty })
    }
}

/// The options of a delete travel in the body; they are read from the query, too.
impl Parameters for DeleteOptions {
    fn write(&self, _to: &mut Query) {}

    fn read(from: &Pairs) -> Result<Self, Failure> {
        let policy: Option<PropagationPolicy> = from.one_of("propagationPolicy")?;
        let dry_run = read_dry_run(from)?;
        Ok(Self {
            grace_period_seconds: from.integer("gracePeriodSeconds")?,
            orphan_dependents: from.flag("orphanDependents"),
            propagation_policy: policy,
            dry_run: dry_run.map(|stages| vec![stages.to_string()]),
            ignore_store_read_error: from.flag("ignoreStoreReadErrorWithClusterBreakingPotential"),
            ..Self::default()
        })
    }

    fn body(&self) -> Option<Vec<u8>> {
        if *self == Self::default() {
            return None;
        }
        // Every member is a string, a number or a list of these: there is nothing that JSON could refuse.
        serde_json::to_vec(self).ok()
    }
}

/// The parameters of deleting many objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CollectionParams {
    /// Which objects.
    pub list: ListParams,
    /// How.
    pub options: DeleteOptions,
}

impl Parameters for CollectionParams {
    fn write(&self, to: &mut Query) {
        self.list.write(to);
    }

    fn read(from: &Pairs) -> Result<Self, Failure> {
        Ok(Self { list: Parameters::read(from)?, options: Parameters::read(from)? })
    }

    fn body(&self) -> Option<Vec<u8>> {
        self.options.body()
    }
}

fn read_dry_run(from: &Pairs) -> Result<Option<DryRun>, Failure> {
    from.raw("dryRun").map(|value| one_of("dryRun", value)).transpose()
}

/// Field managers are written into every object, so they are short and readable.
fn read_manager(from: &Pairs) -> Result<Option<String>, Failure> {
    let Some(manager) = from.text("fieldManager") else { return Ok(None) };
    if manager.len() > 128 {
        return Err(refused("fieldManager", "FieldValueTooLong", "it is longer than 128 bytes"));
    }
    if manager.chars().any(char::is_control) {
        return Err(refused(
            "fieldManager",
            "FieldValueInvalid",
            "it holds a character that is not printable",
        ));
    }
    Ok(Some(manager))
}
