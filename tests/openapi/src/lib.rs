//! Uses the client and the server that the build script of this crate generates from a document.

include!(concat!(env!("OUT_DIR"), "/library.rs"));

#[cfg(test)]
mod shelf;
#[cfg(test)]
mod tests;
