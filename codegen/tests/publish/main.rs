//! What is published: compared with what was read, with what is checked in, and with what a real API server publishes.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod common;
mod fresh;
mod round_trip;
mod truth;
