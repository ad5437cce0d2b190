//! The program: its arguments, who comes in, what survives a restart and a crash, and how it ends.

mod arguments;
mod durable;
mod ending;
mod entry;
mod running;
