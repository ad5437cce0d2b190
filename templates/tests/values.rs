//! Unions, enumerations of values, tuples, integers and texts of a format: what is read, and that it is written back.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod forms;

use std::fmt::Debug;

use forms::{Level, Pair, Pet, Shelf, Sized};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwright_templates::support::{Base64, Date, DateTime, Decimal, Duration, Ipv4, Ipv6, Time, Uuid};

/// Reads a value, and sees that it is written back.
fn read<T: DeserializeOwned + Serialize + Debug>(value: Value) -> T {
    let read: T = serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{value}: {error}"));
    assert_eq!(serde_json::to_value(&read).expect("it has a form in JSON"), value, "{read:?}");
    let again: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}"));
    assert_eq!(serde_json::to_value(&again).expect("it has a form in JSON"), value, "{again:?}");
    read
}

/// Why a value is refused.
fn refusal<T: DeserializeOwned + Debug>(value: Value) -> String {
    match serde_json::from_value::<T>(value) {
        Ok(read) => panic!("{read:?} was read"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_form_is_told_by_its_tag() {
    assert!(matches!(read(json!({"kind": "cat", "lives": 7, "x": 1})), Pet::Cat(cat) if cat.lives == 7));
    assert!(matches!(read(json!({"kind": "dog"})), Pet::Dog(_)));
    assert!(matches!(read(json!({"kind": "puppy", "tricks": ["sit"]})), Pet::Dog(_)));
    assert!(matches!(read(json!({"kind": "cow", "lives": 7})), Pet::Other(_)));
    let fault = refusal::<Pet>(json!({"kind": "cat", "lives": "7"}));
    assert_eq!(
        fault,
        "/lives: invalid type: string \"7\", expected an integer (i32) (`Pet` in the form `Cat`)"
    );
    let fault = refusal::<Shelf>(json!({"pets": [{"kind": "cat"}]}));
    assert_eq!(fault, "/pets/0/lives: is required and missing (`Pet` in the form `Cat`)");
}

#[test]
fn a_form_is_told_by_the_type_of_the_value_or_by_its_members() {
    assert!(matches!(read(json!("tom")), Pet::Name(name) if name == "tom"));
    assert!(matches!(read(json!([1, 2])), Pet::Other(_)));
    assert!(matches!(read(json!({"lives": 9})), Pet::Cat(_)));
    assert!(matches!(read(json!({"tricks": []})), Pet::Dog(_)));
    assert!(matches!(read(json!(null)), Pet::Other(Value::Null)));
}

#[test]
fn where_nothing_tells_the_form_the_best_is_taken() {
    assert!(matches!(read(json!({"width": 1, "height": 2})), Sized::Area(_)));
    assert!(matches!(read(json!({"width": 1})), Sized::Line(_)), "the first of those that fit");
    assert!(
        matches!(read(json!({"width": 1, "depth": 3})), Sized::Line(_)),
        "one that is not known is as loose in both"
    );
    assert!(matches!(read(json!({"width": "wide"})), Sized::Other(_)));
    assert!(matches!(read(json!(3)), Sized::Count(3)));
    assert!(matches!(read(json!(3.5)), Sized::Share(_)));
    assert!(matches!(read(json!("2026-11-25")), Sized::Day(_)));
    assert!(matches!(read(json!("yesterday")), Sized::Text(_)));
}

#[test]
fn trials_within_trials_come_to_an_end() {
    let deep = (0..60).fold(json!({"width": 1}), |inner, _| json!({"inner": inner, "width": "no"}));
    read::<Sized>(deep);
    let deep = (0..60).fold(json!({"width": 1, "height": 1}), |inner, _| json!({"inner": inner}));
    read::<Sized>(deep);
}

#[test]
fn enumerations_list_values_of_any_type() {
    assert_eq!(read::<Level>(json!(1)), Level::_1);
    assert_eq!(serde_json::from_value::<Level>(json!(1.0)).ok(), Some(Level::_1));
    assert_eq!(read::<Level>(json!(-0.5)), Level::Minus05);
    assert_eq!(read::<Level>(json!("high")), Level::High);
    assert_eq!(read::<Level>(json!(true)), Level::True);
    assert_eq!(read::<Level>(json!(2)), Level::Other(json!(2)));
    assert_eq!(read::<Level>(json!(false)), Level::Other(json!(false)));
    assert_eq!(refusal::<Level>(json!([])), "is [], expected one of 1, -0.5, high, true");
    assert_eq!(refusal::<Level>(json!(null)), "is null, expected one of 1, -0.5, high, true");
}

#[test]
fn tuples_have_a_type_for_each_place() {
    assert_eq!(read::<Pair>(json!(["a", 1, true, null])).rest, [json!(true), Value::Null]);
    assert_eq!(read::<Pair>(json!(["a", 1]))._1, Some(1));
    assert_eq!(read::<Pair>(json!(["a"]))._1, None);
    assert_eq!(read::<Pair>(json!([])), Pair::default());
    assert_eq!(
        refusal::<Pair>(json!(["a", "b"])),
        "/1: invalid type: string \"b\", expected an integer (i64)"
    );
    assert_eq!(refusal::<Pair>(json!({})), "invalid type: map, expected an array (Pair)");
    let hole = Pair { _0: Some("a".into()), _1: None, rest: vec![json!(1)] };
    assert_eq!(serde_json::to_value(hole).ok(), Some(json!(["a", null, 1])));
}

#[test]
fn members_that_have_no_name_have_a_type() {
    let shelf: Shelf = read(json!({"pets": ["tom"], "x": 1, "y": 2}));
    assert_eq!(shelf.additional_properties.values().copied().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(
        refusal::<Shelf>(json!({"pets": [], "x/y": "1"})),
        "/x~1y: invalid type: string \"1\", expected an integer (i64)"
    );
}

#[test]
fn integers_beyond_their_type_are_kept() {
    let mut shelf: Shelf = read(json!({"pets": [], "size": u64::MAX, "room": 300, "least": -1}));
    assert_eq!((shelf.size, shelf.room, shelf.least), (Some(i64::MAX), 255, Some(0)));
    shelf.room = 7;
    shelf.size = Some(5);
    let written = json!({"pets": [], "size": 5, "room": 7, "least": -1});
    assert_eq!(serde_json::to_value(&shelf).ok(), Some(written));
    let shelf: Shelf = read(json!({"pets": [], "size": 1e300, "room": 3}));
    assert_eq!(shelf.size, Some(i64::MAX));
    assert_eq!(
        refusal::<Shelf>(json!({"pets": [], "size": 0.5})),
        "/size: invalid type: floating point `0.5`, expected an integer (i64)"
    );
    assert_eq!(refusal::<Vec<i64>>(json!(["a"])), "invalid type: string \"a\", expected i64");
}

#[test]
fn texts_keep_their_spelling_and_read_as_what_they_mean() {
    let day: Date = read(json!("2026-11-25"));
    assert_eq!(day.date().map(|day| day.day()), Ok(25));
    let moment: DateTime = read(json!("2026-01-02t03:04:05.10+01:00"));
    assert_eq!(moment.timestamp().map(|moment| moment.as_second()), Ok(1_767_319_445));
    assert_eq!(read::<Time>(json!("13:45:00.5+02:00")).time().map(|time| time.minute()), Ok(45));
    assert_eq!(read::<Duration>(json!("P1DT12H")).span().map(|span| span.get_hours()), Ok(12));
    assert_eq!(
        read::<Uuid>(json!("123E4567-e89b-12d3-a456-426614174000")).bytes().map(|bytes| bytes[0]),
        Ok(0x12)
    );
    assert_eq!(read::<Base64>(json!("YWI=")).bytes(), Ok(b"ab".to_vec()));
    assert_eq!(read::<Base64>(json!("_-8")).bytes(), Ok(vec![0xff, 0xef]));
    assert_eq!(read::<Decimal>(json!("1.10")).to_f64(), Ok(1.1));
    assert!(read::<Ipv4>(json!("10.0.0.1")).address().is_ok_and(|address| address.is_private()));
    assert!(read::<Ipv6>(json!("::1")).address().is_ok_and(|address| address.is_loopback()));
}

#[test]
fn texts_that_are_not_of_their_format_are_kept() {
    let fault = read::<Date>(json!("soon")).date().map_err(|error| error.to_string());
    assert_eq!(fault, Err("\"soon\" is not of the format Date".to_owned()));
    assert!(read::<Time>(json!("noon")).time().is_err());
    assert!(read::<Uuid>(json!("123e4567e89b12d3a456-426614174000")).bytes().is_err());
    assert!(read::<Base64>(json!("a b")).bytes().is_err());
    assert!(read::<Decimal>(json!("inf")).to_f64().is_err());
}

#[test]
fn texts_are_made_of_what_they_mean() {
    assert_eq!(Date::from(jiff::civil::date(2026, 11, 25)).as_str(), "2026-11-25");
    assert_eq!(Uuid::from([0x11; 16]).as_str(), "11111111-1111-1111-1111-111111111111");
    assert_eq!(Base64::from(&b"abcd"[..]).as_str(), "YWJjZA==");
    assert_eq!(Ipv4::from(std::net::Ipv4Addr::LOCALHOST).as_str(), "127.0.0.1");
}
