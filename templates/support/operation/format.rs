//! What stands for a body of a kind, where an operation names what it is answered with.

use std::marker::PhantomData;

use serde::Serialize;

use super::outgoing::Written;
use super::stream::{ByteStream, ItemStream};
use super::{Fault, Incoming, Outgoing};
use crate::support::wire::Decode;

/// A way to write a body.
pub trait Format {
    /// What the body holds.
    type Value;

    /// Reads a body.
    ///
    /// # Errors
    /// It is not what it should be.
    fn read(from: &mut Incoming) -> Result<Self::Value, Fault>;

    /// Writes a body.
    ///
    /// # Errors
    /// The value cannot be written.
    fn write(value: Self::Value, to: &mut Outgoing) -> Written;
}

/// No body.
#[derive(Debug)]
pub struct Empty;
/// JSON.
#[derive(Debug)]
pub struct Json<T>(PhantomData<T>);
/// Text: plain, XML and the like.
#[derive(Debug)]
pub struct Text<T = String>(PhantomData<T>);
/// Bytes, as they come.
#[derive(Debug)]
pub struct Binary;
/// Values, each a line of JSON, as they come.
#[derive(Debug)]
pub struct Lines<T>(PhantomData<T>);
/// Server-sent events, as they come.
#[derive(Debug)]
pub struct Events<T>(PhantomData<T>);

impl Format for Empty {
    type Value = ();

    fn read(_: &mut Incoming) -> Result<(), Fault> {
        Ok(())
    }

    fn write((): (), _: &mut Outgoing) -> Written {
        Ok(())
    }
}

impl<T: Decode + Serialize> Format for Json<T> {
    type Value = T;

    fn read(from: &mut Incoming) -> Result<T, Fault> {
        from.json()
    }

    fn write(value: T, to: &mut Outgoing) -> Written {
        to.json(&value)
    }
}

impl<T: Decode + Serialize> Format for Text<T> {
    type Value = T;

    fn read(from: &mut Incoming) -> Result<T, Fault> {
        from.text()
    }

    fn write(value: T, to: &mut Outgoing) -> Written {
        to.text(&value)
    }
}

impl Format for Binary {
    type Value = ByteStream;

    fn read(from: &mut Incoming) -> Result<ByteStream, Fault> {
        Ok(from.bytes())
    }

    fn write(value: ByteStream, to: &mut Outgoing) -> Written {
        to.stream(value)
    }
}

impl<T: Decode + Serialize + Send + 'static> Format for Lines<T> {
    type Value = ItemStream<T>;

    fn read(from: &mut Incoming) -> Result<ItemStream<T>, Fault> {
        Ok(from.lines())
    }

    fn write(value: ItemStream<T>, to: &mut Outgoing) -> Written {
        to.lines(value)
    }
}

impl<T: Decode + Serialize + Send + 'static> Format for Events<T> {
    type Value = ItemStream<T>;

    fn read(from: &mut Incoming) -> Result<ItemStream<T>, Fault> {
        Ok(from.events())
    }

    fn write(value: ItemStream<T>, to: &mut Outgoing) -> Written {
        to.events(value)
    }
}
