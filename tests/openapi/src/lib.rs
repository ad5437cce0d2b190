//! Uses the clients and the servers that the build script of this crate generates from documents.

include!(concat!(env!("OUT_DIR"), "/library.rs"));
include!(concat!(env!("OUT_DIR"), "/mirror.rs"));
include!(concat!(env!("OUT_DIR"), "/pets.rs"));
include!(concat!(env!("OUT_DIR"), "/shapes.rs"));
include!(concat!(env!("OUT_DIR"), "/styles.rs"));

#[cfg(test)]
mod echo;
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
