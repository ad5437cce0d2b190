use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Found, LIMIT, gather, read, shown};
use crate::diagnostic::Report;

/// A folder with these files, each of which holds its own name.
fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
    folder
}

/// The names of what is gathered, or else what is said instead.
fn gathered(folder: &Path, inputs: &[&str]) -> Result<Vec<String>, Vec<String>> {
    let inputs: Vec<String> = inputs.iter().map(ToString::to_string).collect();
    let mut report = Report::new();
    let gathered = gather(folder, &inputs, &mut report);
    let says = |finding: &crate::diagnostic::Diagnostic| {
        format!("{} {}", finding.code, finding.message.replace(&*folder.to_string_lossy(), "FOLDER"))
    };
    if report.has_errors() {
        return Err(report.sorted().into_iter().map(says).collect());
    }
    Ok(gathered.sources.iter().map(|(_, source)| source.name().to_owned()).collect())
}

#[test]
fn inputs_are_files_folders_and_patterns() {
    let files = [
        "spec/b.yml",
        "spec/a.yaml",
        "spec/in/c.JSON",
        "spec/notes.md",
        "spec/.hidden.yaml",
        "spec/.git/d.yaml",
    ];
    let folder = folder(&files);
    let cases: &[(&[&str], &[&str])] = &[
        (&["spec/notes.md"], &["spec/notes.md"]),
        (&["./spec/a.yaml"], &["spec/a.yaml"]),
        (&["spec"], &["spec/a.yaml", "spec/b.yml", "spec/in/c.JSON"]),
        (&["spec/"], &["spec/a.yaml", "spec/b.yml", "spec/in/c.JSON"]),
        (&["."], &["spec/a.yaml", "spec/b.yml", "spec/in/c.JSON"]),
        (&["spec/*"], &["spec/a.yaml", "spec/b.yml", "spec/notes.md"]),
        (&["**/*.y*ml"], &["spec/a.yaml", "spec/b.yml"]),
        (&["spec/[!a].*"], &["spec/b.yml"]),
        (&["spec/.git"], &["spec/.git/d.yaml"]),
        (
            &["spec/b.yml", "spec/a.yaml", "spec", "spec/*.yaml"],
            &["spec/a.yaml", "spec/b.yml", "spec/in/c.JSON"],
        ),
    ];
    for (inputs, expected) in cases {
        assert_eq!(gathered(folder.path(), inputs).unwrap(), *expected, "{inputs:?}");
    }
}

#[test]
fn what_is_not_there_is_reported() {
    let folder = folder(&["spec/notes.md"]);
    let cases: &[(&[&str], &[&str])] = &[
        (&[], &["SW0018 no input is given"]),
        (&["none.yaml"], &["SW0015 `none.yaml` does not exist"]),
        (&["none.yaml", "other"], &["SW0015 `none.yaml` does not exist", "SW0015 `other` does not exist"]),
        (&["spec"], &["SW0018 `spec` holds no file whose name ends with .yaml, .yml or .json"]),
        (&["spec/*.yaml"], &["SW0018 no file matches `spec/*.yaml`"]),
        (&["spec/[a"], &["SW0017 `spec/[a` is no pattern: invalid range pattern (character 6)"]),
    ];
    for (inputs, expected) in cases {
        assert_eq!(gathered(folder.path(), inputs).unwrap_err(), *expected, "{inputs:?}");
    }
}

#[test]
fn a_name_with_signs_of_a_pattern_is_a_name_first() {
    let folder = folder(&["spec/[a].yaml", "spec/a.yaml"]);
    assert_eq!(gathered(folder.path(), &["spec/[a].yaml"]).unwrap(), ["spec/[a].yaml"]);
}

#[test]
fn a_folder_with_signs_of_a_pattern_is_searched() {
    let folder = folder(&["a*b/spec/a.yaml", "axb/spec/b.yaml"]);
    assert_eq!(gathered(&folder.path().join("a*b"), &["spec/*"]).unwrap(), ["spec/a.yaml"]);
}

#[test]
fn files_and_searched_folders_are_watched() {
    let folder = folder(&["spec/a.yaml", "other/b.yaml", "c.yaml"]);
    let inputs = ["spec", "other/*.yaml", "c.yaml"].map(str::to_owned);
    let mut watched = gather(folder.path(), &inputs, &mut Report::new()).watched;
    watched.iter_mut().for_each(|path| *path = path.strip_prefix(folder.path()).unwrap().to_owned());
    assert_eq!(
        watched,
        ["c.yaml", "other", "other/b.yaml", "spec", "spec/a.yaml"].map(std::path::PathBuf::from)
    );
}

#[test]
fn what_was_generated_is_no_input() {
    let folder = folder(&["a.yaml", "out/in/b.json", "out/c.json"]);
    fs::write(folder.path().join("out/.specwright-files"), "# Written.\nin/b.json\n").unwrap();
    assert_eq!(gathered(folder.path(), &["."]).unwrap(), ["a.yaml", "out/c.json"]);
    assert_eq!(
        gathered(folder.path(), &["out/in/b.json"]).unwrap(),
        ["out/in/b.json"],
        "unless it is asked for"
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_are_reported() {
    use std::os::unix::fs::symlink;

    let folder = folder(&["spec/a.yaml", "real/b.yaml"]);
    symlink("../real/b.yaml", folder.path().join("spec/b.yaml")).unwrap();
    symlink("a.yaml", folder.path().join("spec/same.yaml")).unwrap();
    assert_eq!(gathered(folder.path(), &["spec"]).unwrap(), ["spec/a.yaml", "spec/b.yaml"]);
    symlink("../spec", folder.path().join("spec/loop")).unwrap();
    assert_eq!(
        gathered(folder.path(), &["spec"]).unwrap_err(),
        ["SW0016 the link `spec/loop` leads back to `spec`"]
    );
}

#[test]
fn an_input_can_be_too_large() {
    let folder = folder(&["big.yaml"]);
    let big = Found { name: "big.yaml".to_owned(), path: Some(folder.path().join("big.yaml")) };
    let file = fs::File::create(folder.path().join("big.yaml")).unwrap();
    file.set_len(LIMIT).unwrap();
    assert_eq!(read(&big).unwrap().len() as u64, LIMIT);
    file.set_len(LIMIT + 1).unwrap();
    assert_eq!(read(&big).unwrap_err().message, "`big.yaml` has more than 64 MiB");
}

#[test]
fn names_are_the_same_on_all_machines() {
    let cases = [
        ("", "./a/./b", "a/b"),
        ("x", "x/a", "a"),
        ("x", "y/a", "y/a"),
        ("x", "x/../a", "../a"),
        ("", "/a", "/a"),
    ];
    for (base, path, expected) in cases {
        assert_eq!(shown(Path::new(base), Path::new(path)), expected);
    }
}
