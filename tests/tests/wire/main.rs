//! The generated client against the generated server, in both versions, in one process and over a connection.
//!
//! What the runtime does is tested where it stands, in `templates/tests`. Here it is proven that the generated code uses
//! it for every operation of the model, on the right path, with every status and every parameter that is documented.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod deeds;
mod following;
mod model;
mod objects;
mod operations;
mod version;
mod wiring;
