use super::{Keys, end_of};

#[test]
fn keys_go_out_and_come_back() {
    let cases = [
        ("", "//namespaces/default", "/registry/namespaces/default"),
        ("/", "/example.com/widgets/default/a", "/registry/example.com/widgets/default/a"),
        ("/here/", "/apps/deployments/default/a", "/here/apps./deployments/default/a"),
        ("", "//events/default/a.b", "/registry/events/default/a.b"),
    ];
    for (root, inner, outer) in cases {
        let keys = Keys::below(root);
        assert_eq!(keys.outer(inner), outer);
        assert_eq!(keys.inner(outer).as_deref(), Some(inner));
    }
}

#[test]
fn keys_of_others_are_none() {
    let keys = Keys::below("/registry");
    for other in ["/registry", "/registry/", "/registry/x", "/registryother/a/b", "compact_rev_key"] {
        assert_eq!(keys.inner(other), None, "{other}");
    }
}

#[test]
fn a_range_ends_behind_its_prefix() {
    assert_eq!(end_of("/a/"), b"/a0");
}
