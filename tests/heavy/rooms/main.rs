//! The house stands: a module uses only lower floors, modules go in no circle, methods are at home.

mod collect;
mod planted;
mod rules;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rules::{circles, floors, strangers, upward};
use tree::Tree;

/// Circles of modules that are known.
const CIRCLES: [&[&str]; 1] = [&["audit::error", "audit::progress"]];

/// Rooms with `impl` blocks of a type of another room, and why.
const STRANGERS: [(&str, &str, &str); 7] = [
    ("assign::Assigner", "render", "an answer is drawn: `assigner.division_geojson(…)`"),
    ("report::CsvStyle", "io", "how a file is written is known where it is written"),
    ("report::Report", "io", "a report writes itself: `report.write(folder)`"),
    ("report::Report", "render", "a report draws itself: `report.page(lang)`"),
    ("state::State", "assign", "a state is asked: `state.assigner()`"),
    ("state::State", "audit", "a state is asked: `state.conflicts(&options)`"),
    ("state::State", "report", "a state is asked: `state.report(…)`"),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src")
}

/// The source files below a folder, by their path from `src`.
fn sources(folder: &Path, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let below = path.strip_prefix(src()).unwrap().to_str().unwrap().replace('\\', "/");
            all.insert(below, fs::read_to_string(&path).unwrap());
        }
    }
}

fn house() -> (BTreeMap<String, String>, Tree) {
    let mut files = BTreeMap::new();
    sources(&src(), &mut files);
    let tree = Tree::of(&files, "lib.rs");
    (files, tree)
}

fn model() -> String {
    fs::read_to_string(src().join("model.md")).unwrap()
}

#[test]
fn every_module_uses_only_lower_floors() {
    let findings = upward(&house().1, &floors(&model()));
    assert!(findings.wrong.is_empty(), "{:#?}", findings.wrong);
    let seen = findings.looked_at;
    assert!(seen > 1_000, "only {seen} uses seen: is the test still looking?");
}

#[test]
fn every_room_exists() {
    for room in floors(&model()).keys() {
        let file = src().join(format!("{room}.rs"));
        assert!(file.exists() || src().join(room).is_dir(), "{room}");
    }
}

#[test]
fn every_file_belongs_to_the_library_or_to_the_program() {
    let (files, tree) = house();
    let mut reached: BTreeSet<&str> = tree.modules.values().map(|m| m.file.as_str()).collect();
    reached.extend(tree.tests.iter().map(String::as_str));
    let program = |file: &str| file.starts_with("bin/") || file == "main.rs";
    let lost: Vec<_> =
        files.keys().filter(|file| !reached.contains(file.as_str()) && !program(file)).collect();
    assert!(lost.is_empty(), "no `mod` leads to {lost:?}");
}

#[test]
fn every_test_and_bench_that_is_declared_apart_is_there() {
    for folder in ["tests/heavy", "benches"] {
        let folder = src().join("..").join(folder);
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let target = match name.strip_suffix(".rs") {
                Some("empty") => continue,
                Some(_) => name,
                None if folder.join(&name).join("main.rs").exists() => format!("{name}/main.rs"),
                None => continue,
            };
            let declared = format!("path = \"{target}\"");
            assert!(manifest.contains(&declared), "{target} is not in the manifest: it never runs");
        }
    }
}

#[test]
fn modules_side_by_side_use_each_other_in_one_direction() {
    let known: BTreeSet<BTreeSet<String>> = CIRCLES
        .iter()
        .map(|circle| circle.iter().map(|&module| module.to_owned()).collect())
        .collect();
    assert_eq!(circles(&house().1), known);
}

#[test]
fn methods_stand_in_the_room_of_their_type() {
    let known: BTreeSet<(String, String)> =
        STRANGERS.iter().map(|(of, room, _)| ((*of).to_owned(), (*room).to_owned())).collect();
    assert_eq!(strangers(&house().1), known);
}
