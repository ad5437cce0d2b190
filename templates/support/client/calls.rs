//! The optional parameters of the calls, one method for each.

use super::call::Call;
use crate::support::meta::{DeleteOptions, Preconditions, PropagationPolicy};
use crate::support::rest::{
    CollectionParams, DryRun, FieldValidation, GetParams, ListParams, PatchParams, ResourceVersionMatch,
    WriteParams,
};

impl<T> Call<GetParams, T> {
    /// The oldest state that may be shown; `0` is any, which is quick.
    pub fn resource_version(mut self, version: impl Into<String>) -> Self {
        self.params.resource_version = Some(version.into());
        self
    }
}

/// Methods for the parameters that say which objects are meant.
macro_rules! selectors {
    ($params:ty, $($path:ident).+) => {
        impl<T> Call<$params, T> {
            /// Only objects whose labels match, as in `app=web,tier!=cache`.
            pub fn label_selector(mut self, selector: impl Into<String>) -> Self {
                self.$($path).+.label_selector = Some(selector.into());
                self
            }

            /// Only objects whose fields match, as in `metadata.name=web`.
            pub fn field_selector(mut self, selector: impl Into<String>) -> Self {
                self.$($path).+.field_selector = Some(selector.into());
                self
            }

            /// At most this many objects at a time.
            pub fn limit(mut self, limit: i64) -> Self {
                self.$($path).+.limit = Some(limit);
                self
            }

            /// The page after the one that gave this token.
            pub fn continue_token(mut self, token: impl Into<String>) -> Self {
                self.$($path).+.continue_token = Some(token.into());
                self
            }

            /// The state to show; `0` is any, which is quick.
            pub fn resource_version(mut self, version: impl Into<String>) -> Self {
                self.$($path).+.resource_version = Some(version.into());
                self
            }

            /// How closely it must be the state asked for.
            pub fn resource_version_match(mut self, how: impl Into<ResourceVersionMatch>) -> Self {
                self.$($path).+.resource_version_match = Some(how.into());
                self
            }

            /// How long the server may take, in seconds.
            pub fn timeout_seconds(mut self, seconds: i64) -> Self {
                self.$($path).+.timeout_seconds = Some(seconds);
                self
            }
        }
    };
}

selectors!(ListParams, params);
selectors!(CollectionParams, params.list);

/// Methods for the parameters of operations that write.
macro_rules! writing {
    ($params:ty) => {
        impl<T> Call<$params, T> {
            /// Does all but storing the result.
            pub fn dry_run(mut self) -> Self {
                self.params.dry_run = Some(DryRun::All);
                self
            }

            /// In whose name the fields are set.
            pub fn field_manager(mut self, manager: impl Into<String>) -> Self {
                self.params.field_manager = Some(manager.into());
                self
            }

            /// What is done about members that the schema does not have.
            pub fn field_validation(mut self, validation: impl Into<FieldValidation>) -> Self {
                self.params.field_validation = Some(validation.into());
                self
            }
        }
    };
}

writing!(WriteParams);
writing!(PatchParams);

impl<T> Call<PatchParams, T> {
    /// Takes over fields that others set. Only for an apply.
    pub fn force(mut self) -> Self {
        self.params.force = Some(true);
        self
    }
}

/// Methods for the options of a delete.
macro_rules! deleting {
    ($params:ty, $($path:ident).+) => {
        impl<T> Call<$params, T> {
            /// Does all but deleting.
            pub fn dry_run(mut self) -> Self {
                self.$($path).+.dry_run = Some(vec![DryRun::All.to_string()]);
                self
            }

            /// What becomes of the objects that a deleted one owns.
            pub fn propagation_policy(mut self, policy: impl Into<PropagationPolicy>) -> Self {
                self.$($path).+.propagation_policy = Some(policy.into());
                self
            }

            /// How long an object may take to end, in seconds.
            pub fn grace_period_seconds(mut self, seconds: i64) -> Self {
                self.$($path).+.grace_period_seconds = Some(seconds);
                self
            }

            /// Sets all options at once.
            pub fn options(mut self, options: DeleteOptions) -> Self {
                self.$($path).+ = options;
                self
            }
        }
    };
}

deleting!(DeleteOptions, params);
deleting!(CollectionParams, params.options);

impl<T> Call<DeleteOptions, T> {
    /// Only if the object is the one of this identity.
    pub fn uid(mut self, uid: impl Into<String>) -> Self {
        self.preconditions().uid = Some(uid.into());
        self
    }

    /// Only if the object did not change since it had this version.
    pub fn resource_version(mut self, version: impl Into<String>) -> Self {
        self.preconditions().resource_version = Some(version.into());
        self
    }

    fn preconditions(&mut self) -> &mut Preconditions {
        self.params.preconditions.get_or_insert_default()
    }
}
