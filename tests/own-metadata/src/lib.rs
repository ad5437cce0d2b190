//! Uses a kind whose metadata is a type of its own.

include!(concat!(env!("OUT_DIR"), "/istio_security.rs"));

#[cfg(test)]
mod tests;
