//! The site in a real browser, on a phone and in the dark. Without one, nothing is looked at, and that is said.

use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::options::PageFormat;

use super::{own, pages};

/// The width of a phone.
const PHONE: u32 = 390;

/// What is looked for, by the names under which it is installed.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

fn browser() -> Option<&'static str> {
    let runs =
        |name: &&&str| Command::new(name).arg("--version").output().is_ok_and(|done| done.status.success());
    let found = BROWSERS.iter().find(runs).copied();
    if found.is_none() {
        println!("skipped: there is no chromium to look at the pages with");
    }
    found
}

/// The site, in a folder of its own.
fn site() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    let _ = std::fs::remove_dir_all(&folder);
    for (_, analysis) in own() {
        for (path, text) in pages(&analysis, PageFormat::Html) {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    folder
}

/// What the browser makes of a page: the text of its document after it was shown.
fn shown(browser: &str, page: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(browser);
    command.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]);
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("profile");
    command.arg(format!("--user-data-dir={}", profile.display())).args(arguments);
    let done = command.arg(format!("file://{}", page.display())).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A page that shows another one in the width of a phone, and says how wide that has become and how it is coloured. It is the
/// only script here; the site has none.
fn measure(site: &Path, page: &str) -> PathBuf {
    let text = format!(
        "<!doctype html><body><iframe src=\"{page}\" width=\"{PHONE}\" height=\"800\" style=\"border:0\"></iframe><script>
         onload = () => {{
           const shown = document.querySelector('iframe').contentDocument;
           const style = getComputedStyle(shown.body);
           document.body.dataset.width = shown.documentElement.scrollWidth;
           document.body.dataset.room = shown.documentElement.clientWidth;
           document.body.dataset.colors = style.color + ' on ' + style.backgroundColor;
           document.body.dataset.broken = [...shown.querySelectorAll('a[href^=\"#\"]')]
             .filter(link => !shown.getElementById(decodeURIComponent(link.hash.slice(1)))).length;
         }}
         </script>"
    );
    let path = site.join("measure.html");
    std::fs::write(&path, text).unwrap();
    path
}

fn data<'a>(document: &'a str, name: &str) -> &'a str {
    let rest = document.split(&format!("data-{name}=\"")).nth(1);
    rest.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("nothing was measured: {document}"))
}

#[test]
fn pages_fit_a_phone_and_are_dark_in_the_dark() {
    let Some(browser) = browser() else { return };
    let site = site();
    let pages = [
        "index.html",
        "security.istio.io/v1/peerauthentications.html",
        "Library/books.html",
        "Library/types/Book.html",
    ];
    for page in pages {
        let measure = measure(&site, page);
        let light = shown(browser, &measure, &["--dump-dom"]);
        assert_eq!(data(&light, "width"), data(&light, "room"), "{page} is wider than a phone");
        assert_eq!(data(&light, "broken"), "0", "{page} has links to no anchor");
        let dark = shown(browser, &measure, &["--dump-dom", "--blink-settings=preferredColorScheme=0"]);
        assert_ne!(data(&light, "colors"), data(&dark, "colors"), "{page} is the same in the dark");
        println!("{page}: {} by day, {} by night", data(&light, "colors"), data(&dark, "colors"));
    }
    let picture = site.join("phone.png");
    let arguments = [format!("--screenshot={}", picture.display()), format!("--window-size={PHONE},1600")];
    shown(browser, &site.join(pages[1]), &arguments.each_ref().map(String::as_str));
    let size = std::fs::read(&picture).unwrap();
    assert!(size.starts_with(b"\x89PNG"), "there is no picture");
}
