use super::matches;

#[test]
fn texts_of_formats() {
    let cases = [
        ("isbn10", "0-306-40615-2", "0-306-40615-3"),
        ("isbn10", "097522980X", "0975229801"),
        ("isbn13", "978-0-306-40615-7", "978-0-306-40615-8"),
        ("isbn", "9780306406157", "x"),
        ("creditcard", "4111 1111 1111 1111", "4111 1111 1111 1112"),
        ("ssn", "111-22-3333", "11-222-3333"),
        ("rgbcolor", "rgb(0, 128,255)", "rgb(0,128,256)"),
        ("k8s-short-name", "a-b", "a.b"),
        ("k8s-long-name", "a.b", "A"),
        ("hostname", "a.example.com", "-a"),
        ("duration", "1h30m", "1 hour and a half"),
        ("no-such-format", "anything", ""),
    ];
    for (format, good, bad) in cases {
        assert!(matches(format, good), "{format}: {good}");
        assert!(format == "no-such-format" || !matches(format, bad), "{format}: {bad}");
    }
}
