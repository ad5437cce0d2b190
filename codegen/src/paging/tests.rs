use super::Request;
use crate::diagnostic::{Given, Report, Sources};
use crate::overrides::Wishes;
use crate::pipeline;

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: x, version: '1'}
paths:
  /a:
    get:
      operationId: listA
      parameters: [{name: after, in: query, schema: {type: string}}]
      responses:
        '200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
  /b:
    get:
      operationId: getB
      responses: {'200': {description: x}}
components:
  schemas:
    Page:
      type: object
      properties:
        data: {type: object, required: [list], properties: {list: {type: array, items: {type: integer}}}}
        next: {type: [string, 'null']}
";

/// What is said about a way to turn pages.
fn said(operations: &str, by: &str, [parameter, next, items]: [&str; 3]) -> String {
    let given = |text: &str| Given::plain(text.to_owned());
    let some = |text: &str| (!text.is_empty()).then(|| given(text));
    let request = Request {
        operations: vec![given(operations)],
        by: given(by),
        parameter: given(parameter),
        next: some(next),
        items: some(items),
    };
    let rule = match request.rule() {
        Ok(rule) => rule,
        Err(finding) => return finding.message,
    };
    let mut sources = Sources::new();
    sources.add("x.yaml", DOCUMENT);
    let mut report = Report::new();
    let wishes = Wishes { paging: vec![rule], ..Wishes::default() };
    let analysis = pipeline::analyse_with(&sources, &wishes, &mut report);
    let found = analysis.map_or(0, |analysis| analysis.facts.paging.len());
    let said = report.sorted().first().map(|finding| finding.message.clone());
    said.unwrap_or_else(|| format!("{found} found"))
}

#[test]
fn lists_are_found_and_what_is_none_is_refused() {
    for (operations, by, at, expected) in [
        ("operation:listA", "cursor", ["after", "/next", "/data/list"], "1 found"),
        ("path:*", "link", ["after", "/next", "/data/list"], "1 found"),
        (
            "path:*",
            "cursor",
            ["after", "", "/data/list"],
            "where a cursor leads to the next page, `next` has to say where in the body it is",
        ),
        ("path:*", "luck", ["after", "", ""], "`luck` is no way from a page to the next"),
        ("operation:listC", "page", ["after", "", ""], "there is no operation for `operation:listC`"),
        (
            "operation:listA",
            "page",
            ["before", "", ""],
            "`listA` cannot come page by page: it has no such parameter of the query",
        ),
        (
            "operation:listA",
            "page",
            ["after", "", ""],
            "`listA` cannot come page by page: there is no list here",
        ),
        (
            "operation:listA",
            "page",
            ["after", "", "/data/none"],
            "`listA` cannot come page by page: this leads to no member of its body",
        ),
        (
            "operation:listA",
            "cursor",
            ["after", "/data/x", "/data/list"],
            "`listA` cannot come page by page: this leads to no member of its body",
        ),
    ] {
        assert_eq!(said(operations, by, at), expected, "{operations} {by} {at:?}");
    }
}
