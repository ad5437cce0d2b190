use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Plan, Target, Written};
use crate::diagnostic::{Code, Diagnostic};

const MANIFEST: &str = ".specwright-files";

/// An output folder within a folder of its own.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn target(&self) -> Target {
        Target { dir: self.dir(), manifest: MANIFEST.to_owned() }
    }

    fn plan(&self, files: &[(&str, &str)]) -> Result<Plan, Diagnostic> {
        let files = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
        Plan::new(&self.target(), &files)
    }

    /// Writes these files; how many were written and removed, or which finding there was.
    fn write(&self, files: &[(&str, &str)]) -> Result<(usize, usize), Code> {
        let done = self.plan(files).and_then(|plan| plan.apply());
        done.map(|Written { written, removed }| (written, removed)).map_err(|finding| finding.code)
    }

    /// Puts a file of someone else there.
    fn put(&self, path: &str, text: &str) {
        let path = self.dir().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn files(&self) -> BTreeMap<String, String> {
        let entries = walkdir::WalkDir::new(self.dir()).into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        let named = files.map(|entry| {
            let path = entry.path().strip_prefix(self.dir()).unwrap().to_string_lossy().into_owned();
            (path, fs::read_to_string(entry.path()).unwrap_or_default())
        });
        named.filter(|(path, _)| path != MANIFEST).collect()
    }

    fn names(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }

    fn exists(&self, path: &str) -> bool {
        self.dir().join(path).exists()
    }
}

#[test]
fn files_are_written_once() {
    let place = Place::new();
    let files = [("a.rs", "a"), ("b/c.rs", "c")];
    assert_eq!(place.write(&files), Ok((2, 0)));
    assert_eq!(place.files(), BTreeMap::from(files.map(|(path, text)| (path.to_owned(), text.to_owned()))));
    let modified = |path: &str| fs::metadata(place.dir().join(path)).unwrap().modified().unwrap();
    let before = ["a.rs", "b/c.rs", MANIFEST].map(modified);
    assert_eq!(place.write(&files), Ok((0, 0)));
    assert_eq!(["a.rs", "b/c.rs", MANIFEST].map(modified), before);
    assert_eq!(place.write(&[("a.rs", "a"), ("b/c.rs", "other")]), Ok((1, 0)));
    assert_eq!(modified("a.rs"), before[0]);
}

#[test]
fn stale_files_and_empty_folders_go() {
    let place = Place::new();
    place.write(&[("a.rs", ""), ("b/c/d.rs", ""), ("e/f.rs", "")]).unwrap();
    place.put("e/mine.txt", "mine");
    place.put("mine.rs", "mine");
    assert_eq!(place.write(&[("a.rs", "")]), Ok((0, 2)));
    assert_eq!(place.names(), ["a.rs", "e/mine.txt", "mine.rs"]);
    assert!(!place.exists("b"));
}

#[test]
fn a_file_can_become_a_folder() {
    let place = Place::new();
    place.write(&[("a", "")]).unwrap();
    assert_eq!(place.plan(&[("a/b", "")]).unwrap_err().code, Code::OutputFailed);
}

#[test]
fn files_of_others_stay() {
    let place = Place::new();
    place.put("a.rs", "mine");
    assert_eq!(place.write(&[("a.rs", "a"), ("b.rs", "b")]), Err(Code::ForeignFile));
    assert_eq!(place.names(), ["a.rs"], "nothing is written if something is in the way");
    place.put("a.rs", "a");
    assert_eq!(
        place.write(&[("a.rs", "a"), ("b.rs", "b")]),
        Ok((1, 0)),
        "what is right already is in nobody's way"
    );
}

#[test]
fn a_file_in_place_of_the_folder_stays() {
    let place = Place::new();
    fs::write(place.dir(), "mine").unwrap();
    assert_eq!(place.write(&[("a.rs", "")]), Err(Code::ForeignFile));
}

#[test]
fn edited_files_are_written_again() {
    let place = Place::new();
    place.write(&[("a.rs", "a")]).unwrap();
    place.put("a.rs", "edited");
    assert_eq!(place.write(&[("a.rs", "a")]), Ok((1, 0)));
    fs::remove_file(place.dir().join("a.rs")).unwrap();
    assert_eq!(place.write(&[("a.rs", "a")]), Ok((1, 0)));
    assert_eq!(place.files()["a.rs"], "a");
}

#[test]
fn an_interrupted_run_is_taken_up() {
    let place = Place::new();
    place.write(&[("old.rs", "")]).unwrap();
    let manifest = place.dir().join(MANIFEST);
    let head = fs::read_to_string(&manifest).unwrap().lines().next().unwrap().to_owned();
    fs::write(&manifest, format!("{head}\nnew.rs\nold.rs\n")).unwrap();
    place.put("new.rs", "half");
    assert_eq!(place.write(&[("new.rs", "whole")]), Ok((1, 1)));
    assert_eq!(place.names(), ["new.rs"]);
    assert_eq!(fs::read_to_string(&manifest).unwrap(), format!("{head}\nnew.rs\n"));
}

#[test]
fn a_plan_says_what_differs() {
    let place = Place::new();
    place.write(&[("changed.rs", "old"), ("same.rs", ""), ("stale.rs", "")]).unwrap();
    let plan = place.plan(&[("changed.rs", "new"), ("missing.rs", ""), ("same.rs", "")]).unwrap();
    let changes = plan.changes().iter();
    let shown: Vec<_> =
        changes.map(|one| (one.path.as_str(), one.old.is_some(), one.new.is_some())).collect();
    let expected = [
        ("stale.rs", true, false),
        (MANIFEST, true, true),
        ("changed.rs", true, true),
        ("missing.rs", false, true),
    ];
    assert_eq!(shown, expected);
    assert_eq!(place.names(), ["changed.rs", "same.rs", "stale.rs"], "a plan changes nothing");
}

#[test]
fn nothing_leaves_the_folder() {
    let place = Place::new();
    for path in ["", "/a", "../a", "a/../b", "a//b", "./a", "a/", "c:/a", "a\\b", "a\nb", ".."] {
        assert_eq!(place.write(&[(path, "")]), Err(Code::OutsideFolder), "{path:?}");
    }
    assert!(!place.dir().exists());
}

#[test]
fn a_manifest_cannot_name_what_is_outside() {
    let place = Place::new();
    place.write(&[("a.rs", "")]).unwrap();
    fs::write(place.folder.path().join("mine.txt"), "mine").unwrap();
    let manifest = place.dir().join(MANIFEST);
    let whole = fs::read_to_string(&manifest).unwrap();
    for text in [format!("{whole}../mine.txt\n"), "mine.txt\n".to_owned(), String::new()] {
        fs::write(&manifest, text).unwrap();
        assert_eq!(place.write(&[("b.rs", "")]), Err(Code::BadManifest));
    }
    assert!(place.folder.path().join("mine.txt").exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    let outside = place.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.rs"), "mine").unwrap();
    place.write(&[("in/a.rs", "a"), ("b.rs", "b")]).unwrap();
    fs::remove_dir_all(place.dir().join("in")).unwrap();
    symlink(&outside, place.dir().join("in")).unwrap();
    assert_eq!(place.write(&[("in/a.rs", "new")]), Err(Code::OutsideFolder));
    assert_eq!(place.write(&[("b.rs", "b")]), Err(Code::OutsideFolder), "nor to remove a file");
    fs::remove_file(place.dir().join("in")).unwrap();
    fs::remove_file(place.dir().join("b.rs")).unwrap();
    symlink(outside.join("a.rs"), place.dir().join("b.rs")).unwrap();
    assert_eq!(place.write(&[("b.rs", "new")]), Err(Code::OutsideFolder));
    assert_eq!(fs::read_to_string(outside.join("a.rs")).unwrap(), "mine");
}

#[test]
fn nothing_else_is_left_behind() {
    let place = Place::new();
    place.write(&[("a.rs", "a")]).unwrap();
    let names: Vec<_> = fs::read_dir(place.dir()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn outputs_share_a_folder_under_two_names() {
    let place = Place::new();
    let target = |name: &str| Target { dir: place.dir(), manifest: format!(".{name}.specwright-files") };
    let files = |path: &str| BTreeMap::from([(path.to_owned(), String::new())]);
    for name in ["a", "b", "a"] {
        Plan::new(&target(name), &files(&format!("{name}.rs"))).unwrap().apply().unwrap();
    }
    assert!(Path::new(&place.dir().join("a.rs")).exists() && place.exists("b.rs"));
}
