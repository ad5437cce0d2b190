//! Uses the clients and the servers that the build script of this crate generates from documents.

include!(concat!(env!("OUT_DIR"), "/library.rs"));
include!(concat!(env!("OUT_DIR"), "/pets.rs"));
include!(concat!(env!("OUT_DIR"), "/shapes.rs"));

#[cfg(test)]
mod harm;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod shelf;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod today;
#[cfg(test)]
mod tried;
