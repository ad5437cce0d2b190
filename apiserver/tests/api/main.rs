//! The rules of the server, one small case each, against definitions of our own.

mod apply;
mod builtins;
mod checks;
mod conversion;
mod definitions;
mod deletion;
mod fixture;
mod garbage;
mod hooks;
mod hostile;
mod interleaving;
mod lists;
mod objects;
mod others;
mod rules;
mod schemas;
mod things;
mod watches;
