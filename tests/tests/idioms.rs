//! The ways of speaking that schemas of Kubernetes have become types, and what breaks the rules is kept all the same.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use specwright_test_build_script::idioms::v1::*;
use specwright_test_build_script::idioms::{Described, IntOrString, KeyedList, Kind, Nullable, Validate};
use specwright_tests::documents::{Documents, Values, same};

fn spec(spec: Value) -> ToasterSpec {
    let mut whole = json!({"slots": 2});
    whole.as_object_mut().unwrap().extend(spec.as_object().unwrap().clone());
    serde_json::from_value(whole).unwrap()
}

/// A member of a spec, read and written.
fn round(name: &str, text: &str) -> String {
    let read: ToasterSpec = serde_json::from_str(&format!(r#"{{"slots":2,"{name}":{text}}}"#)).unwrap();
    serde_json::to_value(read).unwrap()[name].to_string()
}

#[test]
fn members_that_exclude_each_other_are_one_field() {
    let power = spec(json!({"power": {"battery": {"cells": ["AA"]}, "watts": 800}})).power.unwrap();
    let Some(ToasterSpecPowerChoice::Battery(battery)) = &power.choice else { panic!("{power:?}") };
    assert_eq!(battery.cells.as_deref(), Some(&["AA".to_owned()][..]));
    let login = spec(json!({"login": {"user": "u", "password": "p"}})).login.unwrap();
    let expected = ToasterSpecLoginChoice::UserAndPassword { user: "u".into(), password: "p".into() };
    assert_eq!(login.choice, expected);
    let heat = spec(json!({"heat": {"low": 1, "timer": "5m"}})).heat.unwrap();
    assert_eq!(heat.choice, Some(ToasterSpecHeatChoice::Low(1)));
    assert_eq!(heat.timer_choice, Some(ToasterSpecHeatTimerChoice::Timer("5m".into())));
}

#[test]
fn a_choice_that_must_be_made_is_a_part_of_what_must_be_given() {
    let token = ToasterSpecLoginToken::new("t".into());
    let login = ToasterSpecLogin::new(ToasterSpecLoginChoice::Token(token));
    assert_eq!(serde_json::to_string(&login).unwrap(), r#"{"token":{"name":"t"}}"#);
    assert_eq!(serde_json::to_string(&ToasterSpecPower::default()).unwrap(), "{}");
}

#[test]
fn the_order_of_the_schema_is_kept_and_so_is_what_breaks_the_rules() {
    let cases = [
        (
            "login",
            r#"{"token":{"name":"t"},"realm":"r","x":1}"#,
            r#"{"realm":"r","token":{"name":"t"},"x":1}"#,
        ),
        ("login", r#"{"password":"p","realm":"r","user":"u"}"#, r#"{"password":"p","realm":"r","user":"u"}"#),
        ("login", r#"{"realm":"r"}"#, r#"{"realm":"r"}"#),
        ("login", r#"{"user":"u"}"#, r#"{"user":"u"}"#),
        (
            "login",
            r#"{"user":"u","token":{"name":"t","y":[1]}}"#,
            r#"{"token":{"name":"t","y":[1]},"user":"u"}"#,
        ),
        (
            "login",
            r#"{"user":"u","token":{"name":"t"},"password":"p"}"#,
            r#"{"password":"p","token":{"name":"t"},"user":"u"}"#,
        ),
        (
            "power",
            r#"{"mains":{"volts":1},"battery":{},"muscle":true}"#,
            r#"{"battery":{},"mains":{"volts":1},"muscle":true}"#,
        ),
        ("power", r#"{"mains":null,"battery":{}}"#, r#"{"battery":{},"mains":null}"#),
        ("power", r#"{"muscle":null}"#, r#"{"muscle":null}"#),
        ("power", r#"{"muscle":null,"mains":{}}"#, r#"{"mains":{},"muscle":null}"#),
        ("heat", r#"{"low":99999999999999999999}"#, r#"{"low":99999999999999999999}"#),
        (
            "heat",
            r#"{"low":99999999999999999999,"high":"hot"}"#,
            r#"{"high":"hot","low":99999999999999999999}"#,
        ),
        (
            "heat",
            r#"{"low":1,"high":"hottest","timer":"1","sensor":"2026-01-02T03:04:05.60Z"}"#,
            r#"{"high":"hottest","low":1,"sensor":"2026-01-02T03:04:05.60Z","timer":"1"}"#,
        ),
    ];
    for (member, text, expected) in cases {
        assert_eq!(
            round(member, text),
            serde_json::from_str::<Value>(expected).unwrap().to_string(),
            "{text}"
        );
    }
}

#[test]
fn what_breaks_a_rule_is_told_and_can_be_mended() {
    let mut toaster = Toaster::new("t");
    toaster.spec = Some(spec(json!({"power": {"mains": {}, "battery": {}}})));
    let said: Vec<String> = toaster.validate().unwrap_err().iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].starts_with("/spec/power"), "{said:?}");
    let power = toaster.spec.as_mut().unwrap().power.as_mut().unwrap();
    let Some(ToasterSpecPowerChoice::Other(members)) = &power.choice else { panic!("{power:?}") };
    assert_eq!(members.len(), 2);
    power.choice = Some(ToasterSpecPowerChoice::Mains(ToasterSpecPowerMains::default()));
    assert_eq!(toaster.validate().map_err(|said| said.to_string()), Ok(()));
}

#[test]
fn a_member_of_a_choice_has_its_type_in_any_company() {
    let wrong = [r#"{"mains":{"volts":"x"}}"#, r#"{"battery":{},"mains":{"volts":"x"}}"#];
    for text in wrong {
        let error = serde_json::from_str::<ToasterSpecPower>(text).unwrap_err().to_string();
        assert!(error.starts_with("/mains/volts: invalid type"), "{error}");
    }
}

#[test]
fn a_member_that_comes_twice_counts_as_it_came_last() {
    assert_eq!(round("power", r#"{"mains":{"volts":1},"mains":{"volts":2}}"#), r#"{"mains":{"volts":2}}"#);
    assert_eq!(round("login", r#"{"user":"a","password":"p","user":"b"}"#), r#"{"password":"p","user":"b"}"#);
}

#[test]
fn an_item_is_found_by_its_keys_whether_they_are_there_or_have_a_default() {
    let mut spec = spec(json!({"ports": [
        {"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53}, {"name": "x", "port": 54, "protocol": "X"},
    ]}));
    let named = |spec: &ToasterSpec, port, protocol: &str| {
        spec.ports.by_key((port, &protocol.into())).map(|item| item.name.clone())
    };
    assert_eq!(named(&spec, 53, "UDP").as_deref(), Some("dns"));
    assert_eq!(named(&spec, 53, "TCP").as_deref(), Some("dns-tcp"));
    assert_eq!(named(&spec, 54, "X").as_deref(), Some("x"));
    assert_eq!(named(&spec, 54, "TCP"), None);
    let tcp = ToasterSpecPortsProtocol::Tcp;
    spec.ports.by_key_mut((53, &tcp)).unwrap().name = "other".into();
    assert_eq!(spec.ports.put_by_key(ToasterSpecPorts::new("new".into(), 54)), None);
    let udp = ToasterSpecPorts {
        protocol: Some(ToasterSpecPortsProtocol::Udp),
        ..ToasterSpecPorts::new("again".into(), 53)
    };
    assert_eq!(spec.ports.put_by_key(udp).unwrap().name, "dns");
    assert_eq!(spec.ports.remove_by_key((53, &tcp)).unwrap().name, "other");
    let left: Vec<&str> = spec.ports.iter().flatten().map(|item| item.name.as_str()).collect();
    assert_eq!(left, ["again", "x", "new"]);
}

#[test]
fn keys_are_of_any_scalar_type() {
    let gauge =
        |level| json!({"since": "2026-01-02T03:04:05Z", "unit": "cm", "level": level, "side": "right"});
    let mut spec = spec(json!({"gauges": [gauge(1), gauge(2)]}));
    let (since, unit) = ("2026-01-02T03:04:05Z".into(), IntOrString::from("cm"));
    let level = ToasterSpecGaugesLevel::_2;
    let key = (&since, &unit, false, &level, "right");
    spec.gauges.by_key_mut(key).unwrap().reading = Some(0.5);
    assert_eq!(spec.gauges.as_ref().unwrap()[1].reading, Some(0.5));
    assert_eq!(spec.gauges.by_key((&since, &unit, false, &level, "left")), None);
    assert_eq!(spec.gauges.by_key((&since, &unit, true, &level, "right")), None);
}

#[test]
fn a_list_that_is_not_there_has_no_items_until_one_is_put() {
    let mut spec = spec(json!({"bread": null}));
    assert_eq!(spec.bread, Nullable::Null);
    assert_eq!(spec.bread.by_key("rye"), None);
    assert_eq!(spec.bread.remove_by_key("rye"), None);
    assert_eq!(spec.bread, Nullable::Null);
    assert_eq!(spec.bread.put_by_key(ToasterSpecBread::new("rye".into())), None);
    assert_eq!(spec.bread.by_key("rye").unwrap().kind, "rye");
    assert_eq!(spec.ports.by_key((1, &ToasterSpecPortsProtocol::Tcp)), None);
    assert_eq!(spec.ports, None);
}

#[test]
fn all_documents_come_out_as_they_went_in() {
    let config = Config { cases: 5_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let documents = Documents::of(Toaster::schema()).of_kind(Toaster::API_VERSION, Toaster::KIND);
    let failure = runner.run(&documents.with(Values::Later), |document| {
        let fail = |error: serde_json::Error| TestCaseError::fail(error.to_string());
        let read: Toaster = serde_json::from_str(&document.to_string()).map_err(fail)?;
        let written = serde_json::to_value(&read).map_err(fail)?;
        prop_assert!(same(&document, &written), "came out as {written}");
        prop_assert_eq!(read, serde_json::from_value(document).map_err(fail)?);
        Ok(())
    });
    assert_eq!(failure.err().map(|failure| failure.to_string()), None);
}
