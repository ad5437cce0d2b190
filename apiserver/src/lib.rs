//! A stand-in Kubernetes API server for tests.
//!
//! It serves CustomResourceDefinitions the way kube-apiserver 1.36 does, in memory, in the test's own process:
//!
//! ```no_run
//! # async fn example(crd: serde_json::Value) -> Result<(), Box<dyn std::error::Error>> {
//! use specwright_apiserver::ApiServer;
//!
//! let server = ApiServer::builder().crd(crd).start().await?;
//! println!("{}", server.kubeconfig());
//! # Ok(())
//! # }
//! ```

mod access;
mod apply;
mod auth;
mod builder;
mod call;
mod cel;
mod client;
mod collector;
mod crd;
mod discovery;
mod field;
mod follow;
mod hooks;
mod jsonpath;
mod kubeconfig;
mod object;
mod openapi;
mod patch;
mod reply;
mod request;
mod roles;
mod schema;
mod selector;
mod server;
mod serving;
mod status;
mod store;
mod tasks;
mod text;
mod tls;
mod verbs;
mod view;

pub use access::AccessError;
pub use builder::{Builder, StartError};
pub use hooks::{Effect, Fault, Logged};
pub use object::convert::Convert;
pub use serving::{ApiServer, InProcess};
