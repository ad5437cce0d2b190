//! What is published: compared with what was read, with what is checked in, and with what a real API server publishes.

mod common;
mod fresh;
mod round_trip;
mod truth;
